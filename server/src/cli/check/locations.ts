import { afterLineBreak, isLineBreak, lineEnd } from "../../syntax/lines";

/** Rows and columns count from 1, columns in characters (code points), as other linters print them. */
export interface Location {
  readonly row: number;
  readonly column: number;
}

/** Finds rows and columns in one text. */
export class Locations {
  readonly #lineStarts: readonly number[];

  constructor(readonly text: string) {
    const starts = [0];
    for (let at = 0; at < text.length;) {
      if (!isLineBreak(text.charCodeAt(at))) {
        at++;
        continue;
      }
      at = afterLineBreak(text, at);
      starts.push(at);
    }
    this.#lineStarts = starts;
  }

  at(offset: number): Location {
    const row = this.#rowAt(offset);
    return { row, column: characters(this.text.slice(this.#lineStarts[row - 1], offset)) + 1 };
  }

  /** Where a row begins; undefined where there is none. */
  startOf(row: number): number | undefined {
    return this.#lineStarts[row - 1];
  }

  /** A row's text without its line break. */
  line(row: number): string {
    const start = this.#lineStarts[row - 1];
    return start === undefined ? "" : this.text.slice(start, lineEnd(this.text, start));
  }

  #rowAt(offset: number): number {
    let low = 0;
    let high = this.#lineStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#lineStarts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }
}

function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
