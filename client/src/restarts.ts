import * as vscode from "vscode";
import {
  type BaseLanguageClient,
  CloseAction,
  type CloseHandlerResult,
  ErrorAction,
  type ErrorHandler,
  type ErrorHandlerResult,
} from "vscode-languageclient";
import { commands, displayName } from "./identity";

/** A server that ends more often than this within these milliseconds would end again. */
const MOST_RESTARTS = 4;
const WITHIN = 3 * 60_000;

/** Starts a server that has ended again, and tells the user in words where it doesn't any more. */
export class Restarts implements ErrorHandler {
  #ends: number[] = [];

  /**
   * A message that did not get through never stops the client, as that would be for good: what is written to a server
   * that has just ended fails before `closed` tells of its end, and starts another. Only what is no write, and so no
   * sign of an end, is shown.
   */
  error(_error: Error, _message: unknown, count: number | undefined): ErrorHandlerResult {
    return { action: ErrorAction.Continue, handled: count !== undefined };
  }

  closed(): CloseHandlerResult {
    const now = Date.now();
    this.#ends = [...this.#ends.filter((end) => now - end < WITHIN), now];
    if (this.#ends.length <= MOST_RESTARTS)
      return { action: CloseAction.Restart, message: "The server has ended, and is started again." };
    const message = `The server has ended ${this.#ends.length} times within ${WITHIN / 60_000} minutes, and is not started again by itself.`;
    void this.#tell(this.#ends.length);
    return { action: CloseAction.DoNotRestart, message, handled: true };
  }

  /** The user has asked for a server: what was before counts no more. */
  forget(): void {
    this.#ends = [];
  }

  async #tell(times: number): Promise<void> {
    const [restart, output] = [vscode.l10n.t("Restart Server"), vscode.l10n.t("Show Output")];
    const message = vscode.l10n.t(
      "{0}: The server has ended {1} times within {2} minutes, and is not started again by itself. There are no findings until it is.",
      displayName,
      times,
      WITHIN / 60_000,
    );
    const chosen = await vscode.window.showErrorMessage(message, restart, output);
    if (chosen === restart) await vscode.commands.executeCommand(commands.restart);
    if (chosen === output) await vscode.commands.executeCommand(commands.showOutput);
  }
}

/** Ends the server where one runs, and starts another. One that has crashed has nothing to stop. */
export async function restart(client: BaseLanguageClient): Promise<void> {
  const { errorHandler } = client.clientOptions;
  if (errorHandler instanceof Restarts) errorHandler.forget();
  if (client.isRunning()) await client.stop();
  await client.start();
}
