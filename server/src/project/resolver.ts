import { canonicalName, isInTable } from "../model/library/index";
import { baseMember, libraryEntered, libraryMember, libraryResult } from "../model/library-values";
import { STANDARD_MODULES } from "../model/library/standard-modules";
import {
  alternativesOf,
  awaitedOf,
  enteredOf,
  memberOf,
  parseReference,
  type ParsedReference,
  type Reference,
  type ReferenceStep,
  resultOf,
} from "../model/reference";
import type { FunctionSummary, ModuleSummary } from "../model/summary";
import { isExported, moduleByPath } from "./exported";
import type { FileId } from "./files";
import type { FoundModule, ModuleFinder } from "./find-module";
import { Questions } from "./questions";
import {
  type Defined,
  eitherTarget,
  isLibrary,
  library,
  moduleTarget,
  type Target,
  type TargetOne,
  typedTarget,
} from "./target";

/** Where the summaries of a project's files come from; undefined for one that is not known (yet). */
export interface Summaries {
  get(file: FileId): ModuleSummary | undefined;
}

/** Longer chains of references and bases are not followed. */
const MAX_DEPTH = 60;

/** More files that stars bring names from are not looked at for one name. */
const MOST_STARRED = 500;

/**
 * Says what references come to, over all files of a project, for as long as the same files are there: every answer is
 * kept till one of the files changes that it rests on.
 */
export class Resolver {
  readonly #questions = new Questions();
  /** By file and path: the same function is the same object, wherever it was come to from. */
  readonly #symbols = new Map<FileId, Map<string, Target>>();

  /** @param installed the modules that are installed beside these, of which nothing is told but what they are called */
  constructor(
    readonly modules: ModuleFinder,
    readonly summaries: Summaries,
    readonly installed?: ModuleFinder,
  ) {}

  /** What a reference comes to in a file. */
  target(reference: Reference, from: FileId): Target | undefined {
    return this.#questions.answer(reference, from, (own) => this.#resolve(own, from));
  }

  /** Takes in that a file has another summary. */
  forget(file: FileId): void {
    this.#questions.forget(file);
    this.#symbols.delete(file);
  }

  /** What is asked when `object.name` is read, where that is a property. */
  property(object: Target | undefined, name: string): Defined<FunctionSummary> | undefined {
    if (object?.kind !== "object") return undefined;
    const member = this.member({ kind: "class", symbol: object.symbol }, name);
    return member?.kind === "function" && member.symbol.summary.property ? member.symbol : undefined;
  }

  /** Whether `from module import *` in a file brings a name. */
  exports(module: string, name: string, from: FileId): boolean {
    const imported = this.#imported(module, from);
    return imported !== undefined && isExported(imported, name, this);
  }

  /** Whether a class that a reference comes to has a member, by itself or its bases; undefined where nobody knows. */
  hasMember(reference: Reference, name: string, from: FileId): boolean | undefined {
    const found = this.#baseMember(this.target(reference, from), name, "class", new Set());
    return found === undefined ? undefined : found !== "absent";
  }

  /** Whether a module of the project stands where a library's name is imported in a file. */
  hidesLibrary(name: string, from: FileId): boolean {
    const top = name.split(".", 1)[0]!;
    return isInTable(top) && !STANDARD_MODULES.has(top) && this.modules.top(top, from)?.kind === "file";
  }

