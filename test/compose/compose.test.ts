/**
 * Fixes together: whatever subset of a file's fixes is applied, in whatever order, one after another or at once, the
 * text compiles, what was fixed is gone, and imports are neither missing nor unused nor doubled.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixAll } from "../../server/src/analysis/fix-all";
import { applyEdits, areDisjoint, combine } from "../../server/src/fixes/apply";
import type { Settings } from "../../server/src/config/settings";
import type { Fix } from "../../server/src/fixes/fix";
import { TakenLines } from "../../server/src/fixes/taken-lines";
import { OTHER_NAMES } from "../../server/src/fixes/task-group/names";
import { analyzeEach, diagnoseEverything, open } from "../support/engine";
import { realFiles } from "../support/files";
import { judge } from "../support/judge";
import { MADE_ASYNC, madeAsync } from "../support/made-async";
import { type Choice, choicesIn, fixFor, walk } from "./steps";
import { asOneFile, type Violation, violations, withImportsAbove } from "./texts";

/** fast-check prints the seed of a failure; the same seed gives the same run. */
const SEED = 20261126;
/** What stands on a line with another, or between what another writes in one function, waits for the next round. */
const MAX_ROUNDS = 4;

const all = await violations();
const rules = [...new Set(all.map(({ rule }) => rule))];
const textsOf = (some: readonly Violation[]): readonly string[] => some.map(({ text }) => text);

/** A few violations of any rules as one file, with their imports where they stood or all above. */
const fragments = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...all), { minLength: 1, maxLength: 4, selector: ({ text }) => text }),
    fc.constantFrom(asOneFile, withImportsAbove),
  )
  .map(([some, joined]) => joined(textsOf(some)));

/** One fix each of some findings of a text, in any order. */
function choicesOf(text: string, settings: Partial<Settings> = {}): fc.Arbitrary<readonly Choice[]> {
  const findings = choicesIn(text, settings);
  return fc
    .tuple(fc.shuffledSubarray([...findings]), fc.nat())
    .map(([some, pick]) => some.map((choices, i) => choices[(pick + i) % choices.length]!));
}

const fragmentsWithChoices = fragments.chain((text) => choicesOf(text).map((choices) => ({ text, choices })));

/** Real files in which there is something to compose, once their functions are async. */
const files = realFiles(150)
  .map(({ file, text }) => ({ file, text: madeAsync(text) }))
  .filter(({ text }) => text.length < 40_000 && choicesIn(text, MADE_ASYNC).length > 1)
  .slice(0, 20);

async function expectJudged(text: string, ...after: readonly string[]): Promise<void> {
  const [problems] = await judge([{ before: text, after }]);
  expect(problems, `the text before is no Python:\n${text}`).toBeDefined();
  problems!.forEach((of, i) => expect(of, after[i]).toEqual([]));
}

/** What is true of fixes that are applied one after another, and of those among them that can be applied at once. */
async function expectComposed(
  text: string,
  choices: readonly Choice[],
  settings: Partial<Settings> = {},
): Promise<void> {
  const walked = walk(text, choices, settings);
  expect(walked.problems, walked.text).toEqual([]);
  const together = atOnce(text, choices, settings);
  expect(together.problems, together.text).toEqual([]);
  await expectJudged(text, walked.text, together.text);
}

/** Applies at once what `combine` takes of the chosen fixes. */
function atOnce(
  text: string,
  choices: readonly Choice[],
  settings: Partial<Settings> = {},
): {
  readonly text: string;
  readonly taken: readonly Choice[];
  readonly applied: readonly Fix[];
  readonly problems: readonly string[];
} {
  const analyzer = analyzeEach(text, settings);
  const repairs = analyzer.repairs(0, text.length);
  const fixes = new Map<Fix, Choice>();
  for (const choice of choices) fixes.set(fixFor(choice, repairs)!, choice);
  // Who chooses one takes along what belongs to it.
  const { edits, applied } = combine(
    analyzer.module,
    [...fixes.keys()].flatMap((fix) => [fix, ...(fix.together?.() ?? [])]),
  );
  if (!areDisjoint(edits)) return { text, taken: [], applied, problems: ["edits overlap"] };
  const taken = applied.flatMap((fix) => fixes.get(fix) ?? []);
  const after = applyEdits(text, edits);
  // With what keeps silent beside another finding: a process without a limit is told of once it is off the event loop.
  const before = countByRule(diagnoseEverything(text, settings));
  const left = countByRule(diagnoseEverything(after, settings));
  const gone = countByRule(taken);
  const problems = [...gone].flatMap(([rule, count]) =>
    (left.get(rule) ?? 0) > (before.get(rule) ?? 0) - count ? [`${rule}: a finding stays`] : [],
  );
  return { text: after, taken, applied, problems };
}

