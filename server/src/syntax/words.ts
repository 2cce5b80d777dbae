import {
  ASCII,
  BACKSLASH,
  CARRIAGE_RETURN,
  CLOSE,
  CLOSE_CURLY,
  CLOSE_SQUARE,
  codeAt,
  COLON,
  COMMA,
  DOT,
  DOUBLE_QUOTE,
  EQUALS,
  EXCLAMATION,
  GREATER,
  HASH,
  isAsciiWord,
  LESS,
  NEWLINE,
  NONE,
  OPEN,
  OPEN_CURLY,
  OPEN_SQUARE,
  SEMICOLON,
  SINGLE_QUOTE,
  SPACE,
  STAR,
  TAB,
  wordLengthAt,
} from "./codes";
import { CELL_BORDER } from "./cells";
import { afterLineBreak, isLineBreak, lineEnd } from "./lines";
import {
  ASYNC_FOR,
  ASYNC_WITH,
  BARE_EXCEPT,
  CELL_END,
  EXCEPT_STAR,
  GENERATOR,
  IDLE_ASYNC,
  IN_NAME,
  inOtherWay,
  type Mark,
  mark,
  markOf,
  OWN_COMMENT,
  PLAIN_WITH,
  RETURNED_RESULT,
  Watched,
} from "./marks";
import { MarkCollector } from "./mark-collector";
import { OpenFunctions } from "./open-functions";
import { isFormatted, isPrefix, isProse, isQuote, isTripleQuoted, stringEnd } from "./strings";

const AS = markOf("as", "named");
const AWAIT = markOf("await", "named");
const ASYNC = markOf("async", "named");
const DEF = markOf("def", "named");
const CLASS = markOf("class", "named");
const IMPORT = markOf("import", "named");
const FROM = markOf("from", "named");
const FOR = markOf("for", "named");
const IN = markOf("in", "named");
const EXCEPT = markOf("except", "named");
const YIELD = markOf("yield", "named");
const WITH = markOf("with", "named");
const RETURN = markOf("return", "named");
const ELSE = markOf("else", "named");
const OR = markOf("or", "named");
const AND = markOf("and", "named");
const GENERATORS = markOf(GENERATOR, "named");
const RETURNED_RESULTS = markOf(RETURNED_RESULT, "named");
const IN_NAMES = markOf(IN_NAME, "named");
const BARE_EXCEPTS = markOf(BARE_EXCEPT, "named");
const EXCEPT_STARS = markOf(EXCEPT_STAR, "named");
const ASYNC_FORS = markOf(ASYNC_FOR, "named");
const ASYNC_WITHS = markOf(ASYNC_WITH, "named");
const PLAIN_WITHS = markOf(PLAIN_WITH, "named");
const IDLE_ASYNCS = markOf(IDLE_ASYNC, "named");
const COMMENTS = markOf(OWN_COMMENT, "named");
const CELL_ENDS = markOf(CELL_END, "named");

/** Words that mean more than what they name. */
const KEYWORDS = new Watched([AWAIT, YIELD, WITH, RETURN, ELSE, OR, AND, IMPORT, FROM, DEF, FOR, IN, EXCEPT]);
/** Other words that call nothing where a bracket opens behind them. */
const NO_FUNCTIONS = new Watched(
  ["assert", "del", "elif", "except", "for", "from", "if", "is", "not", "raise", "while", "with", "yield"].map((word) => markOf(word, "named")),
);
const MATCH = markOf("match", "named");
/** Words that rules watch for, and that name no type. */
const NO_TYPES = new Watched(["async", "await", "def", "for", "while", "with", "yield", "return", "break", "except"].map((word) => markOf(word, "named")));

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

/** The marks of a text, each once. */
export function wordsOf(text: string, watched: Watched): readonly Mark[] {
  return new WordReader(MAY_BE_ODD.test(text) ? text.replace(ODD_SPACES, " ") : text, watched).read();
}

