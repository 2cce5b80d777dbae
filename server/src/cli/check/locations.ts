import { LineIndex, lineEnd } from "../../syntax/lines";

/** Rows and columns count from 1, columns in characters (code points), as other linters print them. */
export interface Location {
  readonly row: number;
  readonly column: number;
}

/** Finds rows and columns in one text. */
export class Locations {
  readonly #lines: LineIndex;

  constructor(readonly text: string) {
    this.#lines = new LineIndex(text);
  }

  at(offset: number): Location {
    const line = this.#lines.lineAt(offset);
    return { row: line + 1, column: characters(this.text.slice(this.#lines.startOf(line), offset)) + 1 };
  }

  /** Where a row begins; undefined where there is none. */
  startOf(row: number): number | undefined {
    return this.#lines.startOf(row - 1);
  }

  /** A row's text without its line break. */
  line(row: number): string {
    const start = this.startOf(row);
    return start === undefined ? "" : this.text.slice(start, lineEnd(this.text, start));
  }
}

function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
