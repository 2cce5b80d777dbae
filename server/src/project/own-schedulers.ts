import type { LoopOfModule } from "../model/loop-of-module";
import type { Reference } from "../model/reference";
import type { FunctionSummary } from "../model/summary";
import type { FileId } from "./files";
import type { Resolver, Summaries } from "./resolver";
import type { Defined } from "./target";

/** More functions are not followed: whoever awaits so many has come to a library by then. */
const MOST_FUNCTIONS = 100;
/** Of a module so many names are looked at, and those of so many modules behind it. */
const MOST_NAMES = 300;
const MODULES_BEHIND = 2;

/**
 * Whose coroutines no event loop runs: those of a file that imports from a module of the project which steps coroutines
 * by a scheduler of its own, and that come, by what they await and what decorates them, to no module that imports an
 * async library.
 */
export class OwnSchedulers {
  readonly #importing = new Map<string, boolean>();

  constructor(
    readonly summaries: Summaries,
    readonly resolver: Resolver,
  ) {}

  /** Whether one of some names that a file imports is of a scheduler, or of a module that imports from one. */
  areNamedBy(names: readonly Reference[], file: FileId): boolean {
    return names.slice(0, MOST_NAMES).some((name) => this.#isOfScheduler(name, file, MODULES_BEHIND));
  }

  /** Whether a scheduler runs a function of a file that imports from one. */
  run(file: FileId, path: string): boolean {
    const start = this.summaries.get(file)?.symbols[path];
    return start?.kind === "function" && start.async && !this.#comesToLibrary({ file, path, summary: start });
  }

  #comesToLibrary(start: Defined<FunctionSummary>): boolean {
    const queue = [start];
    const seen = new Set<string>();
    for (let i = 0; i < queue.length; i++) {
      const { file, path, summary } = queue[i]!;
      const key = `${file}\n${path}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (this.#loopOf(file) === "library" || seen.size > MOST_FUNCTIONS) return true;
      for (const reference of [...summary.awaits.map(({ to }) => to), ...summary.wrappers.map(({ by }) => by)]) {
        const target = this.resolver.target(reference, file);
        if (target?.kind === "function" && target.symbol.summary.async) queue.push(target.symbol);
      }
    }
    return false;
  }

  #isOfScheduler(name: Reference, from: FileId, modulesBehind: number): boolean {
    const target = this.resolver.target(name, from);
    if (target?.kind === "function" || target?.kind === "class") return this.#loopOf(target.symbol.file) === "own";
    if (target?.kind !== "module" || target.module.kind !== "file") return false;
    const { file } = target.module;
    return this.#loopOf(file) === "own" || (modulesBehind > 0 && this.#importsScheduler(file, modulesBehind - 1));
  }

  #importsScheduler(file: FileId, modulesBehind: number): boolean {
    const key = `${modulesBehind} ${file}`;
    let known = this.#importing.get(key);
    if (known === undefined) {
      const names = Object.values(this.summaries.get(file)?.names ?? {}).slice(0, MOST_NAMES);
      known = names.some(
        (name) => name !== undefined && !name.startsWith(":") && this.#isOfScheduler(name, file, modulesBehind),
      );
      this.#importing.set(key, known);
    }
    return known;
  }

  #loopOf(file: FileId): LoopOfModule {
    return this.summaries.get(file)?.loop ?? "unknown";
  }
}
