import type { Infer } from "../model/infer";
import { THREAD_WAYS, type ThreadWay } from "../model/library/thread-ways";
import type { Node } from "../syntax/tree";
import { asyncLibraryAt } from "./async-library";
import type { FixContext } from "./context";
import { importedAs } from "./imported";
import { type OwnWay, ownWays } from "./own-thread-ways";

/**
 * A way into a thread that a file takes: one of a library, or a function of the project's own as the file writes it.
 */
export type TakenWay =
  | { readonly kind: "library"; readonly way: ThreadWay }
  | { readonly kind: "own"; readonly way: OwnWay };

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
  for (const way of ownWays(context, at, library))
    if (way.uses > most) [taken, most] = [{ kind: "own", way }, way.uses];
  return taken;
}

function usesOf({ name }: ThreadWay, infer: Infer): number {
  let uses = 0;
  for (const id of infer.identifiers(name.slice(name.lastIndexOf(".") + 1))) {
    if (infer.name(id.field === "attribute" ? id.parent! : id) === name) uses++;
  }
  return uses;
}
