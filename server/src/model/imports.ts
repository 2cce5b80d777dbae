import type { Way, WayElsewhere } from "./ways";
import type { Given } from "./given";
import type { Stall } from "./library/row";
import { ownReference, type Reference } from "./reference";
import type { SummaryRange } from "./summary";
import type { Tells } from "./tells";
import type { UsedElsewhere } from "./used-elsewhere";
import type { ThreadWrapper } from "./summary";
import type { Value } from "./values";

/** A call in another file, on the way to one that blocks. */
export interface ElsewhereStep {
  readonly uri: string;
  /** The installed package that it is part of; undefined in files of the project. */
  readonly package: string | undefined;
  readonly range: SummaryRange;
  readonly way: Way;
  readonly callee: string;
}

/** How what another file defines comes to a blocking call, which is the last step. */
export interface PathElsewhere {
  /** The name of the function that runs first. */
  readonly runs: string;
  readonly steps: readonly ElsewhereStep[];
  readonly blocks: Stall;
  /** Whether the way is walked once in a while at most. */
  readonly seldom: boolean;
}

/** What is known of a coroutine function of another file. */
export interface CoroutineElsewhere {
  /** Whether it is over in one step, as it awaits nothing that waits. */
  readonly over: boolean;
  /** Whether it hands on no error of what it waits for. */
  readonly neverFails: boolean;
  /** Whether none of its errors is lost where nobody waits for it. */
  readonly losesNoErrors: boolean;
  /** Whether it is a method that does nothing, and need not be overridden. */
  readonly hook: boolean;
}

export const UNKNOWN_COROUTINE: CoroutineElsewhere = {
  over: false,
  neverFails: false,
  losesNoErrors: false,
  hook: false,
};

/** What each object of a class of another file opens, and that nothing can close. */
export interface LeftOpenElsewhere {
  readonly type: string;
  readonly uri: string;
  readonly range: SummaryRange;
}

/** A function of another file that is there to be handed a coroutine, or what a thread is to call. */
export interface HelperElsewhere {
  /** What it is called there: `run`, `Tasks.spawn`. */
  readonly path: string;
  /** Whether it is part of what was asked about, or of the module that this is of. */
  readonly of: "it" | "its module";
  readonly threads: ThreadWrapper | undefined;
  readonly keepsTask: boolean;
}

