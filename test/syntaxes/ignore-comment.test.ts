import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

interface Pattern {
  readonly match: string;
}
interface Grammar {
  readonly patterns: readonly [Pattern];
}

const file = new URL("../../syntaxes/ignore-comment.tmLanguage.json", import.meta.url);
const grammar = JSON.parse(readFileSync(file, "utf8")) as Grammar;
const directive = new RegExp(grammar.patterns[0].match);

describe("the grammar of ignore comments", () => {
  it.each([
    ["x()  # async-skill: ignore[blocking-sleep] a test", "ignore", "blocking-sleep"],
    ["#async-skill:ignore[blocking-sleep]", "ignore", "blocking-sleep"],
    ["# async-skill: ignore", "ignore", undefined],
    ["# async-skill: ignore[blocking-sleep, missing-timeout]", "ignore", "blocking-sleep, missing-timeout"],
    ["# async-skill: ignore-file[blocking-sleep]", "ignore-file", "blocking-sleep"],
    ["x()  # noqa: S113  # async-skill: ignore[missing-timeout]", "ignore", "missing-timeout"],
  ])("colours %s", (line, word, rules) => {
    const found = directive.exec(line);
    expect(found?.[3]).toBe(word);
    expect(found?.[5]).toBe(rules);
  });

  it.each([
    "# async-skill: ignored[x]",
    "# async-skill: ignore-line[x]",
    "# see async-skill: ignore[x]",
    "# async-skill ignore[x]",
  ])("leaves %s alone", (line) => expect(directive.test(line)).toBe(false));
});
