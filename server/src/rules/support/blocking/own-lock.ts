import { ownNodes } from "../../../model/definitions";
import type { Infer } from "../../../model/infer";
import type { Row } from "../../../model/library/row";
import { isOneOf } from "../../../syntax/literals";
import { RETURNS } from "../../../syntax/node-kinds";
import type { Node } from "../../../syntax/tree";

/** How methods are called that take a lock, and those that give it back: `r_acquire`, `release_write`, `__enter__`. */
const TAKES = /(?:^|_)(?:acquire|lock|enter)(?:_|[A-Z]|$)/;
const GIVES_BACK = /(?:^|_)(?:release|unlock|exit)(?:_|[A-Z]|$)/;
/** How a condition is told that what it waits for may be so now. */
const TELLS = ["notify", "notify_all"] as const;

/**
 * Whether a wait is how a class takes a lock that it is itself: `acquire()` waits for its condition, which `release()`
 * tells. Who hands something out, as a pool does its connections, keeps its callers waiting for as long as others use
 * that.
 */
export function takesOwnLock(call: Node, row: Row, function_: Node, infer: Infer): boolean {
  if (!/\.Condition\.wait(?:_for)?$/.test(row.name)) return false;
  const condition = call.child("function")?.child("object")?.text;
  const { owner, name } = infer.module.function(function_);
  if (owner === undefined || condition === undefined || !TAKES.test(name) || givesAnything(function_)) return false;
  return TELLS.some((word) => {
    for (const id of infer.identifiers(word)) {
      const around = id.parent?.child("object")?.text === condition ? id.closest("function_definition") : undefined;
      if (around === undefined) continue;
      const giver = infer.module.function(around);
      if (giver.owner?.node === owner.node && GIVES_BACK.test(giver.name)) return true;
    }
    return false;
  });
}

/** Whether a function gives more than whether the lock was taken, or the lock itself. */
function givesAnything(function_: Node): boolean {
  for (const given of ownNodes(function_, RETURNS)) {
    const [value] = given.named;
    if (value !== undefined && value.text !== "self" && !isOneOf(value, "true", "false", "none")) return true;
  }
  return false;
}
