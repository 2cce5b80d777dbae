/**
 * How a word stands in the code. Read without a grammar, so that it can be asked before anything is parsed; what is not
 * sure counts as said.
 */
export type Said =
  /**
   * It stands there, in whatever way; in a short string too, which may be an annotation. Noted for watched words only.
   */
  | "named"
  /** It is called, and the call isn't awaited on the spot. */
  | "called"
  /**
   * It is called so, and what it gives is dropped or used on the spot: not assigned, returned, put somewhere or handed
   * to a call.
   */
  | "used"
  /** It is called so, and what it gives is gone through, or looked in. */
  | "iterated"
  /** What it gives when called is assigned to one name as it is. */
  | "assigned"
  /** It is assigned or returned uncalled, or imported under another name, so that other names come to mean it. */
  | "renamed"
  /** It is what something is assigned to, or the function that returns it. */
  | "other name"
  | "defined"
  | "defined async"
  | "defined generator";

const WAYS: Readonly<Record<Said, number>> = {
  named: 0,
  called: 1,
  used: 2,
  iterated: 3,
  assigned: 4,
  renamed: 5,
  defined: 6,
  "defined async": 7,
  "defined generator": 8,
  "other name": 9,
};
const WAY_BITS = 4;
const WAY = (1 << WAY_BITS) - 1;
const HASH = (1 << (30 - WAY_BITS)) - 1;

/** Words that no identifier can be, for what has no word of its own. */
export const ASYNC_FOR = "async for";
export const ASYNC_WITH = "async with";
/** A `with` that isn't async. */
export const PLAIN_WITH = "with ...";
export const BARE_EXCEPT = "except:";
export const EXCEPT_STAR = "except*";
export const GENERATOR = "= (for)";
/** A name is assigned an empty list or what a call gives, and returned alone. */
export const RETURNED_RESULT = "= []; return";
/** A name alone that is gone through, or looked in. */
export const IN_NAME = "in name";
/**
 * An `async def` that holds no `await`, `yield` or other `async` of its own, and that other files can't know: a private
 * one, or one in a function.
 */
export const IDLE_ASYNC = "async def ...";
/** A comment that speaks to us. */
export const OWN_COMMENT = "# async-skill:";
/** The end of a notebook's cell. */
export const CELL_END = "# cell";

export const SIGNS: readonly string[] = [
  ASYNC_FOR,
  ASYNC_WITH,
  PLAIN_WITH,
  BARE_EXCEPT,
  EXCEPT_STAR,
  GENERATOR,
  RETURNED_RESULT,
  IN_NAME,
  IDLE_ASYNC,
  OWN_COMMENT,
  CELL_END,
];

/** How a word is called. */
export type Call = "called" | "used" | "iterated" | "assigned";

/**
 * What a word is in one way, as a number. Two may share a number: then one is taken for the other, and more is parsed
 * than must be.
 */
export type Mark = number;

/** The mark of a word that stands in a certain way. */
export function markOf(word: string, said: Said): Mark {
  return inOtherWay(markIn(word, 0, word.length), said);
}

/** The mark of a named word that stands between two offsets. Below 2 ** 30, which every engine keeps as it is. */
export function markIn(text: string, start: number, end: number): Mark {
  let hash = 0;
  for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return ((hash ^ (hash >>> 15)) & HASH) << WAY_BITS;
}

/** The mark of the same word in another way. */
export function inOtherWay(of: Mark, said: Said): Mark {
  return (of & ~WAY) | WAYS[said];
}

/** Whether it tells of a use, which leaves the word meaning what it meant. */
export function isUse(of: Mark): boolean {
  return (of & WAY) <= WAYS.assigned;
}

export function isSaid(of: Mark, said: Said): boolean {
  return (of & WAY) === WAYS[said];
}

/** The marks of watched words, for asking once a word. */
export class Watched {
  readonly #buckets: Int32Array;
  readonly #mask: number;

  constructor(marks: readonly Mark[]) {
    let size = 64;
    while (size < marks.length * 4) size *= 2;
    this.#mask = size - 1;
    this.#buckets = new Int32Array(size).fill(-1);
    for (const one of marks) {
      let at = (one >>> WAY_BITS) & this.#mask;
      while (this.#buckets[at] !== -1 && this.#buckets[at] !== one) at = (at + 1) & this.#mask;
      this.#buckets[at] = one;
    }
  }

  has(named: Mark): boolean {
    let at = (named >>> WAY_BITS) & this.#mask;
    for (;;) {
      const found = this.#buckets[at]!;
      if (found === named) return true;
      if (found === -1) return false;
      at = (at + 1) & this.#mask;
    }
  }
}
