import type { TomlProblem } from "./toml-problem";

/** Characters. Real files have less than a tenth of it, and the parser takes a second or two for it. */
const MOST_TEXT = 512 * 1024;
/**
 * Brackets in brackets, and parts of one dotted key: the parser calls itself for each, or copies all those before it.
 */
const DEEPEST = 100;

/** Why a TOML text is not even given to the parser; undefined for every text that a person would write. */
export function tooMuch(text: string): TomlProblem | undefined {
  if (text.length > MOST_TEXT) return { offset: 0, message: `it has more than ${MOST_TEXT / 1024} KB` };
  const offset = tooDeepAt(text);
  return offset === undefined ? undefined : { offset, message: `it is nested more than ${DEEPEST} deep` };
}

function tooDeepAt(text: string): number | undefined {
  let brackets = 0;
  let dots = 0;
  for (let at = 0; at < text.length;) {
    const char = text[at]!;
    if (char === '"' || char === "'") {
      at = afterString(text, at, char);
      continue;
    }
    if (char === "#") {
      at = lineBreakFrom(text, at);
      continue;
    }
    if (char === "[" || char === "{") brackets++;
    else if ((char === "]" || char === "}") && brackets > 0) brackets--;
    if (char === ".") dots++;
    else if ("\n=,[{".includes(char)) dots = 0;
    if (brackets > DEEPEST || dots >= DEEPEST) return at;
    at++;
  }
  return undefined;
}

/** Behind a string that begins here; where it has no end, the parser will tell. */
function afterString(text: string, start: number, quote: string): number {
  const long = text.startsWith(quote.repeat(3), start);
  const end = long ? quote.repeat(3) : quote;
  for (let at = start + end.length; at < text.length; at++) {
    if (text[at] === "\\" && quote === '"') at++;
    else if (!long && text[at] === "\n") return at;
    else if (text.startsWith(end, at)) return at + end.length;
  }
  return text.length;
}

function lineBreakFrom(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}
