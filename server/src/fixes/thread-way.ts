import { referenceElsewhere } from "../model/elsewhere";
import type { Infer } from "../model/infer";
import { THREAD_WAYS, type ThreadWay } from "../model/library/thread-ways";
import type { ThreadWrapper } from "../model/summary";
import type { Node } from "../syntax/tree";
import { type AsyncLibrary, asyncLibraryAt } from "./async-library";
import type { FixContext } from "./context";
import { importedAs } from "./imported";

/**
 * A way into a thread that a file takes: one of a library, or a function of the project's own as the file writes it.
 */
export type TakenWay =
  | { readonly kind: "library"; readonly way: ThreadWay }
  | { readonly kind: "own"; readonly run: string; readonly wrapper: ThreadWrapper };

/**
 * The way into a thread that the file takes most often, of those that work at a place and that it needs no other import
 * for.
 */
export function wayTaken(context: FixContext, at: Node): TakenWay | undefined {
  const library = asyncLibraryAt(context, at);
  let taken: TakenWay | undefined;
  let most = 0;
  for (const way of THREAD_WAYS) {
    if (!way.worksOn.includes(library) || importedAs(context, way.name, at) === undefined) continue;
    const uses = usesOf(way, context.infer);
    if (uses > most) [taken, most] = [{ kind: "library", way }, uses];
  }
  for (const [run, { uses, wrapper }] of ownWays(context, at, library))
    if (uses > most) [taken, most] = [{ kind: "own", run, wrapper }, uses];
  return taken;
}

function usesOf({ name }: ThreadWay, infer: Infer): number {
  let uses = 0;
  for (const id of infer.identifiers(name.slice(name.lastIndexOf(".") + 1))) {
    if (infer.name(id.field === "attribute" ? id.parent! : id) === name) uses++;
  }
  return uses;
}

/** The project's own, by what is awaited of what the file imports. Those of a library's own loop have none. */
function ownWays(
  { infer, module }: FixContext,
  at: Node,
  library: AsyncLibrary,
): ReadonlyMap<string, { readonly uses: number; readonly wrapper: ThreadWrapper }> {
  const ways = new Map<string, { readonly uses: number; readonly wrapper: ThreadWrapper }>();
  if (library !== "asyncio") return ways;
  for (const name of new Set(module.imports.map((binding) => binding.name))) {
    if (referenceElsewhere(infer.lookup(name, at)) === undefined) continue;
    for (const id of infer.identifiersIfFew(name)) {
      const callee = awaitedCallee(id);
      const reference = callee === undefined ? undefined : referenceElsewhere(infer.value(callee));
      const wrapper = reference === undefined ? undefined : infer.threadWrapperElsewhere(reference);
      if (callee !== undefined && wrapper !== undefined)
        ways.set(callee.text, { uses: (ways.get(callee.text)?.uses ?? 0) + 1, wrapper });
    }
  }
  return ways;
}

/** `a.run.io_bound` of `await a.run.io_bound(...)`, which an identifier begins. */
function awaitedCallee(id: Node): Node | undefined {
  let callee = id;
  if (id.field === "attribute") return undefined;
  while (callee.parent?.kind === "attribute" && callee.field === "object") callee = callee.parent;
  const call = callee.field === "function" ? callee.parent : undefined;
  return call?.kind === "call" && call.parent?.kind === "await" ? callee : undefined;
}
