import type { Condition, Given } from "./given";
import type { ThroughSelf, Way } from "./ways";
import type { Stall } from "./library/row";
import type { TaskKeeper } from "./task-keeper";
import type { LoopOfModule } from "./loop-of-module";
import type { Reference } from "./reference";

/** A place in a file; lines and UTF-16 code units from 0, as LSP counts them. */
export interface SummaryRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** A place in the own body of a function that runs something else. */
export interface CallSummary {
  readonly range: SummaryRange;
  readonly way: Way;
  /**
   * What it runs, as it reads in a message: `load`, `requests.get`; with brackets where it is no call that runs it:
   * `ticks()`, `self.rows`.
   */
  readonly callee: string;
  /** Why it stalls its thread by itself; undefined where it does not, or that isn't known. */
  readonly blocks: Stall | undefined;
  /** What it runs, where that isn't known in the file itself to be of no interest. */
  readonly to: Reference | undefined;
  /** How it runs that through the object that the function is a method of, whose class may be a derived one. */
  readonly self: ThroughSelf | undefined;
  /** Whether that is done once in a while at most, however often the function runs. */
  readonly seldom: boolean;
  /** What the function has to be given for it to be done. */
  readonly when: readonly Condition[];
  /** What it gives to what it runs; undefined where that is not known. */
  readonly given: Given | undefined;
  /**
   * The attribute of that object that it goes through, where only sure calls are told: a derived class may hold
   * something else there.
   */
  readonly holder?: string | undefined;
}

export interface FunctionSummary {
  readonly kind: "function";
  readonly async: boolean;
  readonly generator: boolean;
  /**
   * Whether a call of its name runs its body: no decorator makes something else of it, as far as that is known, and it
   * isn't abstract.
   */
  readonly plain: boolean;
  /** Whether it is there to be overridden: an object's class has another in its place. */
  readonly abstract: boolean;
  /** The decorators by which that is so only where they run what they decorate. */
  readonly wrappers: readonly { readonly by: Reference; readonly made: boolean }[];
  /** What it makes of a function that it decorates: one that runs it, and this wrapper, if any, with it. */
  readonly decorates: { readonly made: boolean; readonly wrapper: Reference | undefined } | undefined;
  /** Whether `contextlib.contextmanager` makes what it gives a context manager. */
  readonly manager: boolean;
  /** Whether it is read like an attribute. */
  readonly property: boolean;
  /** What its result is, before it is awaited; of what `contextlib.contextmanager` decorates, what `with` binds. */
  readonly returns: Reference | undefined;
  /** Those that run when it is called, in their order. */
  readonly calls: readonly CallSummary[];
  /** Whether it puts something on the event loop that is there afterwards, other than by functions of the project. */
  readonly starts: boolean;
  /** What a coroutine function calls of the project, in its order. */
  readonly awaits: readonly AwaitSummary[];
  /**
   * The functions by which alone a coroutine function may wait, as it awaits nothing else; undefined where that is not
   * so.
   */
  readonly waitsBy: Reliance | undefined;
  /** Whether it is a coroutine method that does nothing, and need not be overridden. */
  readonly hook: boolean;
  /**
   * The functions by which alone a coroutine function may fail, as it catches whatever else it waits for raises; of a
   * context manager none, where it takes whatever its block raises. Undefined where that is not so.
   */
  readonly failsBy: Reliance | undefined;
  /** Those by which alone errors of it may be lost, where nobody waits for it. */
  readonly losesBy: Reliance | undefined;
  /** What a stub says that calling its name gives, where decorators may have made something else of it. */
  readonly declared?: { readonly async: boolean; readonly returns: Reference | undefined } | undefined;
  /** How it has a thread call what it is given; undefined where it does not. */
  readonly threads: ThreadWrapper | undefined;
  /** The first thing that a plain function calls itself which works in the thread of the event loop alone. */
  readonly bound: string | undefined;
  /** How it is called, where it makes a task of what it has to be given, and keeps that. */
  readonly keepsTask: TaskKeeper | undefined;
  /** The name of the coroutine function beside a plain one that is there for callers on the event loop. */
  readonly twin: string | undefined;
}

/** What something rests on: of each of these, one of what the references come to. */
export type Reliance = readonly (readonly Reference[])[];

/** A function that has a thread call the one it is given, with the arguments behind that, for whoever awaits it. */
export interface ThreadWrapper {
  readonly takes: "all arguments" | "positions";
  /** How many arguments it takes for itself before the function. */
  readonly leads: number;
  /** Keywords that it takes for itself, which the function doesn't get. */
  readonly keeps: readonly string[];
  /** Whether that is all that it does, so that what comes of the call comes of it. */
  readonly only: boolean;
  /** The function of another file that it hands all this on to; undefined where the way is a library's. */
  readonly by: { readonly to: Reference; readonly leads: number } | undefined;
}

/** A call of a function of the project in a coroutine function. */
export interface AwaitSummary {
  readonly to: Reference;
  /** Whether it is awaited, and nothing was started before it by the function itself. */
  readonly alone: boolean;
  /** Whether it stands in a loop. */
  readonly repeated: boolean;
}

export interface ClassSummary {
  readonly kind: "class";
  /** In their order; undefined where nobody knows. */
  readonly bases: readonly (Reference | undefined)[];
  /** Whether calling it makes an object of it, by an `__init__` that it has, or that is made from its fields. */
  readonly made: "plain" | "by fields" | "unknown";
  /** Whether it names a metaclass that may give an object which was made before. */
  readonly metaclass: boolean;
  /** What each of its objects opens, and that nothing can close. */
  readonly leftOpen: { readonly type: string; readonly range: SummaryRange } | undefined;
  /**
   * What it defines, and what it and its methods assign to its attributes, by name: paths of symbols, and references.
   */
  readonly members: Readonly<Record<string, Reference | undefined>>;
}

/**
 * What other files can ask a module, as plain data. What needs other modules to be known stands as a reference, so that
 * a summary depends on the text of its own file alone.
 */
export interface ModuleSummary {
  /** What the module's names stand for, those of imports among them; undefined for those that nobody can be sure of. */
  readonly names: Readonly<Record<string, Reference | undefined>>;
  /** Functions and classes by their path: `load`, `Client`, `Client.load`, `outer.inner`. */
  readonly symbols: Readonly<Record<string, FunctionSummary | ClassSummary>>;
  /**
   * Coroutine functions that it runs as programs of one task each: what it gives to `asyncio.run()`, and its commands.
   */
  readonly programs: readonly Reference[];
  /** How coroutines run, as far as it says. */
  readonly loop: LoopOfModule;
  /** Whether it has the loop make its tasks in a way of its own, which may keep them. */
  readonly makesTasks: boolean;
  /** Modules that everything is imported from, the last first. */
  readonly stars: readonly string[];
  /** How many of these stand behind all else that binds a name, where there are any. */
  readonly starsBehind: Readonly<Record<string, number>>;
  /** What `__all__` lists by itself, where that is known. */
  readonly all: readonly string[] | undefined;
  /** The modules whose `__all__` it takes in. */
  readonly allOf: readonly Reference[];
}
