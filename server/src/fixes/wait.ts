import type { Node } from "../syntax/tree";

/** A stretch of a function during which it waits, from when to when by the offsets of what has its turn. */
export interface Wait {
  readonly function: Node;
  readonly start: number;
  readonly end: number;
  /** The innermost node that holds it. */
  readonly at: Node;
}
