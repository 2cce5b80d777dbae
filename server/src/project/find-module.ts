import { type FileId, type Files, folderOf, isInside, within } from "./files";

/** A module: a file; or a folder without `__init__.py`, which holds modules and no names of its own. */
export type FoundModule = { readonly kind: "file"; readonly file: FileId } | { readonly kind: "folder"; readonly folder: FileId };

/** Folders that hold the roots of imports beside the code that imports. */
const SOURCE_FOLDERS = ["src"] as const;

/** Finds the modules of a project by the names that its files import. */
export class Modules {
  readonly #known = new Map<string, FoundModule | undefined>();

  /** @param rootOf the folder that nothing is looked for above, for the files of a folder; undefined where they belong to no project */
  constructor(
    readonly files: Files,
    readonly rootOf: (folder: FileId) => FileId | undefined,
  ) {}

  /** What the first name of an absolute import in a file stands for; undefined where it is none of the project. */
  top(name: string, from: FileId): FoundModule | undefined {
    const folder = folderOf(from);
    const key = `${folder}\n${name}`;
    if (!this.#known.has(key)) this.#known.set(key, this.#search(name, folder));
    return this.#known.get(key);
  }

  /** The package that the dots of a relative import in a file stand for: one the file's own, two that above it. */
  package(from: FileId, dots: number): FoundModule | undefined {
    let folder = folderOf(from);
    for (let up = 1; up < dots; up++) folder = folderOf(folder);
    const root = this.rootOf(folderOf(from));
    if (root === undefined || !isInside(folder, root)) return undefined;
    return this.#packageIn(folder);
  }

  /** A module in a package. */
  inside(module: FoundModule, name: string): FoundModule | undefined {
    if (module.kind === "file" && !module.file.endsWith("/__init__.py")) return undefined;
    return this.#in(module.kind === "folder" ? module.folder : folderOf(module.file), name);
  }

  /**
   * Nearest first, as who runs a file that stands deep in a repository runs it from its own project's folder. Packages are no
   * roots: what they hold is imported by their name.
   */
  #search(name: string, start: FileId): FoundModule | undefined {
    const root = this.rootOf(start);
    if (root === undefined) return undefined;
    for (let folder = start; isInside(folder, root); folder = folderOf(folder)) {
      if (this.files.isFile(within(folder, "__init__.py"))) continue;
      for (const base of [folder, ...SOURCE_FOLDERS.map((source) => within(folder, source))]) {
        const found = this.#in(base, name);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  #in(folder: FileId, name: string): FoundModule | undefined {
    const inner = within(folder, name);
    const file = within(folder, `${name}.py`);
    if (this.files.isFile(within(inner, "__init__.py"))) return { kind: "file", file: within(inner, "__init__.py") };
    if (this.files.isFile(file)) return { kind: "file", file };
    return this.files.isFolder(inner) ? { kind: "folder", folder: inner } : undefined;
  }

  #packageIn(folder: FileId): FoundModule {
    const file = within(folder, "__init__.py");
    return this.files.isFile(file) ? { kind: "file", file } : { kind: "folder", folder };
  }
}
