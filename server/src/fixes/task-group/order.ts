import type { Node } from "../../syntax/tree";
import type { FixContext } from "../builder";

/** Calls that go on where the one before has stopped, or that only one task at a time may make. */
const IN_ORDER =
  /^_*(?:(?:read|write|send|recv|receive|fetch(?:one|many|all|row|val)|drain|execute)(?:_?[a-z0-9]*|$)|put|push|pull|next|anext|acquire|release|commit|rollback|flush|begin|scalars?|sleep|seek|feed|publish|emit|respond|answer|edit|print)$/;

/** As above, for plain functions: `send_email(to)` is none of them, `send(message)` is. */
const IN_ORDER_ALONE = /^_*(?:read|write|send|recv|receive|put|push|next|anext|acquire|release|sleep|print|execute)$/;

/** Objects that are one conversation. */
const CONVERSATION =
  /(?:^|_)(?:conn|connection|cursor|cur|tx|transaction|ws|websocket|sock|socket|reader|writer|stream|queue|pipe|pipeline|channel|proto|protocol|transport|page|browser|db|database|ser|serial)$/i;

/** Why calls that differ in `names` alone may have to be made one after the other, as far as the code tells. */
export function mayRelyOnOrder(call: Node, names: readonly string[], { infer }: FixContext): string | undefined {
  const callee = call.child("function");
  const method = callee?.child("attribute");
  const object = callee?.child("object");
  const name = (method ?? callee)?.text ?? "";
  const reason = `${name}() may rely on being called in this order`;
  if (object === undefined) return IN_ORDER_ALONE.test(name) ? reason : undefined;
  // An object of each round's own holds no other up.
  const isOwn = [...object.subtree()].some(
    (id) => id.kind === "identifier" && id.field !== "attribute" && names.includes(id.text),
  );
  if (isOwn) return undefined;
  if (infer.value(object)?.kind === "name") return IN_ORDER_ALONE.test(name) ? reason : undefined;
  const last = (object.child("attribute") ?? object).text;
  return IN_ORDER.test(name) || CONVERSATION.test(last) ? reason : undefined;
}
