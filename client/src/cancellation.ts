import { type CancellationToken, CancellationError } from "vscode";
import type { Middleware } from "vscode-languageclient";

/**
 * An answer that is whole, or none. The language client converts what the server has answered in slices, and stops
 * between two of them when nobody waits for it any more; but what it has converted so far it hands on as if it were
 * all. Part of a list of diagnostics is then shown and kept under the name of the whole, which the server is not asked
 * for again.
 */
export function wholeOrNone<Answer>(answer: Answer, token: CancellationToken): Answer {
  if (token.isCancellationRequested) throw new CancellationError();
  return answer;
}

/** Diagnostics are whole, or pulled again. */
export function wholeDiagnostics(): Pick<Middleware, "provideDiagnostics"> {
  return {
    provideDiagnostics: async (document, previousResultId, token, next) =>
      wholeOrNone(await next(document, previousResultId, token), token),
  };
}
