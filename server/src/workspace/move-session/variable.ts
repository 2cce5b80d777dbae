import type { Reference } from "../../model/reference";
import type { FileId } from "../../project/files";
import type { Draft } from "../across-files/draft";

/** Longer chains of modules that hand a name on are not followed. */
const MOST_MODULES = 10;

/** The variable of a module of the project that an import brings, through whatever modules hand it on. */
export function importedVariable(
  reference: Reference,
  from: FileId,
  draft: Draft,
): { readonly name: string; readonly file: FileId } | undefined {
  let name = reference;
  let file = from;
  for (let i = 0; i < MOST_MODULES; i++) {
    const dot = name.lastIndexOf(".");
    // The dots of a relative import belong to the module.
    const module = /^\.+$/.test(name.slice(0, dot + 1)) ? name.slice(0, dot + 1) : name.slice(0, Math.max(0, dot));
    const variable = name.slice(dot + 1);
    const found = draft.workspace.moduleFile(module, file);
    if (found === undefined) return undefined;
    const binding = draft.source(found)?.module.bindings(variable)[0];
    if (binding?.source.kind !== "import") return binding === undefined ? undefined : { name: variable, file: found };
    name = binding.source.name;
    file = found;
  }
  return undefined;
}
