import { calledBy, wordsInFileOf } from "./library/entries";
import { allRows, type Row } from "./library/index";

/**
 * Something that code has to say for a rule to find anything in it, told from its words alone. Where it isn't sure, the
 * code counts as saying it.
 */
export type Mention =
  /** One of these words, or any where there are none. Of each group of `file` one must stand in the file; else they mean something else. */
  | { readonly kind: "word"; readonly words: readonly string[]; readonly file?: Needed }
  /** A call by one of these words, or by any where there are none, that isn't awaited on the spot. */
  | { readonly kind: "call"; readonly words: readonly string[]; readonly file?: Needed }
  /** What a call by one of these words gives, assigned as it is. */
  | { readonly kind: "assigned call"; readonly words: readonly string[] }
  /** A call of something that the file itself defines, not awaited on the spot; for a generator, one whose result is assigned. */
  | { readonly kind: "own"; readonly what: "function" | "coroutine" | "generator" }
  /** Said anywhere in the file. */
  | { readonly kind: "in file"; readonly any: readonly Mention[] };

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
export function callsOf(which: (row: Row) => boolean): readonly Mention[] {
  return allRows()
    .filter(which)
    .map((row) => ({ kind: "call", words: calledBy(row), file: wordsInFileOf(row.name) }));
}

/** Calls by these words, whatever they stand for, but for those that are awaited on the spot. */
export function calls(...words: readonly string[]): Mention {
  return { kind: "call", words };
}

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
