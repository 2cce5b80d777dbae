import { type Fix, type Remedy, withNote } from "../fixes/fix";
import { asyncFunctionAround } from "../model/execution";
import type { Node } from "../syntax/tree";
import type { Found } from "./check";

/** What is offered for another finding of a function. */
export type OffersBeside = () => readonly (readonly Remedy[])[];

/** The async function on whose behalf it runs what was found. */
export function functionOf(found: Found | undefined): Node | undefined {
  if (found === undefined || !("at" in found.finding)) return undefined;
  const { at } = found.finding;
  return asyncFunctionAround("from" in at ? at.from : at);
}

/**
 * A function that hands some of what blocks in it to threads, and goes on to block by the rest, is repaired by half: a
 * fix that does so takes along what else can go there, unless that is less sure.
 */
export function withRest(offers: readonly Remedy[], beside: OffersBeside): readonly Remedy[] {
  let asked: readonly Fix[] | undefined;
  const others = (): readonly Fix[] => (asked ??= beside().flatMap(threadFix));
  return offers.map((offer): Remedy => {
    if (offer.kind !== "fix" || offer.way === undefined) return offer;
    const { together } = offer;
    const rest = (): readonly Fix[] => others().filter((other) => isAsSure(other, offer));
    const annotation = offer.applicability === "unsafe" ? saidOfAll(offer, rest()) : undefined;
    return {
      ...offer,
      ...(annotation === undefined ? {} : { annotation }),
      together: () => unique([...(together?.() ?? []), ...rest()], offer),
    };
  });
}

/** Whether who accepts what changes with one has accepted what changes with the other. */
function isAsSure(other: Fix, fix: Fix): boolean {
  return other.applicability === "safe" || (fix.applicability === "unsafe" && other.differs === fix.differs);
}

/** What an offer that comes first does in a thread; who makes the function plain needs none. */
function threadFix(offers: readonly Remedy[]): readonly Fix[] {
  const first = offers.find((offer) => offer.kind === "fix");
  return first?.way === undefined ? [] : [first];
}

function saidOfAll(fix: Fix, others: readonly Fix[]): string | undefined {
  let said = fix.annotation;
  const known = new Set([said]);
  for (const { annotation } of others) {
    if (annotation === undefined || known.has(annotation)) continue;
    known.add(annotation);
    said = withNote(said, annotation);
  }
  return said;
}

/** Several findings may have one fix in common. */
function unique(fixes: readonly Fix[], besides: Fix): readonly Fix[] {
  const seen = new Set([besides.edits]);
  return fixes.filter(({ edits }) => {
    const isNew = !seen.has(edits);
    seen.add(edits);
    return isNew;
  });
}
