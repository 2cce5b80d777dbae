import type { RuleContext } from "../../contract";
import { within } from "../../../fixes/local-function";
import { isResized } from "../../../model/shared/touches";
import type { Node } from "../../../syntax/tree";
import type { Hop } from "./stretch";

const WRITERS = /^(?:dump|dumps|safe_dump|deepcopy|writerow|writerows)$/;

/** What may happen in a thread that could not while the event loop stood still; undefined where nothing shows it. */
export function racesOf(hop: Hop, context: RuleContext): string | undefined {
  for (const loop of within(hop, "for_statement", "for_in_clause")) {
    const shared = sharedOf(loop.child("right"), context);
    if (shared !== undefined && isResized(shared.slice(shared.lastIndexOf(".") + 1), context.infer))
      return `Other tasks run while it waits: ${shared} may change while the thread goes through it`;
  }
  for (const call of within(hop, "call")) {
    const callee = call.child("function");
    if (!WRITERS.test((callee?.child("attribute") ?? callee)?.text ?? "")) continue;
    const shared = sharedOf(call.child("arguments")?.named[0], context);
    if (shared !== undefined) return `Other tasks run while it waits: ${shared} may change while the thread writes it`;
  }
  return undefined;
}

/** Something that others can reach: an attribute, or an item or a view of one. */
function sharedOf(expression: Node | undefined, context: RuleContext): string | undefined {
  let inner = expression;
  while (inner !== undefined) {
    if (inner.kind === "attribute") return context.infer.name(inner) === undefined ? inner.text : undefined;
    const callee = inner.kind === "call" ? inner.child("function") : undefined;
    if (callee?.kind === "attribute" && /^(?:items|keys|values)$/.test(callee.child("attribute")?.text ?? ""))
      inner = callee.child("object");
    else if (inner.kind === "subscript") inner = inner.child("value");
    else return undefined;
  }
  return undefined;
}
