import {
  CLOSE,
  CLOSE_CURLY,
  CLOSE_SQUARE,
  COLON,
  COMMA,
  CARRIAGE_RETURN,
  DOT,
  HASH,
  NEWLINE,
  NONE,
  OPEN,
  OPEN_SQUARE,
  SEMICOLON,
} from "./codes";
import type { MarkCollector } from "./mark-collector";
import { inOtherWay, type Mark } from "./marks";
import { Targets } from "./targets";
import { IN_NAMES, MATCH, NO_FUNCTIONS, RETURNED_RESULTS } from "./word-marks";

// What a chain of names (`a.b.c`) is part of, as bits.
/** It is what is assigned to one name. */
const ASSIGNED = 1;
/** It is what is assigned in any way or returned, or one of several such. */
const RENAMED = 2;
const AWAITED = 4;
/** It begins here, as the whole of what is assigned. */
const WHOLE = 8;
/** It is what is gone through, or looked in. */
const ITERATED = 16;
/** It is what is put in brackets with others, or handed to a call. */
const HANDED_ON = 32;
/** It is what is returned. */
const RETURNED = 64;

/**
 * The chain of names that is being read, and what it is part of: what is done with what it stands for. Marks that tell
 * of that are collected as they are found.
 */
export class Chain {
  #parts = 0;
  /** The brackets that are open, each with the chain that goes on behind it. */
  #depth = 0;
  readonly #brackets: number[] = [];
  /** Of each what is called with the arguments that it holds, or 0. */
  readonly #calls: Mark[] = [];
  #called: Mark = 0;
  #assigning = false;
  /** Whether a colon stood in the statement: behind the head of another one, or behind a name that has a type. */
  #hasColon = false;
  readonly #targets: Targets;

  constructor(readonly marks: MarkCollector) {
    this.#targets = new Targets(marks);
  }

  /** How many brackets are open. */
  get depth(): number {
    return this.#depth;
  }

  /** `await`, behind which a chain begins. */
  beginAwaited(): void {
    this.#parts = AWAITED;
  }

  /** `in` */
  beginIterated(): void {
    this.#parts = ITERATED;
  }

  /** `else`, `or`, `and`: what comes behind may be given a name like what stood before. */
  beginOther(): void {
    this.#parts = RENAMED;
  }

  /** `return`, in the body of a function that has a name. */
  beginReturned(function_: Mark | undefined): void {
    if (function_ !== undefined) this.#targets.returnFrom(function_);
    this.#parts = RENAMED | RETURNED;
  }

  /** Whether the bracket that was opened last holds the whole of what is assigned. */
  get isWholeInBrackets(): boolean {
    return this.#depth > 0 && (this.#brackets[this.#depth - 1]! & WHOLE) !== 0;
  }

