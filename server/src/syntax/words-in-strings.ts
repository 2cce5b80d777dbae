import { codeAt, OPEN, wordEnd, wordLengthAt } from "./codes";
import { beyondSpace } from "./lines";
import type { MarkCollector } from "./mark-collector";
import { inOtherWay, type Mark, markIn, markOf, Watched } from "./marks";
import { isFormatted, isProse, isTripleQuoted, stringEnd } from "./strings";
import { IN, IN_NAMES } from "./word-marks";

/** Words that rules watch for, and that name no type. */
const NO_TYPES = new Watched(
  ["async", "await", "def", "for", "while", "with", "yield", "return", "break", "except"].map((word) =>
    markOf(word, "named"),
  ),
);

/** What stands in strings is no code; but a short one may name a type, and an f-string holds expressions. */
export class WordsInStrings {
  constructor(
    readonly text: string,
    readonly watched: Watched,
    readonly marks: MarkCollector,
  ) {}

  /** Reads the string whose quotes begin at an offset. Returns the offset behind it. */
  read(start: number, isInBrackets: boolean): number {
    const { text } = this;
    const end = stringEnd(text, start) ?? text.length;
    if (isFormatted(text, start)) this.#expressions(start + 1, end, isInBrackets);
    else if (!isTripleQuoted(text, start) && !isProse(text, start + 1, end)) this.#types(start + 1, end);
    return end;
  }

  #expressions(start: number, end: number, isInBrackets: boolean): void {
    const { text, marks } = this;
    for (let at = start; at < end;) {
      if (wordLengthAt(text, at) === 0) {
        at++;
        continue;
      }
      const next = wordEnd(text, at, end);
      const named = markIn(text, at, next);
      at = next;
      this.#note(named);
      if (named === IN) marks.add(IN_NAMES);
      if (codeAt(text, beyondSpace(text, at, isInBrackets)) !== OPEN) continue;
      marks.add(inOtherWay(named, "called"));
      marks.add(inOtherWay(named, "used"));
      marks.add(inOtherWay(named, "iterated"));
    }
  }

  #types(start: number, end: number): void {
    const { text } = this;
    for (let at = start; at < end;) {
      if (wordLengthAt(text, at) === 0) {
        at++;
        continue;
      }
      const next = wordEnd(text, at, end);
      const named = markIn(text, at, next);
      at = next;
      if (!NO_TYPES.has(named)) this.#note(named);
    }
  }

  #note(named: Mark): void {
    if (this.watched.has(named)) this.marks.add(named);
  }
}
