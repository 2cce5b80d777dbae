import type { PythonDocument, Segment } from "../../syntax/document";
import { isLineBreak } from "../../syntax/lines";
import { lastAtMost } from "../../syntax/sorted";
import { scanLogicalLine } from "../../syntax/logical-lines";
import type { TextEdit } from "../fix";
import { inOrder, lineBreakOf } from "../text";
import type { Reflowed } from "./changed";
import { reflow, type Style, unitOf } from "./reflow";

/**
 * Lays out the statements that edits of a document write or move; see `reflow`. Each stretch of lines goes alone: a fix
 * of a long function must not cost what the function does.
 */
export function reflowDocument(
  document: PythonDocument,
  edits: readonly TextEdit[],
  style: Pick<Style, "lineLength" | "parenthesesOfWith"> | undefined,
): Reflowed {
  const same: Reflowed = { edits, place: (edit, start, end) => ({ edit, start, end }) };
  if (style === undefined || edits.length === 0) return same;
  const parts = stretches(document, edits).map(({ start: offset, end, edits: own }) => {
    const { text, around } = cutOut(document, offset, end);
    const reflowed = reflow(text, own.map(moved(-offset)), {
      ...style,
      unit: unitIn(around),
      lineBreak: lineBreakOf(around.text),
    });
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

/** Whole logical lines, by offsets of the document, and the edits that lie in them. */
interface Stretch {
  readonly start: number;
  end: number;
  readonly edits: TextEdit[];
}

/** The edits by the lines that they lie in; those whose lines follow on one another share a stretch. */
function stretches(document: PythonDocument, edits: readonly TextEdit[]): readonly Stretch[] {
  const found: Stretch[] = [];
  for (const edit of inOrder(edits)) {
    const { start } = lineAt(document, edit.start);
    const { end } = lineAt(document, lastOffset(document, edit));
    const before = found.at(-1);
    if (before !== undefined && start <= before.end) {
      before.end = Math.max(before.end, end);
      before.edits.push(edit);
    } else found.push({ start, end, edits: [edit] });
  }
  return found;
}

/** An offset in the last line that an edit concerns: where it takes a line break away, that is the line behind. */
function lastOffset(document: PythonDocument, { start, end, text }: TextEdit): number {
  if (end <= start) return start;
  const segment = document.segmentAt(end - 1)!;
  const taken = segment.text.charCodeAt(end - 1 - document.offsetOf(segment));
  return isLineBreak(taken) && !isLineBreak(text.charCodeAt(text.length - 1)) ? end : end - 1;
}

/** The logical line that holds an offset of the document. */
function lineAt(document: PythonDocument, offset: number): { readonly start: number; readonly end: number } {
  const segment = document.segmentAt(offset)!;
  const base = document.offsetOf(segment);
  const starts = lineStartsOf(segment);
  const line = lastAtMost(starts, offset - base);
  return { start: base + (starts[line] ?? 0), end: base + (starts[line + 1] ?? segment.text.length) };
}

/** A stretch of a document, and the segment that it begins in. */
function cutOut(
  document: PythonDocument,
  start: number,
  end: number,
): { readonly text: string; readonly around: Segment } {
  const around = document.segmentAt(start)!;
  const first = document.indexOf(around);
  const last = document.indexOf(document.segmentAt(Math.max(start, end - 1))!);
  const base = document.offsetOf(around);
  const text = document.segments
    .slice(first, last + 1)
    .map((segment) => segment.text)
    .join("");
  return { text: text.slice(start - base, end - base), around };
}

// A segment's text never changes.
const lineStarts = new WeakMap<Segment, readonly number[]>();
const units = new WeakMap<Segment, { readonly unit: string | undefined }>();

/** Where the logical lines of a segment begin. */
function lineStartsOf(segment: Segment): readonly number[] {
  const known = lineStarts.get(segment);
  if (known !== undefined) return known;
  const starts: number[] = [];
  for (let at = 0; at < segment.text.length; at = scanLogicalLine(segment.text, at).end) starts.push(at);
  lineStarts.set(segment, starts);
  return starts;
}

function unitIn(segment: Segment): string | undefined {
  const known = units.get(segment) ?? { unit: unitOf(segment.text) };
  units.set(segment, known);
  return known.unit;
}

function moved(by: number): (edit: TextEdit) => TextEdit {
  return ({ start, end, text }) => ({ start: start + by, end: end + by, text });
}
