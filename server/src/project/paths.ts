import type { Given } from "../model/given";
import type { WayElsewhere } from "../model/ways";
import { keepsThread, worstOf } from "../model/blocking";
import { isExcluded } from "../model/conditions";
import type { ElsewhereStep, PathElsewhere } from "../model/imports";
import { libraryRow, type Row } from "../model/library/index";
import type { Stall } from "../model/library/row";
import { type Hop, Reach } from "../model/reach";
import { lastMember, memberOf, ownReference, type Reference } from "../model/reference";
import type { CallSummary, ClassSummary, FunctionSummary } from "../model/summary";
import { definer, isMadeByMetaclass } from "./ancestry";
import { Derived, type DerivingHost } from "./derived";
import type { FileId } from "./files";
import type { Resolver } from "./resolver";
import { type Defined, eitherTarget, type Target } from "./target";

/**
 * A function of a file, the class of the object that it is a method of, and what it is given, where these are known.
 */
interface OtherFunction {
  readonly symbol: Defined<FunctionSummary>;
  readonly on: Defined<ClassSummary> | undefined;
  readonly given?: Given | undefined;
}

/** Functions of which one runs, mostly a single one. */
type OneOf = readonly OtherFunction[];

/** What is called, entered, gone through; of what is read, the object and the name. */
interface Ran {
  readonly target: Target | undefined;
  readonly way: WayElsewhere;
  readonly name: string;
}

const NOTHING: Ran = { target: undefined, way: "call", name: "" };

/** A call on a way, as its file's summary tells of it. */
interface Step {
  readonly file: FileId;
  readonly call: CallSummary;
}

/** The end of a way: it may lie where others know on. */
interface End {
  readonly blocks: Stall;
  readonly further: readonly ElsewhereStep[];
}

/** What is told of a way besides what summaries say. */
export interface PathsHost {
  /** Where a step stands. */
  readonly place: (file: FileId) => Pick<ElsewhereStep, "uri" | "package">;
  /** How running what is installed beside the project stalls its thread, by what it is called in a file. */
  readonly installed?: (reference: Reference, way: WayElsewhere, from: FileId) => PathElsewhere | undefined;
  /** Whether what runs through an object counts only where its very class is known. */
  readonly strict?: boolean;
  /** Finds derived classes in other files; undefined where those of a class's own file alone count. */
  readonly deriving?: DerivingHost;
  /** More functions are not looked at for one question; a way through more is not known. */
  readonly most?: number;
}

/**
 * Finds the calls by which what a reference comes to stalls its thread, by the summaries of all files that it comes to.
 */
export class Paths {
  readonly #resolver: Resolver;
  readonly #host: PathsHost;
  readonly #derived: Derived;
  readonly #reach: Reach<OtherFunction, Step, End>;

  constructor(resolver: Resolver, host: PathsHost) {
    this.#resolver = resolver;
    this.#host = host;
    this.#derived = new Derived(resolver, host.deriving);
    this.#reach = new Reach((from) => this.#hopsOf(from), keyOf, host.most);
  }

  /** The shortest to what is worst; undefined where there is none, or that is not sure. */
  of(reference: Reference, way: WayElsewhere, from: FileId, given?: Given): PathElsewhere | undefined {
    const ran = this.#asked(reference, way, from);
    const installed = this.#inInstalled(ran);
    if (installed !== undefined) return installed;
    const paths = this.#run(ran).flatMap((one) => this.#pathOf(one, given) ?? []);
    return worstOf(paths);
  }

