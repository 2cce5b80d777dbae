import { applyEdits, areDisjoint, combine } from "../fixes/apply";
import type { Fix } from "../fixes/fix";
import type { PythonDocument } from "../syntax/document";
import { Analyzer } from "./analyzer";

/** Fixes that uncover others are followed this many times; a set of fixes that goes on for longer is at odds with itself. */
const MAX_ROUNDS = 10;

export interface FixAllOptions {
  readonly unsafe: boolean;
  /** Only findings of these rules; all when undefined. */
  readonly rules?: ReadonlySet<string>;
}

export interface FixAllResult {
  readonly text: string;
  readonly applied: number;
  /** What the project must declare for the fixed code to run. */
  readonly requires: readonly string[];
  readonly rounds: number;
  /** False when the last round still changed something. */
  readonly converged: boolean;
}

/** What the user has to know of a run of "fix all"; undefined where it did all that it could. */
export function unfinished({ converged, rounds }: FixAllResult): string | undefined {
  return converged ? undefined : `after ${rounds} rounds of fixing there was still something to fix; please report this`;
}

/** Applies each finding's first fix that may be applied, again and again until none is left. */
export function fixAll(analyzer: Analyzer, open: (text: string) => PythonDocument, options: FixAllOptions): FixAllResult {
  let current = analyzer;
  let text = analyzer.document.text;
  let applied = 0;
  const required = new Set<string>();
  const result = (rounds: number, converged: boolean): FixAllResult => ({ text, applied, requires: [...required], rounds, converged });
  for (let rounds = 0; rounds < MAX_ROUNDS; rounds++) {
    const fixes = firstFixes(current, options);
    const combined = combine(current.module, fixes);
    if (combined.applied.length === 0 || !areDisjoint(combined.edits)) return result(rounds, combined.applied.length === 0);
    const next = applyEdits(text, combined.edits);
    if (next === text) return result(rounds, true);
    text = next;
    applied += combined.applied.length;
    for (const fix of combined.applied) for (const name of fix.requires ?? []) required.add(name);
    current = new Analyzer(open(text), analyzer.allRules, analyzer.settings);
  }
  return result(MAX_ROUNDS, false);
}

function firstFixes(analyzer: Analyzer, options: FixAllOptions): readonly Fix[] {
  const wanted = (rule: string): boolean => options.rules === undefined || options.rules.has(rule);
  return analyzer.repairs(0, analyzer.document.length, wanted).flatMap(({ offers }) => {
    const first = offers.find((offer) => offer.kind === "fix");
    return first?.kind === "fix" && (options.unsafe || first.applicability === "safe") ? [first] : [];
  });
}
