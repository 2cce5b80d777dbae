import type { Node } from "../../syntax/tree";

/** What is made in the place of what may be given: `session or requests.Session()`. */
export interface MadeUnlessGiven {
  readonly given: Node;
  readonly made: Node;
}

/** An expression that is what a name stands for, or else what a call makes, in whatever way that is written. */
export function madeUnlessGiven(value: Node): MadeUnlessGiven | undefined {
  const [given, made] = sidesOf(withoutParentheses(value));
  return given?.kind === "identifier" && made?.kind === "call" ? { given, made } : undefined;
}

function sidesOf(value: Node): readonly [Node, Node] | readonly [] {
  if (value.kind === "boolean_operator") {
    const [left, right] = [value.child("left"), value.child("right")];
    const isOr = value.child("operator")?.kind === "or";
    return isOr && left !== undefined && right !== undefined ? [left, withoutParentheses(right)] : [];
  }
  const [first, condition, second] = value.kind === "conditional_expression" ? value.named : [];
  if (first === undefined || condition === undefined || second === undefined) return [];
  const [given, made, holds] =
    first.kind === "identifier" ? [first, second, ["", " is not None"]] : [second, first, ["not ", " is None"]];
  const asked = withoutParentheses(condition).text;
  const isAsked = holds.some((way) => asked === (way.startsWith(" ") ? given.text + way : way + given.text));
  return isAsked ? [given, made] : [];
}

function withoutParentheses(node: Node): Node {
  let inner = node;
  while (inner.kind === "parenthesized_expression" && inner.named[0] !== undefined) inner = inner.named[0];
  return inner;
}