  #resolve(reference: Reference, from: FileId): Target | undefined {
    const several = alternativesOf(reference);
    if (several !== undefined) return this.#resolveEither(several, from);
    const parsed = parseReference(reference);
    if (parsed === undefined) return undefined;
    const begin = this.#begin(parsed, from);
    return begin === undefined ? undefined : this.#follow(begin.target, parsed.steps.slice(begin.taken));
  }

  /** Of imports that stand in for each other the first is believed where one is of no file. */
  #resolveEither(
    { of, by }: { readonly of: readonly Reference[]; readonly by: "definitions" | "imports" },
    from: FileId,
  ): Target | undefined {
    const targets = of.map((one) => this.target(one, from));
    const areOurs = targets.every((one) => one !== undefined && one.kind !== "library" && one.kind !== "installed");
    return areOurs ? eitherTarget(targets) : by === "imports" ? targets[0] : undefined;
  }

  #follow(from: Target | undefined, steps: readonly ReferenceStep[]): Target | undefined {
    let target = from;
    for (const [i, step] of steps.entries()) {
      if (target === undefined) return undefined;
      const module =
        step.kind === "member" && steps[i + 1]?.kind === "member" ? this.#moduleBehind(target, step.name) : undefined;
      target = this.#step(target, step);
      if (module === undefined || target?.kind === "module") continue;
      // `from .load import load` in a package hides its module from all but imports: `from package.load import parse`.
      const rest = steps.slice(i + 1);
      return this.#follow(target, rest) ?? this.#follow(module, rest);
    }
    return target;
  }

  /** The module of a name in a package, whatever the package itself calls so. */
  #moduleBehind(target: Target, name: string): Target | undefined {
    return target.kind === "module" ? moduleTarget(this.modules.inside(target.module, name)) : undefined;
  }

  /** What a reference begins with, and how many of its steps are taken by it. */
  #begin(
    { own, dots, steps }: ParsedReference,
    from: FileId,
  ): { readonly target: Target | undefined; readonly taken: number } | undefined {
    if (dots > 0) return { target: moduleTarget(this.modules.package(from, dots)), taken: 0 };
    const [first] = steps;
    if (first?.kind !== "member") return undefined;
    if (own) return this.#ownBegin(steps, from);
    const module = STANDARD_MODULES.has(first.name) ? undefined : this.modules.top(first.name, from);
    const installed = this.installed?.top(first.name, from);
    // Python takes a package before a folder that merely has its name.
    if (installed !== undefined && (module === undefined || (module.kind === "folder" && installed.kind === "file"))) {
      return { target: { kind: "installed", reference: first.name, from }, taken: 1 };
    }
    if (module !== undefined) return { target: moduleTarget(module), taken: 1 };
    return { target: { kind: "library", value: { kind: "name", name: canonicalName(first.name) } }, taken: 1 };
  }

  /** `:outer.inner` may name what no name of the module leads to. */
  #ownBegin(
    steps: readonly ReferenceStep[],
    file: FileId,
  ): { readonly target: Target | undefined; readonly taken: number } | undefined {
    const summary = this.summary(file);
    if (summary === undefined) return undefined;
    const path: string[] = [];
    let found: { readonly target: Target; readonly taken: number } | undefined;
    for (const step of steps) {
      if (step.kind !== "member") break;
      path.push(step.name);
      const target = this.#symbol(file, path.join("."), summary);
      if (target !== undefined) found = { target, taken: path.length };
    }
    if (found !== undefined || path[0] === undefined) return found;
    return { target: this.#starred(summary.stars, file, path[0], new Set([file])), taken: 1 };
  }

  #imported(reference: Reference, from: FileId): FoundModule | undefined {
    const parsed = parseReference(reference);
    const begin = parsed && this.#begin(parsed, from);
    return begin && moduleByPath(begin.target, parsed.steps.slice(begin.taken), this.modules);
  }

  /** What a file says, taken down as read by the answer that is being worked out. */
  summary(file: FileId): ModuleSummary | undefined {
    this.#questions.read(file);
    return this.summaries.get(file);
  }

  #symbol(file: FileId, path: string, { symbols }: ModuleSummary): Target | undefined {
    const summary = Object.hasOwn(symbols, path) ? symbols[path] : undefined;
    if (summary === undefined) return undefined;
    let known = this.#symbols.get(file);
    if (known === undefined) this.#symbols.set(file, (known = new Map()));
    let target = known.get(path);
    if (target === undefined) {
      target =
        summary.kind === "class"
          ? { kind: "class", symbol: { file, path, summary } }
          : { kind: "function", symbol: { file, path, summary } };
      known.set(path, target);
    }
    return target;
  }

  #step(target: Target, step: ReferenceStep): Target | undefined {
    if (target.kind === "either") return eitherTarget(target.of.map((one) => this.#step(one, step)));
    switch (step.kind) {
      case "member":
        return this.member(target, step.name);
      case "call":
        return this.result(target);
      case "await":
        return this.#awaited(target);
      case "enter":
        return this.#entered(target);
      case "typed":
        return typedTarget(target);
      default:
        return step satisfies never;
    }
  }

  /** What `target.name` is. */
  member(target: Target, name: string): Target | undefined {
    switch (target.kind) {
      case "module":
        return this.#moduleMember(target.module, name);
      case "class":
      case "object": {
        const found = this.#classMember(target, name, new Set());
        const member = found === "absent" ? undefined : found;
        if (member?.kind !== "function" || target.kind !== "object") return member;
        const isDerived = target.derived === true ? ({ derived: true } as const) : {};
        return { ...member, on: target.symbol, ...isDerived };
      }
      case "library":
        return isLibrary(target.value) ? library(libraryMember(target.value, name)) : undefined;
      case "installed":
        return { ...target, reference: memberOf(target.reference, name) };
      case "either":
        return eitherTarget(target.of.map((one) => this.member(one, name)));
      case "function":
      case "generator":
      case "manager":
      case "awaitable":
        return undefined;
      default:
        return target satisfies never;
    }
  }

  /** A name of a module, or a module in a package. */
  #moduleMember(module: FoundModule, name: string, seen?: Set<FileId>): Target | undefined {
    if (module.kind === "folder") return moduleTarget(this.modules.inside(module, name));
    const { file } = module;
    const summary = this.summary(file);
    if (summary === undefined) return moduleTarget(this.modules.inside(module, name));
    const looked = seen ?? new Set([file]);
    const behind = Object.hasOwn(summary.starsBehind, name) ? summary.starsBehind[name] : undefined;
    const over = behind === undefined ? undefined : this.#starred(summary.stars.slice(0, behind), file, name, looked);
    if (over !== undefined) return over;
    if (Object.hasOwn(summary.names, name)) {
      const reference = summary.names[name];
      // What `from .name import name` imports from is the module: asked for on the way to what that gives the name.
      if (reference !== undefined && !this.#questions.isOpen(reference, file)) return this.target(reference, file);
    }
    // `from . import name` in the package itself, and every import of the module below, bind the module.
    const inside = moduleTarget(this.modules.inside(module, name));
    if (Object.hasOwn(summary.names, name)) return inside;
    // `from .name import *` binds what the module calls so behind the module itself.
    return this.#starred(summary.stars, file, name, looked) ?? inside;
  }

  /** @param seen the files that were looked at: each is once for one question, whatever ways there are to it */
  #starred(stars: readonly string[], file: FileId, name: string, seen: Set<FileId>): Target | undefined {
    for (const star of stars) {
      const module = this.#imported(star, file);
      if (module?.kind !== "file" || seen.has(module.file) || seen.size >= MOST_STARRED) continue;
      if (!isExported(module, name, this)) continue;
      seen.add(module.file);
      const target = this.#moduleMember(module, name, seen);
      if (target !== undefined) return target;
    }
    return undefined;
  }

  /** A member of a class or of its bases; "absent" where none has it, undefined where that is not sure. */
  #classMember(
    target: Target & { readonly kind: "class" | "object" },
    name: string,
    seen: Set<string>,
  ): Target | "absent" | undefined {
    const { file, path, summary } = target.symbol;
    const key = `${file}\n${path}`;
    if (seen.has(key)) return "absent";
    if (seen.size >= MAX_DEPTH) return undefined;
    seen.add(key);
    if (Object.hasOwn(summary.members, name)) {
      const reference = summary.members[name];
      const member = reference === undefined ? undefined : this.target(reference, file);
      const isProperty = member?.kind === "function" && member.symbol.summary.property && target.kind === "object";
      return isProperty ? this.#returned(member) : member;
    }
    for (const base of summary.bases) {
      const found = this.#baseMember(base === undefined ? undefined : this.target(base, file), name, target.kind, seen);
      if (found !== "absent") return found;
    }
    return "absent";
  }

  #baseMember(
    base: Target | undefined,
    name: string,
    kind: "class" | "object",
    seen: Set<string>,
  ): Target | "absent" | undefined {
    if (base?.kind === "class") return this.#classMember({ kind, symbol: base.symbol }, name, seen);
    if (base?.kind !== "library" || base.value.kind !== "name") return undefined;
    const member = baseMember(base.value.name, name);
    return member === "absent" ? member : library(member);
  }

  /** What calling it gives. */
  result(target: Target): Target | undefined {
    switch (target.kind) {
      case "function": {
        const { plain, wrappers, generator, manager, async, declared } = target.symbol.summary;
        if (declared !== undefined) return this.#declared(declared, target.symbol.file);
        if (manager && !async) return { kind: "manager", symbol: target.symbol };
        // What runs a function hands its result on or does not.
        if (!plain || wrappers.length > 0) return undefined;
        if (generator) return async ? undefined : { kind: "generator", symbol: target.symbol };
        const result = this.#returned(target);
        return async ? { kind: "awaitable", result } : result;
      }
      case "class":
        return target.symbol.summary.made !== "unknown" ? { kind: "object", symbol: target.symbol } : undefined;
      case "library":
        return isLibrary(target.value) ? library(libraryResult(target.value)) : undefined;
      case "installed":
        return { ...target, reference: resultOf(target.reference) };
      case "either":
        return eitherTarget(target.of.map((one) => this.result(one)));
      case "module":
      case "object":
      case "generator":
      case "manager":
      case "awaitable":
        return undefined;
      default:
        return target satisfies never;
    }
  }

  #declared({ async, returns }: NonNullable<FunctionSummary["declared"]>, file: FileId): Target | undefined {
    const result = returns === undefined ? undefined : this.target(returns, file);
    return async ? { kind: "awaitable", result } : result;
  }

  #returned({ symbol }: Target & { readonly kind: "function" }): Target | undefined {
    const { returns } = symbol.summary;
    return returns === undefined ? undefined : this.target(returns, symbol.file);
  }

  #awaited(target: TargetOne): Target | undefined {
    if (target.kind === "awaitable") return target.result;
    if (target.kind === "installed") return { ...target, reference: awaitedOf(target.reference) };
    return target.kind === "library" && target.value.kind === "awaitable" ? library(target.value.result) : undefined;
  }

  /** What `with` binds. */
  #entered(target: TargetOne): Target | undefined {
    if (target.kind === "awaitable") return target.result;
    if (target.kind === "manager") return this.#returned({ kind: "function", symbol: target.symbol });
    if (target.kind === "installed") return { ...target, reference: enteredOf(target.reference) };
    if (target.kind === "library")
      return target.value.kind === "instance" ? library(libraryEntered(target.value)) : undefined;
    if (target.kind !== "object") return undefined;
    for (const name of ["__enter__", "__aenter__"]) {
      const method = this.member(target, name);
      if (method?.kind === "function") return this.#returned(method);
    }
    return undefined;
  }
}
