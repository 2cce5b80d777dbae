import type { Node } from "../syntax/tree";
import type { FixBuilder } from "./builder";
import { indentationOf, lineSpan, withoutLineBreaks } from "./text";

/** Part of an argument that the user will want to type over; offsets within the argument's text. */
export interface Selection {
  readonly start: number;
  readonly end: number;
}

/**
 * Adds a keyword argument at the end of a call's arguments, in the style that they are written in: on a line of its own
 * where the last one has one, with a trailing comma where there is one.
 */
export function addArgument(builder: FixBuilder, args: Node, argument: string, selection: Selection): void {
  const { text } = args.tree;
  const last = args.named.at(-1);
  if (last === undefined) return insert(builder, args, args.end - 1, ["", argument, ""], selection);
  const comma = last.next?.kind === "," ? last.next : undefined;
  const end = comma ?? last;
  if (text.slice(lineSpan(text, last.start, last.start).start, last.start).trim() !== "") {
    // A trailing comma on the line of the bracket is no style that one keeps.
    return comma === undefined
      ? insert(builder, args, last.end, [", ", argument, ""], selection)
      : insert(builder, args, comma.end, [" ", argument, ","], selection);
  }
  // A comment behind the last argument stays with it.
  const line = lineSpan(text, end.end, end.end);
  const rest = text.slice(end.end, Math.min(line.end, args.end - 1));
  const at = /^[ \t]*#/.test(rest) ? end.end + withoutLineBreaks(rest).length : end.end;
  if (comma === undefined && at > last.end) builder.edit(last, last.end, last.end, ",");
  const eol = builder.context.module.document.lineBreak;
  const before = `${comma === undefined && at === last.end ? "," : ""}${eol}${indentationOf(text, last.start)}`;
  insert(builder, args, at, [before, argument, comma === undefined ? "" : ","], selection);
}

/** Replaces one of a call's arguments. */
export function replaceArgument(builder: FixBuilder, argument: Node, replacement: string, selection: Selection): void {
  builder.replace(argument, replacement).placeholder(selection.start, selection.end);
}

/** @param parts what stands before the argument, the argument, and what stands behind it */
function insert(
  builder: FixBuilder,
  at: Node,
  offset: number,
  parts: readonly [string, string, string],
  selection: Selection,
): void {
  const before = parts[0];
  builder
    .edit(at, offset, offset, parts.join(""))
    .placeholder(before.length + selection.start, before.length + selection.end);
}
