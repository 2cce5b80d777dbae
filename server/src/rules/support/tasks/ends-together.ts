import type { RuleContext } from "../../contract";
import type { Spawn } from "../../../fixes/task-group/gathering";
import { ownNodes } from "../../../model/definitions";
import { AWAITS } from "../../../syntax/node-kinds";
import { changes, closes, lastNameOf, takesLong } from "../values/closing";

/** Where one fails to close, the others are to be closed nevertheless: cancelling them would leave them open. */
export function isClosing({ coroutine }: Spawn): boolean {
  if (closes(lastNameOf(coroutine))) return true;
  // `log_errors(plugin.close)`, `ensure_async(self.shutdown_kernel(id))`.
  const [first] = coroutine.kind === "call" ? (coroutine.child("arguments")?.named ?? []) : [];
  return (
    first !== undefined && closes(first.kind === "call" ? lastNameOf(first) : (first.child("attribute")?.text ?? ""))
  );
}

/**
 * Whether one ends something, and the others do as well, or aren't known to do more: a group would cut the end off
 * where another part fails.
 */
export function areEnds(spawns: readonly Spawn[], context: RuleContext): boolean {
  return spawns.some(isClosing) && spawns.every((spawn) => isClosing(spawn) || mayBeEnd(spawn, context));
}

function mayBeEnd({ coroutine }: Spawn, { infer }: RuleContext): boolean {
  const callee = coroutine.kind === "call" ? coroutine.child("function") : undefined;
  const value = callee === undefined ? undefined : infer.value(callee);
  if (value?.kind !== "function") {
    const name = lastNameOf(coroutine);
    return !changes(name) && !takesLong(name);
  }
  const awaited = [...ownNodes(value.definition.node, AWAITS)];
  return awaited.length > 0 && awaited.every(({ named: [call] }) => call !== undefined && closes(lastNameOf(call)));
}
