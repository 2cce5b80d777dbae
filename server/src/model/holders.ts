import type { PythonDocument, Segment } from "../syntax/document";
import { IDENTIFIERS } from "../syntax/node-kinds";
import { holdsWord } from "../syntax/outline";
import type { Node, Tree } from "../syntax/tree";
import { byWord, isAscii, MANY_NAMES, wordsOf } from "./segment-words";

/** More names than rules ask for in one file; then they are looked for anew, so that memory stays small. */
const MOST_NAMES = 500;

/** Segments that may be parsed for one question about a name. */
const MOST_HOLDERS = 64;

/** Where names are written: which segments hold a word, found when it is first asked for and followed from then on. */
export class Holders {
  /** The names whose identifiers were ever asked for, and of some of them the segments that hold them. */
  readonly #asked = new Set<string>();
  readonly #holders = new Map<string, Set<Segment>>();
  /** Of the names for which alone that was asked, whether there is any identifier. */
  readonly #said = new Map<string, boolean>();
  /** The segments in the file's order, till that changes. */
  readonly #ordered = new Map<string, readonly Segment[]>();
  /**
   * How often a word was looked for in all segments since the file changed, and the segments by their words once that
   * was often.
   */
  #looks = 0;
  #byWord: ReadonlyMap<string, readonly Segment[]> | undefined;

  constructor(readonly document: PythonDocument) {}

  /** To be called when the segments have changed: their order is another. */
  forgetOrder(): void {
    this.#ordered.clear();
    this.#looks = 0;
    this.#byWord = undefined;
  }

  /** Forgets what was asked of another file. */
  forgetAsked(): void {
    this.#asked.clear();
    this.#holders.clear();
    this.#said.clear();
  }

  /**
   * Takes in what went and came. Returns the names, of those that were asked for, that stand in it, and those that were
   * never said and are now, or the other way round.
   */
  follow(
    removed: readonly Segment[],
    added: readonly Segment[],
  ): { readonly used: ReadonlySet<string>; readonly turned: readonly string[] } {
    const names = new Set<string>();
    for (const segment of removed) {
      for (const word of this.#askedIn(segment)) {
        names.add(word);
        this.#holders.get(word)?.delete(segment);
      }
    }
    for (const segment of added) {
      for (const word of this.#askedIn(segment)) {
        names.add(word);
        this.#holders.get(word)?.add(segment);
      }
    }
    return { used: names, turned: [...names].filter((name) => this.#hasTurned(name)) };
  }

  #hasTurned(name: string): boolean {
    const before = this.#said.get(name);
    return before !== undefined && before !== this.#lookFor(name);
  }

  #askedIn(segment: Segment): readonly string[] {
    return this.#asked.size === 0 ? [] : [...wordsOf(segment)].filter((word) => this.#asked.has(word));
  }

  /** Every identifier of the file that reads so, in the file's order: uses, definitions, and names behind a dot. */
  *identifiers(name: string): Iterable<Node> {
    this.#asked.add(name);
    for (const segment of this.#holding(name)) yield* identifiersIn(segment.tree, name);
  }

  /** Whether there is any identifier that reads so. */
  isSaid(name: string): boolean {
    this.#asked.add(name);
    return this.#said.get(name) ?? this.#lookFor(name);
  }

  #lookFor(name: string): boolean {
    const is = this.#holding(name).some((segment) => identifiersIn(segment.tree, name).length > 0);
    this.#said.set(name, is);
    return is;
  }

  /** Whether so many segments hold a name that to look at all of its identifiers takes long. */
  isCommon(name: string): boolean {
    this.#asked.add(name);
    return this.#holding(name).length > MOST_HOLDERS;
  }

  #holding(name: string): readonly Segment[] {
    const known = this.#ordered.get(name);
    if (known !== undefined) return known;
    let holders = this.#holders.get(name);
    if (holders === undefined) {
      if (this.#holders.size >= MOST_NAMES) this.#holders.clear();
      this.#holders.set(name, (holders = new Set(this.#saying(name))));
    }
    const ordered = [...holders].sort((a, b) => this.document.indexOf(a) - this.document.indexOf(b));
    this.#ordered.set(name, ordered);
    return ordered;
  }

  #saying(name: string): readonly Segment[] {
    if (this.#looks < MANY_NAMES || !isAscii(name)) {
      this.#looks++;
      return this.document.segments.filter((segment) => holdsWord(segment.text, name));
    }
    this.#byWord ??= byWord(this.document.segments);
    return this.#byWord.get(name) ?? [];
  }
}

const identifiers = new WeakMap<Tree, Map<string, readonly Node[]>>();

/** The identifiers of a tree that read so, found once. */
export function identifiersIn(tree: Tree, name: string): readonly Node[] {
  let known = identifiers.get(tree);
  if (known === undefined) identifiers.set(tree, (known = new Map()));
  let found = known.get(name);
  if (found === undefined) known.set(name, (found = [...tree.nodesOf(IDENTIFIERS)].filter((id) => id.text === name)));
  return found;
}
