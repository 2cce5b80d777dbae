import type { Infer } from "../../model/infer";
import { isComprehension } from "../../model/scopes";
import { lineSpan } from "../text";
import type { Node } from "../../syntax/tree";
import { statementOf } from "../../syntax/statements";

/** Whether what a node computes may be computed by statements put above its own. */
export type Hoisting =
  | {
      readonly kind: "possible";
      readonly statement: Node;
      /** Something is read later than before. */ readonly moved: string | undefined;
    }
  | { readonly kind: "impossible"; readonly reason: string };

const HEADS: Readonly<Record<string, string>> = {
  if_statement: "condition",
  for_statement: "right",
  match_statement: "subject",
};

/** Looks for what is evaluated before the node within its statement, or decides whether it is evaluated at all. */
export function hoisting(node: Node, infer: Infer): Hoisting {
  const impossible = (reason: string): Hoisting => ({ kind: "impossible", reason });
  const statement = statementOf(node);
  const { text } = statement.tree;
  const line = lineSpan(text, statement.start, statement.end);
  if (text.slice(line.start, statement.start).trim() !== "")
    return impossible("another statement stands before it on its line");
  if (/^[ \t]*;/.test(text.slice(statement.end, line.end)))
    return impossible("another statement stands behind it on its line");
  let moved: string | undefined;
  for (let child = node; child !== statement; child = child.parent!) {
    const around = child.parent!;
    const verdict = around === statement ? inStatement(child, around) : inExpression(child, around);
    if (verdict !== undefined) return impossible(verdict);
    for (const before of earlier(child, around)) {
      const cost = reading(before, infer);
      if (cost === "effect") return impossible(`${shortened(before)} is evaluated before it, and would come after it`);
      if (cost === "state") moved ??= shortened(before);
    }
  }
  return { kind: "possible", statement, moved };
}

/** Why a part of a statement can't be computed above it. */
function inStatement(child: Node, statement: Node): string | undefined {
  switch (statement.kind) {
    case "expression_statement":
    case "return_statement":
    case "raise_statement":
    case "delete_statement":
      return undefined;
    case "assert_statement":
      return child === statement.named[0] ? undefined : "it is evaluated only if the assertion fails";
    case "while_statement":
      return "it is evaluated again with each round of the loop";
    case "with_statement":
      return child === statement.children.find((part) => part.kind === "with_clause")
        ? undefined
        : "it can't be moved out of its statement";
    default:
      return HEADS[statement.kind] !== undefined && child.field === HEADS[statement.kind]
        ? undefined
        : "it is evaluated only if what stands before it allows";
  }
}

/** Why a part of an expression may not be evaluated, or not once. */
function inExpression(child: Node, around: Node): string | undefined {
  // Only what the first clause runs over is evaluated once, and before all else.
  if (isComprehension(around) && child !== around.children.find((part) => part.kind === "for_in_clause"))
    return "it stands in a comprehension, where no statement can";
  switch (around.kind) {
    case "lambda":
      return "it stands in a lambda, where no statement can";
    case "conditional_expression":
      return child === around.named[1] ? undefined : "it is evaluated under a condition";
    case "boolean_operator":
      return child.field === "left" ? undefined : "it is evaluated under a condition";
    case "comparison_operator":
      return around.named.indexOf(child) < 2 ? undefined : "it is evaluated under a condition";
    case "with_clause":
      return child === around.named[0] ? undefined : "the context managers before it are entered first";
    case "elif_clause":
    case "else_clause":
    case "case_clause":
    case "except_clause":
      return "it is evaluated only if what stands before it allows";
    case "for_in_clause":
      return child.field === "right" ? undefined : "it stands in a comprehension, where no statement can";
    default:
      return undefined;
  }
}

/** What is evaluated before `child` in the node around it. */
function earlier(child: Node, around: Node): readonly Node[] {
  if (isComprehension(around)) return [];
  switch (around.kind) {
    case "assignment":
    case "keyword_argument":
    case "for_statement":
    case "for_in_clause":
    case "with_item":
    case "as_pattern":
    case "named_expression":
      return [];
    case "augmented_assignment":
      return around.named.slice(0, 1);
    case "conditional_expression":
      return [];
    default:
      return around.named.slice(0, around.named.indexOf(child));
  }
}

/** Names and constants read the same later; what objects hold may change while others run; calls do something. */
function reading(node: Node, infer: Infer): "nothing" | "state" | "effect" {
  let cost: "nothing" | "state" = "nothing";
  for (const part of node.subtree()) {
    switch (part.kind) {
      case "call":
      case "await":
      case "yield":
      case "named_expression":
      case "list_splat":
      case "dictionary_splat":
        return "effect";
      case "subscript":
      case "attribute":
        // A method looked up on a name, or a member of a module.
        if (
          part.kind === "attribute" &&
          part.child("object")?.kind === "identifier" &&
          (part.field === "function" || infer.value(part.child("object")!)?.kind === "name")
        )
          break;
        cost = "state";
        break;
      case "binary_operator":
      case "unary_operator":
      case "comparison_operator":
        cost = "state";
        break;
      default:
        if (part.kind.endsWith("comprehension") || part.kind === "generator_expression") return "effect";
    }
  }
  return cost;
}

function shortened(node: Node): string {
  const text = node.text.replace(/\s+/g, " ");
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}
