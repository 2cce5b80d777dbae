/**
 * Counts what the engine does: how often each of its functions and blocks runs, as V8 counts it, which no busy machine
 * changes.
 */
import { Session } from "node:inspector";

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly { readonly startOffset: number; readonly count: number }[];
    }[];
  }[];
}

/** How often what runs, by `FILE FUNCTION`, and in all. */
export interface Work {
  readonly total: number;
  readonly byFunction: ReadonlyMap<string, number>;
}

const ENGINE = "/server/src/";

export class WorkCounter {
  readonly #session = new Session();

  constructor() {
    this.#session.connect();
    this.#session.post("Profiler.enable");
    this.#session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  }

  /** What is run is run before, so that what is kept for good is there, and what V8 does the first time is done. */
  count(run: () => void): Work {
    run();
    this.#take();
    run();
    const byFunction = new Map<string, number>();
    let total = 0;
    for (const { url, functions } of this.#take().result) {
      if (!url.includes(ENGINE)) continue;
      for (const { functionName, ranges } of functions) {
        const count = ranges.reduce((sum, range) => sum + range.count, 0);
        const name = `${url.slice(url.indexOf(ENGINE) + ENGINE.length)} ${functionName || `at ${ranges[0]!.startOffset}`}`;
        byFunction.set(name, (byFunction.get(name) ?? 0) + count);
        total += count;
      }
    }
    return { total, byFunction };
  }

  stop(): void {
    this.#session.disconnect();
  }

  #take(): Coverage {
    let taken: Coverage = { result: [] };
    this.#session.post("Profiler.takePreciseCoverage", (error, coverage) => {
      if (error !== null) throw new Error(error.message);
      taken = coverage;
    });
    return taken;
  }
}

/** What grows faster than `factor`, the worst first: for whoever has to find out why. */
export function fastest(once: Work, twice: Work, factor: number): readonly string[] {
  return [...twice.byFunction]
    .map(([name, count]) => ({ name, count, over: count - factor * (once.byFunction.get(name) ?? 0) }))
    .filter(({ over }) => over > 0)
    .sort((a, b) => b.over - a.over)
    .slice(0, 8)
    .map(({ name, count }) => `${name}: ${once.byFunction.get(name) ?? 0}, then ${count}`);
}
