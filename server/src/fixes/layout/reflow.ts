import { indentationAt, scanLogicalLine } from "../../syntax/logical-lines";
import type { TextEdit } from "../fix";
import { lineBreakOf, lineSpan, widthOf } from "../text";
import { Changed, type Reflowed, type Rewrite, type Span } from "./changed";
import { format } from "./format";
import type { Measure } from "./line";

/** How code is laid out. */
export interface Style extends Pick<Measure, "lineLength" | "parenthesesOfWith"> {
  /** One level of indentation, where the lines themselves don't say it. */
  readonly unit?: string | undefined;
  readonly lineBreak?: string;
}

/**
 * Lays out the statements that edits write or move as a formatter would: all new ones, those that a formatter would
 * have left alone before, and others where a line has become too long. What was laid out by hand stays so.
 *
 * @param text the whole lines that the edits lie in
 */
export function reflow(text: string, edits: readonly TextEdit[], style: Style): Reflowed {
  const changed = new Changed(text, edits);
  const { lineLength, parenthesesOfWith } = style;
  const unit = style.unit ?? unitOf(changed.text) ?? (/^\t/m.test(changed.text) ? "\t" : "    ");
  // What was laid out in one of these ways stays so.
  const measures: readonly Measure[] = [true, false].flatMap((commaBehindStars) =>
    [parenthesesOfWith, !parenthesesOfWith].map((one): Measure => ({
      lineLength,
      unit,
      commaBehindStars,
      parenthesesOfWith: one,
    })),
  );
  const eol = style.lineBreak ?? lineBreakOf(text);
  const old = logicalLines(text);
  const isLaidOut = (line: Span, by: Measure): boolean =>
    format(text, line.start, line.end, by, eol)?.text === contentOf(text, line);
  const rewrites: Rewrite[] = [];
  for (const line of logicalLines(changed.text)) {
    if (!changed.touches(line)) continue;
    const before = changed.before(line, old);
    const own = measures.find((one) => before.every((span) => isLaidOut(span, one)));
    if (own === undefined && !isMadeLong(changed, line, text, before, lineLength)) continue;
    const formatted = format(changed.text, line.start, line.end, own ?? measures[0]!, eol);
    if (formatted !== undefined && formatted.text !== contentOf(changed.text, line))
      rewrites.push({ start: line.start, end: lastOf(changed.text, line), formatted });
  }
  return changed.rewritten(rewrites);
}

function logicalLines(text: string): readonly Span[] {
  const lines: Span[] = [];
  for (let start = 0; start < text.length;) {
    const { end } = scanLogicalLine(text, start);
    const first = indentationAt(text, start).end;
    if (first < end && !/[\r\n#]/.test(text[first]!)) lines.push({ start: lineSpan(text, start, start).start, end });
    start = end;
  }
  return lines;
}

function contentOf(text: string, { start, end }: Span): string {
  return text.slice(start, lastOf(text, { start, end }));
}

/** The end of a logical line without its line break. */
function lastOf(text: string, { start, end }: Span): number {
  let last = end;
  while (last > start && /[\s]/.test(text[last - 1]!)) last--;
  return last;
}

/**
 * Whether a line is too long that wasn't before, or that has got other words; what was only moved is left as it was.
 */
function isMadeLong(changed: Changed, line: Span, text: string, before: readonly Span[], lineLength: number): boolean {
  if (longest(changed.text, line) <= lineLength) return false;
  const old = before.map((one) => contentOf(text, one));
  return before.every(
    (one, i) =>
      longest(text, one) <= lineLength ||
      (!/[\r\n]/.test(old[i]!) && old[i]!.trim() !== contentOf(changed.text, line).trim()),
  );
}

function longest(text: string, { start, end }: Span): number {
  return Math.max(
    ...text
      .slice(start, end)
      .split(/\r\n|\n|\r(?!\n)/)
      .map(widthOf),
  );
}

/** One level of indentation: that of the first block. */
export function unitOf(text: string): string | undefined {
  const lines = logicalLines(text);
  for (const [i, { start, end }] of lines.entries()) {
    const next = lines[i + 1];
    if (next === undefined || !/:\s*(?:#|$)/.test(text.slice(start, end))) continue;
    const outer = text.slice(start, indentationAt(text, start).end);
    const inner = text.slice(next.start, indentationAt(text, next.start).end);
    if (inner.startsWith(outer) && inner.length > outer.length) return inner.slice(outer.length);
  }
  return undefined;
}
