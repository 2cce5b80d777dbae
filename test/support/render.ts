import type { Diagnostic } from "../../server/src/analysis/diagnostic";
import { pageOf } from "../../server/src/analysis/pages";
import type { Position } from "../../server/src/syntax/places";

/** A line of carets, alone or behind a comment sign in the first column. */
const CARETS = /^(?:#(?= )|(?=[ ^]))[ ]*\^+(?:\+\d+:\d+)?(?: .*)?$/;

export function withoutCarets(text: string): string {
  return text
    .split("\n")
    .filter((line) => !CARETS.test(line))
    .join("\n");
}

/**
 * The text with a line of carets under each finding. `^^^+2:5` says that the range ends two lines further down, at
 * column 5 (from 0); the carets then reach to the end of its first line. A severity stands before the message where it
 * isn't the one of the rule's page.
 */
export function withCarets(
  text: string,
  document: { readonly positionAt: (offset: number) => Position },
  findings: readonly Diagnostic[],
): string {
  const lines = text.split("\n");
  const below = new Map<number, string[]>();
  for (const finding of findings) {
    const start = document.positionAt(finding.start);
    const end = document.positionAt(finding.end);
    const down = end.line - start.line;
    const width = Math.max(1, (down > 0 ? lines[start.line]!.length : end.character) - start.character);
    const indent = start.character === 0 ? "" : `#${" ".repeat(start.character - 1)}`;
    const softened = finding.severity === pageOf(finding.rule).severity ? "" : `${finding.severity}: `;
    const line = `${indent}${"^".repeat(width)}${down > 0 ? `+${down}:${end.character}` : ""} ${softened}${finding.message}`;
    below.set(start.line, [...(below.get(start.line) ?? []), line]);
  }
  return lines.flatMap((line, i) => [line, ...(below.get(i) ?? [])]).join("\n");
}

/**
 * The ranges that lines of carets mark, as offsets in the text without them: one caret is a cursor, more are a
 * selection.
 */
export function markedRanges(text: string): readonly { readonly start: number; readonly end: number }[] {
  const ranges: { start: number; end: number }[] = [];
  const kept = withoutCarets(text).split("\n");
  const offsets = kept.map((_, i) => kept.slice(0, i).reduce((sum, line) => sum + line.length + 1, 0));
  let above = -1;
  for (const line of text.split("\n")) {
    if (!CARETS.test(line)) {
      above++;
      continue;
    }
    const column = line.indexOf("^");
    const [, carets, down, character] = /(\^+)(?:\+(\d+):(\d+))?/.exec(line)!;
    const start = offsets[above]! + column;
    if (down !== undefined) ranges.push({ start, end: offsets[above + Number(down)]! + Number(character) });
    else ranges.push({ start, end: carets!.length === 1 ? start : start + carets!.length });
  }
  return ranges;
}
