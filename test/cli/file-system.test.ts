/**
 * What file systems hold: each case is a folder, what is asked of it, and what must come of it. Nothing of it may throw
 * or hang.
 */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { CheckRun } from "../../server/src/cli/check/run";
import { parseCommand } from "../../server/src/cli/options";
import { findTargets } from "../../server/src/cli/files/targets";
import { project, SLEEPY } from "./cli";
import { checkIn } from "./in-process";

interface Case {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Makes what no text can say; paths are those below the folder. */
  readonly make?: (at: (name: string) => string) => void;
  readonly args?: readonly string[];
  /** Files with findings; `a.py` alone where nothing is said. */
  readonly found?: readonly string[];
  /** Every problem, in order. */
  readonly problems?: readonly (string | RegExp)[];
}

const latin = (text: string): Buffer => Buffer.from(text, "latin1");
const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, "utf16le");
const link =
  (to: string, name = "b.py") =>
  (at: (name: string) => string): void =>
    fs.symlinkSync(to, at(name));
const A = { "a.py": SLEEPY };

const LINKS: Readonly<Record<string, Case>> = {
  "to a file beside it are the same file": { files: A, make: link("a.py") },
  "before the file that they lead to stand for it": { files: { "b.py": SLEEPY }, make: link("b.py", "a.py") },
  "to a file elsewhere are read": { files: { "sub/x.txt": SLEEPY }, make: link("sub/x.txt", "a.py") },
  "to nowhere": { files: A, make: link("gone.py"), problems: ["warning: b.py: this symbolic link leads nowhere"] },
  "to nowhere, asked for": {
    files: A,
    make: link("gone.py"),
    args: ["b.py"],
    found: [],
    problems: ["error: b.py: no such file or folder"],
  },
  "to themselves": {
    files: A,
    make: link("b.py"),
    problems: ["warning: b.py: the symbolic links lead round in a circle"],
  },
  "to themselves, asked for": {
    make: link("b.py"),
    args: ["b.py"],
    found: [],
    problems: ["error: b.py: the symbolic links lead round in a circle"],
  },
  "to each other": {
    files: A,
    make: (at) => (link("c.py")(at), link("b.py", "c.py")(at)),
    problems: [
      "warning: b.py: the symbolic links lead round in a circle",
      "warning: c.py: the symbolic links lead round in a circle",
    ],
  },
  "to the folder that they are in": {
    files: A,
    make: link("."),
    problems: ["warning: b.py: this symbolic link leads back to a folder that it is in: not followed"],
  },
  "to a folder above": {
    files: { ...A, "sub/x": "" },
    make: link("..", "sub/up"),
    problems: [/^warning: sub.up: this symbolic link leads back/],
  },
  "to another folder are not followed": {
    files: { ...A, "sub/b.py": SLEEPY },
    make: link("sub", "other"),
    found: ["a.py", "sub/b.py"],
  },
  "to another folder, asked for, are": {
    files: { "sub/b.py": SLEEPY },
    make: link("sub", "other"),
    args: ["other"],
    found: ["other/b.py"],
  },
  "to a folder, called like a file": { files: { ...A, "sub/x": "" }, make: link("sub") },
  "to a file below a file": {
    files: A,
    make: link("a.py/x.py"),
    problems: ["warning: b.py: a part of the path is no folder"],
  },
  "over many others": {
    files: { "l0.txt": SLEEPY },
    make: (at) => {
      for (let i = 1; i <= 30; i++) fs.symlinkSync(`l${i - 1}.txt`, at(`l${i}.txt`));
      fs.symlinkSync("l30.txt", at("a.py"));
    },
  },
  "over more than the system follows": {
    files: { "build/l0.txt": SLEEPY },
    make: (at) => {
      for (let i = 1; i <= 50; i++) fs.symlinkSync(`l${i - 1}.txt`, at(`build/l${i}.txt`));
      fs.symlinkSync("build/l50.txt", at("a.py"));
    },
    found: [],
    problems: ["warning: a.py: the symbolic links lead round in a circle"],
  },
  "to the empty device": {
    files: A,
    make: link("/dev/null"),
    problems: ["warning: b.py: is no regular file: not read"],
  },
  "to a file in /proc are read": { files: A, make: link("/proc/self/status"), found: ["a.py"] },
  "as pyproject.toml that lead nowhere": {
    files: A,
    make: link("gone", "pyproject.toml"),
    problems: ["warning: pyproject.toml: this symbolic link leads nowhere"],
  },
  "as .gitignore that lead nowhere": { files: { ...A, ".git/HEAD": "" }, make: link("gone", ".gitignore") },
  "as .gitignore to a folder": {
    files: { ...A, ".git/HEAD": "" },
    make: link(".git", ".gitignore"),
    problems: ["warning: .gitignore: is a folder"],
  },
  "hard ones are files of their own": {
    files: A,
    make: (at) => fs.linkSync(at("a.py"), at("b.py")),
    found: ["a.py", "b.py"],
  },
};

