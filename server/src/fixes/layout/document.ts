import type { PythonDocument } from "../../syntax/document";
import type { TextEdit } from "../fix";
import { inOrder } from "../text";
import type { Reflowed } from "./changed";
import { reflow } from "./reflow";

/** Lays out the statements that edits of a document write or move; see `reflow`. Each stretch of segments goes alone. */
export function reflowDocument(document: PythonDocument, edits: readonly TextEdit[], style: Parameters<typeof reflow>[2] | undefined): Reflowed {
  const same: Reflowed = { edits, place: (edit, start, end) => ({ edit, start, end }) };
  if (style === undefined || edits.length === 0) return same;
  const parts = stretches(document, edits).map(({ first, last, edits: own }) => {
    const segments = document.segments.slice(first, last + 1);
    const offset = document.offsetOf(segments[0]!);
    const text = segments.map((segment) => segment.text).join("");
    const reflowed = reflow(text, own.map(moved(-offset)), style);
    return { offset, reflowed, results: new Map(reflowed.edits.map((edit) => [edit, moved(offset)(edit)])) };
  });
  return {
    edits: parts.flatMap(({ results }) => [...results.values()]),
    place: (edit, start, end) => {
      for (const { offset, reflowed, results } of parts) {
        const found = reflowed.place(moved(-offset)(edit), start, end);
        const result = found && results.get(found.edit);
        if (found !== undefined && result !== undefined) return { ...found, edit: result };
      }
      return undefined;
    },
  };
}

interface Stretch {
  readonly first: number;
  last: number;
  readonly edits: TextEdit[];
}

/** The edits by the segments that they lie in; those that meet share a stretch. */
function stretches(document: PythonDocument, edits: readonly TextEdit[]): readonly Stretch[] {
  const found: Stretch[] = [];
  for (const edit of inOrder(edits)) {
    const first = document.indexOf(document.segmentAt(edit.start)!);
    const last = document.indexOf(document.segmentAt(Math.max(edit.start, edit.end - 1))!);
    const before = found.at(-1);
    if (before !== undefined && first <= before.last) {
      before.last = Math.max(before.last, last);
      before.edits.push(edit);
    } else found.push({ first, last, edits: [edit] });
  }
  return found;
}

function moved(by: number): (edit: TextEdit) => TextEdit {
  return ({ start, end, text }) => ({ start: start + by, end: end + by, text });
}
