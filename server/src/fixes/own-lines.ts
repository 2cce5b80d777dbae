import type { Node } from "../syntax/tree";
import { lineStart } from "../syntax/lines";
import { isCommentAlone, lineSpan } from "./text";

/**
 * Whether nothing else stands on the lines of a statement, or of several, `if x: await y()` and `a; b` being of the
 * others. Only then can a header come above it, or in its place.
 */
export function hasLinesOfItsOwn(first: Node, last = first): boolean {
  const { text } = first.tree;
  const line = lineSpan(text, first.start, last.end);
  return (
    !isJoined(text, first.start) &&
    text.slice(line.start, first.start).trim() === "" &&
    isCommentAlone(text.slice(last.end, line.end))
  );
}

/** Whether a backslash joins the line of an offset with the one above. */
function isJoined(text: string, offset: number): boolean {
  const start = lineStart(text, offset);
  const end = text.startsWith("\r\n", start - 2) ? start - 2 : start - 1;
  return end > 0 && text[end - 1] === "\\";
}
