import type { RuleContext } from "../../contract";
import { bindingsBehind, bindingsOfName } from "../../../model/made-with";
import type { Binding } from "../../../model/scopes";
import type { Node } from "../../../syntax/tree";

/** All bindings of a name, in the scope that it is looked up in. */
export function bindingsOf(name: Node, { infer }: RuleContext): readonly Binding[] {
  return bindingsOfName(name, infer);
}

/** The call whose result a name or an attribute of the user's object holds, when it is bound in one place only. */
export function madeBy(object: Node | undefined, context: RuleContext): Node | undefined {
  return object?.kind === "call" ? object : madeIn(bindingsBehind(object, context.infer), context);
}

/**
 * The expression that a name or an attribute of the user's object holds, when it is bound in one place only, and whoever
 * makes the object can't say otherwise: an annotated field of a class body may be one that is handed in.
 */
export function heldBy(object: Node, context: RuleContext): Node | undefined {
  const [binding, ...others] = bindingsBehind(object, context.infer);
  if (binding === undefined || others.length > 0) return undefined;
  const isField = object.kind === "attribute" && binding.node.kind === "identifier" && binding.annotation !== undefined;
  if (isField) return undefined;
  const { source } = binding;
  return source.kind === "expression" ? source.value : undefined;
}

/** As `madeBy`, for a name that the function around binds itself. */
export function madeInFunction(object: Node | undefined, context: RuleContext): Node | undefined {
  if (object?.kind !== "identifier") return undefined;
  return madeIn(context.module.scopes(object.tree).of(object).bindings.get(object.text) ?? [], context);
}

function madeIn(bindings: readonly Binding[], context: RuleContext): Node | undefined {
  // None stands for what isn't there yet, or no more.
  const held = bindings.filter(({ source }) => source.kind !== "expression" || source.value.kind !== "none");
  const source = held.length === 1 ? held[0]!.source : undefined;
  if (source?.kind !== "expression" && source?.kind !== "unpacking" && source?.kind !== "with") return undefined;
  let value: Node | undefined = source.value;
  while (value?.kind === "await" || value?.kind === "parenthesized_expression") value = value.named[0];
  if (value?.kind !== "call") return undefined;
  const first = context.infer.row(value)?.givesFirstArgument === true ? value.child("arguments")?.named[0] : undefined;
  return first?.kind === "call" ? first : value;
}
