import type { Node } from "../syntax/tree";
import { matchArguments } from "./arguments";
import type { Infer } from "./infer";
import type { Binding, Scope } from "./scopes";

/** All bindings of a name, in the scope that it is looked up in. */
export function bindingsOfName(name: Node, infer: Infer): readonly Binding[] {
  // Asked for its own sake too: it notes what the answer depends on.
  infer.value(name);
  for (
    let scope: Scope | undefined = infer.module.scopes(name.tree).of(name);
    scope !== undefined;
    scope = scope.parent
  ) {
    if (scope.kind === "module" || scope.globals.has(name.text)) break;
    if (scope.kind === "class" || scope.nonlocals.has(name.text)) continue;
    const bindings = scope.bindings.get(name.text);
    if (bindings !== undefined) return bindings;
  }
  return infer.bindings(name.text);
}

/** All that a name, or an attribute of the user's object, is bound to. */
export function bindingsBehind(object: Node | undefined, infer: Infer): readonly Binding[] {
  if (object?.kind === "identifier") return bindingsOfName(object, infer);
  const name = object?.kind === "attribute" ? object.child("attribute")?.text : undefined;
  const owner = name === undefined ? undefined : object?.child("object");
  const value = owner === undefined ? undefined : infer.value(owner);
  if (name === undefined || value?.kind !== "object") return [];
  infer.member(value, name);
  return value.definition
    .partsWith(name)
    .flatMap((part) => [...(part.bindings.get(name) ?? []), ...(part.attributes.get(name) ?? [])]);
}

/**
 * Whether all that a name or attribute holds was made without an argument, or with one that says the same: a queue
 * without a `maxsize`. None stands for what isn't there yet, or no more.
 */
export function isMadeWithout(object: Node, parameter: string, infer: Infer): boolean {
  const made = bindingsBehind(object, infer).filter(
    ({ source }) => source.kind !== "expression" || source.value.kind !== "none",
  );
  return made.length > 0 && made.every((binding) => isOneWithout(binding, parameter, infer));
}

function isOneWithout({ source }: Binding, parameter: string, infer: Infer): boolean {
  const call = source.kind === "expression" && source.value.kind === "call" ? source.value : undefined;
  const parameters = call === undefined ? undefined : infer.row(call)?.parameters;
  if (call === undefined || parameters === undefined) return false;
  const { values, complete } = matchArguments(call, parameters);
  return complete && isNothing(values.get(parameter));
}

/** Whether an argument says no more than if it were not there: no limit, or one that is none. */
export function isNothing(argument: Node | undefined): boolean {
  return argument === undefined || argument.text === "0" || argument.text.startsWith("-");
}
