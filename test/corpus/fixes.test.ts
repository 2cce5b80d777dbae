/**
 * Every fix that is offered in real code, applied alone: the file compiles afterwards, the finding is gone and nothing
 * new has come. And all safe fixes together, again and again, come to an end. Runs with npm run test:corpus.
 */
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { fixAll } from "../../server/src/analysis/fix-all";
import { applyEdits, areDisjoint, editsOf } from "../../server/src/fixes/apply";
import { analyze, diagnoseEverything, open } from "../support/engine";
import { compileErrors } from "../support/python";
import { CORPUS, corpusPackage, readPython } from "./packages";

interface Applied {
  readonly where: string;
  readonly title: string;
  readonly text: string;
}

const counts = new Map<string, number>();

describe("fixes in real code", () => {
  for (const name of CORPUS) {
    const here = corpusPackage(name);
    const missing = typeof here === "string";
    it.skipIf(missing)(missing ? `${name} (skipped: ${here})` : `${name}: each fix alone`, { timeout: 600_000 }, () => {
      if (missing) throw new Error(here);
      const applied: Applied[] = [];
      const problems: string[] = [];
      for (const file of here.files) {
        const text = readPython(path.join(here.root, file));
        if (text === undefined) continue;
        for (const one of fixesOf(file, text, problems)) applied.push(one);
      }
      compileErrors(applied.map(({ text }) => text)).forEach((error, i) => {
        if (error !== null) problems.push(`${applied[i]!.where} "${applied[i]!.title}": ${error}`);
      });
      expect(problems).toEqual([]);
    });

    it.skipIf(missing)(missing ? `${name} (skipped: ${here})` : `${name}: fix all comes to an end`, { timeout: 600_000 }, () => {
      if (missing) throw new Error(here);
      const problems: string[] = [];
      const texts: string[] = [];
      const files: string[] = [];
      for (const file of here.files) {
        const text = readPython(path.join(here.root, file));
        if (text === undefined) continue;
        const result = fixAll(analyze(text), open, { unsafe: false });
        if (!result.converged) problems.push(`${file}: still changing after ${result.rounds} rounds`);
        if (result.text === text) continue;
        texts.push(result.text);
        files.push(file);
        const again = fixAll(analyze(result.text), open, { unsafe: false });
        if (again.text !== result.text) problems.push(`${file}: a second run changes more`);
      }
      compileErrors(texts).forEach((error, i) => {
        if (error !== null) problems.push(`${files[i]!}: ${error}`);
      });
      expect(problems).toEqual([]);
    });
  }

  it("counts what was applied", () => {
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    console.log(
      `${total} fixes applied alone: ${[...counts]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([rule, count]) => `${rule} ${count}`)
        .join(", ")}`,
    );
    expect(total).toBeGreaterThan(0);
  });
});

function fixesOf(file: string, text: string, problems: string[]): readonly Applied[] {
  const analyzer = analyze(text);
  const before = countByRule(diagnoseEverything(text).map(({ rule }) => rule));
  const result: Applied[] = [];
  for (const { diagnostic, offers } of analyzer.repairs(0, analyzer.document.length)) {
    const where = `${file}:${analyzer.document.positionAt(diagnostic.start).line + 1} ${diagnostic.rule}`;
    for (const offer of offers) {
      if (offer.kind === "refusal") continue;
      const edits = editsOf(analyzer.module, offer);
      if (!areDisjoint(edits)) {
        problems.push(`${where} "${offer.title}": overlapping edits`);
        continue;
      }
      const fixed = applyEdits(text, edits);
      const after = countByRule(
        analyze(fixed)
          .diagnostics()
          .map(({ rule }) => rule),
      );
      if ((after.get(diagnostic.rule) ?? 0) >= (before.get(diagnostic.rule) ?? 0)) problems.push(`${where} "${offer.title}": the finding stays`);
      for (const [rule, count] of after) if (count > (before.get(rule) ?? 0)) problems.push(`${where} "${offer.title}": brings ${rule}`);
      counts.set(diagnostic.rule, (counts.get(diagnostic.rule) ?? 0) + 1);
      result.push({ where, title: offer.title, text: fixed });
    }
  }
  return result;
}

function countByRule(rules: readonly string[]): ReadonlyMap<string, number> {
  const counted = new Map<string, number>();
  for (const rule of rules) counted.set(rule, (counted.get(rule) ?? 0) + 1);
  return counted;
}
