import type { Kind } from "../syntax/kinds.generated";
import type { PythonDocument, Segment } from "../syntax/document";
import type { Node } from "../syntax/tree";
import { loopOfModule } from "./loop-of-module";
import { hasMetaclass, holderIn, makingOf, wrappersOf } from "./called";
import { firstBound } from "./bound-calls";
import { type Blocks, callsIn, type OwnCall } from "./calls";
import { decorationBy } from "./decoration";
import { isAbstract, makesProperty } from "./decorators";
import { decoratorsOf, isGenerator } from "./definitions";
import { SETS_FACTORY, setsFactory } from "./task-factory";
import { listedIn } from "./exported-names";
import { isHook, waitsBy } from "./idle";
import { UNRESOLVED } from "./imports";
import { Infer } from "./infer";
import { libraryRow } from "./library/index";
import { leftOpenBy } from "./left-open";
import { Module } from "./module";
import { errorsBy, UNKNOWN_ERRORS } from "./never-fails";
import { eitherReference, memberOf, ownReference, type Reference, resultOf, typedOf } from "./reference";
import { Steps } from "./steps";
import { isRunFirst, type OwnStarts, ownStartsOf, runBy } from "./one-shot";
import { givenToApplication } from "./startup";
import { runsSurely } from "./sure";
import { taskKeeper } from "./task-keeper";
import { threadWrapper } from "./thread-wrapper";
import { asyncTwin } from "./async-twin";
import { DEFINITIONS, SymbolPaths } from "./symbol-paths";
import type { AwaitSummary, CallSummary, ClassSummary, FunctionSummary, ModuleSummary, SummaryRange } from "./summary";
import { PLAIN } from "./plain-function";
import type { ClassDefinition, Value } from "./values";
import { CALLS } from "../syntax/node-kinds";

const GIVES: ReadonlySet<Kind> = new Set(["keyword_argument", "call"]);
/** Words of what an application is told by what to run before it serves anybody. */
const STARTS_APPLICATION = /^(?:lifespan|on_startup)$|\.append$/;
/** The names of what runs a coroutine as the only one of its loop. */
const RUNS = /(?:^|\.)run(?:_until_complete)?$/;

/** What one segment's definitions may cost, as `Steps` counts. */
const MOST_STEPS = 100_000;

/**
 * Which calls of a file's functions its summary tells: all, or those alone that run whenever the function does, for
 * code that nobody can look into.
 */
export type Told = "all calls" | "sure calls";

/** What other files can ask a file. Parses all that defines something in it. */
export function summarize(document: PythonDocument, blocks: Blocks, told: Told = "all calls"): ModuleSummary {
  return new Summarizer(document, blocks, told).run();
}

class Summarizer {
  readonly #module: Module;
  readonly #symbols = new Map<string, FunctionSummary | ClassSummary>();
  readonly #paths: SymbolPaths;

  constructor(
    readonly document: PythonDocument,
    readonly blocks: Blocks,
    readonly told: Told,
  ) {
    this.#module = new Module(document);
    this.#paths = new SymbolPaths(this.#module, new Infer(this.#module, undefined, new Steps(MOST_STEPS), UNRESOLVED));
  }

