import type { OpenDocument } from "./document";
import type { Notebook } from "./notebook/notebook";

/** What is open in the client. */
export class OpenDocuments {
  readonly #files = new Map<string, OpenDocument>();
  readonly #notebooks = new Map<string, Notebook>();
  readonly #cells = new Map<string, Notebook>();

  /** The file with an address, or the notebook that has a cell with it. */
  showing(uri: string): OpenDocument | undefined {
    return this.#cells.get(uri) ?? this.#files.get(uri);
  }

  /** The file or notebook with an address of its own. */
  get(uri: string): OpenDocument | undefined {
    return this.#files.get(uri) ?? this.#notebooks.get(uri);
  }

  *all(): Iterable<OpenDocument> {
    yield* this.#files.values();
    yield* this.#notebooks.values();
  }

  file(uri: string): OpenDocument | undefined {
    return this.#files.get(uri);
  }

  notebook(uri: string): Notebook | undefined {
    return this.#notebooks.get(uri);
  }

  /** Takes a file in; one that was open under its address is closed. */
  addFile(file: OpenDocument): void {
    this.#files.get(file.uri)?.close();
    this.#files.set(file.uri, file);
  }

  removeFile(file: OpenDocument): void {
    file.close();
    this.#files.delete(file.uri);
  }

  addNotebook(notebook: Notebook): void {
    const before = this.#notebooks.get(notebook.uri);
    if (before !== undefined) this.removeNotebook(before);
    this.#notebooks.set(notebook.uri, notebook);
    this.cellsChanged(notebook);
  }

  removeNotebook(notebook: Notebook): void {
    notebook.close();
    this.#notebooks.delete(notebook.uri);
    this.#forgetCells(notebook);
  }

  /** Takes in that cells of a notebook came or went. */
  cellsChanged(notebook: Notebook): void {
    this.#forgetCells(notebook);
    for (const { uri } of notebook.places) this.#cells.set(uri, notebook);
  }

  #forgetCells(notebook: Notebook): void {
    for (const [uri, other] of this.#cells) if (other === notebook) this.#cells.delete(uri);
  }

  closeAll(): void {
    for (const document of this.all()) document.close();
    this.#files.clear();
    this.#notebooks.clear();
    this.#cells.clear();
  }
}
