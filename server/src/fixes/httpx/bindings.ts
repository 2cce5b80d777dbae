import { reachingBindings } from "../../model/flow";
import { rememberedOf } from "../../model/remembered";
import type { Binding, Scope } from "../../model/scopes";
import { namesVariable } from "../../syntax/identifiers";
import type { Node } from "../../syntax/tree";
import type { MoveContext } from "./moving";

/** The scope of a function's own names. */
export function scopeOf(definition: Node, context: MoveContext): Scope {
  const scope = context.module.scopes(definition.tree).inside(definition);
  if (scope === undefined) throw new Error("a function opens a scope");
  return scope;
}

/** The expressions whose value an expression's may be: both branches of `a if c else b`, both sides of `a or b`. */
export function possibleValues(node: Node): readonly Node[] {
  const values: Node[] = [];
  const open = [node];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (one.kind === "parenthesized_expression" && one.named[0] !== undefined) open.push(one.named[0]);
    else if (one.kind === "named_expression") open.push(one.child("value")!);
    else if (one.kind === "conditional_expression") open.push(one.named[0]!, one.named[2]!);
    else if (one.kind === "boolean_operator") open.push(one.child("left")!, one.child("right")!);
    else values.push(one);
  }
  return values;
}

/** The value that a binding gives its name, where there is one. */
export function boundValue(binding: Binding): Node | undefined {
  const { source } = binding;
  return source.kind === "expression" || source.kind === "with" ? source.value : undefined;
}

/** Whether a binding is a parameter that takes None, as its default or annotation says. */
export function isOptionalParameter({ source, node }: Binding): boolean {
  if (source.kind !== "parameter") return false;
  return /\bNone\b|\bOptional\b/.test(
    node.closest("typed_parameter", "typed_default_parameter", "default_parameter")?.text ?? "",
  );
}

export interface Use {
  readonly node: Node;
  /** What the name may hold there. */
  readonly reaching: readonly Binding[];
  /** Whether it stands in a function, lambda or generator within: that runs at another time. */
  readonly nested: boolean;
}

/** Every place in a function where one of its own names is read, or given a member. */
export function usesOf(name: string, definition: Node, context: MoveContext): readonly Use[] {
  const scopes = context.module.scopes(definition.tree);
  const own = scopeOf(definition, context);
  const bindings = own.bindings.get(name) ?? [];
  const targets = new Set(
    bindings.filter((binding) => binding.source.kind !== "parameter").map((binding) => binding.node),
  );
  const uses: Use[] = [];
  for (const id of identifiersIn(definition).get(name) ?? []) {
    if (!namesVariable(id) || targets.has(id)) continue;
    const scope = scopes.of(id);
    if (scope === own) uses.push({ node: id, reaching: reachingBindings(bindings, id), nested: false });
    else if (resolvesTo(own, scope, name)) uses.push({ node: id, reaching: bindings, nested: !isEager(scope, own) });
  }
  return uses;
}

/** The identifiers of a function's body by what they read. */
const identifiersIn = rememberedOf((definition: Node) => {
  const byName = new Map<string, Node[]>();
  for (const id of definition.child("body")?.descendants("identifier") ?? []) {
    const known = byName.get(id.text);
    if (known === undefined) byName.set(id.text, [id]);
    else known.push(id);
  }
  return byName;
});

function resolvesTo(own: Scope, from: Scope, name: string): boolean {
  for (let scope: Scope | undefined = from; scope !== undefined; scope = scope.parent) {
    if (scope === own) return true;
    if (scope.kind !== "class" && scope.bindings.has(name) && !scope.nonlocals.has(name)) return false;
  }
  return false;
}

/** Whether all scopes up to the function's are comprehensions that run where they stand. */
function isEager(from: Scope, own: Scope): boolean {
  for (let scope: Scope | undefined = from; scope !== undefined && scope !== own; scope = scope.parent) {
    if (scope.kind !== "comprehension" || scope.node.kind === "generator_expression") return false;
  }
  return true;
}
