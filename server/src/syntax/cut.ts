import { HASH } from "./codes";
import { afterLineBreak, isLineBreak, lineEnd } from "./lines";
import { indentationAt, scanLogicalLine } from "./logical-lines";

/**
 * A stretch of a file that is parsed on its own: a compound statement at the top level, a run of simple ones without
 * a blank line between, the header of a top-level class, or the same within such a class.
 */
export interface Piece {
  readonly text: string;
  readonly kind: "statements" | "class-header";
  /** Column of its statements: 0 at the top level, else that of the class's members. */
  readonly indent: number;
  /** What the text leaves unclosed, or decorators that decorate nothing yet. */
  readonly open: "nothing" | "bracket" | "string" | "decorators";
}

const CONTINUES_STATEMENT = /^(?:else|elif|except|finally)\b/;
const BEGINS_COMPOUND = /^(?:@|(?:async|class|def|for|if|try|while|with)\b)/;

/**
 * Cuts text into pieces whose texts join to it again. Never fails: what it cannot make sense of stays with the piece
 * before it.
 *
 * @param memberIndent the column of the members where the text begins inside a class
 */
export function cut(text: string, memberIndent = 0): Piece[] {
  return new Cutter(text, memberIndent).run();
}

/** Whether a text begins with a clause of the statement above it (`else:`). */
export function beginsClause(text: string): boolean {
  return CONTINUES_STATEMENT.test(text.slice(indentationAt(text, 0).end).slice(0, 8));
}

class Cutter {
  readonly #pieces: Piece[] = [];
  #members: number;
  #start = 0;
  #indent: number;
  #kind: Piece["kind"] = "statements";
  #open: Piece["open"] = "nothing";
  /** What the piece holds so far. */
  #state: "empty" | "decorators" | "simple" | "compound" = "empty";

  constructor(
    readonly text: string,
    memberIndent: number,
  ) {
    this.#members = memberIndent;
    this.#indent = memberIndent;
  }

  run(): Piece[] {
    const { text } = this;
    let at = 0;
    let boundary = -1;
    let gap = false;
    while (at < text.length) {
      const { column, end: word } = indentationAt(text, at);
      const blank = word >= text.length || isLineBreak(text.charCodeAt(word));
      if (blank || text.charCodeAt(word) === HASH) {
        gap = true;
        const base = this.#indentOfNext(column);
        // A comment at the level of the statements belongs to the statement below it.
        if (!blank && boundary < 0 && column <= base) boundary = at;
        const end = lineEnd(text, word);
        at = end < text.length ? afterLineBreak(text, end) : end;
        continue;
      }
      const line = scanLogicalLine(text, at);
      this.#line(word, column, line.colon >= 0, gap, boundary >= 0 ? boundary : at);
      if (line.open !== "nothing") this.#open = line.open;
      boundary = -1;
      gap = false;
      at = line.end;
    }
    this.#close(text.length);
    return this.#pieces;
  }

  #indentOfNext(column: number): number {
    return column === 0 ? 0 : this.#members;
  }

  #line(word: number, column: number, header: boolean, gap: boolean, boundary: number): void {
    if (this.#kind === "class-header" && this.#members === 0 && column > 0) this.#members = column;
    if (column === 0) this.#members = 0;
    const level = this.#members;
    if (column > level && this.#state !== "empty") {
      this.#state = "compound";
      return;
    }
    const rest = this.text.slice(word, word + 12);
    const inClass = column > 0;
    const indent = inClass ? level : 0;
    const compound = BEGINS_COMPOUND.test(rest);
    if (this.#state !== "empty" && this.#continues(rest, compound, gap, indent)) {
      if (this.#state === "decorators" && !rest.startsWith("@")) this.#begin(rest, header, inClass);
      return;
    }
    if (this.#state !== "empty") this.#close(boundary);
    this.#indent = indent;
    this.#begin(rest, header, inClass);
    if (!compound) this.#state = "simple";
    else if (rest.startsWith("@")) this.#state = "decorators";
  }

  #begin(rest: string, header: boolean, inClass: boolean): void {
    this.#state = "compound";
    if (!inClass && header && /^class\b/.test(rest)) {
      this.#kind = "class-header";
      this.#members = 0;
    }
  }

  #continues(rest: string, compound: boolean, gap: boolean, indent: number): boolean {
    if (indent !== this.#indent) return false;
    if (this.#kind === "class-header") return false;
    if (this.#state === "decorators") return true;
    if (this.#state === "compound") return CONTINUES_STATEMENT.test(rest);
    return !compound && !gap;
  }

  #close(end: number): void {
    if (end > this.#start) {
      const text = this.text.slice(this.#start, end);
      const open = this.#open === "nothing" && this.#state === "decorators" ? "decorators" : this.#open;
      this.#pieces.push({ text, kind: this.#kind, indent: this.#indent, open });
    }
    this.#start = end;
    this.#kind = "statements";
    this.#open = "nothing";
    this.#state = "empty";
  }
}
