import type { Imports } from "../model/imports";
import type { FileId } from "../project/files";
import type { Reference } from "../model/reference";
import { type Definition, Project } from "../project/project";
import type { PythonDocument } from "../syntax/document";
import type { WorkspaceHost } from "./host";
import { type Summarized, SummaryStore, summaryOf } from "./summary-store";

/**
 * The project around the files that are looked at. Reads a file when something first depends on it: code that no file
 * imports costs nothing.
 */
export class Workspace {
  readonly #host: WorkspaceHost;
  readonly #open: (text: string) => PythonDocument;
  readonly #summaries: SummaryStore;
  readonly #addressOf: (file: FileId) => string;
  #project: Project;

  /**
   * @param open makes a document of a text
   * @param addressOf how a file is called in findings
   * @param known summaries of files that need not be read
   */
  constructor(host: WorkspaceHost, open: (text: string) => PythonDocument, addressOf: (file: FileId) => string = (file) => file, known?: Summarized) {
    this.#host = host;
    this.#open = open;
    this.#addressOf = addressOf;
    this.#summaries = new SummaryStore((file) => {
      const read = host.read(file);
      if (read.kind === "later") return read;
      return { kind: "summary", summary: read.text === undefined ? undefined : summaryOf(open(read.text)) };
    }, known);
    this.#project = this.#anew();
  }

  /** The same files, some of which have other texts: what the others say is known already. */
  withTexts(host: WorkspaceHost, changed: Iterable<FileId>): Workspace {
    return new Workspace(host, this.#open, this.#addressOf, this.#summaries.without(changed));
  }

  /** What a file is told about the others; holds until the project changes. */
  importsOf(file: FileId): Imports {
    return this.#project.importsOf(file);
  }

  /** The function or class that a reference comes to in a file; "other" where it comes to something else, undefined where nobody knows. */
  definition(reference: Reference, from: FileId): Definition | "other" | undefined {
    return this.#project.definition(reference, from);
  }

  /** The class that a reference comes to, be it by an object of it; "other" where it comes to something else, undefined where nobody knows. */
  classBehind(reference: Reference, from: FileId): Definition | "other" | undefined {
    return this.#project.classBehind(reference, from);
  }

  /** Whether a class that a reference comes to has a member, by itself or its bases; undefined where nobody knows. */
  hasMember(reference: Reference, name: string, from: FileId): boolean | undefined {
    return this.#project.hasMember(reference, name, from);
  }

  /** The files that were asked for and have to be read by somebody. */
  takeWanted(): readonly FileId[] {
    return this.#summaries.takeWanted();
  }

  /** The files that were asked for, be it in vain. */
  get files(): Iterable<FileId> {
    return this.#summaries.files;
  }

  /** Takes a file's text in; returns whether other files may have other findings by it. */
  take(file: FileId, text: string | PythonDocument | undefined): boolean {
    const document = typeof text === "string" ? this.#open(text) : text;
    const isNew = this.#summaries.put(file, document === undefined ? undefined : summaryOf(document));
    // Places in the file may be others even where it says the same.
    this.#project = this.#anew();
    return isNew;
  }

  /** Whether a file was ever asked for. */
  knows(file: FileId): boolean {
    return this.#summaries.knows(file);
  }

  /** Takes in that files came or went, and that some have other texts. */
  filesChanged(files: readonly FileId[] = []): void {
    for (const file of files) this.#summaries.forget(file);
    this.#project = this.#anew();
  }

  #anew(): Project {
    return new Project(this.#host, (folder) => this.#host.rootOf(folder), this.#summaries, this.#addressOf);
  }
}
