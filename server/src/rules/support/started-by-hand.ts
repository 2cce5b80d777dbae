import type { RuleContext } from "../contract";
import { mainGuardAround } from "../../fixes/imports";
import { executionOf } from "../../model/execution";
import type { Infer } from "../../model/infer";
import type { Kind } from "../../syntax/kinds.generated";
import type { Node } from "../../syntax/tree";

/** Callers are asked so far up. */
const MAX_CALLERS = 4;

const ENDS: ReadonlySet<Kind> = new Set(["function_definition", "module"]);

/**
 * Whether a call is made only where somebody starts the file, under `if __name__ == "__main__":` or in functions that are called from
 * there alone, and not again and again for ever: then somebody sits before it, and sees that it stalls.
 */
export function isStartedByHand(node: Node, context: RuleContext): boolean {
  return isReached(node, context.infer, 0);
}

function isReached(node: Node, infer: Infer, depth: number): boolean {
  if (depth > MAX_CALLERS || goesOnForEver(node)) return false;
  const execution = executionOf(node);
  if (execution.when === "module") return mainGuardAround(node) !== undefined;
  if (execution.when !== "sync") return false;
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

/** `while True:` */
function goesOnForEver(node: Node): boolean {
  for (const around of node.ancestors()) {
    if (ENDS.has(around.kind)) return false;
    if (around.kind === "while_statement" && /^(?:True|1)$/.test(around.child("condition")?.text ?? "")) return true;
  }
  return false;
}
