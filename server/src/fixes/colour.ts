import { asyncFunctionAround } from "../model/execution";
import type { Node } from "../syntax/tree";

/** What an edit (offsets within a tree) does to the kind of a function, and to which function. */
export interface Recolouring {
  readonly function: Node;
  readonly to: "awaits" | "plain";
}

/** Whether an edit writes an `await` into an async function, or takes a function's `async` away. */
export function recolouring(node: Node, start: number, end: number, text: string): Recolouring | undefined {
  const at = node.tree.at(start, end);
  if (/\b(?:await|async) /.test(text)) {
    const function_ = asyncFunctionAround(at);
    return function_ === undefined ? undefined : { function: function_, to: "awaits" };
  }
  const keyword = at.kind === "function_definition" ? at.children.find((child) => child.kind === "async") : undefined;
  return keyword !== undefined && start <= keyword.start && keyword.end <= end
    ? { function: at, to: "plain" }
    : undefined;
}
