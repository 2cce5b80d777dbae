import type { Fix } from "../fixes/fix";
import { TakenLines } from "../fixes/taken-lines";
import type { PythonDocument } from "../syntax/document";
import { Analyzer } from "./analyzer";
import { applySoundly } from "./sound/apply";
import { stateOf, type TextState } from "./sound/index";

/**
 * Fixes that uncover others are followed this many times; a set of fixes that goes on for longer is at odds with
 * itself.
 */
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
  /** What differs afterwards, of each fix that was applied and says so; each said once. */
  readonly notes: readonly string[];
  readonly rounds: number;
  /** False when the last round still changed something. */
  readonly converged: boolean;
  /** Fixes that are left out as they would have broken the text, and why. */
  readonly leftOut: readonly { readonly title: string; readonly reason: string }[];
}

/** What the user has to know of a run of "fix all"; undefined where it did all that it could. */
export function unfinished({ converged, rounds, leftOut }: FixAllResult): string | undefined {
  const [first] = leftOut;
  if (first !== undefined) {
    const others = leftOut.length > 1 ? ` (and ${leftOut.length - 1} more)` : "";
    return `"${first.title}"${others} was left out, as it would have broken the file: ${first.reason}; please report this`;
  }
  return converged
    ? undefined
    : `after ${rounds} rounds of fixing there was still something to fix; please report this`;
}

/**
 * Applies each finding's first fix that may be applied, again and again until none is left. The text stays as sound as
 * it was: a fix that breaks it, alone or beside the others, is left out.
 */
export function fixAll(
  analyzer: Analyzer,
  open: (text: string) => PythonDocument,
  options: FixAllOptions,
): FixAllResult {
  let current = analyzer;
  let state: TextState | undefined;
  let applied = 0;
  const required = new Set<string>();
  const notes = new Set<string>();
  const result = (rounds: number, converged: boolean, leftOut: FixAllResult["leftOut"] = []): FixAllResult => ({
    text: current.document.text,
    applied,
    requires: [...required],
    notes: [...notes],
    rounds,
    converged,
    leftOut,
  });
  for (let rounds = 0; rounds < MAX_ROUNDS; rounds++) {
    const fixes = firstFixes(current, options);
    if (fixes.every((fix) => fix.edits.length === 0)) return result(rounds, true);
    // The nodes of the document at hand belong to others.
    state ??= stateOf(open(current.document.text));
    const round = applySoundly(current.module, fixes, state, open);
    const leftOut = round.leftOut.map(({ fix: { title }, reason }) => ({ title, reason }));
    if (round.result === undefined || round.result.document.text === current.document.text)
      return result(rounds, true, leftOut);
    ({ state } = round.result);
    applied += round.applied.length;
    for (const fix of round.applied) {
      for (const name of fix.requires ?? []) required.add(name);
      if (fix.annotation !== undefined) notes.add(`${fix.title}: ${fix.annotation}`);
    }
    const { document } = round.result;
    current = new Analyzer(document, analyzer.allRules, analyzer.settings, analyzer.mostSteps, analyzer.imports);
  }
  return result(MAX_ROUNDS, false);
}

function firstFixes(analyzer: Analyzer, options: FixAllOptions): readonly Fix[] {
  const wanted = (rule: string): boolean => options.rules === undefined || options.rules.has(rule);
  const found = analyzer
    .repairs(0, analyzer.document.length, wanted)
    .flatMap(({ diagnostic }) => [diagnostic, ...(diagnostic.others ?? [])]);
  const taken = new TakenLines(analyzer.document);
  const fixes: Fix[] = [];
  for (const diagnostic of found) {
    // What can be done on lines that change is looked for when they have changed; several findings may have one fix in
    // common.
    if (taken.has(diagnostic.start, diagnostic.end)) continue;
    const first = analyzer.ownOffers(diagnostic).find((offer) => offer.kind === "fix");
    if (first?.kind !== "fix" || (first.applicability === "unsafe" && !options.unsafe)) continue;
    if (first.edits.length === 0 || taken.take(first)) fixes.push(first);
  }
  return fixes;
}
