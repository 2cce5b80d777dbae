import type { Diagnostic } from "./diagnostic";
import type { Fix, Remedy } from "../fixes/fix";
import { byPlace } from "./check";
import { SEVERITIES } from "../config/settings";

/** A finding with the act that it is a part of, if any. */
export interface OfAct {
  readonly diagnostic: Diagnostic;
  /** The same for all that are one act, whatever rules find them. */
  readonly act: string | undefined;
  /** How much of it the finding is. */
  readonly share: number;
  /** Whether a comment keeps it away. */
  readonly ignored: boolean;
}

/** More places than this are not shown beside a finding: its message counts them. */
const MOST_SHOWN = 10;

/**
 * Of the findings of one rule that are one act, the first of the most serious ones stands for all,
 * and of these the one that is most of it. Where a comment
 * keeps that one away, it speaks of the whole act: whoever wrote it has seen the one that was told, and would see the
 * next one come up in its place. The findings come, and are given, in the file's order.
 */
export function foldActs(found: readonly OfAct[]): readonly Diagnostic[] {
  const acts = new Map<string, OfAct[]>();
  for (const one of found) {
    if (one.act === undefined) continue;
    const key = `${one.diagnostic.rule} ${one.act}`;
    const known = acts.get(key);
    if (known === undefined) acts.set(key, [one]);
    else known.push(one);
  }
  const several = [...acts.values()].filter((act) => act.length > 1);
  const folded = new Set(several.flat());
  const alone = found.flatMap((one) => (one.ignored || folded.has(one) ? [] : [one.diagnostic]));
  return several.length === 0 ? alone : [...alone, ...several.flatMap(asOne)].sort(byPlace);
}

/** The one that stands for an act; none where a comment keeps that one away. */
function asOne(act: readonly OfAct[]): readonly Diagnostic[] {
  const seriousness = ({ diagnostic }: OfAct): number => SEVERITIES.indexOf(diagnostic.severity);
  const most = Math.max(...act.map(seriousness));
  const serious = act.filter((one) => seriousness(one) === most);
  const largest = Math.max(...serious.map(({ share }) => share));
  const first = serious.find(({ share }) => share === largest)!;
  if (first.ignored) return [];
  const others = act.flatMap((one) => (one === first || one.ignored ? [] : [one.diagnostic]));
  if (others.length === 0) return [first.diagnostic];
  const { diagnostic } = first;
  const places = others.slice(0, MOST_SHOWN).map(({ start, end }) => ({ start, end, message: "the same here" }));
  return [
    {
      ...diagnostic,
      message: `${diagnostic.message} (and ${others.length} more like it)`,
      related: [...diagnostic.related, ...places],
      others,
    },
  ];
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
  const same =
    offers.find((offer) => offer.kind === "fix" && offer.title === fix.title) ??
    offers.find((offer) => offer.kind === "fix" && offer.way !== undefined && offer.way === fix.way);
  return same?.kind === "fix" && same.applicability === fix.applicability && same.edits !== fix.edits ? [same] : [];
}
