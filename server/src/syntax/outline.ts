import type { Piece } from "./cut";
import { lineEnd, lineStart } from "./lines";

/** What a piece binds at module level, as far as its text shows without being parsed. */
export type Outline =
  /** A function or class of this name, and nothing else. */
  | { readonly kind: "definition"; readonly name: string }
  /** Nothing: it stands in a class. */
  | { readonly kind: "nothing" }
  /** It has to be parsed to be known; if it binds a name, then one of those that it holds. */
  | { readonly kind: "unknown" };

const UNKNOWN: Outline = { kind: "unknown" };
const NOTHING: Outline = { kind: "nothing" };

/**
 * Blank lines and comments, decorators of one line each, and the head of the definition. Each line matches in one way
 * alone, CR LF and a comment with several `#` too: with two ways, each line would double the time.
 */
const DEFINITION =
  /^(?:\uFEFF?[ \t\f]*(?:#[^\r\n]*)?(?:\r?\n|\r(?!\n)))*(?:@(?=[^\r\n]*[\w)](?:[ \t]*#|[\r\n]))[^\r\n]*(?:\r?\n|\r(?!\n)))*(?:(?:async[ \t]+)?def|class)[ \t]+([A-Za-z_]\w*)[ \t]*[(:[]/;

/** Reads what a piece binds at module level. */
export function outlineOf({ text, indent }: Piece): Outline {
  if (/\bglobal\b/.test(text)) return UNKNOWN;
  if (indent > 0) return NOTHING;
  const found = DEFINITION.exec(text);
  if (found === null || /"""|'''/.test(found[0]) || assignsInHead(text)) return UNKNOWN;
  return { kind: "definition", name: found[1]! };
}

/** Whether a decorator or a default assigns a name of the module; in the body it would be the function's own. */
function assignsInHead(text: string): boolean {
  const at = text.indexOf(":=");
  return at >= 0 && at < text.search(/:[ \t]*[#\r\n]/);
}

const ASCII_WORD = /[A-Za-z_]\w*/g;
/** As the grammar reads names: a half of a surrogate pair, a space of any kind or another sign ends them. */
const WORD = /[\p{XID_Start}_]\p{XID_Continue}*/gu;
const BEYOND_ASCII = /[^\0-\x7F]/;

/** Every word of a text, those in strings and comments too. */
export function wordsIn(text: string): ReadonlySet<string> {
  return new Set(text.match(BEYOND_ASCII.test(text) ? WORD : ASCII_WORD) ?? []);
}

const WHOLE_ASCII_WORD = /^[A-Za-z_]\w*$/;

/**
 * Whether a word is among those of a text. Most are told by what stands beside them, without taking the text to pieces.
 */
export function holdsWord(text: string, word: string): boolean {
  if (!text.includes(word)) return false;
  if (!WHOLE_ASCII_WORD.test(word)) return wordsIn(text).has(word);
  let isUnsure = false;
  for (const at of occurrences(text, word)) {
    const sides = [sideOf(text[at - 1]), sideOf(text[at + word.length])];
    if (sides[0] === "no word" && sides[1] === "no word") return true;
    // A digit before it may be one that a number ends with, as in `0or 1`.
    isUnsure ||= sides[0] !== "letter" && sides[1] !== "letter" && sides[1] !== "digit";
  }
  return isUnsure && wordsIn(text).has(word);
}

/** What a character beside a word makes of it: another word, where it is a part of one. */
function sideOf(character: string | undefined): "no word" | "letter" | "digit" | "unknown" {
  if (character === undefined) return "no word";
  if (/[A-Za-z_]/.test(character)) return "letter";
  if (/\d/.test(character)) return "digit";
  return BEYOND_ASCII.test(character) ? "unknown" : "no word";
}

/** Where a word stands in a text, within others too. The empty one, as which a missing name reads, stands nowhere. */
function* occurrences(text: string, word: string): Iterable<number> {
  if (word === "") return;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) yield at;
}

const IMPORT = /\bimport\b/;

/** Whether a text may import anything. */
export function mayImport(text: string): boolean {
  return IMPORT.test(text);
}

const STAR_IMPORT = /\bimport[\s\\(]*\*/;

/** Whether a text may import everything from a module. */
export function mayImportAll(text: string): boolean {
  return STAR_IMPORT.test(text);
}

/** Behind a name that is given a value, declared, or the target of a loop; a colon that ends its line ends a header. */
const IS_GIVEN = /^[ \t]*(?:(?:[-+*/%&|^@]|\/\/|<<|>>|\*\*)?=(?!=)|:(?![ \t]*(?:#[^\r\n]*)?(?:[\r\n]|$))|\\|in\b)/;
/** Behind one of several that are given values together, in a loop or in a `with`. */
const IS_ONE_OF_SEVERAL = /^[ \t]*[,)\]][^\r\n]*(?:[^=!<>\r\n]=(?!=)|\bin\b|:)/;
/** Behind one of several that go on in the next line. */
const GOES_ON = /^(?:[ \t]*[,)\]][\w \t.,*()[\]]*|[ \t]*)\\?(?:#|[\r\n]|$)/;
/** In front of a name that a statement of its own kind binds. */
const IS_DEFINED = /\b(?:def|class|type)[ \t]+$/;
const IS_DECLARED = /\b(?:import|as|del|global|case)\b/;
const LOOP_WORDS = /\b(?:for|in)\b/g;
/** In front of what is handed to a call, where no string confuses. */
const IS_ARGUMENT = /^[^"']*[\w\])]\([^()"']*$/;

/** As `DEFINITION`, of a member of a class. */
const METHOD =
  /^(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r?\n|\r(?!\n)))*(?:[ \t]*@(?=[^\r\n"']*[\w)](?:[ \t]*#|[\r\n]))[^\r\n]*(?:\r?\n|\r(?!\n)))*[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]/;

/** A line that goes on for longer on one side of a name is not read: it may define anything. */
const MOST_READ = 1000;

const ODD = /[^\0-\x7F]|[\0\f\v]/u;
const ODD_ONES = /[^\0-\x7F]|[\0\f\v]/gu;

/**
 * A text of the same length in which letters of all kinds are ASCII's, and spaces and what the grammar passes over are
 * spaces.
 */
export function plainOf(text: string): string {
  return ODD.test(text)
    ? text.replace(ODD_ONES, (one) => (/\p{XID_Continue}/u.test(one) ? "x" : " ").repeat(one.length))
    : text;
}

/** Whether a text may define a name, or set an attribute of it, by what stands around the name on its line. */
export function mayDefine(text: string, name: string): boolean {
  return mayDefinePlainly(plainOf(text), plainOf(name));
}

/** The same of a text and a name that are plain: many names are looked for in one text. */
export function mayDefinePlainly(text: string, name: string): boolean {
  let isMethod: boolean | undefined;
  for (const at of occurrences(text, name)) {
    if (at > 0 && /\w/.test(text[at - 1]!)) continue;
    const behindAt = at + name.length;
    if (/\w/.test(text[behindAt] ?? "")) continue;
    const near = text.slice(Math.max(0, at - MOST_READ), behindAt + MOST_READ);
    const nearAt = Math.min(at, MOST_READ);
    const from = lineStart(near, nearAt);
    const to = lineEnd(near, nearAt);
    if ((from === 0 && at > MOST_READ) || (to === near.length && behindAt + MOST_READ < text.length)) return true;
    if (
      mayDefineBetween(
        near.slice(from, nearAt),
        near.slice(nearAt + name.length, to + 1),
        (isMethod ??= METHOD.test(text)),
      )
    )
      return true;
  }
  return false;
}

/** Whether what stands in a line before and behind a name gives it a value. */
function mayDefineBetween(before: string, behind: string, isMethod: boolean): boolean {
  // In a method a plain name is its own, but for the method's.
  if (isMethod && !/\.[ \t]*$/.test(before) && !/\b(?:def|class)[ \t]+$/.test(before) && !/^[ \t]*:=/.test(behind))
    return false;
  if (IS_GIVEN.test(behind) || IS_DEFINED.test(before) || IS_DECLARED.test(before) || isLoopTarget(before)) return true;
  if (IS_ARGUMENT.test(before)) return false;
  return (
    (IS_ONE_OF_SEVERAL.test(behind) && endsInTargets(before, false)) ||
    (GOES_ON.test(behind) && endsInTargets(before, true))
  );
}

/** Whether a `for` has had no `in` yet. */
function isLoopTarget(before: string): boolean {
  return before.match(LOOP_WORDS)?.at(-1) === "for";
}

/**
 * Whether a line ends in targets before a name that stands among them, and what it is an attribute of.
 *
 * @param bracketed whether those behind a sign have to stand in brackets, as they go on in another line
 */
function endsInTargets(before: string, bracketed: boolean): boolean {
  let from = before.length;
  while (from > 0 && /[\w.*()[\], \t]/.test(before[from - 1]!)) from--;
  const targets = before.slice(from).split(",");
  if (from > 0 && (!/[;:=]/.test(before[from - 1]!) || (bracketed && !/^[ \t]*[([]/.test(before.slice(from)))))
    return false;
  const owner = targets.pop()!.replace(/^[*([ \t]+/, "");
  return (
    (owner === "" || /^[\w.()[\]]*\.$/.test(owner)) && targets.every((target) => /^[\w.*()[\]]+$/.test(target.trim()))
  );
}
