import { afterLineBreak, isLineBreak, lineEnd, stringEnd } from "./lines";
import {
  ASYNC_FOR,
  ASYNC_WITH,
  BARE_EXCEPT,
  EXCEPT_STAR,
  GENERATOR,
  IDLE_ASYNC,
  inOtherWay,
  type Mark,
  mark,
  markOf,
  OWN_COMMENT,
  PLAIN_WITH,
  type Watched,
} from "./marks";

const AS = markOf("as", "named");
const AWAIT = markOf("await", "named");
const ASYNC = markOf("async", "named");
const DEF = markOf("def", "named");
const CLASS = markOf("class", "named");
const IMPORT = markOf("import", "named");
const FROM = markOf("from", "named");
const FOR = markOf("for", "named");
const EXCEPT = markOf("except", "named");
const YIELD = markOf("yield", "named");
const WITH = markOf("with", "named");
const RETURN = markOf("return", "named");
const ELSE = markOf("else", "named");
const OR = markOf("or", "named");
const AND = markOf("and", "named");
const GENERATORS = markOf(GENERATOR, "named");
const BARE_EXCEPTS = markOf(BARE_EXCEPT, "named");
const EXCEPT_STARS = markOf(EXCEPT_STAR, "named");
const ASYNC_FORS = markOf(ASYNC_FOR, "named");
const ASYNC_WITHS = markOf(ASYNC_WITH, "named");
const PLAIN_WITHS = markOf(PLAIN_WITH, "named");
const IDLE_ASYNCS = markOf(IDLE_ASYNC, "named");
const COMMENTS = markOf(OWN_COMMENT, "named");

const TAB = 9;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const EXCLAMATION = 33;
const DOUBLE_QUOTE = 34;
const HASH = 35;
const SINGLE_QUOTE = 39;
const OPEN = 40;
const CLOSE = 41;
const STAR = 42;
const COMMA = 44;
const DOT = 46;
const COLON = 58;
const SEMICOLON = 59;
const LESS = 60;
const EQUALS = 61;
const GREATER = 62;
const OPEN_SQUARE = 91;
const BACKSLASH = 92;
const CLOSE_SQUARE = 93;
const OPEN_CURLY = 123;
const CLOSE_CURLY = 125;
/** Words that rules watch for, and that name no type. */
const KEYWORDS: ReadonlySet<Mark> = new Set(
  ["async", "await", "def", "for", "while", "with", "yield", "return", "break", "except"].map((word) => markOf(word, "named")),
);

const BYTE_ORDER_MARK = 0xfeff;

/** The marks of a text, each once, in ascending order. */
export function wordsOf(text: string, watched: Watched): Int32Array {
  return new WordReader(text, watched).read();
}

/** Kept between texts, so that reading many small ones does not allocate. */
let scratch = new Int32Array(1024);

/** What a chain of names (`a.b.c`) is part of. */
interface Chain {
  /** It is what is assigned to one name. */
  assigned: boolean;
  /** It is what is assigned in any way or returned, or one of several such. */
  renamed: boolean;
  awaited: boolean;
}

/** A function whose body goes on. */
interface OpenFunction {
  readonly name: Mark;
  readonly column: number;
  /** Whether it is async, and nothing in it has awaited yet. */
  idle: boolean;
}

/** What is kept of an open bracket: the chain that goes on behind it, and whether it is the whole of what is assigned. */
const ASSIGNED = 1;
const RENAMED = 2;
const AWAITED = 4;
const WHOLE = 8;

class WordReader {
  #count = 0;
  #at = 0;
  readonly #brackets: number[] = [];
  /** Of each open bracket the call whose arguments it holds, where that is awaited; else 0. */
  readonly #calls: Mark[] = [];
  readonly #chain: Chain = { assigned: false, renamed: false, awaited: false };
  /** Whether a chain of names may begin here as the whole of what is assigned. */
  #fresh = false;
  #awaitedCall: Mark = 0;
  #before = 0;
  #importing = false;
  #assigning = false;
  #beginsStatement = true;
  #lineStart = 0;
  #column = 0;
  /** The functions that are open, by the column of their statements. */
  readonly #functions: OpenFunction[] = [];
  #isAsync = false;
  /** Whether the word before stands behind a dot. */
  #dotted = false;
  #afterDot = false;
  #importedAs = false;
  #beginsParameters = false;
  /** What the statement has named so far, and what it assigns to, or the function that it returns from. */
  readonly #mentioned: Mark[] = [];
  readonly #targets: Mark[] = [];