/** What the grammar passes over beside the space and the tab. */
const ODD_SPACES = /[\v\f\u00A0\u1680\u2000-\u200B\u2028\u2029\u202F\u205F\u2060\u3000\uFEFF]/g;
const MAY_BE_ODD = /[\v\f\u0080-\uFFFF]/;

/** Kept between texts, so that reading many small ones does not allocate. */
const marks = new MarkCollector();

class WordReader {
  #at = 0;
  /** What the chain of names that is being read is part of. */
  #chain = 0;
  /** The brackets that are open, each with the chain that goes on behind it. */
  #depth = 0;
  readonly #brackets: number[] = [];
  /** Of each what is called with the arguments that it holds, or 0. */
  readonly #calls: Mark[] = [];
  #called: Mark = 0;
  #before: Mark = 0;
  #importing = false;
  #assigning = false;
  /** Whether a colon stood in the statement: behind the head of another one, or behind a name that has a type. */
  #hasColon = false;
  #beginsStatement = true;
  #lineStart = 0;
  readonly #functions = new OpenFunctions();
  #isAsync = false;
  /** Whether the word before stands behind a dot. */
  #dotted = false;
  #afterDot = false;
  #importedAs = false;
  #beginsParameters = false;
  /** What the statement has named so far, and what it assigns to, or the function that it returns from. */
  #mentions = 0;
  readonly #mentioned: Mark[] = [];
  readonly #targets: Mark[] = [];
  /** How many of these are known to be given another name. */
  #renamedTargets = 0;
  /** Names that were assigned an empty list, or what a call gives. */
  readonly #results: Mark[] = [];

  constructor(
    readonly text: string,
    readonly watched: Watched,
  ) {}

