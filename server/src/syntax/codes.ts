/** The characters of Python's syntax as UTF-16 code units. */
export const TAB = 9;
export const NEWLINE = 10;
export const FORM_FEED = 12;
export const CARRIAGE_RETURN = 13;
export const SPACE = 32;
export const EXCLAMATION = 33;
export const DOUBLE_QUOTE = 34;
export const HASH = 35;
export const SINGLE_QUOTE = 39;
export const OPEN = 40;
export const CLOSE = 41;
export const STAR = 42;
export const COMMA = 44;
export const DOT = 46;
export const COLON = 58;
export const SEMICOLON = 59;
export const LESS = 60;
export const EQUALS = 61;
export const GREATER = 62;
export const OPEN_SQUARE = 91;
export const BACKSLASH = 92;
export const CLOSE_SQUARE = 93;
export const OPEN_CURLY = 123;
export const CLOSE_CURLY = 125;
export const BYTE_ORDER_MARK = 0xfeff;

/** No character: what stands before and behind a text. */
export const NONE = -1;

/** The code unit at an offset. */
export function codeAt(text: string, at: number): number {
  // Asked for beyond its end, a string would answer with no integer, and all later questions would be slower.
  return at >= 0 && at < text.length ? text.charCodeAt(at) : NONE;
}

export function isOpening(code: number): boolean {
  return code === OPEN || code === OPEN_SQUARE || code === OPEN_CURLY;
}

export function isClosing(code: number): boolean {
  return code === CLOSE || code === CLOSE_SQUARE || code === CLOSE_CURLY;
}

/** The first code that isn't ASCII. */
export const ASCII = 128;
const IS_WORD = new Uint8Array(ASCII);
for (const char of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") IS_WORD[char.charCodeAt(0)] = 1;

/** Whether a character of ASCII may be part of a name or number. */
export function isAsciiWord(code: number): boolean {
  return IS_WORD[code] === 1;
}

/**
 * How many code units the character at an offset has, where it may be part of a name or number: 0 where it may not. As
 * the grammar has it: other signs, spaces of all kinds and halves of surrogate pairs end a name.
 */
export function wordLengthAt(text: string, at: number): 0 | 1 | 2 {
  const code = codeAt(text, at);
  if (code >= ASCII) return lengthBeyondAscii(text, at, code);
  return code >= 0 && IS_WORD[code] === 1 ? 1 : 0;
}

/** The offset behind the word that begins at an offset, as far as it goes on before a limit. */
export function wordEnd(text: string, at: number, limit: number): number {
  let end = at;
  while (end < limit) {
    const code = text.charCodeAt(end);
    const length = code < ASCII ? IS_WORD[code]! : wordLengthAt(text, end);
    if (length === 0) break;
    end += length;
  }
  return end;
}

/** As `wordLengthAt`, of the character that ends before an offset. */
export function wordLengthBefore(text: string, at: number): 0 | 1 | 2 {
  const one = wordLengthAt(text, at - 1);
  return one === 0 && isLowSurrogate(codeAt(text, at - 1)) && wordLengthAt(text, at - 2) === 2 ? 2 : one;
}

const CONTINUES_NAME = /^\p{XID_Continue}$/u;
/** Of each code unit 1 where it continues a name and 2 where it doesn't, once it was asked for. */
let answers: Uint8Array | undefined;

function lengthBeyondAscii(text: string, at: number, code: number): 0 | 1 | 2 {
  if (code >= 0xd800 && code <= 0xdbff)
    return isLowSurrogate(codeAt(text, at + 1)) && CONTINUES_NAME.test(text.slice(at, at + 2)) ? 2 : 0;
  answers ??= new Uint8Array(0x10000);
  if (answers[code] === 0) answers[code] = CONTINUES_NAME.test(text[at]!) ? 1 : 2;
  return answers[code] === 1 ? 1 : 0;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
