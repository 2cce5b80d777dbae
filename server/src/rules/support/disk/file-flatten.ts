import type { FixBuilder } from "../../../fixes/builder";
import { indentationOf, linesBetween, lineSpan } from "../../../fixes/text";
import type { Kind } from "../../../syntax/kinds.generated";
import type { Node } from "../../../syntax/tree";

/** What may stand around an expression that its statement surely evaluates once, and first of all. */
const EVALUATED_ONCE: ReadonlySet<Kind> = new Set([
  "expression_statement",
  "assignment",
  "augmented_assignment",
  "return_statement",
  "call",
  "argument_list",
  "keyword_argument",
  "attribute",
  "subscript",
  "await",
  "parenthesized_expression",
  "binary_operator",
  "comparison_operator",
  "not_operator",
  "unary_operator",
  "tuple",
  "list",
  "dictionary",
  "pair",
  "expression_list",
  "named_expression",
  "string",
  "interpolation",
]);

/**
 * Takes a `with` statement away and leaves the statements of its body in its place, where its file is used by the first
 * of them alone. Returns what then stands before the use on its line; undefined where the rest would change its
 * meaning.
 *
 * @param many whether statements may follow the one with the use
 */
export function flatten(builder: FixBuilder, statement: Node, use: Node, many: boolean): string | undefined {
  const body = statement.child("body");
  const clause = statement.named.find((child) => child.kind === "with_clause");
  const first = body?.named[0];
  if (
    body === undefined ||
    first === undefined ||
    clause?.named.length !== 1 ||
    (!many && body.named.length > 1) ||
    !isEvaluatedOnce(use, first)
  )
    return undefined;
  const { text } = statement.tree;
  const outer = indentationOf(text, statement.start);
  const inner = indentationOf(text, first.start);
  const eol = builder.context.module.document.lineBreak;
  const comments = [...statement.descendants("comment")].filter((comment) => comment.end <= first.start);
  builder.edit(statement, statement.start, first.start, comments.map((comment) => comment.text + eol + outer).join(""));
  if (inner.length > outer.length && inner.startsWith(outer))
    dedent(builder, statement, first, use, inner.length - outer.length);
  return outer + text.slice(first.start, use.start);
}

function isEvaluatedOnce(use: Node, first: Node): boolean {
  let child = use;
  for (const around of use.ancestors()) {
    const isIterable = around.kind === "for_statement" && child.field === "right";
    const isCondition = around.kind === "if_statement" && child.field === "condition";
    // `load(f) or {}` evaluates its left side in any case.
    const isLeft = around.kind === "boolean_operator" && child.field === "left";
    if (!EVALUATED_ONCE.has(around.kind) && !isIterable && !isCondition && !isLeft) return false;
    if (around === first) return true;
    child = around;
  }
  return use === first;
}

/**
 * Takes `columns` characters from the lines behind the first statement's first one; lines within strings keep theirs.
 */
function dedent(builder: FixBuilder, statement: Node, first: Node, use: Node, columns: number): void {
  const { text } = statement.tree;
  const strings = [...statement.descendants("string")].map((string) => [string.start, string.end] as const);
  for (const { start: at, end } of linesBetween(text, lineSpan(text, first.start, first.start).end, text.length)) {
    // Where the text ends without a line break, the last line is told once more.
    if (at <= first.start) continue;
    const line = text.slice(at, end);
    const indentation = /^[ \t]*/.exec(line)![0];
    const behind = at >= statement.end;
    // Comments below the last statement belong to the block as long as they are indented like it.
    if (behind && (!line.trim().startsWith("#") || indentation.length <= indentationOf(text, statement.start).length))
      return;
    // The use itself is written anew.
    const rewritten = use.start < at && at < use.end;
    if (
      !rewritten &&
      line.trim() !== "" &&
      indentation.length >= columns &&
      !strings.some(([from, to]) => from < at && at < to)
    )
      builder.edit(statement, at, at + columns, "");
  }
}
