import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { type Entries, foldersAround, importRootsAround, isInside, MARKERS } from "./distributions";
import { homeFolder } from "./home-folder";
import { statOf } from "./stat";

/** What marks the outermost folder that belongs together. */
const OUTERMOST = ".git";

/** What makes a folder a package, whose modules are imported by its name. */
const PACKAGE = "__init__.py";

/** What holds a part of a project, by its name: nobody starts a program from there, or imports from it alone. */
const PARTS: ReadonlySet<string> = new Set("src lib tests test docs examples scripts".split(" "));
/** What holds files of many projects: what lies there says nothing of the folders in it. */
const OF_MANY: ReadonlySet<string> = new Set(
  [os.tmpdir(), homeFolder()].flatMap((one) => one?.split(path.sep).join("/") ?? []),
);

/** What folders hold, each read once. Paths have `/` between their parts. */
export class Folders {
  readonly #entries = new Map<string, Entries>();
  readonly #roots = new Map<string, string>();
  readonly #besides = new Map<string, readonly string[]>();
  /** Folders in which modules were looked for, and those that were asked what marks a project. */
  readonly #looked = new Set<string>();
  readonly #climbed = new Set<string>();
  readonly #walked = new Set<string>();
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
    this.#besides.clear();
  }

  /**
   * The folder that a file's project begins in: the repository's, else the outermost that says so, else the one that is
   * open, else the outermost around the file that looks like the folder of a program. It depends on what files there are
   * alone, and not on where anybody stands.
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

  /**
   * The folders that packages are imported from which are built by themselves: those of the same repository, and those
   * of the folders that are open.
   */
  besides(folder: string): readonly string[] {
    const root = this.rootOf(folder);
    let found = this.#besides.get(root);
    if (found === undefined) {
      found = importRootsAround(root, this.#openFolders, (one) => this.#walk(one));
      this.#besides.set(root, found);
    }
    return found;
  }

  /** The folders that hold all code which may call that of a folder. */
  around(folder: string): readonly string[] {
    return foldersAround(this.rootOf(folder), this.#openFolders, (one) => this.#walk(one));
  }

  #walk(folder: string): Entries {
    this.#walked.add(folder);
    return this.entriesOf(folder);
  }

  /** The folders that were looked through for packages. */
  get walked(): Iterable<string> {
    return this.#walked;
  }

  /** What of a folder decides where packages lie, in one line, as it is now. */
  static packagesIn(folder: string): string {
    const folders = [...readFolder(folder)].flatMap(([name, kind]) => (kind === "folder" ? [`${name}/`] : []));
    return [Folders.marksIn(folder), ...folders.sort()].join(" ");
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
    const marks = [OUTERMOST, ...MARKERS, PACKAGE].filter((name) => entries.has(name));
    return [...marks, ...(holdsCode(entries) ? ["code"] : [])].join(" ");
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
    this.#besides.clear();
    this.#looked.clear();
    this.#climbed.clear();
    this.#walked.clear();
  }

  #findRoot(folder: string): string {
    let marked: string | undefined;
    for (let at: string | undefined = folder; at !== undefined; at = folderAbove(at)) {
      const entries = this.entriesOf(at);
      this.#climbed.add(at);
      if (entries.has(OUTERMOST)) return at;
      if (MARKERS.some((marker) => entries.get(marker) === "file")) marked = at;
    }
    if (marked !== undefined) return marked;
    const open = this.#openFolders.filter((one) => isInside(folder, one)).sort((a, b) => b.length - a.length)[0];
    if (open !== undefined) return open;
    let at = folder;
    for (let up = folderAbove(at); up !== undefined && this.#goesOnAbove(at, up); up = folderAbove(at)) at = up;
    return at;
  }

  /** Whether a folder that nothing marks is a part of what begins further up. */
  #goesOnAbove(folder: string, above: string): boolean {
    if (this.entriesOf(folder).get(PACKAGE) === "file") return true;
    if (OF_MANY.has(above) || folderAbove(above) === undefined) return false;
    return PARTS.has(path.posix.basename(folder)) || holdsCode(this.entriesOf(above));
  }

  #entry(file: string): "file" | "folder" | undefined {
    const folder = path.posix.dirname(file);
    this.#looked.add(folder);
    return this.entriesOf(folder).get(path.posix.basename(file));
  }

  protected entriesOf(folder: string): Entries {
    let entries = this.#entries.get(folder);
    if (entries === undefined) this.#entries.set(folder, (entries = readFolder(folder)));
    return entries;
  }
}

function holdsCode(entries: Entries): boolean {
  for (const [name, kind] of entries) if (kind === "file" && name.endsWith(".py")) return true;
  return false;
}

/** Undefined for the top of a file system, and for a drive (`C:`), above which there is no folder. */
function folderAbove(folder: string): string | undefined {
  const above = path.posix.dirname(folder);
  return above === folder || above === "." ? undefined : above;
}

function readFolder(folder: string): Entries {
  const entries = new Map<string, "file" | "folder">();
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

function kindOf(link: string): "file" | "folder" | undefined {
  const stat = statOf(link);
  return stat?.isFile() === true ? "file" : stat?.isDirectory() === true ? "folder" : undefined;
}
