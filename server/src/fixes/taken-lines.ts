import { lineEnd, lineStart } from "../syntax/lines";
import { firstIndex } from "../syntax/sorted";
import type { Fix } from "./fix";

interface Lines {
  readonly start: number;
  readonly end: number;
}

/** The lines of a text that fixes write to. Each has whole lines for itself: how one is laid out depends on all that stands on it. */
export class TakenLines {
  /** In the text's order; no two meet. */
  readonly #taken: Lines[] = [];

  constructor(readonly text: string) {}

  /** Takes the lines of a fix, from the first to the last; false where they meet, or touch, what is taken. */
  take({ edits }: Fix): boolean {
    const first = edits.reduce((least, edit) => Math.min(least, edit.start), Infinity);
    const last = edits.reduce((most, edit) => Math.max(most, edit.end), 0);
    const lines: Lines = { start: lineStart(this.text, first), end: lineEnd(this.text, last) };
    const next = this.#firstFrom(lines.start);
    if (this.#meets(lines, next)) return false;
    this.#taken.splice(next, 0, lines);
    return true;
  }

  /** Whether a stretch lies, in part, on lines that are taken; by offsets. */
  has(start: number, end: number): boolean {
    return this.#meets({ start, end }, this.#firstFrom(start));
  }

  #meets({ end }: Lines, next: number): boolean {
    const taken = this.#taken[next];
    return taken !== undefined && taken.start <= end;
  }

  /** Which of them is the first that doesn't end before an offset. */
  #firstFrom(start: number): number {
    return firstIndex(this.#taken.length, (index) => this.#taken[index]!.end >= start);
  }
}