function countByRule(items: readonly { readonly rule: string }[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of items) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}

describe("fixes of one file", () => {
  it("compose in rule pages, whichever are chosen, in any order", async () => {
    await fc.assert(
      fc.asyncProperty(fragmentsWithChoices, ({ text, choices }) => expectComposed(text, choices)),
      { seed: SEED, numRuns: 150 },
    );
  });

  it.each(files.map(({ file, text }) => [file, text] as const))("compose in %s", async (_file, text) => {
    await fc.assert(
      fc.asyncProperty(choicesOf(text, MADE_ASYNC), (choices) => expectComposed(text, choices, MADE_ASYNC)),
      { seed: SEED, numRuns: 3 },
    );
  });

  it("give the same text in any order, and at once, where none touches what another changes", () => {
    fc.assert(
      fc.property(fragmentsWithChoices, ({ text, choices }) => {
        const { taken, applied, text: together } = atOnce(text, choices.slice(0, 3));
        const modules = importedInTwoWays(applied);
        for (const order of orders(taken)) {
          const walked = walk(text, order);
          // Where one fix answers the finding of another, the second has nothing left to do.
          if (walked.applied.length < order.length || areInTwoForms(order)) continue;
          const [inTurn, once] = [walked.text, together].map((one) =>
            importsAside(unqualified(unnumbered(inOneWay(one, text)), modules), text),
          );
          expect(inTurn, order.map(({ title }) => title).join(", ")).toBe(once);
        }
      }),
      { seed: SEED, numRuns: 200 },
    );
  });
});

/**
 * A name that one fix makes up gets a number, or is another word for the same, where another took it first; what cancellation does is said again above a
 * second TaskGroup where neither fix has seen the other; and an import is set apart from others, or stands in another
 * line of theirs, where the last one of its kind, which may be its own, has gone before it comes.
 */
