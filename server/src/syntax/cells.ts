import { cut, type Piece } from "./cut";
import { isLineBreak } from "./lines";

/**
 * Ends each cell in the text that a notebook's cells make together: a comment line that holds a record separator, which
 * nobody types. It begins a line, so a cell that doesn't end with a line break is given one.
 */
export const CELL_BORDER = "#\u001E\n";

const BORDER: Piece = { text: CELL_BORDER, kind: "statements", indent: 0, open: "nothing" };

/** Cuts the text of a notebook: no piece goes from one cell into the next, whatever the first leaves open. */
export function cutCells(text: string, memberIndent = 0): Piece[] {
  const pieces: Piece[] = [];
  let indent = memberIndent;
  for (let at = 0; at < text.length;) {
    const border = borderFrom(text, at);
    for (const piece of cut(text.slice(at, border), indent)) pieces.push(piece);
    if (border < text.length) pieces.push(BORDER);
    at = border + CELL_BORDER.length;
    indent = 0;
  }
  return pieces;
}

/** What stands between the borders of a notebook's text; the last ends where the text does. */
export function splitAtBorders(text: string): readonly string[] {
  const parts: string[] = [];
  for (let at = 0; at <= text.length;) {
    const border = borderFrom(text, at);
    parts.push(text.slice(at, border));
    at = border < text.length ? border + CELL_BORDER.length : text.length + 1;
  }
  return parts;
}

/** Where the next border begins, or the text's length. */
function borderFrom(text: string, from: number): number {
  for (let at = text.indexOf(CELL_BORDER, from); at >= 0; at = text.indexOf(CELL_BORDER, at + 1)) {
    if (at === 0 || isLineBreak(text.charCodeAt(at - 1))) return at;
  }
  return text.length;
}
