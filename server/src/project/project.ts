import type { Imports, LeftOpenElsewhere } from "../model/imports";
import { memberOf, type Reference } from "../model/reference";
import type { Value } from "../model/values";
import { derivesFrom } from "./ancestry";
import { Coroutines } from "./coroutines";
import { Helpers } from "./helpers";
import type { DerivingHost } from "./derived";
import type { FileId } from "./files";
import type { Installed } from "./installed";
import { Paths } from "./paths";
import { OwnSchedulers } from "./own-schedulers";
import { Programs } from "./programs";
import type { Resolver, Summaries } from "./resolver";
import type { Resolvers } from "./resolvers";
import type { Target } from "./target";

/** Where something is defined: its file, and the names that lead to it there. */
export interface Definition {
  readonly kind: "function" | "class";
  readonly file: FileId;
  readonly path: string;
}

/**
 * One state of a project: what its files can ask about each other. Knows neither files on a disk nor trees; where a
 * file or a summary changes, another one is made.
 */
export class Project {
  readonly #resolver: Resolver;
  readonly #summaries: Summaries;
  readonly #programs: Programs;
  readonly #schedulers: OwnSchedulers;
  readonly #coroutines: Coroutines;
  readonly #helpers: Helpers;
  readonly #paths: Paths;
  readonly #addressOf: (file: FileId) => string;
  /** The same where what is installed counts as well. */
  readonly #further: { readonly resolver: Resolver; readonly paths: Paths };

  /**
   * @param resolvers those of the state before, where only summaries have changed
   * @param addressOf how a file is called in findings
   * @param filesDeriving the files that may define classes derived from one
   */
  constructor(
    resolvers: Resolvers,
    readonly installed: Installed,
    addressOf: (file: FileId) => string,
    filesDeriving: DerivingHost["filesDeriving"],
  ) {
    const { files, summaries, project, further } = resolvers;
    this.#addressOf = addressOf;
    const place = (file: FileId): { readonly uri: string; readonly package: undefined } => ({
      uri: addressOf(file),
      package: undefined,
    });
    this.#summaries = summaries;
    this.#resolver = project;
    this.#programs = new Programs(files, (folder) => files.rootOf(folder), summaries, this.#resolver);
    this.#schedulers = new OwnSchedulers(summaries, this.#resolver);
    this.#coroutines = new Coroutines(this.#resolver);
    this.#helpers = new Helpers(this.#resolver);
    const deriving = { filesDeriving, rootOf: (folder: FileId) => files.rootOf(folder) };
    this.#paths = new Paths(this.#resolver, { place, deriving });
    this.#further = {
      resolver: further,
      paths: new Paths(further, {
        place,
        deriving,
        installed: (reference, way, from) => installed.path(reference, way, from),
      }),
    };
  }

  /** What a file is told about the others. */
  importsOf(file: FileId): Imports {
    const imports = {
      ...this.#told(file, this.#resolver, this.#paths),
      derivedElsewhere: (path: string) => this.#paths.derivedElsewhere(path, file),
      runsAlone: (path: string) => this.#programs.runAlone(file, path),
      isStepped: (path: string) => this.#schedulers.run(file, path),
      schedules: (names: readonly string[]) => this.#schedulers.areNamedBy(names, file),
      coroutine: (reference: Reference) => this.#coroutines.of(reference, file),
      givesCoroutine: () => false,
      callersTell: () => undefined,
      usedElsewhere: () => undefined,
      saidByTakers: () => undefined,
      leftOpen: (reference: Reference) => this.#leftOpen(reference, file),
      threadWrapper: (reference: Reference) => this.#helpers.threadWrapper(reference, file),
      helpersAt: (reference: Reference) => this.#helpers.at(reference, file),
      boundToThread: (reference: Reference) => this.#coroutines.boundToThread(reference, file),
      keepsTask: (reference: Reference) => this.#helpers.keepsTask(reference, file),
      asyncTwin: (reference: Reference) => this.#coroutines.asyncTwin(reference, file),
      derivesFrom: (reference: Reference, classes: readonly string[]) =>
        derivesFrom(this.#resolver.target(reference, file), classes, this.#resolver),
      makesTasks: (modules: readonly string[]) => modules.some((module) => this.#makesTasks(module, file)),
      has: (module: string) => this.#has(module, file),
    };
    const { resolver, paths } = this.#further;
    const givesCoroutine = (reference: Reference): boolean => {
      const target = resolver.target(reference, file);
      return target?.kind === "installed" && this.installed.givesCoroutine(target.reference, target.from);
    };
    const further = this.installed.concerns(file)
      ? { ...imports, ...this.#told(file, resolver, paths), givesCoroutine, further: undefined }
      : undefined;
    return { ...imports, further };
  }

  #told(
    file: FileId,
    resolver: Resolver,
    paths: Paths,
  ): Pick<Imports, "value" | "hidesLibrary" | "knowsStars" | "starred" | "blockingPath" | "decorates"> {
    const value = (reference: Reference): Value | undefined => {
      const target = resolver.target(reference, file);
      return target === undefined ? undefined : valueOf(target, reference);
    };
    return {
      value,
      hidesLibrary: (module) => this.#resolver.hidesLibrary(module, file),
      knowsStars: true,
      starred: (module, name) => (resolver.exports(module, name, file) ? value(memberOf(module, name)) : undefined),
      blockingPath: (reference, way, given) => paths.of(reference, way, file, given),
      decorates: (reference, made) => paths.decorates(reference, made, file),
    };
  }

  /** Packages are not read to know that they are there. */
  #has(module: string, file: FileId): boolean {
    if (this.#resolver.target(module, file)?.kind === "module") return true;
    return this.installed.concerns(file) && this.installed.modules.top(module.split(".", 1)[0]!, file) !== undefined;
  }

  #leftOpen(reference: Reference, from: FileId): LeftOpenElsewhere | undefined {
    const target = this.#resolver.target(reference, from);
    const left = target?.kind === "class" ? target.symbol.summary.leftOpen : undefined;
    if (left === undefined || target?.kind !== "class") return undefined;
    const { file } = target.symbol;
    return this.#resolver.target(left.type, file)?.kind === "library"
      ? { ...left, uri: this.#addressOf(file) }
      : undefined;
  }

  #makesTasks(module: string, file: FileId): boolean {
    const target = this.#resolver.target(module, file);
    const found = target?.kind === "module" && target.module.kind === "file" ? target.module.file : undefined;
    return found !== undefined && this.#summaries.get(found)?.makesTasks === true;
  }

  /**
   * The function or class that a reference comes to in a file; "other" where it comes to something else, undefined
   * where nobody knows.
   */
  definition(reference: Reference, from: FileId): Definition | "other" | undefined {
    const target = this.#resolver.target(reference, from);
    if (target?.kind === "either") return sameDefinition(target.of.map((one) => definitionOf(one)));
    return target === undefined ? undefined : definitionOf(target);
  }

  /** The file of the module that a reference comes to; undefined where it comes to none of the project's. */
  moduleFile(reference: Reference, from: FileId): FileId | undefined {
    const target = this.#resolver.target(reference, from);
    return target?.kind === "module" && target.module.kind === "file" ? target.module.file : undefined;
  }

  /**
   * The class that a reference comes to, be it by an object of it; "other" where it comes to something else, undefined
   * where nobody knows.
   */
  classBehind(reference: Reference, from: FileId): Definition | "other" | undefined {
    const target = this.#resolver.target(reference, from);
    if (target === undefined) return undefined;
    return target.kind === "class" || target.kind === "object"
      ? { kind: "class", file: target.symbol.file, path: target.symbol.path }
      : "other";
  }

  /** Whether a class that a reference comes to has a member, by itself or its bases; undefined where nobody knows. */
  hasMember(reference: Reference, name: string, from: FileId): boolean | undefined {
    return this.#resolver.hasMember(reference, name, from);
  }
}

