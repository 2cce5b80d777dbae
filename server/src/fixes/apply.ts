import type { Module } from "../model/module";
import type { Fix, TextEdit } from "./fix";
import { importEdits } from "./imports";
import { TakenLines } from "./taken-lines";
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
 * another round, as is one that makes a function plain which another awaits in; an import that several need is added
 * once.
 */
export function combine(module: Module, fixes: readonly Fix[]): Combined {
  const awaiting = new Set(fixes.flatMap((fix) => fix.awaitsIn ?? []));
  const applied: Fix[] = [];
  const edits: TextEdit[] = [];
  const taken = new TakenLines(module.document);
  for (const fix of fixes) {
    if (fix.edits.length === 0 || fix.makesPlain?.some((definition) => awaiting.has(definition)) === true) continue;
    if (!taken.take(fix)) continue;
    applied.push(fix);
    for (const edit of fix.edits) edits.push(edit);
  }
  const needs = applied.flatMap((fix) => fix.needs);
  // Where a fix writes below the imports, what is imported stands above that.
  return { applied, edits: [...importEdits(module, needs, edits), ...edits] };
}
