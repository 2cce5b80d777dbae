import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { cli, concise, ONLY_SLEEP, project, SLEEPY } from "./cli";

describe("exit code and summary", () => {
  it("is 0 without findings", () => {
    const cwd = project({ "a.py": "x = 1\n" });
    expect(cli(["check"], { cwd })).toEqual({ status: 0, out: "", err: "No findings in 1 file.\n" });
  });

  it("is 1 with findings", () => {
    const cwd = project({ "a.py": SLEEPY, "b.py": "x = 1\n" });
    const { status, err } = concise([], { cwd });
    expect(status).toBe(1);
    expect(err).toBe("1 finding in 1 of 2 files (1 fixable with --fix).\n");
  });

  it("is 0 with findings where --exit-zero is given, but 2 stays 2", () => {
    const cwd = project({ "a.py": SLEEPY });
    expect(concise(["--exit-zero"], { cwd }).status).toBe(0);
    expect(concise(["--exit-zero", ".", "nowhere"], { cwd }).status).toBe(2);
  });

  it("is 0 in a folder without Python", () => {
    expect(cli(["check"], { cwd: project({}) })).toEqual({ status: 0, out: "", err: "No findings in 0 files.\n" });
  });
});

describe("--output-format", () => {
  it("concise: a line for each finding", () => {
    const cwd = project({ "pkg/a.py": SLEEPY });
    const { out } = concise([], { cwd });
    expect(out).toBe(
      `${path.join("pkg", "a.py")}:6:5: warning blocking-sleep [*] time.sleep() stops the whole event loop: nothing else runs until it returns\n`,
    );
  });

  it("full: the source with carets, the way there and the help", () => {
    const cwd = project({ "a.py": SLEEPY });
    expect(cli(["check", ...ONLY_SLEEP], { cwd }).out)
      .toBe(`warning[blocking-sleep] [*]: time.sleep() stops the whole event loop: nothing else runs until it returns
 --> a.py:6:5
  |
5 | async def poll(job):
6 |     time.sleep(1)  # wait a little
  |     ^^^^^^^^^^^^^
  |
note: a.py:5:11: runs on the event loop
help: Replace with await asyncio.sleep()

`);
  });

  it("full: carets stand right below tabs and wide characters", () => {
    const cwd = project({ "a.py": `import time\nasync def f():\n\tx = "日本"; time.sleep(1)\n` });
    expect(cli(["check", ...ONLY_SLEEP], { cwd }).out).toContain(
      `3 | \tx = "日本"; time.sleep(1)\n  | \t${" ".repeat(12)}^^^^^^^^^^^^^\n`,
    );
  });

  it("json: the shape of ruff", () => {
    const cwd = project({ "a.py": SLEEPY });
    const { out, status } = cli(["check", "--output-format", "json", ...ONLY_SLEEP], { cwd });
    const fix = {
      applicability: "safe",
      annotation: null,
      message: "Replace with await asyncio.sleep()",
      edits: [
        { content: "", location: { row: 2, column: 1 }, end_location: { row: 3, column: 1 } },
        { content: "await asyncio.sleep", location: { row: 6, column: 5 }, end_location: { row: 6, column: 15 } },
      ],
    };
    expect(JSON.parse(out)).toEqual([
      {
        filename: path.join(cwd, "a.py"),
        code: "blocking-sleep",
        message: "time.sleep() stops the whole event loop: nothing else runs until it returns",
        severity: "warning",
        location: { row: 6, column: 5 },
        end_location: { row: 6, column: 18 },
        fix,
        fixes: [fix],
        related: [
          { filename: path.join(cwd, "a.py"), location: { row: 5, column: 11 }, message: "runs on the event loop" },
        ],
        url: expect.stringContaining("blocking-sleep.md") as string,
      },
    ]);
    expect(status).toBe(1);
  });

  it("json: an empty list without findings", () => {
    expect(cli(["check", "--output-format", "json"], { cwd: project({ "a.py": "" }) }).out).toBe("[]\n");
  });

  it("json: the same edits give what --fix gives", () => {
    const cwd = project({ "a.py": SLEEPY });
    const [finding] = JSON.parse(cli(["check", "--output-format", "json", ...ONLY_SLEEP], { cwd }).out) as [
      { fix: { edits: readonly JsonEdit[] } },
    ];
    const fixed = cli(["check", "--fix", ...ONLY_SLEEP, "-"], { input: SLEEPY }).out;
    expect(applyJson(SLEEPY, finding.fix.edits)).toBe(fixed);
  });

  it("counts columns in characters, whatever stands before", () => {
    const cwd = project({ "a.py": `import time\nasync def f():\n    x = "é😀"; time.sleep(1)\n` });
    expect(concise([], { cwd }).out).toMatch(/^a\.py:3:15: /);
  });

  it("colours only when asked to, or on a terminal", () => {
    const cwd = project({ "a.py": SLEEPY });
    expect(concise([], { cwd, env: { FORCE_COLOR: "1", NO_COLOR: "" } }).out).toContain("\u001B[33mwarning");
    expect(concise([], { cwd, env: { FORCE_COLOR: "1", NO_COLOR: "1" } }).out).not.toContain("\u001B");
    expect(concise([], { cwd, env: { NO_COLOR: "" } }).out).not.toContain("\u001B");
  });

  it("names files relative to the current folder, others in full", () => {
    const cwd = project({ "a.py": SLEEPY, "sub/x": "" });
    expect(concise(["../a.py"], { cwd: path.join(cwd, "sub") }).out).toContain(`${path.join(cwd, "a.py")}:6:5:`);
  });
});

interface JsonEdit {
  readonly content: string;
  readonly location: { readonly row: number; readonly column: number };
  readonly end_location: { readonly row: number; readonly column: number };
}

function applyJson(text: string, edits: readonly JsonEdit[]): string {
  const lines = text.split("\n");
  const offset = ({ row, column }: JsonEdit["location"]): number =>
    lines.slice(0, row - 1).reduce((sum, line) => sum + line.length + 1, 0) + column - 1;
  let result = text;
  for (const edit of edits.toReversed())
    result = result.slice(0, offset(edit.location)) + edit.content + result.slice(offset(edit.end_location));
  return result;
}
