import { keyOf } from "../../model/dependency";
import { hasAnyMethod, SegmentWords } from "../../model/file-words";
import type { PythonDocument, Segment } from "../../syntax/document";
import type { Mark } from "../../syntax/marks";
import type { SegmentResults } from "../segment-results";
import type { Relevance } from "./relevance";
import type { Relevant } from "./relevant";

/** What matters by the words of the file, and the version of these that it was worked out for. */
interface Known {
  readonly for: number;
  readonly is: Relevant;
  /** Whether methods of any name may matter. */
  readonly anyMethod: boolean;
}

/**
 * What rules could find something in, by the words that a file says now; follows these, and has looked at again what
 * comes to matter.
 */
export class WhatMatters {
  readonly words: SegmentWords;
  #known: Known | undefined;
  #relevance: Relevance;

  constructor(
    readonly document: PythonDocument,
    readonly results: SegmentResults,
    relevance: Relevance,
  ) {
    this.#relevance = relevance;
    this.words = new SegmentWords(relevance.watched);
  }

  /** Takes other settings in. */
  configure(relevance: Relevance): void {
    this.#relevance = relevance;
    this.#known = undefined;
  }

  marksOf(segment: Segment): readonly Mark[] {
    return segment.marks(this.#relevance.watched);
  }

  add(segment: Segment): void {
    this.words.add(this.marksOf(segment));
  }

  remove(segment: Segment): void {
    this.words.remove(this.marksOf(segment));
  }

  /** @param importsProject whether the file imports others of its project */
  now(importsProject: boolean): Relevant {
    const before = this.#known;
    const known = this.#knownFor(this.words.version, importsProject);
    const redefined = this.words.takeRedefined();
    const otherNames = this.words.takeOtherNames();
    // At first nothing is known of any segment.
    if (before === undefined) return known.is;
    for (const mark of otherNames) this.results.forgetReaders(keyOf({ kind: "method", word: mark }));
    if (known.anyMethod && !before.anyMethod) this.results.forgetReaders(keyOf({ kind: "any method" }));
    this.#askAgain(
      known.is,
      redefined.filter((mark) => this.#isSaidElsewhere(mark)),
      before.is.key !== known.is.key,
    );
    return known.is;
  }

  #knownFor(version: number, importsProject: boolean): Known {
    if (this.#known?.for === version && this.#known.is.importsProject === importsProject) return this.#known;
    return (this.#known = {
      for: version,
      is: this.#relevance.in(this.words, importsProject),
      anyMethod: hasAnyMethod(this.words),
    });
  }

  /** Forgets what other rules have to be asked about now: anywhere, or where a word is called that was redefined. */
  #askAgain(relevant: Relevant, redefined: readonly Mark[], anywhere: boolean): void {
    if (!anywhere && redefined.length === 0) return;
    for (const segment of this.document.segments) {
      if (this.results.unknown.has(segment)) continue;
      const marks = this.marksOf(segment);
      if (!anywhere && !redefined.some((mark) => marks.includes(mark))) continue;
      const result = this.results.of(segment);
      if (result === undefined ? relevant.concerns(marks) : result.asked !== relevant.rulesFor(marks))
        this.results.forget(segment);
    }
  }

  /** Whether a segment says something that isn't to be looked at anyway. */
  #isSaidElsewhere(mark: Mark): boolean {
    let others = this.words.count(mark);
    for (const segment of this.results.unknown) {
      if (this.marksOf(segment).includes(mark)) others--;
      if (others === 0) return false;
    }
    return true;
  }
}
