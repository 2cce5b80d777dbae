import * as fs from "node:fs";
import * as path from "node:path";
import { statOf } from "./stat";

/** What marks a folder as the one that a project's code is started from. */
const MARKERS = ["pyproject.toml", "setup.py", "setup.cfg"] as const;
/** What marks the outermost folder that belongs together. */
const OUTERMOST = ".git";

/** What makes a folder a package, whose modules are imported by its name. */
const PACKAGE = "__init__.py";

type Entry = "file" | "folder";

/** What folders hold, each read once. Paths have `/` between their parts. */
export class Folders {
  readonly #entries = new Map<string, ReadonlyMap<string, Entry>>();
  readonly #roots = new Map<string, string>();
  /** Folders in which modules were looked for, and those that were asked what marks a project. */
  readonly #looked = new Set<string>();
  readonly #climbed = new Set<string>();
  #openFolders: readonly string[] = [];

  isFile(file: string): boolean {
    return this.#entry(file) === "file";
  }

  isFolder(folder: string): boolean {
    return this.#entry(folder) === "folder";
  }

  /** The folders that a person works in, which stand for the project's where nothing else does. */
  get openFolders(): readonly string[] {
    return this.#openFolders;
  }

  set openFolders(folders: readonly string[]) {
    this.#openFolders = folders;
    this.#roots.clear();
  }

  /**
   * The folder that a file's project begins in: the repository's, else the outermost that says so, else the one that is
   * open, else the outermost above the file that is no package.
   */
  rootOf(folder: string): string {
    const known = this.#roots.get(folder);
    if (known !== undefined) return known;
    const found = this.#findRoot(folder);
    // Paths are put together with "/" between their parts: the top of the file system is the empty one.
    const root = found === "/" ? "" : found;
    this.#roots.set(folder, root);
    return root;
  }

  /** The folders in which modules were looked for. */
  get looked(): Iterable<string> {
    return this.#looked;
  }

  /** The folders that were asked whether a project begins there: nothing else that they hold is of interest. */
  get climbed(): Iterable<string> {
    return this.#climbed;
  }

  /** What marks a folder as the begin of a project, or of none, in one line, as it is now. */
  static marksIn(folder: string): string {
    const entries = readFolder(folder);
    return [OUTERMOST, ...MARKERS, PACKAGE].filter((name) => entries.has(name)).join(" ");
  }

  /** The modules that a folder may hold, in one line, as it is now. */
  static modulesIn(folder: string): string {
    const names = [...readFolder(folder)].flatMap(([name, kind]) =>
      kind === "folder" ? (name.startsWith(".") ? [] : [`${name}/`]) : /\.pyi?$/.test(name) ? [name] : [],
    );
    return names.sort().join(" ");
  }

  /** Reads folders anew when asked for them. */
  forget(): void {
    this.#entries.clear();
    this.#roots.clear();
    this.#looked.clear();
    this.#climbed.clear();
  }

  #findRoot(folder: string): string {
    let marked: string | undefined;
    for (let at: string | undefined = folder; at !== undefined; at = folderAbove(at)) {
      const entries = this.#entriesOf(at);
      this.#climbed.add(at);
      if (entries.has(OUTERMOST)) return at;
      if (MARKERS.some((marker) => entries.get(marker) === "file")) marked = at;
    }
    if (marked !== undefined) return marked;
    const open = this.#openFolders.filter((one) => isInside(folder, one)).sort((a, b) => b.length - a.length)[0];
    if (open !== undefined) return open;
    let at = folder;
    for (
      let up = folderAbove(at);
      up !== undefined && this.#entriesOf(at).get(PACKAGE) === "file";
      up = folderAbove(at)
    )
      at = up;
    return at;
  }

  #entry(file: string): Entry | undefined {
    const folder = path.posix.dirname(file);
    this.#looked.add(folder);
    return this.#entriesOf(folder).get(path.posix.basename(file));
  }

  #entriesOf(folder: string): ReadonlyMap<string, Entry> {
    let entries = this.#entries.get(folder);
    if (entries === undefined) this.#entries.set(folder, (entries = readFolder(folder)));
    return entries;
  }
}

/** Undefined for the top of a file system, and for a drive (`C:`), above which there is no folder. */
function folderAbove(folder: string): string | undefined {
  const above = path.posix.dirname(folder);
  return above === folder || above === "." ? undefined : above;
}

function isInside(folder: string, root: string): boolean {
  return folder === root || folder.startsWith(root.endsWith("/") ? root : `${root}/`);
}

function readFolder(folder: string): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const entry of listed(folder)) {
    const kind = entry.isSymbolicLink()
      ? kindOf(path.join(folder, entry.name))
      : entry.isFile()
        ? "file"
        : entry.isDirectory()
          ? "folder"
          : undefined;
    if (kind !== undefined) entries.set(entry.name, kind);
  }
  return entries;
}

function listed(folder: string): readonly fs.Dirent[] {
  try {
    return fs.readdirSync(folder === "" ? "/" : folder, { withFileTypes: true });
  } catch {
    // What can't be looked into holds nothing for us.
    return [];
  }
}

function kindOf(link: string): Entry | undefined {
  const stat = statOf(link);
  return stat?.isFile() === true ? "file" : stat?.isDirectory() === true ? "folder" : undefined;
}
