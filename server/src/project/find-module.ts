import { isInTable } from "../model/library/index";
import { STANDARD_MODULES } from "../model/library/standard-modules";
import { packagesAround } from "./environment";
import { type FileId, type Files, folderOf, foldersUpTo, isInside, within } from "./files";
import { folderOfSource, stubIn } from "./stubs";

/** A module: a file; or a folder without `__init__.py`, which holds modules and no names of its own. */
export type FoundModule =
  | { readonly kind: "file"; readonly file: FileId }
  | { readonly kind: "folder"; readonly folder: FileId };

/** Folders that hold the roots of imports beside the code that imports. */
const SOURCE_FOLDERS = ["src"] as const;

/** Says which modules the imports of files mean. */
export interface ModuleFinder {
  /** What the first name of an absolute import in a file stands for; undefined where it is none of these modules. */
  top(name: string, from: FileId): FoundModule | undefined;
  /** The package that the dots of a relative import in a file stand for: one the file's own, two that above it. */
  package(from: FileId, dots: number): FoundModule | undefined;
  /** A module in a package. */
  inside(module: FoundModule, name: string): FoundModule | undefined;
}

/** Finds the modules of a project by the names that its files import. */
export class Modules implements ModuleFinder {
  readonly #known = new Map<string, FoundModule | undefined>();

  /**
   * @param rootOf the folder that nothing is looked for above, for the files of a folder; undefined where they belong
   * to no project
   */
  constructor(
    readonly files: Files,
    readonly rootOf: (folder: FileId) => FileId | undefined,
  ) {}

  top(name: string, from: FileId): FoundModule | undefined {
    const folder = folderOf(from);
    const key = `${folder}\n${name}`;
    if (!this.#known.has(key)) this.#known.set(key, this.#search(name, folder));
    return this.#known.get(key);
  }

  package(from: FileId, dots: number): FoundModule | undefined {
    const root = this.rootOf(folderOf(from));
    return root === undefined ? undefined : packageAbove(from, dots, root, this.files);
  }

  inside(module: FoundModule, name: string): FoundModule | undefined {
    return moduleInside(module, name, this.files);
  }

  /**
   * Nearest first, as who runs a file that stands deep in a repository runs it from its own project's folder. Packages
   * are no roots: what they hold is imported by their name. A folder without `__init__.py` counts where no root has a
   * module of the name, as in Python.
   */
  #search(name: string, start: FileId): FoundModule | undefined {
    const root = this.rootOf(start);
    if (root === undefined) return undefined;
    let namespace: FoundModule | undefined;
    for (const folder of foldersUpTo(root, start)) {
      if (this.files.isFile(within(folder, "__init__.py"))) continue;
      for (const base of [folder, ...SOURCE_FOLDERS.map((source) => within(folder, source))]) {
        const found = moduleIn(base, name, this.files);
        if (found?.kind === "file") return found;
        namespace ??= found;
      }
    }
    return namespace;
  }
}

/**
 * Finds modules that are installed in an environment, be it by a stub alone where their source is none that can be
 * read. What the table of libraries speaks of is none of them: it knows better.
 */
export class InstalledModules implements ModuleFinder {
  /** @param foldersFor the folders that hold the packages for the files of a folder */
  constructor(
    readonly files: Files,
    readonly foldersFor: (folder: FileId) => readonly FileId[],
  ) {}

  /** What is installed imports what lies beside it. */
  top(name: string, from: FileId): FoundModule | undefined {
    if (STANDARD_MODULES.has(name) || isInTable(name)) return undefined;
    const around = packagesAround(from);
    for (const folder of around === undefined ? this.foldersFor(folderOf(from)) : [around]) {
      const found = installedIn(folder, name, this.files);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  package(from: FileId, dots: number): FoundModule | undefined {
    const around = packagesAround(from);
    if (around === undefined) return undefined;
    const folder = folderAbove(folderOfSource(folderOf(from)), dots, around);
    if (folder === undefined || folder === around) return folder === undefined ? undefined : { kind: "folder", folder };
    return (
      installedIn(folderOf(folder), folder.slice(folder.lastIndexOf("/") + 1), this.files) ?? { kind: "folder", folder }
    );
  }

  inside(module: FoundModule, name: string): FoundModule | undefined {
    const folder = folderHolding(module);
    return folder === undefined ? undefined : installedIn(folderOfSource(folder), name, this.files);
  }
}

/** Of a module that has a source and a stub the source is what it does. */
function installedIn(folder: FileId, name: string, files: Files): FoundModule | undefined {
  const found = moduleIn(folder, name, files);
  if (found?.kind === "file") return found;
  const stub = stubIn(folder, name, files);
  return stub === undefined ? found : { kind: "file", file: stub };
}

/** The folder that the dots of a relative import in one of its files stand for; undefined above the root. */
function folderAbove(own: FileId, dots: number, root: FileId): FileId | undefined {
  let folder = own;
  for (let up = 1; up < dots; up++) folder = folderOf(folder);
  return isInside(folder, root) ? folder : undefined;
}

function packageAbove(file: FileId, dots: number, root: FileId, files: Files): FoundModule | undefined {
  const folder = folderAbove(folderOf(file), dots, root);
  if (folder === undefined) return undefined;
  const init = within(folder, "__init__.py");
  return files.isFile(init) ? { kind: "file", file: init } : { kind: "folder", folder };
}

function moduleInside(module: FoundModule, name: string, files: Files): FoundModule | undefined {
  const folder = folderHolding(module);
  return folder === undefined ? undefined : moduleIn(folder, name, files);
}

/** The folder of the modules in a package; undefined for a module that is none. */
function folderHolding(module: FoundModule): FileId | undefined {
  if (module.kind === "folder") return module.folder;
  return /\/__init__\.pyi?$/.test(module.file) ? folderOf(module.file) : undefined;
}

function moduleIn(folder: FileId, name: string, files: Files): FoundModule | undefined {
  const inner = within(folder, name);
  const file = within(folder, `${name}.py`);
  if (files.isFile(within(inner, "__init__.py"))) return { kind: "file", file: within(inner, "__init__.py") };
  if (files.isFile(file)) return { kind: "file", file };
  return files.isFolder(inner) ? { kind: "folder", folder: inner } : undefined;
}
