/**
 * Every regular expression of the product takes time in proportion to what it reads, whatever that is: two ways to
 * match the same characters are squared, or doubled, by a text that somebody else writes. Two checkers, which find such
 * ways by the expression's automaton and by running attacks in an engine that counts its steps, look at each that the
 * sources hold. The second takes long: in a plain run it looks at those that `proven.txt` doesn't hold yet. REGEXES=all
 * gives it all of them, and UPDATE_PROVEN=1 writes down those that have passed.
 */
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { checkSync } from "recheck";
import { analyse } from "scslre";
import { afterAll, describe, expect, it } from "vitest";
import { type FoundRegex, regexesIn, regexesOf } from "../support/regexes";

const ROOT = path.resolve(import.meta.dirname, "../..");
const SOURCES = ["server/src", "client/src"];

/** No limits of time: a busy machine finds what an idle one does. */
const UNHURRIED = {
  timeout: null,
  incubationTimeout: null,
  seedingTimeout: null,
  mutationTimeout: null,
  attackTimeout: null,
  randomSeed: 1,
};

/** What is wrong with an expression, with a text that shows it. */
function problemOf(pattern: string, flags: string, proven = false): string | undefined {
  const [report] = analyse({ source: pattern, flags }).reports;
  if (report !== undefined) return `${report.exponential ? "exponential" : "polynomial"} by ${report.type}`;
  if (proven) return undefined;
  const checked = checkSync(pattern, flags, UNHURRIED);
  if (checked.status === "safe") return undefined;
  return checked.status === "vulnerable"
    ? `${checked.complexity.summary}: ${checked.attack.pattern}`
    : `can't be checked: ${checked.error.kind}`;
}

function title({ pattern, flags }: FoundRegex): string {
  return `/${pattern}/${flags}`;
}

/** Put together from words of ours alone: any of them between two ends of a word. */
const KNOWN: ReadonlySet<string> = new Set([
  'new RegExp(`\\\\b(?:${[...TEST_MODULES, ...SCRIPT_MODULES].map((name) => name.split(".")[0]).join("|")})\\\\b`)',
]);

/** However the formatter lays it out. */
const onOneLine = (code: string): string => code.replaceAll(/\(\s+/g, "(").replaceAll(/,?\s+\)/g, ")");

const PROVEN = path.join(import.meta.dirname, "proven.txt");
/** What the second checker has passed, with its version: another one may see more. */
const proven: readonly string[] = fs.existsSync(PROVEN) ? fs.readFileSync(PROVEN, "utf8").trimEnd().split("\n") : [];
const { version } = JSON.parse(
  fs.readFileSync(createRequire(import.meta.url).resolve("recheck/package.json"), "utf8"),
) as { version: string };
const trusted: ReadonlySet<string> = new Set(
  process.env["REGEXES"] === "all" || proven[0] !== `recheck ${version}` ? [] : proven.slice(1),
);
const passed: string[] = [];

const { written, made } = regexesIn(ROOT, SOURCES);
const distinct = new Map(written.map((one) => [title(one), one]));

describe("regular expressions", () => {
  it("are all found", () => {
    expect(distinct.size).toBeGreaterThan(150);
    const source = [
      "const a = /x+/g;",
      "b.match(/y/);",
      "const c = `${/z/.source}`;",
      "new RegExp(d);",
      "RegExp(e);",
      "f.match(g);",
      "f.match(h());",
      "f.match(i ? J : K);",
      "f.match(l ? M : n);",
    ].join("\n");
    const found = regexesOf("some.ts", source);
    expect(found.written.map(({ pattern }) => pattern).sort()).toEqual(["x+", "y", "z"]);
    expect(found.made.map(({ code }) => code).sort()).toEqual([
      "RegExp(e)",
      "f.match(g)",
      "f.match(h())",
      "f.match(l ? M : n)",
      "new RegExp(d)",
    ]);
    expect(() => regexesOf("some.ts", "const a = ;")).toThrow("can't be parsed");
  });

  it("are written, not put together while the program runs", () => {
    expect(
      made.filter(({ code }) => !KNOWN.has(onOneLine(code))).map(({ file, line, code }) => `${file}:${line}: ${code}`),
    ).toEqual([]);
  });

  it.each([
    ["(a+)+$", ""],
    ["[\\r\\n]+$", ""],
    ["^\\s*(#.*)?\\s*$", ""],
    ["(?:\\n|\\r|\\r\\n)*x", ""],
    [":[ \\t]*(?:#[^\\r\\n]*)?[\\r\\n]", ""],
    ["^(?:@[^\\n]*[\\w)](?:[ \\t]*#[^\\n]*)?\\n)*def", ""],
  ])("/%s/%s would be refused", (pattern, flags) => {
    expect(problemOf(pattern, flags)).toBeDefined();
  });

  it.each([...distinct])("%s takes time in proportion to the text", (name, { pattern, flags, file, line }) => {
    expect(problemOf(pattern, flags, trusted.has(name)), `${file}:${line}`).toBeUndefined();
    passed.push(name);
  });

  afterAll(() => {
    if (process.env["UPDATE_PROVEN"] === "1")
      fs.writeFileSync(PROVEN, [`recheck ${version}`, ...passed.toSorted(), ""].join("\n"));
  });
});
