/** Threads and results of earlier runs change how long a run takes, and nothing else. */
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { CACHE, CLI, cli, project } from "./cli";

const BLOCKING = "import time\n\n\nasync def f():\n    time.sleep(1)\n";
const CLEAN = "async def f():\n    return 1\n";

function many(): string {
  const files: Record<string, string | Uint8Array> = {
    "pyproject.toml": '[tool.async-skill]\nselect = ["blocking-sleep"]\n',
  };
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
  const run = (...args: readonly string[]): string =>
    cli(["check", "--output-format", "concise", ...args], { cwd }).out;
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
  const loads = (): boolean =>
    cli(["check", "a.py", "b/c.py"], { cwd, env: { NODE_DEBUG: "module" } }).err.includes("cli.engine.js");
  expect(loads()).toBe(true);
  // What comes beside the project has no part in it.
  const beside = fs.mkdtempSync(path.join(path.dirname(cwd), "async-skill-beside-"));
  expect(loads()).toBe(false);
  fs.rmdirSync(beside);
  expect(loads()).toBe(false);
  fs.appendFileSync(path.join(cwd, "a.py"), "\n");
  expect(loads()).toBe(true);
});

it("takes a cache that is damaged, or can't be written, for none", () => {
  const cwd = project({ "a.py": BLOCKING });
  const folder = path.join(cwd, "kept");
  const args = ["check", "a.py", "--output-format", "concise", "--cache-dir", folder];
  const first = cli(args, { cwd });
  const name = fs.readdirSync(folder).find((one) => one.endsWith(".json"));
  for (const content of ["", "{", "null", '{"settings":[],"files":[]}', '{"settings":"x","files":{"a":1}}']) {
    fs.writeFileSync(path.join(folder, name!), content);
    expect(cli(args, { cwd })).toEqual(first);
  }
  expect(cli(["check", "a.py", "--output-format", "concise", "--cache-dir", path.join(cwd, "a.py")], { cwd })).toEqual(
    first,
  );
});

it("keeps nothing beside the files that are checked", () => {
  const cwd = project({ "a.py": BLOCKING });
  cli(["check"], { cwd });
  expect(fs.readdirSync(cwd)).toEqual(["a.py"]);
  expect(fs.readdirSync(path.join(CACHE, "async-skill")).length).toBeGreaterThan(0);
});

it("refuses a number of threads that is none", () => {
  expect(cli(["check", "--workers", "0"])).toMatchObject({
    status: 2,
    err: expect.stringContaining("--workers takes a number"),
  });
});

const SDK = "import time\n\n\ndef wait():\n    time.sleep(1)\n";
const USES_SDK = "import sdk\n\n\nasync def main():\n    sdk.wait()\n";

it("reads what is installed in the environment that is found, named, or activated; remembers nothing of another", () => {
  const cwd = project({
    "main.py": USES_SDK,
    "pyproject.toml": "",
    "env/lib/python3.12/site-packages/sdk.py": SDK,
    "env/bin/python": "never run\n",
  });
  const run = (args: readonly string[], env = {}): string =>
    cli(["check", "main.py", "--output-format", "concise", ...args], {
      cwd,
      env: { VIRTUAL_ENV: "", CONDA_PREFIX: "", ...env },
    }).out;
  const found =
    "main.py:5:5: warning blocking-helper-call wait() stalls the event loop: it calls time.sleep() in sdk\n";
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

/** Helpers that come to a blocking call through each other, and who calls them. */
function helpers(count: number): Record<string, string> {
  const files: Record<string, string> = { "h0.py": "import time\n\n\ndef run_0():\n    time.sleep(1)\n" };
  for (let i = 1; i < count; i++)
    files[`h${i}.py`] = `from h${i - 1} import run_${i - 1}\n\n\ndef run_${i}():\n    run_${i - 1}()\n`;
  for (let i = 0; i < count; i++)
    files[`u${i}.py`] = `from h${i} import run_${i}\n\n\nasync def use():\n    run_${i}()\n`;
  return files;
}

/** The answers that are kept below a folder of caches, with when they were written. */
function keptIn(folder: string): ReadonlyMap<string, number> {
  const [build] = fs.readdirSync(folder).filter((name) => name.startsWith("answers-"));
  const names = build === undefined ? [] : fs.readdirSync(path.join(folder, build));
  return new Map(
    names.flatMap((name) =>
      name === "tidied" ? [] : [[name, fs.statSync(path.join(folder, build!, name)).ino] as const],
    ),
  );
}

it("keeps what files say to others by their texts, and makes it anew for those alone that have changed", () => {
  const cwd = project(helpers(6));
  const folder = path.join(project({}), "kept");
  const run = (...args: readonly string[]): string =>
    cli(["check", "--output-format", "concise", ...args], { cwd }).out;
  const first = run("--cache-dir", folder);
  expect(first.split("\n")).toHaveLength(7);
  const kept = keptIn(folder);
  expect(kept.size).toBe(6);
  fs.writeFileSync(path.join(cwd, "h2.py"), "def run_2():\n    return 1\n");
  expect(run("--cache-dir", folder)).toBe(run("--no-cache"));
  const after = keptIn(folder);
  expect(after.size).toBe(7);
  expect([...kept].filter(([name, made]) => after.get(name) !== made)).toEqual([]);
});

it("finds the same where threads, and several runs at once, keep what they work out in one place", async () => {
  const cwd = project(helpers(130));
  const folder = path.join(project({}), "kept");
  const args = ["check", "--output-format", "concise", "--workers", "2", "--cache-dir", folder];
  const runs = await Promise.all(
    Array.from({ length: 3 }, () =>
      promisify(execFile)(process.execPath, [CLI, ...args], { cwd }).catch((error: unknown) => error),
    ),
  );
  const alone = cli(["check", "--output-format", "concise", "--workers", "1", "--no-cache"], { cwd }).out;
  expect(alone.split("\n")).toHaveLength(131);
  for (const run of runs) expect(run).toMatchObject({ code: 1, stdout: alone });
  expect(keptIn(folder).size).toBe(130);
});

it("trusts a group of tasks as far as callers in other files let it, anew where one of these changes, and by one file alone where that is asked for", () => {
  const jobs =
    "import asyncio\n\n\nasync def one(row):\n    row.seen = True\n    await asyncio.sleep(1)\n\n\nasync def both():\n    return await asyncio.gather(one(1), one(2))\n";
  const runs =
    "import asyncio\nfrom jobs import both\n\n\nasync def main():\n    print(await both())\n\n\nasyncio.run(main())\n";
  const cwd = project({ "jobs.py": jobs, "main.py": runs });
  const trusted = (...args: readonly string[]): string | undefined => {
    const { out } = cli(["check", "--select", "gather-without-task-group", "--output-format", "json", ...args], {
      cwd,
    });
    return /"applicability": ?"(\w+)"/.exec(out)?.[1];
  };
  expect(trusted()).toBe("safe");
  expect(trusted("jobs.py")).toBe("safe");
  expect(trusted("--no-project")).toBe("unsafe");
  fs.writeFileSync(
    path.join(cwd, "other.py"),
    "from jobs import both\n\n\nasync def other():\n    try:\n        await both()\n    except OSError:\n        pass\n",
  );
  expect(trusted()).toBe("unsafe");
  fs.rmSync(path.join(cwd, "other.py"));
  cli(["check", "--fix", "--select", "gather-without-task-group"], { cwd });
  expect(fs.readFileSync(path.join(cwd, "jobs.py"), "utf8")).toContain("async with asyncio.TaskGroup() as group:");
});
