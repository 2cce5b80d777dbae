import type { Diagnostic, ProgressToken } from "vscode-languageserver";
import type { FilesProgress } from "../../../../shared/requests";
import type { Session } from "../session";
import { filesProgress } from "./protocol";

/** After so many files the client is told how far it has come. */
const TOLD_EVERY = 20;

/** Tells a client how far a request about files has come, and what was found on the way. */
export class Progress {
  readonly #session: Session;
  readonly #token: ProgressToken | undefined;
  readonly #total: number;
  #done = 0;
  #found: FilesProgress["found"][number][] = [];

  constructor(session: Session, token: ProgressToken | undefined, total: number) {
    this.#session = session;
    this.#token = token;
    this.#total = total;
  }

  /** A file more is done. */
  async step(found?: { readonly uri: string; readonly diagnostics: readonly Diagnostic[] }): Promise<void> {
    this.#done++;
    if (found !== undefined) this.#found.push(found);
    if (this.#done % TOLD_EVERY === 0 || this.#done === this.#total) await this.#tell();
  }

  async #tell(): Promise<void> {
    const found = this.#found;
    this.#found = [];
    if (this.#token === undefined) return;
    await this.#session.connection.sendProgress(filesProgress, this.#token, {
      done: this.#done,
      total: this.#total,
      found,
    });
  }
}
