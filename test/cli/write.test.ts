import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { leadsOut, replaceFile } from "../../server/src/cli/files/write";
import { ONLY_SLEEP, project, SLEEPY, AWAKE } from "./cli";
import { checkIn } from "./in-process";

const OLD = Buffer.from(`old = 1\n${"# x\n".repeat(3000)}`);
const NEW = Buffer.from(`new = 22\n${"# yy\n".repeat(2000)}`);
const isRoot = process.getuid?.() === 0;

function file(contents: Uint8Array = OLD): string {
  const target = path.join(project({ "a.py": contents }), "a.py");
  return target;
}

/** Nothing of what was made on the way is left. */
function expectAlone(target: string, ...others: readonly string[]): void {
  expect(fs.readdirSync(path.dirname(target)).toSorted()).toEqual([path.basename(target), ...others].toSorted());
}

describe("a file that is replaced", () => {
  it("has the new contents, and another inode: nobody sees half of them", () => {
    const target = file();
    const { ino } = fs.statSync(target);
    replaceFile(target, OLD, NEW);
    expect(fs.readFileSync(target)).toEqual(NEW);
    expect(fs.statSync(target).ino).not.toBe(ino);
    expectAlone(target);
  });

  it.each([0o600, 0o644, 0o755, 0o4755, 0o2755, 0o1644, 0o6711])("keeps the mode %o", (mode) => {
    const target = file();
    fs.chmodSync(target, mode);
    replaceFile(target, OLD, NEW);
    expect(fs.statSync(target).mode & 0o7777).toBe(mode);
  });

  it.each([
    ["longer", OLD, NEW],
    ["shorter", NEW, OLD],
    ["empty", OLD, Buffer.of()],
  ])("that has several names keeps them all, with %s contents, and its mode", (_what, before, after) => {
    const target = file(before);
    fs.linkSync(target, `${target}.other`);
    fs.chmodSync(target, 0o4755);
    const { ino } = fs.statSync(target);
    replaceFile(target, before, after);
    expect(fs.readFileSync(`${target}.other`)).toEqual(after);
    expect(fs.statSync(target)).toMatchObject({ ino, nlink: 2 });
    expect(fs.statSync(target).mode & 0o7777).toBe(0o4755);
    expectAlone(target, "a.py.other");
  });

  it.runIf(isRoot)("keeps its owner, and the bits with which it runs as that", () => {
    const target = file();
    fs.chownSync(target, 1234, 2345);
    fs.chmodSync(target, 0o6755);
    replaceFile(target, OLD, NEW);
    expect(fs.statSync(target)).toMatchObject({ uid: 1234, gid: 2345 });
    expect(fs.statSync(target).mode & 0o7777).toBe(0o6755);
  });

  it("stays a link, and the file behind it is what is replaced", () => {
    const target = file();
    const link = `${target}.link`;
    fs.symlinkSync("a.py", link);
    replaceFile(link, OLD, NEW);
    expect(fs.readlinkSync(link)).toBe("a.py");
    expect(fs.readFileSync(target)).toEqual(NEW);
  });

  it.each([1, 2])("that has changed meanwhile stays as it is (%d names)", (names) => {
    const target = file(Buffer.from("changed"));
    if (names === 2) fs.linkSync(target, `${target}.other`);
    expect(() => replaceFile(target, OLD, NEW)).toThrow("the file has changed meanwhile: nothing was written");
    expect(fs.readFileSync(target, "utf8")).toBe("changed");
    expectAlone(target, ...(names === 2 ? ["a.py.other"] : []));
  });

  it("may have the longest name there is", () => {
    const target = path.join(project({}), `${"x".repeat(252)}.py`);
    fs.writeFileSync(target, OLD);
    replaceFile(target, OLD, NEW);
    expect(fs.readFileSync(target)).toEqual(NEW);
  });
});

