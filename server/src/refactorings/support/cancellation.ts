import type { RuleContext } from "../../rules/contract";
import type { Node } from "../../syntax/tree";

const CANCELLATION: ReadonlySet<string> = new Set(["BaseException", "asyncio.CancelledError", "trio.Cancelled"]);

/** Whether a handler takes a cancellation, and has no way to hand it on. */
export function swallowsCancellation(clause: Node, context: RuleContext): boolean {
  if ([...clause.descendants("raise_statement")].length > 0) return false;
  const caught = clause.child("value");
  return caught === undefined || namesCancellation(caught, context);
}

/** `with suppress(CancelledError)`. */
export function suppressesCancellation(item: Node, context: RuleContext): boolean {
  const manager = item.child("value");
  return (
    manager?.kind === "call" &&
    context.infer.callee(manager) === "contextlib.suppress" &&
    namesCancellation(manager, context)
  );
}

function namesCancellation(node: Node, { infer }: RuleContext): boolean {
  return [...node.subtree()].some(
    (part) => (part.kind === "identifier" || part.kind === "attribute") && CANCELLATION.has(infer.name(part) ?? ""),
  );
}
