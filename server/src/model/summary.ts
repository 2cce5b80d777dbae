import type { BlockingKind } from "./library/row";
import type { Reference } from "./reference";

/** A place in a file; lines and UTF-16 code units from 0, as LSP counts them. */
export interface SummaryRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** A call in the own body of a function. */
export interface CallSummary {
  readonly range: SummaryRange;
  /** What it calls, as it reads in a message: `load`, `requests.get`. */
  readonly callee: string;
  /** Why it stalls its thread by itself; undefined where it does not, or that isn't known. */
  readonly blocks: BlockingKind | undefined;
  /** What it calls, where that isn't known in the file itself to be of no interest. */
  readonly to: Reference | undefined;
}

export interface FunctionSummary {
  readonly kind: "function";
  readonly async: boolean;
  readonly generator: boolean;
  /** Whether a call of its name runs its body: no decorator makes something else of it, and it isn't abstract. */
  readonly plain: boolean;
  /** Whether it is read like an attribute. */
  readonly property: boolean;
  /** What its result is, before it is awaited. */
  readonly returns: Reference | undefined;
  /** Those that run when it is called, in their order. */
  readonly calls: readonly CallSummary[];
  /** Whether it puts something on the event loop that is there afterwards, other than by functions of the project. */
  readonly starts: boolean;
  /** What a coroutine function calls of the project, in its order. */
  readonly awaits: readonly AwaitSummary[];
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
  /** Whether calling it makes an object of it, by its own `__init__` or those of its bases. */
  readonly plain: boolean;
  /** What it defines, and what it and its methods assign to its attributes, by name: paths of symbols, and references. */
  readonly members: Readonly<Record<string, Reference | undefined>>;
}

/**
 * What other files can ask a module, as plain data. What needs other modules to be known stands as a reference, so that a
 * summary depends on the text of its own file alone.
 */
export interface ModuleSummary {
  /** What the module's names stand for, those of imports among them; undefined for those that nobody can be sure of. */
  readonly names: Readonly<Record<string, Reference | undefined>>;
  /** Functions and classes by their path: `load`, `Client`, `Client.load`, `outer.inner`. */
  readonly symbols: Readonly<Record<string, FunctionSummary | ClassSummary>>;
  /** Coroutine functions that it runs as programs of one task each: what it gives to `asyncio.run()`, and its commands. */
  readonly programs: readonly Reference[];
  /** Modules that everything is imported from, the last first. */
  readonly stars: readonly string[];
  /** What `__all__` lists, where it is one list of strings. */
  readonly all: readonly string[] | undefined;
}
