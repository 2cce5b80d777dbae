import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { replaceFile } from "../../server/src/cli/files/write";
import { AWAKE, cli, concise, ONLY_SLEEP, project, SLEEPY } from "./cli";

function read(cwd: string, file = "a.py"): string {
  return fs.readFileSync(path.join(cwd, file), "utf8");
}

describe("--fix", () => {
  it("applies what is safe, tells what is left, and changes nothing else", () => {
    const cwd = project({ "a.py": SLEEPY, "b.py": "x  =  1\n" });
    const before = fs.statSync(path.join(cwd, "b.py"));
    const run = concise(["--fix"], { cwd });
    expect(run).toEqual({ status: 0, out: "", err: "Fixed 1 finding in 1 file; no findings left in 2 files.\n" });
    expect(read(cwd)).toBe(AWAKE);
    expect(fs.statSync(path.join(cwd, "b.py")).ino).toBe(before.ino);
    expect(fs.readdirSync(cwd)).toEqual(["a.py", "b.py"]);
  });

  it("ends with 1 when something is left", () => {
    const cwd = project({
      "a.py": `import time\nasync def f():\n    return [time.sleep(1)]  # async-skill: ignore[bloking-sleep]\n`,
    });
    const run = cli(["check", "--fix", "--select", "blocking-sleep,unused-suppression", "--output-format", "concise"], {
      cwd,
    });
    expect(run.out).toMatch(/^a\.py:\d+:\d+: hint unused-suppression /);
    expect(run.status).toBe(1);
    expect(run.err).toBe("Fixed 1 finding in 1 file; 1 finding left in 1 of 1 file (1 fixable with --unsafe-fixes).\n");
  });

  it("with --unsafe-fixes applies the others as well", () => {
    const cwd = project({ "pyproject.toml": '[tool.async-skill]\nignore = ["bloking-sleep"] # later\n' });
    expect(cli(["check", "--fix"], { cwd }).status).toBe(1);
    expect(cli(["check", "--fix", "--unsafe-fixes"], { cwd }).status).toBe(0);
    expect(read(cwd, "pyproject.toml")).toBe('[tool.async-skill]\nignore = ["blocking-sleep"] # later\n');
  });

  it("makes nothing plain that another file awaits, and names who does", () => {
    const prices =
      "async def _total(items):\n    return sum(items)\n\n\nasync def show(items):\n    print(await _total(items))\n";
    const plain = prices.replace("async def _total", "def _total").replace("await ", "");
    const main = "import prices\n\n\nasync def main(items):\n    return await prices._total(items)\n";
    const select = ["--select", "unnecessary-async"];
    const awaited = project({ "pyproject.toml": "", "prices.py": prices, "main.py": main });
    const found = cli(["check", ...select], { cwd: awaited });
    expect(found.out).toContain("no fix: Make _total() a plain function: main() in main.py calls prices._total()");
    expect(concise([...select, "--fix", "--unsafe-fixes"], { cwd: awaited }).status).toBe(1);
    expect(read(awaited, "prices.py")).toBe(prices);
    const alone = project({ "pyproject.toml": "", "prices.py": prices, "main.py": main.replace("._total", ".show") });
    expect(concise([...select, "--fix", "--unsafe-fixes"], { cwd: alone }).status).toBe(0);
    expect(read(alone, "prices.py")).toBe(plain);
  });

  it.each([
    ["CR LF", (text: string) => text.replaceAll("\n", "\r\n")],
    ["a byte order mark", (text: string) => `\uFEFF${text}`],
    ["no line break at the end", (text: string) => text.trimEnd()],
    ["form feeds", (text: string) => text.replace("\n\n\n", "\n\n\f\n")],
    ["astral characters", (text: string) => text.replace("wait a little", "wait a 🐌")],
  ])("keeps %s", (_, change) => {
    const cwd = project({ "a.py": change(SLEEPY) });
    expect(concise(["--fix"], { cwd }).status).toBe(0);
    expect(read(cwd)).toBe(change(AWAKE));
  });

  it("keeps latin-1", () => {
    const cookie = "# coding: latin-1 \xe9\n";
    const cwd = project({ "a.py": Buffer.from(cookie + SLEEPY, "latin1") });
    expect(concise(["--fix"], { cwd }).status).toBe(0);
    expect(fs.readFileSync(path.join(cwd, "a.py"), "latin1")).toBe(cookie + AWAKE);
  });

  it("keeps mode and links", () => {
    const cwd = project({ "real.txt": SLEEPY });
    fs.chmodSync(path.join(cwd, "real.txt"), 0o754);
    fs.symlinkSync("real.txt", path.join(cwd, "a.py"));
    expect(concise(["--fix"], { cwd }).status).toBe(0);
    expect(fs.lstatSync(path.join(cwd, "a.py")).isSymbolicLink()).toBe(true);
    expect(fs.statSync(path.join(cwd, "real.txt")).mode & 0o777).toBe(0o754);
    expect(read(cwd, "real.txt")).toBe(AWAKE);
  });

  it("never overwrites what has changed meanwhile", () => {
    const cwd = project({ "a.py": "changed\n" });
    expect(() => replaceFile(path.join(cwd, "a.py"), Buffer.from("read\n"), Buffer.from("fixed\n"))).toThrow(
      "changed meanwhile",
    );
    expect(read(cwd)).toBe("changed\n");
    expect(fs.readdirSync(cwd)).toEqual(["a.py"]);
  });

  it("a second time changes nothing", () => {
    const cwd = project({ "a.py": SLEEPY });
    concise(["--fix"], { cwd });
    expect(concise(["--fix"], { cwd }).err).toBe("Nothing fixed; no findings left in 1 file.\n");
  });
});

