import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { type FixAllResult, fixAll } from "../../server/src/analysis/fix-all";
import { analyzeEach, open } from "../support/engine";
import { judge } from "../support/judge";
import { type CorpusPackage, corpusOf, readPython } from "./download";
import { type AppliedAlone, eachFix } from "./each-fix";
import { MADE_ASYNC, madeAsync } from "../support/made-async";
import { atLeast, type Proving, provingPackages, sampled } from "./packages";

/** In how many files, for as many workers, the packages are proved. */
const SHARDS = 4;
/** A run of everything takes one of so many; `npm run test:corpus` all. */
const ONE_OF = 2;

/**
 * So many rounds are enough for all fixes of a file: three processes, each of whose lines stand between another's, take
 * one each to be started and one each to be given a limit.
 */
const MAX_ROUNDS = 6;

/** A file of a package with what fixes make of it. */
interface Fixed {
  readonly file: string;
  readonly text: string;
  readonly alone: readonly AppliedAlone[];
  /** All safe fixes, and all fixes that there are. */
  readonly together: readonly FixAllResult[];
}

/**
 * Proves a part of the packages: each fix that is offered is applied alone, then all are applied together.
 *
 * @param index which part, from 0
 * @param floor how many fixes are applied alone at least in all packages; the README's figure is the sum of these
 */
export function proveShard(index: number, floor: number): void {
  const packages = sampled(
    provingPackages().filter((_, i) => i % SHARDS === index),
    ONE_OF,
  );
  const corpus = corpusOf(packages.map(({ name }) => name));
  const counts = { "as it stands": new Map<string, number>(), "made async": new Map<string, number>() };
  const absent = packages.filter(({ name }) => typeof corpus.get(name) === "string");

  describe("fixes in real code", () => {
    for (const one of packages) {
      const here = corpus.get(one.name)!;
      const title = `${one.name}${one.madeAsync ? ", its functions made async" : ""}`;
      const missing = typeof here === "string";
      it.skipIf(missing)(missing ? `${title} (skipped: ${here})` : title, async () => {
        if (missing) throw new Error(here);
        const { problems, applied } = await prove(here, one);
        const counted = counts[one.madeAsync ? "made async" : "as it stands"];
        for (const rule of applied) counted.set(rule, (counted.get(rule) ?? 0) + 1);
        expect(problems).toEqual([]);
      });
    }

    it.skipIf(absent.length > 0)("counts what was applied", () => {
      let total = 0;
      for (const [state, counted] of Object.entries(counts)) {
        const number = [...counted.values()].reduce((sum, count) => sum + count, 0);
        const rules = [...counted].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([rule, count]) => `${rule} ${count}`);
        console.log(`${number} fixes applied alone to code ${state}: ${rules.join(", ")}`);
        total += number;
      }
      expect(total).toBeGreaterThanOrEqual(atLeast(floor, ONE_OF));
    });
  });
}

/** What is wrong with fixes in a package, and the rules of those that CPython had a say about. */
async function prove(
  here: CorpusPackage,
  { madeAsync: makeAsync }: Proving,
): Promise<{ readonly problems: readonly string[]; readonly applied: readonly string[] }> {
  const settings = makeAsync ? MADE_ASYNC : {};
  const fixed: Fixed[] = [];
  for (const file of here.files) {
    const original = readPython(path.join(here.root, file));
    if (original === undefined) continue;
    const text = makeAsync ? madeAsync(original) : original;
    const analyzer = analyzeEach(text, settings);
    if (analyzer.diagnostics().length === 0) continue;
    const alone = eachFix(file, analyzer);
    const together = [false, true].map((unsafe) => fixAll(analyzeEach(text, settings), open, { unsafe }));
    fixed.push({ file, text, alone, together });
  }
  const judgements = await judge(
    fixed.map(({ text, alone, together }) => ({ before: text, after: [...alone, ...together].map((one) => one.text) })),
  );
  const problems: string[] = [];
  const applied: string[] = [];
  fixed.forEach(({ file, alone, together }, i) => {
    const judgement = judgements[i];
    // No Python for this CPython: nothing can be said of it.
    if (judgement === undefined) return;
    alone.forEach((one, j) => {
      applied.push(one.rule);
      problems.push(...[...one.problems, ...judgement[j]!].map((problem) => `${one.where}: ${problem}`));
    });
    together.forEach((result, j) => {
      const found = [...roundsOf(result), ...judgement[alone.length + j]!];
      problems.push(...found.map((problem) => `${file}, all ${j === 0 ? "safe fixes" : "fixes"}: ${problem}`));
    });
  });
  return { problems, applied };
}

function roundsOf({ converged, rounds }: FixAllResult): readonly string[] {
  if (!converged) return [`still changing after ${rounds} rounds`];
  return rounds > MAX_ROUNDS ? [`takes ${rounds} rounds`] : [];
}
