import type { Segment } from "../syntax/document";

/** Where two lists of segments differ. */
export interface SegmentDifference {
  /** How many at the start, and at the end, both have in common. */
  readonly start: number;
  readonly tail: number;
  /** What stands between in the one, and in the other; some may stand in both, at other places. */
  readonly old: readonly Segment[];
  readonly fresh: readonly Segment[];
  readonly removed: readonly Segment[];
  readonly added: readonly Segment[];
}

/** What is between the common start and the common end of two lists of segments. */
export function differenceOf(before: readonly Segment[], after: readonly Segment[]): SegmentDifference {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const old = before.slice(start, before.length - tail);
  const fresh = after.slice(start, after.length - tail);
  return { start, tail, old, fresh, removed: without(old, fresh), added: without(fresh, old) };
}

/** The segments that are not among others. */
export function without(segments: readonly Segment[], others: readonly Segment[]): readonly Segment[] {
  const left = new Set(others);
  return segments.filter((segment) => !left.has(segment));
}
