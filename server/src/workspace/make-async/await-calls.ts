import { applyEdits } from "../../fixes/apply";
import { awaited } from "../../fixes/awaiting";
import { FixBuilder, type FixSettings } from "../../fixes/builder";
import type { FileId } from "../../project/files";
import type { Node } from "../../syntax/tree";
import type { Source } from "./draft";
import { obstacle, type Obstacle } from "./obstacle";
import type { Calls } from "./uses";

/** Texts in which functions are async and their calls awaited, and what that changes besides. */
export interface Awaiting {
  readonly kind: "awaiting";
  readonly texts: ReadonlyMap<FileId, string>;
  readonly annotations: readonly string[];
}

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
export function awaitCalls({ helpers, uses }: Calls, settings: FixSettings, entered: readonly Entered[] = []): Awaiting | Obstacle {
  const builders = new Map<Source, FixBuilder>();
  const builderOf = (source: Source): FixBuilder => {
    let builder = builders.get(source);
    if (builder === undefined) builders.set(source, (builder = new FixBuilder({ module: source.module, infer: source.infer, settings })));
    return builder;
  };
  for (const { source, node, name } of helpers.values()) {
    const def = node.children.find(({ kind }) => kind === "def");
    if (def !== undefined) builderOf(source).insertBefore(def, "async ");
    const renamed = ASYNC_NAMES.get(name);
    if (renamed !== undefined) builderOf(source).replace(node.child("name")!, renamed);
  }
  for (const { source, statement } of entered) builderOf(source).insertBefore(statement, "async ");
  // Of two that begin at one place (`f().f()`) the one that ends last is the outer one, whose `await` comes first.
  for (const { source, call } of uses.toSorted((a, b) => b.call.end - a.call.end)) awaitCall(call, builderOf(source));
  const texts = new Map<FileId, string>();
  const annotations: string[] = [];
  for (const [source, builder] of builders) {
    const fix = builder.build({ title: "", applicability: "unsafe" });
    if (fix.obstacle !== undefined) return obstacle(`in ${source.draft.nameOf(source.file)} ${fix.obstacle}`);
    if (fix.annotation !== undefined) annotations.push(fix.annotation);
    texts.set(source.file, applyEdits(source.document.text, fix.edits));
  }
  return { kind: "awaiting", texts, annotations };
}

function awaitCall(call: Node, builder: FixBuilder): void {
  const [before, after] = awaited(call, "\0").split("\0") as [string, string];
  builder.insertBefore(call, before);
  if (after !== "") builder.insertAfter(call, after);
}
