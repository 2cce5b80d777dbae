import type { RuleContext } from "../../contract";
import { isServer } from "./terminal";
import { mainGuardAround } from "../../../fixes/imports";
import { executionOf } from "../../../model/execution";
import type { Infer } from "../../../model/infer";
import { keepsNobodyWaiting } from "../../../model/one-shot";
import type { Kind } from "../../../syntax/kinds.generated";
import type { Node } from "../../../syntax/tree";

/** What has many calls under way at once, of which one that stalls is seen by nobody. */
const THREADS = ["ThreadPoolExecutor", "ThreadPool", "ProcessPoolExecutor", "Pool", "Thread", "multitasking"] as const;

/** Callers are asked so far up. */
const MAX_CALLERS = 4;

const ENDS: ReadonlySet<Kind> = new Set(["function_definition", "module"]);

/**
 * Whether a call is made only where somebody starts the file, under `if __name__ == "__main__":` or in functions that
 * are called from there alone, and not again and again for ever: then somebody sits before it, and sees that it stalls.
 * A coroutine counts where it is all that is on its loop.
 */
export function isStartedByHand(node: Node, context: RuleContext): boolean {
  return isReached(node, context.infer, 0);
}

function isReached(node: Node, infer: Infer, depth: number): boolean {
  if (depth > MAX_CALLERS || goesOnForEver(node)) return false;
  const execution = executionOf(node);
  if (execution.kind === "module") return mainGuardAround(node) !== undefined || printsAsItRuns(infer);
  if (execution.kind === "later" || (execution.kind === "async" && !keepsNobodyWaiting(node, infer))) return false;
  const name = execution.function.child("name");
  if (name === undefined) return false;
  let isUsed = false;
  for (const id of infer.identifiersIfFew(name.text)) {
    if (id.tree === name.tree && id.row === name.row) continue;
    if (execution.function.contains(id) && id.tree === name.tree) continue;
    if (!isReached(id, infer, depth + 1)) return false;
    isUsed = true;
  }
  return isUsed;
}

/** Whether a file prints at its top what it does: nobody imports what would do so to him. */
function printsAsItRuns(infer: Infer): boolean {
  return [...infer.identifiersIfFew("print")].some(
    (id) => id.field === "function" && executionOf(id).kind === "module" && !isConditional(id),
  );
}

const CONDITIONS: ReadonlySet<Kind> = new Set(["if_statement", "try_statement"]);

function isConditional(node: Node): boolean {
  for (const around of node.ancestors()) if (CONDITIONS.has(around.kind)) return true;
  return false;
}

/**
 * Whether a call goes on with nobody before it, though somebody starts its file by hand: the file serves, has threads,
 * or makes it again and again for ever.
 */
export function goesOnUnattended(node: Node, context: RuleContext): boolean {
  return (
    isServer(context) || THREADS.some((name) => context.infer.isSaid(name)) || isRepeatedForEver(node, context.infer, 0)
  );
}

function isRepeatedForEver(node: Node, infer: Infer, depth: number): boolean {
  if (goesOnForEver(node)) return true;
  const function_ = node.closest("function_definition", "lambda");
  const name = function_?.child("name");
  if (name === undefined || depth >= MAX_CALLERS) return false;
  for (const id of infer.identifiersIfFew(name.text)) {
    if (id.tree === name.tree && function_!.contains(id)) continue;
    if (isRepeatedForEver(id, infer, depth + 1)) return true;
  }
  return false;
}

/** `while True:` */
function goesOnForEver(node: Node): boolean {
  for (const around of node.ancestors()) {
    if (ENDS.has(around.kind)) return false;
    if (around.kind === "while_statement" && /^(?:True|1)$/.test(around.child("condition")?.text ?? "")) return true;
  }
  return false;
}