  run(): ModuleSummary {
    const names = new Map<string, Reference | undefined>();
    const programs: Reference[] = [];
    for (const segment of this.document.segments) {
      const infer = new Infer(this.#module, undefined, new Steps(MOST_STEPS), UNRESOLVED);
      for (const node of segment.tree.nodesOf(DEFINITIONS)) this.#define(node, segment, infer);
      if (this.told === "all calls") programs.push(...this.#programsIn(segment, infer));
      if (segment.piece.indent > 0) continue;
      const { outer, globalBindings } = this.#module.scopes(segment.tree);
      for (const name of [...outer.bindings.keys(), ...globalBindings.keys()]) {
        if (!names.has(name)) names.set(name, this.#reference(infer.global(name)));
      }
    }
    const listed = listedIn(this.#module, new Infer(this.#module, undefined, new Steps(MOST_STEPS), UNRESOLVED));
    return {
      names: Object.fromEntries(names),
      symbols: Object.fromEntries(this.#symbols),
      programs,
      loop: this.told === "all calls" ? loopOfModule(this.document.segments) : "unknown",
      makesTasks: this.told === "all calls" && this.document.segments.some((segment) => setsTaskFactory(segment)),
      stars: this.#module.starImports,
      starsBehind: this.#starsBehind(names.keys()),
      all: listed?.names,
      allOf: listed?.modules ?? [],
    };
  }

  #starsBehind(names: Iterable<string>): Readonly<Record<string, number>> {
    if (this.#module.starImports.length === 0) return {};
    const counts = [...names].map((name) => [name, this.#module.starImportsBehind(name).length] as const);
    return Object.fromEntries(counts.filter(([, count]) => count > 0));
  }

  #define(node: Node, segment: Segment, infer: Infer): void {
    const path = this.#paths.of(node);
    if (path !== undefined) this.#symbols.set(path, this.#summaryOf(node, segment, infer));
  }

  #summaryOf(node: Node, segment: Segment, infer: Infer): FunctionSummary | ClassSummary {
    switch (node.kind) {
      case "class_definition":
        return this.#class(node, infer);
      case "lambda":
        return this.#lambda(node, segment, infer);
      default:
        return this.#function(node, segment, infer);
    }
  }

  #function(node: Node, segment: Segment, infer: Infer): FunctionSummary {
    const definition = this.#module.function(node);
    const result = infer.functionResult(definition);
    const own = ownStartsOf(node, infer);
    const isAll = this.told === "all calls";
    const isTold = definition.async && isAll;
    const wrappers = wrappersOf(node, infer)?.map(({ by, made }) => ({ by: this.#reference(by), made }));
    const known = wrappers?.flatMap(({ by, made }) => (by === undefined ? [] : [{ by, made }])) ?? [];
    return {
      kind: "function",
      async: definition.async,
      generator: isGenerator(node),
      plain: known.length === wrappers?.length,
      abstract: decoratorsOf(node).some((decorator) => isAbstract(decorator, infer)),
      wrappers: known,
      decorates: this.#decoration(node, infer),
      manager: result?.kind === "manager",
      property: decoratorsOf(node).some((decorator) => makesProperty(decorator, infer)),
      returns: this.#reference(this.#given(node, result, infer)),
      calls: this.#calls(node, segment, infer),
      starts: own.starts,
      awaits: isTold ? this.#awaits(own, infer) : [],
      waitsBy: isTold ? waitsBy(node, infer) : undefined,
      hook: isTold && isHook(definition),
      ...(isAll ? errorsBy(definition, result?.kind === "manager", infer) : UNKNOWN_ERRORS),
      threads: isAll ? threadWrapper(node, infer) : undefined,
      bound: isAll ? firstBound(node, infer) : undefined,
      keepsTask: isAll ? taskKeeper(node, definition.owner !== undefined) : undefined,
      twin: isAll ? asyncTwin(definition, infer) : undefined,
    };
  }

  /** By their words alone most calls are none that could run a program. */
  *#programsIn({ tree }: Segment, infer: Infer): Iterable<Reference> {
    for (const node of tree.nodesOf(GIVES)) {
      if (
        !STARTS_APPLICATION.test(
          node.kind === "call" ? (node.child("function")?.text ?? "") : (node.child("name")?.text ?? ""),
        )
      )
        continue;
      for (const given of givenToApplication(node)) {
        const reference = this.#reference(infer.value(given));
        if (reference !== undefined) yield reference;
      }
    }
    for (const call of tree.nodesOf(CALLS)) {
      if (!RUNS.test(call.child("function")?.text ?? "")) continue;
      const program = runBy(call, infer);
      const reference = program === undefined ? undefined : this.#reference(infer.value(program));
      if (reference !== undefined) yield reference;
    }
    for (const node of tree.nodesOf(DEFINITIONS)) {
      const path = node.hasToken("async") && isRunFirst(node, infer) ? this.#paths.of(node) : undefined;
      if (path !== undefined) yield ownReference(path);
    }
  }

  #awaits({ calls }: OwnStarts, infer: Infer): readonly AwaitSummary[] {
    return calls.flatMap(({ callee, alone, repeated }) => {
      const value = infer.value(callee);
      const isOfLibrary = value?.kind === "name" && (!value.name.includes(".") || libraryRow(value.name) !== undefined);
      const to =
        isOfLibrary || (value?.kind !== "name" && value?.kind !== "outside" && value?.kind !== "function")
          ? undefined
          : this.#reference(value);
      return to === undefined ? [] : [{ to, alone, repeated }];
    });
  }

  #lambda(node: Node, segment: Segment, infer: Infer): FunctionSummary {
    const returns = this.#reference(infer.result({ kind: "lambda", node }));
    const calls = this.#calls(node, segment, infer);
    return { ...PLAIN, returns, calls };
  }

  #decoration(node: Node, infer: Infer): FunctionSummary["decorates"] {
    const decoration = decorationBy(node, infer, this.told === "all calls" ? undefined : runsSurely);
    if (decoration === undefined) return undefined;
    const { made, wrapper } = decoration;
    if (wrapper === undefined) return { made, wrapper };
    const path = this.#paths.of(wrapper);
    return path === undefined ? undefined : { made, wrapper: ownReference(path) };
  }

  #calls(node: Node, segment: Segment, infer: Infer): readonly CallSummary[] {
    if (this.told === "sure calls" && node.hasToken("async")) return [];
    const read = new Set<Reference>();
    const all = [...callsIn(node, undefined, infer, this.blocks)].filter(({ spared }) => !spared);
    const blocking = all.flatMap(({ run, blocks }) => (blocks === undefined ? [] : [run.at]));
    const isTold = ({ run, blocks, seldom }: OwnCall): boolean =>
      this.told === "all calls" || (!seldom && runsSurely(run.at, node, blocks === undefined ? [] : blocking));
    return all.filter(isTold).flatMap((call): readonly CallSummary[] => {
      const { run, callee, blocks, self, seldom, when, given } = call;
      const { at, way } = run;
      const to = this.#runReference(call, infer);
      // The same attribute of the same object is read again and again.
      if (way === "read" && to !== undefined) {
        if (read.has(to)) return [];
        read.add(to);
      }
      if (blocks === undefined && to === undefined) return [];
      const summary = { range: this.#rangeOf(at, segment), way, callee, blocks, to, self, seldom, when, given };
      // What runs whatever the function is given, or one of several alike, asks for nothing.
      return [
        this.told === "all calls"
          ? summary
          : { ...summary, when: [], given: undefined, holder: self === undefined ? holderIn(run, infer) : undefined },
      ];
    });
  }

  #runReference(call: OwnCall, infer: Infer): Reference | undefined {
    const { run, value } = call;
    const reference = this.#methodReference(call, infer) ?? this.#reference(value);
    const read = run.way === "read" ? run.what.child("attribute")?.text : undefined;
    return reference === undefined || read === undefined ? reference : memberOf(reference, read);
  }

  /**
   * A method by the class of its object, where that is known: what it runs through its object is then known as well.
   */
  #methodReference({ run: { way, what }, self }: OwnCall, infer: Infer): Reference | undefined {
    const method = what.child("attribute")?.text;
    if (way !== "call" || self !== undefined || method === undefined) return undefined;
    const object = infer.value(what.child("object")!);
    const isMade =
      object?.kind === "object" && (object.derived === true || makingOf(object.definition.node, infer) !== "unknown");
    const of = isMade ? this.#reference(object) : undefined;
    return of === undefined ? undefined : memberOf(of, method);
  }

  /** What a function gives: awaited where it is to be, and entered where it is a context manager. */
  #given(node: Node, result: Value | undefined, infer: Infer): Value | undefined {
    switch (result?.kind) {
      case undefined:
        return this.#propertyResult(node, infer);
      case "awaitable":
        return node.hasToken("async") ? result.result : result;
      case "manager":
        return infer.entered(result);
      default:
        return result;
    }
  }

