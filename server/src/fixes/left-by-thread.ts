import { ownNodes } from "../model/definitions";
import type { Infer } from "../model/infer";
import { libraryRow } from "../model/library/index";
import type { Row } from "../model/library/row";
import { IDENTIFIERS } from "../syntax/node-kinds";
import type { Node } from "../syntax/tree";
import type { Threaded } from "./threaded";

/**
 * What a thread makes on the disk for a task that is cancelled meanwhile, in words that end a sentence: nobody gets its
 * name, so that nobody removes it. Code that blocked had the name as soon as it was there.
 */
export function leftByThread({ first, last }: Threaded, infer: Infer): string | undefined {
  for (let node: Node | undefined = first; node !== undefined; node = node === last ? undefined : node.next) {
    for (const part of node.subtree()) {
      const row = part.kind === "call" ? infer.row(part) : undefined;
      if (row === undefined) continue;
      const opens = row.leaves === undefined && staysOpen(row) && isGivenOut(part, first, last);
      // Who knows of it is asked last: that takes a look at all that is around.
      if ((row.leaves === undefined && !opens) || !isKnownBehind(part, last)) continue;
      return row.leaves === undefined
        ? "a cancellation while the thread opens it leaves it open"
        : `a cancellation while the thread makes the ${row.leaves} leaves that behind`;
    }
  }
  return undefined;
}

/** Whether what a call gives goes on until somebody who has it ends or closes it. */
function staysOpen(row: Row): boolean {
  const made = row.kind === "class" ? row : row.returns === undefined ? undefined : libraryRow(row.returns);
  return row.staysOpen === true || made?.startsOnly === true || made?.closedBy !== undefined;
}

/** Whether what a call gives is itself what the thread gives, or is put into a name. */
function isGivenOut(call: Node, first: Node, last: Node): boolean {
  return call === first && call === last ? call.parent?.kind !== "attribute" : call.parent?.kind === "assignment";
}

/** Whether what a call gives is used behind what goes to the thread. */
function isKnownBehind(call: Node, last: Node): boolean {
  const assignment = call.closest("assignment", "function_definition", "lambda");
  if (assignment?.kind !== "assignment" || assignment.end > last.end) return true;
  const function_ = assignment.closest("function_definition");
  const names = new Set([...(assignment.child("left")?.subtree() ?? [])].map(({ text }) => text));
  for (const name of function_ === undefined ? [] : ownNodes(function_, IDENTIFIERS))
    if (name.start > last.end && names.has(name.text)) return true;
  return false;
}
