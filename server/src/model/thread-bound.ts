import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { ownNodes } from "./definitions";
import type { Infer } from "./infer";
import { BOUND_OBJECT, isThreadBound, LOOP_METHODS } from "./library/thread-bound";
import type { FunctionDefinition, Value } from "./values";

/** What a plain function does, as far as the file shows. */
export type Work =
  /** It reaches for the event loop, or for what is kept for a thread or a connection. */
  | "bound"
  /** It goes through something, itself or by a function of the file. */
  | "long"
  | "short";

const LOOKED_AT: ReadonlySet<Kind> = new Set([
  "call",
  "for_statement",
  "while_statement",
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
  "generator_expression",
]);

/** More functions than this are not followed: then it counts as bound. */
const MAX_FUNCTIONS = 200;

/** Whether a call, by what it calls, on which object or with which, must be made in the thread of the event loop. */
export function callBelongsToLoop(call: Node, infer: Infer): boolean {
  const callee = call.child("function");
  if (callee === undefined) return false;
  const object = callee.child("object");
  if (
    belongsToLoop(infer.value(callee)) ||
    (object !== undefined && (belongsToLoop(infer.value(object)) || isNamedBound(object)))
  )
    return true;
  if (LOOP_METHODS.has((callee.child("attribute") ?? callee).text)) return infer.value(callee)?.kind !== "function";
  return (call.child("arguments")?.named ?? []).some((argument) =>
    isNamedBound(argument.kind === "keyword_argument" ? argument.child("value")! : argument),
  );
}

/** What a function does in its thread. */
export function workOf(definition: FunctionDefinition, infer: Infer): Work {
  const seen = new Set([definition.node]);
  const queue = [definition];
  let work: Work = "short";
  for (let function_ = queue.pop(); function_ !== undefined; function_ = queue.pop()) {
    for (const node of ownNodes(function_.node, LOOKED_AT)) {
      if (node.kind !== "call") {
        work = "long";
        continue;
      }
      if (callBelongsToLoop(node, infer)) return "bound";
      if (infer.row(node)?.blocks !== undefined) work = "long";
      const callee = node.child("function");
      const value = callee === undefined ? undefined : infer.value(callee);
      if (value?.kind !== "function" || value.definition.async || seen.has(value.definition.node)) continue;
      if (seen.size >= MAX_FUNCTIONS) return "bound";
      seen.add(value.definition.node);
      queue.push(value.definition);
    }
  }
  return work;
}

function belongsToLoop(value: Value | undefined): boolean {
  return (
    value?.kind === "awaitable" || ((value?.kind === "name" || value?.kind === "instance") && isThreadBound(value.name))
  );
}

function isNamedBound(node: Node): boolean {
  const name = node.kind === "identifier" ? node : node.kind === "attribute" ? node.child("attribute") : undefined;
  return name !== undefined && BOUND_OBJECT.test(name.text);
}
