import type { Node } from "../syntax/tree";
import { decisionsOn } from "./conditions";

/** What says in which thread, or on which loop, code runs. */
const ASKS_WHERE: ReadonlySet<string> = new Set([
  "get_running_loop",
  "_get_running_loop",
  "get_ident",
  "get_native_id",
  "current_thread",
]);
const SAME = ["==", "is"] as const;
const OTHER = ["!=", "is not"] as const;

/**
 * Whether a place of a function is reached in another thread than the event loop's alone: behind `if get_running_loop()
 * == loop: ... else:`, or where asking for the running loop has failed.
 */
export function isForOtherThreads(node: Node, function_: Node): boolean {
  if (decisionsOn(node, function_).some(({ condition, met }) => saysOther(condition, met))) return true;
  for (const around of node.ancestors()) {
    if (around === function_) return false;
    if (around.kind === "except_clause" && catchesNoLoop(around)) return true;
  }
  return false;
}

/** `get_running_loop() == loop` that doesn't hold, or `threading.get_ident() != self.thread` that does. */
function saysOther(condition: Node, met: boolean): boolean {
  switch (condition.kind) {
    case "parenthesized_expression":
      return condition.named[0] !== undefined && saysOther(condition.named[0], met);
    case "not_operator":
      return condition.named[0] !== undefined && saysOther(condition.named[0], !met);
    case "boolean_operator":
      return condition.hasToken(met ? "and" : "or") && condition.named.some((part) => saysOther(part, met));
    case "comparison_operator":
      return (
        condition.named.length === 2 &&
        condition.named.some(asksWhere) &&
        (met ? OTHER : SAME).some((token) => condition.hasToken(token))
      );
    default:
      return false;
  }
}

function asksWhere(value: Node): boolean {
  const callee = value.kind === "call" ? value.child("function") : undefined;
  return callee !== undefined && ASKS_WHERE.has((callee.child("attribute") ?? callee).text);
}

/** `try: loop = asyncio.get_running_loop()`, `except RuntimeError:` */
function catchesNoLoop(clause: Node): boolean {
  if (clause.child("value")?.text !== "RuntimeError") return false;
  for (const call of clause.parent?.child("body")?.descendants("call") ?? []) {
    const callee = call.child("function");
    if (callee !== undefined && (callee.child("attribute") ?? callee).text === "get_running_loop") return true;
  }
  return false;
}
