import { afterLineBreak, lastLineBreaks, lineEnd, lineStart } from "../syntax/lines";
import type { TextEdit } from "./fix";

/** The line break that a text uses: that of its first line. */
export function lineBreakOf(text: string): string {
  return /\r\n|\n|\r(?!\n)/.exec(text)?.[0] ?? "\n";
}

/**
 * The whole lines that a range takes, their last line break included. Offsets within the text. Behind a byte order mark
 * or a form feed a line begins anew: Python counts its indentation from there.
 */
export function lineSpan(text: string, start: number, end: number): { readonly start: number; readonly end: number } {
  let from = lineStart(text, start);
  if (from === 0 && text[0] === "\uFEFF") from++;
  for (let at = from; text[at] === " " || text[at] === "\t" || text[at] === "\f"; at++)
    if (text[at] === "\f") from = at + 1;
  const last = lineEnd(text, end);
  return { start: from, end: last < text.length ? afterLineBreak(text, last) : last };
}

/** Whether nothing but a comment stands in (the rest of) a line. */
export function isCommentAlone(line: string): boolean {
  const text = line.trim();
  return text === "" || text.startsWith("#");
}

/** A text without the line breaks at its end. */
export function withoutLineBreaks(text: string): string {
  return text.slice(0, lastLineBreaks(text));
}

/** The lines from the one that holds `from` to the last that begins before `to`. */
export function* linesBetween(
  text: string,
  from: number,
  to: number,
): Iterable<{ readonly start: number; readonly end: number }> {
  for (let next = lineStart(text, from); next < to && next < text.length;) {
    const line = lineSpan(text, next, next);
    yield line;
    next = line.end;
  }
}

/** The white space at the beginning of the line that the offset stands in. */
export function indentationOf(text: string, offset: number): string {
  const { start } = lineSpan(text, offset, offset);
  return /^[ \t]*/.exec(text.slice(start))![0];
}

/** Edits by position; insertions at one place keep the order that they were given in, and stand before replacements. */
export function inOrder(edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.index - b.index)
    .map(({ edit }) => edit);
}

/** Whether offsets lie within one of some stretches; stretches and offsets come in the text's order. */
export class Covered {
  readonly #stretches: Iterator<{ readonly start: number; readonly end: number }>;
  #next: { readonly start: number; readonly end: number } | undefined;
  #until = -1;

  constructor(stretches: Iterable<{ readonly start: number; readonly end: number }>) {
    this.#stretches = stretches[Symbol.iterator]();
    this.#advance();
  }

  /** Whether a stretch begins before the offset, and ends behind it. */
  holds(offset: number): boolean {
    while (this.#next !== undefined && this.#next.start < offset) {
      this.#until = Math.max(this.#until, this.#next.end);
      this.#advance();
    }
    return offset < this.#until;
  }

  #advance(): void {
    const { done, value } = this.#stretches.next();
    this.#next = done === true ? undefined : value;
  }
}

const TAB_WIDTH = 4;

/** The columns that a text takes, as formatters count them. */
export function widthOf(text: string): number {
  let width = text.length;
  for (const character of text) {
    if (character === "\t") width += TAB_WIDTH - 1;
    else if (character.length > 1) width--;
  }
  return width;
}
