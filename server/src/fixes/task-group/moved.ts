import type { Node } from "../../syntax/tree";
import { indentationOf, lineSpan, widthOf } from "../text";

/** How lines are written here: one level of indentation, the longest line, the line break. */
export interface Style {
  readonly unit: string;
  readonly width: number;
  readonly eol: string;
}

/**
 * A node's text as it stands at another indentation: the lines behind its first one move along, those within strings
 * stay.
 */
export function movedTo(node: Node, indent: string, style: Style): string {
  return movedText(node, node, indent, style);
}

/** As `movedTo`, for a part of what a node holds; `from` is the indentation that the lines have in common. */
export function movedText(
  within: Node,
  { start, end }: { readonly start: number; readonly end: number },
  indent: string,
  style: Style,
  from = indentationOf(within.tree.text, start),
): string {
  const { text } = within.tree;
  const piece = text.slice(start, end);
  if (!/[\n\r]/.test(piece)) return piece;
  const strings = [...within.descendants("string")];
  let at = start;
  return piece
    .split(/(\r\n|\n|\r(?!\n))/)
    .map((line, i) => {
      const lineStart = at;
      at += line.length;
      if (i === 0 || i % 2 === 1 || strings.some((string) => string.start < lineStart && lineStart < string.end))
        return i % 2 === 1 ? style.eol : line;
      return line.startsWith(from) ? indent + line.slice(from.length) : line;
    })
    .join("");
}

/**
 * A call at an indentation, or behind `lead` on a line that has it: as `movedTo`, but arguments that are aligned with
 * the bracket stay aligned.
 */
export function callAt(call: Node, indent: string, style: Style, lead = ""): string {
  const { text } = call.tree;
  const args = call.child("arguments");
  const column = call.start - lineSpan(text, call.start, call.start).start;
  const isAligned =
    args !== undefined && /^.[ \t]*[^\s#]/.test(text.slice(args.start, args.end)) && /[\r\n]/.test(call.text);
  const lines = call.text.split(/\r\n|\n|\r(?!\n)/).slice(1);
  if (!isAligned || !lines.every((line) => line.trim() === "" || line.startsWith(" ".repeat(column + 1))))
    return movedTo(call, indent, style);
  return movedText(call, call, indent + " ".repeat(lead.length), style, " ".repeat(column));
}

/** Whether a statement of one line stays within the width. */
export function fits(indent: string, text: string, style: Style): boolean {
  return !/[\n\r]/.test(text) && widthOf(indent + text) <= style.width;
}

/**
 * `head(argument)`; an argument that takes several lines stands on lines of its own. Without the first line's
 * indentation.
 */
export function callOf(
  head: string,
  argument: (indent: string) => string,
  rest: readonly string[],
  indent: string,
  style: Style,
): string {
  const flat = [argument(indent), ...rest].join(", ");
  if (!/[\n\r]/.test(flat)) return `${head}(${flat})`;
  const inner = indent + style.unit;
  return `${head}(${style.eol}${[argument(inner), ...rest].map((one) => inner + one).join(`,${style.eol}`)}${style.eol}${indent})`;
}
