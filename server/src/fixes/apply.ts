import type { Module } from "../model/module";
import type { Fix, TextEdit } from "./fix";
import { importEdits } from "./imports";
import { lineEnd, lineStart } from "../syntax/lines";
import { inOrder } from "./text";

/** Applies disjoint edits to a text. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let at = 0;
  for (const edit of inOrder(edits)) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** Whether no edit touches what another replaces. */
export function areDisjoint(edits: readonly TextEdit[]): boolean {
  const sorted = inOrder(edits);
  return sorted.every((edit, i) => i === 0 || sorted[i - 1]!.end <= edit.start);
}

/** Stretches of a text that don't meet, for asking often. */
class Spans {
  /** In the text's order. */
  readonly #taken: { readonly start: number; readonly end: number }[] = [];

  /** Takes a stretch; false where it meets, or touches, one that is taken. */
  take(start: number, end: number): boolean {
    let low = 0;
    let high = this.#taken.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#taken[middle]!.end < start) low = middle + 1;
      else high = middle;
    }
    const next = this.#taken[low];
    if (next !== undefined && next.start <= end) return false;
    this.#taken.splice(low, 0, { start, end });
    return true;
  }
}

/** All edits of a fix, its imports among them, and those of the fixes that are applied with it. */
export function editsOf(module: Module, fix: Fix): readonly TextEdit[] {
  if (fix.elsewhere !== undefined) return fix.edits;
  return combine(module, [fix, ...(fix.together?.() ?? [])]).edits;
}

export interface Combined {
  readonly edits: readonly TextEdit[];
  readonly applied: readonly Fix[];
}

/**
 * The edits of several fixes of one text together. A fix that meets the lines of one taken before it is left for
 * another round, as is one that makes a function plain which another awaits in; an import that several need is added once.
 */
export function combine(module: Module, fixes: readonly Fix[]): Combined {
  const { text } = module.document;
  const awaiting = new Set(fixes.flatMap((fix) => fix.awaitsIn ?? []));
  const applied: Fix[] = [];
  const edits: TextEdit[] = [];
  const taken = new Spans();
  for (const fix of fixes) {
    if (fix.edits.length === 0 || fix.makesPlain?.some((definition) => awaiting.has(definition)) === true) continue;
    // Whole lines: how one is laid out depends on all that stands on it.
    const start = lineStart(
      text,
      fix.edits.reduce((least, edit) => Math.min(least, edit.start), Infinity),
    );
    const end = lineEnd(
      text,
      fix.edits.reduce((most, edit) => Math.max(most, edit.end), 0),
    );
    if (!taken.take(start, end)) continue;
    applied.push(fix);
    for (const edit of fix.edits) edits.push(edit);
  }
  const needs = applied.flatMap((fix) => fix.needs);
  // Where a fix writes below the imports, what is imported stands above that.
  return { applied, edits: [...importEdits(module, needs, edits), ...edits] };
}
