import type { RuleContext } from "../../contract";
import { makesProperty } from "../../../model/decorators";
import { decoratorsOf, returnsOf } from "../../../model/definitions";
import type { Node } from "../../../syntax/tree";
import { madeBy } from "./origin";

/** Longer chains than people write end here. */
const MAX_STEPS = 8;

/**
 * The calls that made an object, back along methods (`connection.cursor()` leads to what made the connection), classes
 * called through a name (`Session()` to what made `Session`), and functions of the file that return what they made.
 */
export function* callsBehind(object: Node, context: RuleContext): Iterable<Node> {
  let node: Node | undefined = object;
  for (let step = 0; step < MAX_STEPS && node !== undefined; step++) {
    const made: Node | undefined = madeBy(node, context);
    if (made !== undefined) yield made;
    node = made === undefined ? readBy(node, context) : (returnedBy(made, context) ?? sourceOf(made, context));
  }
}

/** What a call calls where that was made by a call itself, else the object whose method it is. */
function sourceOf(call: Node, context: RuleContext): Node | undefined {
  const callee = call.child("function");
  if (callee?.kind === "identifier" || (callee?.kind === "attribute" && madeBy(callee, context) !== undefined))
    return callee;
  return callee?.kind === "attribute" ? callee.child("object") : undefined;
}

/** What a property of the file returns, where it returns in one place. */
function readBy(object: Node | undefined, context: RuleContext): Node | undefined {
  const name = object?.kind === "attribute" ? object.child("attribute")?.text : undefined;
  const owner = name === undefined ? undefined : context.infer.value(object!.child("object")!);
  if (name === undefined || owner?.kind !== "object") return undefined;
  context.infer.member(owner, name);
  const [binding, ...others] = owner.definition.partsWith(name).flatMap((part) => part.bindings.get(name) ?? []);
  if (binding?.source.kind !== "function" || others.length > 0) return undefined;
  const getter = binding.source.definition;
  if (!decoratorsOf(getter).some((decorator) => makesProperty(decorator, context.infer))) return undefined;
  const returns = returnsOf(getter);
  return returns.length === 1 ? returns[0]!.named[0] : undefined;
}

/** What a plain function of the file returns, where it returns in one place. */
function returnedBy(call: Node, { infer }: RuleContext): Node | undefined {
  const callee = call.child("function");
  const value = callee === undefined ? undefined : infer.value(callee);
  if (value?.kind !== "function" || value.definition.async || decoratorsOf(value.definition.node).length > 0)
    return undefined;
  const returns = returnsOf(value.definition.node);
  return returns.length === 1 ? returns[0]!.named[0] : undefined;
}
