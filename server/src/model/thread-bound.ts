import type { Node } from "../syntax/tree";
import { ownNodes } from "./definitions";
import type { Infer } from "./infer";
import { isThreadBound, LOOP_METHODS } from "./library/thread-bound";
import type { FunctionDefinition, Value } from "./values";

const CALLS: ReadonlySet<string> = new Set(["call"]);

/** More functions than this are not followed: then it counts as bound. */
const MAX_FUNCTIONS = 200;

/** Whether a value, as far as it is known, must be used in the thread of the event loop. */
function belongsToLoop(value: Value | undefined): boolean {
  return value?.kind === "awaitable" || ((value?.kind === "name" || value?.kind === "instance") && isThreadBound(value.name));
}

/** Whether a call, by what it calls or on which object, must be made in the thread of the event loop. */
export function callBelongsToLoop(call: Node, infer: Infer): boolean {
  const callee = call.child("function");
  const object = callee?.child("object");
  if (callee === undefined) return false;
  const value = infer.value(callee);
  if (belongsToLoop(value) || (object !== undefined && belongsToLoop(infer.value(object)))) return true;
  return value === undefined && LOOP_METHODS.has(callee.child("attribute")?.text ?? "");
}

/** Whether a plain function, or one of the file that it calls, reaches for the event loop or for what is kept for a thread. */
export function reachesForLoop(definition: FunctionDefinition, infer: Infer): boolean {
  const seen = new Set([definition.node]);
  const queue = [definition];
  for (let function_ = queue.pop(); function_ !== undefined; function_ = queue.pop()) {
    for (const call of ownNodes(function_.node, CALLS)) {
      if (callBelongsToLoop(call, infer)) return true;
      const callee = call.child("function");
      const value = callee === undefined ? undefined : infer.value(callee);
      if (value?.kind !== "function" || value.definition.async || seen.has(value.definition.node)) continue;
      if (seen.size >= MAX_FUNCTIONS) return true;
      seen.add(value.definition.node);
      queue.push(value.definition);
    }
  }
  return false;
}
