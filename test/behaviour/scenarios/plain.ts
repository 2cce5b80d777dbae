import type { Settings } from "../../../server/src/config/settings";
import type { Outcome, Scenario } from "../scenario";

/** One script of one fix of a rule. */
export interface PlainCase extends Pick<Scenario, "beside"> {
  readonly title: string;
  readonly source: string;
  readonly fix?: string;
  readonly settings?: Partial<Settings>;
  readonly holds?: readonly string[];
  readonly says?: string;
  readonly outcome?: Outcome;
}

/** Scenarios of a rule, for the fix that is named unless a case names another. */
export function scenariosOf(rule: string, fix: string, cases: readonly PlainCase[]): readonly Scenario[] {
  return cases.map((one) => ({ rule, fix, ...one }));
}
