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
  for (let around = node.closest(...ASKING); around !== undefined; around = around.closest(...ASKING)) {
    if (!end.contains(around)) break;
    const condition = around.child("condition");
    if (condition === undefined) continue;
    if (around.child("consequence")?.contains(node) === true) decisions.push({ condition, met: true });
    else if (isInElse(node, around)) decisions.push({ condition, met: false });
  }
  return decisions;
}

/** Whether a node stands in what is run where no condition is met, of a statement that asks once. */
function isInElse(node: Node, { named }: Node): boolean {
  return (
    named.some((part) => part.kind === "else_clause" && part.contains(node)) &&
    !named.some(({ kind }) => kind === "elif_clause")
  );
}
