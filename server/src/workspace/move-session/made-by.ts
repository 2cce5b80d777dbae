import { executionOf } from "../../model/execution";
import type { FileId } from "../../project/files";
import { holdsWord } from "../../syntax/outline";
import type { Node } from "../../syntax/tree";
import type { Draft, Source } from "../across-files/draft";
import type { Owned } from "../across-files/overrides";
import { isImported, isNamedOnly } from "./class-names";
import type { ProjectName } from "./project-name";

/** Who makes the objects of a class. */
export interface Makers {
  /** The variables of modules that hold one that is made at import. */
  readonly variables: readonly ProjectName[];
  /** Assignments in functions, of which it is not known how long their objects live. */
  readonly inFunctions: readonly { readonly call: Node; readonly source: Source }[];
  /** Whether others may make some as well. */
  readonly others: boolean;
}

/** Who makes objects of a class, in all files but those that `isLeftOut` names. */
export function makersOf(
  owned: Owned,
  files: readonly FileId[],
  draft: Draft,
  isLeftOut: (file: FileId) => boolean,
): Makers {
  const { name } = owned.owner;
  const variables: ProjectName[] = [];
  const inFunctions: { readonly call: Node; readonly source: Source }[] = [];
  let others = false;
  for (const file of files) {
    if (isLeftOut(file)) continue;
    const source = holdsWord(draft.textOf(file) ?? "", name) ? draft.source(file) : undefined;
    for (const id of source?.module.identifiers(name) ?? []) {
      const use = useOf(id, source!, owned);
      if (use === "none") continue;
      const variable = use === "unknown" ? undefined : variableMade(use, source!);
      if (variable !== undefined) variables.push(variable);
      else if (use === "unknown" || executionOf(use).kind === "module") others = true;
      else inFunctions.push({ call: use, source: source! });
    }
  }
  return { variables, inFunctions, others };
}

/** The call of a class that a name of it is part of; `none` where nothing is made by it, `unknown` where that may be. */
function useOf(id: Node, source: Source, { owner, source: own }: Owned): Node | "none" | "unknown" {
  if (id === owner.node.child("name") || isImported(id) || isNamedOnly(id)) return "none";
  const name = id.field === "attribute" ? id.parent! : id;
  const definition = source.definitionOf(name);
  if (definition === "other") return "none";
  if (definition === undefined) return "unknown";
  if (definition.file !== own.file || definition.path !== own.pathOf(owner.node)) return "none";
  return name.parent?.kind === "call" && name.field === "function" ? name.parent : "unknown";
}

/** `api = Api()` of a module, where nothing else gives the name a value. */
function variableMade(call: Node, source: Source): ProjectName | undefined {
  const assignment = call.parent?.kind === "assignment" && call.field === "right" ? call.parent : undefined;
  const target = assignment?.child("left");
  if (target?.kind !== "identifier" || executionOf(call).kind !== "module") return undefined;
  if (target.closest("class_definition") !== undefined || source.module.bindings(target.text).length > 1)
    return undefined;
  return { file: source.file, name: target.text };
}
