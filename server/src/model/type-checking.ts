import type { Node } from "../syntax/tree";

/**
 * Whether code is for type checkers alone: under `if TYPE_CHECKING:`, or where `if not TYPE_CHECKING:` doesn't hold.
 *
 * @param isFlag whether an expression is `typing.TYPE_CHECKING`
 */
export function isForTypeCheckers(node: Node, isFlag: (expression: Node) => boolean): boolean {
  let inner = node;
  for (const around of node.ancestors()) {
    const condition =
      around.kind === "if_statement" || around.kind === "elif_clause" ? around.child("condition") : undefined;
    if (condition !== undefined && inner.field === "consequence" && holdsForTypeCheckersAlone(condition, isFlag))
      return true;
    if (
      condition?.kind === "not_operator" &&
      inner.field === "alternative" &&
      isFlag(condition.child("argument") ?? condition)
    )
      return true;
    inner = around;
  }
  return false;
}

function holdsForTypeCheckersAlone(condition: Node, isFlag: (expression: Node) => boolean): boolean {
  const inner = condition.kind === "parenthesized_expression" ? condition.named[0] : condition;
  if (inner === undefined) return false;
  if (inner.kind !== "boolean_operator") return isFlag(inner);
  return inner.hasToken("and") && inner.named.some(isFlag);
}
