import { ownNodes } from "../model/definitions";
import type { Infer } from "../model/infer";
import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import type { Threaded } from "./threaded";

const NAMES: ReadonlySet<Kind> = new Set(["identifier"]);

/**
 * What a thread makes on the disk for a task that is cancelled meanwhile, in words that end a sentence: nobody gets its
 * name, so that nobody removes it. Code that blocked had the name as soon as it was there.
 */
export function leftByThread({ first, last }: Threaded, infer: Infer): string | undefined {
  for (let node: Node | undefined = first; node !== undefined; node = node === last ? undefined : node.next) {
    for (const part of node.subtree()) {
      const made = part.kind === "call" ? infer.row(part)?.leaves : undefined;
      if (made === undefined || !isKnownBehind(part, last)) continue;
      return `a cancellation while the thread makes the ${made} leaves that behind`;
    }
  }
  return undefined;
}

/** Whether what a call gives is used behind what goes to the thread. */
function isKnownBehind(call: Node, last: Node): boolean {
  const assignment = call.closest("assignment", "function_definition", "lambda");
  if (assignment?.kind !== "assignment" || assignment.end > last.end) return true;
  const function_ = assignment.closest("function_definition");
  const names = new Set([...(assignment.child("left")?.subtree() ?? [])].map(({ text }) => text));
  for (const name of function_ === undefined ? [] : ownNodes(function_, NAMES))
    if (name.start > last.end && names.has(name.text)) return true;
  return false;
}
