import type { RuleContext } from "../../contract";
import { matchArguments } from "../../../model/arguments";
import { ownNodes } from "../../../model/definitions";
import { libraryRow, type Row } from "../../../model/library/index";
import { bindingsBehind, isNothing } from "../../../model/made-with";
import { AWAITS } from "../../../syntax/node-kinds";
import type { Node } from "../../../syntax/tree";
import { madeBy, madeInFunction } from "../values/origin";

/** Arguments that say whether to wait at all. */
const WHETHER = ["blocking", "block", "wait"] as const;

/** Whether a call that can wait shows that it does not: told not to, asked before, or with nothing to wait for. */
export function returnsAtOnce(call: Node, row: Row, function_: Node, context: RuleContext): boolean {
  const { values } = matchArguments(call, row.parameters ?? []);
  if (WHETHER.some((name) => values.get(name)?.kind === "false")) return true;
  const timeout = values.get("timeout")?.text;
  if (timeout === "0" || timeout === "0.0") return true;
  const receiver = call.child("function")?.child("object");
  if (row.waitsIfMadeWith !== undefined)
    return receiver === undefined || !isMadeWith(receiver, row.waitsIfMadeWith, context);
  if (receiver === undefined) return false;
  return (
    isNeverThere(receiver, context) ||
    isAskedBefore(receiver, function_, context) ||
    isSaidDone(receiver, function_) ||
    isYieldedDone(receiver, context) ||
    isJustMade(receiver, function_, context)
  );
}

function isMadeWith(receiver: Node, parameter: string, context: RuleContext): boolean {
  const made = madeBy(receiver, context);
  const parameters = made === undefined ? undefined : context.infer.row(made)?.parameters;
  const value =
    made === undefined || parameters === undefined ? undefined : matchArguments(made, parameters).values.get(parameter);
  return !isNothing(value);
}

/** A private attribute that is only ever None: whatever asks for it first, nothing is waited for. */
function isNeverThere(receiver: Node, { infer }: RuleContext): boolean {
  const name = receiver.kind === "attribute" ? (receiver.child("attribute")?.text ?? "") : "";
  if (!name.startsWith("_") || receiver.child("object")?.text !== "self") return false;
  const bindings = bindingsBehind(receiver, infer);
  return (
    bindings.length > 0 &&
    bindings.every(
      ({ node, source }) => node.field === "attribute" && source.kind === "expression" && source.value.kind === "none",
    )
  );
}

/** `future.done()` or `queue.empty()` in the same function, or the same future awaited. */
function isAskedBefore(receiver: Node, function_: Node, context: RuleContext): boolean {
  for (const attribute of function_.descendants("attribute")) {
    const name = attribute.child("attribute")?.text;
    if ((name === "done" || name === "empty") && attribute.child("object")?.text === receiver.text) return true;
  }
  for (const other of function_.descendants("call")) {
    if (context.infer.callee(other) !== "asyncio.wrap_future") continue;
    if (other.child("arguments")?.named[0]?.text === receiver.text && receiver.kind !== "call") return true;
  }
  return false;
}

/**
 * `future.add_done_callback(finished.set)`, and then an await: whoever is told that the future is done is waited for
 * before its result is taken.
 */
function isSaidDone(receiver: Node, function_: Node): boolean {
  for (const attribute of function_.descendants("attribute")) {
    if (attribute.end >= receiver.start) return false;
    if (attribute.child("attribute")?.text !== "add_done_callback") continue;
    if (attribute.child("object")?.text !== receiver.text) continue;
    for (const pause of ownNodes(function_, AWAITS))
      if (pause.start > attribute.end && pause.end <= receiver.start) return true;
  }
  return false;
}

/** A lock that the function has just made is nobody's yet: it names it nowhere between the two. */
function isJustMade(receiver: Node, function_: Node, context: RuleContext): boolean {
  const made = madeInFunction(receiver, context);
  const name = made === undefined ? undefined : context.infer.callee(made);
  if (
    made === undefined ||
    name === undefined ||
    !name.endsWith("Lock") ||
    libraryRow(`${name}.acquire`)?.blocks !== "wait"
  )
    return false;
  // What is taken again in the next round is held by then.
  for (const around of receiver.ancestors()) {
    if (around === function_) break;
    if ((around.kind === "for_statement" || around.kind === "while_statement") && !around.contains(made)) return false;
  }
  for (const id of function_.descendants("identifier")) {
    if (id.text === receiver.text && made.end <= id.start && id.start < receiver.start) return false;
  }
  return made.end <= receiver.start;
}

/** A future that comes from `as_completed()` is done. */
function isYieldedDone(receiver: Node, context: RuleContext): boolean {
  if (receiver.kind !== "identifier") return false;
  const bindings = context.module.scopes(receiver.tree).of(receiver).bindings.get(receiver.text) ?? [];
  return bindings.length > 0 && bindings.every(({ source }) => source.kind === "iteration");
}
