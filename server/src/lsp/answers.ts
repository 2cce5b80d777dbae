import type { OpenDocument } from "./document";
import { type DiagnosticServerCancellationData, LSPErrorCodes, ResponseError } from "vscode-languageserver";

/** To a request that the client has taken back. */
export function cancelled(): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
}

/** To a request about a text that is another by now. */
export function contentModified(): ResponseError {
  return new ResponseError(LSPErrorCodes.ContentModified, "the document has changed");
}

/** @throws contentModified where the document is another than it was in a version */
export function mustBe(version: number | null, document: OpenDocument): void {
  if (document.version !== version || document.isClosed) throw contentModified();
}

/**
 * To a pull of diagnostics that has to be made again: to one that is told ContentModified VS Code's client shows none,
 * and stays so.
 */
export function askAgain(): ResponseError<DiagnosticServerCancellationData> {
  return new ResponseError(LSPErrorCodes.ServerCancelled, "the document was opened anew", { retriggerRequest: true });
}
