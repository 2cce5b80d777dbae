import { ownNodes } from "../model/definitions";
import { surelyRunsBeside, turnOf } from "../model/shared/order";
import { PAUSES } from "../syntax/node-kinds";
import type { Node } from "../syntax/tree";

/** A stretch of a function during which it waits, from when to when by the offsets of what has its turn. */
export interface Wait {
  readonly function: Node;
  readonly start: number;
  readonly end: number;
  /** The innermost node that holds it. */
  readonly at: Node;
}

/** Whether a function waits anyway between two of its moments, on the way to a node. */
export function awaitsBetween(from: number, until: number, to: Node, function_: Node): boolean {
  for (const pause of ownNodes(function_, PAUSES)) {
    const turn = pause.kind === "await" || pause.hasToken("async") ? turnOf(pause, pause.start) : undefined;
    if (turn !== undefined && turn > from && turn < until && surelyRunsBeside(pause, to)) return true;
  }
  return false;
}
