import type { Reference } from "../model/reference";
import type { ModuleSummary } from "../model/summary";
import type { FileId } from "./files";
import type { FoundModule } from "./find-module";
import type { Target } from "./target";

/** More modules whose lists are parts of one another are not looked at. */
const MOST_MODULES = 60;

/** Whether a star import from a module brings a name. */
export function isExported(
  of: FoundModule,
  name: string,
  summaryOf: (file: FileId) => ModuleSummary | undefined,
  targetOf: (reference: Reference, from: FileId) => Target | undefined,
): boolean {
  const open = [of];
  const seen = new Set<FileId>();
  for (const module of open) {
    if (module.kind !== "file" || seen.has(module.file) || seen.size >= MOST_MODULES) continue;
    seen.add(module.file);
    const summary = summaryOf(module.file);
    if (summary === undefined) continue;
    if (summary.all === undefined ? !name.startsWith("_") : summary.all.includes(name)) return true;
    for (const other of summary.allOf) {
      const target = targetOf(other, module.file);
      if (target?.kind === "module") open.push(target.module);
    }
  }
  return false;
}
