import { bytesOf, isLiteral, Wildcards } from "./wildcards";

/** What patterns say of a path: that it is left out, that it is not although others say so, or nothing. */
export type Verdict = "left out" | "kept" | undefined;

interface Pattern {
  readonly verdict: Verdict;
  readonly foldersOnly: boolean;
  /** Whether it speaks of names, wherever they lie, and not of paths. */
  readonly ofNames: boolean;
  readonly matches: (text: string) => boolean;
}

/** More folders than this are looked at anew, so that memory stays small. */
const MOST_FOLDERS = 10_000;

/** Patterns as in a .gitignore file, read as git reads them where case matters; of untrusted origin, as they may be. */
export class IgnorePatterns {
  /** The last ones first: they decide. */
  readonly #patterns: readonly Pattern[];
  readonly #folders = new Map<string, Verdict>();

  constructor(lines: readonly string[]) {
    this.#patterns = lines.flatMap((line) => patternOf(line) ?? []).reverse();
  }

  /** @param text a whole file */
  static in(text: string): IgnorePatterns {
    return new IgnorePatterns(text.replace(/^\uFEFF/, "").split("\n"));
  }

  /** @param path below the folder of the patterns, with slashes between its parts */
  of(path: string, isFolder: boolean): Verdict {
    const bytes = bytesOf(path);
    // What lies in a folder that is left out is never looked at, whatever is said of it.
    for (let slash = bytes.indexOf("/"); slash >= 0; slash = bytes.indexOf("/", slash + 1)) {
      if (this.#ofFolder(bytes.slice(0, slash)) === "left out") return "left out";
    }
    return isFolder ? this.#ofFolder(bytes) : this.#decide(bytes, false);
  }

  #ofFolder(folder: string): Verdict {
    if (this.#folders.has(folder)) return this.#folders.get(folder);
    if (this.#folders.size >= MOST_FOLDERS) this.#folders.clear();
    const verdict = this.#decide(folder, true);
    this.#folders.set(folder, verdict);
    return verdict;
  }

  #decide(path: string, isFolder: boolean): Verdict {
    const name = path.slice(path.lastIndexOf("/") + 1);
    for (const pattern of this.#patterns) {
      if ((isFolder || !pattern.foldersOnly) && pattern.matches(pattern.ofNames ? name : path)) return pattern.verdict;
    }
    return undefined;
  }
}

function patternOf(line: string): Pattern | undefined {
  if (line.startsWith("#")) return undefined;
  const whole = bytesOf(withoutSpaces(line.endsWith("\r") ? line.slice(0, -1) : line));
  const isNegated = whole.startsWith("!");
  const foldersOnly = whole.length > (isNegated ? 1 : 0) && whole.endsWith("/");
  const path = whole.slice(isNegated ? 1 : 0, foldersOnly ? -1 : undefined);
  if (path === "") return undefined;
  const ofNames = !path.includes("/");
  return {
    verdict: isNegated ? "kept" : "left out",
    foldersOnly,
    ofNames,
    matches: matcherOf(path.startsWith("/") ? path.slice(1) : path),
  };
}

/** Most patterns are a name, or say how a name ends. */
function matcherOf(pattern: string): (text: string) => boolean {
  if (isLiteral(pattern)) return (text) => text === pattern;
  const rest = pattern.slice(1);
  if (pattern.startsWith("*") && isLiteral(rest) && !rest.includes("/"))
    return (text) => text.endsWith(rest) && !text.slice(0, -rest.length).includes("/");
  const wildcards = new Wildcards(pattern);
  return (text) => wildcards.matches(text);
}

/** Without the spaces at the end, but for one behind a backslash. */
function withoutSpaces(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === " ") end--;
  if (end === line.length) return line;
  let backslashes = 0;
  while (line[end - 1 - backslashes] === "\\") backslashes++;
  return line.slice(0, backslashes % 2 === 1 ? end + 1 : end);
}
