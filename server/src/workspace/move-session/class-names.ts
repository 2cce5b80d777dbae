import type { Node } from "../../syntax/tree";

/** Whether an identifier stands in an import statement. */
export function isImported(id: Node): boolean {
  return (
    id.closest("import_statement", "import_from_statement", "block", "module")?.kind.startsWith("import_") === true
  );
}

/** Whether a class is named for what its objects are, or for its members: nothing is made by that. */
export function isNamedOnly(id: Node): boolean {
  const name = id.field === "attribute" ? id.parent! : id;
  if (name.parent?.kind === "attribute" && name.field === "object") return true;
  if (id.closest("type", "block")?.kind === "type") return true;
  const call = id.closest("argument_list", "block")?.parent;
  return call?.kind === "call" && /^(?:isinstance|issubclass|super)$/.test(call.child("function")?.text ?? "");
}
