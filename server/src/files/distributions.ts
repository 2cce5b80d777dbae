import { SKIPPED_FOLDERS } from "./skipped";

/** What a folder holds, by name. */
export type Entries = ReadonlyMap<string, "file" | "folder">;

/**
 * What marks a folder as that of a package which is built by itself, and as one that a project's code is started from.
 */
export const MARKERS = ["pyproject.toml", "setup.py", "setup.cfg"] as const;

/** Packages of one repository lie hardly deeper: `packages/core`, `libs/partners/openai`. */
const MOST_DEEP = 4;
/** Where there are more folders than this, nobody keeps the packages of one project. */
const MOST_FOLDERS = 2_000;

/**
 * The folders below one that hold a package each, which is built and installed by itself: the others of a repository
 * are imported from there. What lies in a package is part of it. None where there are too many folders to look through.
 *
 * @param entriesOf what a folder holds
 */
function distributionsBelow(root: string, entriesOf: (folder: string) => Entries): readonly string[] {
  const found: string[] = [];
  // Who works in the top of a file system has all of it in reach, and little of it is a project's.
  if (/^(?:|\/|[A-Za-z]:\/?)$/.test(root)) return [];
  const waiting = [{ folder: root, depth: 0 }];
  for (let i = 0; i < waiting.length; i++) {
    if (i >= MOST_FOLDERS) return [];
    const { folder, depth } = waiting[i]!;
    const entries = entriesOf(folder);
    if (MARKERS.some((marker) => entries.get(marker) === "file")) found.push(folder);
    if (depth === MOST_DEEP || (depth > 0 && entries.has("__init__.py"))) continue;
    for (const [name, kind] of [...entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (kind === "folder" && !name.startsWith(".") && !SKIPPED_FOLDERS.has(name))
        waiting.push({ folder: `${folder}/${name}`, depth: depth + 1 });
    }
  }
  return found;
}

/** A folder whose code belongs to that of a project, and the packages in it that are built by themselves. */
interface AroundProject {
  readonly folder: string;
  readonly packages: readonly string[];
}

/**
 * What belongs together with a project: itself, and of the folders that are open those beside it, and those around it
 * that hold packages of others.
 */
function aroundProject(
  root: string,
  openFolders: readonly string[],
  entriesOf: (folder: string) => Entries,
): readonly AroundProject[] {
  const own = { folder: root, packages: distributionsBelow(root, entriesOf) };
  const others = openFolders
    .filter((folder) => !isInside(folder, root))
    .flatMap((folder): readonly AroundProject[] => {
      const packages = distributionsBelow(folder, entriesOf);
      if (!isInside(root, folder))
        return [{ folder, packages: packages.includes(folder) ? packages : [folder, ...packages] }];
      return packages.some((one) => !isInside(one, root)) ? [{ folder, packages }] : [];
    });
  return [own, ...others];
}

/** The folders that the modules of packages are imported from which belong together with a project. */
export function importRootsAround(
  root: string,
  openFolders: readonly string[],
  entriesOf: (folder: string) => Entries,
): readonly string[] {
  const packages = aroundProject(root, openFolders, entriesOf).flatMap((one) => one.packages);
  return [...new Set(packages)].flatMap((folder) => [`${folder}/src`, folder]);
}

/** The folders that hold all code which may call a project's, none of them in another. */
export function foldersAround(
  root: string,
  openFolders: readonly string[],
  entriesOf: (folder: string) => Entries,
): readonly string[] {
  const folders = aroundProject(root, openFolders, entriesOf).map(({ folder }) => folder);
  return folders.filter((folder) => !folders.some((other) => other !== folder && isInside(folder, other)));
}

/** Whether a file or folder is a folder, or lies in it. */
export function isInside(folder: string, root: string): boolean {
  return folder === root || folder.startsWith(root.endsWith("/") ? root : `${root}/`);
}
