import {
  type DidChangeNotebookDocumentParams,
  type DidCloseNotebookDocumentParams,
  type DidOpenNotebookDocumentParams,
  type DidSaveNotebookDocumentParams,
  type NotebookCell,
  NotebookCellKind,
  type TextDocumentItem,
} from "vscode-languageserver";
import { changed, closed, opened, partsWent, saved } from "../publish";
import type { Session } from "../session";
import { toChange } from "../sync";
import { Cell } from "./cell";
import { type CellPlace, Notebook } from "./notebook";

/** notebookDocument/didOpen */
export function didOpenNotebook(
  { notebookDocument, cellTextDocuments }: DidOpenNotebookDocumentParams,
  session: Session,
): void {
  const { otherFiles, documents } = session;
  const notebook = new Notebook(notebookDocument.uri, session);
  notebook.imports = otherFiles.importsOf(notebook.uri);
  notebook.arrange((notebookDocument.cells ?? []).map(toPlace), (cellTextDocuments ?? []).map(toCell));
  documents.addNotebook(notebook);
  opened(notebook, session);
}

/** notebookDocument/didChange: cells that come, go or move, then what becomes of them, then their texts. */
export function didChangeNotebook(
  { notebookDocument, change }: DidChangeNotebookDocumentParams,
  session: Session,
): void {
  const notebook = session.documents.notebook(notebookDocument.uri);
  const cells = change.cells;
  if (notebook === undefined || cells === undefined || cells === null) return;
  const before = notebook.parts;
  notebook.isEdited = true;
  const { structure, data, textContent } = cells;
  if (structure !== undefined && structure !== null) {
    const { start, deleteCount, cells: fresh } = structure.array;
    notebook.arrange(
      notebook.places.toSpliced(start, deleteCount, ...(fresh ?? []).map(toPlace)),
      (structure.didOpen ?? []).map(toCell),
    );
  }
  if (data !== undefined && data !== null) {
    const now = new Map(data.map((cell) => [cell.document, toPlace(cell)]));
    notebook.arrange(
      notebook.places.map((place) => now.get(place.uri) ?? place),
      [],
    );
  }
  for (const { document, changes } of textContent ?? [])
    notebook.applyIn(document.uri, changes.map(toChange), document.version ?? null);
  session.documents.cellsChanged(notebook);
  const left = new Set(notebook.parts.map(({ uri }) => uri));
  partsWent(
    notebook,
    before.filter(({ uri }) => !left.has(uri)),
    session,
  );
  changed(notebook, session);
}

/** notebookDocument/didSave */
export function didSaveNotebook({ notebookDocument }: DidSaveNotebookDocumentParams, session: Session): void {
  const notebook = session.documents.notebook(notebookDocument.uri);
  if (notebook !== undefined) saved(notebook, session);
}

/** notebookDocument/didClose */
export function didCloseNotebook({ notebookDocument }: DidCloseNotebookDocumentParams, session: Session): void {
  const notebook = session.documents.notebook(notebookDocument.uri);
  if (notebook === undefined) return;
  session.documents.removeNotebook(notebook);
  closed(notebook, session);
}

function toPlace({ document, kind }: NotebookCell): CellPlace {
  return { uri: document, isCode: kind === NotebookCellKind.Code };
}

function toCell({ uri, version, languageId, text }: TextDocumentItem): Cell {
  return new Cell(uri, version ?? null, languageId, text ?? "");
}
