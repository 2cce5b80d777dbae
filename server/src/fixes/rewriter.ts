import type { Node } from "../syntax/tree";
import type { FixBuilder } from "./builder";
import { lineBreakOf, indentationOf, linesBetween, lineSpan } from "./text";

interface Patch {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Order among insertions at one offset: what stands around others comes first before them, and last behind them. */
  readonly rank: number;
  readonly placeholder?: { readonly start: number; readonly end: number };
}

/**
 * Collects many small changes within one segment, nested ones too, and shifts of whole lines, before they become the
 * edits of a fix. Offsets are the segment's.
 */
export class Rewriter {
  #patches: Patch[] = [];
  /** Lines moved right (or left) by levels, and headers put above them. */
  readonly #shifts: {
    readonly start: number;
    readonly end: number;
    readonly by: 1 | -1;
    readonly header?: { readonly text: string; readonly placeholder: Patch["placeholder"] };
  }[] = [];
  readonly #columns: { readonly start: number; readonly end: number; readonly by: number }[] = [];
  readonly text: string;
  readonly lineBreak: string;
  readonly #strings: readonly Node[];

  constructor(
    readonly anchor: Node,
    readonly unit: string,
  ) {
    this.text = anchor.tree.text;
    this.lineBreak = lineBreakOf(this.text);
    this.#strings = [...anchor.tree.root.descendants("string")];
  }

  insertBefore(node: Node, text: string): this {
    return this.#add({ start: node.start, end: node.start, text, rank: -node.end });
  }

  insertAfter(node: Node, text: string): this {
    return this.#add({ start: node.end, end: node.end, text, rank: -node.start - 0x7fffffff });
  }

  replace(node: Node, text: string): this {
    return this.replaceRange(node.start, node.end, text);
  }

  replaceRange(start: number, end: number, text: string, placeholder?: Patch["placeholder"]): this {
    return this.#add({ start, end, text, rank: 0, ...(placeholder === undefined ? {} : { placeholder }) });
  }

  /** Takes a statement away: its whole line where nothing else stands on it, else the statement alone. */
  removeStatement(statement: Node): this {
    const span = lineSpan(this.text, statement.start, statement.end);
    const isAlone = this.text.slice(span.start, statement.start).trim() === "" && this.text.slice(statement.end, span.end).trim() === "";
    return isAlone ? this.replaceRange(span.start, span.end, "") : this.replaceRange(statement.start, statement.end, "");
  }

  /** Moves the lines from one node's to another's one level to the right, under a header of their own. */
  wrap(first: Node, last: Node, header: string, placeholder?: Patch["placeholder"]): this {
    this.#shifts.push({
      start: lineSpan(this.text, first.start, first.start).start,
      end: last.end,
      by: 1,
      header: { text: header, placeholder },
    });
    return this;
  }

  /** Moves the lines behind a statement, to another's end, one level to the right: the statement has become a header. */
  indentAfter(statement: Node, last: Node): this {
    this.#shifts.push({ start: lineSpan(this.text, statement.start, statement.end).end, end: last.end, by: 1 });
    return this;
  }

  /** Moves lines that begin within a range by columns, as what they are aligned with moves. */
  alignBy(start: number, end: number, columns: number): this {
    this.#columns.push({ start, end, by: columns });
    return this;
  }

  /** Moves a block's lines one level to the left. */
  dedent(header: number, block: Node): this {
    this.#shifts.push({ start: lineSpan(this.text, header, header).end, end: block.end, by: -1 });
    return this;
  }

  /** The indentation that the line of an offset will have. */
  indentationAt(offset: number): string {
    const { start } = lineSpan(this.text, offset, offset);
    return this.#indented(indentationOf(this.text, offset), this.#levels(start, this.#shifts.length));
  }

  /** What a range will read, its inner changes made. */
  peek(start: number, end: number): string {
    let result = "";
    let at = start;
    for (const patch of this.#inside(start, end)) {
      result += this.text.slice(at, patch.start) + patch.text;
      at = patch.end;
    }
    return result + this.text.slice(at, end);
  }

  /** Forgets the changes within a range that is to be replaced as a whole; what is put before or behind it stays. */
  forget(start: number, end: number): this {
    this.#patches = this.#patches.filter(
      (patch) => patch.start < start || end < patch.end || (patch.start === patch.end && (patch.start === start || patch.end === end)),
    );
    return this;
  }

  /** Hands everything to a fix. */
  emit(builder: FixBuilder): void {
    const order = this.#sorted();
    for (const [index, shift] of this.#shifts.entries()) {
      if (shift.header === undefined) continue;
      const indentation = this.#indented(indentationOf(this.text, shift.start), this.#levels(shift.start, index));
      const { text, placeholder } = shift.header;
      builder.edit(this.anchor, shift.start, shift.start, indentation + text + this.lineBreak);
      if (placeholder !== undefined) builder.placeholder(placeholder.start + indentation.length, placeholder.end + indentation.length);
    }
    this.#emitShifts(builder);
    for (const patch of order) {
      builder.edit(this.anchor, patch.start, patch.end, patch.text);
      if (patch.placeholder !== undefined) builder.placeholder(patch.placeholder.start, patch.placeholder.end);
    }
  }

  #emitShifts(builder: FixBuilder): void {
    const moved = [...this.#shifts, ...this.#columns];
    if (moved.length === 0) return;
    const from = Math.min(...moved.map((one) => one.start));
    const to = Math.max(...moved.map((one) => one.end));
    for (const { start: at, end } of linesBetween(this.text, from, to)) {
      const levels = this.#levels(at, this.#shifts.length);
      const line = this.text.slice(at, end);
      const columns = this.#columns.reduce((sum, one) => (one.start < at && at < one.end ? sum + one.by : sum), 0);
      const indentation = /^[ \t]*/.exec(line)![0];
      const wanted = this.#indented(indentation, levels);
      const aligned = columns >= 0 ? wanted + " ".repeat(columns) : wanted.slice(0, Math.max(0, wanted.length + columns));
      if (aligned === indentation || line.trim() === "" || this.#isWithin(at)) continue;
      // Only what is new is inserted, so that other changes at the line's start keep their place.
      if (aligned.endsWith(indentation)) builder.edit(this.anchor, at, at, aligned.slice(0, aligned.length - indentation.length));
      else builder.edit(this.anchor, at, at + indentation.length, aligned);
    }
  }

  /** Whether a line begins within a string, or within what is replaced. */
  #isWithin(at: number): boolean {
    return (
      this.#strings.some((string) => string.start < at && at < string.end) ||
      this.#patches.some((patch) => (patch.start < at || (patch.start === at && patch.end > at)) && at < patch.end)
    );
  }

  #levels(lineStart: number, before: number): number {
    let levels = 0;
    for (const shift of this.#shifts.slice(0, before)) if (shift.start <= lineStart && lineStart < shift.end) levels += shift.by;
    return levels;
  }

  #indented(indentation: string, levels: number): string {
    return levels >= 0 ? indentation + this.unit.repeat(levels) : indentation.slice(0, Math.max(0, indentation.length + this.unit.length * levels));
  }

  #inside(start: number, end: number): readonly Patch[] {
    return this.#sorted().filter((patch) => start <= patch.start && patch.end <= end);
  }

  #sorted(): readonly Patch[] {
    return [...this.#patches].sort((a, b) => a.start - b.start || a.end - b.end || a.rank - b.rank);
  }

  #add(patch: Patch): this {
    this.#patches.push(patch);
    return this;
  }
}
