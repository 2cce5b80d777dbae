/** Threads and results of earlier runs change how long a run takes, and nothing else. */
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, it } from "vitest";
import { CACHE, cli, project } from "./cli";

const BLOCKING = "import time\n\n\nasync def f():\n    time.sleep(1)\n";
const CLEAN = "async def f():\n    return 1\n";

function many(): string {
  const files: Record<string, string | Uint8Array> = { "pyproject.toml": '[tool.async-skill]\nselect = ["blocking-sleep"]\n' };
  for (let i = 0; i < 400; i++) files[`p${i % 7}/m${i}.py`] = i % 3 === 0 ? BLOCKING : CLEAN;
  files["p0/bad.py"] = new Uint8Array([0xff, 0xfe, 0xfd]);
  return project(files);
}

it("finds the same in the same order, however many threads there are", () => {
  const cwd = many();
  const one = cli(["check", "--no-cache", "--workers", "1", "--output-format", "concise"], { cwd });
  const several = cli(["check", "--no-cache", "--workers", "3", "--output-format", "concise"], { cwd });
  expect(one.out.split("\n").filter((line) => line.includes("blocking-sleep"))).toHaveLength(134);
  expect(one.err).toContain("bad.py");
  expect(several).toEqual(one);
});

it("remembers what it found, and forgets it with the file, its settings and the rules that are asked for", () => {
  const cwd = project({ "a.py": BLOCKING, "b.py": CLEAN });
  const run = (...args: readonly string[]): string => cli(["check", "--output-format", "concise", ...args], { cwd }).out;
  const first = run();
  expect(first).toMatch(/^a\.py:5:5: .*blocking-sleep/);
  expect(run()).toBe(first);
  expect(run("--no-cache")).toBe(first);
  expect(run("--ignore", "blocking-sleep")).toBe("");
  fs.writeFileSync(path.join(cwd, "b.py"), `# two lines\n${BLOCKING}`);
  expect(run()).toMatch(/^a\.py:5:5: [^\n]*\nb\.py:6:5: /);
  fs.writeFileSync(path.join(cwd, "pyproject.toml"), '[tool.async-skill]\nignore = ["blocking-sleep"]\n');
  expect(run()).toBe("");
  fs.rmSync(path.join(cwd, "pyproject.toml"));
  fs.rmSync(path.join(cwd, "a.py"));
  expect(run()).toMatch(/^b\.py:6:5: [^\n]*\n$/);
});

it("tells of a remembered finding all that it told when it was found", () => {
  const cwd = project({ "a.py": BLOCKING });
  const formats = ["full", "concise", "json"].map((format) => ["check", "--output-format", format]);
  const before = formats.map((args) => cli([...args, "--no-cache"], { cwd }));
  formats.forEach((args) => cli(args, { cwd }));
  expect(formats.map((args) => cli(args, { cwd }))).toEqual(before);
});

it("loads what looks at code only where there is something to look at", () => {
  const cwd = project({ "a.py": BLOCKING, "b/pyproject.toml": "[project]\nname = 'b'\n", "b/c.py": CLEAN });
  // Node tells of every module that it loads.
  const loads = (): boolean => cli(["check", "a.py", "b/c.py"], { cwd, env: { NODE_DEBUG: "module" } }).err.includes("cli.engine.js");
  expect(loads()).toBe(true);
  expect(loads()).toBe(false);
  fs.appendFileSync(path.join(cwd, "a.py"), "\n");
  expect(loads()).toBe(true);
});

it("takes a cache that is damaged, or can't be written, for none", () => {
  const cwd = project({ "a.py": BLOCKING });
  const folder = path.join(cwd, "kept");
  const args = ["check", "a.py", "--output-format", "concise", "--cache-dir", folder];
  const first = cli(args, { cwd });
  const [name] = fs.readdirSync(folder);
  for (const content of ["", "{", "null", '{"settings":[],"files":[]}', '{"settings":"x","files":{"a":1}}']) {
    fs.writeFileSync(path.join(folder, name!), content);
    expect(cli(args, { cwd })).toEqual(first);
  }
  expect(cli(["check", "a.py", "--output-format", "concise", "--cache-dir", path.join(cwd, "a.py")], { cwd })).toEqual(first);
});

it("keeps nothing beside the files that are checked", () => {
  const cwd = project({ "a.py": BLOCKING });
  cli(["check"], { cwd });
  expect(fs.readdirSync(cwd)).toEqual(["a.py"]);
  expect(fs.readdirSync(path.join(CACHE, "async-skill")).length).toBeGreaterThan(0);
});

it("refuses a number of threads that is none", () => {
  expect(cli(["check", "--workers", "0"])).toMatchObject({ status: 2, err: expect.stringContaining("--workers takes a number") });
});

const SDK = "import time\n\n\ndef wait():\n    time.sleep(1)\n";
const USES_SDK = "import sdk\n\n\nasync def main():\n    sdk.wait()\n";

it("reads what is installed in the environment that is found, named, or activated; remembers nothing of another", () => {
  const cwd = project({ "main.py": USES_SDK, "pyproject.toml": "", "env/lib/python3.12/site-packages/sdk.py": SDK, "env/bin/python": "never run\n" });
  const run = (args: readonly string[], env = {}): string =>
    cli(["check", "main.py", "--output-format", "concise", ...args], { cwd, env: { VIRTUAL_ENV: "", CONDA_PREFIX: "", ...env } }).out;
  const found = "main.py:5:5: warning blocking-helper-call wait() stalls the event loop: it calls time.sleep() in sdk\n";
  expect(run([])).toBe("");
  expect(run(["--python", "env/bin/python"])).toBe(found);
  expect(run([], { VIRTUAL_ENV: path.join(cwd, "env") })).toBe(found);
  expect(run(["--python", "off"], { VIRTUAL_ENV: path.join(cwd, "env") })).toBe("");
  fs.renameSync(path.join(cwd, "env"), path.join(cwd, ".venv"));
  fs.writeFileSync(path.join(cwd, ".venv/pyvenv.cfg"), "");
  expect(run([])).toBe(found);
  fs.writeFileSync(path.join(cwd, ".venv/lib/python3.12/site-packages/sdk.py"), "def wait():\n    pass\n");
  expect(run([])).toBe("");
});
