import type { Fix, Remedy } from "../fixes/fix";
import type { Diagnostic } from "./analyzer";
import { byPlace } from "./check";
import { SEVERITIES } from "./settings";

/** A finding with the act that it is a part of, if any. */
export interface OfAct {
  readonly diagnostic: Diagnostic;
  /** The same for all that are one act, whatever rules find them. */
  readonly act: string | undefined;
}

/** More places than this are not shown beside a finding: its message counts them. */
const MOST_SHOWN = 10;

/**
 * Of the findings of one rule that are one act, the first of the most serious ones stands for all. The findings come, and are
 * given, in the file's order.
 */
export function foldActs(found: readonly OfAct[]): readonly Diagnostic[] {
  const acts = new Map<string, Diagnostic[]>();
  for (const { diagnostic, act } of found) {
    if (act === undefined) continue;
    const key = `${diagnostic.rule} ${act}`;
    const known = acts.get(key);
    if (known === undefined) acts.set(key, [diagnostic]);
    else known.push(diagnostic);
  }
  const several = [...acts.values()].filter((act) => act.length > 1);
  if (several.length === 0) return found.map(({ diagnostic }) => diagnostic);
  const folded = new Set(several.flat());
  return [...found.flatMap(({ diagnostic }) => (folded.has(diagnostic) ? [] : [diagnostic])), ...several.map(asOne)].sort(byPlace);
}

function asOne(act: readonly Diagnostic[]): Diagnostic {
  const seriousness = ({ severity }: Diagnostic): number => SEVERITIES.indexOf(severity);
  const most = Math.max(...act.map(seriousness));
  const first = act.find((one) => seriousness(one) === most)!;
  const others = act.filter((one) => one !== first);
  const places = others.slice(0, MOST_SHOWN).map(({ start, end }) => ({ start, end, message: "the same here" }));
  return { ...first, message: `${first.message} (and ${others.length} more like it)`, related: [...first.related, ...places], others };
}

/** What is offered for a finding that stands for others too: each fix repairs those with it that offer the same. */
export function forAll(own: readonly Remedy[], others: () => readonly (readonly Remedy[])[]): readonly Remedy[] {
  let asked: readonly (readonly Remedy[])[] | undefined;
  return own.map((offer) => {
    if (offer.kind !== "fix") return offer;
    return { ...offer, together: () => (asked ??= others()).flatMap((offers) => sameFix(offer, offers)) };
  });
}

function sameFix(fix: Fix, offers: readonly Remedy[]): readonly Fix[] {
  const same = offers.find((offer) => offer.kind === "fix" && offer.title === fix.title);
  return same?.kind === "fix" && same.applicability === fix.applicability && same.edits !== fix.edits ? [same] : [];
}
