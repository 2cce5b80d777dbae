/** What is told to people, and what becomes of a run that can't tell it. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { Locations } from "../../server/src/cli/check/locations";
import type { FileReport, Reported } from "../../server/src/cli/check/report";
import { concise } from "../../server/src/cli/output/concise";
import { unifiedDiff } from "../../server/src/cli/output/diff";
import { full } from "../../server/src/cli/output/full";
import { json } from "../../server/src/cli/output/json";
import { printable, printableLine } from "../../server/src/cli/output/printable";
import { styles } from "../../server/src/cli/output/styles";
import { CLI, cli, project, SLEEPY } from "./cli";

/** Turns text red, clears the screen, turns the direction of writing, ends lines, rings. */
const NASTY = "\u001B[31m\u001B[2J\u202Eevil\u2066\u0007\r\u0085\u2028\u0000\u009B1m\uFEFF\uD800";
const OBEYED = /[^\P{Cc}\n\t]|[\p{Cf}\p{Cs}\u2028\u2029]/u;

describe("what a terminal would obey", () => {
  it("is written as Python writes it", () => {
    expect(printable("a\u001B[31m\tb\nc")).toBe(String.raw`a\x1b[31m\x09b\x0ac`);
    expect(printableLine("\tb\u202E\u{E0001}\uDC00")).toBe(`\t${String.raw`b\u202e\U000e0001\udc00`}`);
    expect(printable(NASTY)).not.toMatch(OBEYED);
  });

  it("is nothing of what people write in any script", () => {
    for (const text of ["naïve café", "文件", "👩‍👩‍👧 ❤️", "می‌خواهم", "e\u0301", "שלום"])
      expect(printable(text)).toBe(text);
  });

  const text = `x = 1\n\t"${NASTY.replace("\r", "")}" + call()  # ${NASTY.replace("\r", "")}\n`;
  const start = text.indexOf("call");
  const finding: Reported = {
    rule: "blocking-sleep",
    severity: "warning",
    message: `message ${NASTY}`,
    start,
    end: start + 6,
    related: [{ start: 0, message: `related ${NASTY}` }],
    elsewhere: [{ file: `/y/${NASTY}.py`, row: 1, column: 1, message: `elsewhere ${NASTY}` }],
    fixes: [{ title: `title ${NASTY}`, applicability: "unsafe", annotation: `annotation ${NASTY}`, edits: [] }],
    refusals: [{ title: `title ${NASTY}`, reason: `reason ${NASTY}` }],
  };
  const report: FileReport = {
    file: `/x/${NASTY}.py`,
    shown: `${NASTY}.py`,
    locations: new Locations(text),
    findings: [finding],
  };
  const plain = styles(false);

  it("reaches nobody in full and concise", () => {
    expect(full([report], plain, true, (file) => file)).not.toMatch(OBEYED);
    expect(concise([report], plain, true)).not.toMatch(OBEYED);
    expect(concise([report], plain, true).split("\n")).toHaveLength(2);
  });

  it("keeps the carets below what they mark", () => {
    const lines = full([report], plain, true, (file) => file).split("\n");
    const source = lines.findIndex((line) => line.includes("call()"));
    const [shown, carets] = [lines[source] ?? "", lines[source + 1] ?? ""];
    expect(carets.indexOf("^")).toBe(shown.indexOf("call()"));
    expect(carets.trim().endsWith("^^^^^^")).toBe(true);
  });

  it("reaches nobody in a diff on a terminal, and stays in one that is piped on, which patch must be able to apply", () => {
    expect(unifiedDiff(report.shown, text, `y = 2\n${text}`, plain, true)).not.toMatch(OBEYED);
    expect(unifiedDiff("a.py", text, `y = 2\n${text}`, plain, false)).toContain(NASTY.replace("\r", ""));
  });

  it("stays JSON in JSON", () => {
    const [found] = JSON.parse(json([report])) as readonly { readonly filename: string; readonly message: string }[];
    expect(found).toMatchObject({ filename: report.file, message: finding.message });
  });

  it("reaches nobody by problems and the summary, which no name can make another line of", () => {
    const cwd = project({
      "a\nerror: \u001B[31mb.py": Buffer.of(0xff),
      "pyproject.toml": '[tool.async-skill]\n"\\u001b[31m\\nwarning: x" = 1\n',
    });
    const { err, out } = cli(["check", "--output-format", "concise", "--select", "blocking-sleep"], { cwd });
    expect(err + out).not.toMatch(OBEYED);
    expect(err).toContain(String.raw`warning: a\x0aerror: \x1b[31mb.py: not UTF-8`);
    expect(out).toContain(String.raw`There is no setting \x1b[31m\x0awarning: x`);
  });
});

describe("a run that can't tell its results", () => {
  const shell = (
    script: string,
    cwd: string,
    env: Readonly<Record<string, string>> = {},
  ): ReturnType<typeof spawnSync> =>
    spawnSync("bash", ["-c", script], {
      cwd,
      encoding: "utf8",
      env: { ...process.env, NODE: process.execPath, CLI, ...env },
    });

  it("as the device is full: says so, and ends with 2", () => {
    const cwd = project({ "a.py": SLEEPY });
    const run = shell('"$NODE" "$CLI" check --no-cache > /dev/full', cwd);
    expect(run.stderr).toContain("error: the results can't be written: no space left on the device\n");
    expect(run.stderr).not.toContain("at ");
    expect(run.status).toBe(2);
    expect(shell('"$NODE" "$CLI" check --no-cache 2> /dev/full', cwd).status).toBe(2);
  });

  it("as nobody reads on: ends quietly", () => {
    const files = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`f${i}.py`, SLEEPY.repeat(20)]));
    const run = shell('"$NODE" "$CLI" check --no-cache --select blocking-sleep 2> err | head -n 1', project(files));
    expect(run.stdout).toMatch(/^warning\[blocking-sleep\]/);
    expect(run.status).toBe(0);
  });

  it("as the folder that it stands in is gone: says so, and ends with 2", () => {
    const cwd = project({ "a/x": "" });
    const run = shell('cd a && rm -r ../a && "$NODE" "$CLI" check', cwd);
    expect(run.stderr).toBe(
      "error: the current folder can't be found: no such file or folder\nasync-skill --help shows what there is.\n",
    );
    expect(run.status).toBe(2);
  });

  it.runIf(process.getuid?.() === 0)("to a user without a home and a name: goes without a cache", () => {
    const cwd = project({ "a.py": SLEEPY });
    fs.chmodSync(cwd, 0o755);
    const run = spawnSync(
      process.execPath,
      [CLI, "check", "--select", "blocking-sleep", "--output-format", "concise", path.join(cwd, "a.py")],
      {
        cwd: "/",
        encoding: "utf8",
        uid: 54321,
        gid: 54321,
        env: { PATH: process.env["PATH"] ?? "" },
      },
    );
    expect(run.stderr).toBe("1 finding in 1 of 1 file (1 fixable with --fix).\n");
    expect(run.status).toBe(1);
  });
});
