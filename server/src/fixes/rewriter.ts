import { firstIndex } from "../syntax/sorted";
import type { Node } from "../syntax/tree";
import type { FixBuilder } from "./builder";
import { Covered, lineBreakOf, indentationOf, linesBetween, lineSpan } from "./text";

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
  /** The same by their places, till another comes. */
  #order: readonly Patch[] | undefined;
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
    const isAlone =
      this.text.slice(span.start, statement.start).trim() === "" &&
      this.text.slice(statement.end, span.end).trim() === "";
    return isAlone
      ? this.replaceRange(span.start, span.end, "")
      : this.replaceRange(statement.start, statement.end, "");
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

  /**
   * Moves the lines behind a statement, to another's end, one level to the right: the statement has become a header.
   */
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
    this.#order = undefined;
    this.#patches = this.#patches.filter(
      (patch) =>
        patch.start < start ||
        end < patch.end ||
        (patch.start === patch.end && (patch.start === start || patch.end === end)),
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
      if (placeholder !== undefined)
        builder.placeholder(placeholder.start + indentation.length, placeholder.end + indentation.length);
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
    const strings = new Covered(this.#strings);
    const replaced = new Covered(this.#sorted().map(({ start, end }) => ({ start: start - 1, end })));
    const levelsAt = new Sum(this.#shifts);
    const columnsAt = new Sum(this.#columns.map(({ start, end, by }) => ({ start: start + 1, end, by })));
    for (const { start: at, end } of linesBetween(this.text, from, to)) {
      const levels = levelsAt.at(at);
      const line = this.text.slice(at, end);
      const columns = columnsAt.at(at);
      // What begins within a string stays, and what is replaced has its indentation.
      const isWithin = strings.holds(at) || replaced.holds(at);
      const indentation = /^[ \t]*/.exec(line)![0];
      const wanted = this.#indented(indentation, levels);
      const aligned =
        columns >= 0 ? wanted + " ".repeat(columns) : wanted.slice(0, Math.max(0, wanted.length + columns));
      if (aligned === indentation || line.trim() === "" || isWithin) continue;
      // Only what is new is inserted, so that other changes at the line's start keep their place.
      if (aligned.endsWith(indentation))
        builder.edit(this.anchor, at, at, aligned.slice(0, aligned.length - indentation.length));
      else builder.edit(this.anchor, at, at + indentation.length, aligned);
    }
  }

  #levels(lineStart: number, before: number): number {
    let levels = 0;
    for (const shift of this.#shifts.slice(0, before))
      if (shift.start <= lineStart && lineStart < shift.end) levels += shift.by;
    return levels;
  }

  #indented(indentation: string, levels: number): string {
    return levels >= 0
      ? indentation + this.unit.repeat(levels)
      : indentation.slice(0, Math.max(0, indentation.length + this.unit.length * levels));
  }

  #inside(start: number, end: number): readonly Patch[] {
    const sorted = this.#sorted();
    const found: Patch[] = [];
    for (
      let i = firstIndex(sorted.length, (index) => sorted[index]!.start >= start);
      i < sorted.length && sorted[i]!.start <= end;
      i++
    ) {
      if (sorted[i]!.end <= end) found.push(sorted[i]!);
    }
    return found;
  }

  #sorted(): readonly Patch[] {
    return (this.#order ??= [...this.#patches].sort((a, b) => a.start - b.start || a.end - b.end || a.rank - b.rank));
  }

  #add(patch: Patch): this {
    this.#patches.push(patch);
    this.#order = undefined;
    return this;
  }
}

/** What stretches that hold an offset add up to; offsets come in the text's order. */
class Sum {
  readonly #steps: readonly { readonly at: number; readonly by: number }[];
  #next = 0;
  #sum = 0;

  constructor(stretches: readonly { readonly start: number; readonly end: number; readonly by: number }[]) {
    // One that ends before it begins holds nothing.
    const some = stretches.filter(({ start, end }) => start < end);
    this.#steps = some
      .flatMap(({ start, end, by }) => [
        { at: start, by },
        { at: end, by: -by },
      ])
      .sort((a, b) => a.at - b.at);
  }

  at(offset: number): number {
    for (; this.#next < this.#steps.length && this.#steps[this.#next]!.at <= offset; this.#next++)
      this.#sum += this.#steps[this.#next]!.by;
    return this.#sum;
  }
}
