/** Patterns mean what they mean to git, and cost pattern times path whatever they are. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { IgnorePatterns } from "../../server/src/config/ignore-patterns";

const NAMES = ["a", "b", "ab", "ba", "aab", "a b", "é", "a-b", "x.py", ".a", "[a]", "#a", "!a", "a ", "B"];
const INNER = ["a", "b", "ab", "é", "x.py"];

interface Entry {
  readonly path: string;
  readonly isFolder: boolean;
}

/** Folders within folders, four deep, and files in them. */
function entries(): readonly Entry[] {
  const all: Entry[] = [];
  let folders = [""];
  for (let depth = 0; depth < 4; depth++) {
    const next: string[] = [];
    for (const folder of folders) {
      for (const [i, name] of (depth === 0 ? NAMES : INNER).entries()) {
        const isFolder = depth < 3 && i % (depth === 0 ? 2 : 3) === 0;
        all.push({ path: folder + name, isFolder });
        if (isFolder) next.push(`${folder}${name}/`);
      }
    }
    folders = next;
  }
  return all;
}

const ENTRIES = entries();
let repository = "";

beforeAll(() => {
  repository = fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-ignore-"));
  spawnSync("git", ["init", "-q", repository]);
  for (const { path: name, isFolder } of ENTRIES) {
    if (isFolder) fs.mkdirSync(path.join(repository, name));
    else fs.writeFileSync(path.join(repository, name), "");
  }
});

afterAll(() => fs.rmSync(repository, { recursive: true, force: true }));

/** What git says of each entry. */
function gitSays(text: string): readonly string[] {
  fs.writeFileSync(path.join(repository, ".gitignore"), text);
  const { stdout, stderr, status } = spawnSync("git", ["check-ignore", "--no-index", "-v", "-n", "-z", "--stdin"], {
    cwd: repository,
    input: ENTRIES.map((entry) => `${entry.path}\0`).join(""),
    encoding: "utf8",
    env: { ...process.env, GIT_CONFIG_GLOBAL: os.devNull, GIT_CONFIG_SYSTEM: os.devNull },
  });
  if (status !== 0 && status !== 1) throw new Error(stderr);
  const fields = stdout.split("\0");
  return ENTRIES.map((_, i) => {
    const pattern = fields[i * 4 + 2]!;
    return pattern === "" ? "nothing" : pattern.startsWith("!") ? "kept" : "left out";
  });
}

const part = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("a", "b", "ab", "x", "py", "é", "-", ".", " ", "B", "#", "!") },
  { weight: 5, arbitrary: fc.constantFrom("*", "**", "?", "/", "/", "**/", "/**", "/**/", "*.py", "***") },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      "[ab]",
      "[!a]",
      "[^b]",
      "[a-b]",
      "[a-",
      "[]a]",
      "[",
      "]",
      "[[:alpha:]]",
      "[[:no:]]",
      "[\\a]",
      "[!]",
      "[b-a]",
      "[[:al]",
      "[a/b]",
    ),
  },
  { weight: 2, arbitrary: fc.constantFrom("\\", "\\a", "\\*", "\\ ", "\\#", "\\!", "\\[", "\\\\", "\\/") },
);
const pattern = fc
  .tuple(
    fc.constantFrom("", "", "", "!", "#", "/", "**/", " "),
    fc.array(part, { minLength: 1, maxLength: 6 }),
    fc.constantFrom("", "", "/", " ", "  ", "\r", "//"),
  )
  .map(([before, parts, after]) => before + parts.join("") + after);

describe("patterns of .gitignore files", () => {
  it("mean what they mean to git", () => {
    let decided = 0;
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 1, maxLength: 5 }), (lines) => {
        const text = lines.join("\n");
        const patterns = IgnorePatterns.in(text);
        const git = gitSays(text);
        const ours = ENTRIES.map((entry) => patterns.of(entry.path, entry.isFolder) ?? "nothing");
        decided += git.filter((one) => one !== "nothing").length;
        const differing = ENTRIES.flatMap((entry, i) =>
          git[i] === ours[i] ? [] : [{ ...entry, git: git[i], ours: ours[i] }],
        );
        expect(differing).toEqual([]);
      }),
      { seed: Number(process.env["SEED"] ?? 10), numRuns: Number(process.env["RUNS"] ?? 120) },
    );
    expect(decided).toBeGreaterThan(1000);
  });

  it("are read from a file with a byte order mark and CR LF", () => {
    const text = "\uFEFFa\r\n\r\n# x\r\nb/\r\n";
    const patterns = IgnorePatterns.in(text);
    expect(ENTRIES.map((entry) => patterns.of(entry.path, entry.isFolder) ?? "nothing")).toEqual(gitSays(text));
  });

  it.each([
    ["**/a/", `${"a/".repeat(40)}b`],
    ["**/", `${"a/".repeat(40)}b`],
    ["*a", "a".repeat(2000)],
    ["*/**/", `${"a/".repeat(200)}b`],
    ["[a-b]*", "ab".repeat(1000)],
    ["?*", "a".repeat(2000)],
  ])("take no longer than pattern times path: %s", (one, name) => {
    // With backtracking these would run for longer than anybody lives.
    expect(new IgnorePatterns([`${one.repeat(30)}x`]).of(name, false)).toBeUndefined();
  });
});
