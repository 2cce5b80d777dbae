import type { Node } from "../syntax/tree";
import type { FixBuilder } from "./builder";
import { hasLinesOfItsOwn } from "./own-lines";
import { Covered, indentationOf, linesBetween, lineSpan } from "./text";

/**
 * Takes a handler away, and with the last of its statement's the `try` itself. False where comments, or an `else`, need
 * it.
 */
export function dropHandler(clause: Node, builder: FixBuilder): boolean {
  const statement = clause.parent;
  const body = statement?.child("body");
  if (statement === undefined || body === undefined || !hasLinesOfItsOwn(clause) || holdsComment(clause)) return false;
  const others = statement.named.filter((part) => part !== clause && part !== body && part.kind !== "comment");
  const { text } = clause.tree;
  const lines = lineSpan(text, clause.start, clause.end);
  if (others.length > 0) {
    if (!others.some(({ kind }) => kind === "except_clause" || kind === "finally_clause")) return false;
    if (others.some(({ kind }) => kind === "else_clause") && !others.some(({ kind }) => kind === "except_clause"))
      return false;
    builder.edit(clause, lines.start, lines.end, "");
    return true;
  }
  const header = lineSpan(text, statement.start, statement.start);
  const outer = indentationOf(text, statement.start);
  const inner = indentationOf(text, body.start);
  const isAlone =
    text.slice(header.start, header.end).trim() === "try:" && body.start >= header.end && inner.startsWith(outer);
  if (!isAlone || !hasLinesOfItsOwn(statement)) return false;
  builder.edit(statement, header.start, header.end, "");
  const strings = new Covered(body.descendants("string"));
  for (const line of linesBetween(text, header.end, lines.start)) {
    if (!text.startsWith(inner, line.start) || strings.holds(line.start)) continue;
    builder.edit(statement, line.start + outer.length, line.start + inner.length, "");
  }
  builder.edit(clause, lines.start, lines.end, "");
  return true;
}

/** A comment in a handler, or below its last statement. */
function holdsComment(clause: Node): boolean {
  for (const _ of clause.descendants("comment")) return true;
  const { text } = clause.tree;
  const next = lineSpan(text, clause.end, clause.end).end;
  const below = lineSpan(text, next, next);
  return (
    text.slice(below.start, below.end).trim().startsWith("#") &&
    indentationOf(text, next).length > indentationOf(text, clause.start).length
  );
}
