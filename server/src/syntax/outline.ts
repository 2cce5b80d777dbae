import type { Piece } from "./cut";
import { lineEnd } from "./lines";

/** What a piece binds at module level, as far as its text shows without being parsed. */
export type Outline =
  /** A function or class of this name, and nothing else. */
  | { readonly binds: "definition"; readonly name: string }
  /** Nothing: it stands in a class. */
  | { readonly binds: "nothing" }
  /** It has to be parsed to be known; if it binds a name, then one of those that it holds. */
  | { readonly binds: "unknown" };

const UNKNOWN: Outline = { binds: "unknown" };
const NOTHING: Outline = { binds: "nothing" };

/**
 * Blank lines and comments, decorators of one line each, and the head of the definition. CR LF matches in one way alone:
 * as two line ends too, each line would double the time.
 */
const DEFINITION =
  /^(?:\uFEFF?[ \t\f]*(?:#[^\r\n]*)?(?:\r?\n|\r(?!\n)))*(?:@[^\r\n]*[\w)](?:[ \t]*#[^\r\n]*)?(?:\r?\n|\r(?!\n)))*(?:(?:async[ \t]+)?def|class)[ \t]+([A-Za-z_]\w*)[ \t]*[(:[]/;

/** Reads what a piece binds at module level. */
export function outlineOf({ text, indent }: Piece): Outline {
  if (/\bglobal\b/.test(text)) return UNKNOWN;
  if (indent > 0) return NOTHING;
  const found = DEFINITION.exec(text);
  if (found === null || /"""|'''/.test(found[0]) || assignsInHead(text)) return UNKNOWN;
  return { binds: "definition", name: found[1]! };
}

/** Whether a decorator or a default assigns a name of the module; in the body it would be the function's own. */
function assignsInHead(text: string): boolean {
  const at = text.indexOf(":=");
  return at >= 0 && at < text.search(/:[ \t]*(?:#[^\r\n]*)?[\r\n]/);
}

const ASCII_WORD = /[A-Za-z_]\w*/g;
/** As the grammar reads names: a half of a surrogate pair, a space of any kind or another sign ends them. */
const WORD = /[\p{XID_Start}_]\p{XID_Continue}*/gu;
const BEYOND_ASCII = /[^\0-\x7F]/;

/** Every word of a text, those in strings and comments too. */
export function wordsIn(text: string): ReadonlySet<string> {
  return new Set(text.match(BEYOND_ASCII.test(text) ? WORD : ASCII_WORD) ?? []);
}

/** Whether a word is among those of a text. */
export function holdsWord(text: string, word: string): boolean {
  return word !== "" && text.includes(word) && wordsIn(text).has(word);
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

const STAR_IMPORT = /\bimport[ \t]*(?:\\\s*)?\(?[ \t]*\*/;

/** Whether a text may import everything from a module. */
export function mayImportAll(text: string): boolean {
  return STAR_IMPORT.test(text);
}

/** Behind a name that is given a value, declared, or the target of a loop; a colon that ends its line ends a header. */
const IS_GIVEN = /^[ \t]*(?:(?:[-+*/%&|^@]|\/\/|<<|>>|\*\*)?=(?!=)|:(?![ \t]*(?:#[^\r\n]*)?(?:[\r\n]|$))|\\|in\b)/;
/** Behind one of several that are given values together, in a loop or in a `with`. */
const IS_ONE_OF_SEVERAL = /^[ \t]*[,)\]][^\r\n]*(?:[^=!<>\r\n]=(?!=)|\bin\b|:)/;
/** Behind one of several that go on in the next line. */
const GOES_ON = /^(?:[ \t]*[,)\]][\w \t.,*()[\]]*)?[ \t]*\\?(?:#[^\r\n]*)?(?:[\r\n]|$)/;
/** In front of a name that stands among targets: those before it, and what it is an attribute of. */
const TARGETS = /(?:^|[;:=])[ \t]*(?:[\w.*()[\]]+[ \t]*,[ \t]*)*[*([ \t]*(?:[\w.()[\]]+\.)?$/;
/** The same where the targets go on in another line. */
const BRACKETED_TARGETS = /(?:^|[;:=][ \t]*(?=[([]))[ \t]*(?:[\w.*()[\]]+[ \t]*,[ \t]*)*[*([ \t]*(?:[\w.()[\]]+\.)?$/;
/** In front of a name that a statement of its own kind binds. */
const IS_NAMED = /\b(?:(?:def|class|type)[ \t]+|(?:import|as|del|global|case)\b[^\r\n]*|for\b(?:(?!\bin\b)[^\r\n])*)$/;
/** In front of what is handed to a call, where no string confuses. */
const IS_ARGUMENT = /^[^"']*[\w\])]\([^()"']*$/;

/** As `DEFINITION`, of a member of a class. */
const METHOD =
  /^(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r?\n|\r(?!\n)))*(?:[ \t]*@[^\r\n"']*[\w)](?:[ \t]*#[^\r\n]*)?(?:\r?\n|\r(?!\n)))*[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]/;

const ODD = /[^\0-\x7F]|[\0\f\v]/u;
const ODD_ONES = /[^\0-\x7F]|[\0\f\v]/gu;

/** A text of the same length in which letters of all kinds are ASCII's, and spaces and what the grammar passes over are spaces. */
function plain(text: string): string {
  return ODD.test(text) ? text.replace(ODD_ONES, (one) => (/\p{XID_Continue}/u.test(one) ? "x" : " ").repeat(one.length)) : text;
}

/** Whether a text may define a name, or set an attribute of it, by what stands around the name on its line. */
export function mayDefine(text: string, name: string): boolean {
  return mayDefinePlainly(plain(text), plain(name));
}

function mayDefinePlainly(text: string, name: string): boolean {
  let isMethod: boolean | undefined;
  for (const at of occurrences(text, name)) {
    if (at > 0 && /\w/.test(text[at - 1]!)) continue;
    const behind = text.slice(at + name.length, lineEnd(text, at) + 1);
    if (/^\w/.test(behind)) continue;
    const before = text.slice(Math.max(text.lastIndexOf("\n", at), text.lastIndexOf("\r", at)) + 1, at);
    // In a method a plain name is its own, but for the method's.
    isMethod ??= METHOD.test(text);
    if (isMethod && !/\.[ \t]*$/.test(before) && !/\b(?:def|class)[ \t]+$/.test(before) && !/^[ \t]*:=/.test(behind)) continue;
    if (IS_GIVEN.test(behind) || IS_NAMED.test(before)) return true;
    if (IS_ARGUMENT.test(before)) continue;
    if (IS_ONE_OF_SEVERAL.test(behind) && TARGETS.test(before)) return true;
    if (GOES_ON.test(behind) && BRACKETED_TARGETS.test(before)) return true;
  }
  return false;
}
