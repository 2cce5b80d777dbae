import type { RemoteConsole } from "vscode-languageserver";

const MAX_KNOWN = 500;

/**
 * Writes to the client's log, each text once, and each error once that says the same and comes from the same place: a
 * file that can't be analyzed fails with every key.
 */
export class Log {
  readonly #console: RemoteConsole;
  readonly #known = new Set<string>();

  constructor(console: RemoteConsole) {
    this.#console = console;
  }

  warn(text: string): void {
    if (this.#isNew(text)) this.#console.warn(text);
  }

  error(what: string, error: unknown): void {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (this.#isNew(`${what}: ${kindOf(told)}`)) this.#console.error(`${what}: ${told}`);
  }

  /** Runs what may fail; a failure is logged and gives `otherwise`. */
  attempt<Result>(what: string, run: () => Result, otherwise: Result): Result {
    try {
      return run();
    } catch (error) {
      this.error(what, error);
      return otherwise;
    }
  }

  #isNew(text: string): boolean {
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    const known = this.#known.has(text);
    this.#known.add(text);
    return !known;
  }
}

/** The message, and the place that it comes from: by what way that was reached makes no other error of it. */
function kindOf(told: string): string {
  const lines = told.split("\n");
  const frame = lines.findIndex((line) => /^\s+at /.test(line));
  return frame < 0 ? told : lines.slice(0, frame + 1).join("\n");
}
