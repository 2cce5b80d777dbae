import { editsOf } from "../fixes/apply";
import { type Fix, type Offer, settled } from "../fixes/fix";
import { Infer } from "../model/infer";
import type { Segment } from "../syntax/document";
import { isLineBreak, lineEnd } from "../syntax/lines";
import type { Analyzer } from "./analyzer";
import type { Refactoring, Spot } from "../refactorings/contract";

/**
 * What refactorings offer for a cursor or selection (offsets in the document), in their order. What a finding there
 * offers as its fix is left to it, so that no menu shows the same change twice.
 */
export function refactoringsAt(
  analyzer: Analyzer,
  refactorings: readonly Refactoring[],
  start: number,
  end: number,
): readonly Offer[] {
  const { document, module, settings, role } = analyzer;
  const segment = document.segmentAt(start);
  const spot =
    segment === undefined
      ? undefined
      : spotIn(segment, start - document.offsetOf(segment), end - document.offsetOf(segment));
  if (spot === undefined) return [];
  const infer = new Infer(module);
  const context = { module, infer, settings, role };
  const offers = refactorings
    .flatMap((refactoring) => refactoring.offers(spot, context))
    .map((offer) => settled(offer));
  // What they made of answers that were cut short is worth nothing.
  if (offers.length === 0 || infer.steps.spent) return [];
  const key = (fix: Fix): string => JSON.stringify(editsOf(module, fix));
  const repairs = analyzer.repairs(start, end).flatMap((repair) => repair.offers);
  const known = new Set(repairs.flatMap((offer) => (offer.kind === "fix" ? [key(offer)] : [])));
  return offers.filter((offer) => offer.kind === "refusal" || !known.has(key(offer)));
}

/**
 * The spot that a cursor or selection means: that of the code on its line, where it stands in the white space beside
 * it.
 */
function spotIn(segment: Segment, from: number, to: number): Spot | undefined {
  const { text, tree } = segment;
  if (tree.broken || to > text.length) return undefined;
  let start = from;
  let end = to;
  if (start === end) {
    const line = lineEnd(text, start);
    while (start < line && isBlank(text[start])) start++;
    if (start === line) while (start > 0 && isBlank(text[start - 1])) start--;
    if (start === 0 ? line === 0 : isLineBreak(text.charCodeAt(start - 1)) && start === line) return undefined;
    end = start;
  } else {
    while (start < end && /\s/.test(text[start]!)) start++;
    while (end > start && /\s/.test(text[end - 1]!)) end--;
  }
  return { node: tree.at(start, end), start, end };
}

function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\t" || character === "\f";
}
