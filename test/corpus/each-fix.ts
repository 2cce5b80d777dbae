import type { Analyzer } from "../../server/src/analysis/analyzer";
import { applyEdits, areDisjoint, editsOf } from "../../server/src/fixes/apply";
import type { Fix } from "../../server/src/fixes/fix";
import { analyzeEach } from "../support/engine";
import { problemsAfter, stateBefore } from "../support/problems";

/** A fix applied alone to a text. */
export interface AppliedAlone {
  readonly rule: string;
  /** FILE:LINE rule "title", for messages. */
  readonly where: string;
  /** The text with the fix. */
  readonly text: string;
  /** What is wrong with it, as far as our own analysis tells. */
  readonly problems: readonly string[];
}

/** Of a file with more fixes, so many are applied. */
const MAX_FIXES = 60;

interface Candidate {
  readonly rule: string;
  readonly where: string;
  readonly fix: Fix;
}

/** Every fix that is offered for a file's findings, each applied alone. */
export function eachFix(file: string, analyzer: Analyzer): readonly AppliedAlone[] {
  const { document, settings } = analyzer;
  const before = stateBefore(document, settings);
  const candidates = analyzer.repairs(0, document.length).flatMap(({ diagnostic, offers }) =>
    offers.flatMap((offer): Candidate[] => {
      if (offer.kind !== "fix") return [];
      const where = `${file}:${document.positionAt(diagnostic.start).line + 1} ${diagnostic.rule} "${offer.title}"`;
      return [{ rule: diagnostic.rule, where, fix: offer }];
    }),
  );
  // A document of its own for the fixed texts: what a fix leaves alone is not parsed again for each.
  const fixed = analyzeEach(document.text, settings);
  return sample(candidates, file).map(({ rule, where, fix }) => {
    const edits = editsOf(analyzer.module, fix);
    if (!areDisjoint(edits)) return { rule, where, text: document.text, problems: ["edits overlap"] };
    const text = applyEdits(document.text, edits);
    fixed.document.apply([{ text }], 1);
    fixed.update();
    return { rule, where, text, problems: problemsAfter(fixed, rule, before) };
  });
}

function sample(candidates: readonly Candidate[], file: string): readonly Candidate[] {
  if (candidates.length <= MAX_FIXES) return candidates;
  console.log(`${file}: ${MAX_FIXES} of ${candidates.length} fixes, evenly spread`);
  return Array.from({ length: MAX_FIXES }, (_, i) => candidates[Math.floor((i * candidates.length) / MAX_FIXES)]!);
}
