import type { Analyzer } from "./analyzer";
import type { Diagnostic } from "./diagnostic";

/** The name by which something is called or read that blocks, by offsets in the file's text. */
export interface Callee {
  readonly start: number;
  readonly end: number;
  /** Whether it is reached through an object. */
  readonly isMember: boolean;
}

/** What is called, or read, of the findings that are about keeping the event loop waiting, in the file's order. */
export function blockingCallees(analyzer: Analyzer): readonly Callee[] {
  const stalling = new Set(analyzer.allRules.filter(({ stallsLoop }) => stallsLoop === true).map(({ name }) => name));
  const found = analyzer.diagnostics().flatMap((one) => (stalling.has(one.rule) ? [one, ...(one.others ?? [])] : []));
  const callees = found.flatMap((one) => calleeOf(one, analyzer) ?? []);
  // Two rules may speak of one call.
  const byPlace = new Map(callees.map((callee) => [callee.start, callee]));
  return [...byPlace.values()].sort((a, b) => a.start - b.start);
}

function calleeOf({ start, end }: Diagnostic, { document }: Analyzer): Callee | undefined {
  const segment = document.segmentAt(start);
  if (segment === undefined) return undefined;
  const offset = document.offsetOf(segment);
  const node = segment.tree.at(start - offset, end - offset);
  const callee = node.kind === "call" ? node.child("function") : node;
  const name = callee?.kind === "attribute" ? callee.child("attribute") : callee;
  if (name?.kind !== "identifier") return undefined;
  return { start: offset + name.start, end: offset + name.end, isMember: callee?.kind === "attribute" };
}
