import type { TextEdit } from "../../fixes/fix";
import { diffLines } from "../../fixes/line-diff";
import { inOrder } from "../../fixes/text";
import { CELL_BORDER, splitAtBorders } from "../../syntax/cells";
import { lastLineBreak } from "../../syntax/lines";
import type { JoinedCells } from "./joined-cells";

/**
 * Edits of the text that cells make together, such that each stays within what its cell says: the line break behind a
 * cell isn't the cell's. Undefined where one would go over a cell's end, or change a line of IPython's.
 */
export function editsWithinCells(joined: JoinedCells, edits: readonly TextEdit[]): readonly TextEdit[] | undefined {
  const within: TextEdit[] = [];
  let free = 0;
  for (const edit of inOrder(edits)) {
    const one = editWithinCell(joined, edit, free);
    if (one === undefined) return undefined;
    within.push(one);
    free = one.end;
  }
  return within;
}

/** @param free from where on nothing else is edited */
function editWithinCell(joined: JoinedCells, edit: TextEdit, free: number): TextEdit | undefined {
  const index = joined.indexAt(edit.start);
  const cell = joined.cells[index];
  if (cell === undefined) return undefined;
  const begin = joined.startOf(index);
  const end = begin + cell.python.length;
  if (edit.end > end + 1) return undefined;
  const [from, to] = [edit.start - begin, edit.end - begin];
  // Between two stretches there is room.
  const meets = cell.magics.some((magic) =>
    from === to ? magic.start < from && from < magic.end : from < magic.end && magic.start < to,
  );
  if (meets) return undefined;
  return edit.end <= end ? edit : beforeJoint(edit, cell.python, begin, free);
}

/** An edit that goes to the line break behind a cell, without that. */
function beforeJoint({ start, text }: TextEdit, cell: string, begin: number, free: number): TextEdit {
  const end = begin + cell.length;
  if (start > end) return { start: end, end, text: (cell === "" ? "" : "\n") + text.slice(0, lastLineBreak(text)) };
  if (text !== "") return { start, end, text: text.slice(0, lastLineBreak(text)) };
  // Whole lines at the end take the line break with them that stands before them.
  const above = begin + lastLineBreak(cell.slice(0, start - begin));
  return { start: Math.max(above, free), end, text: "" };
}

/**
 * What makes another text of the one that cells make together, cell by cell; undefined where it has another number of
 * cells.
 */
export function differencesByCell(joined: JoinedCells, text: string): readonly TextEdit[] | undefined {
  const fresh = splitAtBorders(text);
  // Nothing stands behind the last border.
  if (fresh.length !== joined.cells.length + 1 || fresh.at(-1) !== "") return undefined;
  return joined.cells.flatMap(({ python, joint }, index) => {
    const begin = joined.startOf(index);
    return diffLines(python + joint, fresh[index]! + CELL_BORDER).map((edit) => ({
      ...edit,
      start: edit.start + begin,
      end: edit.end + begin,
    }));
  });
}
