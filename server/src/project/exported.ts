import type { Reference, ReferenceStep } from "../model/reference";
import type { ModuleSummary } from "../model/summary";
import type { FileId } from "./files";
import type { FoundModule } from "./find-module";
import type { Target } from "./target";

/**
 * The module that a star import names: found by its path alone, as Python's import does, whatever a package on the way
 * calls so.
 */
export function moduleByPath(
  from: Target | undefined,
  steps: readonly ReferenceStep[],
  modules: { inside(module: FoundModule, name: string): FoundModule | undefined },
): FoundModule | undefined {
  let module = from?.kind === "module" ? from.module : undefined;
  for (const step of steps) {
    if (module === undefined || step.kind !== "member") return undefined;
    module = modules.inside(module, step.name);
  }
  return module;
}

/** More modules whose lists are parts of one another are not looked at. */
const MOST_MODULES = 60;

/** What files say, and what their references come to. */
interface Files {
  summary(file: FileId): ModuleSummary | undefined;
  target(reference: Reference, from: FileId): Target | undefined;
}

/** Whether a star import from a module brings a name. */
export function isExported(of: FoundModule, name: string, resolver: Files): boolean {
  const open = [of];
  const seen = new Set<FileId>();
  for (const module of open) {
    if (module.kind !== "file" || seen.has(module.file) || seen.size >= MOST_MODULES) continue;
    seen.add(module.file);
    const summary = resolver.summary(module.file);
    if (summary === undefined) continue;
    if (summary.all === undefined ? !name.startsWith("_") : summary.all.includes(name)) return true;
    for (const other of summary.allOf) {
      const target = resolver.target(other, module.file);
      if (target?.kind === "module") open.push(target.module);
    }
  }
  return false;
}
