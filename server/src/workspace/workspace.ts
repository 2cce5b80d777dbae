import type { Imports } from "../model/imports";
import type { FileId } from "../project/files";
import { Installed } from "../project/installed";
import type { Reference } from "../model/reference";
import { type Definition, Project } from "../project/project";
import { Resolvers } from "../project/resolvers";
import type { PythonDocument } from "../syntax/document";
import type { NamedBases } from "../syntax/named-bases";
import type { ModuleSummary } from "../model/summary";
import { DerivingFiles } from "./deriving-files";
import type { WorkspaceHost } from "./host";
import { keptSummary } from "./stored-summary";
import { type Summarized, SummaryStore, summaryOf, summaryOfInstalled } from "./summary-store";

/** Summaries of files, and those of installed files. */
interface Known {
  readonly summaries: Summarized;
  readonly installed: Summarized;
  readonly bases: ReadonlyMap<FileId, NamedBases>;
}

/**
 * The project around the files that are looked at. Reads a file when something first depends on it: code that no file
 * imports costs nothing.
 */
export class Workspace {
  readonly #host: WorkspaceHost;
  readonly #open: (text: string) => PythonDocument;
  readonly #summaries: SummaryStore;
  readonly #addressOf: (file: FileId) => string;
  /** Those of installed files, which tell less. */
  readonly #installedSummaries: SummaryStore;
  readonly #deriving: DerivingFiles;
  #installed: Installed;
  #resolvers: Resolvers;
  #project: Project;

