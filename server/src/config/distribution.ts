import { entryAt, hasPath, readToml } from "./toml";

/** The files that say whether a folder is made a package of that others install. */
export const PACKAGING_FILES = ["pyproject.toml", "setup.py", "setup.cfg"] as const;

/** Keeps a package out of the index that others install from. */
const PRIVATE = "Private :: Do Not Upload";

/**
 * Whether what a folder holds is built for others to install, so that nobody knows who calls its public functions. An
 * application that is merely run where it lies says nothing of how it is built.
 */
export function isDistributed(textOf: (name: (typeof PACKAGING_FILES)[number]) => string | undefined): boolean {
  const [project, setup, config] = PACKAGING_FILES.map(textOf);
  if (setup !== undefined || (config !== undefined && /^\[metadata\]/m.test(config))) return true;
  if (project === undefined) return false;
  const file = readToml(project);
  if (file.problem !== undefined) return true;
  const mode = entryAt(file, ["tool", "poetry", "package-mode"])?.value;
  if (mode?.kind === "boolean" && !mode.value) return false;
  const classifiers = entryAt(file, ["project", "classifiers"])?.value;
  const isPrivate =
    classifiers?.kind === "array" && classifiers.items.some((one) => one.kind === "string" && one.value === PRIVATE);
  return !isPrivate && (hasPath(file, ["build-system"]) || hasPath(file, ["tool", "poetry", "name"]));
}