const KINDS: Readonly<Record<string, Case>> = {
  "a folder called like a file": { files: { "x.py/a.py": SLEEPY }, found: ["x.py/a.py"] },
  "an empty folder called like a file": { files: A, make: (at) => fs.mkdirSync(at("x.py")) },
  "a folder called pyproject.toml": {
    files: { ...A, "pyproject.toml/x": "" },
    problems: ["error: pyproject.toml: is a folder"],
  },
  "a folder called .gitignore": {
    files: { ...A, ".git/HEAD": "", ".gitignore/x": "" },
    problems: ["warning: .gitignore: is a folder"],
  },
  "a folder called .venv, and one that is one": {
    files: { ...A, ".venv/b.py": SLEEPY, "env/pyvenv.cfg": "", "env/b.py": SLEEPY },
  },
  "a pipe": {
    files: A,
    make: (at) => void spawnSync("mkfifo", [at("b.py")]),
    problems: ["warning: b.py: is no regular file: not read"],
  },
  "a pipe of no concern": { files: A, make: (at) => void spawnSync("mkfifo", [at("b.txt")]) },
  "a folder that is empty": { found: [] },
  "a path that is empty": { files: A, args: ["./"] },
  "a path through a file": {
    files: A,
    args: ["a.py/b.py"],
    found: [],
    problems: ["error: a.py/b.py: a part of the path is no folder"],
  },
  "a path that is gone": { args: ["gone"], found: [], problems: ["error: gone: no such file or folder"] },
  "a file that is no Python, asked for": { files: { "a.txt": SLEEPY }, args: ["a.txt"], found: ["a.txt"] },
  "one file by several paths": { files: A, args: ["a.py", ".", "./a.py", "../x/../a.py"].slice(0, 3) },
  "a file, and its folder": { files: { "sub/a.py": SLEEPY }, args: ["sub/a.py", "sub"], found: ["sub/a.py"] },
};

const NAMES: Readonly<Record<string, Case>> = {
  "as long as can be": { files: { [`${"x".repeat(252)}.py`]: SLEEPY }, found: [`${"x".repeat(252)}.py`] },
  "longer than can be, asked for": {
    args: [`${"x".repeat(300)}.py`],
    found: [],
    problems: [/: the name is too long$/],
  },
  "in folders of folders": { files: { [`${"d/".repeat(400)}a.py`]: SLEEPY }, found: [`${"d/".repeat(400)}a.py`] },
  "with a path longer than can be, asked for": {
    args: ["x/".repeat(3000)],
    found: [],
    problems: [/: the name is too long$/],
  },
  "of spaces": { files: { " .py": SLEEPY }, found: [" .py"] },
  "with a line break": { files: { "a\nb.py": SLEEPY }, found: ["a\nb.py"] },
  "with an escape sequence": { files: { "\u001B[31m.py": SLEEPY }, found: ["\u001B[31m.py"] },
  "that begin with a dash": { files: { "-x.py": SLEEPY }, found: ["-x.py"] },
  "that begin with two dots": { files: { "..a.py": SLEEPY, "..b/c.py": SLEEPY }, found: ["..a.py", "..b/c.py"] },
  "of nothing but the ending": { files: { ".py": SLEEPY }, found: [".py"] },
  "in capitals are no Python": { files: { ...A, "B.PY": SLEEPY } },
  "in other scripts": {
    files: { "файл.py": SLEEPY, "文件.py": SLEEPY, "😀.py": SLEEPY },
    found: ["файл.py", "文件.py", "😀.py"],
  },
  "of the same look, written in two ways": {
    files: { "e\u0301.py": SLEEPY, "\u00E9.py": SLEEPY },
    found: ["e\u0301.py", "\u00E9.py"],
  },
  "with quotes, backslashes and stars": { files: { "a'b\"c\\d*.py": SLEEPY }, found: ["a'b\"c\\d*.py"] },
  "with the character that stands for what can't be read": { files: { "\uFFFD.py": SLEEPY }, found: ["\uFFFD.py"] },
  "that are no UTF-8": {
    files: A,
    make: (at) => fs.writeFileSync(Buffer.concat([Buffer.from(at("")), latin("caf\xe9.py")]), SLEEPY),
    problems: ["error: caf\\xe9.py: the name is no UTF-8: not read"],
  },
  "of folders that are no UTF-8": {
    files: A,
    make: (at) => fs.mkdirSync(Buffer.concat([Buffer.from(at("")), latin("\xff\xfe")])),
    problems: ["error: \\xff\\xfe: the name is no UTF-8: not read"],
  },
  "that are no UTF-8, of no concern": {
    files: A,
    make: (at) => fs.writeFileSync(Buffer.concat([Buffer.from(at("")), latin("\xe9.txt")]), ""),
  },
};

