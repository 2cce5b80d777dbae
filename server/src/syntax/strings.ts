import {
  BACKSLASH,
  CLOSE_CURLY,
  codeAt,
  COLON,
  DOUBLE_QUOTE,
  isClosing,
  isOpening,
  OPEN_CURLY,
  SINGLE_QUOTE,
  SPACE,
  wordLengthAt,
  wordLengthBefore,
} from "./codes";
import { afterLineBreak, isLineBreak } from "./lines";

const B = 98;
const F = 102;
const R = 114;
const T = 116;
/** Makes a lower-case letter of an upper-case one. */
const LOWER = 32;

export function isQuote(code: number): boolean {
  return code === DOUBLE_QUOTE || code === SINGLE_QUOTE;
}

/** Whether the quote at an offset is the first of three. */
export function isTripleQuoted(text: string, at: number): boolean {
  const quote = codeAt(text, at);
  return codeAt(text, at + 1) === quote && codeAt(text, at + 2) === quote;
}

/**
 * The offset behind a string that begins with the quote at `at`; undefined where a triple-quoted one never ends.
 * A single-quoted one that is not closed ends with its line.
 */
export function stringEnd(text: string, at: number): number | undefined {
  const formatted = isFormatted(text, at) ? formattedStringEnd(text, at) : undefined;
  return formatted ?? (isTripleQuoted(text, at) ? tripleStringEnd(text, at) : lineStringEnd(text, at));
}

function tripleStringEnd(text: string, at: number): number | undefined {
  const close = text.charCodeAt(at) === DOUBLE_QUOTE ? '"""' : "'''";
  for (let from = at + 3; ;) {
    const end = text.indexOf(close, from);
    if (end < 0) return undefined;
    if (!isEscaped(text, end, at + 3)) return end + 3;
    from = end + 1;
  }
}

function lineStringEnd(text: string, at: number): number {
  const quote = text.charCodeAt(at);
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === quote) return i + 1;
    if (isLineBreak(code)) return i;
    if (code !== BACKSLASH) continue;
    // A raw string's backslash still keeps the character behind it from closing the string.
    i = isLineBreak(codeAt(text, i + 1)) && !isRaw(text, at) ? afterLineBreak(text, i + 1) - 1 : i + 1;
  }
  return text.length;
}

/** Longer strings are read as plain ones, so that broken text costs no more than its length. */
const MAX_FORMATTED = 20_000;

/**
 * What is open within an f-string: a string until its quotes, an expression in braces, or the format behind its colon.
 */
type Open = OpenString | OpenExpression | { readonly kind: "format" };

interface OpenExpression {
  readonly kind: "expression";
  /** How many of its brackets are open. */
  depth: number;
}

interface OpenString {
  readonly kind: "string";
  readonly quote: number;
  /** How many quotes end it. */
  readonly quotes: 1 | 3;
  readonly formatted: boolean;
}

/**
 * The offset behind an f-string whose expressions may hold its own quotes (Python 3.12); undefined where it makes no
 * sense.
 */
function formattedStringEnd(text: string, start: number): number | undefined {
  const outer = openString(text, start);
  const open: Open[] = [outer];
  const limit = Math.min(text.length, start + MAX_FORMATTED);
  let at = start + outer.quotes;
  while (at < limit) {
    const top = open[open.length - 1]!;
    const code = text.charCodeAt(at);
    if (isLineBreak(code) && (top.kind === "string" ? top : outer).quotes === 1) return undefined;
    if (top.kind === "format" && code === outer.quote) return undefined;
    at = readWithin(top, text, at, open);
    if (open.length === 0) return at;
  }
  return undefined;
}

/**
 * Reads on within what was opened last: opens what begins at an offset, or closes what ends there. Returns the offset
 * behind it.
 */
function readWithin(top: Open, text: string, at: number, open: Open[]): number {
  switch (top.kind) {
    case "string":
      return readString(top, text, at, open);
    case "expression":
      return readExpression(top, text, at, open);
    case "format":
      return readFormat(text, at, open);
    default:
      return top satisfies never;
  }
}

function readString(top: OpenString, text: string, at: number, open: Open[]): number {
  const code = text.charCodeAt(at);
  if (code === top.quote && (top.quotes === 1 || isTripleQuoted(text, at))) {
    open.pop();
    return at + top.quotes;
  }
  if (code === BACKSLASH) return behindEscape(text, at);
  if (code !== OPEN_CURLY || !top.formatted) return at + 1;
  if (codeAt(text, at + 1) === OPEN_CURLY) return at + 2;
  open.push({ kind: "expression", depth: 0 });
  return at + 1;
}

function readExpression(top: OpenExpression, text: string, at: number, open: Open[]): number {
  const code = text.charCodeAt(at);
  if (isQuote(code)) {
    const string = openString(text, at);
    open.push(string);
    return at + string.quotes;
  }
  if (code === CLOSE_CURLY && top.depth === 0) open.pop();
  else if (code === COLON && top.depth === 0) open[open.length - 1] = { kind: "format" };
  else if (isOpening(code)) top.depth++;
  else if (isClosing(code)) top.depth--;
  return at + 1;
}

function readFormat(text: string, at: number, open: Open[]): number {
  const code = text.charCodeAt(at);
  if (code === CLOSE_CURLY) open.pop();
  else if (code === OPEN_CURLY) open.push({ kind: "expression", depth: 0 });
  return at + 1;
}

function openString(text: string, at: number): OpenString {
  return {
    kind: "string",
    quote: text.charCodeAt(at),
    quotes: isTripleQuoted(text, at) ? 3 : 1,
    formatted: isFormatted(text, at),
  };
}

/** Behind a backslash and what it stands before. */
function behindEscape(text: string, at: number): number {
  return isLineBreak(codeAt(text, at + 1)) ? afterLineBreak(text, at + 1) : at + 2;
}

/** Whether its prefix makes a string an f-string or a template. */
export function isFormatted(text: string, quoteAt: number): boolean {
  return hasInPrefix(text, quoteAt, F) || hasInPrefix(text, quoteAt, T);
}

function isRaw(text: string, quoteAt: number): boolean {
  return hasInPrefix(text, quoteAt, R);
}

/** Whether a letter (lower-case) stands in what is written right before a string's quote. */
function hasInPrefix(text: string, quoteAt: number, letter: number): boolean {
  for (let at = quoteAt - 1; at >= quoteAt - 2; at--) {
    const code = codeAt(text, at) | LOWER;
    if (code === letter) return true;
    if (code !== R && code !== F && code !== T && code !== B) return false;
  }
  return false;
}

function isEscaped(text: string, at: number, from: number): boolean {
  let slashes = 0;
  while (at - slashes - 1 >= from && text.charCodeAt(at - slashes - 1) === BACKSLASH) slashes++;
  return slashes % 2 === 1;
}

/** Whether words stand side by side in a stretch of a text. */
export function isProse(text: string, start: number, end: number): boolean {
  for (let at = start + 1; at < end - 1; at++) {
    if (text.charCodeAt(at) === SPACE && wordLengthBefore(text, at) > 0 && wordLengthAt(text, at + 1) > 0) return true;
  }
  return false;
}

/** Whether a word is one that may stand before the quote of a string. */
export function isPrefix(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!"rRbBuUfFtT".includes(text[at]!)) return false;
  return true;
}
