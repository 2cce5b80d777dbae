import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { ownNodes } from "./definitions";
import { isComprehension } from "./scopes";

const LEAVING: ReadonlySet<Kind> = new Set(["return_statement", "break_statement", "continue_statement"]);
const LOOPS: readonly Kind[] = ["for_statement", "while_statement"];

/**
 * Whether a node of a function's own body runs each time that the function does, but for errors: it stands under no
 * condition, and nothing may have left the function, or the loop around, before it. Of several that do the same, one in
 * each branch of an `if`, one runs.
 *
 * @param alike those that do the same as this one
 */
export function runsSurely(node: Node, function_: Node, alike: readonly Node[] = []): boolean {
  return standsUnderNoCondition(node, function_, alike) && !mayBeLeftBefore(node, function_);
}

function standsUnderNoCondition(node: Node, whole: Node, alike: readonly Node[]): boolean {
  let inner = node;
  for (const around of node.ancestors()) {
    if (around === whole) return true;
    if (!runsWith(inner, around, alike)) return false;
    inner = around;
  }
  return false;
}

/** Whether a part of something runs whenever that does, or does what the other parts do. */
function runsWith(part: Node, whole: Node, alike: readonly Node[]): boolean {
  switch (whole.kind) {
    case "if_statement":
      // Whatever stands in an alternative was asked for that before.
      return part.field === "condition" || part.field === "alternative" || isInEachBranch(whole, alike);
    case "conditional_expression":
      return whole.named[1] === part;
    case "boolean_operator":
      return part.field === "left";
    case "while_statement":
      return part.field === "condition" || (part.field === "body" && isEndless(whole));
    case "for_statement":
      return part.field === "right" || (part.field === "body" && goesRound(whole));
    case "else_clause":
      return (
        whole.parent?.kind === "try_statement" ||
        (whole.parent?.kind === "if_statement" && isInEachBranch(whole.parent, alike))
      );
    case "elif_clause":
      return (
        part.field === "consequence" && whole.parent?.kind === "if_statement" && isInEachBranch(whole.parent, alike)
      );
    case "except_clause":
    case "case_clause":
    case "assert_statement":
      return false;
    default:
      return (
        !isComprehension(whole) ||
        (part.kind === "for_in_clause" && whole.named.find(({ kind }) => kind === "for_in_clause") === part)
      );
  }
}

/** Whether each branch of an `if` has one of some nodes, under no further condition, or ends in an error. */
function isInEachBranch(statement: Node, alike: readonly Node[]): boolean {
  const alternatives = statement.all("alternative");
  if (alike.length < 2 || alternatives.at(-1)?.kind !== "else_clause") return false;
  const branches = [
    statement.child("consequence"),
    ...alternatives.map((one) => one.child("consequence") ?? one.child("body")),
  ];
  return branches.every(
    (branch) =>
      branch !== undefined &&
      (branch.named.at(-1)?.kind === "raise_statement" ||
        alike.some((one) => branch.contains(one) && standsUnderNoCondition(one, branch, []))),
  );
}

function isEndless(loop: Node): boolean {
  const condition = loop.child("condition");
  return condition?.kind === "true" || condition?.text === "1";
}

/** Whether a loop goes round at least once, as one that tries something so and so often. */
function goesRound(loop: Node): boolean {
  const items = loop.child("right");
  return items?.kind === "call" && /^(?:range|(?:itertools\.)?count)$/.test(items.child("function")?.text ?? "");
}

/** What is left for an error does not count. */
function mayBeLeftBefore(node: Node, function_: Node): boolean {
  for (const leaving of ownNodes(function_, LEAVING)) {
    if (leaving.start >= node.start) return false;
    if (leaving.end > node.start || isForError(leaving) || isInOtherBranch(leaving, node)) continue;
    if (leaving.kind === "return_statement" || leaving.closest(...LOOPS)?.contains(node) === true) return true;
  }
  return false;
}

function isInOtherBranch(leaving: Node, node: Node): boolean {
  for (const around of leaving.ancestors()) if (around.contains(node)) return around.kind === "if_statement";
  return false;
}

function isForError(leaving: Node): boolean {
  for (const around of leaving.ancestors()) {
    if (around.kind === "except_clause") return true;
    if (around.kind === "function_definition") return false;
  }
  return false;
}
