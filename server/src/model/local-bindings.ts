import type { Node } from "../syntax/tree";
import type { Module } from "./module";
import type { Binding, Scope } from "./scopes";

/**
 * What gives a name its meaning where it stands, by the functions, classes and comprehensions around; undefined where
 * the module does.
 */
export function localBindings(id: Node, module: Module): readonly Binding[] | undefined {
  const start = module.scopes(id.tree).of(id);
  for (let scope: Scope | undefined = start; scope !== undefined && scope.kind !== "module"; scope = scope.parent) {
    if (scope.kind === "class" && scope !== start) continue;
    const bindings = scope.globals.has(id.text) ? undefined : scope.bindings.get(id.text);
    if (bindings !== undefined) return bindings;
  }
  return undefined;
}
