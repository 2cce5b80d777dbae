import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import type { Module } from "./module";

const DEFINITIONS: ReadonlySet<Kind> = new Set(["function_definition", "class_definition", "lambda"]);

/** The names of what a definition stands in, and its own: `outer.inner`, `Client.load`. */
export function definitionPath(node: Node, module: Module): string | undefined {
  const names = [nameOf(node)];
  for (const around of node.ancestors()) if (DEFINITIONS.has(around.kind)) names.unshift(nameOf(around));
  const { outer } = module.scopes(node.tree);
  if (outer.kind === "class") names.unshift(module.classOf(outer)?.name);
  return names.every((name) => name !== undefined && name !== "") ? names.join(".") : undefined;
}

/** What a definition is called; a lambda by the name that it is assigned to. */
function nameOf(definition: Node): string | undefined {
  if (definition.kind !== "lambda") return definition.child("name")?.text;
  const target =
    definition.field === "right" && definition.parent?.kind === "assignment"
      ? definition.parent.child("left")
      : undefined;
  return target?.kind === "identifier" ? target.text : undefined;
}
