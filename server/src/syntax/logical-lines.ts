/** Reads Python line by line without a grammar: just strings, brackets, comments, joined lines and indentation. */
import {
  BACKSLASH,
  BYTE_ORDER_MARK,
  CARRIAGE_RETURN,
  codeAt,
  COLON,
  DOUBLE_QUOTE,
  FORM_FEED,
  HASH,
  isClosing,
  isOpening,
  NEWLINE,
  SINGLE_QUOTE,
  SPACE,
  TAB,
} from "./codes";
import { afterLineBreak, isLineBreak, lineEnd } from "./lines";
import { stringEnd } from "./strings";

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

const LOWER_A = 97;
const LOWER_Z = 122;

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
    const code = text.charCodeAt(at);
    if (code === SPACE) column++;
    else if (code === TAB) column += 8 - (column % 8);
    else if (code === FORM_FEED || code === BYTE_ORDER_MARK) column = 0;
    else break;
  }
  return { column, end: at };
}

/** The characters below 128 that are more than a part of a word or operator. */
const IS_SPECIAL = new Uint8Array(128);
for (const code of [SPACE, TAB, NEWLINE, CARRIAGE_RETURN, BACKSLASH, HASH, DOUBLE_QUOTE, SINGLE_QUOTE, COLON])
  IS_SPECIAL[code] = 1;
for (let code = 0; code < IS_SPECIAL.length; code++) if (isOpening(code) || isClosing(code)) IS_SPECIAL[code] = 1;

/** Reads one logical line from `start`, over strings, brackets and backslashes. */
export function scanLogicalLine(text: string, start: number): LogicalLine {
  let depth = 0;
  let colon = -1;
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code >= IS_SPECIAL.length || IS_SPECIAL[code] === 0) {
      colon = -1;
      at++;
      continue;
    }
    switch (code) {
      case SPACE:
      case TAB:
        at++;
        break;
      case NEWLINE:
      case CARRIAGE_RETURN: {
        const next = afterLineBreak(text, at);
        if (depth === 0) return { end: next, open: "nothing", colon };
        if (beginsStatement(text, next)) return { end: next, open: "bracket", colon: -1 };
        at = next;
        break;
      }
      case BACKSLASH:
        at = isLineBreak(codeAt(text, at + 1)) ? afterLineBreak(text, at + 1) : at + 2;
        break;
      case HASH:
        at = lineEnd(text, at);
        break;
      case DOUBLE_QUOTE:
      case SINGLE_QUOTE: {
        const closed = stringEnd(text, at);
        if (closed === undefined) return { end: text.length, open: "string", colon: -1 };
        at = closed;
        colon = -1;
        break;
      }
      case COLON:
        colon = depth === 0 ? at : -1;
        at++;
        break;
      default:
        depth = isOpening(code) ? depth + 1 : Math.max(0, depth - 1);
        colon = -1;
        at++;
    }
  }
  return { end: text.length, open: depth > 0 ? "bracket" : "nothing", colon };
}

/** Whether a line begins with a word that no bracket can hold. */
function beginsStatement(text: string, lineStart: number): boolean {
  const word = indentationAt(text, lineStart).end;
  const first = codeAt(text, word);
  return first >= LOWER_A && first <= LOWER_Z && STATEMENT_WORD.test(text.slice(word, word + 24));
}
