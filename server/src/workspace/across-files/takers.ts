import { lastMember } from "../../model/reference";
import type { FileId } from "../../project/files";
import type { Node } from "../../syntax/tree";
import type { Source } from "./draft";

/** Whether a file takes one of some names of another, by an import or by its module: a variable, a function, a class. */
export function takesFrom(source: Source | undefined, names: readonly string[], file: FileId): boolean {
  return names.some((name) => [...(source?.module.identifiers(name) ?? [])].some((id) => isOf(id, source!, file)));
}

function isOf(id: Node, source: Source, file: FileId): boolean {
  const expression = id.field === "attribute" ? id.parent! : id;
  const definition = source.definitionOf(expression);
  if (definition !== undefined && definition !== "other") return definition.file === file;
  const imported = source.module
    .bindings(id.text)
    .flatMap(({ source: from }) => (from.kind === "import" ? [from.name] : []));
  return [source.infer.name(expression) ?? [], imported].flat().some((reference) => {
    return source.draft.workspace.moduleFile(lastMember(reference).object, source.file) === file;
  });
}
