import { isInTable } from "../model/library/index";
import { STANDARD_MODULES } from "../model/library/standard-modules";
import { packagesAround } from "./environment";
import { type FileId, type Files, folderOf, foldersUpTo, isInside, within } from "./files";
import { folderOfSource, stubIn } from "./stubs";

/** A module: a file; or folders without `__init__.py`, which together hold modules and no names of their own. */
export type FoundModule =
  | { readonly kind: "file"; readonly file: FileId }
  | { readonly kind: "folder"; readonly folders: readonly FileId[] };

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

/** What packages keep beside what they are built of, each for itself: none imports that of another. */
const OF_EACH: ReadonlySet<string> = new Set(
  "tests test testing docs examples scripts benchmarks conftest setup noxfile tasks".split(" "),
);

/** Finds the modules of a project by the names that its files import. */
export class Modules implements ModuleFinder {
  readonly #known = new Map<string, FoundModule | undefined>();

  /**
   * @param rootOf the folder that nothing is looked for above, for the files of a folder; undefined where they belong
   * to no project
   * @param besides the folders that other packages are imported from which are installed beside, for the files of a
   * folder
   */
  constructor(
    readonly files: Files,
    readonly rootOf: (folder: FileId) => FileId | undefined,
    readonly besides: (folder: FileId) => readonly FileId[],
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
   * are no roots: what they hold is imported by their name. What none of these has is looked for in the other packages
   * of the repository, which are installed beside it. A folder without `__init__.py` counts where no root has a module
   * of the name, as in Python, together with others of its name.
   */
  #search(name: string, start: FileId): FoundModule | undefined {
    const root = this.rootOf(start);
    if (root === undefined) return undefined;
    let own: FoundModule | undefined;
    for (const folder of foldersUpTo(root, start)) {
      if (this.files.isFile(within(folder, "__init__.py"))) continue;
      for (const base of [folder, ...SOURCE_FOLDERS.map((source) => within(folder, source))]) {
        const found = ownModuleIn(base, name, this.files);
        if (found?.kind === "file") return found;
        own ??= found;
      }
    }
    const beside = this.#beside(name, start);
    if (beside === "several" || beside?.kind === "file") return beside === "several" ? undefined : beside;
    return own === undefined || beside === undefined ? (own ?? beside) : together(own, beside);
  }

  /** What other packages call so. Where several do, nobody knows which of them is meant. */
  #beside(name: string, folder: FileId): FoundModule | "several" | undefined {
    if (isInTable(name) || OF_EACH.has(name)) return undefined;
    const found = this.besides(folder).flatMap((root) => moduleOrStubIn(root, name, this.files) ?? []);
    const files = found.filter(({ kind }) => kind === "file");
    if (files.length > 0) return files.length > 1 ? "several" : files[0];
    const [first, ...others] = found;
    return first === undefined ? undefined : others.reduce(together, first);
  }
}

/** A folder outside of environments that a package lies in, and those in which what is installed beside it lies. */
export interface LinkedFrom {
  readonly folder: FileId;
  readonly beside: readonly FileId[];
}

/**
 * Finds modules that are installed in an environment, be it by a stub alone where their source is none that can be
 * read. What the table of libraries speaks of is none of them: it knows better.
 */
export class InstalledModules implements ModuleFinder {
  /**
   * @param foldersFor the folders that hold the packages for the files of a folder
   * @param linkedAround where a file is installed from that lies in no environment
   */
  constructor(
    readonly files: Files,
    readonly foldersFor: (folder: FileId) => readonly FileId[],
    readonly linkedAround: (file: FileId) => LinkedFrom | undefined = () => undefined,
  ) {}

  /** What is installed imports what lies beside it. */
  top(name: string, from: FileId): FoundModule | undefined {
    if (STANDARD_MODULES.has(name) || isInTable(name)) return undefined;
    for (const folder of this.#foldersAround(from)) {
      const found = moduleOrStubIn(folder, name, this.files);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #foldersAround(from: FileId): readonly FileId[] {
    const around = packagesAround(from);
    if (around !== undefined) return [around];
    const linked = this.linkedAround(from);
    return linked === undefined ? this.foldersFor(folderOf(from)) : [linked.folder, ...linked.beside];
  }

  package(from: FileId, dots: number): FoundModule | undefined {
    const around = packagesAround(from) ?? this.linkedAround(from)?.folder;
    if (around === undefined) return undefined;
    const folder = folderAbove(folderOfSource(folderOf(from)), dots, around);
    if (folder === undefined) return undefined;
    const found =
      folder === around
        ? undefined
        : moduleOrStubIn(folderOf(folder), folder.slice(folder.lastIndexOf("/") + 1), this.files);
    return found ?? { kind: "folder", folders: [folder] };
  }

  inside(module: FoundModule, name: string): FoundModule | undefined {
    return firstIn(foldersHolding(module), (folder) => moduleOrStubIn(folderOfSource(folder), name, this.files));
  }
}

/** A stub of a library says what that is, and takes its place for nobody. */
function ownModuleIn(folder: FileId, name: string, files: Files): FoundModule | undefined {
  return isInTable(name) || STANDARD_MODULES.has(name)
    ? moduleIn(folder, name, files)
    : moduleOrStubIn(folder, name, files);
}

/** Of a module that has a source and a stub the source is what it does. */
function moduleOrStubIn(folder: FileId, name: string, files: Files): FoundModule | undefined {
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
  const init = ["__init__.py", "__init__.pyi"].map((name) => within(folder, name)).find((file) => files.isFile(file));
  return init === undefined ? { kind: "folder", folders: [folder] } : { kind: "file", file: init };
}

function moduleInside(module: FoundModule, name: string, files: Files): FoundModule | undefined {
  return firstIn(foldersHolding(module), (folder) => moduleOrStubIn(folder, name, files));
}

/** What the first of some folders has that has a file of it; else what all of them have of folders. */
function firstIn(
  folders: readonly FileId[],
  find: (folder: FileId) => FoundModule | undefined,
): FoundModule | undefined {
  const found = folders.flatMap((folder) => find(folder) ?? []);
  const [first, ...others] = found;
  if (first === undefined) return undefined;
  return found.find(({ kind }) => kind === "file") ?? others.reduce(together, first);
}

/** Two folders of one name that hold modules and no names of their own. */
function together(one: FoundModule, other: FoundModule): FoundModule {
  if (one.kind !== "folder" || other.kind !== "folder") return one;
  return { kind: "folder", folders: [...new Set([...one.folders, ...other.folders])] };
}

/** The folders of the modules in a package; none for a module that is no package. */
function foldersHolding(module: FoundModule): readonly FileId[] {
  if (module.kind === "folder") return module.folders;
  return /\/__init__\.pyi?$/.test(module.file) ? [folderOf(module.file)] : [];
}

function moduleIn(folder: FileId, name: string, files: Files): FoundModule | undefined {
  const inner = within(folder, name);
  const file = within(folder, `${name}.py`);
  if (files.isFile(within(inner, "__init__.py"))) return { kind: "file", file: within(inner, "__init__.py") };
  if (files.isFile(file)) return { kind: "file", file };
  return files.isFolder(inner) ? { kind: "folder", folders: [inner] } : undefined;
}
