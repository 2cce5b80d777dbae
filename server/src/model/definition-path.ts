import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import type { Module } from "./module";

const DEFINITIONS: ReadonlySet<Kind> = new Set(["function_definition", "class_definition"]);

/** The names of what a definition stands in, and its own: `outer.inner`, `Client.load`. */
export function definitionPath(node: Node, module: Module): string | undefined {
  const names = [node.child("name")?.text];
  for (const around of node.ancestors()) if (DEFINITIONS.has(around.kind)) names.unshift(around.child("name")?.text);
  const { outer } = module.scopes(node.tree);
  if (outer.kind === "class") names.unshift(module.classOf(outer)?.name);
  return names.every((name) => name !== undefined && name !== "") ? names.join(".") : undefined;
}
