import { CELL_BORDER } from "../syntax/cells";
import type { PythonDocument } from "../syntax/document";
import { lineEnd, lineStart } from "../syntax/lines";
import { MAGIC } from "../syntax/magics";
import type { TextEdit } from "./fix";

/** Why edits can't be made in a notebook; undefined where they can, and in files. */
export function obstacleInCells(document: PythonDocument, edits: readonly TextEdit[]): string | undefined {
  if (document.form !== "cells") return undefined;
  const { text } = document;
  for (const { start, end } of edits) {
    if (text.slice(start, end).includes(CELL_BORDER)) return "It would change several cells as if they were one";
    if (linesOf(text, start, end).includes(MAGIC)) return "It would change a line that IPython reads in its own way";
  }
  return undefined;
}

/** The lines that an edit changes. */
function linesOf(text: string, start: number, end: number): string {
  const from = lineStart(text, start);
  return text.slice(from, end > start && lineStart(text, end) === end ? end : lineEnd(text, end));
}
