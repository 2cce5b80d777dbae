import { type Remedy, settled } from "../fixes/fix";
import { forAll } from "./acts";
import type { Found } from "./check";
import type { Diagnostic } from "./diagnostic";

/** A finding with what can be done about it. */
export interface Repairable {
  readonly diagnostic: Diagnostic;
  readonly offers: readonly Remedy[];
}

/** So many findings of one act are repaired at once with the one that is told; the rest is told next. */
export const MOST_TOGETHER = 30;

/** Its offers are made when they are first asked for: of many findings, few are looked at. */
export function repairable(diagnostic: Diagnostic, find: () => Found | undefined): Repairable {
  return offeredBy(diagnostic, () => offersOf(find()));
}

/** A finding with what is worked out for it when somebody asks. */
export function offeredBy(diagnostic: Diagnostic, make: () => readonly Remedy[]): Repairable {
  let offers: readonly Remedy[] | undefined;
  return {
    diagnostic,
    get offers() {
      return (offers ??= make());
    },
  };
}

/** What repairs a finding and those that are one act with it. */
export function repairableWith(alone: Repairable, others: () => readonly (readonly Remedy[])[]): Repairable {
  return offeredBy(alone.diagnostic, () => forAll(alone.offers, others));
}

/** What can be done, if it was found within as many steps as the finding itself may take. */
function offersOf(found: Found | undefined): readonly Remedy[] {
  if (found === undefined) return [];
  found.steps.renew();
  const offers = (found.finding.fixes?.() ?? []).map(settled);
  return found.steps.spent ? [] : offers;
}
