/** Reads Python line by line without a grammar: just strings, brackets, comments, joined lines and indentation. */

export interface LogicalLine {
  /** Offset behind the line's terminator. */
  readonly end: number;
  /** What was still open when the text ran out. */
  readonly open: "nothing" | "bracket" | "string";
  /** Offset of the colon that ends a block header (`class A:`), where the line ends with one; else -1. */
  readonly colon: number;
}

/** Words that begin a statement and can stand in no expression: a bracket that is open before them was never closed. */
const STATEMENT_WORD =
  /^(?:async[ \t]+(?:def|with)|def|class|import|return|while|with|try|raise|del|assert|pass|break|continue|global|nonlocal)\b(?![ \t]*=[^=])/;

const NEWLINE = 10;
const RETURN = 13;

export function isLineBreak(code: number): boolean {
  return code === NEWLINE || code === RETURN;
}

/** The offset behind the line terminator that begins at `offset` (CR LF counts as one). */
export function afterLineBreak(text: string, offset: number): number {
  return text.charCodeAt(offset) === RETURN && text.charCodeAt(offset + 1) === NEWLINE ? offset + 2 : offset + 1;
}

/** The offset of the next line terminator at or behind `offset`, or the text's length. */
export function lineEnd(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && !isLineBreak(text.charCodeAt(at))) at++;
  return at;
}

/** The number of line terminators in the text (LF, CR LF, CR). */
export function countLineBreaks(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === NEWLINE || (code === RETURN && text.charCodeAt(at + 1) !== NEWLINE)) count++;
  }
  return count;
}

export interface Indentation {
  /** Columns as Python counts them: a tab goes to the next multiple of 8, a form feed back to 0. */
  readonly column: number;
  /** Offset of the first character that is no white space. */
  readonly end: number;
}

export function indentationAt(text: string, lineStart: number): Indentation {
  let column = 0;
  let at = lineStart;
  for (; at < text.length; at++) {
    const char = text[at];
    if (char === " ") column++;
    else if (char === "\t") column += 8 - (column % 8);
    else if (char === "\f" || char === "\uFEFF") column = 0;
    else break;
  }
  return { column, end: at };
}

/** Reads one logical line from `start`, over strings, brackets and backslashes. */
export function scanLogicalLine(text: string, start: number): LogicalLine {
  let depth = 0;
  let colon = -1;
  let at = start;
  while (at < text.length) {
    const char = text[at]!;
    switch (char) {
      case "\n":
      case "\r": {
        const next = afterLineBreak(text, at);
        if (depth === 0) return { end: next, open: "nothing", colon };
        const word = indentationAt(text, next).end;
        if (STATEMENT_WORD.test(text.slice(word, word + 24))) return { end: next, open: "bracket", colon: -1 };
        at = next;
        continue;
      }
      case "\\":
        at = isLineBreak(text.charCodeAt(at + 1)) ? afterLineBreak(text, at + 1) : at + 2;
        continue;
      case "#":
        at = lineEnd(text, at);
        continue;
      case '"':
      case "'": {
        const closed = stringEnd(text, at, char);
        if (closed === undefined) return { end: text.length, open: "string", colon: -1 };
        at = closed;
        colon = -1;
        continue;
      }
      case "(":
      case "[":
      case "{":
        depth++;
        break;
      case ")":
      case "]":
      case "}":
        depth = Math.max(0, depth - 1);
        break;
      case " ":
      case "\t":
        at++;
        continue;
      default:
    }
    colon = char === ":" && depth === 0 ? at : -1;
    at++;
  }
  return { end: text.length, open: depth > 0 ? "bracket" : "nothing", colon };
}

/**
 * The offset behind a string that begins with the quote at `at`; undefined where a triple-quoted one never ends.
 * A single-quoted one that is not closed ends with its line.
 */
export function stringEnd(text: string, at: number, quote: string): number | undefined {
  const formatted = isFormatted(text, at) ? formattedStringEnd(text, at) : undefined;
  return formatted ?? (text.startsWith(quote.repeat(3), at) ? tripleStringEnd(text, at, quote.repeat(3)) : lineStringEnd(text, at, quote));
}

