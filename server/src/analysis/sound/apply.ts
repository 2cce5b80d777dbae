import { applyEdits, areDisjoint, combine } from "../../fixes/apply";
import type { Fix } from "../../fixes/fix";
import type { Module } from "../../model/module";
import type { PythonDocument } from "../../syntax/document";
import { harmOf, stateOf, type TextState } from "./index";

/**
 * So often a text is looked at to find which fixes do harm; those that are not told apart by then are left out
 * together.
 */
const MOST_LOOKS = 60;

/** A fix that would have done harm, alone or beside the others. */
export interface LeftOut {
  readonly fix: Fix;
  readonly reason: string;
}

/** A text with fixes applied that leave it as sound as it was. */
export interface Applied {
  /** Undefined where nothing was applied. */
  readonly result: { readonly document: PythonDocument; readonly state: TextState } | undefined;
  readonly applied: readonly Fix[];
  readonly leftOut: readonly LeftOut[];
}

/** Applies fixes of one text together. Where that does harm, it is halved until what does it is found and left out. */
export function applySoundly(
  module: Module,
  fixes: readonly Fix[],
  before: TextState,
  open: (text: string) => PythonDocument,
): Applied {
  return new Application(module, fixes, before, open).run();
}

type Attempt =
  | { readonly harm: string }
  | { readonly harm: undefined; readonly document: PythonDocument; readonly state: TextState };

class Application {
  #looks = 0;
  #result: Applied["result"];
  #applied: ReadonlySet<Fix> = new Set();
  readonly #leftOut: LeftOut[] = [];

  constructor(
    readonly module: Module,
    readonly fixes: readonly Fix[],
    readonly before: TextState,
    readonly open: (text: string) => PythonDocument,
  ) {}

  run(): Applied {
    const { applied } = combine(this.module, this.fixes);
    const groups: (readonly Fix[])[] = applied.length === 0 ? [] : [applied];
    for (let group = groups.pop(); group !== undefined; group = groups.pop()) {
      const wanted = new Set([...this.#applied, ...group]);
      const together = this.fixes.filter((fix) => wanted.has(fix));
      const attempt: Attempt = this.#looks < MOST_LOOKS ? this.#try(together) : { harm: "too much else is wrong" };
      if (attempt.harm === undefined) {
        this.#applied = wanted;
        this.#result = attempt;
      } else if (group.length === 1 || this.#looks >= MOST_LOOKS) {
        const reason = attempt.harm;
        this.#leftOut.push(...group.map((fix) => ({ fix, reason })));
      } else {
        const middle = group.length >> 1;
        groups.push(group.slice(middle), group.slice(0, middle));
      }
    }
    return { result: this.#result, applied: [...this.#applied], leftOut: this.#leftOut };
  }

  #try(fixes: readonly Fix[]): Attempt {
    this.#looks++;
    const { edits } = combine(this.module, fixes);
    if (!areDisjoint(edits)) return { harm: "edits that overlap" };
    const document = this.open(applyEdits(this.module.document.text, edits));
    const state = stateOf(document);
    const harm = harmOf(this.before, state);
    return harm === undefined ? { harm, document, state } : { harm };
  }
}
