import type { Analyzer } from "../../server/src/analysis/analyzer";
import type { Repairable } from "../../server/src/analysis/repairable";
import type { Settings } from "../../server/src/config/settings";
import { applyEdits, areDisjoint, editsOf } from "../../server/src/fixes/apply";
import type { Fix, TextEdit } from "../../server/src/fixes/fix";
import { inOrder } from "../../server/src/fixes/text";
import { analyzeEach } from "../support/engine";
import { problemsAfter, stateBefore } from "../support/problems";

/** One of a finding's fixes, and where the finding stands in the text at hand. */
export interface Choice {
  readonly rule: string;
  readonly title: string;
  readonly start: number;
  readonly end: number;
}

/** A text after fixes were applied one after another, and what went wrong on the way. */
export interface Walked {
  readonly text: string;
  readonly applied: readonly Choice[];
  readonly problems: readonly string[];
}

/** Each finding of a text with its fixes. */
export function choicesIn(text: string, settings: Partial<Settings> = {}): readonly (readonly Choice[])[] {
  return analyzeEach(text, settings)
    .repairs(0, text.length)
    .map(({ diagnostic: { rule, start, end }, offers }) =>
      offers.flatMap((offer) => (changesText(offer) ? [{ rule, title: offer.title, start, end }] : [])),
    )
    .filter((choices) => choices.length > 0);
}

/** Applies chosen fixes one after another, each made anew from the text that the ones before have left. */
export function walk(text: string, choices: readonly Choice[], settings: Partial<Settings> = {}): Walked {
  let state = text;
  let left = choices;
  const applied: Choice[] = [];
  const problems: string[] = [];
  while (left.length > 0) {
    const [next, ...others] = left;
    const analyzer = analyzeEach(state, settings);
    const fix = fixFor(
      next!,
      analyzer.repairs(0, state.length, (rule) => rule === next!.rule),
    );
    left = others;
    // Another fix has done its work, or has put something else in its place.
    if (fix === undefined) continue;
    const edits = editsOf(analyzer.module, fix);
    if (!areDisjoint(edits))
      return { text: state, applied, problems: [...problems, `${next!.rule} "${next!.title}": edits overlap`] };
    const before = stateBefore(analyzer.document, settings);
    state = applyEdits(state, edits);
    const after = analyzeEach(state, settings);
    problems.push(
      ...problemsAfter(after, next!.rule, before)
        .filter((problem) => !(problem === "the finding stays" && ignoresNothing(next!, after)))
        .map((problem) => `${next!.rule} "${next!.title}": ${problem}`),
    );
    left = others.map((choice) => ({ ...choice, ...moved(choice, edits) }));
    applied.push(next!);
  }
  return { text: state, applied, problems };
}

/** The rule of an ignore comment is spelled right, and what it would ignore was mended before: that is told instead. */
function ignoresNothing({ title }: Choice, after: Analyzer): boolean {
  const [, rule] = /^Replace with ([a-z-]+)$/.exec(title) ?? [];
  const said = `There is nothing to ignore: ${rule} finds nothing here`;
  return rule !== undefined && after.diagnostics().some(({ message }) => message === said);
}

/** The fix of that title for the finding that stands there. */
export function fixFor({ rule, title, start, end }: Choice, repairs: readonly Repairable[]): Fix | undefined {
  const same = repairs.filter(({ diagnostic }) => diagnostic.rule === rule);
  // A call and what is called of its result begin at one place: `Popen(...)` and `Popen(...).communicate()`.
  const found =
    same.find(({ diagnostic }) => diagnostic.start === start && diagnostic.end === end) ??
    same.find(({ diagnostic }) => diagnostic.start === start) ??
    same.find(({ diagnostic }) => start <= diagnostic.start && diagnostic.end <= end);
  return found?.offers.find((offer): offer is Fix => changesText(offer) && offer.title === title);
}

function changesText(offer: Repairable["offers"][number]): offer is Fix {
  return offer.kind === "fix" && offer.edits.length > 0;
}

/** Where a range has gone; as wide as what was put in its place where it was replaced. */
function moved({ start, end }: Choice, edits: readonly TextEdit[]): { readonly start: number; readonly end: number } {
  let [from, to] = [start, end];
  let shift = 0;
  for (const edit of inOrder(edits)) {
    const grown = edit.text.length - (edit.end - edit.start);
    if (edit.end <= start) from += grown;
    else if (edit.start <= start) from = edit.start + shift;
    if (edit.end <= end) to += grown;
    else if (edit.start < end) to = edit.start + shift + edit.text.length;
    shift += grown;
  }
  return { start: from, end: to };
}