describe("a fix that needs another library", () => {
  const REQUESTS =
    "import requests\n\n\nasync def fetch(url):\n    response = requests.get(url, timeout=5)\n    return response.json()\n";
  const unsafely = ["check", "--fix", "--unsafe-fixes", "--select", "blocking-http-call"] as const;

  it("declares it in the same run", () => {
    const cwd = project({
      "pkg/a.py": REQUESTS,
      "pyproject.toml": '[project]\ndependencies = [\n  "requests>=2", # for now\n]\n',
    });
    expect(cli([...unsafely, "pkg"], { cwd }).status).toBe(0);
    expect(read(cwd, "pkg/a.py")).toContain("httpx.AsyncClient");
    expect(read(cwd, "pyproject.toml")).toBe(
      '[project]\ndependencies = [\n  "requests>=2", # for now\n  "httpx",\n]\n',
    );
  });

  it("writes nothing for a text that stands in no file", () => {
    const cwd = project({
      "pyproject.toml": "[project]\ndependencies = []\n",
    });
    const piped = cli([...unsafely, "--stdin-filename", "a.py", "-"], { cwd, input: REQUESTS });
    expect(piped.out).toContain("httpx.AsyncClient");
    expect(piped.err).toContain("warning: a.py: the fixed code needs httpx, which is left for you to declare");
    expect(read(cwd, "pyproject.toml")).toBe("[project]\ndependencies = []\n");
  });

  it("shows that in the diff", () => {
    const cwd = project({ "a.py": REQUESTS, "pyproject.toml": '[project]\ndependencies = ["requests"]\n' });
    const { out } = cli([...unsafely, "--diff"], { cwd });
    expect(out).toContain('+dependencies = ["requests", "httpx"]');
    expect(read(cwd, "pyproject.toml")).not.toContain("httpx");
  });
});

