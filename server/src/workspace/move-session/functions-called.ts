import { decoratorsOf } from "../../model/definitions";
import type { FileId } from "../../project/files";
import type { Definition } from "../../project/project";
import { holdsWord } from "../../syntax/outline";
import { isKeyword } from "../../syntax/identifiers";
import type { Node } from "../../syntax/tree";
import type { Source } from "../across-files/draft";
import { isKindOf, type Owned } from "../across-files/overrides";
import { isImported } from "./class-names";

/** A function of the project that a call runs as it stands there. */
export interface FunctionCalled {
  readonly node: Node;
  readonly source: Source;
  /** How many of its first parameters a call gives by itself. */
  readonly bound: number;
}

export interface CallIn {
  readonly call: Node;
  readonly source: Source;
}

/**
 * The function that a call runs; undefined where it isn't one of the project, or a decorator may have made something
 * else of it.
 */
export function functionCalled(call: Node, source: Source): FunctionCalled | undefined {
  const callee = call.child("function");
  const definition = callee === undefined ? undefined : source.definitionOf(callee);
  if (callee === undefined || definition === undefined || definition === "other" || definition.kind !== "function")
    return undefined;
  const file = source.draft.source(definition.file);
  const node = file?.functionAt(definition.path);
  return file === undefined || node === undefined ? undefined : functionOf(node, file);
}

/** A function as it is called; undefined where a decorator may make something else of it. */
export function functionOf(node: Node, source: Source): FunctionCalled | undefined {
  const decorators = decoratorsOf(node).map((decorator) => source.infer.name(decorator));
  if (decorators.some((name) => name !== "staticmethod" && name !== "classmethod")) return undefined;
  const bound = source.module.function(node).owner !== undefined && !decorators.includes("staticmethod") ? 1 : 0;
  return { node, source, bound };
}

/**
 * All calls of a function in the project; undefined where something else may be done with it, or another may run in its
 * place.
 */
export function callsOf(function_: FunctionCalled, files: readonly FileId[]): readonly CallIn[] | undefined {
  const { node, source: own } = function_;
  const name = node.child("name")!;
  const calls: CallIn[] = [];
  for (const file of files) {
    const source = holdsWord(own.draft.textOf(file) ?? "", name.text) ? own.draft.source(file) : undefined;
    for (const id of source?.module.identifiers(name.text) ?? []) {
      if (source === undefined || id === name || isKeyword(id)) continue;
      const use = useOf(id, source, function_);
      if (use === "unknown") return undefined;
      if (use !== "other") calls.push({ call: use, source });
    }
  }
  return calls;
}

/**
 * The call of a function that a name of it is part of; `other` where it isn't about that function, `unknown` where it
 * may be in another way.
 */
function useOf(id: Node, source: Source, function_: FunctionCalled): Node | "other" | "unknown" {
  const { owner } = function_.source.module.function(function_.node);
  if (isImported(id)) return isImportedAsOther(id, source, function_) ? "unknown" : "other";
  if (id.field === "name" && id.parent?.kind === "function_definition") {
    return owner !== undefined && mayTakeItsPlace(id.parent, source, { owner, source: function_.source })
      ? "unknown"
      : "other";
  }
  const callee = id.field === "attribute" ? id.parent! : id;
  const definition = source.definitionOf(callee);
  // A function is no member of an object that nobody knows.
  if (definition === undefined && callee !== id && owner === undefined) return "other";
  const isOurs = isFunction(definition, function_);
  if (isOurs === false) return "other";
  return isOurs === true && callee.field === "function" && callee.parent?.kind === "call" ? callee.parent : "unknown";
}

/** Whether a definition is that of a function; undefined where nobody knows it. */
function isFunction(
  definition: Definition | "other" | undefined,
  { node, source }: FunctionCalled,
): boolean | undefined {
  if (definition === undefined) return undefined;
  return definition !== "other" && definition.file === source.file && definition.path === source.pathOf(node);
}

/** Whether an import may give a function another name, by which it is called then. */
function isImportedAsOther(id: Node, source: Source, function_: FunctionCalled): boolean {
  const alias = id.closest("aliased_import")?.child("alias");
  return alias !== undefined && alias !== id && isFunction(source.definitionOf(alias), function_) !== false;
}

/** Whether a method may run where another one is called. */
function mayTakeItsPlace(definition: Node, source: Source, other: Owned): boolean {
  const { owner } = source.module.function(definition);
  return owner !== undefined && isKindOf(owner, source, other) !== false;
}
