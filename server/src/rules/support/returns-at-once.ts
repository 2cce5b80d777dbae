import type { RuleContext } from "../../analysis/rule";
import { matchArguments } from "../../model/arguments";
import type { Row } from "../../model/library/index";
import type { Node } from "../../syntax/tree";
import { madeBy } from "./origin";

/** Arguments that say whether to wait at all. */
const WHETHER = ["blocking", "block", "wait"] as const;

/** Whether a call that can wait shows that it does not: told not to, asked before, or with nothing to wait for. */
export function returnsAtOnce(call: Node, row: Row, function_: Node, context: RuleContext): boolean {
  const { values } = matchArguments(call, row.parameters ?? []);
  if (WHETHER.some((name) => values.get(name)?.kind === "false")) return true;
  const timeout = values.get("timeout")?.text;
  if (timeout === "0" || timeout === "0.0") return true;
  const receiver = call.child("function")?.child("object");
  if (row.waitsIfMadeWith !== undefined) return receiver === undefined || !isMadeWith(receiver, row.waitsIfMadeWith, context);
  return receiver !== undefined && (isAskedBefore(receiver, function_, context) || isYieldedDone(receiver, context));
}

function isMadeWith(receiver: Node, parameter: string, context: RuleContext): boolean {
  const made = madeBy(receiver, context);
  const parameters = made === undefined ? undefined : context.infer.row(made)?.parameters;
  const value = made === undefined || parameters === undefined ? undefined : matchArguments(made, parameters).values.get(parameter);
  return value !== undefined && value.text !== "0" && !value.text.startsWith("-");
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

/** A future that comes from `as_completed()` is done. */
function isYieldedDone(receiver: Node, context: RuleContext): boolean {
  if (receiver.kind !== "identifier") return false;
  const bindings = context.module.scopes(receiver.tree).of(receiver).bindings.get(receiver.text) ?? [];
  return bindings.length > 0 && bindings.every(({ source }) => source.from === "iteration");
}