describe("--diff", () => {
  it("prints what would change, and writes nothing", () => {
    const cwd = project({ "pkg/a.py": SLEEPY });
    const run = cli(["check", "--diff", ...ONLY_SLEEP], { cwd });
    expect(run.out).toBe(`--- a/pkg/a.py
+++ b/pkg/a.py
@@ -1,7 +1,6 @@
 import asyncio
-import time
 
 
 async def poll(job):
-    time.sleep(1)  # wait a little
+    await asyncio.sleep(1)  # wait a little
     await asyncio.gather(job.close())
`);
    expect(run.status).toBe(1);
    expect(run.err).toBe("Would fix 1 finding in 1 file.\n");
    expect(read(cwd, "pkg/a.py")).toBe(SLEEPY);
  });

  it("is empty without changes", () => {
    const cwd = project({ "a.py": AWAKE });
    expect(cli(["check", "--diff", ...ONLY_SLEEP], { cwd })).toEqual({
      status: 0,
      out: "",
      err: "Nothing to fix in 1 file.\n",
    });
  });
});

it("what --diff prints makes of the files what --fix makes of them", () => {
  const files = {
    "plain.py": SLEEPY,
    "crlf.py": SLEEPY.replaceAll("\n", "\r\n"),
    "mark.py": `\uFEFF${SLEEPY}`,
    "no end.py": SLEEPY.replace("await asyncio.gather(job.close())\n", "time.sleep(2)"),
  };
  const fixed = project(files);
  concise(["--fix"], { cwd: fixed });
  const patched = project(files);
  const { out } = cli(["check", "--diff", ...ONLY_SLEEP], { cwd: patched });
  const git = spawnSync("git", ["apply", "-"], { cwd: patched, input: out, encoding: "utf8" });
  expect(git.stderr).toBe("");
  for (const name of Object.keys(files)) expect(read(patched, name)).toBe(read(fixed, name));
});

describe("standard input", () => {
  it("is checked under its name, with the settings that hold there", () => {
    const cwd = project({ "pyproject.toml": "[tool.async-skill.severity]\nblocking-sleep = 'hint'\n", "pkg/x": "" });
    const run = concise(["--stdin-filename", "pkg/new.py", "-"], { cwd, input: SLEEPY });
    expect(run.out).toMatch(/^pkg\/new\.py:6:5: hint /);
    expect(run.status).toBe(1);
    expect(concise(["--stdin-filename", "pkg/new.py"], { cwd, input: SLEEPY }).out).toBe(run.out);
    const [found] = JSON.parse(
      cli(["check", ...ONLY_SLEEP, "--output-format", "json", "--stdin-filename", "pkg/new.py"], { cwd, input: SLEEPY })
        .out,
    ) as [{ filename: string }];
    expect(found.filename).toBe(path.join(cwd, "pkg", "new.py"));
  });

  it("needs no name", () => {
    expect(concise(["-"], { input: SLEEPY }).out).toMatch(/^-:6:5: warning /);
    expect(cli(["check", "-"], { input: "" })).toEqual({ status: 0, out: "", err: "No findings in 1 file.\n" });
  });

  it("comes out fixed, findings aside", () => {
    const run = concise(["--fix", "-"], { input: `\uFEFF${SLEEPY}` });
    expect(run.out).toBe(`\uFEFF${AWAKE}`);
    expect(run.err).toBe("Fixed 1 finding in 1 file; no findings left in 1 file.\n");
    expect(concise(["--fix", "-"], { input: "x = 1\n" }).out).toBe("x = 1\n");
    expect(cli(["check", "--fix", "--output-format", "json", "-"], { input: "" })).toMatchObject({
      status: 0,
      out: "",
    });
    expect(cli(["check", "--diff", ...ONLY_SLEEP, "-"], { input: SLEEPY }).out).toContain(
      "+    await asyncio.sleep(1)",
    );
  });

  it("that is a pyproject.toml is read as one", () => {
    const run = cli(["check", "--stdin-filename", "pyproject.toml", "--output-format", "concise"], {
      input: "[tool.async-skill]\nnope = 1\n",
    });
    expect(run.out).toMatch(/^pyproject\.toml:2:1: warning invalid-configuration /);
  });

  it("that is no text: a message and 2", () => {
    const run = concise(["--fix", "-"], { input: Buffer.from([0xff, 0xfe]) });
    expect(run.err).toContain("error: -: not UTF-8");
    expect(run.status).toBe(2);
    expect(run.out).toBe("");
  });
});
