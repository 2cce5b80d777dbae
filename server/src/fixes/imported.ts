import { referenceElsewhere } from "../model/elsewhere";
import type { Infer } from "../model/infer";
import { canonicalName } from "../model/library/index";
import type { Module } from "../model/module";
import type { Binding, Scope } from "../model/scopes";
import type { Value } from "../model/values";
import type { Node } from "../syntax/tree";
import type { FixContext } from "./context";
import { isRuntimeImport, servesAt } from "./imports";

/** How a file that has it imported already writes a dotted name at a place. */
export function importedAs(context: FixContext, name: string, at: Node): string | undefined {
  for (let prefix = name; prefix !== ""; prefix = prefix.slice(0, Math.max(0, prefix.lastIndexOf(".")))) {
    for (const binding of importsOfName(context, prefix, at))
      if (servesAt(binding, at)) return binding.name + name.slice(prefix.length);
  }
  return handedOn(context, name, at);
}

const ASYNCIO = "asyncio";

/**
 * How a file writes a name of asyncio that takes those from a module of the project's own, which hands them on:
 * `compat.sleep`. That is a habit where the file has done so before, or the module is called by what it stands for; what
 * a module merely imports for itself is not to be taken from it.
 */
function handedOn(context: FixContext, name: string, at: Node): string | undefined {
  if (!name.startsWith(`${ASYNCIO}.`)) return undefined;
  const { infer } = context;
  for (const binding of visibleImports(context.module, at)) {
    if (binding.source.kind !== "import" || !isRuntimeImport(binding) || !servesAt(binding, at)) continue;
    const value = infer.lookup(binding.name, at);
    if (value === undefined || referenceElsewhere(value) === undefined) continue;
    if (isOfAsyncio(namedElsewhere(value, infer), name)) return binding.name;
    const rest = name.slice(ASYNCIO.length);
    if (isOfAsyncio(membersOf(value, rest.slice(1), infer), name) && standsForAsyncio(binding, value, infer))
      return binding.name + rest;
  }
  return undefined;
}

function standsForAsyncio({ name, source }: Binding, value: Value, infer: Infer): boolean {
  if (source.kind === "import" && source.name.slice(source.name.lastIndexOf(".") + 1).includes(ASYNCIO)) return true;
  for (const id of infer.identifiersIfFew(name)) {
    const member = id.field === "object" ? id.parent?.child("attribute")?.text : undefined;
    if (member !== undefined && isOfAsyncio(infer.member(value, member), `${ASYNCIO}.${member}`)) return true;
  }
  return false;
}

/** What a name stands for that a module of the project hands on: `sleep` of `from .compat import sleep`. */
function namedElsewhere(value: Value, infer: Infer): Value | undefined {
  if (value.kind !== "name") return undefined;
  const dot = value.name.lastIndexOf(".");
  return dot <= 0
    ? undefined
    : infer.member({ kind: "name", name: value.name.slice(0, dot) }, value.name.slice(dot + 1));
}

function membersOf(value: Value, path: string, infer: Infer): Value | undefined {
  let found: Value | undefined = value;
  for (const name of path.split(".")) found = found === undefined ? undefined : infer.member(found, name);
  return found;
}

function isOfAsyncio(value: Value | undefined, name: string): boolean {
  return value?.kind === "name" && canonicalName(value.name) === name;
}

/** Whether a library is the one that a place is written for: it is imported, be it only where the file starts it. */
export function isUsedAt(context: FixContext, library: string, at: Node): boolean {
  for (const _ of importsOfName(context, library, at)) return true;
  return false;
}

/** The imports of a dotted name that give it at a place. */
function* importsOfName(context: FixContext, name: string, at: Node): Iterable<Binding> {
  for (const binding of visibleImports(context.module, at)) {
    if (binding.source.kind !== "import" || canonicalName(binding.source.name) !== name || !isRuntimeImport(binding))
      continue;
    const value = context.infer.lookup(binding.name, at);
    if (value?.kind === "name" && canonicalName(value.name) === name) yield binding;
  }
}

/**
 * Whether an import can give a name its meaning at a place: nothing else does, or the same import where the file runs
 * as the program.
 */
export function canImport({ infer, module }: FixContext, name: string, full: string, at: Node): boolean {
  if (!infer.isBound(name, at)) return true;
  for (let scope: Scope | undefined = module.scopes(at.tree).of(at); scope !== undefined; scope = scope.parent) {
    if (scope.kind !== "module" && scope.bindings.has(name)) return false;
  }
  return infer
    .bindings(name)
    .every((binding) => binding.source.kind === "import" && binding.source.name === full && !servesAt(binding, at));
}

/** Whether a file imports names of a module: `from asyncio import Event, sleep`. */
export function importsNamesOf({ module }: FixContext, from: string): boolean {
  return module.imports.some(
    (binding) =>
      binding.source.kind === "import" &&
      binding.source.name.slice(0, Math.max(0, binding.source.name.lastIndexOf("."))) === from &&
      binding.node.closest("import_from_statement") !== undefined &&
      isRuntimeImport(binding),
  );
}

function* visibleImports(module: Module, at: Node): Iterable<Binding> {
  for (let scope: Scope | undefined = module.scopes(at.tree).of(at); scope !== undefined; scope = scope.parent) {
    if (scope.kind === "module" || scope.kind === "class") continue;
    for (const binding of importsOf(scope)) if (binding.node.start < at.start) yield binding;
  }
  yield* module.imports;
}

const importsOfScopes = new WeakMap<Scope, readonly Binding[]>();

/** The imports of a scope. */
function importsOf(scope: Scope): readonly Binding[] {
  const known = importsOfScopes.get(scope);
  if (known !== undefined) return known;
  const imports = [...scope.bindings.values()].flatMap((bindings) =>
    bindings.filter(({ source }) => source.kind === "import"),
  );
  importsOfScopes.set(scope, imports);
  return imports;
}
