import type { Applicability, Fix } from "./fix";

/** What is said of a fix whose edits are written. */
export interface Finish {
  readonly title: string;
  readonly way?: NonNullable<Fix["way"]>;
  readonly applicability: Applicability;
  readonly annotation?: string;
  readonly differs?: string;
  readonly changesCallers?: boolean;
  readonly requires?: readonly string[];
  readonly raisesPython?: readonly [number, number];
  readonly obstacle?: string;
}
