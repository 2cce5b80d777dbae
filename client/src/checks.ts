import * as vscode from "vscode";
import type { Middleware } from "vscode-languageclient";

/** When the server has last looked at an open file. */
export class Checks {
  readonly #emitter = new vscode.EventEmitter<void>();
  #last: Date | undefined;

  readonly onDidCheck = this.#emitter.event;

  get last(): Date | undefined {
    return this.#last;
  }

  /** The same middleware, with a look at the clock. */
  noting({ provideDiagnostics }: Pick<Middleware, "provideDiagnostics">): Pick<Middleware, "provideDiagnostics"> {
    return {
      provideDiagnostics: async (document, previousResultId, token, next) => {
        const report = await (provideDiagnostics?.(document, previousResultId, token, next) ??
          next(document, previousResultId, token));
        this.#last = new Date();
        this.#emitter.fire();
        return report;
      },
    };
  }

  dispose(): void {
    this.#emitter.dispose();
  }
}
