/** Differences by whole lines give the new text, and leave the lines alone that both texts have. */
import { describe, expect, it } from "vitest";
import { diffLines } from "../../server/src/fixes/line-diff";
import type { TextEdit } from "../../server/src/fixes/fix";
import { random } from "../support/random";

function applied(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let at = 0;
  for (const { start, end, text: put } of edits) {
    expect(start).toBeGreaterThanOrEqual(at);
    result += text.slice(at, start) + put;
    at = end;
  }
  return result + text.slice(at);
}

describe("edits of whole lines", () => {
  it("leave common lines alone", () => {
    expect(diffLines("a\nb\nc\nd\n", "a\nB\nc\nd\ne\n")).toEqual([
      { start: 2, end: 4, text: "B\n" },
      { start: 8, end: 8, text: "e\n" },
    ]);
    expect(diffLines("a\r\nb\r\n", "a\nb\r\n")).toEqual([{ start: 0, end: 3, text: "a\n" }]);
    expect(diffLines("a\nb", "a\nb")).toEqual([]);
  });

  it("give the new text, whatever the two are", () => {
    const chance = random(7);
    const text = (): string =>
      Array.from(
        { length: chance.below(12) },
        () => chance.pick(["a", "b", "c", "", "  a"]) + chance.pick(["\n", "\n", "\r\n", "\r"]),
      ).join("") + chance.pick(["", "z"]);
    for (let i = 0; i < 500; i++) {
      const [before, after] = [text(), text()];
      expect(applied(before, diffLines(before, after))).toBe(after);
    }
  });

  it("give it too where more lines differ than are compared", () => {
    const lines = (name: string): string => Array.from({ length: 3000 }, (_, i) => `${name}${i}\n`).join("");
    expect(applied(lines("a"), diffLines(lines("a"), lines("b")))).toBe(lines("b"));
  });
});
