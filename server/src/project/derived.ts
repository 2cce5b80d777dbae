import { roleOfPath } from "../config/roles";
import { ownReference, type Reference } from "../model/reference";
import type { ClassSummary } from "../model/summary";
import { type FileId, folderOf } from "./files";
import type { Resolver } from "./resolver";
import type { Defined } from "./target";

/** More classes derived from one are not told apart. */
const MOST_DERIVED = 24;
/** More files that may define some are not looked into. */
const MOST_FILES = 60;

/** Finds classes in all files of a project. */
export interface DerivingHost {
  /**
   * The files that may define classes derived from one of a name, which is a file's; undefined where not all files can
   * be looked through, or not yet.
   */
  filesDeriving(name: string, file: FileId): readonly FileId[] | undefined;
  rootOf(folder: FileId): FileId | undefined;
}

type Class = Defined<ClassSummary>;

/** The classes that derive from others, in one state of a project. */
export class Derived {
  readonly #known = new Map<Class, readonly Class[] | undefined>();

  /** @param host undefined where a class's own file alone is looked into */
  constructor(
    readonly resolver: Resolver,
    readonly host?: DerivingHost,
  ) {}

  /** Those derived from a class, itself left out; undefined where there are too many, or nobody knows. */
  from(class_: Class): readonly Class[] | undefined {
    if (!this.#known.has(class_)) this.#known.set(class_, this.#find(class_));
    return this.#known.get(class_);
  }

  #find(class_: Class): readonly Class[] | undefined {
    const found = [class_];
    for (let i = 0; i < found.length; i++) {
      const files = this.#filesFor(found[i]!);
      if (files === undefined || files.length > MOST_FILES) return undefined;
      for (const file of files) {
        const derived = this.#derivedIn(file, found[i]!);
        if (derived === undefined) return undefined;
        for (const one of derived) if (!found.some((other) => isSame(one, other))) found.push(one);
        if (found.length > MOST_DERIVED) return undefined;
      }
    }
    return found.slice(1);
  }

  /**
   * Whether any file's words tell of a class that may derive from one of a path in a file; undefined where nobody knows.
   */
  isNamed(path: string, file: FileId): boolean | undefined {
    if (this.host === undefined) return false;
    const files = this.host.filesDeriving(nameOf(path), file);
    return files === undefined ? undefined : files.length > 0;
  }

  #filesFor({ file, path }: Class): readonly FileId[] | undefined {
    if (this.host === undefined) return [file];
    const others = this.host.filesDeriving(nameOf(path), file);
    if (others === undefined) return undefined;
    return [file, ...others.filter((other) => other !== file && this.#countsFor(other, file))];
  }

  /** What stands in for a class in a test, or in an example, is what nobody is given elsewhere. */
  #countsFor(file: FileId, of: FileId): boolean {
    const role = this.#roleOf(file);
    return (role !== "test" && role !== "script") || role === this.#roleOf(of);
  }

  #roleOf(file: FileId): string | undefined {
    const folder = folderOf(file);
    return roleOfPath(file, this.host?.rootOf(folder) ?? folder, [])?.role;
  }

  /** Undefined for a file that nobody has looked into, yet. */
  #derivedIn(file: FileId, of: Class): readonly Class[] | undefined {
    const summary = this.resolver.summaries.get(file);
    if (summary === undefined) return undefined;
    return Object.entries(summary.symbols).flatMap(([path, symbol]) => {
      if (symbol.kind !== "class" || !symbol.bases.some((base) => this.#isClass(base, file, of))) return [];
      const target = this.resolver.target(ownReference(path), file);
      return target?.kind === "class" ? [target.symbol] : [];
    });
  }

  #isClass(reference: Reference | undefined, from: FileId, class_: Class): boolean {
    const target = reference === undefined ? undefined : this.resolver.target(reference, from);
    const targets = target?.kind === "either" ? target.of : [target];
    return targets.some((one) => one?.kind === "class" && isSame(one.symbol, class_));
  }
}

/** A class's own name, without the number of one among several. */
function nameOf(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1).replace(/#\d+$/, "");
}

function isSame(one: Class, other: Class): boolean {
  return one.file === other.file && one.path === other.path;
}
