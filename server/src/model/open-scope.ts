import type { Node } from "../syntax/tree";
import { parameterName } from "./parameters";
import type { Binding, Scope, ScopeKind } from "./scopes";

/** Most scopes have nothing of these: they share one that is empty, for there are many scopes. */
const NO_NAMES: ReadonlySet<string> = new Set();
export const NO_BINDINGS: ReadonlyMap<string, readonly Binding[]> = new Map();
export const NO_MODULES: readonly string[] = [];

/** A scope while what it binds is still being found. */
export interface OpenScope extends Scope {
  readonly bindings: Map<string, Binding[]>;
  globals: ReadonlySet<string>;
  nonlocals: ReadonlySet<string>;
  attributes: ReadonlyMap<string, readonly Binding[]>;
  starImports: readonly string[];
}

export function bindNonlocal(scope: OpenScope, binding: Binding): void {
  for (let around = scope.parent; around !== undefined; around = around.parent) {
    if (around.kind === "class" || around.nonlocals.has(binding.name) || !around.bindings.has(binding.name)) continue;
    return add((around as OpenScope).bindings, binding);
  }
}

export function bindParameter(scope: OpenScope, definition: Node, parameter: Node): void {
  const splat = parameter.kind === "typed_parameter" ? parameter.named[0] : parameter;
  const star = splat?.kind === "list_splat_pattern" ? "*" : splat?.kind === "dictionary_splat_pattern" ? "**" : "";
  const name = parameterName(parameter);
  if (name === undefined) return;
  add(scope.bindings, {
    name: name.text,
    node: name,
    source: { kind: "parameter", function: definition, star },
    annotation: parameter.child("type"),
  });
}

/**
 * A dotted name without the white space that Python allows around the dots; dots of a relative import stay in front.
 */
export function dotted(node: Node): string {
  return node.text.replace(/[\s\\]+/g, "");
}

export function openScope(kind: ScopeKind, node: Node, parent: OpenScope | undefined): OpenScope {
  return {
    kind,
    node,
    parent,
    bindings: new Map(),
    globals: NO_NAMES,
    nonlocals: NO_NAMES,
    attributes: NO_BINDINGS,
    starImports: NO_MODULES,
  };
}

/** Where an identifier is missing, the grammar puts one without a text: it binds nothing. */
export function add(map: Map<string, Binding[]>, binding: Binding): void {
  if (binding.name === "") return;
  const known = map.get(binding.name);
  if (known === undefined) map.set(binding.name, [binding]);
  else known.push(binding);
}
