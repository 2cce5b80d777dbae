import type { Node } from "../../syntax/tree";
import { keyOf } from "../dependency";
import { BUILTIN_NAMES } from "../library/builtins";
import { canonicalName, libraryRow } from "../library/index";
import { MAX_BINDINGS } from "../meaning";
import type { Binding, Scope } from "../scopes";
import type { Value } from "../values";
import type { Inference } from "./inference";
import { hidesLibrary, imported as importedValue, starredElsewhere } from "./elsewhere";
import { join, joinHere } from "./joins";
import { readMember } from "./members";

/** What a name means at a place. */
export function lookup(name: string, at: Node, inference: Inference): Value | undefined {
  if (!inference.steps.take()) return undefined;
  const start = inference.module.scopes(at.tree).of(at);
  for (let scope: Scope | undefined = start; scope !== undefined; scope = scope.parent) {
    if (scope.globals.has(name)) break;
    if (scope.nonlocals.has(name)) continue;
    if (scope.kind === "module") break;
    if (scope.kind === "class") {
      if (!seesClass(start, scope)) continue;
      const bindings = classBindings(scope, name, inference);
      if (bindings.length > 0)
        return joinHere(
          bindings,
          bindings.filter((binding) => binding.node.tree === at.tree),
          at,
          inference,
        );
      if (scope.parent === undefined) break;
      continue;
    }
    const bindings = scope.bindings.get(name);
    if (bindings === undefined) continue;
    // A comprehension's clauses bind what stands before them.
    return scope === start && scope.kind !== "comprehension"
      ? joinHere(bindings, bindings, at, inference)
      : join(bindings, inference);
  }
  return lookupGlobal(name, start.kind === "module" ? at : undefined, inference);
}

/** What a name means at module level; for a use at module level, as it stands there. */
export function lookupGlobal(name: string, use: Node | undefined, inference: Inference): Value | undefined {
  const { module, reads } = inference;
  reads.add(keyOf({ kind: "name", name }));
  const over = use === undefined ? broughtOver(name, inference) : undefined;
  if (over !== undefined) return over;
  const imported = module.imported(name);
  if (imported !== "unsure" && (use === undefined || !module.isBoundBeside(use, name))) {
    return imported.name === undefined ? undefined : importedValue(imported.name, inference);
  }
  const bindings = module.bindings(name);
  if (bindings.length > 0) {
    if (use === undefined || bindings.length > MAX_BINDINGS) return join(bindings, inference);
    const local = bindings.filter((binding) => binding.node.tree === use.tree);
    // Then it depends on whether there are any others, be it that they mean the same.
    if (local.length > 0) reads.add(keyOf({ kind: "bindings", name }));
    return joinHere(bindings, local, use, inference);
  }
  reads.add(keyOf({ kind: "star imports" }));
  for (const from of module.starImports) {
    const known = canonicalName(`${from}.${name}`);
    if (libraryRow(known) !== undefined && !hidesLibrary(from, inference)) return { kind: "name", name: known };
  }
  return BUILTIN_NAMES.has(name) ? { kind: "name", name: canonicalName(name) } : starred(name, inference);
}

/** What a star import from another file of the project brings under a name. */
function starred(name: string, inference: Inference): Value | undefined {
  for (const from of inference.module.starImports) {
    const value = starredElsewhere(from, name, inference);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** What a star import brings that stands behind all else that binds a name. */
function broughtOver(name: string, inference: Inference): Value | undefined {
  const { module, reads, imports } = inference;
  reads.add(keyOf({ kind: "star imports" }));
  if (!imports.knowsStars || module.starImports.length === 0 || !module.has(name)) return undefined;
  for (const from of module.starImportsBehind(name)) {
    const value = starredElsewhere(from, name, inference);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** A class scope's names are seen from the class body itself, not from the functions in it. */
function seesClass(start: Scope, scope: Scope): boolean {
  return start === scope;
}

function classBindings(scope: Scope, name: string, inference: Inference): readonly Binding[] {
  const definition = inference.module.classOf(scope);
  if (definition === undefined) return scope.bindings.get(name) ?? [];
  readMember(definition, name, inference);
  return definition.partsWith(name).flatMap((part) => part.bindings.get(name) ?? []);
}
