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
  OPEN,
  OPEN_CURLY,
  OPEN_SQUARE,
  SEMICOLON,
  SINGLE_QUOTE,
  SPACE,
  STAR,
  TAB,
  wordEnd,
  wordLengthAt,
} from "./codes";
import { CELL_BORDER } from "./cells";
import { Chain } from "./chain";
import { afterLineBreak, beyondSpace, lineEnd } from "./lines";
import { inOtherWay, type Mark, markIn, type Watched } from "./marks";
import { MarkCollector } from "./mark-collector";
import { OpenFunctions } from "./open-functions";
import {
  AND,
  AS,
  ASYNC,
  ASYNC_FORS,
  ASYNC_WITHS,
  AWAIT,
  BARE_EXCEPTS,
  CELL_ENDS,
  CLASS,
  COMMENTS,
  DEF,
  ELSE,
  EXCEPT,
  EXCEPT_STARS,
  FOR,
  FROM,
  GENERATORS,
  IDLE_ASYNCS,
  IMPORT,
  IN,
  KEYWORDS,
  OR,
  PLAIN_WITHS,
  RETURN,
  WITH,
  YIELD,
} from "./word-marks";
import { WordsInStrings } from "./words-in-strings";
import { isPrefix, isQuote } from "./strings";

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
  #before: Mark = 0;
  #importing = false;
  #importedAs = false;
  #beginsStatement = true;
  #lineStart = 0;
  #isAsync = false;
  /** Whether the word before stands behind a dot. */
  #dotted = false;
  #afterDot = false;
  #beginsParameters = false;
  readonly #functions = new OpenFunctions();
  readonly #chain = new Chain(marks);
  readonly #strings: WordsInStrings;

  constructor(
    readonly text: string,
    readonly watched: Watched,
  ) {
    this.#strings = new WordsInStrings(text, watched, marks);
  }

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
    this.#at = wordEnd(this.text, start, this.text.length);
    if (isQuote(codeAt(this.text, this.#at)) && this.#at - start <= 3 && isPrefix(this.text, start, this.#at))
      return this.#string();
    const named = markIn(this.text, start, this.#at);
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
    this.#chain.mention(named);
    this.#use(named);
  }

  /** Takes in what a keyword means. Returns whether it may be part of an expression like any other word. */
  #keyword(named: Mark, before: Mark, begins: boolean): boolean {
    switch (named) {
      case AWAIT:
        this.#functions.suspend();
        this.#chain.beginAwaited();
        return false;
      case YIELD:
        this.#functions.suspend();
        this.#makeGenerator();
        return true;
      case WITH:
        this.#note(before === ASYNC ? ASYNC_WITHS : PLAIN_WITHS);
        if (before === ASYNC) this.#functions.suspend();
        return true;
      case RETURN:
        if (this.watched.has(named)) this.#note(named);
        this.#chain.beginReturned(this.#functions.around);
        return false;
      case ELSE:
      case OR:
      case AND:
        this.#chain.beginOther();
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
        if (this.#chain.isWholeInBrackets) this.#note(GENERATORS);
        if (before !== ASYNC) return true;
        this.#functions.suspend();
        this.#note(ASYNC_FORS);
        return true;
      case IN:
        this.#chain.beginIterated();
        return false;
      case EXCEPT: {
        const sign = this.#next();
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
    if (next === DOT) return;
    if (this.#importing)
      this.#import(named, isWatched && text.startsWith("as", at) && wordLengthAt(text, at + 2) === 0);
    else this.#chain.end(named, next, this.#dotted);
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
        return this.#comment(at);
      case DOUBLE_QUOTE:
      case SINGLE_QUOTE:
        this.#at = at;
        return this.#string();
      case NEWLINE:
      case CARRIAGE_RETURN:
        this.#lineStart = this.#at;
        if (this.#chain.depth === 0) this.#endStatement();
        return;
      case SEMICOLON:
        return this.#endStatement();
      case COLON:
        if (this.#chain.colon()) this.#beginsStatement = true;
        break;
      case EQUALS:
        return this.#equals(at);
      case COMMA:
        this.#chain.comma();
        break;
      case OPEN:
      case OPEN_SQUARE:
      case OPEN_CURLY:
        this.#open(code);
        break;
      case CLOSE:
      case CLOSE_SQUARE:
      case CLOSE_CURLY: {
        this.#beginsParameters = false;
        const wasOpen = this.#chain.closeBracket();
        this.#chain.goOn(wasOpen, this.#next());
        break;
      }
      default:
        this.#chain.break();
    }
    this.#before = 0;
  }

  #comment(at: number): void {
    const { text } = this;
    if (text.startsWith("async-skill:", at + 1) || text.startsWith("async-skill:", this.#beyondSpace(at + 1)))
      this.#note(COMMENTS);
    if (text === CELL_BORDER) this.#note(CELL_ENDS);
    this.#at = lineEnd(text, at);
  }

  #equals(at: number): void {
    const { text } = this;
    const isNamed = this.#before !== 0;
    this.#before = 0;
    this.#chain.break();
    if (codeAt(text, at + 1) === EQUALS) {
      this.#at = at + 2;
      return;
    }
    const before = codeAt(text, at - 1);
    if (before === EXCLAMATION || before === LESS || before === GREATER) return;
    this.#chain.assign(before === COLON, isNamed, this.#dotted);
  }

  #open(bracket: number): void {
    if (!this.#chain.open(bracket)) return;
    const next = this.#next();
    if (next === CLOSE_SQUARE || next === HASH) this.#chain.holdEmptyList();
  }

  #endStatement(): void {
    this.#importing = false;
    this.#importedAs = false;
    this.#beginsStatement = true;
    this.#before = 0;
    this.#chain.endStatement();
  }

  #string(): void {
    this.#at = this.#strings.read(this.#at, this.#chain.depth > 0);
    this.#before = 0;
    this.#beginsStatement = false;
    this.#chain.break();
  }

  /** The sign, or the first letter, that comes next. */
  #next(): number {
    return codeAt(this.text, this.#beyondSpace(this.#at));
  }

  #beyondSpace(from: number): number {
    return beyondSpace(this.text, from, this.#chain.depth > 0);
  }

  #note(one: Mark): void {
    marks.add(one);
  }
}

/** Whether a name begins with an underscore, and is none that Python calls. */
function isPrivate(text: string, start: number, end: number): boolean {
  return text.startsWith("_", start) && !(text.startsWith("__", start) && text.startsWith("__", end - 2));
}
