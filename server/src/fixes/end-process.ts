import type { Node } from "../syntax/tree";
import { type FixBuilder, indentUnit } from "./builder";
import { indentationOf, lineSpan } from "./text";

/** What opens a limit: its line, and the number in it. */
export interface LimitHeader {
  readonly text: string;
  readonly selection: { readonly start: number; readonly end: number };
}

/**
 * Puts a statement that waits for a process into `try`, and ends the process where the time is up: it would go on, with
 * nobody to wait for it.
 *
 * @param error what is raised where the time is up, as it is written there
 * @param header what sets the limit, where the statement itself does not
 */
export function endProcess(
  builder: FixBuilder,
  statement: Node,
  process: Node,
  error: string,
  header?: LimitHeader,
): void {
  const { text } = statement.tree;
  const unit = indentUnit(statement);
  const indentation = indentationOf(text, statement.start);
  const eol = builder.context.module.document.lineBreak;
  const line = lineSpan(text, statement.start, statement.end);
  const opening = `${indentation}try:${eol}`;
  if (header === undefined) builder.edit(statement, line.start, line.start, opening);
  else {
    const before = `${opening}${indentation}${unit}`;
    builder
      .edit(statement, line.start, line.start, `${before}${header.text}${eol}`)
      .placeholder(before.length + header.selection.start, before.length + header.selection.end);
  }
  builder.indent(statement, statement, header === undefined ? unit : unit + unit);
  const ending = [`${process.text}.kill()`, `await ${process.text}.wait()`, "raise"];
  const handler = [`${indentation}except ${error}:`, ...ending.map((one) => indentation + unit + one)].join(eol);
  const ends = /[\r\n]$/.test(text.slice(0, line.end));
  builder.edit(statement, line.end, line.end, ends ? handler + eol : eol + handler);
}
