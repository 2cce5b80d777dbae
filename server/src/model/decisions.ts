import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";

/** A question that a statement asks, and how it was answered where a place is reached. */
export interface Decision {
  readonly condition: Node;
  readonly met: boolean;
}

export const ASKING: ReadonlySet<Kind> = new Set(["if_statement", "elif_clause"]);

/** How the questions of the branches were answered that a node stands in, up to another one around it. */
export function branchesAround(node: Node, end: Node): readonly Decision[] {
  const decisions: Decision[] = [];
  let child = node;
  for (const around of node.ancestors()) {
    const condition = ASKING.has(around.kind) ? around.child("condition") : undefined;
    if (condition !== undefined) {
      if (child.field === "consequence") decisions.push({ condition, met: true });
      else if (child.kind === "else_clause" && !around.named.some(({ kind }) => kind === "elif_clause"))
        decisions.push({ condition, met: false });
    }
    if (around === end) break;
    child = around;
  }
  return decisions;
}
