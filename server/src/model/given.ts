/** What is known of a value that is written out: which of a constant's two sides a question falls on. */
export type Constant = "true" | "false" | "none";

/** What a parameter has to be for a part of its function to run. */
export interface Condition {
  readonly parameter: string;
  /** Its place among those that a caller gives; undefined where it is given by its name alone. */
  readonly position: number | undefined;
  readonly is: "true" | "false" | "none" | "not none";
  /** What it is where the caller doesn't give it, as far as that is known. */
  readonly standard: Constant | undefined;
}

/** What a call gives a function: of each argument, on which of a constant's sides it falls. */
export interface Given {
  readonly positions: readonly (Constant | "unknown")[];
  readonly keywords: Readonly<Record<string, Constant | "unknown">>;
}
