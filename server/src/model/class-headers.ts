import type { Segment } from "../syntax/document";
import type { Node, Tree } from "../syntax/tree";
import type { SegmentDifference } from "./segment-difference";

/** The class header above the segment at `index`; none where that one is no member. */
export function headerAbove(segments: readonly Segment[], index: number): Segment | undefined {
  if (index >= segments.length || segments[index]!.piece.indent === 0) return undefined;
  let at = index;
  while (at >= 0 && segments[at]!.piece.indent > 0) at--;
  return at >= 0 && segments[at]!.piece.kind === "class-header" ? segments[at] : undefined;
}

/** The class headers of the members in a stretch of segments. */
function headersOf(segments: readonly Segment[], from: number, to: number): ReadonlyMap<Segment, Segment | undefined> {
  const headers = new Map<Segment, Segment | undefined>();
  let header = headerAbove(segments, from);
  for (const segment of segments.slice(from, to)) {
    if (segment.piece.indent > 0) headers.set(segment, header);
    else header = segment.piece.kind === "class-header" ? segment : undefined;
  }
  return headers;
}

/**
 * The class headers of the members where two lists of segments differ, and the members that stayed and stand in another
 * class now.
 */
export function headersAround(
  before: readonly Segment[],
  after: readonly Segment[],
  { start, tail, old, fresh }: SegmentDifference,
): {
  readonly oldHeaders: ReadonlyMap<Segment, Segment | undefined>;
  readonly headers: ReadonlyMap<Segment, Segment | undefined>;
  readonly rehoused: readonly Segment[];
} {
  // Members behind the change may stand in another class now.
  const behind = [...old, ...fresh].some(({ piece }) => piece.indent === 0)
    ? membersFrom(after, after.length - tail)
    : 0;
  const oldHeaders = headersOf(before, start, before.length - tail + behind);
  const headers = headersOf(after, start, after.length - tail + behind);
  const rehoused = [...headers.keys()].filter(
    (segment) => oldHeaders.has(segment) && oldHeaders.get(segment) !== headers.get(segment),
  );
  return { oldHeaders, headers, rehoused };
}

/** How many segments from an index on are members of a class. */
export function membersFrom(segments: readonly Segment[], index: number): number {
  let at = index;
  while (at < segments.length && segments[at]!.piece.indent > 0) at++;
  return at - index;
}

/** The class that a header segment begins. */
export function classNode(tree: Tree): Node | undefined {
  for (const child of tree.root.named) {
    const definition = child.kind === "decorated_definition" ? child.child("definition") : child;
    if (definition?.kind === "class_definition") return definition;
  }
  return undefined;
}
