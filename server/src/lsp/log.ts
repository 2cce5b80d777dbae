import type { RemoteConsole } from "vscode-languageserver";

const MAX_KNOWN = 500;

/** Writes to the client's log, each text once: a file that can't be analyzed fails with every key. */
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
    const text = `${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    if (this.#isNew(text)) this.#console.error(text);
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
