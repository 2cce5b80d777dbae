import type { Infer } from "../model/infer";
import { libraryRow } from "../model/library/index";
import type { Node } from "../syntax/tree";

/**
 * The lock of threads that a `with` statement holds at an offset of a node's segment. Who awaits there lets other tasks
 * run, and one of them that wants the lock stops the loop, and with it the task that would give the lock back.
 */
export function lockHeldAt(node: Node, offset: number, infer: Infer): string | undefined {
  const inner = node.tree.at(offset);
  for (const statement of [inner, ...inner.ancestors()].reverse()) {
    if (statement.kind !== "with_statement") continue;
    const body = statement.child("body");
    if (statement.hasToken("async") || body === undefined || offset < body.start || body.end < offset) continue;
    for (const item of statement.children.find((child) => child.kind === "with_clause")?.named ?? []) {
      const value = item.child("value");
      if (value !== undefined && libraryRow(`${infer.instanceOf(value) ?? ""}.acquire`)?.blocks === "wait")
        return value.text;
    }
  }
  return undefined;
}