  /** A decorated function has no result of its own; what a property gives is its annotation. */
  #propertyResult(node: Node, infer: Infer): Value | undefined {
    const annotation = node.child("return_type");
    return annotation === undefined || decoratorsOf(node).length === 0 ? undefined : infer.type(annotation);
  }

  #class(node: Node, infer: Infer): ClassSummary {
    const definition = this.#module.class(node);
    const names = new Set(definition.parts.flatMap((part) => [...part.bindings.keys(), ...part.attributes.keys()]));
    const members = [...names].map((name) => [name, this.#memberReference(definition, name, infer)] as const);
    const left =
      this.told === "all calls" ? leftOpenBy(definition, infer, (call) => this.#typeIn(call, infer)) : undefined;
    return {
      kind: "class",
      bases: infer.bases(definition).map((base) => this.#reference(base)),
      made: names.has("__new__") ? "unknown" : makingOf(node, infer),
      metaclass: hasMetaclass(node, infer),
      leftOpen:
        left === undefined
          ? undefined
          : { type: left.type, range: this.#rangeOf(left.at, this.#module.segmentOf(left.at)) },
      members: Object.fromEntries(members),
    };
  }

  /**
   * What is imported stands for itself here: whether it is what the table knows is found out where other files are
   * known.
   */
  #typeIn(call: Node, infer: Infer): string | undefined {
    const value = infer.value(call);
    const made = value?.kind === "outside" ? /^([\w.]+)\(\)$/.exec(value.reference)?.[1] : undefined;
    return made ?? (value?.kind === "instance" ? value.name : undefined);
  }

  #memberReference(definition: ClassDefinition, name: string, infer: Infer): Reference | undefined {
    const ofObject = { kind: "object", definition } as const;
    // What methods assign hides what a base has, of which nothing is known here.
    const isAssigned = definition.parts.every((part) => !part.bindings.has(name));
    return this.#reference(
      isAssigned
        ? infer.member(ofObject, name)
        : (infer.member({ kind: "class", definition }, name) ?? infer.member(ofObject, name)),
    );
  }

  #reference(value: Value | undefined): Reference | undefined {
    switch (value?.kind) {
      case "name":
        return value.name;
      case "instance":
        return resultOf(value.name);
      case "outside":
        return value.reference;
      case "function":
      case "class":
      case "object": {
        const path = this.#paths.of(value.definition.node);
        if (path === undefined) return undefined;
        if (value.kind !== "object") return ownReference(path);
        return value.derived === true ? typedOf(ownReference(path)) : resultOf(ownReference(path));
      }
      case "manager":
      case "generator":
      case "lambda": {
        const path = this.#paths.of(value.kind === "lambda" ? value.node : value.definition.node);
        if (path === undefined) return undefined;
        return value.kind === "lambda" ? ownReference(path) : resultOf(ownReference(path));
      }
      case "either": {
        const of = value.of.map((one) => this.#reference(one));
        return of.every((one) => one !== undefined) ? eitherReference(of, value.by) : undefined;
      }
      case "awaitable":
      case "literal":
      case undefined:
        return undefined;
      default:
        return value satisfies never;
    }
  }

  #rangeOf(node: Node, segment: Segment): SummaryRange {
    const offset = this.document.offsetOf(segment);
    return { start: this.document.positionAt(offset + node.start), end: this.document.positionAt(offset + node.end) };
  }
}

function setsTaskFactory({ text, tree }: Segment): boolean {
  return text.includes(SETS_FACTORY) && [...tree.nodesOf(CALLS)].some((call) => setsFactory(call));
}
