/** A text that is written out, behind a sign: `=hash`. */
export type Word = `=${string}`;

/** What is known of a value that is written out: which of a constant's two sides a question falls on, or a text. */
export type Constant = "true" | "false" | "none" | Word;

/** What a parameter has to be for a part of its function to run. */
export interface Condition {
  readonly parameter: string;
  /** Its place among those that a caller gives; undefined where it is given by its name alone. */
  readonly position: number | undefined;
  readonly is: "true" | "false" | "none" | "not none" | Word | `!${Word}`;
  /** What it is where the caller doesn't give it, as far as that is known. */
  readonly standard: Constant | undefined;
}

/**
 * An argument: on which of a constant's sides it falls; something that the caller has, which may be whatever it is, or
 * nothing that is known.
 */
export type GivenValue = Constant | "something" | "unknown";

/** What a call gives a function. */
export interface Given {
  readonly positions: readonly GivenValue[];
  readonly keywords: Readonly<Record<string, GivenValue>>;
}
