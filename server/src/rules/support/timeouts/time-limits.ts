import type { RuleContext } from "../../contract";
import { isNone } from "../../../model/values";
import type { Node } from "../../../syntax/tree";
import { closes } from "../values/closing";
import { argumentFor, networkCall } from "./network-call";

/** What reads like a time limit without being known as one keeps us silent. */
const READS_LIKE_A_LIMIT = /timeout|time_limit|timelimit|deadline|fail_after|move_on|cancel_?scope/i;

/** Callers of callers are looked at so far. */
const MAX_CALLERS = 3;

/**
 * Whether something around a node bounds the time that it takes: an enclosing `async with asyncio.timeout(...)` and its
 * kind, a `wait_for` that it is handed to, a decorator that reads like one, or the same where the file calls the
 * function.
 *
 * @param awaited whether the node is awaited: a call that blocks the thread can't be interrupted by the event loop
 */
export function isBounded(node: Node, context: RuleContext, awaited: boolean, depth = 0): boolean {
  let child = node;
  for (let around = node.parent; around !== undefined; child = around, around = around.parent) {
    switch (around.kind) {
      case "with_statement":
        if (child.field === "body" && limits(around, undefined, context, awaited)) return true;
        break;
      case "with_clause":
        if (around.parent !== undefined && limits(around.parent, child, context, awaited)) return true;
        break;
      case "argument_list":
        if (awaited && around.parent?.kind === "call" && boundsArgument(around.parent, child, context)) return true;
        break;
      case "lambda":
        return false;
      case "function_definition":
        return isDecoratedLikeALimit(around) || isBoundedByCallers(around, context, awaited, depth);
      default:
    }
  }
  return false;
}

/** Whether a `with` statement has an item that limits time; only those before `item`, where that one is given. */
function limits(statement: Node, item: Node | undefined, context: RuleContext, awaited: boolean): boolean {
  const items = statement.children.find((child) => child.kind === "with_clause")?.named ?? [];
  for (const one of items) {
    if (one === item) return false;
    const value = one.child("value");
    const manager = value?.kind === "as_pattern" ? value.named[0] : value;
    if (manager !== undefined && isLimit(manager, context, awaited)) return true;
  }
  return false;
}

function isLimit(manager: Node, context: RuleContext, awaited: boolean): boolean {
  const row = manager.kind === "call" ? context.infer.row(manager) : undefined;
  if (row?.bounds === "block") return awaited;
  return (
    row === undefined &&
    READS_LIKE_A_LIMIT.test(manager.kind === "call" ? (manager.child("function")?.text ?? "") : manager.text)
  );
}

function boundsArgument(call: Node, argument: Node, context: RuleContext): boolean {
  const row = context.infer.row(call);
  if (row === undefined) return READS_LIKE_A_LIMIT.test(call.child("function")?.text ?? "");
  if (row.bounds !== "first argument") return false;
  const made = networkCall(call, context);
  const first = row.parameters?.[0];
  if (made === undefined || first === undefined) return false;
  const limit = argumentFor(made, row.parameters?.[1] ?? "timeout");
  if (limit.kind === "given" && isNone(context.infer.value(limit.value))) return false;
  return argument === made.positional[0] || argument.child("name")?.text === first;
}

function isDecoratedLikeALimit(definition: Node): boolean {
  if (definition.parent?.kind !== "decorated_definition") return false;
  return definition.parent.named.some((child) => child.kind === "decorator" && READS_LIKE_A_LIMIT.test(child.text));
}

/** Whether a call of the function somewhere in the file is bounded: then somebody has thought of it. */
function isBoundedByCallers(definition: Node, context: RuleContext, awaited: boolean, depth: number): boolean {
  const name = definition.child("name");
  if (!awaited || depth >= MAX_CALLERS || name === undefined || !definition.hasToken("async")) return false;
  for (const id of context.infer.identifiersIfFew(name.text)) {
    if (id.tree === name.tree && id.row === name.row) continue;
    const callee = id.field === "attribute" && id.parent?.kind === "attribute" ? id.parent : id;
    const call = callee.field === "function" && callee.parent?.kind === "call" ? callee.parent : undefined;
    if (call === undefined || definition.contains(call)) continue;
    if (isBounded(call, context, true, depth + 1)) return true;
  }
  return false;
}

/**
 * Whether all that the file does with a connection, under its name and the attributes that it is put into, is bounded,
 * but for closing it. What it has in an attribute and doesn't use, others may.
 */
export function areLaterCallsBounded(opening: Node, context: RuleContext): boolean {
  const value = opening.parent?.kind === "await" ? opening.parent : opening;
  const target = value.field === "right" ? value.parent?.child("left") : undefined;
  if (target?.kind === "attribute") return areUsesBounded(target, context);
  if (target?.kind !== "identifier") return false;
  return [...context.infer.usesOf(target)].every((use) => {
    if (use.field === "left") return true;
    const kept = use.field === "right" ? use.parent?.child("left") : undefined;
    return kept?.kind === "attribute" ? areUsesBounded(kept, context) : isBoundedUse(use, context);
  });
}

/** Whether the file uses what an attribute holds, and always within a limit. */
function areUsesBounded(attribute: Node, context: RuleContext): boolean {
  const uses = [...context.infer.identifiers(attribute.child("attribute")?.text ?? "")].flatMap(({ field, parent }) =>
    field === "attribute" && parent !== undefined && parent.field !== "left" ? [parent] : [],
  );
  return uses.length > 0 && uses.every((use) => isBoundedUse(use, context));
}

/** A use of a connection within a limit, one that closes it, or one that only asks whether there is one. */
function isBoundedUse(use: Node, context: RuleContext): boolean {
  const method = use.field === "object" ? use.parent?.child("attribute")?.text : undefined;
  if (method !== undefined && closes(method)) return true;
  return use.parent?.kind === "comparison_operator" || isBounded(use, context, true);
}
