import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { ResultCache } from "../../server/src/cli/files/cache";
import { LIMITS, makeFolder, readRegularFile } from "../../server/src/files/read";
import { concise, filesIn, ONLY_SLEEP, project, SLEEPY } from "./cli";
import { checkIn } from "./in-process";

/** What has no end, nobody at its other end, or more than anybody wrote. */
const KINDS: readonly (readonly [what: string, make: (file: string) => void, reason: RegExp])[] = [
  ["a pipe", (file) => void spawnSync("mkfifo", [file]), /: is no regular file: not read$/],
  ["a link to a pipe", linkToPipe, /: is no regular file: not read$/],
  ["a link to /dev/zero", (file) => fs.symlinkSync("/dev/zero", file), /: is no regular file: not read$/],
  ["a link to a terminal", (file) => fs.symlinkSync("/dev/ptmx", file), /: is no regular file: not read$/],
  ["beyond all bounds", beyondAllBounds, /: has more than \d+ MB: not read$/],
];

function linkToPipe(file: string): void {
  spawnSync("mkfifo", [`${file}.pipe`]);
  fs.symlinkSync(`${file}.pipe`, file);
}

/** Takes no room on the disk. */
function beyondAllBounds(file: string): void {
  fs.writeFileSync(file, "");
  fs.truncateSync(file, LIMITS.cache + 1);
}

describe.each(KINDS)("%s", (_what, make, reason) => {
  it.each(["pyproject.toml", ".gitignore"])("as %s: told, nothing of it holds, the rest goes on", async (name) => {
    const cwd = project({ "a.py": SLEEPY, "sub/b.py": SLEEPY, ".git/HEAD": "" });
    make(path.join(cwd, name));
    for (const paths of [[], ["sub"]]) {
      const { problems, found } = await checkIn(cwd, [...ONLY_SLEEP, ...paths]);
      expect(problems.filter((problem) => problem.includes(` ${name}: `))).toEqual([expect.stringMatching(reason)]);
      expect(found.at(-1)).toBe(path.join("sub", "b.py"));
    }
  });

  it("as a source file: told, the rest goes on", async () => {
    const cwd = project({ "b.py": SLEEPY });
    make(path.join(cwd, "a.py"));
    for (const args of [[], ["--fix", "--diff"]])
      expect((await checkIn(cwd, [...ONLY_SLEEP, ...args])).problems).toEqual([expect.stringMatching(reason)]);
    expect((await checkIn(cwd, ONLY_SLEEP)).found).toEqual(["b.py"]);
    expect((await checkIn(cwd, ["a.py"])).problems).toEqual([
      expect.stringMatching(/^error: a\.py: (?:has more than|is neither)/),
    ]);
  });

  it("as the cache: nothing is known", () => {
    const cwd = project({ "a.py": SLEEPY });
    const file = path.join(cwd, "a.py");
    const open = (): ResultCache => new ResultCache(path.join(cwd, "cache"), "build", ["."], () => "");
    const first = open();
    first.add(file, fs.statSync(file), "{}", [], false);
    first.save();
    expect(open().find(file, "{}")).toEqual([]);
    const [name = ""] = fs.readdirSync(path.join(cwd, "cache"));
    fs.rmSync(path.join(cwd, "cache", name));
    make(path.join(cwd, "cache", name));
    expect(open().find(file, "{}")).toBeUndefined();
  });
});

it("the command line meets all of them at once, and goes on", () => {
  const cwd = project({ "b.py": SLEEPY, ".git/HEAD": "" });
  for (const name of ["pyproject.toml", ".gitignore", "a.py"]) fs.symlinkSync("/dev/zero", path.join(cwd, name));
  const run = concise(["--cache-dir", "/proc/async-skill/cache"], { cwd });
  expect(filesIn(run)).toEqual(["b.py"]);
  expect(run.err.match(/: is no regular file: not read\n/g)).toHaveLength(3);
  expect(run.status).toBe(2);
});

it.each(["/proc/async-skill/cache", "/proc/self/fd/async-skill", "/dev/null/cache", "/dev/zero"])(
  "a cache in %s can't be kept, and is no mistake",
  (folder) => {
    const cwd = project({ "a.py": SLEEPY });
    const cache = new ResultCache(folder, "build", ["."], () => "");
    cache.add(path.join(cwd, "a.py"), fs.statSync(path.join(cwd, "a.py")), "{}", [], false);
    cache.save();
    expect(new ResultCache(folder, "build", ["."], () => "").find(path.join(cwd, "a.py"), "{}")).toBeUndefined();
  },
);

it("a file whose size the system doesn't tell is read to its end, or to the bound", () => {
  expect(fs.statSync("/proc/self/status").size).toBe(0);
  expect(readRegularFile("/proc/self/status", LIMITS.settings).toString()).toContain("Pid:");
  expect(() => readRegularFile("/proc/self/status", 100)).toThrow("not read");
});

it("folders are made one by one, and those that are there already are let be", () => {
  const folder = path.join(project({}), "a", "b", "c");
  makeFolder(folder);
  makeFolder(folder);
  expect(fs.statSync(folder).isDirectory()).toBe(true);
  expect(() => makeFolder("/proc/async-skill/a/b")).toThrow("ENOENT");
});
