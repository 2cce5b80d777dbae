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

const IS_WORD = new Uint8Array(128);
for (const char of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") IS_WORD[char.charCodeAt(0)] = 1;

/** Whether it may be part of a name or number. */
export function isWord(code: number): boolean {
  return code >= IS_WORD.length ? code !== BYTE_ORDER_MARK : code >= 0 && IS_WORD[code] === 1;
}
