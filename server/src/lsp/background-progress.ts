import type { WorkDoneProgressServerReporter } from "vscode-languageserver";
import type { Session } from "./session";

/** Of fewer files nobody has to be told. */
const WORTH_TELLING = 40;
const TOLD_EVERY = 20;

/** Shows the user how far work has come that nobody waits for, where it takes a while. */
export class BackgroundProgress {
  readonly #session: Session;
  #reporter: WorkDoneProgressServerReporter | undefined;
  #done = 0;
  #left = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  /** @param files that are left to be done */
  async expect(files: number): Promise<void> {
    this.#left = files;
    if (this.#reporter !== undefined || files < WORTH_TELLING || !this.#session.features.showsProgress) return;
    try {
      this.#reporter = await this.#session.connection.window.createWorkDoneProgress();
      this.#reporter.begin("Python Async Skill", 0, this.#message, false);
    } catch {
      // A client that has no place for it isn't shown any.
    }
  }

  /** A file more is done. */
  step(): Promise<void> {
    this.#done++;
    this.#left--;
    if (this.#done % TOLD_EVERY === 0) this.#reporter?.report((this.#done / this.#total) * 100, this.#message);
    return Promise.resolve();
  }

  end(): Promise<void> {
    this.#reporter?.done();
    this.#reporter = undefined;
    return Promise.resolve();
  }

  get #total(): number {
    return this.#done + this.#left;
  }

  get #message(): string {
    return `${this.#done} / ${this.#total}`;
  }
}
