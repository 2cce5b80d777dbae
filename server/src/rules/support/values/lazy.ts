import type { Infer } from "../../../model/infer";
import { CONSUMERS } from "../../../model/library/builtins";
import { namesVariable } from "../../../syntax/identifiers";
import type { Node } from "../../../syntax/tree";

/** Builtins that are as lazy as what they are given. */
const LAZY: ReadonlySet<string> = new Set(["enumerate", "zip", "map", "filter", "iter"]);

/** Where the items of a lazy result are taken, in the code that the call stands in. */
export type Consumer =
  | { readonly kind: "loop"; readonly clause: Node }
  /** `list(...)` and its like, which take all items at once. */
  | { readonly kind: "call"; readonly call: Node }
  | { readonly kind: "other" };

/** Where what a call gives is iterated, if that happens in the very same code; undefined where it is handed on. */
export function consumerOf(call: Node, infer: Infer): Consumer | undefined {
  let direct = true;
  for (let node = call; ; direct = false) {
    const { parent } = node;
    const loop = loopOver(node);
    const generator = loop === undefined ? undefined : generatorOf(loop);
    if (loop !== undefined && generator === undefined)
      return direct ? { kind: "loop", clause: loop } : { kind: "other" };
    // Entered, it is there to be read: with os.scandir(p) as entries.
    if (parent?.kind === "list_splat" || parent?.kind === "as_pattern") return { kind: "other" };
    if (parent?.kind === "assignment" && direct) return namedConsumer(parent, infer);
    // The items of a generator expression are taken by whoever iterates that.
    const taker = takerOf(generator ?? node, infer);
    if (taker === undefined) return undefined;
    if (taker.eager) return direct && generator === undefined ? { kind: "call", call: taker.call } : { kind: "other" };
    node = taker.call;
  }
}

/** The loop, or the clause of a comprehension, that goes through what an expression gives without awaiting it. */
function loopOver({ parent, field }: Node): Node | undefined {
  const isLoop = parent?.kind === "for_statement" || parent?.kind === "for_in_clause";
  return isLoop && field === "right" && !parent.hasToken("async") ? parent : undefined;
}

/** The generator expression that a clause is part of: it takes nothing before it is iterated itself. */
function generatorOf({ parent }: Node): Node | undefined {
  return parent?.kind === "generator_expression" ? parent : undefined;
}

/**
 * What takes the items from the name that a lazy result is given, where nothing else is done with it: a loop, or
 * `list(...)` and its like.
 */
function namedConsumer(assignment: Node, infer: Infer): Consumer | undefined {
  const name = assignment.child("left");
  if (name?.kind !== "identifier") return undefined;
  const scope = infer.module.scopes(name.tree).of(name);
  if (scope.kind !== "function" || scope.bindings.get(name.text)?.length !== 1) return undefined;
  let consumer: Consumer | undefined;
  for (const use of scope.node.descendants("identifier")) {
    if (use.text !== name.text || use === name || !namesVariable(use)) continue;
    const taken = takenAt(use, infer);
    if (taken === undefined || consumer !== undefined || infer.module.scopes(use.tree).of(use.parent!) !== scope)
      return undefined;
    consumer = taken;
  }
  return consumer;
}

/** What takes the items of a variable right where its name stands. */
function takenAt(use: Node, infer: Infer): Consumer | undefined {
  const loop = loopOver(use);
  if (loop !== undefined && generatorOf(loop) === undefined) return { kind: "loop", clause: loop };
  return takerOf(use, infer)?.eager === true ? { kind: "other" } : undefined;
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
