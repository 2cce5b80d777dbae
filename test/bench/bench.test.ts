/** What the bench measures with: its inputs and its arithmetic. Nothing here is timed. */
import { spawnSync } from "node:child_process";
import { TextDocument } from "vscode-languageserver-textdocument";
import { describe, expect, it } from "vitest";
import { asyncModules, asyncTrees, countLines, join, joinable } from "../../bench/corpus";
import { EDITS, scenarios } from "../../bench/edits";
import { withMeasurements } from "../../bench/docs";
import { describeMachine } from "../../bench/machine";
import { parseOptions } from "../../bench/options";
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
    expect(areBroken([text])).toEqual([false]);
  });

  it("are the same each time", () => {
    expect(join(asyncModules(folders), 20_000)).toBe(join(modules, 20_000));
  });

  it("begin again with the first module where there are too few", () => {
    expect(join(["a = 1\nb = 2\n"], 10)).toMatch(/^(?:a = 1\nb = 2\n){5}\n\nasync def sleeper/);
  });

  it("leave out what may only begin a file", () => {
    expect(
      joinable(
        "\uFEFF'''doc'''\nfrom __future__ import annotations\nfrom __future__ import (\n    division,\n)\nimport os",
      ),
    ).toBe("'''doc'''\nimport os\n");
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
    const breaking = new Set<string | undefined>(["bracket opened", "quote opened", "triple quote opened"]);
    const steps = places.flat().flatMap((scenario) =>
      scenario.map(({ name }, i) => ({
        name,
        text: edited(
          text,
          scenario.slice(0, i + 1).flatMap(({ changes }) => changes),
        ),
      })),
    );
    const broken = areBroken(steps.map((step) => step.text));
    expect(steps.map(({ name }, i) => [name, broken[i]])).toEqual(steps.map(({ name }) => [name, breaking.has(name)]));
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

describe("the page", () => {
  const machine = describeMachine({ missing: "not asked for" }, []);

  it("holds the tables of the last run between its marks, and nothing of the run before", () => {
    const row = { id: "start/1000", cells: ["1k", "12.0"], ours: 120, peer: 60, figures: undefined };
    const table = { title: "Start", text: "Milliseconds.", head: ["lines", "ours"], rows: [row] };
    const page = withMeasurements("# A\n<!-- bench:begin -->\nold\n<!-- bench:end -->\nend\n", machine, [table]);
    expect(page).not.toContain("old");
    expect(page).toMatch(
      /^# A\n<!-- bench:begin -->\n[^]*### Start\n\nMilliseconds\.\n\n\| lines [^]*<!-- bench:end -->\nend\n$/,
    );
    expect(page).toContain("| 1k    | 12.0 | 2.00  | 150 ms | met |");
  });

  it("must have marks", () => {
    expect(() => withMeasurements("# A\n", machine, [])).toThrow("no <!-- bench:begin -->");
  });
});

describe("options", () => {
  const known = ["editing", "slow-peers"];

  it("leave slow peers out till they are asked for", () => {
    expect(parseOptions([], known).parts).toEqual(["editing"]);
    expect(parseOptions(["--all"], known).parts).toEqual(known);
    expect(parseOptions(["--only", "slow-peers"], known).parts).toEqual(["slow-peers"]);
  });

  it("write the page from whole runs only", () => {
    expect(parseOptions(["--docs"], known).docs).toBe(true);
    expect(() => parseOptions(["--docs", "--quick"], known)).toThrow("whole run");
    expect(() => parseOptions(["--only", "typing"], known)).toThrow("no part typing");
    expect(() => parseOptions(["--sizes", "10"], known)).toThrow("--sizes");
  });
});

type Change = Parameters<typeof TextDocument.update>[1][number];

function edited(text: string, changes: readonly Change[]): string {
  return TextDocument.update(TextDocument.create("file:///a.py", "python", 1, text), [...changes], 2).getText();
}

const BROKEN = `
import ast, json, sys
def broken(text):
    try:
        ast.parse(text)
    except SyntaxError:
        return True
    return False
print(json.dumps([broken(text) for text in json.load(sys.stdin)]))
`;

/** Whether CPython refuses each of the texts. */
function areBroken(texts: readonly string[]): readonly boolean[] {
  const { stdout } = spawnSync("python3", ["-c", BROKEN], { input: JSON.stringify(texts), encoding: "utf8" });
  return JSON.parse(stdout) as readonly boolean[];
}
