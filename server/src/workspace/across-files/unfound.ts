import { lastMember, type Reference } from "../../model/reference";
import type { FileId } from "../../project/files";
import type { Source } from "./draft";

/** A function or variable of a module. */
export interface Defined {
  readonly name: string;
  readonly file: FileId;
}

/**
 * Whether a name that comes from a module that isn't found may mean what another file of the project defines: packages
 * of one repository are installed beside each other, and so import each other by names that no folder around them says.
 *
 * @param reference what is imported, as the import names it: `package.module.function`
 */
export function mayMean(reference: Reference, { name, file }: Defined, source: Source): boolean {
  const imported = lastMember(reference);
  const [top] = imported.object.split(".", 1);
  // Relative imports are found, or lead to nothing.
  if (imported.name !== name || top === undefined || top === "") return false;
  if (!file.replace(/\.py$/, "").split("/").includes(top)) return false;
  const { workspace } = source.draft;
  const found = workspace.definition(reference, source.file);
  return found === undefined || (found === "other" && !workspace.importsOf(source.file).has(imported.object));
}
