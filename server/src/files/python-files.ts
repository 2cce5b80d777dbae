import * as fs from "node:fs";
import * as path from "node:path";
import { Folders } from "./folders";
import { ignoresAbove, isIgnored, withIgnoresOf } from "./gitignore";
import { linkedFolders } from "./linked-packages";
import { LIMITS, readRegularFile } from "./read";
import { ENVIRONMENT_FILE, isSkipped, MAYBE_PACKAGES } from "./skipped";
import { readSource, type Source } from "./source";
import { isPyProject, walk } from "./walk";

/** More files than this are not looked through for one question. */
const MOST_FILES = 20_000;
/**
 * Nor are more folders than this looked into: a file that lies in no project may have a whole disk below its folder.
 */
const MOST_FOLDERS = 5_000;

/** The Python files of this machine, by their paths with `/` between the parts. */
export class PythonFiles extends Folders {
  readonly #linked = new Map<string, readonly string[]>();
  /** Files that were read to know where packages lie. */
  readonly #lists = new Set<string>();

  /** The folders that a folder of installed packages says others lie in. */
  linked(packages: string): readonly string[] {
    let found = this.#linked.get(packages);
    if (found === undefined) {
      found = linkedFolders(packages, {
        entriesOf: (folder) => this.entriesOf(folder),
        isFolder: (folder) => this.isFolder(folder),
        read: (file) => {
          this.#lists.add(file);
          return this.read(file);
        },
      });
      this.#linked.set(packages, found);
    }
    return found;
  }

  /** The files that said where packages lie. */
  get lists(): Iterable<string> {
    return this.#lists;
  }

  override forget(): void {
    super.forget();
    this.#linked.clear();
    this.#lists.clear();
  }

  /**
   * The Python files below a folder as they are now, those of other people left out; undefined where there are too many
   * to look through.
   */
  below(root: string): readonly string[] | undefined {
    return this.#filesBelow(root, ".py");
  }

  /** The notebooks below a folder; none where there are too many files to look through. */
  notebooksBelow(root: string): readonly string[] {
    return this.#filesBelow(root, ".ipynb") ?? [];
  }

  #filesBelow(root: string, ending: string): readonly string[] | undefined {
    const found: string[] = [];
    const waiting = [root];
    let looked = 0;
    for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
      if (++looked > MOST_FOLDERS) return undefined;
      const entries = listed(folder);
      if (entries.some(({ name }) => name === ENVIRONMENT_FILE)) continue;
      for (const entry of entries) {
        const inner = `${folder}/${entry.name}`;
        // Links to folders lead to what is found where it is.
        if (entry.isDirectory() && isLookedInto(inner, entry.name)) waiting.push(inner);
        else if (entry.name.endsWith(ending) && !entry.isDirectory() && found.push(inner) > MOST_FILES)
          return undefined;
      }
    }
    return found.sort();
  }

  /** The text of a file, without its byte order mark; undefined where it can't be read. */
  read(file: string): string | undefined {
    try {
      return readRegularFile(systemPath(file), LIMITS.source)
        .toString("utf8")
        .replace(/^\uFEFF/, "");
    } catch {
      // Who is asked to check the file itself tells of it.
      return undefined;
    }
  }

  /** The files below a folder that can be checked. What can't be looked into holds none. */
  *checkable(folder: string): Iterable<string> {
    const host = { isExcluded: () => false, onProblem: () => {} };
    for (const file of walk(systemPath(folder), host)) yield path.sep === "/" ? file : file.replaceAll(path.sep, "/");
  }

  /** @throws with a plain reason where the file can't be read as text */
  source(file: string): Source {
    return readSource(systemPath(file), isPyProject(file) ? LIMITS.settings : LIMITS.source);
  }
}

/** What is built there git is told to leave out, as a rule. */
function isLookedInto(folder: string, name: string): boolean {
  const own = systemPath(folder);
  if (isSkipped(name, (file) => fs.existsSync(path.join(own, file)))) return false;
  if (!MAYBE_PACKAGES.has(name)) return true;
  const around = path.dirname(own);
  const ignores = withIgnoresOf(
    ignoresAbove(around, () => {}),
    around,
    () => {},
  );
  return !isIgnored(ignores, own, true);
}

function listed(folder: string): readonly fs.Dirent[] {
  try {
    return fs.readdirSync(systemPath(folder), { withFileTypes: true });
  } catch {
    // What can't be looked into holds nothing for us.
    return [];
  }
}

/** A path as this system writes it; the top of the file system is the empty one. */
export function systemPath(file: string): string {
  if (file === "") return path.sep;
  return path.sep === "/" ? file : file.replaceAll("/", path.sep);
}
