import { CELL_BORDER } from "../syntax/cells";
import type { PythonDocument } from "../syntax/document";
import { lineEnd, lineStart } from "../syntax/lines";
import { MAGIC, MAGIC_OF_CELL } from "../syntax/magics";
import type { TextEdit } from "./fix";

/**
 * Why edits can't be made in a notebook; undefined where they can, and in files.
 *
 * @param awaitsAt where they write an `await` at the top of a cell
 */
export function obstacleInCells(
  document: PythonDocument,
  edits: readonly TextEdit[],
  awaitsAt: number | undefined,
): string | undefined {
  if (document.form !== "cells") return undefined;
  const { text } = document;
  if (awaitsAt !== undefined && isRunByMagic(text, awaitsAt))
    return "A magic runs the cell, and at the top of what it runs nothing can be awaited";
  for (const { start, end } of edits) {
    if (text.slice(start, end).includes(CELL_BORDER)) return "It would change several cells as if they were one";
    if (linesOf(text, start, end).includes(MAGIC)) return "It would change a line that IPython reads in its own way";
  }
  return undefined;
}

/** Whether the cell of an offset begins with a magic that runs it. */
function isRunByMagic(text: string, offset: number): boolean {
  const border = text.lastIndexOf(CELL_BORDER, offset);
  return text
    .slice(border < 0 ? 0 : border + CELL_BORDER.length, offset)
    .trimStart()
    .startsWith(MAGIC_OF_CELL);
}

/** The lines that an edit changes. */
function linesOf(text: string, start: number, end: number): string {
  const from = lineStart(text, start);
  return text.slice(from, end > start && lineStart(text, end) === end ? end : lineEnd(text, end));
}