  constructor(
    readonly text: string,
    readonly watched: Watched,
  ) {}

  read(): Int32Array {
    const { text } = this;
    while (this.#at < text.length) {
      const code = text.charCodeAt(this.#at);
      if (isWord(code)) this.#word();
      else if (code === SPACE || code === TAB) this.#at++;
      else this.#sign(code);
    }
    this.#closeFunctions(0);
    return sortedOnce(scratch, this.#count);
  }

  #word(): void {
    const { text } = this;
    const start = this.#at;
    let hash = 0;
    let at = start;
    for (let code = text.charCodeAt(at); isWord(code); code = text.charCodeAt(++at)) hash = (Math.imul(hash, 31) + code) | 0;
    this.#at = at;
    const next = text.charCodeAt(at);
    if ((next === DOUBLE_QUOTE || next === SINGLE_QUOTE) && at - start <= 3 && isPrefix(text, start, at)) return this.#string();
    const named = mark(hash, "named");
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
    if (before === DEF || before === CLASS) return this.#defined(named, before === DEF);
    switch (named) {
      case AWAIT:
        this.#suspends();
        this.#set(false, false, true);
        return;
      case YIELD:
        this.#suspends();
        this.#yield();
        break;
      case WITH:
        this.#note(before === ASYNC ? ASYNC_WITHS : PLAIN_WITHS);
        if (before === ASYNC) this.#suspends();
        break;
      case RETURN: {
        if (this.watched.has(named)) this.#note(named);
        const around = this.#function();
        if (around !== undefined) this.#targets.push(around.name);
        this.#set(false, true, false);
        return;
      }
      case ELSE:
      case OR:
      case AND:
        this.#set(false, true, false);
        return;
      case IMPORT:
        this.#importing = true;
        return;
      case FROM:
        if (begins) this.#importing = true;
        break;
      case DEF:
        this.#isAsync = before === ASYNC;
        break;
      case FOR:
        if (((this.#brackets.at(-1) ?? 0) & WHOLE) !== 0) this.#note(GENERATORS);
        if (before !== ASYNC) break;
        this.#suspends();
        this.#note(ASYNC_FORS);
        break;
      case EXCEPT: {
        const sign = text.charCodeAt(this.#beyondSpace(at));
        if (sign === COLON) this.#note(BARE_EXCEPTS);
        if (sign === STAR) this.#note(EXCEPT_STARS);
        break;
      }
      default:
    }
    if (this.#brackets.length < 2) this.#mentioned.push(named);
    this.#use(named);
  }

  /** `import name as other`, told by each of the two. */
  #import(named: Mark, isRenamed: boolean): void {
    if (this.#importedAs) this.#note(inOtherWay(named, "other name"));
    if (isRenamed) this.#note(inOtherWay(named, "renamed"));
    this.#importedAs = named === AS;
  }

  #rename(named: Mark): void {
    this.#note(inOtherWay(named, "renamed"));
    for (const target of this.#targets) this.#note(inOtherWay(target, "other name"));
  }

  #defined(named: Mark, isFunction: boolean): void {
    this.#note(inOtherWay(named, "defined"));
    if (this.watched.has(named)) this.#note(named);
    if (!isFunction) return;
    if (this.#isAsync) this.#note(inOtherWay(named, "defined async"));
    this.#functions.push({ name: named, column: this.#column, idle: this.#isAsync });
    this.#beginsParameters = true;
  }

  #beginStatement(column: number): void {
    this.#column = column;
    this.#closeFunctions(column);
  }

  /** Closes the functions that a statement at a column ends. */
  #closeFunctions(column: number): void {
    while (this.#functions.length > 0 && this.#functions.at(-1)!.column >= column) {
      if (this.#functions.pop()!.idle) this.#note(IDLE_ASYNCS);
    }
  }

  #suspends(): void {
    const around = this.#function();
    if (around !== undefined) around.idle = false;
  }

  /** The function whose body a statement stands in. */
  #function(): OpenFunction | undefined {
    return this.#functions.findLast(({ column }) => column < this.#column);
  }

  /** Makes a generator of the function whose body it stands in. */
  #yield(): void {
    const around = this.#function();
    if (around !== undefined) this.#note(inOtherWay(around.name, "defined generator"));
  }

  #use(named: Mark): void {
    const { text } = this;
    const isWatched = this.watched.has(named);
    if (isWatched) this.#note(named);
    const at = this.#beyondSpace(this.#at);
    const next = text.charCodeAt(at);
    this.#fresh = false;
    if (next === DOT) return;
    if (this.#importing) {
      this.#import(named, isWatched && text.startsWith("as", at) && !isWord(text.charCodeAt(at + 2)));
      return;
    }
    if (next === OPEN) {
      if (this.#chain.awaited) this.#awaitedCall = named;
      else this.#note(inOtherWay(named, "called"));
      if (this.#chain.assigned) this.#note(inOtherWay(named, "assigned"));
      return;
    }
    if (this.#chain.renamed) this.#rename(named);
    if (next !== OPEN_SQUARE) this.#set(false, false, false);
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
        this.#at = at + 2;
        return;
      case HASH:
        if (text.startsWith("async-skill:", at + 1) || text.startsWith("async-skill:", this.#beyondSpace(at + 1))) this.#note(COMMENTS);
        this.#at = lineEnd(text, at);
        return;
      case DOUBLE_QUOTE:
      case SINGLE_QUOTE:
        this.#at = at;
        return this.#string();
      case NEWLINE:
      case CARRIAGE_RETURN:
        this.#lineStart = this.#at;
        if (this.#brackets.length === 0) this.#endStatement();
        return;
      case SEMICOLON:
        return this.#endStatement();
      case COLON:
        this.#set(false, false, false);
        if (this.#brackets.length === 0) this.#beginsStatement = true;
        break;
      case EQUALS:
        return this.#equals(at);
      case COMMA:
        // Of several that are assigned together, each is.
        this.#set(false, this.#assigning && this.#brackets.length === 0, false);
        break;
      case OPEN:
      case OPEN_SQUARE:
      case OPEN_CURLY:
        this.#open(code === OPEN);
        break;
      case CLOSE:
      case CLOSE_SQUARE:
      case CLOSE_CURLY:
        this.#beginsParameters = false;
        this.#close();
        break;
      default:
        this.#set(false, false, false);
    }
    this.#before = 0;
  }

  #equals(at: number): void {
    const { text } = this;
    const isDotted = this.#before !== 0 && this.#dotted;
    this.#before = 0;
    if (text.charCodeAt(at + 1) === EQUALS) {
      this.#at = at + 2;
      return this.#set(false, false, false);
    }
    const before = text.charCodeAt(at - 1);
    const assigns = before !== EXCLAMATION && before !== LESS && before !== GREATER;
    const isStatement = assigns && this.#brackets.length === 0;
    // Within brackets it gives an argument or a default, but for :=.
    const renames = isStatement || before === COLON;
    this.#set(isStatement && !isDotted, renames, false);
    if (isStatement) this.#assigning = true;
    if (renames) this.#targets.push(...this.#mentioned.splice(0));
  }

  #open(isRound: boolean): void {
    const { assigned, renamed, awaited } = this.#chain;
    this.#brackets.push((assigned ? ASSIGNED : 0) | (renamed ? RENAMED : 0) | (awaited ? AWAITED : 0) | (isRound && this.#fresh ? WHOLE : 0));
    this.#calls.push(isRound ? this.#awaitedCall : 0);
    this.#awaitedCall = 0;
    this.#set(false, false, false);
  }

  /** Behind a call's arguments the chain may go on: then what was awaited, or assigned, is not that call. */
  #close(): void {
    const bracket = this.#brackets.pop() ?? 0;
    const call = this.#calls.pop() ?? 0;
    const next = this.text.charCodeAt(this.#beyondSpace(this.#at));
    const goesOn = next === DOT || next === OPEN || next === OPEN_SQUARE;
    if (goesOn && call !== 0) this.#note(inOtherWay(call, "called"));
    this.#set(goesOn && (bracket & ASSIGNED) !== 0, goesOn && (bracket & RENAMED) !== 0, goesOn && (bracket & AWAITED) !== 0);
    this.#fresh = false;
  }

  #set(assigned: boolean, renamed: boolean, awaited: boolean): void {
    this.#chain.assigned = assigned;
    this.#chain.renamed = renamed;
    this.#chain.awaited = awaited;
    this.#fresh = assigned;
  }

  #endStatement(): void {
    this.#importing = false;
    this.#importedAs = false;
    this.#assigning = false;
    this.#mentioned.length = 0;
    this.#targets.length = 0;
    this.#beginsStatement = true;
    this.#set(false, false, false);
    this.#before = 0;
  }

  /** What stands in strings is no code; but a short one may name a type, and an f-string holds expressions. */
  #string(): void {
    const { text } = this;
    const at = this.#at;
    const quote = text[at]!;
    const end = stringEnd(text, at, quote) ?? text.length;
    const formatted = mayBeFormatted(text, at);
    if (formatted || !text.startsWith(quote.repeat(3), at)) this.#quoted(at + 1, end, formatted);
    this.#at = end;
    this.#before = 0;
    this.#set(false, false, false);
    this.#beginsStatement = false;
  }

  #quoted(start: number, end: number, formatted: boolean): void {
    const { text } = this;
    const before = this.#count;
    let last = -2;
    for (let at = start; at < end;) {
      if (!isWord(text.charCodeAt(at))) {
        at++;
        continue;
      }
      // Words side by side are prose.
      if (!formatted && at === last + 1 && text.charCodeAt(last) === SPACE) {
        this.#count = before;
        return;
      }
      let hash = 0;
      for (let code = text.charCodeAt(at); isWord(code) && at < end; code = text.charCodeAt(++at)) hash = (Math.imul(hash, 31) + code) | 0;
      const named = mark(hash, "named");
      if ((formatted || !KEYWORDS.has(named)) && this.watched.has(named)) this.#note(named);
      last = at;
      if (formatted && text.charCodeAt(this.#beyondSpace(at)) === OPEN) this.#note(inOtherWay(named, "called"));
    }
  }

  #beyondSpace(from: number): number {
    const { text } = this;
    for (let at = from; ;) {
      const code = text.charCodeAt(at);
      if (code === SPACE || code === TAB) at++;
      else if (code === BACKSLASH && isLineBreak(text.charCodeAt(at + 1))) at = afterLineBreak(text, at + 1);
      else if (isLineBreak(code) && this.#brackets.length > 0) at++;
      else return at;
    }
  }

  #note(one: Mark): void {
    if (this.#count === scratch.length) {
      const larger = new Int32Array(scratch.length * 2);
      larger.set(scratch);
      scratch = larger;
    }
    scratch[this.#count++] = one;
  }
}

function isWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || (code >= 48 && code <= 57) || (code >= 128 && code !== BYTE_ORDER_MARK);
}

function isPrefix(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!"rRbBuUfFtT".includes(text[at]!)) return false;
  return true;
}

function mayBeFormatted(text: string, quoteAt: number): boolean {
  for (let at = quoteAt - 1; at >= 0 && at >= quoteAt - 2; at--) {
    const code = text.charCodeAt(at) | 32;
    if (code === 102 || code === 116) return true;
    if (code !== 114) return false;
  }
  return false;
}

function sortedOnce(marks: Int32Array, count: number): Int32Array {
  const sorted = marks.slice(0, count).sort();
  let kept = 0;
  for (let i = 0; i < count; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[kept++] = sorted[i]!;
  return sorted.slice(0, kept);
}