describe("links that lead out of what was asked for", () => {
  const outside = (): { readonly cwd: string; readonly other: string } => {
    const other = path.join(project({ "b.py": SLEEPY }), "b.py");
    const cwd = project({ "c.py": SLEEPY });
    fs.symlinkSync(other, path.join(cwd, "a.py"));
    return { cwd, other };
  };

  it("are looked at, and what is behind them is left alone, which is said", async () => {
    const { cwd, other } = outside();
    const { problems, found, changed } = await checkIn(cwd, [...ONLY_SLEEP, "--fix"]);
    expect(problems).toEqual(["warning: a.py: this link leads out of what was asked for: left alone"]);
    expect(found).toEqual(["a.py"]);
    expect(changed).toEqual(["c.py"]);
    expect(fs.readFileSync(other, "utf8")).toBe(SLEEPY);
    expect(fs.lstatSync(path.join(cwd, "a.py")).isSymbolicLink()).toBe(true);
    expect((await checkIn(cwd, [...ONLY_SLEEP, "--diff", "."])).changed).toEqual([]);
  });

  it("are followed where they are asked for by name, or what they lead to is", async () => {
    for (const args of [() => ["a.py"], (other: string) => [".", path.dirname(other)]]) {
      const { cwd, other } = outside();
      await checkIn(cwd, [...ONLY_SLEEP, "--fix", ...args(other)]);
      expect(fs.readFileSync(other, "utf8")).toBe(AWAKE);
    }
  });

  it("within what was asked for are followed", () => {
    const cwd = project({ "sub/b.py": OLD });
    fs.symlinkSync("sub/b.py", path.join(cwd, "a.py"));
    expect(leadsOut(path.join(cwd, "a.py"), [cwd])).toBe(false);
    expect(leadsOut(path.join(cwd, "a.py"), [path.join(cwd, "other")])).toBe(true);
  });

  it("above what was asked for are no matter", () => {
    const cwd = project({ "real/b.py": OLD });
    fs.symlinkSync("real", path.join(cwd, "link"));
    expect(leadsOut(path.join(cwd, "link", "b.py"), [path.join(cwd, "link")])).toBe(false);
  });
});

describe("ended at any point", () => {
  const FILES = 12;
  /** Replaces file after file, and says so before each: its bundle is built once. */
  const source = `
    import { replaceFile } from ${JSON.stringify(fileURLToPath(new URL("../../server/src/cli/files/write.ts", import.meta.url)))};
    import * as fs from "node:fs";
    const [old, next] = [process.argv[2], process.argv[3]].map((file) => fs.readFileSync(file));
    for (const file of process.argv.slice(4)) {
      fs.writeSync(1, ".");
      replaceFile(file, old, next);
    }`;

  async function replacer(): Promise<string> {
    const bundle = path.join(project({}), "replace.cjs");
    await build({
      stdin: { contents: source, resolveDir: process.cwd(), loader: "ts" },
      bundle: true,
      platform: "node",
      outfile: bundle,
      logLevel: "silent",
    });
    return bundle;
  }

  /** Kills it while it is busy with its nth file. */
  function killAt(bundle: string, args: readonly string[], nth: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [bundle, ...args], { stdio: ["ignore", "pipe", "inherit"] });
      let begun = 0;
      child.stdout.on("data", (chunk: Buffer) => {
        begun += chunk.length;
        if (begun >= nth) child.kill("SIGKILL");
      });
      child.once("error", reject);
      child.once("exit", () => resolve());
    });
  }

  it("every file is the old one or the new one, and at most one lies beside them", async () => {
    const bundle = await replacer();
    let replaced = 0;
    for (let nth = 1; nth <= 20; nth++) {
      const names = Array.from({ length: FILES }, (_, i) => `f${i}.py`);
      const cwd = project({ ...Object.fromEntries(names.map((name) => [name, OLD])), "in/old": OLD, "in/new": NEW });
      const files = names.map((name) => path.join(cwd, name));
      await killAt(bundle, [path.join(cwd, "in/old"), path.join(cwd, "in/new"), ...files], (nth % FILES) + 1);
      for (const one of files) {
        const contents = fs.readFileSync(one);
        const isNew = contents.equals(NEW);
        expect(isNew || contents.equals(OLD), `${one} is neither`).toBe(true);
        if (isNew) replaced++;
      }
      expect(fs.readdirSync(cwd).length).toBeLessThanOrEqual(FILES + 2);
    }
    expect(replaced).toBeGreaterThan(0);
  });

  it("a file of several names is the old one or the new one, or the old one lies beside it", async () => {
    const bundle = await replacer();
    for (let nth = 1; nth <= 10; nth++) {
      const cwd = project({ "a.py": OLD, "in/old": OLD, "in/new": NEW });
      fs.linkSync(path.join(cwd, "a.py"), path.join(cwd, "b.py"));
      await killAt(bundle, [path.join(cwd, "in/old"), path.join(cwd, "in/new"), path.join(cwd, "a.py")], 1);
      const copies = fs.readdirSync(cwd).filter((name) => name.endsWith(".tmp"));
      const contents = [
        fs.readFileSync(path.join(cwd, "a.py")),
        ...copies.map((copy) => fs.readFileSync(path.join(cwd, copy))),
      ];
      expect(contents.some((one) => one.equals(OLD)) || contents[0]!.equals(NEW)).toBe(true);
      expect(fs.statSync(path.join(cwd, "a.py")).nlink).toBe(2);
    }
  });
});
