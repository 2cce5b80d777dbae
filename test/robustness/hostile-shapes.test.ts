/**
 * Files that nobody would write: whatever an editor asks of them is answered, the same after an edit as afresh, and
 * with steps of inference that grow with the file and no faster.
 */
import type { Diagnostic } from "../../server/src/analysis/diagnostic";
import { describe, expect, it } from "vitest";
import { Analyzer } from "../../server/src/analysis/analyzer";
import { checkSegment } from "../../server/src/analysis/check";
import { fixAll } from "../../server/src/analysis/fix-all";
import { refactoringsAt } from "../../server/src/analysis/refactor";
import { DEFAULT_SETTINGS } from "../../server/src/config/settings";
import { applyEdits, areDisjoint, editsOf } from "../../server/src/fixes/apply";
import { Module } from "../../server/src/model/module";
import { Steps } from "../../server/src/model/steps";
import { REFACTORINGS } from "../../server/src/refactorings/index";
import { RULES } from "../../server/src/rules/index";
import { diagnose, open } from "../support/engine";
import { HOSTILE_SHAPES } from "../support/hostile";

const SIZE = Number(process.env["SIZE"] ?? 40);
/** Of so many findings repairs are asked for, as nobody looks at more. */
const LOOKED_AT = 5;

/** Where each of many asks each of many, so that steps grow with the square; the bound on steps ends that. */
const SQUARE: Readonly<Record<string, string>> = {
  "a tower of classes": "what an object of a class holds is looked for in each class above it",
  "imports in functions": "a use of a name asks each of its bindings in the function whether it reaches",
};

const told = (diagnostics: readonly Diagnostic[]): readonly string[] =>
  diagnostics.map(({ rule, start, end, message }) => `${rule} ${start} ${end} ${message}`);

/** Asks what an editor asks, and makes an edit in the middle and takes it back. */
function exercise(text: string): void {
  const document = open(text);
  const analyzer = new Analyzer(document, RULES, DEFAULT_SETTINGS);
  const found = analyzer.diagnostics();
  for (const { start, end } of found.slice(0, LOOKED_AT)) {
    for (const { offers } of analyzer.repairs(start, end).slice(0, LOOKED_AT)) {
      for (const offer of offers) {
        if (offer.kind !== "fix") continue;
        const edits = editsOf(analyzer.module, offer);
        expect(areDisjoint(edits)).toBe(true);
        expect(applyEdits(text, edits)).not.toBe(text);
      }
    }
    refactoringsAt(analyzer, REFACTORINGS, start, start);
  }
  const middle = document.positionAt(Math.floor(text.length / 2));
  document.apply([{ range: { start: middle, end: middle }, text: "x" }], 2);
  analyzer.update();
  analyzer.diagnostics();
  document.apply(
    [{ range: { start: middle, end: { line: middle.line, character: middle.character + 1 } }, text: "" }],
    3,
  );
  document.settle();
  analyzer.update();
  expect(document.text === text, "the text is as it was").toBe(true);
  expect(told(analyzer.diagnostics())).toEqual(told(diagnose(text)));
}

/** The steps that all rules take over a text. */
function stepsOver(text: string): number {
  const document = open(text);
  const module = new Module(document);
  let taken = 0;
  for (const segment of document.segments) {
    const steps = new Steps(1_000_000);
    checkSegment(segment, RULES, { module, settings: DEFAULT_SETTINGS, role: "application" }, steps);
    taken += steps.taken;
  }
  return taken;
}

describe("hostile shapes", () => {
  it.each(Object.entries(HOSTILE_SHAPES))("%s: answered, the same after an edit as afresh", (_title, make) => {
    exercise(make(SIZE));
  });

  it.each(Object.entries(HOSTILE_SHAPES))("%s: twice the file, twice the steps", (title, make) => {
    const [once, twice] = [stepsOver(make(SIZE)), stepsOver(make(2 * SIZE))];
    expect(twice).toBeLessThan(once * (title in SQUARE ? 4.5 : 2.5) + 500);
  });

  it.each([
    "findings in one function",
    "findings in one class",
    "gathers in one function",
    "tasks that nobody keeps",
    "requests in one function",
  ])("%s: fix all comes to rest", (name) => {
    const text = HOSTILE_SHAPES[name]!(SIZE);
    const fixed = fixAll(new Analyzer(open(text), RULES, DEFAULT_SETTINGS), open, { unsafe: true });
    expect(fixed.applied).toBeGreaterThan(0);
    expect(fixed.converged).toBe(true);
  });

  it.each([
    "parentheses",
    "calls within calls",
    "sums",
    "signs",
    "and and or",
    "conditions in conditions",
    "lambdas in lambdas",
  ])("5,000 levels of %s do not exhaust the stack", (name) => {
    exercise(HOSTILE_SHAPES[name]!(5_000));
  });
});
