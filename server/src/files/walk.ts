import * as fs from "node:fs";
import * as path from "node:path";
import { ENVIRONMENT_FILE, isSkipped } from "./skipped";
import { type IgnoreChain, ignoresAbove, isIgnored, withIgnoresOf } from "./gitignore";
import { type Problem, reasonOf } from "./problem";
import { isUnreadable, spelt } from "./names";
import { isInside } from "./inside";

const NOT_REGULAR = "is no regular file: not read";

export interface WalkHost {
  /** Whether the project leaves a path out. */
  readonly isExcluded: (target: string, isFolder: boolean) => boolean;
  readonly onProblem: (problem: Problem) => void;
}

interface Folder {
  readonly folder: string;
  readonly ignores: IgnoreChain;
  readonly asked: boolean;
}

/**
 * All files below a folder that can be checked, in the order of their names, each folder's own before those of the
 * next.
 */
export function* walk(root: string, outer: WalkHost): Iterable<string> {
  // What is left out as a whole but was asked for all the same is walked without that pattern, and then without any.
  const host = outer.isExcluded(root, true) ? { onProblem: outer.onProblem, isExcluded: () => false } : outer;
  const waiting: (Folder | string)[] = [{ folder: root, ignores: ignoresAbove(root, outer.onProblem), asked: true }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === "string") yield next;
    else waiting.push(...inside(next, host).toReversed());
  }
}

function inside({ folder, ignores, asked }: Folder, host: WalkHost): readonly (Folder | string)[] {
  let entries: fs.Dirent[];
  try {
    entries = fs.readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    host.onProblem({ path: folder, message: reasonOf(error), asked });
    return [];
  }
  // Whatever it is called, a folder with this file is a virtual environment.
  if (!asked && entries.some((entry) => entry.name === ENVIRONMENT_FILE)) return [];
  const own = entries.some((entry) => entry.name === ".gitignore")
    ? withIgnoresOf(ignores, folder, host.onProblem)
    : ignores;
  const found: (Folder | string)[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const target = path.join(folder, entry.name);
    const isFolder = entry.isDirectory();
    const wanted = isFolder
      ? !isSkipped(entry.name, (file) => fs.existsSync(path.join(target, file)))
      : isCheckable(entry.name);
    if (!wanted && !entry.isSymbolicLink()) continue;
    if (isUnreadable(folder, entry.name)) {
      for (const name of spelt(folder, entry.name))
        host.onProblem({ path: path.join(folder, name), message: "the name is no UTF-8: not read", asked: true });
      continue;
    }
    if (isIgnored(own, target, isFolder) || host.isExcluded(target, isFolder)) continue;
    if (isFolder) found.push({ folder: target, ignores: own, asked: false });
    else if (entry.isFile() || (entry.isSymbolicLink() && isWantedLink(target, wanted, host))) found.push(target);
    else if (!entry.isSymbolicLink()) host.onProblem({ path: target, message: NOT_REGULAR, asked: false });
  }
  return found;
}

/** A link to a file stands for the file. Links to folders are not followed: what they lead to is found where it is. */
function isWantedLink(link: string, wanted: boolean, host: WalkHost): boolean {
  try {
    const stat = fs.statSync(link);
    if (stat.isDirectory() && isInside(fs.realpathSync(link), fs.realpathSync(path.dirname(link)))) {
      host.onProblem({
        path: link,
        message: "this symbolic link leads back to a folder that it is in: not followed",
        asked: false,
      });
    }
    if (wanted && !stat.isFile() && !stat.isDirectory())
      host.onProblem({ path: link, message: NOT_REGULAR, asked: false });
    return wanted && stat.isFile();
  } catch (error) {
    const dangling = error instanceof Error && (error as NodeJS.ErrnoException).code === "ENOENT";
    if (wanted || !dangling)
      host.onProblem({
        path: link,
        message: dangling ? "this symbolic link leads nowhere" : reasonOf(error),
        asked: false,
      });
    return false;
  }
}

export function isPyProject(file: string): boolean {
  return path.basename(file) === "pyproject.toml";
}

function isCheckable(name: string): boolean {
  return name.endsWith(".py") || name.endsWith(".pyw") || name === "pyproject.toml";
}
