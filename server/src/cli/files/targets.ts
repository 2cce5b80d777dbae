import * as fs from "node:fs";
import * as path from "node:path";
import { type Problem, reasonOf } from "../../files/problem";
import { walk, type WalkHost } from "../../files/walk";

export interface Target {
  readonly file: string;
  /** Whether the user named the file itself. */
  readonly asked: boolean;
}

/** The files that paths of the command line mean, each once, however often it is reached. */
export function* findTargets(paths: readonly string[], cwd: string, host: WalkHost): Iterable<Target> {
  const seen = new Set<string>();
  const isNew = (file: string): boolean => {
    const real = realPath(file);
    if (seen.has(real)) return false;
    seen.add(real);
    return true;
  };
  for (const given of paths) {
    const target = path.resolve(cwd, given);
    const kind = kindOf(target, host.onProblem);
    if (kind === "file" && isNew(target)) yield { file: target, asked: true };
    if (kind === "folder") for (const file of walk(target, host)) if (isNew(file)) yield { file, asked: false };
  }
}

function kindOf(target: string, onProblem: (problem: Problem) => void): "file" | "folder" | "none" {
  try {
    const stat = fs.statSync(target);
    if (stat.isFile()) return "file";
    if (stat.isDirectory()) return "folder";
    onProblem({ path: target, message: "is neither a file nor a folder", asked: true });
  } catch (error) {
    onProblem({ path: target, message: reasonOf(error), asked: true });
  }
  return "none";
}

/** The file behind links; the path itself where the file has just gone, which reading it will tell. */
function realPath(file: string): string {
  try {
    return fs.realpathSync.native(file);
  } catch {
    return file;
  }
}
