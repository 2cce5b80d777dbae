import type { RuleContext } from "../../contract";
import type { Refusal } from "../../../fixes/fix";
import { THREAD_WAYS } from "../../../model/library/thread-ways";
import { isSuite, statementOf } from "../../../syntax/statements";
import type { Node } from "../../../syntax/tree";
import { touchOf } from "./touch";

const WAYS: ReadonlySet<string> = new Set(THREAD_WAYS.map(({ name }) => name));

/** A short touch of a path right beside a hop that the code makes already, with the same path, belongs into that. */
export const BESIDE_A_HOP: Refusal = {
  kind: "refusal",
  title: "Run in a thread",
  reason: "What stands beside it goes to a thread with the same path already: make one function of both",
};

/** Whether the code itself hands work on the path of a short call to a thread, in a statement right beside that. */
export function isBesideHop(call: Node, context: RuleContext): boolean {
  const path = touchOf(call, context)?.path;
  if (context.infer.row(call)?.brief !== true || (path?.kind !== "identifier" && path?.kind !== "attribute"))
    return false;
  const statement = statementOf(call);
  // What the call is asked for: the branch that it leads to.
  const led = statement.kind === "if_statement" ? statement.child("consequence")?.named[0] : undefined;
  const beside = [statement.previous, statement.next, led].filter((one) => one !== undefined && one.kind !== "comment");
  return beside.some((one) => one !== undefined && !isSuite(one) && handsOver(one, path.text, context));
}

function handsOver(statement: Node, path: string, context: RuleContext): boolean {
  for (const awaiting of statement.descendants("await")) {
    const hop = awaiting.named[0];
    const callee = hop?.kind === "call" ? hop.child("function") : undefined;
    if (hop === undefined || callee === undefined) continue;
    const isHop = WAYS.has(context.infer.name(callee) ?? "") || callee.child("attribute")?.text === "run_in_executor";
    if (isHop && [...(hop.child("arguments")?.subtree() ?? [])].some(({ text }) => text === path)) return true;
  }
  return false;
}