  /** A word that may be part of an expression. */
  mention(named: Mark): void {
    if (this.#depth < 2) this.#targets.mention(named);
    this.#parts &= ~WHOLE;
  }

  /** The last name of a chain, with the sign that comes next. */
  end(named: Mark, next: number, isDotted: boolean): void {
    if (next === OPEN) return this.#beginCall(named);
    if ((this.#parts & RENAMED) !== 0) this.#rename(named, isDotted);
    if ((this.#parts & ITERATED) !== 0 && next !== OPEN_SQUARE && !isDotted) this.marks.add(IN_NAMES);
    if (next !== OPEN_SQUARE) this.#parts = 0;
  }

  #rename(named: Mark, isDotted: boolean): void {
    if ((this.#parts & RETURNED) !== 0 && !isDotted && this.#targets.holdsResult(named))
      this.marks.add(RETURNED_RESULTS);
    this.marks.add(inOtherWay(named, "renamed"));
    this.#targets.rename();
  }

  #beginCall(named: Mark): void {
    if (NO_FUNCTIONS.has(named)) {
      this.#parts = 0;
      return;
    }
    const parts = this.#parts;
    // The brackets may hold the beginning of what is matched.
    this.#called = named === MATCH && parts === 0 ? 0 : named;
    if ((parts & AWAITED) !== 0) return;
    this.marks.add(inOtherWay(named, "called"));
    if ((parts & (RENAMED | HANDED_ON)) === 0) this.marks.add(inOtherWay(named, "used"));
    if ((parts & ITERATED) !== 0) this.marks.add(inOtherWay(named, "iterated"));
    if ((parts & ASSIGNED) === 0) return;
    this.marks.add(inOtherWay(named, "assigned"));
    this.#targets.holdResult();
  }

  /** What was to be awaited or handed on is not, where more is done with it. */
  #endCall(called: Mark, parts: number, next: number): void {
    if ((parts & AWAITED) !== 0) {
      if (!isTrailer(next)) return;
      this.marks.add(inOtherWay(called, "called"));
      this.marks.add(inOtherWay(called, "used"));
    } else if ((parts & (RENAMED | HANDED_ON)) !== 0 && !this.#endsExpression(next))
      this.marks.add(inOtherWay(called, "used"));
  }

  /** Whether a sign surely ends what is assigned or handed on. */
  #endsExpression(sign: number): boolean {
    switch (sign) {
      case COMMA:
      case COLON:
      case CLOSE:
      case CLOSE_SQUARE:
      case CLOSE_CURLY:
      case NONE:
        return true;
      case NEWLINE:
      case CARRIAGE_RETURN:
      case SEMICOLON:
      case HASH:
        return this.#depth === 0;
      default:
        return false;
    }
  }

  /** Whether the colon ends the head of a statement, or stands behind a name that has a type. */
  colon(): boolean {
    if (this.#depth > 0) {
      this.#parts = HANDED_ON;
      return false;
    }
    this.#parts = 0;
    this.#hasColon = true;
    return true;
  }

  comma(): void {
    // Of several that are assigned together, each is.
    if (this.#depth === 0) this.#parts = this.#assigning ? RENAMED : 0;
    else this.#parts = HANDED_ON;
  }

  /**
   * An equals sign that compares nothing.
   *
   * @param isWalrus whether it is that of `:=`; else one within brackets gives an argument or a default
   * @param isNamed whether a name stands before it, and `isDotted` whether that stands behind a dot
   */
  assign(isWalrus: boolean, isNamed: boolean, isDotted: boolean): void {
    if (this.#depth > 0 && !isWalrus) {
      this.#parts = HANDED_ON;
      return;
    }
    this.#parts = RENAMED;
    if (this.#depth === 0) {
      this.#assigning = true;
      const isOneName = isNamed && this.#targets.isOneName;
      if (!(isNamed && isDotted) && (isOneName || this.#hasColon)) this.#parts = ASSIGNED | RENAMED | WHOLE;
    }
    this.#targets.assign();
  }

  /** Returns whether a list begins, as what is assigned. */
  open(bracket: number): boolean {
    const isRound = bracket === OPEN;
    const called = isRound ? this.#called : 0;
    this.#called = 0;
    const isAssigned = (this.#parts & WHOLE) !== 0;
    this.#brackets[this.#depth] = isRound ? this.#parts : this.#parts & ~WHOLE;
    this.#calls[this.#depth++] = called;
    this.#parts = isRound && called === 0 ? 0 : HANDED_ON;
    return bracket === OPEN_SQUARE && isAssigned;
  }

  /** The list that begins is empty. */
  holdEmptyList(): void {
    this.#targets.holdResult();
  }

  /** Closes a bracket, and returns whether one was open. */
  closeBracket(): boolean {
    if (this.#depth === 0) return false;
    this.#depth--;
    return true;
  }

  /** Behind a call's arguments the chain may go on: then what was awaited, or assigned, is not that call. */
  goOn(wasOpen: boolean, next: number): void {
    const parts = wasOpen ? this.#brackets[this.#depth]! : 0;
    const called = wasOpen ? this.#calls[this.#depth]! : 0;
    if (called !== 0) this.#endCall(called, parts, next);
    this.#parts = isTrailer(next) ? parts & ~WHOLE : 0;
  }

  /** A sign, or a string, that no chain goes across. */
  break(): void {
    this.#parts = 0;
  }

  endStatement(): void {
    this.#assigning = false;
    this.#hasColon = false;
    this.#targets.endStatement();
    this.#parts = 0;
  }
}

/** Whether a sign behind an expression makes it part of a longer one: an attribute, a call or a subscript. */
function isTrailer(sign: number): boolean {
  return sign === DOT || sign === OPEN || sign === OPEN_SQUARE;
}
