import type { Node } from "../syntax/tree";
import { type FixContext, indentUnit, statementOf } from "./builder";
import { indentationOf, lineBreakOf, lineSpan } from "./text";

/** Where a call that ends its line is what a formatter takes apart first. */
const TAKEN_APART: ReadonlySet<string> = new Set([
  "expression_statement",
  "assignment",
  "augmented_assignment",
  "return_statement",
  "for_statement",
  "if_statement",
  "while_statement",
  "await",
  "as_pattern",
]);

/**
 * A call as a formatter would lay it out in the place of a node: on one line where it fits, else its arguments on a line
 * of their own, else one a line. `before` and `after` are what the new text has around the call.
 *
 * @param lead what will stand on the line before the node, where that is not what stands there now
 */
export function callInPlace(context: FixContext, node: Node, before: string, head: string, args: readonly string[], after: string, lead?: string): string {
  const flat = `${before}${head}(${args.join(", ")})${after}`;
  const limit = context.settings?.lineLength;
  const { text } = node.tree;
  const line = lineSpan(text, node.start, node.start);
  const indentation = lead === undefined ? indentationOf(text, node.start) : /^[ \t]*/.exec(lead)![0];
  const leading = lead ?? text.slice(line.start, node.start);
  const behind = text.slice(node.end, lineSpan(text, node.end, node.end).end).replace(/\s*(#.*)?[\r\n]*$/, "");
  if (limit === undefined || flat.includes("\n") || args.length === 0 || leading.length + flat.length + behind.length <= limit) return flat;
  // Behind another bracket it would be that one which a formatter opens.
  if (!TAKEN_APART.has(node.parent?.kind ?? "") || !/^:?$/.test(after + behind)) return flat;
  const eol = lineBreakOf(context.module.document.text);
  const inner = indentation + indentUnit(statementOf(node));
  const together = inner + args.join(", ");
  const body = together.length <= limit ? together : args.map((arg) => `${inner}${arg},`).join(eol);
  return `${before}${head}(${eol}${body}${eol}${indentation})${after}`;
}