/** What a file can ask about others of its project. Every answer holds until the project changes. */
export interface Imports {
  /** What a reference comes to; "outside" where that is known to be of the project, undefined where nobody knows. */
  value(reference: Reference): Value | undefined;
  /** Whether a module of the project stands where an import seems to name a library that the table knows. */
  hidesLibrary(module: string): boolean;
  /** Whether it is known which names `from module import *` brings. */
  readonly knowsStars: boolean;
  /** What `from module import *` brings under a name. */
  starred(module: string, name: string): Value | undefined;
  /**
   * How running what a reference comes to in this way stalls its thread, by what it is given; undefined where it does
   * not, or that is not sure.
   */
  blockingPath(reference: Reference, way: WayElsewhere, given: Given | undefined): PathElsewhere | undefined;
  /**
   * Whether what decorates with what a reference comes to still runs the function that stands below.
   *
   * @param made whether it has to be called to make the decorator
   */
  decorates(reference: Reference, made: boolean): boolean;
  /**
   * Whether classes of other files derive from one of this file, whose path is that of the summary's symbols; undefined
   * where nobody knows.
   */
  derivedElsewhere(path: string): boolean | undefined;
  /**
   * Whether a function of the file is run alone on its loop by another file: by the project's program, or by what that
   * awaits before it starts anything. Its path is that of the summary's symbols.
   */
  runsAlone(path: string): boolean;
  /**
   * Whether a scheduler of the project's own steps a coroutine function of the file, so that no event loop runs it. Its
   * path is that of the summary's symbols.
   */
  isStepped(path: string): boolean;
  /** Whether one of some imported names is of a scheduler of the project's own, or of a module that imports from one. */
  schedules(names: readonly string[]): boolean;
  /**
   * What is known of the coroutine function that a reference comes to; of a context manager, that it takes all errors of
   * its block, so that nothing fails there.
   */
  coroutine(reference: Reference): CoroutineElsewhere;
  /**
   * Whether calling what a reference comes to surely gives a coroutine, where that is of something installed for the
   * project.
   */
  givesCoroutine(reference: Reference): boolean;
  /**
   * Who tells errors that a function of the file raises from a group of them, among all who call it, in whatever file:
   * undefined where not all files can be looked through. Asked when somebody asks for a fix, and never for a finding.
   */
  callersTell(path: string): Tells | undefined;
  /**
   * Whether other files use a function of the file, or may: undefined where there are none around it. Asked
   * when somebody asks for a fix, and never for a finding.
   */
  usedElsewhere(path: string): UsedElsewhere | undefined;
  /**
   * The first other file, as people call it, that takes one of some names of the file and says one of some words beside;
   * undefined where none does, or nobody knows. Asked when somebody asks for a fix, and never for a finding.
   */
  saidByTakers(names: readonly string[], words: readonly string[]): string | undefined;
  /**
   * What each object of the class that a reference comes to opens, and that nothing can close; undefined where there is
   * nothing, or nobody knows.
   */
  leftOpen(reference: Reference): LeftOpenElsewhere | undefined;
  /**
   * How the coroutine function that a reference comes to has a thread call what it is given; undefined where it does
   * not.
   */
  threadWrapper(reference: Reference): ThreadWrapper | undefined;
  /**
   * The functions that do so, or keep tasks, which are part of the module or class that a reference comes to, or stand
   * beside the class or function that it does. Asked when somebody asks for a fix, and never for a finding.
   */
  helpersAt(reference: Reference): readonly HelperElsewhere[];
  /** What the function that a reference comes to calls at last which works in the thread of the event loop alone. */
  boundToThread(reference: Reference): string | undefined;
  /** Whether the function that a reference comes to makes a task of what it is given, and keeps that. */
  keepsTask(reference: Reference): boolean;
  /**
   * The name of the coroutine function beside the plain one that a reference comes to, for callers on the event loop.
   */
  asyncTwin(reference: Reference): string | undefined;
  /**
   * Whether a reference comes to a class that derives from one of some classes of libraries, or to an object of one.
   */
  derivesFrom(reference: Reference, classes: readonly string[]): boolean;
  /** Whether one of some modules, as imports name them, has the loop make its tasks in a way of its own. */
  makesTasks(modules: readonly string[]): boolean;
  /**
   * Whether a module, as an import names it, is of the project, or is installed for it and not known to the table of
   * libraries.
   */
  has(module: string): boolean;
  /**
   * The same where what is installed for the project counts as well: of that nothing is known but what surely blocks,
   * and that something is "outside" says no more than that it comes from there. Undefined where nothing is installed.
   */
  readonly further: Imports | undefined;
}

/** One file's answers: what it imports is what the table of libraries knows of it, or nothing. */
export const NO_IMPORTS: Imports = {
  value: () => undefined,
  hidesLibrary: () => false,
  knowsStars: false,
  starred: () => undefined,
  blockingPath: () => undefined,
  decorates: () => false,
  derivedElsewhere: () => false,
  runsAlone: () => false,
  isStepped: () => false,
  schedules: () => false,
  coroutine: () => UNKNOWN_COROUTINE,
  givesCoroutine: () => false,
  callersTell: () => undefined,
  usedElsewhere: () => undefined,
  saidByTakers: () => undefined,
  leftOpen: () => undefined,
  threadWrapper: () => undefined,
  helpersAt: () => [],
  boundToThread: () => undefined,
  keepsTask: () => false,
  asyncTwin: () => undefined,
  derivesFrom: () => false,
  makesTasks: () => false,
  has: () => false,
  further: undefined,
};

/** Leaves what other files say for later: everything that is imported stands for itself. */
export const UNRESOLVED: Imports = {
  value: (reference) => ({ kind: "outside", reference }),
  hidesLibrary: () => false,
  knowsStars: false,
  // Which of several modules has the name is found out where they are known.
  starred: (_module, name) => ({ kind: "outside", reference: ownReference(name) }),
  blockingPath: () => undefined,
  decorates: () => true,
  derivedElsewhere: () => false,
  runsAlone: () => false,
  isStepped: () => false,
  schedules: () => false,
  coroutine: () => UNKNOWN_COROUTINE,
  givesCoroutine: () => false,
  callersTell: () => undefined,
  usedElsewhere: () => undefined,
  saidByTakers: () => undefined,
  leftOpen: () => undefined,
  threadWrapper: () => undefined,
  helpersAt: () => [],
  boundToThread: () => undefined,
  keepsTask: () => false,
  asyncTwin: () => undefined,
  derivesFrom: () => false,
  makesTasks: () => false,
  has: () => true,
  further: undefined,
};