function definitionOf(target: Target): Definition | "other" {
  if (target.kind !== "function" && target.kind !== "class") return "other";
  // Those that branches define are told apart by a number.
  return { kind: target.kind, file: target.symbol.file, path: target.symbol.path.replace(/#\d+$/, "") };
}

/**
 * What several definitions are that branches give one name: all of one path are one for who looks for them; undefined
 * where nobody knows which it is.
 */
export function sameDefinition(of: readonly (Definition | "other" | undefined)[]): Definition | "other" | undefined {
  const [first, ...others] = of;
  if (of.every((one) => one === "other")) return "other";
  if (first === undefined || first === "other") return undefined;
  const isSame = (one: Definition | "other" | undefined): boolean =>
    one !== undefined &&
    one !== "other" &&
    one.kind === first.kind &&
    one.file === first.file &&
    one.path === first.path;
  return others.every((one) => isSame(one)) ? first : undefined;
}

/** What a file that knows no targets is told of one. */
function valueOf(target: Target, reference: Reference): Value {
  switch (target.kind) {
    case "library":
      return target.value;
    case "awaitable":
      return {
        kind: "awaitable",
        result: target.result === undefined ? undefined : valueOf(target.result, `${reference}~`),
      };
    case "installed":
      // What its modules hold is known by its names, whatever it is; what that gives has none.
      return /[(!]/.test(target.reference) ? { kind: "outside", reference } : { kind: "name", name: target.reference };
    case "either":
    case "module":
    case "function":
    case "class":
    case "object":
    case "generator":
    case "manager":
      return { kind: "outside", reference };
    default:
      return target satisfies never;
  }
}
