import type { Node } from "../../../syntax/tree";
import { lastNameOf } from "../values/closing";

/** What somebody is told something with, by its name. */
const SAYS = /(?:^|_)(?:send|reply|answer|respond|edit|say|tell|notify|message)(?:_|$)/;

/** Whether all that code waits for is that somebody is told something: `await reply("not a number")`. */
export function waitsForMessagesAlone(code: Node): boolean {
  for (const node of code.subtree()) {
    if (node.kind === "await" && !isMessage(node)) return false;
    if ((node.kind === "for_statement" || node.kind === "with_statement") && node.hasToken("async")) return false;
    if (node.kind === "for_in_clause" && node.hasToken("async")) return false;
  }
  return true;
}

/** A statement of its own, with a text, of which nothing comes. */
function isMessage({ named: [call], parent }: Node): boolean {
  if (parent?.kind !== "expression_statement" && parent?.kind !== "return_statement") return false;
  return (
    call?.kind === "call" &&
    SAYS.test(lastNameOf(call)) &&
    (call.child("arguments")?.named ?? []).some((argument) => argument.kind === "string")
  );
}
