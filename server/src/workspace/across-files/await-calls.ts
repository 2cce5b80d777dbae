import { awaited } from "../../fixes/awaiting";
import type { FixBuilder, FixSettings } from "../../fixes/builder";
import type { Node } from "../../syntax/tree";
import type { Source } from "./draft";
import { FileEdits, type Recoloured } from "./file-edits";
import type { Obstacle } from "./obstacle";
import type { Calls } from "./uses";

/** A `with` statement that enters an object whose `__enter__` and `__exit__` become async. */
export interface Entered {
  readonly source: Source;
  readonly statement: Node;
}

/** What the methods of a context manager are called that become async. */
export const ASYNC_NAMES: ReadonlyMap<string, string> = new Map([
  ["__enter__", "__aenter__"],
  ["__exit__", "__aexit__"],
]);

/** Makes functions async and awaits their calls. What they do themselves is not looked at. */
export function awaitCalls(
  { helpers, uses }: Calls,
  settings: FixSettings,
  entered: readonly Entered[] = [],
): Recoloured | Obstacle {
  const edits = new FileEdits(settings);
  for (const { source, node, beside, name } of helpers.values()) {
    const renamed = ASYNC_NAMES.get(name);
    for (const one of [node, ...beside]) {
      const def = one.children.find(({ kind }) => kind === "def");
      // One of them may be async already.
      if (def !== undefined && !one.hasToken("async")) edits.in(source).insertBefore(def, "async ");
      if (renamed !== undefined) edits.in(source).replace(one.child("name")!, renamed);
    }
  }
  for (const { source, statement } of entered) edits.in(source).insertBefore(statement, "async ");
  // Of two that begin at one place (`f().f()`) the one that ends last is the outer one, whose `await` comes first.
  for (const { source, call } of uses.toSorted((a, b) => b.call.end - a.call.end)) awaitCall(call, edits.in(source));
  return edits.build();
}

function awaitCall(call: Node, builder: FixBuilder): void {
  const [before, after] = awaited(call, "\0").split("\0") as [string, string];
  builder.insertBefore(call, before);
  if (after !== "") builder.insertAfter(call, after);
}
