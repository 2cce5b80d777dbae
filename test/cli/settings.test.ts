import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { cli, concise, filesIn, project, SLEEPY } from "./cli";
import { checkIn } from "./in-process";

const ALL = ["check", "--output-format", "concise"] as const;

function codes(out: string): readonly string[] {
  return [...out.matchAll(/: (?:error|warning|information|hint) ([\w-]+)/g)].map((match) => match[1] ?? "").toSorted();
}

const UNUSED = `${SLEEPY}x = 1  # async-skill: ignore[blocking-sleep]\n`;

describe("[tool.async-skill]", () => {
  it("select and ignore", () => {
    const files = { "a.py": UNUSED };
    const selected = project({ ...files, "pyproject.toml": '[tool.async-skill]\nselect = ["unused-suppression"]\n' });
    expect(codes(cli(ALL, { cwd: selected }).out)).toEqual(["unused-suppression"]);
    const ignored = project({
      ...files,
      "pyproject.toml":
        '[tool.async-skill]\nselect = ["unused-suppression", "blocking-sleep"]\nignore = ["blocking-sleep"]\n',
    });
    expect(codes(cli(ALL, { cwd: ignored }).out)).toEqual(["unused-suppression"]);
  });

  it("yields to the command line", () => {
    const cwd = project({ "a.py": SLEEPY, "pyproject.toml": '[tool.async-skill]\nignore = ["blocking-sleep"]\n' });
    expect(codes(cli([...ALL, "--select", "blocking-sleep"], { cwd }).out)).toEqual(["blocking-sleep"]);
    expect(
      codes(cli([...ALL, "--select", "blocking-sleep,unused-suppression", "--ignore", "blocking-sleep"], { cwd }).out),
    ).toEqual([]);
  });

  it("severity", () => {
    const cwd = project({
      "a.py": SLEEPY,
      "pyproject.toml": "[tool.async-skill.severity]\nblocking-sleep = 'error'\n",
    });
    expect(concise([], { cwd }).out).toContain(": error blocking-sleep ");
  });

  describe("max-file-size", () => {
    const toml = "[tool.async-skill]\nmax-file-size = 0.001\n";
    const large = `${SLEEPY}${"# a comment\n".repeat(100)}`;
    const why = "large.py: not checked: larger than the 0.001 MB that max-file-size allows";

    it("leaves larger files of a folder out with a warning, however often they are asked for", () => {
      const cwd = project({ "pyproject.toml": toml, "large.py": large, "small.py": "x = 1\n" });
      const clean = { status: 0, err: `warning: ${why}\nNo findings in 2 files; 1 problem.\n` };
      expect(cli(ALL, { cwd })).toEqual({ ...clean, out: "" });
      expect(cli(ALL, { cwd })).toEqual({ ...clean, out: "" });
    });

    it("is trouble where the file itself, or a text, was to be checked", () => {
      const cwd = project({ "pyproject.toml": toml, "large.py": large });
      expect(cli([...ALL, "large.py"], { cwd })).toMatchObject({
        status: 2,
        out: "",
        err: expect.stringContaining(`error: ${why}\n`),
      });
      const piped = cli([...ALL, "--fix", "--stdin-filename", "large.py", "-"], { cwd, input: large });
      expect(piped).toMatchObject({ status: 2, out: large, err: expect.stringContaining(`error: ${why}\n`) });
    });

    it("counts characters, not bytes", () => {
      const cwd = project({
        "pyproject.toml": toml,
        "a.py": `# ${"\u20ac".repeat(998)}`,
        "b.py": `# ${"\u20ac".repeat(999)}`,
      });
      expect(cli(ALL, { cwd }).err).toMatch(/^warning: b\.py: not checked: [^\n]*\nNo findings/);
    });

    it("leaves a file as it was where fixes are asked for", () => {
      const cwd = project({ "pyproject.toml": toml, "large.py": large });
      expect(cli([...ALL, "--fix"], { cwd })).toMatchObject({ status: 0, out: "" });
      expect(fs.readFileSync(path.join(cwd, "large.py"), "utf8")).toBe(large);
    });
  });

  it("exclude: patterns below the pyproject.toml", () => {
    const cwd = project({
      "pyproject.toml": '[tool.async-skill]\nexclude = ["legacy/", "/top.py", "*_gen.py"]\n',
      "legacy/a.py": SLEEPY,
      "pkg/legacy/a.py": SLEEPY,
      "top.py": SLEEPY,
      "pkg/top.py": SLEEPY,
      "pkg/x_gen.py": SLEEPY,
    });
    expect(filesIn(concise([], { cwd }))).toEqual(["pkg/top.py"]);
    expect(filesIn(concise(["pkg/x_gen.py"], { cwd }))).toEqual(["pkg/x_gen.py"]);
  });

  it("test-paths and script-paths, beside what files are called", () => {
    const reading = "import time\n\n\nasync def main():\n    time.sleep(1)\n";
    const files = { "tests/a.py": reading, "checks/a.py": reading, "examples/a.py": reading, "tools/a.py": reading };
    const found = (cwd: string, args: readonly string[] = []): readonly string[] =>
      [...cli([...ALL, ...args], { cwd }).out.matchAll(/^(\S+?):\S+ (\w+) blocking-sleep/gm)].map(
        ([, file, severity]) => `${file} ${severity}`,
      );
    const bare = project(files);
    // Where nothing marks a project, a folder called tools may be all that there is of one.
    expect(found(bare)).toEqual(["checks/a.py warning", "examples/a.py hint", "tools/a.py warning"]);
    const marked = project({ ...files, "pyproject.toml": "" });
    expect(found(marked)).toEqual(["checks/a.py warning", "examples/a.py hint", "tools/a.py hint"]);
    // What the project lies in says nothing, be it that the program is started elsewhere.
    const inTests = project({ "tests/app/pyproject.toml": "", "tests/app/a.py": reading });
    expect(found(inTests, ["tests/app/a.py"])).toEqual(["tests/app/a.py warning"]);
    const told = project({
      ...files,
      "pyproject.toml": '[tool.async-skill]\ntest-paths = ["/checks/"]\nscript-paths = ["/tools/"]\n',
    });
    expect(found(told)).toEqual(["examples/a.py warning", "tests/a.py warning", "tools/a.py hint"]);
    const piped = cli(["check", "--output-format", "concise", "--stdin-filename", "tests/a.py"], {
      cwd: bare,
      input: reading,
    });
    expect(piped.out).toBe("");
  });

  it("of the nearest pyproject.toml that has one", () => {
    const cwd = project({
      "pyproject.toml": "[tool.async-skill.severity]\nblocking-sleep = 'error'\n",
      "a/pyproject.toml": "[project]\nname = 'a'\n",
      "a/x.py": SLEEPY,
      "b/pyproject.toml": "[tool.async-skill]\n",
      "b/x.py": SLEEPY,
    });
    expect(concise([], { cwd }).out.match(/: \w+ blocking-sleep/g)).toEqual([
      ": error blocking-sleep",
      ": warning blocking-sleep",
    ]);
  });

  it("is itself checked", () => {
    const cwd = project({
      "pyproject.toml": '[tool.async-skill]\nselect = ["bloking-sleep", "invalid-configuration"]\n',
    });
    const run = cli(ALL, { cwd });
    expect(run.out).toBe(
      "pyproject.toml:2:11: warning invalid-configuration There is no rule bloking-sleep: this has no effect\n",
    );
    expect(run.status).toBe(1);
  });

  it.each([
    ['["blocking-slep"]', "names no rule that there is"],
    ["[1]", "names no rule that there is"],
    ["[]", "names no rule"],
    ['"blocking-sleep"', "names no rule that there is"],
  ])("select = %s silences nothing: all rules run, and it is told as a failure", async (select, what) => {
    const cwd = project({
      "pyproject.toml": `[tool.async-skill]\nselect = ${select}\n`,
      "a.py": SLEEPY,
      "sub/b.py": SLEEPY,
    });
    const told = `error: pyproject.toml: select ${what}: all rules run, as without it (line 2, column 10)`;
    const all = await checkIn(cwd, []);
    expect(all.rules).toEqual(expect.arrayContaining(["blocking-sleep", "invalid-configuration"]));
    expect(all.problems).toEqual([told]);
    const one = await checkIn(cwd, ["sub"]);
    expect(one.rules).toContain("blocking-sleep");
    expect(one.problems).toContain(told);
  });

  it("a select of no rule ends with 2, also where everything was found before", () => {
    const cwd = project({ "pyproject.toml": '[tool.async-skill]\nselect = ["blocking-slep"]\n', "a.py": SLEEPY });
    const first = cli(ALL, { cwd });
    expect(first.err).toContain("error: pyproject.toml: select names no rule that there is: all rules run");
    expect(first.status).toBe(2);
    expect(cli(ALL, { cwd })).toEqual(first);
  });

  it("a select of which something is left holds, and what is wrong with it is a warning", async () => {
    const cwd = project({
      "pyproject.toml": '[tool.async-skill]\nselect = ["blocking-slep", "blocking-sleep"]\n',
      "sub/a.py": SLEEPY,
    });
    const { rules, problems } = await checkIn(cwd, ["sub"]);
    expect(rules).toEqual(["blocking-sleep"]);
    expect(problems).toEqual([
      "warning: pyproject.toml: There is no rule blocking-slep: this has no effect (line 2, column 11)",
    ]);
  });

  it("a select of no rule is a warning where the command line selects, or the project is another than asked for", async () => {
    const cwd = project({ "sub/pyproject.toml": "[tool.async-skill]\nselect = []\n", "sub/a.py": SLEEPY });
    const told = `warning: ${path.join("sub", "pyproject.toml")}: select names no rule: all rules run, as without it (line 2, column 10)`;
    expect((await checkIn(cwd, ["sub", "--select", "blocking-sleep"])).problems).toEqual([told]);
    expect((await checkIn(cwd, [])).problems).toEqual([told]);
  });

  it("is warned of where only other files are checked", () => {
    const cwd = project({ "pyproject.toml": "[tool.async-skill]\ndefault-timeout = 'long'\n", "a.py": SLEEPY });
    const run = concise(["a.py", "--ignore", "invalid-configuration"], { cwd });
    expect(run.err).not.toContain("default-timeout");
    expect(cli([...ALL, "a.py"], { cwd }).err).toContain(
      "warning: pyproject.toml: default-timeout has to be a number of seconds above 0: this has no effect (line 2, column 19)\n",
    );
  });
});

