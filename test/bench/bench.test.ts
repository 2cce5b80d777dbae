/** What the bench measures with: its inputs and its arithmetic. Nothing here is timed. */
import { spawnSync } from "node:child_process";
import { TextDocument } from "vscode-languageserver-textdocument";
import { describe, expect, it } from "vitest";
import { asyncModules, asyncTrees, countLines, join, joinable } from "../../bench/corpus";
import { EDITS, scenarios } from "../../bench/edits";
import { isMet, ratioOf } from "../../bench/report";
import { findSites } from "../../bench/sites";
import { percentile, spread, summarize } from "../../bench/statistics";

const SIZES = [1_000, 5_000, 20_000];
const folders = asyncTrees();
const modules = asyncModules(folders);

describe("joined files", () => {
  it.each(SIZES)("have about %i lines, and CPython reads them", (lines) => {
    const text = join(modules, lines);
    expect(Math.abs(countLines(text) - lines)).toBeLessThanOrEqual(lines * 0.03);
    expect(syntaxError(text)).toBe("");
  });

  it("are the same each time", () => {
    expect(join(asyncModules(folders), 20_000)).toBe(join(modules, 20_000));
  });

  it("begin again with the first module where there are too few", () => {
    expect(join(["a = 1\nb = 2\n"], 10)).toBe("a = 1\nb = 2\n".repeat(5));
  });

  it("leave out what may only begin a file", () => {
    expect(joinable("\uFEFF'''doc'''\nfrom __future__ import annotations\nfrom __future__ import (\n    division,\n)\nimport os")).toBe(
      "'''doc'''\nimport os\n",
    );
  });
});

describe("edits", () => {
  const text = join(modules, 1_000);
  const places = scenarios(findSites(text), text, 20);

  it("are of all kinds at each place, and leave the text as it was", () => {
    for (const place of places) {
      expect(new Set(place.flat().flatMap(({ name }) => name ?? []))).toEqual(new Set(EDITS));
      for (const scenario of place)
        expect(
          edited(
            text,
            scenario.flatMap(({ changes }) => changes),
          ),
        ).toBe(text);
    }
  });

  it("break the file where they are meant to, and only there", () => {
    const breaking = new Set<string | undefined>(["bracket opened", "quote opened", "triple quote opened", undefined]);
    for (const scenario of places[10]!) {
      for (const [i, { name }] of scenario.entries()) {
        const after = edited(
          text,
          scenario.slice(0, i + 1).flatMap(({ changes }) => changes),
        );
        expect([name, syntaxError(after) !== ""]).toEqual([name, breaking.has(name) && name !== undefined]);
      }
    }
  });
});

describe("numbers", () => {
  it("are percentiles of all that was measured", () => {
    expect(percentile([1, 2, 3, 4, 5], 50)).toBe(3);
    expect(percentile([1, 2], 50)).toBe(1.5);
    expect(percentile([10], 99)).toBe(10);
    expect(summarize([3, 1, 2])).toEqual({ count: 3, p50: 2, p95: 2.9, p99: 2.98, max: 3 });
    expect(() => summarize([])).toThrow(RangeError);
  });

  it("are spread over what there is", () => {
    expect(spread([0, 1, 2, 3, 4, 5, 6, 7], 2)).toEqual([2, 6]);
    expect(spread([1, 2], 5)).toEqual([1, 2]);
  });

  it("meet an aim, or don't, or can't tell", () => {
    const row = { id: "", cells: [], figures: undefined };
    expect(ratioOf({ ...row, ours: 1, peer: 4 })).toBe(0.25);
    expect(isMet({ ...row, ours: 1, peer: 4 }, { ratio: 0.25 })).toBe(true);
    expect(isMet({ ...row, ours: 2, peer: 4 }, { ratio: 0.25 })).toBe(false);
    expect(isMet({ ...row, ours: 1, peer: 4 }, { ratio: 0.25, most: 0.5 })).toBe(false);
    expect(isMet({ ...row, ours: 1 }, { ratio: 0.25 })).toBeUndefined();
    expect(isMet({ ...row, ours: 1 }, { most: 1 })).toBe(true);
  });
});

type Change = Parameters<typeof TextDocument.update>[1][number];

function edited(text: string, changes: readonly Change[]): string {
  return TextDocument.update(TextDocument.create("file:///a.py", "python", 1, text), [...changes], 2).getText();
}

/** What CPython says against a text; nothing where it reads it. */
function syntaxError(text: string): string {
  const { status, stderr } = spawnSync("python3", ["-c", "import ast, sys; ast.parse(sys.stdin.buffer.read())"], { input: text, encoding: "utf8" });
  return status === 0 ? "" : stderr;
}