const CONTENTS: Readonly<Record<string, Case>> = {
  nothing: { files: { "a.py": "" }, found: [] },
  "a line break": { files: { "a.py": "\n" }, found: [] },
  "a byte order mark": { files: { "a.py": "\uFEFF" }, found: [] },
  "a byte order mark before code": { files: { "a.py": `\uFEFF${SLEEPY}` } },
  "two byte order marks": { files: { "a.py": `\uFEFF\uFEFF${SLEEPY}` }, found: ["a.py"] },
  "the half of a byte order mark": {
    files: { "a.py": Buffer.of(0xef, 0xbb) },
    found: [],
    problems: [/^warning: a\.py: not UTF-8: byte 0 begins no character/],
  },
  "UTF-16": { files: { "a.py": utf16(SLEEPY) }, found: [], problems: [/^warning: a\.py: not UTF-8: byte 0 /] },
  "latin-1 that doesn't say so": {
    files: { "a.py": latin(`# \xe9\n${SLEEPY}`) },
    found: [],
    problems: [/^warning: a\.py: not UTF-8: byte 2 /],
  },
  "latin-1 that says so": { files: { "a.py": latin(`# coding: latin-1\n# \xe9\n${SLEEPY}`) } },
  "latin-1 that says so in the second line": {
    files: { "a.py": latin(`#!/usr/bin/python\n# -*- coding: iso-8859-1 -*-\n# \xe9\n${SLEEPY}`) },
  },
  "latin-1 that says so in the third line": {
    files: { "a.py": latin(`#\n#\n# coding: latin-1\n# \xe9\n`) },
    found: [],
    problems: [/not UTF-8/],
  },
  "latin-1 that says so behind code": {
    files: { "a.py": latin(`x = 1\n# coding: latin-1\n# \xe9\n`) },
    found: [],
    problems: [/not UTF-8/],
  },
  "UTF-8 that is called latin-1": { files: { "a.py": `# coding: latin-1\n# é\n${SLEEPY}` } },
  "latin-1 that is called UTF-8": {
    files: { "a.py": latin(`# coding: utf-8\n# \xe9\n${SLEEPY}`) },
    found: [],
    problems: [/^warning: a\.py: not UTF-8: byte 18 /],
  },
  "UTF-8 that is called ASCII": { files: { "a.py": `# coding: ascii\n# é\n${SLEEPY}` } },
  "an encoding that nobody knows": {
    files: { "a.py": `# coding: klingon\n${SLEEPY}` },
    found: [],
    problems: ["warning: a.py: the encoding klingon is not supported: only UTF-8 and latin-1 are"],
  },
  "an encoding with a name without end": {
    files: { "a.py": `# coding: ${"x".repeat(5000)}\n` },
    found: [],
    problems: [/is not supported/],
  },
  "surrogates in UTF-8": {
    files: { "a.py": Buffer.of(0x23, 0xed, 0xa0, 0x80) },
    found: [],
    problems: [/not UTF-8: byte 1 /],
  },
  "characters longer than need be": {
    files: { "a.py": Buffer.of(0x23, 0xc0, 0xaf) },
    found: [],
    problems: [/not UTF-8: byte 1 /],
  },
  "a NUL in a comment": { files: { "a.py": `# \0\n${SLEEPY}` } },
  "nothing but NULs": { files: { "a.py": Buffer.alloc(5000) }, found: [] },
  "a NUL behind the code": { files: { "a.py": `${SLEEPY}\0` } },
  "no line break at the end": { files: { "a.py": SLEEPY.trimEnd() } },
  "CR LF": { files: { "a.py": SLEEPY.replaceAll("\n", "\r\n") } },
  "CR alone": { files: { "a.py": SLEEPY.replaceAll("\n", "\r") } },
  "an archive": {
    files: { "a.py": Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.from([0xff, 0x9d, 0x00])]) },
    found: [],
    problems: [/not UTF-8/],
  },
};