describe("a broken pyproject.toml", () => {
  it("that holds for what was asked: a message with the place and 2, the rest goes on", () => {
    const cwd = project({ "pyproject.toml": "[project\nname = 1\n", "pkg/a.py": SLEEPY });
    const run = concise(["pkg"], { cwd });
    expect(run.err).toMatch(
      /^error: .*pyproject\.toml: can't be read, so that none of its settings hold: .+ \(line 2, column 1\)$/m,
    );
    expect(filesIn(run)).toEqual(["pkg/a.py"]);
    expect(run.status).toBe(2);
  });

  it("on the way: a warning", () => {
    const cwd = project({ "fixtures/pyproject.toml": "= 1\n", "fixtures/a.py": SLEEPY });
    const run = concise([], { cwd });
    expect(run.err).toContain(`warning: ${path.join("fixtures", "pyproject.toml")}: can't be read`);
    expect(run.status).toBe(1);
  });

  it("in no UTF-8, or a folder of that name", () => {
    const cwd = project({
      "pyproject.toml": Buffer.from("a = '\xff'", "latin1"),
      "sub/pyproject.toml/x": "",
      "sub/a.py": SLEEPY,
    });
    const run = concise(["sub"], { cwd });
    expect(run.err).toContain("error: pyproject.toml: not UTF-8");
    expect(run.err).toContain(`error: ${path.join("sub", "pyproject.toml")}: is a folder`);
    expect(filesIn(run)).toEqual(["sub/a.py"]);
  });
});

