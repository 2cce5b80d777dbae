import type { DependencyKey } from "../model/dependency";
import type { Segment } from "../syntax/document";
import type { Checked } from "./check";
import type { Kept } from "./kept";
import type { Rule } from "../rules/contract";

/** What is kept of a segment: plain data, positions relative to the segment. */
export interface SegmentResult extends Pick<Checked, "reads" | "cutShort"> {
  readonly kept: readonly Kept[];
  /** The rules that could find something, by the segment's words. */
  readonly asked: readonly Rule[];
  /** The rules that found something, whatever comments say. */
  readonly rules: ReadonlySet<string>;
  readonly hasFileComments: boolean;
  /** Whether it holds a syntax error. */
  readonly broken: boolean;
}

/**
 * What is known of each segment of a file, and what is to be found out anew where something changes that it rests on.
 */
export class SegmentResults {
  readonly #results = new Map<Segment, SegmentResult>();
  /** The segments whose results depend on something. */
  readonly #readers = new Map<DependencyKey, Set<Segment>>();
  /**
   * Those that have no result yet; those that need none; those that have findings or speak for the file; those with
   * syntax errors.
   */
  readonly #unknown = new Set<Segment>();
  readonly #irrelevant = new Set<Segment>();
  readonly #speaking = new Set<Segment>();
  readonly #broken = new Set<Segment>();
  /** Those of which not all could be found out. */
  readonly #cutShort = new Set<Segment>();

  get unknown(): ReadonlySet<Segment> {
    return this.#unknown;
  }

  get irrelevant(): ReadonlySet<Segment> {
    return this.#irrelevant;
  }

  get speaking(): ReadonlySet<Segment> {
    return this.#speaking;
  }

  get cutShort(): ReadonlySet<Segment> {
    return this.#cutShort;
  }

  /** Whether a segment is known to hold a syntax error, or more than could be found out. */
  get hasTrouble(): boolean {
    return this.#broken.size > 0 || this.#cutShort.size > 0;
  }

  of(segment: Segment): SegmentResult | undefined {
    return this.#results.get(segment);
  }

  dependOn(key: DependencyKey): boolean {
    return this.#readers.has(key);
  }

  set(segment: Segment, result: SegmentResult): void {
    this.#results.set(segment, result);
    for (const key of result.reads) {
      const readers = this.#readers.get(key);
      if (readers === undefined) this.#readers.set(key, new Set([segment]));
      else readers.add(segment);
    }
    this.#unknown.delete(segment);
    this.#irrelevant.delete(segment);
    if (result.kept.length > 0 || result.hasFileComments) this.#speaking.add(segment);
    if (result.broken) this.#broken.add(segment);
    if (result.cutShort) this.#cutShort.add(segment);
  }

  /** No rule can find anything in it, by its words. */
  passOver(segment: Segment): void {
    this.#unknown.delete(segment);
    this.#irrelevant.add(segment);
  }

  /** It is to be looked at: it is new, or what its result rests on has changed. */
  forget(segment: Segment): void {
    for (const key of this.#results.get(segment)?.reads ?? []) {
      const readers = this.#readers.get(key);
      readers?.delete(segment);
      if (readers?.size === 0) this.#readers.delete(key);
    }
    this.#results.delete(segment);
    this.#speaking.delete(segment);
    this.#broken.delete(segment);
    this.#cutShort.delete(segment);
    this.#irrelevant.delete(segment);
    this.#unknown.add(segment);
  }

  /** It stands in the document no longer. */
  remove(segment: Segment): void {
    this.forget(segment);
    this.#unknown.delete(segment);
  }

  forgetReaders(key: DependencyKey): void {
    for (const segment of this.#readers.get(key) ?? []) this.forget(segment);
  }
}