  read(): readonly Mark[] {
    const { text } = this;
    while (this.#at < text.length) {
      const code = text.charCodeAt(this.#at);
      if (code < ASCII ? isAsciiWord(code) : wordLengthAt(text, this.#at) > 0) this.#word();
      else if (code === SPACE || code === TAB) this.#at++;
      else this.#sign(code);
    }
    this.#beginStatement(0);
    return marks.take();
  }

  #word(): void {
    const start = this.#at;
    const named = this.#readWord(this.text.length);
    if (isQuote(codeAt(this.text, this.#at)) && this.#at - start <= 3 && isPrefix(this.text, start, this.#at)) return this.#string();
    const before = this.#before;
    this.#before = named;
    this.#dotted = this.#afterDot;
    this.#afterDot = false;
    const begins = this.#beginsStatement;
    this.#beginsStatement = false;
    if (begins) this.#beginStatement(start - this.#lineStart);
    // In a method it is the class, or an object of it.
    if (this.#beginsParameters) this.#note(inOtherWay(named, "other name"));
    this.#beginsParameters = false;
    if (before === DEF || before === CLASS) return this.#defined(named, before === DEF, start);
    if (KEYWORDS.has(named) && !this.#keyword(named, before, begins)) return;
    if (this.#depth < 2) this.#mentioned[this.#mentions++] = named;
    this.#use(named);
  }

  /** Reads the word that begins here, up to an offset. */
  #readWord(limit: number): Mark {
    const { text } = this;
    let hash = 0;
    let at = this.#at;
    while (at < limit) {
      const code = text.charCodeAt(at);
      const length = code < ASCII ? Number(isAsciiWord(code)) : wordLengthAt(text, at);
      if (length === 0) break;
      hash = (Math.imul(hash, 31) + code) | 0;
      if (length === 2) hash = (Math.imul(hash, 31) + text.charCodeAt(at + 1)) | 0;
      at += length;
    }
    this.#at = at;
    return mark(hash);
  }

  /** Takes in what a keyword means. Returns whether it may be part of an expression like any other word. */
  #keyword(named: Mark, before: Mark, begins: boolean): boolean {
    switch (named) {
      case AWAIT:
        this.#functions.suspend();
        this.#chain = AWAITED;
        return false;
      case YIELD:
        this.#functions.suspend();
        this.#makeGenerator();
        return true;
      case WITH:
        this.#note(before === ASYNC ? ASYNC_WITHS : PLAIN_WITHS);
        if (before === ASYNC) this.#functions.suspend();
        return true;
      case RETURN: {
        if (this.watched.has(named)) this.#note(named);
        const { around } = this.#functions;
        if (around !== undefined) this.#targets.push(around);
        this.#chain = RENAMED | RETURNED;
        return false;
      }
      case ELSE:
      case OR:
      case AND:
        this.#chain = RENAMED;
        return false;
      case IMPORT:
        this.#importing = true;
        return false;
      case FROM:
        if (begins) this.#importing = true;
        return true;
      case DEF:
        this.#isAsync = before === ASYNC;
        return true;
      case FOR:
        if (this.#depth > 0 && (this.#brackets[this.#depth - 1]! & WHOLE) !== 0) this.#note(GENERATORS);
        if (before !== ASYNC) return true;
        this.#functions.suspend();
        this.#note(ASYNC_FORS);
        return true;
      case IN:
        this.#chain = ITERATED;
        return false;
      case EXCEPT: {
        const sign = codeAt(this.text, this.#beyondSpace(this.#at));
        if (sign === COLON) this.#note(BARE_EXCEPTS);
        if (sign === STAR) this.#note(EXCEPT_STARS);
        return true;
      }
      default:
        return true;
    }
  }

  /** `import name as other`, told by each of the two. */
  #import(named: Mark, isRenamed: boolean): void {
    if (this.#importedAs) this.#note(inOtherWay(named, "other name"));
    if (isRenamed) this.#note(inOtherWay(named, "renamed"));
    this.#importedAs = named === AS;
  }

  #rename(named: Mark): void {
    if ((this.#chain & RETURNED) !== 0 && !this.#dotted && this.#results.includes(named)) this.#note(RETURNED_RESULTS);
    this.#note(inOtherWay(named, "renamed"));
    // Once told, a target needs not be told again for the next name.
    for (; this.#renamedTargets < this.#targets.length; this.#renamedTargets++) this.#note(inOtherWay(this.#targets[this.#renamedTargets]!, "other name"));
  }

  #defined(named: Mark, isFunction: boolean, start: number): void {
    this.#note(inOtherWay(named, "defined"));
    if (this.watched.has(named)) this.#note(named);
    if (!isFunction) return;
    if (this.#isAsync) this.#note(inOtherWay(named, "defined async"));
    this.#functions.begin(named, this.#isAsync, isPrivate(this.text, start, this.#at));
    this.#beginsParameters = true;
  }

  /** Makes a generator of the function whose body it stands in. */
  #makeGenerator(): void {
    const { around } = this.#functions;
    if (around !== undefined) this.#note(inOtherWay(around, "defined generator"));
  }

  /** Begins a statement, or the end of the text. */
  #beginStatement(column: number): void {
    if (this.#functions.beginStatement(column)) this.#note(IDLE_ASYNCS);
  }

  #use(named: Mark): void {
    const { text } = this;
    const isWatched = this.watched.has(named);
    if (isWatched) this.#note(named);
    const at = this.#beyondSpace(this.#at);
    const next = codeAt(text, at);
    this.#chain &= ~WHOLE;
    if (next === DOT) return;
    if (this.#importing) {
      this.#import(named, isWatched && text.startsWith("as", at) && wordLengthAt(text, at + 2) === 0);
      return;
    }
    if (next === OPEN) return this.#beginCall(named);
    if ((this.#chain & RENAMED) !== 0) this.#rename(named);
    if ((this.#chain & ITERATED) !== 0 && next !== OPEN_SQUARE && !this.#dotted) this.#note(IN_NAMES);
    if (next !== OPEN_SQUARE) this.#chain = 0;
  }

  #beginCall(named: Mark): void {
    if (NO_FUNCTIONS.has(named)) {
      this.#chain = 0;
      return;
    }
    const chain = this.#chain;
    // The brackets may hold the beginning of what is matched.
    this.#called = named === MATCH && chain === 0 ? 0 : named;
    if ((chain & AWAITED) !== 0) return;
    this.#note(inOtherWay(named, "called"));
    if ((chain & (RENAMED | HANDED_ON)) === 0) this.#note(inOtherWay(named, "used"));
    if ((chain & ITERATED) !== 0) this.#note(inOtherWay(named, "iterated"));
    if ((chain & ASSIGNED) === 0) return;
    this.#note(inOtherWay(named, "assigned"));
    this.#holdResult();
  }

  /** What is assigned is an empty list, or what a call gives. */
  #holdResult(): void {
    for (const target of this.#targets) this.#results.push(target);
  }

  /** What was to be awaited or handed on is not, where more is done with it. */
  #endCall(called: Mark, chain: number, next: number): void {
    if ((chain & AWAITED) !== 0) {
      if (!isTrailer(next)) return;
      this.#note(inOtherWay(called, "called"));
      this.#note(inOtherWay(called, "used"));
    } else if ((chain & (RENAMED | HANDED_ON)) !== 0 && !this.#endsExpression(next)) this.#note(inOtherWay(called, "used"));
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

  #sign(code: number): void {
    const { text } = this;
    const at = this.#at;
    this.#at = at + 1;
    if (code !== DOT) this.#afterDot = false;
    switch (code) {
      case DOT:
        this.#afterDot = true;
        return;
      case BACKSLASH:
        this.#at = afterLineBreak(text, at + 1);
        return;
      case HASH:
        if (text.startsWith("async-skill:", at + 1) || text.startsWith("async-skill:", this.#beyondSpace(at + 1))) this.#note(COMMENTS);
        if (text === CELL_BORDER) this.#note(CELL_ENDS);
        this.#at = lineEnd(text, at);
        return;
      case DOUBLE_QUOTE:
      case SINGLE_QUOTE:
        this.#at = at;
        return this.#string();
      case NEWLINE:
      case CARRIAGE_RETURN:
        this.#lineStart = this.#at;
        if (this.#depth === 0) this.#endStatement();
        return;
      case SEMICOLON:
        return this.#endStatement();
      case COLON:
        this.#colon();
        break;
      case EQUALS:
        return this.#equals(at);
      case COMMA:
        this.#comma();
        break;
      case OPEN:
      case OPEN_SQUARE:
      case OPEN_CURLY:
        this.#open(code);
        break;
      case CLOSE:
      case CLOSE_SQUARE:
      case CLOSE_CURLY:
        this.#beginsParameters = false;
        this.#close();
        break;
      default:
        this.#chain = 0;
    }
    this.#before = 0;
  }

  #colon(): void {
    this.#chain = HANDED_ON;
    if (this.#depth > 0) return;
    this.#chain = 0;
    this.#hasColon = true;
    this.#beginsStatement = true;
  }

  #comma(): void {
    // Of several that are assigned together, each is.
    if (this.#depth === 0) this.#chain = this.#assigning ? RENAMED : 0;
    else this.#chain = HANDED_ON;
  }

  #equals(at: number): void {
    const { text } = this;
    const isDotted = this.#before !== 0 && this.#dotted;
    const isOneName = this.#before !== 0 && this.#mentions === 1;
    this.#before = 0;
    this.#chain = 0;
    if (codeAt(text, at + 1) === EQUALS) {
      this.#at = at + 2;
      return;
    }
    const before = codeAt(text, at - 1);
    const assigns = before !== EXCLAMATION && before !== LESS && before !== GREATER;
    const isStatement = assigns && this.#depth === 0;
    if (isStatement) this.#assigning = true;
    // Within brackets it gives an argument or a default, but for :=.
    if (!isStatement && before !== COLON) {
      if (assigns) this.#chain = HANDED_ON;
      return;
    }
    this.#chain = isStatement && !isDotted && (isOneName || this.#hasColon) ? ASSIGNED | RENAMED | WHOLE : RENAMED;
    for (let i = 0; i < this.#mentions; i++) this.#targets.push(this.#mentioned[i]!);
    this.#mentions = 0;
  }

  #open(bracket: number): void {
    const isRound = bracket === OPEN;
    const called = isRound ? this.#called : 0;
    this.#called = 0;
    const isAssigned = (this.#chain & WHOLE) !== 0;
    this.#brackets[this.#depth] = isRound ? this.#chain : this.#chain & ~WHOLE;
    this.#calls[this.#depth++] = called;
    if (bracket === OPEN_SQUARE && isAssigned) this.#list();
    this.#chain = isRound && called === 0 ? 0 : HANDED_ON;
  }

  /** A list begins, as what is assigned. */
  #list(): void {
    const next = codeAt(this.text, this.#beyondSpace(this.#at));
    if (next === CLOSE_SQUARE || next === HASH) this.#holdResult();
  }

  /** Behind a call's arguments the chain may go on: then what was awaited, or assigned, is not that call. */
  #close(): void {
    const isOpen = this.#depth > 0;
    if (isOpen) this.#depth--;
    const next = codeAt(this.text, this.#beyondSpace(this.#at));
    const chain = isOpen ? this.#brackets[this.#depth]! : 0;
    const called = isOpen ? this.#calls[this.#depth]! : 0;
    if (called !== 0) this.#endCall(called, chain, next);
    this.#chain = isTrailer(next) ? chain & ~WHOLE : 0;
  }

  #endStatement(): void {
    this.#importing = false;
    this.#importedAs = false;
    this.#assigning = false;
    this.#hasColon = false;
    this.#mentions = 0;
    if (this.#targets.length > 0) this.#targets.length = 0;
    this.#renamedTargets = 0;
    this.#beginsStatement = true;
    this.#chain = 0;
    this.#before = 0;
  }

  /** What stands in strings is no code; but a short one may name a type, and an f-string holds expressions. */
  #string(): void {
    const { text } = this;
    const start = this.#at;
    const end = stringEnd(text, start) ?? text.length;
    if (isFormatted(text, start)) this.#expressions(start + 1, end);
    else if (!isTripleQuoted(text, start)) this.#types(start + 1, end);
    this.#at = end;
    this.#before = 0;
    this.#chain = 0;
    this.#beginsStatement = false;
  }

  #expressions(start: number, end: number): void {
    const { text } = this;
    for (this.#at = start; this.#at < end;) {
      if (wordLengthAt(text, this.#at) === 0) {
        this.#at++;
        continue;
      }
      const named = this.#readWord(end);
      if (this.watched.has(named)) this.#note(named);
      if (named === IN) this.#note(IN_NAMES);
      if (codeAt(text, this.#beyondSpace(this.#at)) !== OPEN) continue;
      this.#note(inOtherWay(named, "called"));
      this.#note(inOtherWay(named, "used"));
      this.#note(inOtherWay(named, "iterated"));
    }
  }

  #types(start: number, end: number): void {
    const { text } = this;
    if (isProse(text, start, end)) return;
    for (this.#at = start; this.#at < end;) {
      if (wordLengthAt(text, this.#at) === 0) {
        this.#at++;
        continue;
      }
      const named = this.#readWord(end);
      if (!NO_TYPES.has(named) && this.watched.has(named)) this.#note(named);
    }
  }

  #beyondSpace(from: number): number {
    const { text } = this;
    for (let at = from; ;) {
      const code = codeAt(text, at);
      if (code === SPACE || code === TAB) at++;
      else if (code === BACKSLASH && isLineBreak(codeAt(text, at + 1))) at = afterLineBreak(text, at + 1);
      else if (isLineBreak(code) && this.#depth > 0) at++;
      else return at;
    }
  }

  #note(one: Mark): void {
    marks.add(one);
  }
}

/** Whether a sign behind an expression makes it part of a longer one: an attribute, a call or a subscript. */
function isTrailer(sign: number): boolean {
  return sign === DOT || sign === OPEN || sign === OPEN_SQUARE;
}

/** Whether a name begins with an underscore, and is none that Python calls. */
function isPrivate(text: string, start: number, end: number): boolean {
  return text.startsWith("_", start) && !(text.startsWith("__", start) && text.startsWith("__", end - 2));
}
