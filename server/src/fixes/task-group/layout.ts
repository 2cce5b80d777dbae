import type { Node } from "../../syntax/tree";
import { indentationOf, lineSpan } from "../text";

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
  return movedText(node, node.start, node.end, indent, style);
}

/** As `movedTo`, for a part of what a node holds; `from` is the indentation that the lines have in common. */
export function movedText(within: Node, start: number, end: number, indent: string, style: Style, from = indentationOf(within.tree.text, start)): string {
  const { text } = within.tree;
  const piece = text.slice(start, end);
  if (!/[\n\r]/.test(piece)) return piece;
  const strings = [...within.descendants("string")];
  let at = start;
  return piece
    .split(/(\r\n|\n|\r)/)
    .map((line, i) => {
      const lineStart = at;
      at += line.length;
      if (i === 0 || i % 2 === 1 || strings.some((string) => string.start < lineStart && lineStart < string.end)) return i % 2 === 1 ? style.eol : line;
      return line.startsWith(from) ? indent + line.slice(from.length) : line;
    })
    .join("");
}

/**
 * A call at an indentation, or behind `lead` on a line that has it: as `expressionAt`, but arguments that are aligned with
 * the bracket stay aligned.
 */
export function callAt(call: Node, indent: string, style: Style, lead = ""): string {
  const { text } = call.tree;
  const args = call.child("arguments");
  const column = call.start - lineSpan(text, call.start, call.start).start;
  const isAligned = args !== undefined && /^.[ \t]*[^\s#]/.test(text.slice(args.start, args.end)) && /[\r\n]/.test(call.text);
  const lines = call.text.split(/\r\n|\n|\r/).slice(1);
  if (!isAligned || !lines.every((line) => line.trim() === "" || line.startsWith(" ".repeat(column + 1)))) {
    return lead === "" ? expressionAt(call, indent, style) : movedTo(call, indent, style);
  }
  return movedText(call, call.start, call.end, indent + " ".repeat(lead.length), style, " ".repeat(column));
}

/** Whether every line of the text, put at this indentation, stays within the width. */
export function fits(indent: string, text: string, style: Style): boolean {
  return !/[\n\r]/.test(text) && columns(indent + text) <= style.width;
}

function columns(line: string): number {
  let columns = 0;
  for (const character of line) columns += character === "\t" ? 4 : 1;
  return columns;
}

/** `head(argument)` on one line, or with the argument on lines of its own. Without the first line's indentation. */
export function callOf(head: string, argument: (indent: string) => string, rest: readonly string[], indent: string, style: Style): string {
  const inner = indent + style.unit;
  const moved = argument(indent);
  const line = `${head}(${[moved, ...rest].join(", ")})`;
  if (fits(indent, line, style)) return line;
  const own = argument(inner);
  if (rest.length === 0) return `${head}(${style.eol}${inner}${own}${style.eol}${indent})`;
  const together = [own, ...rest].join(", ");
  if (fits(inner, together, style)) return `${head}(${style.eol}${inner}${together}${style.eol}${indent})`;
  return `${head}(${style.eol}${[own, ...rest].map((item) => `${inner}${item},${style.eol}`).join("")}${indent})`;
}

/** `prefix[a, b]` on one line, or with an item a line. Without the first line's indentation. */
export function listOf(prefix: string, items: readonly string[], indent: string, style: Style, suffix = ""): string {
  const line = `${prefix}[${items.join(", ")}]${suffix}`;
  if (fits(indent, line, style)) return line;
  return `${prefix}[${style.eol}${items.map((item) => `${indent}${style.unit}${item},${style.eol}`).join("")}${indent}]${suffix}`;
}

/** `prefix[element for ...]` on one line, with the whole on a second, or with a line for each of its parts. */
export function comprehensionOf(
  prefix: string,
  parts: readonly string[],
  indent: string,
  style: Style,
  brackets: readonly [string, string] = ["[", "]"],
): string {
  const [open, close] = brackets;
  const line = `${prefix}${open}${parts.join(" ")}${close}`;
  if (fits(indent, line, style)) return line;
  const inner = indent + style.unit;
  const together = parts.join(" ");
  if (fits(inner, together, style)) return `${prefix}${open}${style.eol}${inner}${together}${style.eol}${indent}${close}`;
  return `${prefix}${open}${style.eol}${parts.map((part) => `${inner}${part}${style.eol}`).join("")}${indent}${close}`;
}

/** An expression at an indentation, a call of one line that is too long broken at its parentheses. */
export function expressionAt(node: Node, indent: string, style: Style, depth = 0): string {
  const text = movedTo(node, indent, style);
  const args = node.kind === "call" ? node.child("arguments") : undefined;
  const callee = node.child("function");
  if (fits(indent, text, style) || /[\n\r]/.test(text) || args?.kind !== "argument_list" || callee === undefined || args.named.length === 0 || depth > 4)
    return text;
  const inner = indent + style.unit;
  const together = args.named.map((argument) => argument.text).join(", ");
  const head = callee.text;
  if (fits(inner, together, style)) return `${head}(${style.eol}${inner}${together}${style.eol}${indent})`;
  if (args.named.length === 1) return `${head}(${style.eol}${inner}${expressionAt(args.named[0]!, inner, style, depth + 1)}${style.eol}${indent})`;
  return `${head}(${style.eol}${args.named.map((argument) => `${inner}${expressionAt(argument, inner, style, depth + 1)},${style.eol}`).join("")}${indent})`;
}
