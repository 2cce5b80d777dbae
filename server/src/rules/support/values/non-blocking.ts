import type { RuleContext } from "../../contract";
import type { Node } from "../../../syntax/tree";

/** Exceptions that only what never waits raises. */
const RAISED_WITHOUT_WAITING: ReadonlySet<string> = new Set(["BlockingIOError", "InterruptedError"]);

/**
 * Whether the code around expects a call to return at once: it handles the error that a non-blocking descriptor gives.
 */
export function isNonBlocking(call: Node, context: RuleContext): boolean {
  for (const around of call.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.kind !== "try_statement" || around.child("body")?.contains(call) !== true) continue;
    for (const clause of around.named) {
      if (clause.kind !== "except_clause") continue;
      for (const id of clause.child("value")?.subtree() ?? []) {
        if (id.kind === "identifier" && RAISED_WITHOUT_WAITING.has(context.infer.name(id) ?? "")) return true;
      }
    }
  }
  return false;
}
