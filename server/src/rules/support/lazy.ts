import type { Infer } from "../../model/infer";
import { CONSUMERS } from "../../model/library/builtins";
import { namesVariable } from "../../syntax/identifiers";
import type { Node } from "../../syntax/tree";

/** Builtins that are as lazy as what they are given. */
const LAZY: ReadonlySet<string> = new Set(["enumerate", "zip", "map", "filter", "iter"]);

/** Where the items of a lazy result are taken, in the code that the call stands in. */
export type Consumer =
  | { readonly by: "loop"; readonly clause: Node }
  /** `list(...)` and its like, which take all items at once. */
  | { readonly by: "call"; readonly call: Node }
  | { readonly by: "other" };

/** Where what a call gives is iterated, if that happens in the very same code; undefined where it is handed on. */
export function consumerOf(call: Node, infer: Infer): Consumer | undefined {
  let direct = true;
  for (let node = call; ; direct = false) {
    const { parent } = node;
    if (parent?.kind === "for_statement" && node.field === "right" && !parent.hasToken("async"))
      return direct ? { by: "loop", clause: parent } : { by: "other" };
    // Entered, it is there to be read: with os.scandir(p) as entries.
    if (parent?.kind === "list_splat" || parent?.kind === "as_pattern") return { by: "other" };
    if (parent?.kind === "for_in_clause" && node.field === "right" && !parent.hasToken("async")) {
      const comprehension = parent.parent;
      if (comprehension?.kind !== "generator_expression") return direct ? { by: "loop", clause: parent } : { by: "other" };
      // The items of a generator expression are taken by whoever iterates that.
      const taker = takerOf(comprehension, infer);
      if (taker === undefined) return undefined;
      if (taker.eager) return { by: "other" };
      node = taker.call;
      continue;
    }
    if (parent?.kind === "assignment" && direct) return namedConsumer(parent, infer);
    const taker = takerOf(node, infer);
    if (taker === undefined) return undefined;
    if (taker.eager) return direct ? { by: "call", call: taker.call } : { by: "other" };
    node = taker.call;
  }
}

/** What takes the items from the name that a lazy result is given, where nothing else is done with it: a loop, or `list(...)` and its like. */
function namedConsumer(assignment: Node, infer: Infer): Consumer | undefined {
  const name = assignment.child("left");
  if (name?.kind !== "identifier") return undefined;
  const scope = infer.module.scopes(name.tree).of(name);
  if (scope.kind !== "function" || scope.bindings.get(name.text)?.length !== 1) return undefined;
  let consumer: Consumer | undefined;
  for (const use of scope.node.descendants("identifier")) {
    if (use.text !== name.text || use === name || !namesVariable(use)) continue;
    const around = use.parent;
    const iterates =
      use.field === "right" && (around?.kind === "for_statement" || (around?.kind === "for_in_clause" && around.parent?.kind !== "generator_expression"));
    const taken = !iterates && takerOf(use, infer)?.eager === true;
    if (!(iterates || taken) || around === undefined || around.hasToken("async") || consumer !== undefined) return undefined;
    if (infer.module.scopes(use.tree).of(around) !== scope) return undefined;
    consumer = iterates ? { by: "loop", clause: around } : { by: "other" };
  }
  return consumer;
}

/** The builtin that takes the items of its argument `node`. */
function takerOf(node: Node, infer: Infer): { readonly call: Node; readonly eager: boolean } | undefined {
  const outer = node.parent?.kind === "argument_list" ? node.parent.parent : node.parent;
  if (outer?.kind !== "call" || node.field === "function") return undefined;
  const name = infer.callee(outer);
  if (name === "next") return { call: outer, eager: true };
  if (name === undefined || !(CONSUMERS.has(name) || LAZY.has(name))) return undefined;
  return { call: outer, eager: CONSUMERS.has(name) };
}
