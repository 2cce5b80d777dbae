import { IgnorePatterns } from "../config/ignore-patterns";
import type { Entries } from "../files/distributions";
import { ENVIRONMENT_FILE, MAYBE_PACKAGES, PACKAGE_FILE, SKIPPED_FOLDERS } from "../files/skipped";
import { type FileId, folderOf, foldersUpTo, isInside } from "../project/files";

const IGNORES = ".gitignore";
const NO_ENTRIES: Entries = new Map();
const BUILT: readonly string[] = [...MAYBE_PACKAGES].map((name) => `/${name}/`);
const PYTHON = /\.py$/;
const NOTEBOOK = /\.ipynb$/;
const CHECKABLE = /(?:\.pyw?|\/pyproject\.toml)$/;

/** The names of the files that have to be known, `*` standing for any beginning. */
export const KNOWN_NAMES: readonly string[] = [
  "*.py",
  "*.pyi",
  "*.pyw",
  "*.ipynb",
  "pyproject.toml",
  IGNORES,
  ENVIRONMENT_FILE,
];

/** The folders that are left out, whatever they hold. */
export const LEFT_OUT: readonly string[] = [...SKIPPED_FOLDERS].filter((folder) => !MAYBE_PACKAGES.has(folder));

/** Files as somebody has listed them, and the folders that these make. */
export class FileList {
  readonly #files: Set<FileId>;
  /** What is worked out from the files, anew after each change of them. */
  #folders: ReadonlyMap<FileId, Map<string, "file" | "folder">> | undefined;
  #environments: ReadonlySet<FileId> | undefined;

  constructor(files: Iterable<FileId> = []) {
    this.#files = new Set(files);
  }

  has(file: FileId): boolean {
    return this.#files.has(file);
  }

  /** Takes a file below an open folder in, if it is of a kind and at a place that has to be known. */
  add(file: FileId, open: FileId): void {
    const [name = "", ...folders] = file.slice(open.length).split("/").toReversed();
    const isKnown = KNOWN_NAMES.some((known) =>
      known.startsWith("*") ? name.endsWith(known.slice(1)) : name === known,
    );
    if (isKnown && !folders.some((folder) => LEFT_OUT.includes(folder))) this.#change(() => this.#files.add(file));
  }

  remove(file: FileId): void {
    this.#change(() => this.#files.delete(file));
  }

  isFolder(folder: FileId): boolean {
    return this.#entries.has(folder);
  }

  /** What of a folder is known, by name. */
  entriesOf(folder: FileId): Entries {
    return this.#entries.get(folder) ?? NO_ENTRIES;
  }

  get #entries(): ReadonlyMap<FileId, Entries> {
    return (this.#folders ??= foldersOf(this.#files));
  }

  /** The Python files below a folder, without those of environments. */
  pythonBelow(folder: FileId): readonly FileId[] {
    return this.#below(folder, PYTHON);
  }

  notebooksBelow(folder: FileId): readonly FileId[] {
    return this.#below(folder, NOTEBOOK);
  }

  /** What can be checked there. */
  checkableBelow(folder: FileId): readonly FileId[] {
    return this.#below(folder, CHECKABLE);
  }

  get ignoreFiles(): readonly FileId[] {
    return [...this.#files].filter((file) => file.endsWith(`/${IGNORES}`));
  }

  #below(root: FileId, wanted: RegExp): readonly FileId[] {
    this.#environments ??= new Set(
      [...this.#files].flatMap((file) => (file.endsWith(`/${ENVIRONMENT_FILE}`) ? [folderOf(file)] : [])),
    );
    const environments = [...this.#environments].filter((environment) => environment !== root);
    return [...this.#files]
      .filter(
        (file) =>
          wanted.test(file) &&
          isInside(file, root) &&
          !this.#isBuilt(file, root) &&
          !environments.some((environment) => isInside(file, environment)),
      )
      .sort();
  }

  /** Whether it lies in a folder for what is built, which is no package. */
  #isBuilt(file: FileId, root: FileId): boolean {
    if (!BUILT.some((folder) => file.includes(folder))) return false;
    const folders = [...foldersUpTo(root, folderOf(file))].filter((folder) => folder !== root);
    return folders.some(
      (folder) =>
        MAYBE_PACKAGES.has(folder.slice(folder.lastIndexOf("/") + 1)) && !this.#files.has(`${folder}/${PACKAGE_FILE}`),
    );
  }

  #change(change: () => void): void {
    change();
    this.#folders = undefined;
    this.#environments = undefined;
  }
}

function foldersOf(files: Iterable<FileId>): ReadonlyMap<FileId, Map<string, "file" | "folder">> {
  const folders = new Map<FileId, Map<string, "file" | "folder">>();
  for (const file of files) {
    let kind: "file" | "folder" = "file";
    for (let at = file, folder = folderOf(at); folder !== ""; at = folder, folder = folderOf(folder)) {
      const known = folders.get(folder);
      const entries = known ?? new Map<string, "file" | "folder">();
      entries.set(at.slice(folder.length + 1), kind);
      if (known !== undefined) break;
      folders.set(folder, entries);
      kind = "folder";
    }
  }
  return folders;
}

/** Says of a file below a folder whether the texts of .gitignore files leave it out. */
export function leftOutBelow(root: FileId, texts: ReadonlyMap<FileId, string>): (file: FileId) => boolean {
  const patterns = new Map([...texts].map(([file, text]) => [folderOf(file), IgnorePatterns.in(text)]));
  const folders = new Map<FileId, boolean>();
  /** The innermost that speaks of it decides. */
  const isNamed = (target: FileId, isFolder: boolean): boolean => {
    for (const at of foldersUpTo(root, folderOf(target))) {
      const verdict = patterns.get(at)?.of(target.slice(at.length + 1), isFolder);
      if (verdict !== undefined) return verdict === "left out";
    }
    return false;
  };
  // In a folder that is left out nothing is looked at, whatever is said of it there.
  return (file) => {
    for (let slash = file.indexOf("/", root.length + 1); slash >= 0; slash = file.indexOf("/", slash + 1)) {
      const folder = file.slice(0, slash);
      if (!folders.has(folder)) folders.set(folder, isNamed(folder, true));
      if (folders.get(folder) === true) return true;
    }
    return isNamed(file, false);
  };
}
