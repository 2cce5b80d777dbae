import { afterLineBreak, isLineBreak, lineEnd } from "../../syntax/lines";
import { stringEnd } from "../../syntax/strings";

export type WordKind = "open" | "close" | "comma" | "string" | "name" | "number" | "operator";

/** A word as it is read, before anything is known of its place. */
export interface Word {
  readonly kind: WordKind;
  readonly text: string;
  readonly space: string;
  readonly at: number;
}

export interface Words {
  readonly words: readonly Word[];
  /** The comment behind the last of them, without the white space before it. */
  readonly comment: string;
}

const STRING_PREFIX = /^[rRbBuUfFtT]{1,3}$/;

/** What words begin with, and how they go on; sticky. */
const PATTERNS: readonly (readonly [WordKind, RegExp])[] = [
  ["open", /[([{]/y],
  ["close", /[)\]}]/y],
  ["comma", /,/y],
  ["number", /(?:\d|\.\d)(?:[eE][+-]\d|[\p{L}\p{N}_.])*/uy],
  ["name", /[\p{L}\p{N}\p{M}_]+/uy],
  ["operator", /\*\*=?|\/\/=?|>>=?|<<=?|\.\.\.|->|:=|[=!<>+\-*/%&|^@]=|[-+*/%@&|^~<>=.:;!]/y],
];

/**
 * The words of a logical line. Undefined where it holds what no layout may change: comments within brackets, joined
 * lines, strings of several lines, what isn't Python.
 */
export function wordsOf(text: string, start: number, end: number): Words | undefined {
  const words: Word[] = [];
  let space = "";
  let isBroken = false;
  for (let at = start; at < end;) {
    const char = text[at]!;
    if (isLineBreak(text.charCodeAt(at))) {
      isBroken = true;
      at = afterLineBreak(text, at);
      continue;
    }
    if (char === " " || char === "\t" || char === "\f") {
      space += char;
      at++;
      continue;
    }
    if (char === "#") {
      const last = lineEnd(text, at);
      return text.slice(last, end).trim() === "" ? { words, comment: text.slice(at, last).trimEnd() } : undefined;
    }
    const read = char === '"' || char === "'" ? stringAt(text, at) : wordAt(text, at);
    if (read === undefined || read.end > end) return undefined;
    const before = words.at(-1);
    if (
      read.kind === "string" &&
      space === "" &&
      !isBroken &&
      before?.kind === "name" &&
      STRING_PREFIX.test(before.text)
    ) {
      words[words.length - 1] = { ...before, kind: "string", text: text.slice(before.at, read.end) };
    } else {
      const word = text.slice(at, read.end);
      words.push({ kind: read.kind, text: word, space: isBroken ? spaceBetween(before, word) : space, at });
    }
    at = read.end;
    space = "";
    isBroken = false;
  }
  return { words, comment: "" };
}

interface Read {
  readonly kind: WordKind;
  readonly end: number;
}

function stringAt(text: string, at: number): Read | undefined {
  const end = stringEnd(text, at);
  return end === undefined || /[\r\n]/.test(text.slice(at, end)) ? undefined : { kind: "string", end };
}

function wordAt(text: string, at: number): Read | undefined {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    if (pattern.test(text)) return { kind, end: pattern.lastIndex };
  }
  return undefined;
}

/** What stands between two words that were on two lines, when they come to stand on one. */
function spaceBetween(before: Word | undefined, word: string): string {
  if (before === undefined || before.kind === "open" || /^[)\]},.]$/.test(word)) return "";
  return " ";
}
