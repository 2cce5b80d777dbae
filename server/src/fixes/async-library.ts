import type { Node } from "../syntax/tree";
import type { FixContext } from "./context";
import { isUsedAt } from "./imported";

export type AsyncLibrary = "asyncio" | "anyio" | "trio";

/** The async library that the code at a place is written for: the one it imports, asyncio where it imports none. */
export function asyncLibraryAt(context: FixContext, at: Node): AsyncLibrary {
  if (isUsedAt(context, "asyncio", at)) return "asyncio";
  // What anyio runs may run on asyncio, where nothing of trio works; anyio's own works on both.
  if (isUsedAt(context, "anyio", at)) return "anyio";
  return isUsedAt(context, "trio", at) ? "trio" : "asyncio";
}
