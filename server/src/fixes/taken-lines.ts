import type { PythonDocument, Segment } from "../syntax/document";
import { lineEnd, lineStart } from "../syntax/lines";
import { firstIndex } from "../syntax/sorted";
import type { Fix } from "./fix";
import { inOrder } from "./text";

interface Lines {
  readonly start: number;
  readonly end: number;
}

/**
 * The lines of a document that fixes write to. Each has whole lines for itself: how one is laid out depends on all that
 * stands on it.
 */
export class TakenLines {
  /** In the text's order; no two meet. */
  readonly #taken: Lines[] = [];

  constructor(readonly document: PythonDocument) {}

  /** Takes the lines of a fix; false where they meet, or touch, what is taken. */
  take(fix: Pick<Fix, "edits">): boolean {
    const wanted = this.#linesOf(fix);
    if (wanted.some(({ start, end }) => this.has(start, end))) return false;
    for (const lines of wanted) this.#taken.splice(this.#firstFrom(lines.start), 0, lines);
    return true;
  }

  /** Whether a stretch lies, in part, on lines that are taken; by offsets. */
  has(start: number, end: number): boolean {
    const taken = this.#taken[this.#firstFrom(start)];
    return taken !== undefined && taken.start <= end;
  }

  /**
   * Of each segment that a fix writes to (a function, a method, some statements of the module) the lines from its first
   * edit to its last: a name that it gives there, and reads further down, another fix must not give again in between.
   * Segments in between are free to others.
   */
  #linesOf({ edits }: Pick<Fix, "edits">): readonly Lines[] {
    const { document } = this;
    const all: Lines[] = [];
    let segment: Segment | undefined;
    for (const edit of inOrder(edits)) {
      const isInsertion = edit.start === edit.end;
      // What is put between two segments belongs to both.
      const first = document.segmentAt(isInsertion ? Math.max(0, edit.start - 1) : edit.start);
      const lines: Lines = { start: lineStart(document.text, edit.start), end: lineEnd(document.text, edit.end) };
      const before = all.at(-1);
      if (before !== undefined && (first === segment || lines.start <= before.end))
        all[all.length - 1] = { start: before.start, end: Math.max(before.end, lines.end) };
      else all.push(lines);
      segment = document.segmentAt(isInsertion ? edit.end : edit.end - 1);
    }
    return all;
  }

  /** Which of them is the first that doesn't end before an offset. */
  #firstFrom(start: number): number {
    return firstIndex(this.#taken.length, (index) => this.#taken[index]!.end >= start);
  }
}
