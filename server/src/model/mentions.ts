import { type Call, CELL_END } from "../syntax/marks";
import { calledBy, wordsInFileOf } from "./library/entries";
import { allRows, type Row } from "./library/index";

/**
 * Something that code has to say for a rule to find anything in it, told from its words alone. Where it isn't sure, the
 * code counts as saying it.
 */
export type Mention =
  /**
   * One of these words, or any where there are none. Of each group of `file` one must stand in the file; else they mean
   * something else.
   */
  | { readonly kind: "word"; readonly words: readonly string[]; readonly file?: Needed }
  /** A call by one of these words, or by any where there are none. */
  | { readonly kind: "call"; readonly said: Call; readonly words: readonly string[]; readonly file?: Needed }
  /** A call of something that the file itself defines. */
  | { readonly kind: "own"; readonly said: Call; readonly what: Own }
  /** Anything, in a file that imports something of its own project. */
  | { readonly kind: "project" }
  /** Said anywhere in the file. */
  | { readonly kind: "in file"; readonly any: readonly Mention[] };

export type Own = "function" | "coroutine" | "generator";

/** Of each group one word. */
type Needed = readonly (readonly string[])[];

/** Of each group, code has to say one thing. */
export type Needs = readonly (readonly Mention[])[];

export function word(...words: readonly string[]): Mention {
  return { kind: "word", words };
}

/** The words of what the table knows, however they are used: awaited, handed on, in a `with`. */
export function namesOf(which: (row: Row) => boolean): readonly Mention[] {
  return allRows()
    .filter(which)
    .map((row) => ({ kind: "word", words: calledBy(row), file: wordsInFileOf(row.name) }));
}

/** Calls of what the table knows, but for those that are awaited on the spot. */
export function callsOf(which: (row: Row) => boolean, said: Call = "called"): readonly Mention[] {
  return allRows()
    .filter(which)
    .map((row) => ({ kind: "call", said, words: calledBy(row), file: wordsInFileOf(row.name) }));
}

/** Calls by these words, whatever they stand for, but for those that are awaited on the spot. */
export function calls(words: readonly string[], said: Call = "called"): Mention {
  return { kind: "call", said, words };
}

/** Calls of what the file itself defines, but for those that are awaited on the spot. */
export function ownCalls(what: Own, said: Call = "called"): Mention {
  return { kind: "own", said, what };
}

/** Anything in a notebook. */
export const IN_NOTEBOOK: Mention = { kind: "in file", any: [word(CELL_END)] };

/** Anything in files that import others of their project. */
export const PROJECT: Mention = { kind: "project" };

/** A word in files that come to what the table knows. */
export function wordWhere(one: string, which: (row: Row) => boolean): readonly Mention[] {
  return allRows()
    .filter(which)
    .map((row) => ({ kind: "word", words: [one], file: wordsInFileOf(row.name) }));
}

/** Files that come to what the table knows; without a word, as an object of a class needs none. */
export function reachOf(which: (row: Row) => boolean): readonly Mention[] {
  return allRows()
    .filter(which)
    .map((row) => ({ kind: "word", words: [], file: wordsInFileOf(row.name) }));
}