  /** Of several functions of which one runs each has to stall its thread: the way of the first is told. */
  #pathOf(one: OneOf, given: Given | undefined): PathElsewhere | undefined {
    const [path, ...others] = one.map((called): PathElsewhere | undefined => {
      const found = this.#reach.from({ ...called, given });
      if (found === undefined) return undefined;
      const steps = [...found.steps.map((step) => this.#told(step)), ...found.end.further];
      return { runs: nameOf(called), steps, blocks: found.end.blocks, seldom: found.seldom };
    });
    return others.includes(undefined) ? undefined : path;
  }

  /** Whether what decorates with what a reference comes to still runs the function that stands below. */
  decorates(reference: Reference, made: boolean, from: FileId): boolean {
    return this.#decoration(reference, made, from) !== undefined;
  }

  /** Whether classes of other files derive from one of a file; undefined where nobody knows. */
  derivedElsewhere(path: string, file: FileId): boolean | undefined {
    // What words tell is asked first: the file's own summary is another with each key that is typed in it.
    const named = this.#derived.isNamed(path, file);
    if (named !== true) return named;
    const target = this.#resolver.target(ownReference(path), file);
    if (target?.kind !== "class") return false;
    return this.#derived.from(target.symbol)?.some((one) => one.file !== file);
  }

  #told({ file, call: { range, way, callee } }: Step): ElsewhereStep {
    return { ...this.#host.place(file), range, way, callee };
  }

  *#hopsOf({ symbol, on, given }: OtherFunction): Iterable<Hop<OtherFunction, Step, End>> {
    const { file, summary } = symbol;
    for (const call of heaviestFirst(summary.calls)) {
      if (isExcluded(call.when, given)) continue;
      if (this.#host.strict === true && call.holder !== undefined && !this.#holds(call.holder, symbol, on)) continue;
      if (call.blocks !== undefined && this.#resolver.hidesLibrary(call.callee, file)) continue;
      const { seldom } = call;
      const ran = call.blocks === undefined ? this.#ranBy(call, file, on) : NOTHING;
      const row = this.#knownToWait(ran);
      const step = { file, call: row === undefined ? call : { ...call, callee: row.name } };
      const blocks = call.blocks ?? row?.blocks;
      if (blocks !== undefined)
        yield { step, end: { blocks, further: [] }, to: [], seldom, keeps: keepsThread(blocks) };
      else
        yield* this.#further(call, ran, on).map((further) => ({ step, ...further, seldom: further.seldom || seldom }));
    }
  }

  /**
   * What a call is of that the table knows to wait for a server, where another file tells whose method it is: of the
   * session that a helper of the project gives. A database that is a file may lie in memory: that nobody sees from
   * here.
   */
  #knownToWait({ target, way }: Ran): Row | undefined {
    const isNamed = way === "call" && target?.kind === "library" && target.value.kind === "name";
    const row = isNamed && this.#host.strict !== true ? libraryRow(target.value.name) : undefined;
    if (row === undefined || row.lazy === true || row.brief === true || row.notWith !== undefined) return undefined;
    const waits = row.blocks === "http" || (row.blocks === "database" && row.waitsFor === "the database");
    return waits ? row : undefined;
  }

  /** Whether an object holds under a name what the class does that defines a method of it. */
  #holds(name: string, { file, path }: Defined<FunctionSummary>, on: Defined<ClassSummary> | undefined): boolean {
    if (on === undefined) return false;
    const owner = this.#resolver.target(ownReference(path.slice(0, path.lastIndexOf("."))), file);
    if (owner?.kind !== "class") return false;
    const [own, derived] = [owner.symbol, on].map((one) => definer(one, name, this.#resolver));
    return own !== undefined && own.file === derived?.file && own.path === derived.path;
  }

  #further(
    call: CallSummary,
    ran: Ran,
    on: Defined<ClassSummary> | undefined,
  ): readonly Omit<Hop<OtherFunction, Step, End>, "step">[] {
    const installed = this.#inInstalled(ran);
    if (installed !== undefined)
      return [
        {
          end: { blocks: installed.blocks, further: installed.steps },
          to: [],
          seldom: installed.seldom,
          keeps: keepsThread(installed.blocks),
        },
      ];
    const isOnSuper = on !== undefined && call.self !== undefined && call.self.member === undefined;
    return this.#run(ran).map((one) => ({
      end: undefined,
      to: one.map((called) => ({ ...called, on: isOnSuper ? on : called.on, given: call.given })),
      seldom: false,
      keeps: "long",
    }));
  }

  /** What a place in a function runs, by the class of the object that the function is a method of. */
  #ranBy({ to, way, self }: CallSummary, file: FileId, on: Defined<ClassSummary> | undefined): Ran {
    if (to === undefined || (self !== undefined && on === undefined && this.#host.strict === true)) return NOTHING;
    if (on === undefined || self?.member === undefined) return this.#asked(to, way, file);
    const object = { kind: "object", symbol: on } as const;
    return way === "read"
      ? { target: object, way, name: self.member }
      : { target: this.#resolver.member(object, self.member), way, name: "" };
  }

  #asked(reference: Reference, way: WayElsewhere, from: FileId): Ran {
    const isRead = way === "read";
    const { object, name } = isRead ? lastMember(reference) : { object: reference, name: "" };
    return { target: this.#orDerived(this.#resolver.target(object, from), reference), way, name };
  }

  /** What is known by an annotation may be of a derived class, whose method may be another. */
  #orDerived(target: Target | undefined, reference: Reference): Target | undefined {
    if (target?.kind === "object") return this.#objectsOf(target);
    if (target?.kind !== "function" || target.derived !== true || target.on === undefined) return target;
    const objects = this.#objectsOf({ kind: "object", symbol: target.on, derived: true });
    return objects === undefined ? undefined : this.#resolver.member(objects, lastMember(reference).name);
  }

  /** One object of each class that it may be of. */
  #objectsOf(target: Target | undefined): Target | undefined {
    if (target?.kind !== "object" || target.derived !== true) return target;
    const derived = this.#derived.from(target.symbol);
    if (derived === undefined) return undefined;
    return eitherTarget([target.symbol, ...derived].map((symbol) => ({ kind: "object", symbol })));
  }

  #inInstalled({ target, way, name }: Ran): PathElsewhere | undefined {
    if (target?.kind !== "installed") return undefined;
    return this.#host.installed?.(
      way === "read" ? memberOf(target.reference, name) : target.reference,
      way,
      target.from,
    );
  }

  /** The functions whose bodies run there: each by itself, or one of several. */
  #run({ target, way, name }: Ran): readonly OneOf[] {
    if (target?.kind !== "either") return this.#runBy(target, way, name).map((called) => [called]);
    // What is there to be overridden is what no object has.
    const of = target.of.filter((one) => one.kind !== "function" || !one.symbol.summary.abstract);
    const each = of.map((one) => this.#runBy(one, way, name)[0]);
    return each.length > 0 && each.every((called) => called !== undefined) ? [each] : [];
  }

  #runBy(target: Target | undefined, way: WayElsewhere, name: string): readonly OtherFunction[] {
    switch (way) {
      case "call":
        return this.#called(target);
      case "with":
        return this.#entered(target);
      case "iterate":
        return this.#iterated(target);
      case "read":
        return this.#read(target, name);
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
        return [
          { symbol, on },
          ...around.flatMap((decorator) => (decorator === undefined ? [] : this.#wrapper(decorator))),
        ];
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
    if (made === "unknown" || isMadeByMetaclass(symbol, this.#resolver)) return [];
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

/** What takes longer as there is more of it before what else blocks by itself. */
function heaviestFirst(calls: readonly CallSummary[]): readonly CallSummary[] {
  const isHeavy = ({ blocks, callee }: CallSummary): boolean =>
    blocks !== undefined && libraryRow(callee)?.heavy === true;
  return calls.some(isHeavy) ? [...calls.filter(isHeavy), ...calls.filter((call) => !isHeavy(call))] : calls;
}

/**
 * The same for the same function of an object of the same class, that leaves the same calls out by what it is given.
 */
function keyOf({ symbol, on, given }: OtherFunction): unknown {
  const leftOut =
    given === undefined
      ? []
      : symbol.summary.calls.flatMap(({ when }, index) => (isExcluded(when, given) ? [index] : []));
  // A resolver makes each function once.
  if (on === undefined && leftOut.length === 0) return symbol;
  return [symbol.file, symbol.path, on?.file, on?.path, ...leftOut].join("\n");
}

/** Without the number that tells it apart from others of its name. */
function nameOf({ symbol: { path } }: OtherFunction): string {
  return path.slice(path.lastIndexOf(".") + 1).replace(/#\d+$/, "");
}