const CONFIGURATION: Readonly<Record<string, Case>> = {
  empty: { files: { ...A, "pyproject.toml": "" } },
  "a byte order mark": {
    files: { ...A, "pyproject.toml": "\uFEFF[tool.async-skill]\nexclude = ['b.py']\n", "b.py": SLEEPY },
  },
  "no UTF-8": {
    files: { ...A, "pyproject.toml": latin("a = '\xe9'") },
    problems: [/^error: pyproject\.toml: not UTF-8: byte 5 /],
  },
  NULs: {
    files: { ...A, "pyproject.toml": "\0\0" },
    problems: [/^error: pyproject\.toml: can't be read, so that none of its settings hold: /],
  },
  "nested 5000 deep": {
    files: { ...A, "pyproject.toml": `a = ${"[".repeat(5000)}` },
    problems: [/nested more than 100 deep \(line 1, column 105\)$/],
  },
  "more than a person writes": {
    files: { ...A, "pyproject.toml": "#".repeat(600_000) },
    problems: [/it has more than 512 KB \(line 1, column 1\)$/],
  },
  "a .gitignore with NULs, no UTF-8 and stray brackets": {
    files: { ...A, ".git/HEAD": "", ".gitignore": Buffer.from([0, 0xff, 10, 0x5b, 10, 0x5c, 10]) },
  },
};

describe.each(
  Object.entries({ links: LINKS, paths: KINDS, names: NAMES, contents: CONTENTS, "configuration of": CONFIGURATION }),
)("%s", (_group, cases) => {
  it.each(Object.entries(cases))(
    "%s",
    async (_name, { files = {}, make, args = [], found = ["a.py"], problems = [] }) => {
      const cwd = project(files);
      make?.((name) => path.join(cwd, "/", name));
      const outcome = await checkIn(cwd, ["--select", "blocking-sleep", ...args]);
      expect(outcome.problems).toEqual(
        problems.map((one) => (typeof one === "string" ? one : (expect.stringMatching(one) as string))),
      );
      expect(outcome.found.map((one) => one.replaceAll(path.sep, "/")).toSorted()).toEqual([...found].toSorted());
    },
  );
});

it("are many", () => {
  expect(
    [LINKS, KINDS, NAMES, CONTENTS, CONFIGURATION].flatMap((cases) => Object.keys(cases)).length,
  ).toBeGreaterThanOrEqual(75);
});

describe("files that vanish while they are looked for", () => {
  it.each(["the file", "its folder", "the folder that was asked for"])("%s: told, the rest goes on", async (what) => {
    const cwd = project({ "a/x.py": SLEEPY, "b/x.py": SLEEPY, "c/x.py": SLEEPY });
    const gone = { "the file": "b/x.py", "its folder": "b", "the folder that was asked for": "." }[what] ?? "";
    const run = unlooking(cwd);
    const met: string[] = [];
    for (const { file } of findTargets(["."], cwd, run)) {
      met.push(path.relative(cwd, file));
      if (met.length === 1) fs.rmSync(path.join(cwd, gone), { recursive: true });
    }
    expect(met[0]).toBe(path.join("a", "x.py"));
    if (what === "the file") expect(met).toEqual([path.join("a", "x.py"), path.join("c", "x.py")]);
    else expect(run.problems.map(({ message }) => message)).toContain("no such file or folder");
  });

  it("between finding and reading", async () => {
    const cwd = project({ "a.py": SLEEPY, "b.py": SLEEPY });
    const run = unlooking(cwd);
    const targets = [...findTargets(["."], cwd, run)];
    fs.rmSync(cwd, { recursive: true });
    await run.checkFiles(targets);
    expect(run.problems.map(({ message }) => message)).toEqual(["no such file or folder", "no such file or folder"]);
  });
});

/** A run that finds and reads files, and never looks at what stands in them. */
function unlooking(cwd: string): CheckRun {
  const command = parseCommand(["check", "."]);
  if (command.kind !== "check") throw new Error("help was asked for");
  return new CheckRun(command.options, cwd, () => Promise.reject(new Error("nothing is looked at here")));
}

// Root reads and writes whatever it likes; test/cli/files.test.ts tries some of this as another user where it can
// become one.
describe.skipIf(process.getuid?.() === 0)("without permission (skipped for root, whom nothing is denied)", () => {
  it.each([
    ["to read a file", "b.py", 0o000, "warning: b.py: permission denied"],
    ["to look into a folder", "sub", 0o000, "warning: sub: permission denied"],
    ["to read pyproject.toml", "pyproject.toml", 0o000, "error: pyproject.toml: permission denied"],
  ])("%s", async (_what, name, mode, problem) => {
    const cwd = project({ "a.py": SLEEPY, "b.py": "", "sub/c.py": "", "pyproject.toml": "" });
    fs.chmodSync(path.join(cwd, name), mode);
    const { found, problems } = await checkIn(cwd, ["--select", "blocking-sleep"]);
    fs.chmodSync(path.join(cwd, name), 0o755);
    expect(found).toEqual(["a.py"]);
    expect(problems).toContain(problem);
  });
});