describe("a dependency that async code waits for", () => {
  const files = {
    "app/api.py": 'import requests\n\n\nasync def get():\n    return requests.get("http://localhost", timeout=5)\n',
    "app/other.py": "",
    "pyproject.toml": '[project]\ndependencies = ["requests"]\n\n[tool.async-skill]\ndefault-timeout = 3\n',
  };
  const ONLY = [...ALL, "--select", "blocking-dependency"];

  it("is told of as long as other files are so, be it from what an earlier run has found", () => {
    const cwd = project({ ...files, "app/api.py": "" });
    const api = path.join(cwd, "app/api.py");
    expect(cli(ONLY, { cwd }).out).toBe("");
    fs.writeFileSync(api, files["app/api.py"]);
    // Of what is switched off nothing is found, and nothing is said.
    expect(cli([...ALL, "--select", "blocking-dependency"], { cwd }).out).toBe("");
    const both = [...ALL, "--select", "blocking-dependency,blocking-http-call"];
    const line =
      "pyproject.toml:2:17: information blocking-dependency requests keeps the event loop waiting in app/api.py, line 5; httpx, which would not, isn't declared\n";
    expect(cli(both, { cwd }).out).toContain(line);
    expect(cli(both, { cwd }).out).toContain(line);
    expect(cli([...both, "pyproject.toml"], { cwd }).out).toBe(line);
    fs.writeFileSync(api, "");
    expect(cli(both, { cwd }).out).toBe("");
    fs.writeFileSync(path.join(cwd, "app/new.py"), files["app/api.py"]);
    expect(cli(both, { cwd }).out).toContain(line.replace("api.py", "new.py"));
  });

  it("is not told of where other files are no matter, nor where another file was asked for", () => {
    const cwd = project(files);
    expect(cli([...ALL, "--no-project", "pyproject.toml"], { cwd })).toMatchObject({ out: "", status: 0 });
    expect(cli([...ALL, "app/other.py"], { cwd })).toEqual({ out: "", err: "No findings in 1 file.\n", status: 0 });
  });
});
