import type { WayElsewhere } from "../model/called";
import type { ElsewhereStep, Imports, PathElsewhere } from "../model/imports";
import type { Stall } from "../model/library/row";
import { type Hop, Reach } from "../model/reach";
import { memberOf, type Reference } from "../model/reference";
import type { CallSummary, ClassSummary, FunctionSummary } from "../model/summary";
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

/** A function of a file, and the class of the object that it is a method of, where that is known. */
interface OtherFunction {
  readonly symbol: Defined<FunctionSummary>;
  readonly on: Defined<ClassSummary> | undefined;
}

/**
 * One state of a project: what its files can ask about each other. Knows neither files on a disk nor trees; where a file or a
 * summary changes, another one is made.
 */
export class Project {
  readonly #resolver: Resolver;
  readonly #modules: Modules;
  readonly #programs: Programs;
  readonly #reach: Reach<OtherFunction, ElsewhereStep, Stall>;

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
    this.#reach = new Reach((from) => this.#hopsOf(from), keyOf);
  }

  /** What a file is told about the others. */
  importsOf(file: FileId): Imports {
    return {
      value: (reference) => this.#value(reference, file),
      starred: (module, name) => (this.#resolver.exports(module, name, file) ? this.#value(memberOf(module, name), file) : undefined),
      blockingPath: (reference, way) => this.#blockingPath(reference, way, file),
      decorates: (reference, made) => this.#decoration(reference, made, file) !== undefined,
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

  /** The class that a reference comes to, be it by an object of it; "other" where it comes to something else, undefined where nobody knows. */
  classBehind(reference: Reference, from: FileId): Definition | "other" | undefined {
    const target = this.#resolver.target(reference, from);
    if (target === undefined) return undefined;
    return target.kind === "class" || target.kind === "object" ? { kind: "class", file: target.symbol.file, path: target.symbol.path } : "other";
  }

  /** Whether a class that a reference comes to has a member, by itself or its bases; undefined where nobody knows. */
  hasMember(reference: Reference, name: string, from: FileId): boolean | undefined {
    return this.#resolver.hasMember(reference, name, from);
  }

  #value(reference: Reference, from: FileId): Value | undefined {
    const target = this.#resolver.target(reference, from);
    return target === undefined ? undefined : valueOf(target, reference);
  }

  #blockingPath(reference: Reference, way: WayElsewhere, from: FileId): PathElsewhere | undefined {
    const paths = this.#run(this.#resolver.target(reference, from), reference, way, from).flatMap((called): readonly PathElsewhere[] => {
      const found = this.#reach.from(called);
      return found === undefined ? [] : [{ runs: nameOf(called), steps: found.steps, blocks: found.end, seldom: found.seldom }];
    });
    return paths.toSorted((a, b) => a.steps.length - b.steps.length)[0];
  }

  *#hopsOf({ symbol, on }: OtherFunction): Iterable<Hop<OtherFunction, ElsewhereStep, Stall>> {
    const { file, summary } = symbol;
    for (const call of summary.calls) {
      const step = { uri: this.addressOf(file), range: call.range, way: call.way, callee: call.callee, when: call.when };
      const { seldom } = call;
      if (call.blocks !== undefined) yield { step, end: call.blocks, to: undefined, seldom };
      else for (const to of this.#runBy(call, file, on)) yield { step, end: undefined, to, seldom };
    }
  }

  /** What a place in a function runs, by the class of the object that the function is a method of. */
  #runBy({ to, way, self }: CallSummary, file: FileId, on: Defined<ClassSummary> | undefined): readonly OtherFunction[] {
    if (to === undefined) return [];
    if (on === undefined || self === undefined) return this.#run(this.#resolver.target(to, file), to, way, file);
    if (self.member === undefined) return this.#run(this.#resolver.target(to, file), to, way, file).map((called) => ({ ...called, on }));
    const object = { kind: "object", symbol: on } as const;
    return way === "read" ? this.#read(object, self.member) : this.#run(this.#resolver.member(object, self.member), to, way, file);
  }

  /** The functions whose bodies run where what a reference has come to is called, entered, gone through, or read. */
  #run(target: Target | undefined, reference: Reference, way: WayElsewhere, from: FileId): readonly OtherFunction[] {
    switch (way) {
      case "call":
        return this.#called(target);
      case "with":
        return this.#entered(target);
      case "iterate":
        return this.#iterated(target);
      case "read": {
        const { object, name } = lastMember(reference);
        return this.#read(this.#resolver.target(object, from), name);
      }
      case "decorate":
        return target?.kind === "function" ? this.#wrapper(target.symbol) : [];
      default:
        return way satisfies never;
    }
  }

  #called(target: Target | undefined): readonly OtherFunction[] {
    switch (target?.kind) {
      case "function": {
        const { symbol, on } = target;
        const { async, generator, plain, wrappers } = symbol.summary;
        if (async || generator || !plain) return [];
        const around = wrappers.map(({ by, made }) => this.#decoration(by, made, symbol.file));
        if (around.includes(undefined)) return [];
        return [{ symbol, on }, ...around.flatMap((decorator) => (decorator === undefined ? [] : this.#wrapper(decorator)))];
      }
      case "class":
        return this.#made(target.symbol);
      case "object":
        return this.#called(this.#resolver.member(target, "__call__"));
      default:
        return [];
    }
  }

  /** The function that a reference comes to, where what it decorates is still run. */
  #decoration(reference: Reference, made: boolean, from: FileId): Defined<FunctionSummary> | undefined {
    const target = this.#resolver.target(reference, from);
    return target?.kind === "function" && target.symbol.summary.decorates?.made === made ? target.symbol : undefined;
  }

  /** What runs with each function that a decorator decorates. */
  #wrapper({ file, summary }: Defined<FunctionSummary>): readonly OtherFunction[] {
    const wrapper = summary.decorates?.wrapper;
    const target = wrapper === undefined ? undefined : this.#resolver.target(wrapper, file);
    return target?.kind === "function" ? [{ symbol: target.symbol, on: undefined }] : [];
  }

  #made(symbol: Defined<ClassSummary>): readonly OtherFunction[] {
    const { made } = symbol.summary;
    if (made === "unknown") return [];
    const object = { kind: "object", symbol } as const;
    const init = made === "by fields" ? undefined : this.#resolver.member(object, "__init__");
    return this.#called(init ?? this.#resolver.member(object, "__post_init__"));
  }

  #entered(target: Target | undefined): readonly OtherFunction[] {
    if (target?.kind === "manager") return [{ symbol: target.symbol, on: undefined }];
    if (target?.kind !== "object") return [];
    return ["__enter__", "__exit__"].flatMap((name) => this.#called(this.#resolver.member(target, name)));
  }

  #iterated(target: Target | undefined): readonly OtherFunction[] {
    if (target?.kind === "generator") return [{ symbol: target.symbol, on: undefined }];
    const iter = target?.kind === "object" ? this.#resolver.member(target, "__iter__") : undefined;
    const iterator = iter === undefined ? undefined : this.#resolver.result(iter);
    if (iterator?.kind === "generator") return [{ symbol: iterator.symbol, on: undefined }];
    const next = iterator?.kind === "object" ? this.#called(this.#resolver.member(iterator, "__next__")) : [];
    return [...this.#called(iter), ...next];
  }

  #read(object: Target | undefined, name: string): readonly OtherFunction[] {
    const getter = object?.kind === "object" ? this.#resolver.property(object, name) : undefined;
    if (getter === undefined || getter.summary.async || getter.summary.generator) return [];
    return [{ symbol: getter, on: object?.kind === "object" ? object.symbol : undefined }];
  }
}

/** The same for the same function of an object of the same class. */
function keyOf({ symbol, on }: OtherFunction): string {
  return [symbol.file, symbol.path, on?.file, on?.path].join("\n");
}

/** The object that a reference to a member begins with. */
function lastMember(reference: Reference): { readonly object: Reference; readonly name: string } {
  const dot = reference.lastIndexOf(".");
  return { object: reference.slice(0, dot), name: reference.slice(dot + 1) };
}

function nameOf({ symbol: { path } }: OtherFunction): string {
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
    case "generator":
    case "manager":
      return { kind: "outside", reference };
    default:
      return target satisfies never;
  }
}
