import type { Analyzer } from "./analyzer";

/** What the user has to know where not all of a file could be found out; undefined where it was. */
export function leftOut(analyzer: Analyzer): string | undefined {
  const parts = analyzer.cutShort;
  if (parts.length === 0) return undefined;
  const lines = parts.map(({ start }) => analyzer.document.positionAt(start).line + 1);
  const shown = lines.slice(0, 3).join(", ") + (lines.length > 3 ? " and others" : "");
  return `what begins at line ${shown} refers to itself in more ways than are followed: findings may be missing there`;
}