function unnumbered(text: string): string {
  const together = text
    .replaceAll(/^((?:import|from) .*\n)\n(?=(?:import|from) )/gm, "$1")
    .replaceAll(/^(?:(?:import|from) .*\n){2,}/gm, (lines) =>
      lines
        .split(/(?<=\n)/)
        .toSorted()
        .join(""),
    );
  const once = together
    .replaceAll(/^ *# If one of these tasks fails, the others are cancelled\.\n/gm, "")
    .replaceAll(
      "# The other tasks are cancelled; the first error is raised itself.",
      "# The first error is raised itself.",
    );
  let named = once;
  for (const [base, others] of OTHER_NAMES)
    named = named.replaceAll(new RegExp(`\\b(?:${others.join("|")})\\b`, "g"), base);
  return named.replace(/\b([A-Za-z_]+)\d+\b/g, "$1");
}

/**
 * An import that stands among the code goes with its last use there, and comes again at the head of the file, unless
 * its next use came before: then it stays where it is. Where a text has such imports, theirs and the blank lines around
 * them aren't compared.
 */
function importsAside(text: string, before: string): string {
  const imports = /^(?:import|from) .*\n/gm;
  const code = before.search(/^(?:async |def |class |@)/m);
  if (code < 0 || before.slice(code).search(imports) < 0) return text;
  const lines = new Set(text.match(imports));
  return [...lines].toSorted().join("") + text.replaceAll(imports, "").replaceAll(/\n{2,}/g, "\n");
}

/**
 * A file's way into threads is the one that it takes most often: where it takes none yet, the first fix begins it, and
 * that may be one at a place where asyncio's name stands for something else.
 */
function inOneWay(text: string, before: string): string {
  return /to_thread/.test(before) ? text : text.replaceAll("anyio.to_thread.run_sync(", "asyncio.to_thread(");
}

/**
 * Whether a function may get groups that raise a group and others that raise the first error itself: what both say of
 * cancellation, and how they call their tasks, goes by which of them is first.
 */
function areInTwoForms(order: readonly Choice[]): boolean {
  const titles = new Set(order.map(({ title }) => title).filter((title) => title.startsWith("Wrap in TaskGroup")));
  return titles.size > 1;
}

/** The modules that some of the fixes import whole, and others a name of. */
function importedInTwoWays(fixes: readonly Fix[]): readonly string[] {
  const needs = fixes.flatMap((fix) => fix.needs);
  const whole = new Set(needs.filter(({ name }) => name === undefined).map(({ module }) => module));
  return [
    ...new Set(needs.filter(({ module, name }) => name !== undefined && whole.has(module)).map(({ module }) => module)),
  ];
}

/**
 * A fix writes a name as the file at hand imports it: `asyncio.TaskGroup` where another fix has imported asyncio
 * before, `TaskGroup` where the file has no more than `from asyncio import gather`. Both are right; that all that is
 * used is imported, and nothing else, is for the judge to say.
 */
function unqualified(text: string, modules: readonly string[]): string {
  return modules.reduce((result, module) => {
    const name = module.replaceAll(".", String.raw`\.`);
    const imports = new RegExp(String.raw`^(?:import ${name}|from ${name} import [\w, ]+)\n`, "gm");
    return result.replace(imports, "").replace(new RegExp(String.raw`\b${name}\.(?=\w)`, "g"), "");
  }, text);
}

function orders<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((item, i) => orders(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

/** Lines of a text as an edit each. */
function writing(text: string, ...lines: readonly number[]): Pick<Fix, "edits"> {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return { edits: lines.map((line) => ({ start: starts[line]!, end: starts[line + 1]! - 1, text: "" })) };
}

describe("the lines that a fix takes", () => {
  const text =
    "import os\n\nasync def one():\n    a()\n    b()\n    c()\n\nasync def two():\n    d()\n\nasync def three():\n    e()\n";

  it("are not those of functions between two that it writes in", () => {
    const taken = new TakenLines(open(text));
    expect(taken.take(writing(text, 0, 11))).toBe(true);
    expect(taken.take(writing(text, 3, 5))).toBe(true);
    expect(taken.take(writing(text, 8))).toBe(true);
  });

  it("are all between two that it writes in one function", () => {
    const taken = new TakenLines(open(text));
    expect(taken.take(writing(text, 0, 3, 5))).toBe(true);
    expect(taken.take(writing(text, 4, 8))).toBe(false);
    // What isn't taken leaves its other lines free.
    expect(taken.take(writing(text, 8))).toBe(true);
  });

  it("keep a name that one fix gives, and reads further down, from another that would give it in between", () => {
    const code = `import subprocess\n\nasync def both(a, b):
    first = subprocess.run([a], capture_output=True)
    second = subprocess.run([b], capture_output=True)
    print(first.stdout)
    print(second.stdout)\n`;
    const analyzer = analyzeEach(code);
    const chosen = choicesIn(code, {}).flatMap((choices) =>
      choices.filter(({ title }) => title.startsWith("Start with asyncio.create_subprocess")),
    );
    const repairs = analyzer.repairs(0, code.length);
    const fixes = chosen.map((choice) => fixFor(choice, repairs)!);
    // Each by itself unpacks what its process gives into `stdout`.
    expect(fixes.map((fix) => fix.edits.some(({ text: written }) => written.includes("stdout, _ = await")))).toEqual([
      true,
      true,
    ]);
    expect(combine(analyzer.module, fixes).applied).toEqual([fixes[0]]);
  });

  it("reach to what is put behind a function's last line", () => {
    const taken = new TakenLines(open(text));
    const behind = text.indexOf("\nasync def two");
    const { edits } = writing(text, 3);
    expect(taken.take({ edits: [...edits, { start: behind, end: behind, text: "    f()\n" }] })).toBe(true);
    expect(taken.take(writing(text, 4))).toBe(false);
  });
});

describe("fix all", () => {
  it.each(rules)("leaves Python where all violations of %s stand in one file", async (rule) => {
    for (const join of [asOneFile, withImportsAbove]) {
      const text = join(textsOf(all.filter((one) => one.rule === rule)));
      await expectSettled(text);
    }
  });

  it("leaves Python where all violations of all rules stand in one file", async () => {
    await expectSettled(asOneFile(textsOf(all)));
  });

  it("comes to rest in a few rounds in rule pages", async () => {
    await fc.assert(fc.asyncProperty(fragments, expectSettled), { seed: SEED, numRuns: 60 });
  });
});

async function expectSettled(text: string): Promise<void> {
  const results = [false, true].map((unsafe) => fixAll(analyzeEach(text), open, { unsafe }));
  for (const { converged, rounds, text: fixed } of results) {
    expect(converged, `still changing after ${rounds} rounds:\n${fixed}`).toBe(true);
    expect(rounds, fixed).toBeLessThanOrEqual(MAX_ROUNDS);
  }
  await expectJudged(text, ...results.map((result) => result.text));
}
