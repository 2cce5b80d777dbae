import type { ElsewhereStep, Imports, PathElsewhere } from "../model/imports";
import type { BlockingKind } from "../model/library/row";
import { type Hop, Reach } from "../model/reach";
import { memberOf, type Reference } from "../model/reference";
import type { FunctionSummary } from "../model/summary";
import type { Value } from "../model/values";
import type { FileId, Files } from "./files";
import { Modules } from "./find-module";
import { Programs } from "./programs";
import { Resolver, type Summaries } from "./resolver";
import type { Defined, Target } from "./target";

/** Where something is defined: its file, and the names that lead to it there. */
export interface Definition {
  readonly kind: "function" | "class";
  readonly file: FileId;
  readonly path: string;
}

type OtherFunction = Defined<FunctionSummary>;

/**
 * One state of a project: what its files can ask about each other. Knows neither files on a disk nor trees; where a file or a
 * summary changes, another one is made.
 */
export class Project {
  readonly #resolver: Resolver;
  readonly #modules: Modules;
  readonly #programs: Programs;
  readonly #reach: Reach<OtherFunction, ElsewhereStep, BlockingKind>;

  /** @param addressOf how a file is called in findings */
  constructor(
    files: Files,
    rootOf: (folder: FileId) => FileId | undefined,
    summaries: Summaries,
    readonly addressOf: (file: FileId) => string = (file) => file,
  ) {
    this.#modules = new Modules(files, rootOf);
    this.#resolver = new Resolver(this.#modules, summaries);
    this.#programs = new Programs(files, rootOf, summaries, this.#resolver);
    this.#reach = new Reach(
      (from) => this.#hopsOf(from),
      ({ file, path }) => `${file}\n${path}`,
    );
  }

  /** What a file is told about the others. */
  importsOf(file: FileId): Imports {
    return {
      value: (reference) => this.#value(reference, file),
      starred: (module, name) => (this.#resolver.exports(module, name, file) ? this.#value(memberOf(module, name), file) : undefined),
      blockingPath: (reference) => this.#blockingPath(reference, file),
      runsAlone: (path) => this.#programs.runAlone(file, path),
      has: (module) => this.#resolver.target(module, file)?.kind === "module",
    };
  }

  /** The function or class that a reference comes to in a file; "other" where it comes to something else, undefined where nobody knows. */
  definition(reference: Reference, from: FileId): Definition | "other" | undefined {
    const target = this.#resolver.target(reference, from);
    if (target === undefined) return undefined;
    return target.kind === "function" || target.kind === "class" ? { kind: target.kind, file: target.symbol.file, path: target.symbol.path } : "other";
  }

  /** Whether a class that a reference comes to has a member, by itself or its bases; undefined where nobody knows. */
  hasMember(reference: Reference, name: string, from: FileId): boolean | undefined {
    return this.#resolver.hasMember(reference, name, from);
  }

  #value(reference: Reference, from: FileId): Value | undefined {
    const target = this.#resolver.target(reference, from);
    return target === undefined ? undefined : valueOf(target, reference);
  }

  #blockingPath(reference: Reference, from: FileId): PathElsewhere | undefined {
    const called = this.#called(this.#resolver.target(reference, from));
    const way = called === undefined ? undefined : this.#reach.from(called);
    return called === undefined || way === undefined ? undefined : { runs: nameOf(called), steps: way.steps, blocks: way.end };
  }

  *#hopsOf({ file, summary }: OtherFunction): Iterable<Hop<OtherFunction, ElsewhereStep, BlockingKind>> {
    for (const { range, callee, blocks, to } of summary.calls) {
      const target = to === undefined ? undefined : this.#resolver.target(to, file);
      yield { step: { uri: this.addressOf(file), range, callee }, end: blocks, to: this.#called(target) };
    }
  }

  /** The plain function that a call of something runs there and then. */
  #called(target: Target | undefined): OtherFunction | undefined {
    switch (target?.kind) {
      case "function": {
        const { async, generator, plain } = target.symbol.summary;
        return async || generator || !plain ? undefined : target.symbol;
      }
      case "class":
        return this.#initializer(target.symbol);
      default:
        return undefined;
    }
  }

  #initializer(symbol: Defined<unknown> & { readonly summary: { readonly plain: boolean } }): OtherFunction | undefined {
    if (!symbol.summary.plain) return undefined;
    for (const name of ["__init__", "__post_init__"]) {
      const method = this.#resolver.target(`:${symbol.path}().${name}`, symbol.file);
      if (method?.kind === "function") return this.#called(method);
    }
    return undefined;
  }
}

function nameOf({ path }: OtherFunction): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

/** What a file that knows no targets is told of one. */
function valueOf(target: Target, reference: Reference): Value {
  switch (target.kind) {
    case "library":
      return target.value;
    case "awaitable":
      return { kind: "awaitable", result: target.result === undefined ? undefined : valueOf(target.result, `${reference}~`) };
    case "module":
    case "function":
    case "class":
    case "object":
      return { kind: "outside", reference };
    default:
      return target satisfies never;
  }
}
