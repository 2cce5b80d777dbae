import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import type { Infer } from "./infer";

/** Callers are asked so far up. */
const MAX_CALLERS = 3;

const LEAVES: ReadonlySet<Kind> = new Set([
  "return_statement",
  "raise_statement",
  "continue_statement",
  "break_statement",
]);

/**
 * Whether a node never runs: it stands behind a `return`, `raise`, `break` or `continue` of its block, or in a private
 * function that the file calls only from such places.
 */
export function isNeverRun(node: Node, infer: Infer, depth = 0): boolean {
  let child = node;
  for (const around of node.ancestors()) {
    if (
      around.kind === "block" &&
      around.named.some((statement) => statement.end <= child.start && LEAVES.has(statement.kind))
    )
      return true;
    if (around.kind === "function_definition") return depth < MAX_CALLERS && isCalledByNone(around, infer, depth);
    child = around;
  }
  return false;
}

function isCalledByNone(function_: Node, infer: Infer, depth: number): boolean {
  const name = function_.child("name");
  // Who uses what is public, or what Python calls itself, the file doesn't show.
  if (name === undefined || !/^_(?!_)/.test(name.text)) return false;
  let isUsed = false;
  for (const id of infer.identifiersIfFew(name.text)) {
    if (id.tree === function_.tree && function_.contains(id)) continue;
    if (!isNeverRun(id, infer, depth + 1)) return false;
    isUsed = true;
  }
  return isUsed;
}
