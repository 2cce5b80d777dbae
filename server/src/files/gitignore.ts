import * as fs from "node:fs";
import * as path from "node:path";
import { LIMITS, readRegularFile } from "./read";
import { IgnorePatterns } from "../config/ignore-patterns";
import { isMissing, type Problem, reasonOf } from "./problem";

type OnProblem = (problem: Problem) => void;

/** Patterns that hold below a folder. */
interface Patterns {
  readonly base: string;
  readonly patterns: IgnorePatterns;
}

/** The .gitignore files that hold in a folder, the outermost first. */
export type IgnoreChain = readonly Patterns[];

/** The .gitignore files above a folder, up to the top of its repository; none outside of one. */
export function ignoresAbove(folder: string, onProblem: OnProblem): IgnoreChain {
  const above: string[] = [];
  for (let at = folder; ; at = path.dirname(at)) {
    if (at !== folder) above.unshift(at);
    if (fs.existsSync(path.join(at, ".git"))) break;
    if (path.dirname(at) === at) return [];
  }
  const chain = above.flatMap((one) => read(one, onProblem) ?? []);
  // A folder that is ignored as a whole was asked for all the same: then only what it says itself holds in it.
  return isIgnored(chain, folder, true) ? [] : chain;
}

export function withIgnoresOf(chain: IgnoreChain, folder: string, onProblem: OnProblem): IgnoreChain {
  const own = read(folder, onProblem);
  return own === undefined ? chain : [...chain, own];
}

/** Whether the chain leaves a path out; the innermost file that speaks of it decides. */
export function isIgnored(chain: IgnoreChain, target: string, isFolder: boolean): boolean {
  for (const { base, patterns: own } of chain.toReversed()) {
    const verdict = own.of(path.relative(base, target).split(path.sep).join("/"), isFolder);
    if (verdict !== undefined) return verdict === "left out";
  }
  return false;
}

/** Patterns as in .gitignore, from somewhere else. */
export function patterns(base: string, lines: readonly string[]): IgnoreChain {
  return lines.length === 0 ? [] : [{ base, patterns: new IgnorePatterns(lines) }];
}

/** Most folders have none, and one that can't be read leaves nothing out. */
function read(folder: string, onProblem: OnProblem): Patterns | undefined {
  const file = path.join(folder, ".gitignore");
  try {
    const text = readRegularFile(file, LIMITS.settings).toString("utf8");
    return { base: folder, patterns: IgnorePatterns.in(text) };
  } catch (error) {
    if (!isMissing(error)) onProblem({ path: file, message: reasonOf(error), asked: false });
    return undefined;
  }
}
