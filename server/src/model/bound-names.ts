import type { Segment } from "../syntax/document";
import { type Outline, outlineOf, wordsIn } from "../syntax/outline";
import { type Meaning, meaningOf } from "./meaning";
import type { Binding } from "./scopes";

type Bindings = ReadonlyMap<string, readonly Binding[]>;

/** What a segment has been found to bind at module level: from its outline alone, or from its tree. */
interface Bound {
  readonly outline: Outline;
  /**
   * What each binding of its names stands for, once they have been read from the tree; and the bindings, as long as the
   * tree is held.
   */
  readonly meanings: ReadonlyMap<string, readonly Meaning[]> | undefined;
  readonly bindings: Bindings | undefined;
}

const NO_SEGMENTS: ReadonlySet<Segment> = new Set();

/**
 * Which segments of a file bind which names at module level. A segment whose outline doesn't tell is kept under each of
 * its words until it is read, for whatever reason, and from then on under the names that it binds.
 */
export class BoundNames {
  readonly #bound = new Map<Segment, Bound>();
  /** The segments that bind a name. */
  readonly #names = new Map<string, Set<Segment>>();
  /** The segments that may bind a name, as they hold it and have not been read. */
  readonly #mayBind = new Map<string, Set<Segment>>();
  readonly #unread = new Set<Segment>();

  /** @param readTree what a segment binds, by its tree */
  constructor(readonly readTree: (segment: Segment) => Bindings) {}

  /**
   * Takes a segment in. Where it has to be read to tell what it binds, that is put off till somebody asks for one of
   * its words.
   */
  add(segment: Segment): void {
    const outline = outlineOf(segment.piece);
    this.#bound.set(segment, { outline, meanings: undefined, bindings: undefined });
    switch (outline.kind) {
      case "definition":
        addTo(this.#names, outline.name, segment);
        break;
      case "unknown":
        this.#unread.add(segment);
        for (const word of wordsIn(segment.text)) addTo(this.#mayBind, word, segment);
        break;
      case "nothing":
        break;
      default:
        outline satisfies never;
    }
  }

  /** Takes a segment in, and reads it where that tells what it binds. Returns its names. */
  addRead(segment: Segment): Iterable<string> {
    const outline = outlineOf(segment.piece);
    this.#bound.set(segment, { outline, meanings: undefined, bindings: undefined });
    if (outline.kind === "definition") addTo(this.#names, outline.name, segment);
    if (outline.kind === "unknown") this.read(segment);
    return this.of(segment);
  }

  /**
   * Lets a segment go. Returns what the names that it was known to bind stood for there; of one that was never read
   * nobody has asked for any.
   */
  remove(segment: Segment): ReadonlyMap<string, readonly Meaning[]> {
    const bound = this.#bound.get(segment);
    const names = [...this.of(segment)];
    for (const name of names) removeFrom(this.#names, name, segment);
    this.#takeOutOfUnread(segment);
    this.#bound.delete(segment);
    return new Map(names.map((name) => [name, bound?.meanings?.get(name) ?? [undefined]]));
  }

  /** The names that a segment is known to bind. */
  of(segment: Segment): Iterable<string> {
    const bound = this.#bound.get(segment);
    if (bound === undefined) return [];
    return bound.outline.kind === "definition" ? [bound.outline.name] : (bound.meanings?.keys() ?? []);
  }

  /** Whether it has to be parsed to be known what a segment binds. */
  isUnknown(segment: Segment): boolean {
    return this.#bound.get(segment)?.outline.kind === "unknown";
  }

  /** The segments that bind a name. Reads those that may. */
  binding(name: string): ReadonlySet<Segment> {
    for (const segment of this.#mayBind.get(name) ?? NO_SEGMENTS) this.read(segment);
    return this.#names.get(name) ?? NO_SEGMENTS;
  }

  /** Those of the segments that bind a name that are known by now. */
  knownToBind(name: string): ReadonlySet<Segment> {
    return this.#names.get(name) ?? NO_SEGMENTS;
  }

  /** What the bindings of a name in a segment stand for. */
  meaningsIn(segment: Segment, name: string): readonly Meaning[] {
    if (!this.knownToBind(name).has(segment)) return [];
    return this.meanings(segment).get(name) ?? [];
  }

  /** The same as far as it is known without reading the segment. */
  knownMeaningsIn(segment: Segment, name: string): readonly Meaning[] {
    return this.#bound.get(segment)?.meanings?.get(name) ?? [undefined];
  }

  /** What the bindings of a segment stand for, by their names. */
  meanings(segment: Segment): ReadonlyMap<string, readonly Meaning[]> {
    const known = this.#bound.get(segment)?.meanings;
    if (known !== undefined) return known;
    const bindings = this.read(segment);
    return this.#bound.get(segment)?.meanings ?? meaningsOf(bindings);
  }

  /** What a segment binds, from its tree; the one place where a segment comes to be read. */
  read(segment: Segment): Bindings {
    const known = this.#bound.get(segment);
    if (known?.bindings !== undefined) return known.bindings;
    const bindings = this.readTree(segment);
    // It may have gone already.
    if (known === undefined) return bindings;
    this.#bound.set(segment, { ...known, meanings: known.meanings ?? meaningsOf(bindings), bindings });
    if (known.meanings === undefined && known.outline.kind === "unknown") {
      this.#takeOutOfUnread(segment);
      for (const name of bindings.keys()) addTo(this.#names, name, segment);
    }
    return bindings;
  }

  /** Forgets the nodes of bindings, and keeps what they stand for. */
  dropNodes(): void {
    for (const [segment, bound] of this.#bound) this.#bound.set(segment, { ...bound, bindings: undefined });
  }

  #takeOutOfUnread(segment: Segment): void {
    if (this.#unread.delete(segment))
      for (const word of wordsIn(segment.text)) removeFrom(this.#mayBind, word, segment);
  }
}

function meaningsOf(bindings: Bindings): ReadonlyMap<string, readonly Meaning[]> {
  return new Map([...bindings].map(([name, some]) => [name, some.map(meaningOf)]));
}

function addTo(map: Map<string, Set<Segment>>, name: string, segment: Segment): void {
  const segments = map.get(name);
  if (segments === undefined) map.set(name, new Set([segment]));
  else segments.add(segment);
}

function removeFrom(map: Map<string, Set<Segment>>, name: string, segment: Segment): void {
  const segments = map.get(name);
  segments?.delete(segment);
  if (segments?.size === 0) map.delete(name);
}
