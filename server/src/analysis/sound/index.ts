import type { PythonDocument } from "../../syntax/document";
import type { Tree } from "../../syntax/tree";
import { EMPTY_BLOCK, misplacedIn } from "./misplaced";
import { type Names, NamesReader } from "./names";

/** Of how much text (UTF-16 code units) trees are held at most. */
const MOST_PARSED = 500_000;

/** What fixing must not make worse in a text. */
export interface TextState {
  /** How many pieces of it can't be parsed. */
  readonly broken: number;
  readonly misplaced: ReadonlyMap<string, number>;
  readonly names: Names;
}

/**
 * Looks at all of a text, which takes time in proportion to its length.
 *
 * @param document one of whose trees nobody holds a node: they may be given back
 */
export function stateOf(document: PythonDocument): TextState {
  let broken = 0;
  const misplaced = new Map<string, number>();
  const names = new NamesReader();
  const say = (what: string, count: number): void => void misplaced.set(what, (misplaced.get(what) ?? 0) + count);
  const head = new Head();
  for (const [i, segment] of document.segments.entries()) {
    const { tree } = segment;
    if (tree.broken) broken++;
    for (const [what, count] of misplacedIn(tree)) say(what, count);
    // What a class holds stands in the pieces behind its head.
    if (segment.piece.kind === "class-header" && !((document.segments[i + 1]?.piece.indent ?? 0) > 0))
      say(EMPTY_BLOCK, 1);
    names.read(segment);
    const late = head.lateFutures(tree);
    if (late > 0) say(LATE_FUTURE, late);
    if (document.parsedLength > MOST_PARSED) document.dropTrees();
  }
  return { broken, misplaced, names: names.result() };
}

const LATE_FUTURE = "an import from __future__ behind other statements";

/** The head of a file: its docstring, then imports from `__future__`. */
class Head {
  #isFirst = true;
  #isOver = false;

  /** How many imports from `__future__` stand behind other statements in the next piece of the file. */
  lateFutures(tree: Tree): number {
    let late = 0;
    for (const statement of tree.root.named) {
      const isDocstring =
        this.#isFirst && statement.kind === "expression_statement" && statement.named[0]?.kind === "string";
      this.#isFirst = false;
      if (statement.kind === "future_import_statement") late += this.#isOver ? 1 : 0;
      else if (!isDocstring) this.#isOver = true;
    }
    return late;
  }
}

/** What a text has become worse by; undefined where it is as sound as before. */
export function harmOf(before: TextState, after: TextState): string | undefined {
  if (after.broken > before.broken) return "a syntax error";
  for (const [what, count] of after.misplaced) if (count > (before.misplaced.get(what) ?? 0)) return what;
  if (after.names.misread) return undefined;
  for (const name of after.names.undefined) if (!before.names.undefined.has(name)) return `${name} is bound nowhere`;
  for (const one of before.names.own)
    if (after.names.foreign.has(one)) return `${nameOf(one)} is no longer bound where it was`;
  for (const one of before.names.foreign)
    if (after.names.own.has(one)) return `${nameOf(one)} is bound where it came from outside`;
  return undefined;
}

function nameOf(entry: string): string {
  return entry.slice(entry.lastIndexOf(" ") + 1);
}
