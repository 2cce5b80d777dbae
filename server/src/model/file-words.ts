import type { Node } from "../syntax/tree";
import { calledBy, wordsInFileOf } from "./library/entries";
import { allAliases, allRows } from "./library/index";
import { inOtherWay, isSaid, isUse, type Mark, markOf, type Said, type Watched } from "../syntax/marks";

/** What is said in a file, wherever in it. */
export interface FileWords {
  has(mark: Mark): boolean;
  /** Whether something that is defined so has another name too. */
  renames(defined: Said): boolean;
}

/** The words of a text that is read once. */
export class TextWords implements FileWords {
  readonly #marks = new Set<Mark>();

  /** @param marks those of its segments */
  constructor(marks: readonly (readonly Mark[])[]) {
    for (const some of marks) for (const mark of some) this.#marks.add(mark);
  }

  has(mark: Mark): boolean {
    return this.#marks.has(mark);
  }

  renames(defined: Said): boolean {
    for (const mark of this.#marks) if (isSaid(mark, "renamed") && this.has(inOtherWay(mark, defined))) return true;
    return false;
  }
}

const NO_MARKS: readonly Mark[] = [];
const DEFINITIONS: readonly Said[] = ["defined", "defined async", "defined generator"];

/** The words of an open file, summed up over its segments; follows their coming and going. */
export class SegmentWords implements FileWords {
  readonly #counts = new Map<Mark, number>();
  readonly #renamed = new Map<Said, number>();
  #version = 0;
  #redefined: Mark[] = [];
  #otherNames: Mark[] = [];

  constructor(readonly watched: Watched) {}

  /** Another number whenever something that rules watch is said for the first time, or no longer. */
  get version(): number {
    return this.#version;
  }

  /** Words of which the file has gained or lost a definition, or another name, since it was last asked; as calls. */
  takeRedefined(): readonly Mark[] {
    if (this.#redefined.length === 0) return NO_MARKS;
    const taken = this.#redefined.map((mark) => inOtherWay(mark, "called")).filter((mark) => this.has(mark));
    this.#redefined = [];
    return taken;
  }

  /** Words that have become the names of something else since it was last asked. */
  takeOtherNames(): readonly Mark[] {
    if (this.#otherNames.length === 0) return NO_MARKS;
    const taken = this.#otherNames;
    this.#otherNames = [];
    return taken;
  }

  /** In how many segments something is said. */
  count(mark: Mark): number {
    return this.#counts.get(mark) ?? 0;
  }

  has(mark: Mark): boolean {
    return this.#counts.has(mark);
  }

  renames(defined: Said): boolean {
    return (this.#renamed.get(defined) ?? 0) > 0;
  }

  add(marks: readonly Mark[]): void {
    for (const mark of marks) {
      const count = this.#counts.get(mark);
      this.#counts.set(mark, (count ?? 0) + 1);
      if (count === undefined) this.#turns(mark, 1);
    }
  }

  remove(marks: readonly Mark[]): void {
    for (const mark of marks) {
      const count = this.#counts.get(mark) ?? 0;
      if (count > 1) this.#counts.set(mark, count - 1);
      else if (this.#counts.delete(mark)) this.#turns(mark, -1);
    }
  }

  /** Takes in that something is said now, or no longer. */
  #turns(mark: Mark, by: 1 | -1): void {
    if (this.watched.has(inOtherWay(mark, "named"))) this.#version++;
    if (isUse(mark)) return;
    if (!isSaid(mark, "renamed")) this.#redefined.push(mark);
    if (by === 1 && isSaid(mark, "other name")) this.#otherNames.push(mark);
    for (const defined of DEFINITIONS) {
      const both = isSaid(mark, "renamed")
        ? this.has(inOtherWay(mark, defined))
        : isSaid(mark, defined) && this.has(inOtherWay(mark, "renamed"));
      if (!both) continue;
      this.#renamed.set(defined, (this.#renamed.get(defined) ?? 0) + by);
      this.#version++;
    }
  }
}

let tableWords: ReadonlySet<string> | undefined;
let wildcards: readonly (readonly (readonly Mark[])[])[] | undefined;

/**
 * The word, as another name, of a method that is called by a name that nothing in the table has, and that stands for
 * nothing else in the file: then what it is called on need not be known.
 */
export function otherMethod(call: Node, words: FileWords): Mark | undefined {
  const callee = call.child("function");
  if (callee?.kind !== "attribute" || call.parent?.kind === "await") return undefined;
  const name = callee.child("attribute")?.text;
  if (name === undefined) return undefined;
  tableWords ??= new Set([
    ...allRows().flatMap(calledBy),
    ...allAliases().map(([other]) => other.slice(other.lastIndexOf(".") + 1)),
  ]);
  if (tableWords.has(name)) return undefined;
  const otherName = markOf(name, "other name");
  if (words.has(otherName)) return undefined;
  return hasAnyMethod(words) ? undefined : otherName;
}

/** Whether a file may come to a class of which the table knows every method, by whatever name. */
export function hasAnyMethod(words: FileWords): boolean {
  wildcards ??= allRows().flatMap((row) =>
    calledBy(row).length > 0 ? [] : [wordsInFileOf(row.name).map((group) => group.map((one) => markOf(one, "named")))],
  );
  return wildcards.some((groups) => groups.every((group) => group.some((mark) => words.has(mark))));
}
