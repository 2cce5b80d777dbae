import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { cli, concise, filesIn, project, SLEEPY } from "./cli";

describe("folders", () => {
  it("are walked in the order of names, other people's code left out", () => {
    const cwd = project({
      "b.py": SLEEPY,
      "a/z.py": SLEEPY,
      "a/b/c.py": SLEEPY,
      "a.py": SLEEPY,
      "w.pyw": SLEEPY,
      "notes.txt": SLEEPY,
      ".venv/x.py": SLEEPY,
      "env/pyvenv.cfg": "",
      "env/x.py": SLEEPY,
      "node_modules/x.py": SLEEPY,
      "__pycache__/x.py": SLEEPY,
      "build/x.py": SLEEPY,
      "dist/x.py": SLEEPY,
      ".git/x.py": SLEEPY,
    });
    expect(filesIn(concise([], { cwd }))).toEqual(["a/b/c.py", "a/z.py", "a.py", "b.py", "w.pyw"]);
  });

  it("give each file once, however it is named", () => {
    const cwd = project({ "a/x.py": SLEEPY });
    expect(concise([".", "a", "a/x.py", "./a/../a/x.py"], { cwd }).err).toContain("1 finding in 1 of 1 file");
  });

  it("called build or dist are walked where they are packages that nothing leaves out", () => {
    const files = {
      "app/build/__init__.py": "",
      "app/build/x.py": SLEEPY,
      "dist/__init__.py": SLEEPY,
      "build/lib/x.py": SLEEPY,
    };
    expect(filesIn(concise([], { cwd: project(files) }))).toEqual(["app/build/x.py", "dist/__init__.py"]);
    const ignored = project({ ...files, ".git/HEAD": "", ".gitignore": "/dist/\n" });
    expect(filesIn(concise([], { cwd: ignored }))).toEqual(["app/build/x.py"]);
    const excluded = project({ ...files, "pyproject.toml": '[tool.async-skill]\nexclude = ["app/build/"]\n' });
    expect(filesIn(concise([], { cwd: excluded }))).toEqual(["dist/__init__.py"]);
  });

  it("that are named are walked even if the project excludes them", () => {
    const cwd = project({ "legacy/x.py": SLEEPY, "pyproject.toml": '[tool.async-skill]\nexclude = ["legacy/"]\n' });
    expect(filesIn(concise(["legacy"], { cwd }))).toEqual(["legacy/x.py"]);
    expect(filesIn(concise([], { cwd }))).toEqual([]);
  });

  it("that are named are walked even if they would be left out", () => {
    const cwd = project({ "build/x.py": SLEEPY, ".gitignore": "build/\n", ".git/HEAD": "" });
    expect(filesIn(concise(["build"], { cwd }))).toEqual(["build/x.py"]);
  });
});

describe(".gitignore", () => {
  it("is honoured, nested ones too, the innermost last", () => {
    const cwd = project({
      ".git/HEAD": "",
      ".gitignore": "gen/\n*_pb2.py\n!keep_pb2.py\n/only_top.py\n",
      "gen/x.py": SLEEPY,
      "pkg/gen/x.py": SLEEPY,
      "a_pb2.py": SLEEPY,
      "keep_pb2.py": SLEEPY,
      "only_top.py": SLEEPY,
      "pkg/only_top.py": SLEEPY,
      "pkg/.gitignore": "!b_pb2.py\nlocal.py\n",
      "pkg/b_pb2.py": SLEEPY,
      "pkg/local.py": SLEEPY,
      "local.py": SLEEPY,
    });
    expect(filesIn(concise([], { cwd }))).toEqual(["keep_pb2.py", "local.py", "pkg/b_pb2.py", "pkg/only_top.py"]);
  });

  it("of the folders above holds below them", () => {
    const cwd = project({ ".git/HEAD": "", ".gitignore": "*_pb2.py\n", "pkg/a_pb2.py": SLEEPY, "pkg/b.py": SLEEPY });
    expect(filesIn(concise(["."], { cwd: path.join(cwd, "pkg") }))).toEqual(["b.py"]);
  });

  it("doesn't keep a file away that is named", () => {
    const cwd = project({ ".git/HEAD": "", ".gitignore": "a.py\n", "a.py": SLEEPY });
    expect(filesIn(concise(["a.py"], { cwd }))).toEqual(["a.py"]);
  });
});

