import type { FunctionSummary } from "../model/summary";
import type { Reference } from "../model/reference";
import { type FileId, type Files, folderOf, foldersUpTo, within } from "./files";
import type { Resolver, Summaries } from "./resolver";
import type { Defined } from "./target";

/**
 * What the file is called that a program is started by, in its package or beside it, or in the folder of its command
 * line; or as its folder is.
 */
const STARTS = [
  "__main__",
  "main",
  "cli",
  "app",
  "run",
  "cli/__init__",
  "cli/__main__",
  "cli/main",
  "cli/cli",
  "cli/app",
  "server",
  "startup",
  "lifespan",
  "asgi",
  "bot",
] as const;

/** More functions of one program are not followed. */
const MOST_FUNCTIONS = 1000;

/** What a function calls is looked at so far, to know whether it starts anything. */
const MOST_CALLED = 100;

type OtherFunction = Defined<FunctionSummary>;

/**
 * Functions of one program, as keys: those that run while nothing else is on its loop, and those that may run
 * otherwise.
 */
interface Program {
  readonly alone: ReadonlySet<string>;
  readonly beside: ReadonlySet<string>;
}

/**
 * The programs of a project: files that run a coroutine function as the only one of its loop, and what that awaits, in
 * whatever files, before it starts anything. Files are looked for by their names, in the folders around the file that
 * asks, as who imports a file is not known.
 */
export class Programs {
  readonly #programs = new Map<FileId, Program>();

  constructor(
    readonly files: Files,
    readonly rootOf: (folder: FileId) => FileId | undefined,
    readonly summaries: Summaries,
    readonly resolver: Resolver,
  ) {}

  /** Whether a program runs a function of a file alone on its loop, and none that is known otherwise. */
  runAlone(file: FileId, path: string): boolean {
    const key = keyOf({ file, path });
    const programs = this.#startsAround(file).map((start) => this.#programOf(start));
    return programs.some(({ alone }) => alone.has(key)) && !programs.some(({ beside }) => beside.has(key));
  }

  #startsAround(file: FileId): readonly FileId[] {
    const root = this.rootOf(folderOf(file));
    if (root === undefined) return [];
    const starts: FileId[] = [];
    for (const folder of foldersUpTo(root, folderOf(file))) {
      const names = [...STARTS, folder.slice(folder.lastIndexOf("/") + 1)];
      starts.push(...names.map((name) => within(folder, `${name}.py`)).filter((start) => this.files.isFile(start)));
    }
    return starts;
  }

  #programOf(start: FileId): Program {
    let program = this.#programs.get(start);
    if (program === undefined) this.#programs.set(start, (program = this.#follow(start)));
    return program;
  }

  #follow(start: FileId): Program {
    const reached = new Map<string, OtherFunction>();
    const queue = coroutines(
      (this.summaries.get(start)?.programs ?? []).map((program) => this.#functionAt(program, start)),
    );
    for (let i = 0; i < queue.length && i < MOST_FUNCTIONS; i++) {
      const function_ = queue[i]!;
      if (reached.has(keyOf(function_))) continue;
      reached.set(keyOf(function_), function_);
      queue.push(...this.#calledIn(function_).alone);
    }
    const beside = this.#beside(reached);
    return { alone: new Set([...reached.keys()].filter((key) => !beside.has(key))), beside };
  }

  /** What the files of a program call where something else may run, and what these functions call in turn. */
  #beside(reached: ReadonlyMap<string, OtherFunction>): ReadonlySet<string> {
    const queue: OtherFunction[] = [];
    for (const file of new Set([...reached.values()].map((one) => one.file))) {
      for (const [path, summary] of Object.entries(this.summaries.get(file)?.symbols ?? {})) {
        if (summary.kind !== "function" || !summary.async) continue;
        const { alone, beside } = this.#calledIn({ file, path, summary });
        queue.push(...beside, ...(reached.has(keyOf({ file, path })) ? [] : alone));
      }
    }
    const found = new Set<string>();
    for (let i = 0; i < queue.length && found.size < MOST_FUNCTIONS; i++) {
      const function_ = queue[i]!;
      if (found.has(keyOf(function_))) continue;
      found.add(keyOf(function_));
      const { alone, beside } = this.#calledIn(function_);
      queue.push(...alone, ...beside);
    }
    return found;
  }

  /** The coroutine functions that one calls: while nothing but itself is on the loop, and otherwise. */
  #calledIn({ file, summary }: OtherFunction): {
    readonly alone: readonly OtherFunction[];
    readonly beside: readonly OtherFunction[];
  } {
    const called = summary.awaits.map((one) => ({ ...one, function: this.#functionAt(one.to, file) }));
    const starting = called.map((one) => one.function !== undefined && this.#mayStart(one.function));
    const first = starting.indexOf(true);
    const isAlone = (index: number): boolean =>
      called[index]!.alone && (first < 0 || (index <= first && !called[index]!.repeated));
    return {
      alone: coroutines(called.filter((_one, index) => isAlone(index)).map((one) => one.function)),
      beside: coroutines(called.filter((_one, index) => !isAlone(index)).map((one) => one.function)),
    };
  }

  /** Whether a function, or one that it calls, leaves something on the loop. */
  #mayStart(function_: OtherFunction): boolean {
    const seen = new Set<string>();
    const queue = [function_];
    for (let i = 0; i < queue.length; i++) {
      const { file, summary } = queue[i]!;
      if (summary.starts || i >= MOST_CALLED) return true;
      for (const { to } of [...summary.awaits, ...summary.calls]) {
        const called = to === undefined ? undefined : this.#functionAt(to, file);
        if (called === undefined || seen.has(keyOf(called))) continue;
        seen.add(keyOf(called));
        queue.push(called);
      }
    }
    return false;
  }

  #functionAt(reference: Reference, from: FileId): OtherFunction | undefined {
    const target = this.resolver.target(reference, from);
    return target?.kind === "function" ? target.symbol : undefined;
  }
}

function coroutines(functions: readonly (OtherFunction | undefined)[]): OtherFunction[] {
  return functions.filter((one) => one?.summary.async === true).map((one) => one!);
}

function keyOf({ file, path }: { readonly file: FileId; readonly path: string }): string {
  return `${file}\n${path}`;
}
