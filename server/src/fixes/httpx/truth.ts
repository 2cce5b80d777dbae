import type { Node } from "../../syntax/tree";
import { CannotMove, type Moving } from "./moving";

/** Whether an expression is only asked for its truth, or its value used as well; undefined where it isn't asked. */
export function truthTest(node: Node): "test" | "value" | undefined {
  let child = node;
  let parent = node.parent;
  let asked: "test" | "value" | undefined;
  while (parent !== undefined) {
    switch (parent.kind) {
      case "not_operator":
      case "if_clause":
      case "assert_statement":
        return parent.kind === "assert_statement" && parent.named[0] !== child ? asked : "test";
      case "if_statement":
      case "elif_clause":
      case "while_statement":
        return child.field === "condition" ? "test" : asked;
      case "conditional_expression":
        return parent.named[1] === child ? "test" : asked;
      case "parenthesized_expression":
        break;
      case "boolean_operator":
        // The left side of `and` gives its own value only where that is false.
        if (child.field === "left") asked = parent.child("operator")?.kind === "and" ? (asked ?? "test") : "value";
        break;
      default:
        return asked;
    }
    child = parent;
    parent = parent.parent;
  }
  return asked;
}

/** Rewrites a test of a response's truth: requests' is true below 400, httpx's always. */
export function testTruth(node: Node, optional: boolean, moving: Moving): void {
  if (truthTest(node) === "value") throw new CannotMove("the response stands for its truth and its value at once");
  const { rewriter } = moving;
  const isName = node.kind === "identifier" || node.kind === "parenthesized_expression";
  const [open, close] = isName ? ["", ""] : ["(", ")"];
  const parent = node.parent;
  const negated = parent?.kind === "not_operator" ? parent : undefined;
  if (!optional) {
    if (negated !== undefined) rewriter.replaceRange(negated.start, node.start, open);
    else rewriter.insertBefore(node, `not ${open}`);
    rewriter.insertAfter(node, `${close}.is_error`);
    return;
  }
  if (node.kind !== "identifier") throw new CannotMove("the response may be None");
  const around = (negated ?? node).parent;
  const bare =
    around !== undefined && ["if_statement", "elif_clause", "while_statement", "if_clause"].includes(around.kind);
  const [left, right] = bare ? ["", ""] : ["(", ")"];
  if (negated !== undefined) rewriter.replace(negated, `${left}${node.text} is None or ${node.text}.is_error${right}`);
  else rewriter.replace(node, `${left}${node.text} is not None and not ${node.text}.is_error${right}`);
}
