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

/** Blank lines and comments, decorators of one line each, and the head of the definition. */
const DEFINITION =
  /^(?:\uFEFF?[ \t\f]*(?:#[^\r\n]*)?(?:\r\n|\n|\r))*(?:@[^\r\n]*[\w)](?:[ \t]*#[^\r\n]*)?(?:\r\n|\n|\r))*(?:(?:async[ \t]+)?def|class)[ \t]+([A-Za-z_]\w*)[ \t]*[(:[]/;

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

const WORD = /[^\W\d]\w*|[\w\u0080-\uFFFF]+/g;

/** Every word of a text, those in strings and comments too. */
export function wordsIn(text: string): ReadonlySet<string> {
  return new Set(text.match(WORD) ?? []);
}

const STAR_IMPORT = /\bimport[ \t]*(?:\\\s*)?\(?[ \t]*\*/;

/** Whether a text may import everything from a module. */
export function mayImportAll(text: string): boolean {
  return STAR_IMPORT.test(text);
}

/** Behind a name that is given a value, declared, or the target of a loop. */
const IS_GIVEN = /^[ \t]*(?:(?:[-+*/%&|^@]|\/\/|<<|>>|\*\*)?=(?!=)|:|\\|in\b)/;
/** Behind one of several that are given values together, or one that ends its line within brackets. */
const IS_ONE_OF_SEVERAL = /^[ \t]*(?:[,)\]][^\r\n]*[^=!<>\r\n]=(?!=)|[,)\]]?[ \t]*(?:#[^\r\n]*)?(?:[\r\n]|$))/;
/** In front of a name that a statement of its own kind binds. */
const IS_NAMED = /\b(?:def|class|import|as|for|del|global)\b[^\r\n]*$/;

/** Whether a text may define a name, or set an attribute of it, by what stands around the name on its line. */
export function mayDefine(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (at > 0 && /\w/.test(text[at - 1]!)) continue;
    const end = lineEnd(text, at);
    const behind = text.slice(at + name.length, end + 1);
    if (/^\w/.test(behind)) continue;
    if (IS_GIVEN.test(behind) || IS_ONE_OF_SEVERAL.test(behind)) return true;
    if (IS_NAMED.test(text.slice(Math.max(text.lastIndexOf("\n", at), text.lastIndexOf("\r", at)) + 1, at))) return true;
  }
  return false;
}