  /**
   * @param open makes a document of a text
   * @param addressOf how a file is called in findings
   * @param before what is known of files that need not be read
   */
  constructor(
    host: WorkspaceHost,
    open: (text: string) => PythonDocument,
    addressOf: (file: FileId) => string = (file) => file,
    before?: Known,
  ) {
    this.#host = host;
    this.#open = open;
    this.#addressOf = addressOf;
    this.#summaries = new SummaryStore((file) => {
      const read = host.read(file);
      if (read.kind === "later") return read;
      return { kind: "summary", summary: read.text === undefined ? undefined : this.#summaryOf(file, read.text) };
    }, before?.summaries);
    this.#installedSummaries = new SummaryStore((file) => {
      const read = host.read(file);
      if (read.kind === "later") return read;
      return { kind: "summary", summary: read.text === undefined ? undefined : this.#summaryOfInstalled(read.text) };
    }, before?.installed);
    this.#deriving = new DerivingFiles(host, before?.bases);
    this.#installed = this.#installedAnew();
    this.#resolvers = this.#resolversAnew();
    this.#project = this.#anew();
  }

  /** The same files, some of which have other texts: what the others say is known already. */
  withTexts(host: WorkspaceHost, changed: readonly FileId[]): Workspace {
    return new Workspace(host, this.#open, this.#addressOf, {
      summaries: this.#summaries.without(changed),
      bases: this.#deriving.without(changed),
      installed: this.#installedSummaries.without([]),
    });
  }

  /** What a file is told about the others; holds until the project changes. */
  importsOf(file: FileId): Imports {
    return this.#project.importsOf(file);
  }

  /**
   * The function or class that a reference comes to in a file; "other" where it comes to something else, undefined
   * where nobody knows.
   */
  definition(reference: Reference, from: FileId): Definition | "other" | undefined {
    return this.#project.definition(reference, from);
  }

  /** The file of the module that a reference comes to; undefined where it comes to none of the project's. */
  moduleFile(reference: Reference, from: FileId): FileId | undefined {
    return this.#project.moduleFile(reference, from);
  }

  /**
   * The class that a reference comes to, be it by an object of it; "other" where it comes to something else, undefined
   * where nobody knows.
   */
  classBehind(reference: Reference, from: FileId): Definition | "other" | undefined {
    return this.#project.classBehind(reference, from);
  }

  /** Whether a class that a reference comes to has a member, by itself or its bases; undefined where nobody knows. */
  hasMember(reference: Reference, name: string, from: FileId): boolean | undefined {
    return this.#project.hasMember(reference, name, from);
  }

  /**
   * Asks again what files of packages were missing for, so that those that are missing now can be read before anyone is
   * told.
   */
  askAgain(): void {
    this.#installed.askAgain();
  }

  /** The files that were asked for and have to be read by somebody. */
  takeWanted(): readonly FileId[] {
    return [...new Set([...this.#summaries.takeWanted(), ...this.#installedSummaries.takeWanted()])];
  }

  /** The same for those that were asked for the words in their classes' headers alone: they may be many. */
  takeWantedForBases(): readonly FileId[] {
    return this.#deriving.takeWanted();
  }

  /** The files that were asked for, be it in vain. */
  get files(): Iterable<FileId> {
    return new Set([...this.#summaries.files, ...this.#installedSummaries.files]);
  }

  /** Takes a file's text in; returns whether other files may have other findings by it. */
  take(file: FileId, text: string | PythonDocument | undefined): boolean {
    const isInstalled = this.#installedSummaries.concerns(file);
    const isInstalledNew = isInstalled && this.#takeInstalled(file, typeof text === "object" ? text.text : text);
    if (isInstalled && !this.#summaries.concerns(file)) return isInstalledNew;
    const isConcerned = this.#deriving.concerns(file);
    const areBasesNew = isConcerned && this.takeForBases(file, text);
    if (isConcerned && !this.#summaries.concerns(file)) return areBasesNew;
    const isNew = this.#summaries.put(file, text === undefined ? undefined : this.#summaryOf(file, text));
    // Places in the file may be others even where it says the same.
    this.#resolvers.forget(file);
    this.#project = this.#anew();
    return isNew || isInstalledNew || areBasesNew;
  }

  /** Takes in what a file's classes are derived from; returns whether other files may have other findings by it. */
  takeForBases(file: FileId, text: string | PythonDocument | undefined): boolean {
    const areNew = this.#deriving.take(file, text);
    if (areNew) this.#project = this.#anew();
    return areNew;
  }

  #takeInstalled(file: FileId, text: string | undefined): boolean {
    const isNew = this.#installedSummaries.put(file, text === undefined ? undefined : this.#summaryOfInstalled(text));
    this.#installed = new Installed(this.#host, this.#installedSummaries, this.#addressOf, this.#installed.open);
    this.#resolvers = this.#resolversAnew(this.#resolvers);
    this.#project = this.#anew();
    return isNew;
  }

  /** What somebody is editing is not kept: the next keystroke makes another text of it. */
  #summaryOf(file: FileId, text: string | PythonDocument): ModuleSummary | undefined {
    if (typeof text !== "string") return summaryOf(text);
    const { kept, summaries } = this.#host;
    const made = (): ModuleSummary | undefined => keptSummary("summary", text, kept, () => summaryOf(this.#open(text)));
    return summaries === undefined ? made() : summaries.of(file, text, made);
  }

  #summaryOfInstalled(text: string): ModuleSummary | undefined {
    return keptSummary("summary of what is installed", text, this.#host.kept, () =>
      summaryOfInstalled(text, this.#open),
    );
  }

  /** Whether a file was ever asked for. */
  knows(file: FileId): boolean {
    return this.#summaries.knows(file) || this.#installedSummaries.knows(file) || this.#deriving.concerns(file);
  }

  /** The files of a folder, and of those in it, that were ever asked for. */
  knownBelow(folder: FileId): readonly FileId[] {
    return [
      ...new Set([
        ...this.#summaries.knownBelow(folder),
        ...this.#installedSummaries.knownBelow(folder),
        ...this.#deriving.knownBelow(folder),
      ]),
    ];
  }

  /** Takes in that files came or went, that some have other texts, or that another environment holds. */
  filesChanged(files: readonly FileId[] = []): void {
    for (const file of files) {
      this.#summaries.forget(file);
      this.#installedSummaries.forget(file);
    }
    this.#deriving.filesChanged(files);
    this.#installed = this.#installedAnew();
    this.#resolvers = this.#resolversAnew();
    this.#project = this.#anew();
  }

  #installedAnew(): Installed {
    return new Installed(this.#host, this.#installedSummaries, this.#addressOf);
  }

  /** @param before what is known of the same files */
  #resolversAnew(before?: Resolvers): Resolvers {
    return new Resolvers(this.#host, this.#summaries, this.#installed.modules, before);
  }

  #anew(): Project {
    return new Project(this.#resolvers, this.#installed, this.#addressOf, (name, file) =>
      this.#deriving.of(name, file),
    );
  }
}
