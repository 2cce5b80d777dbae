import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import type { FixBuilder } from "./builder";
import { hasLinesOfItsOwn } from "./own-lines";
import { Covered, indentationOf, linesBetween, lineSpan } from "./text";

/**
 * Takes a handler away, and with the last of its statement's the `try` itself; what stands in an `else` follows then.
 * False where comments need it.
 */
export function dropHandler(clause: Node, builder: FixBuilder): boolean {
  const statement = clause.parent;
  const body = statement?.child("body");
  if (statement === undefined || body === undefined || !hasLinesOfItsOwn(clause) || holdsComment(clause)) return false;
  const others = statement.named.filter((part) => part !== clause && part !== body && part.kind !== "comment");
  const has = (kind: Kind): boolean => others.some((other) => other.kind === kind);
  if (has("except_clause") || (has("finally_clause") && !has("else_clause"))) {
    const lines = lineSpan(clause.tree.text, clause.start, clause.end);
    builder.edit(clause, lines.start, lines.end, "");
    return true;
  }
  const [behind] = others;
  if (others.length > 1 || (behind !== undefined && behind.kind !== "else_clause")) return false;
  return dropStatement({ statement, body, clause, behind }, builder);
}

/** A `try` whose only handler goes. */
interface Emptied {
  readonly statement: Node;
  readonly body: Node;
  readonly clause: Node;
  /** Its `else`: it runs where nothing was raised, and without a handler nothing else does. */
  readonly behind: Node | undefined;
}

function dropStatement({ statement, body, clause, behind }: Emptied, builder: FixBuilder): boolean {
  const { text } = clause.tree;
  const header = lineSpan(text, statement.start, statement.start);
  const lines = lineSpan(text, clause.start, clause.end);
  const elseLine = behind === undefined ? undefined : lineSpan(text, behind.start, behind.start);
  const outer = indentationOf(text, statement.start);
  const inner = indentationOf(text, body.start);
  const isAlone = body.start >= header.end && inner.startsWith(outer) && hasLinesOfItsOwn(statement);
  const isPlain =
    text.slice(header.start, header.end).trim() === "try:" &&
    (elseLine === undefined || text.slice(elseLine.start, elseLine.end).trim() === "else:");
  if (!isAlone || !isPlain) return false;
  builder.edit(statement, header.start, header.end, "");
  const strings = new Covered(statement.descendants("string"));
  const dedent = (from: number, to: number): void => {
    for (const line of linesBetween(text, from, to)) {
      if (!text.startsWith(inner, line.start) || strings.holds(line.start)) continue;
      builder.edit(statement, line.start + outer.length, line.start + inner.length, "");
    }
  };
  dedent(header.end, lines.start);
  builder.edit(clause, lines.start, elseLine?.end ?? lines.end, "");
  if (elseLine !== undefined) dedent(elseLine.end, statement.end);
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
