import { BACKSLASH, CARRIAGE_RETURN, codeAt, FORM_FEED, NEWLINE, SPACE, TAB } from "./codes";
import { lastAtMost } from "./sorted";

export function isLineBreak(code: number): boolean {
  return code === NEWLINE || code === CARRIAGE_RETURN;
}

/** The offset behind the line terminator that begins at `offset` (CR LF counts as one). */
export function afterLineBreak(text: string, offset: number): number {
  return text.charCodeAt(offset) === CARRIAGE_RETURN && codeAt(text, offset + 1) === NEWLINE ? offset + 2 : offset + 1;
}

/** The offset of the next line terminator at or behind `offset`, or the text's length. */
export function lineEnd(text: string, offset: number): number {
  let at = isWithinLineBreak(text, offset) ? offset - 1 : offset;
  while (at < text.length && !isLineBreak(text.charCodeAt(at))) at++;
  return at;
}

/** Where the line terminators begin that a text ends with; its length where it ends with none. */
export function lastLineBreaks(text: string): number {
  let at = text.length;
  while (at > 0 && isLineBreak(text.charCodeAt(at - 1))) at--;
  return at;
}

/** Where the last line terminator begins that a text ends with; its length where it ends with none. */
export function lastLineBreak(text: string): number {
  if (text.endsWith("\r\n")) return text.length - 2;
  return text.length > 0 && isLineBreak(text.charCodeAt(text.length - 1)) ? text.length - 1 : text.length;
}

/** The offset at which the line of an offset begins; that between the two of CR LF belongs to the line that they end. */
export function lineStart(text: string, offset: number): number {
  let at = isWithinLineBreak(text, offset) ? offset - 1 : offset;
  while (at > 0 && !isLineBreak(text.charCodeAt(at - 1))) at--;
  return at;
}

/** The offset of what comes next in a statement: behind spaces, and behind line terminators that don't end it. */
export function beyondSpace(text: string, from: number, isInBrackets: boolean): number {
  for (let at = from; ;) {
    const code = codeAt(text, at);
    if (code === SPACE || code === TAB) at++;
    else if (code === BACKSLASH && isLineBreak(codeAt(text, at + 1))) at = afterLineBreak(text, at + 1);
    else if (isLineBreak(code) && isInBrackets) at++;
    else return at;
  }
}

/**
 * Where the blank lines begin that stand right above an offset which begins a line; the offset itself where none do.
 */
export function blankLinesAbove(text: string, offset: number): number {
  if (offset > 0 && !isLineBreak(text.charCodeAt(offset - 1))) return offset;
  let at = offset;
  while (at > 0 && isBlank(text.charCodeAt(at - 1))) at--;
  if (at === 0) return 0;
  const end = lineEnd(text, at);
  return end < offset ? Math.min(afterLineBreak(text, end), offset) : offset;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB || code === FORM_FEED || isLineBreak(code);
}

/** The number of line terminators in the text (LF, CR LF, CR). */
export function countLineBreaks(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === NEWLINE || (code === CARRIAGE_RETURN && codeAt(text, at + 1) !== NEWLINE)) count++;
  }
  return count;
}

/** Where the lines of a text begin, for asking often. */
export class LineIndex {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (let at = lineEnd(text, 0); at < text.length; at = lineEnd(text, at))
      this.#starts.push((at = afterLineBreak(text, at)));
  }

  get count(): number {
    return this.#starts.length;
  }

  /** The line, from 0, that holds an offset. */
  lineAt(offset: number): number {
    return lastAtMost(this.#starts, offset);
  }

  /** Where a line, counted from 0, begins; undefined where there is none. */
  startOf(line: number): number | undefined {
    return this.#starts[line];
  }
}

function isWithinLineBreak(text: string, offset: number): boolean {
  return offset > 0 && text.charCodeAt(offset) === NEWLINE && text.charCodeAt(offset - 1) === CARRIAGE_RETURN;
}