describe("bad input", () => {
  it("a path that doesn't exist: a message and 2, the rest goes on", () => {
    const cwd = project({ "a.py": SLEEPY });
    const run = concise(["nowhere.py", "a.py"], { cwd });
    expect(run.err).toContain("error: nowhere.py: no such file or folder\n");
    expect(filesIn(run)).toEqual(["a.py"]);
    expect(run.status).toBe(2);
  });

  it("no UTF-8: a message with the place, the rest goes on", () => {
    const cwd = project({ "a.py": Buffer.from("x = 'é\xff'\n", "latin1"), "b.py": SLEEPY });
    const run = concise([], { cwd });
    expect(run.err).toContain("warning: a.py: not UTF-8: byte 5 begins no character");
    expect(filesIn(run)).toEqual(["b.py"]);
    expect(run.status).toBe(1);
    expect(concise(["a.py"], { cwd }).status).toBe(2);
  });

  it("latin-1 that says so is read", () => {
    const cwd = project({ "a.py": Buffer.from(`# -*- coding: latin-1 -*-\n# \xe9\n${SLEEPY}`, "latin1") });
    expect(concise([], { cwd }).out).toMatch(/^a\.py:8:5: /);
  });

  it("an encoding that we don't know: a message", () => {
    const cwd = project({ "a.py": "# coding: koi8-r\n" });
    expect(concise([], { cwd }).err).toContain("warning: a.py: the encoding koi8-r is not supported");
  });

  it("a link that leads round in a circle", () => {
    const cwd = project({ "b.py": SLEEPY });
    fs.symlinkSync("loop.py", path.join(cwd, "loop.py"));
    const run = concise([], { cwd });
    expect(run.err).toContain("warning: loop.py: the symbolic links lead round in a circle");
    expect(filesIn(run)).toEqual(["b.py"]);
    expect(concise(["loop.py"], { cwd }).status).toBe(2);
  });

  it("a folder that links to one above it", () => {
    const cwd = project({ "a/b.py": SLEEPY });
    fs.symlinkSync("..", path.join(cwd, "a", "up"));
    const run = concise([], { cwd });
    expect(run.err).toContain(
      `warning: ${path.join("a", "up")}: this symbolic link leads back to a folder that it is in`,
    );
    expect(filesIn(run)).toEqual(["a/b.py"]);
  });

  it("a link that leads nowhere", () => {
    const cwd = project({ "b.py": SLEEPY });
    fs.symlinkSync("gone.py", path.join(cwd, "a.py"));
    expect(concise([], { cwd }).err).toContain("warning: a.py: this symbolic link leads nowhere");
  });

  it("a folder with the name of a file, and a pipe", () => {
    const cwd = project({ "x.py/y.py": SLEEPY });
    spawnSync("mkfifo", [path.join(cwd, "pipe.py")]);
    const all = concise([], { cwd });
    expect(filesIn(all)).toEqual(["x.py/y.py"]);
    expect(all.err).toContain("warning: pipe.py: is no regular file: not read\n");
    const run = concise(["pipe.py"], { cwd });
    expect(run.err).toContain("error: pipe.py: is neither a file nor a folder");
    expect(run.status).toBe(2);
  });

  it("Python that doesn't parse keeps its other findings", () => {
    const cwd = project({ "a.py": `${SLEEPY}\n\ndef broken(:\n    pass\n` });
    expect(filesIn(concise([], { cwd }))).toEqual(["a.py"]);
  });

  it("an empty file, a null byte, and one line without an end", () => {
    const cwd = project({ "a.py": "", "b.py": "x = 1\0\n", "c.py": `import time\nasync def f(): time.sleep(1)` });
    expect(filesIn(concise([], { cwd }))).toEqual(["c.py"]);
  });

  it("deep nesting", () => {
    const cwd = project({ "a.py": `x = ${"(".repeat(20_000)}${")".repeat(20_000)}\n`, "b.py": SLEEPY });
    const run = concise([], { cwd });
    expect(filesIn(run)).toEqual(["b.py"]);
    expect(run.status).toBe(1);
  });

  const nobody = 65_534;
  const canSwitch = process.getuid?.() === 0 && cli(["--version"], { uid: nobody }).status === 0;
  const isPlainUser = process.getuid !== undefined && process.getuid() !== 0;
  const why = canSwitch || isPlainUser ? "" : " (skipped: permissions mean nothing to this user)";
  it.skipIf(why !== "")(`a folder and a file without permission${why}`, () => {
    const cwd = project({ "a/x.py": SLEEPY, "b.py": SLEEPY, "c.py": SLEEPY });
    fs.chmodSync(cwd, 0o755);
    fs.chmodSync(path.join(cwd, "a"), 0);
    fs.chmodSync(path.join(cwd, "b.py"), 0);
    const run = concise([], { cwd, ...(canSwitch ? { uid: nobody } : {}) });
    fs.chmodSync(path.join(cwd, "a"), 0o755);
    expect(run.err).toContain("warning: a: permission denied");
    expect(run.err).toContain("warning: b.py: permission denied");
    expect(filesIn(run)).toEqual(["c.py"]);
    expect(run.status).toBe(1);
  });
});
