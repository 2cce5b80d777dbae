import { afterLineBreak, lineEnd, LineIndex } from "./lines";
import { lastAtMost } from "./sorted";

/** Line and character from 0, characters in UTF-16 code units, as in LSP. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A part of a text, whose own text never changes. */
interface Part {
  /** Its place among the parts; kept here alone. */
  index: number;
  readonly text: string;
  readonly lineBreaks: number;
}

/** Where the parts of a text begin, and where offsets and positions of the whole text lie in them. */
export class Places<P extends Part> {
  #parts: readonly P[] = [];
  /** Where each part begins; one entry more than there are parts, the last being the text's end. */
  readonly #offsets: number[] = [];
  readonly #lines: number[] = [];
  /** The places from here on are out of date. */
  #stale = 0;
  /** Where the lines of a part begin, found when somebody first asks for a position in it. */
  readonly #lineIndexes = new WeakMap<P, LineIndex>();

  /** Takes in other parts, the first of which that is another one than before stands at an index. */
  follow(parts: readonly P[], from: number): void {
    this.#parts = parts;
    this.#stale = Math.min(this.#stale, from);
  }

  /** The length of the whole text, in UTF-16 code units. */
  get length(): number {
    this.#update();
    return this.#offsets.at(-1)!;
  }

  has(part: P): boolean {
    this.#update();
    return this.#parts[part.index] === part;
  }

  /** @throws RangeError when the part is not, or no longer, among them */
  indexOf(part: P): number {
    if (!this.has(part)) throw new RangeError("the segment does not belong to this document");
    return part.index;
  }

  offsetOf(part: P): number {
    return this.#offsets[this.indexOf(part)]!;
  }

  lineOf(part: P): number {
    return this.#lines[this.indexOf(part)]!;
  }

  /** Where a part begins, by its index; 0 where there is none. */
  offsetAtIndex(index: number): number {
    this.#update();
    return index < this.#parts.length ? this.#offsets[index]! : 0;
  }

  /** The index of the part that holds an offset; an offset at a border belongs to the part behind it. */
  indexAt(offset: number): number {
    this.#update();
    return Math.max(0, lastAtMost(this.#offsets, offset, this.#parts.length));
  }

  /** The position of an offset, held within the text; one between CR and LF is held before both. */
  positionAt(offset: number): Position {
    const index = this.indexAt(offset);
    const part = this.#parts[index];
    if (part === undefined) return { line: 0, character: 0 };
    const { text } = part;
    const within = Math.max(0, Math.min(offset - this.#offsets[index]!, text.length));
    const lines = this.#linesOf(part);
    const line = lines.lineAt(within);
    const start = lines.startOf(line)!;
    return { line: this.#lines[index]! + line, character: Math.min(within, lineEnd(text, start)) - start };
  }

  /** The offset of a position; one behind a line's end is held at it, as LSP demands. */
  offsetAt(position: Position): number {
    this.#update();
    const last = this.#parts.length - 1;
    if (position.line < 0 || last < 0) return 0;
    const index = lastAtMost(this.#lines, position.line, last + 1);
    const { text } = this.#parts[index]!;
    const offset = this.#offsets[index]!;
    let at = 0;
    for (let line = this.#lines[index]!; line < position.line; line++) {
      const end = lineEnd(text, at);
      if (end >= text.length) return offset + text.length;
      at = afterLineBreak(text, end);
    }
    return offset + Math.min(at + Math.max(0, position.character), lineEnd(text, at));
  }

  #linesOf(part: P): LineIndex {
    const known = this.#lineIndexes.get(part);
    if (known !== undefined) return known;
    const lines = new LineIndex(part.text);
    this.#lineIndexes.set(part, lines);
    return lines;
  }

  /** Brings the running sums up to date, from the first part that changed. */
  #update(): void {
    const parts = this.#parts;
    if (this.#stale > parts.length) return;
    let offset = this.#stale === 0 ? 0 : this.#offsets[this.#stale]!;
    let line = this.#stale === 0 ? 0 : this.#lines[this.#stale]!;
    for (let i = this.#stale; i < parts.length; i++) {
      const part = parts[i]!;
      part.index = i;
      this.#offsets[i] = offset;
      this.#lines[i] = line;
      offset += part.text.length;
      line += part.lineBreaks;
    }
    this.#offsets[parts.length] = offset;
    this.#lines[parts.length] = line;
    this.#offsets.length = this.#lines.length = parts.length + 1;
    this.#stale = parts.length + 1;
  }
}
