import type { DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, TextDocumentContentChangeEvent } from "vscode-languageserver";
import type { ContentChange, Position } from "../syntax/document";
import { OpenDocument } from "./document";
import { changed, closed, opened } from "./publish";
import type { Session } from "./session";

/** textDocument/didOpen. The cells of a notebook come one by one, as documents of their own. */
export function didOpen({ textDocument }: DidOpenTextDocumentParams, session: Session): void {
  const { uri, languageId, version, text } = textDocument;
  if (languageId !== "python" && !/\.pyi?$/.test(uri)) return;
  session.documents.get(uri)?.close();
  const document = new OpenDocument(uri, session.parser, text ?? "", version ?? null);
  session.documents.set(uri, document);
  opened(document, session);
}

/** textDocument/didChange */
export function didChange({ textDocument, contentChanges }: DidChangeTextDocumentParams, session: Session): void {
  const document = session.documents.get(textDocument.uri);
  if (document === undefined) return;
  document.apply((contentChanges ?? []).map(toChange), textDocument.version ?? null);
  changed(document, session);
}

/** textDocument/didClose */
export function didClose({ textDocument }: DidCloseTextDocumentParams, session: Session): void {
  const document = session.documents.get(textDocument.uri);
  if (document === undefined) return;
  document.close();
  session.documents.delete(textDocument.uri);
  closed(document, session);
}

function toChange(change: TextDocumentContentChangeEvent): ContentChange {
  const { text } = change;
  const range = "range" in change ? change.range : undefined;
  if (range === undefined || range === null) return { text };
  return isBefore(range.end, range.start) ? { range: { start: range.end, end: range.start }, text } : { range, text };
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