function tripleStringEnd(text: string, at: number, close: string): number | undefined {
  for (let from = at + 3; ;) {
    const end = text.indexOf(close, from);
    if (end < 0) return undefined;
    if (!isEscaped(text, end, at + 3)) return end + 3;
    from = end + 1;
  }
}

function lineStringEnd(text: string, at: number, quote: string): number {
  const raw = isRaw(text, at);
  for (let i = at + 1; i < text.length; i++) {
    const char = text[i]!;
    if (char === quote) return i + 1;
    if (char === "\\") {
      // A raw string's backslash still keeps the character behind it from closing the string.
      i = !raw && isLineBreak(text.charCodeAt(i + 1)) ? afterLineBreak(text, i + 1) - 1 : i + 1;
      continue;
    }
    if (char === "\n" || char === "\r") return i;
  }
  return text.length;
}

/** Longer strings are read as plain ones, so that broken text costs no more than its length. */
const MAX_FORMATTED = 20_000;

/** What is open within an f-string: a string until its quotes, an expression in braces, or the format behind its colon. */
type Open =
  | { readonly is: "string"; readonly close: string; readonly formatted: boolean }
  | { readonly is: "expression"; depth: number }
  | { readonly is: "format" };

/** The offset behind an f-string whose expressions may hold its own quotes (Python 3.12); undefined where it makes no sense. */
function formattedStringEnd(text: string, start: number): number | undefined {
  const open: Open[] = [openString(text, start)];
  const outer = open[0] as Open & { readonly is: "string" };
  const limit = Math.min(text.length, start + MAX_FORMATTED);
  let at = start + outer.close.length;
  while (at < limit) {
    const top = open.at(-1)!;
    const char = text[at]!;
    if (isLineBreak(text.charCodeAt(at)) && (top.is === "string" ? top : outer).close.length === 1) return undefined;
    if (top.is === "string") {
      if (text.startsWith(top.close, at)) {
        at += top.close.length;
        open.pop();
        if (open.length === 0) return at;
      } else if (char === "\\") {
        at = isLineBreak(text.charCodeAt(at + 1)) ? afterLineBreak(text, at + 1) : at + 2;
      } else if (top.formatted && char === "{" && text[at + 1] !== "{") {
        open.push({ is: "expression", depth: 0 });
        at++;
      } else {
        at += top.formatted && char === "{" ? 2 : 1;
      }
    } else if (char === "}" && (top.is === "format" || top.depth === 0)) {
      open.pop();
      at++;
    } else if (top.is === "format") {
      if (char === "{") open.push({ is: "expression", depth: 0 });
      else if (char === outer.close[0]) return undefined;
      at++;
    } else if (char === '"' || char === "'") {
      const string = openString(text, at);
      open.push(string);
      at += string.close.length;
    } else {
      if ("([{".includes(char)) top.depth++;
      else if (")]}".includes(char)) top.depth--;
      else if (char === ":" && top.depth === 0) open[open.length - 1] = { is: "format" };
      at++;
    }
  }
  return undefined;
}

function openString(text: string, at: number): Open & { readonly is: "string" } {
  const quote = text[at]!;
  const close = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
  return { is: "string", close, formatted: isFormatted(text, at) };
}

function isFormatted(text: string, quoteAt: number): boolean {
  return /[fFtT]/.test(text.slice(Math.max(0, quoteAt - 2), quoteAt));
}

function isRaw(text: string, quoteAt: number): boolean {
  return /[rR]/.test(text.slice(Math.max(0, quoteAt - 2), quoteAt));
}

function isEscaped(text: string, at: number, from: number): boolean {
  let slashes = 0;
  while (at - slashes - 1 >= from && text[at - slashes - 1] === "\\") slashes++;
  return slashes % 2 === 1;
}

/** Where the lines of a text begin, for asking often. */
export class LineIndex {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (let at = lineEnd(text, 0); at < text.length; at = lineEnd(text, at)) this.#starts.push((at = afterLineBreak(text, at)));
  }

  get count(): number {
    return this.#starts.length;
  }

  /** The line, from 0, that holds an offset. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  startOf(line: number): number {
    return this.#starts[line]!;
  }
}
