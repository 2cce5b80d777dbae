import type { TextEdit } from "../fix";
import { firstIndex } from "../../syntax/sorted";
import { inOrder } from "../text";
import type { Formatted } from "./format";

/** Edits of a text, and where a place in what they write has gone. */
export interface Reflowed {
  readonly edits: readonly TextEdit[];
  /** The edit, one of `edits`, that now holds a part of what an edit writes, and the part's offsets in it. */
  readonly place: (
    edit: TextEdit,
    start: number,
    end: number,
  ) => { readonly edit: TextEdit; readonly start: number; readonly end: number } | undefined;
}

/** What becomes of a stretch of the changed text. */
export interface Rewrite {
  /** Offsets in the changed text. */
  readonly start: number;
  readonly end: number;
  readonly formatted: Formatted;
}

/** Offsets in a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A stretch that both texts have. */
interface Piece {
  readonly old: number;
  readonly from: number;
  readonly to: number;
}

/** A text with edits made, and how the two correspond. */
export class Changed {
  readonly text: string;
  /** The edits with the offsets of what they write. */
  readonly #written: readonly (TextEdit & { readonly from: number; readonly to: number })[];
  readonly #pieces: Piece[] = [];

  constructor(
    readonly old: string,
    edits: readonly TextEdit[],
  ) {
    let text = "";
    let at = 0;
    const keep = (end: number): void => {
      this.#pieces.push({ old: at, from: text.length, to: text.length + end - at });
      text += old.slice(at, end);
    };
    this.#written = inOrder(edits).map((edit) => {
      keep(edit.start);
      const from = text.length;
      text += edit.text;
      at = edit.end;
      return { ...edit, from, to: text.length };
    });
    keep(old.length);
    this.text = text;
  }

  touches({ start, end }: Span): boolean {
    const first = firstIndex(this.#written.length, (at) => {
      const { from, to } = this.#written[at]!;
      return from === to ? from >= start : to > start;
    });
    const edit = this.#written[first];
    return edit !== undefined && edit.from < end;
  }

  /** The lines of the old text that have words in a line of the new one. */
  before({ start, end }: Span, lines: readonly Span[]): readonly Span[] {
    const found: Span[] = [];
    for (
      let i = firstIndex(this.#pieces.length, (at) => this.#pieces[at]!.to > start);
      i < this.#pieces.length && this.#pieces[i]!.from < end;
      i++
    ) {
      const piece = this.#pieces[i]!;
      const from = Math.max(start, piece.from) - piece.from + piece.old;
      const to = Math.min(end, piece.to) - piece.from + piece.old;
      for (
        let j = firstIndex(lines.length, (at) => lines[at]!.end > from);
        j < lines.length && lines[j]!.start < to;
        j++
      ) {
        const line = lines[j]!;
        if (found.at(-1) !== line && this.old.slice(Math.max(line.start, from), Math.min(line.end, to)).trim() !== "")
          found.push(line);
      }
    }
    return found;
  }

  rewritten(rewrites: readonly Rewrite[]): Reflowed {
    // Edits that a rewritten line meets become one with it.
    const groups: { start: number; end: number; rewrites: Rewrite[] }[] = [];
    for (const rewrite of rewrites) {
      let { start, end } = rewrite;
      for (const edit of this.#written) {
        if (edit.from <= rewrite.end && rewrite.start <= edit.to) {
          start = Math.min(start, edit.from);
          end = Math.max(end, edit.to);
        }
      }
      const last = groups.at(-1);
      if (last !== undefined && start <= last.end) {
        last.end = Math.max(last.end, end);
        last.rewrites.push(rewrite);
      } else groups.push({ start, end, rewrites: [rewrite] });
    }
    const joined = groups.map((group) => ({ group, edit: this.#joined(group.start, group.end, group.rewrites) }));
    const groupOf = (edit: { readonly from: number; readonly to: number }): (typeof joined)[number] | undefined =>
      joined.find(({ group }) => group.start <= edit.from && edit.to <= group.end);
    const kept = this.#written.map((edit) => ({ edit, plain: { start: edit.start, end: edit.end, text: edit.text } }));
    const apart = kept.filter(({ edit }) => groupOf(edit) === undefined);
    const all = [
      ...apart.map(({ edit, plain }) => ({ at: edit.from, edit: plain })),
      ...joined.map(({ group, edit }) => ({ at: group.start, edit })),
    ];
    return {
      // In their order, which matters where several insert at one place.
      edits: all.sort((a, b) => a.at - b.at).map(({ edit }) => edit),
      place: (wanted, start, end) => {
        const found = kept.find(
          ({ edit }) => edit.start === wanted.start && edit.end === wanted.end && edit.text === wanted.text,
        );
        if (found === undefined) return undefined;
        const held = groupOf(found.edit);
        if (held === undefined) return { edit: found.plain, start, end };
        const from = movedTo(found.edit.from + start, held.group.start, held.group.rewrites);
        // Its last character tells where it ends: what follows may have gone to another line.
        const to = end > start ? movedTo(found.edit.from + end - 1, held.group.start, held.group.rewrites) + 1 : from;
        return { edit: held.edit, start: from, end: to };
      },
    };
  }

  #joined(start: number, end: number, rewrites: readonly Rewrite[]): TextEdit {
    let text = "";
    let at = start;
    for (const rewrite of rewrites) {
      text += this.text.slice(at, rewrite.start) + rewrite.formatted.text;
      at = rewrite.end;
    }
    return {
      start: this.#oldOffset(start, "first"),
      end: this.#oldOffset(end, "last"),
      text: text + this.text.slice(at, end),
    };
  }

  /** The offset in the old text of one in the new that lies in no edit, or at its border. */
  #oldOffset(offset: number, which: "first" | "last"): number {
    let shift = 0;
    for (const edit of this.#written) {
      if (which === "first" ? edit.from >= offset : edit.to > offset) break;
      shift = edit.to - edit.end;
    }
    return offset - shift;
  }
}

/** Where an offset of the changed text has gone, from the start of the edit that holds it. */
function movedTo(offset: number, start: number, rewrites: readonly Rewrite[]): number {
  let shift = 0;
  for (const rewrite of rewrites) {
    if (rewrite.start > offset) break;
    if (offset <= rewrite.end) {
      const word = rewrite.formatted.moved.findLast(({ from }) => from <= offset) ?? rewrite.formatted.moved[0];
      return (
        rewrite.start +
        shift -
        start +
        (word === undefined ? 0 : word.to + Math.max(0, Math.min(offset - word.from, word.length)))
      );
    }
    shift += rewrite.formatted.text.length - (rewrite.end - rewrite.start);
  }
  return offset + shift - start;
}
