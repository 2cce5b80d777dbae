import type {
  DidChangeTextDocumentParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
  DidSaveTextDocumentParams,
  TextDocumentContentChangeEvent,
  TextDocumentItem,
} from "vscode-languageserver";
import type { ContentChange } from "../syntax/document";
import type { Position } from "../syntax/places";
import type { OpenDocument } from "./document";
import { ProjectFile } from "./project-file";
import { changed, closed, opened, saved } from "./publish";
import { PythonFile } from "./python-file";
import type { Session } from "./session";

/**
 * textDocument/didOpen. The cells of a notebook come one by one, as documents of their own, from a client that knows no
 * notebooks.
 */
export function didOpen({ textDocument }: DidOpenTextDocumentParams, session: Session): void {
  const document = open(textDocument, session);
  if (document === undefined) return;
  session.documents.addFile(document);
  opened(document, session);
}

/** A file of a kind that we look at. */
function open({ uri, languageId, version, text }: TextDocumentItem, session: Session): OpenDocument | undefined {
  if (/(?:^|\/)pyproject\.toml$/.test(uri)) return new ProjectFile(uri, version ?? null, text ?? "", session);
  if (languageId !== "python" && !/\.pyi?$/.test(uri)) return undefined;
  const file = new PythonFile(uri, version ?? null, text ?? "", session);
  file.imports = session.otherFiles.importsOf(uri);
  return file;
}

/** textDocument/didChange */
export function didChange({ textDocument, contentChanges }: DidChangeTextDocumentParams, session: Session): void {
  const document = session.documents.file(textDocument.uri);
  if (document === undefined) return;
  document.isEdited = true;
  document.apply((contentChanges ?? []).map(toChange), textDocument.version ?? null);
  changed(document, session);
}

/** textDocument/didSave */
export function didSave({ textDocument }: DidSaveTextDocumentParams, session: Session): void {
  const document = session.documents.get(textDocument.uri);
  if (document !== undefined) saved(document, session);
}

/** textDocument/didClose */
export function didClose({ textDocument }: DidCloseTextDocumentParams, session: Session): void {
  const document = session.documents.file(textDocument.uri);
  if (document === undefined) return;
  session.documents.removeFile(document);
  closed(document, session);
}

/** A change as the client tells it, whatever its range begins with. */
export function toChange(change: TextDocumentContentChangeEvent): ContentChange {
  const { text } = change;
  const range = "range" in change ? change.range : undefined;
  if (range === undefined || range === null) return { text };
  return isBefore(range.end, range.start) ? { range: { start: range.end, end: range.start }, text } : { range, text };
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
