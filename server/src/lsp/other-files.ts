import type { ChosenEnvironment } from "../../../shared/requests";
import { type Imports, NO_IMPORTS } from "../model/imports";
import { type FileId, folderOf, isInside } from "../project/files";
import { PythonDocument } from "../syntax/document";
import type { ProjectHost } from "../workspace/host";
import { KnownSummaries } from "../workspace/known-summaries";
import { type CallersAnswers, ProjectCallers } from "../workspace/project-callers";
import type { UsesPlace } from "../workspace/project-uses";
import { Reach } from "../workspace/reach";
import { Workspace } from "../workspace/workspace";
import { Environments } from "./environments";
import type { FileChange, HostFiles } from "./host";
import type { OpenDocument } from "./document";
import { PythonFile } from "./python-file";
import type { OtherFilesHost } from "./other-files-host";
import { after, type Cancel, nextTurn } from "./schedule";

/** How long nothing is typed in a file before others are told what it says now, in milliseconds. */
const TOLD_AFTER = 40;
/** So many texts that have to be waited for are waited for at once. */
const FETCHED_TOGETHER = 50;

/**
 * What open documents are told of the other files of their project. Nobody waits for it: what a document depends on is
 * read in the background, one file a turn, and its findings are told anew when all has come. The text of an open
 * document counts, else that on the disk, or what the client hands over.
 */
export class OtherFiles {
  readonly #host: OtherFilesHost;
  readonly #workspace: Workspace | undefined;
  readonly #environments: Environments;
  /** The files that are to be read. */
  readonly #queue = new Set<FileId>();
  /** Those of which nothing is wanted but what their classes are derived from: all of a project, behind the others. */
  readonly #queueForBases = new Set<FileId>();
  /** The one that is taken in: where it changes meanwhile, it is read again. */
  #taken: FileId | undefined;
  /** Whether something was taken in that documents have not been told of. */
  #news = false;
  #step: Cancel | undefined;
  #isBusy = false;
  #told: Cancel | undefined;
  /**
   * Who calls functions, in all files as they are; the documents whose fixes were told of it, and those that were told
   * of what has changed.
   */
  #callers: ProjectCallers | undefined;
  readonly #asked = new Set<string>();
  readonly #stale = new Set<string>();
  readonly #summaries = new KnownSummaries();
  readonly #reach = new Reach();
  /** Told when there is nothing left to be read. */
  readonly #waiting: (() => void)[] = [];
  /** The open files whose text has changed since others were told of it. */
  readonly #edited = new Set<FileId>();
  /** The open files that were never saved. */
  readonly #unsaved = new Set<FileId>();

  constructor(host: OtherFilesHost) {
    this.#host = host;
    const { files, parser } = host;
    this.#environments = new Environments((folder) => files?.rootOf(folder) ?? folder, host.environments);
    if (files === undefined) return;
    this.#workspace = new Workspace(
      {
        isFile: (file) => this.#isFile(file, files),
        isFolder: (folder) => this.#isFolder(folder, files),
        rootOf: (folder) => files.rootOf(folder),
        besides: (folder) => files.besides(folder),
        environmentOf: (folder) => this.#environments.of(folder),
        linked: (packages) => files.linked?.(packages) ?? [],
        kept: host.kept,
        summaries: this.#summaries,
        read: () => ({ kind: "later" }),
        pythonFiles: (file) => this.#pythonFilesAround(file, (folder) => files.listed(folder)),
      },
      (text) => new PythonDocument(parser, text),
      (file) => files.addressOf(file),
    );
  }

  /** The file that a document's address stands for; undefined where it has no others around that could be looked at. */
  fileOf(uri: string): FileId | undefined {
    return this.#host.files?.fileOf(uri);
  }

  /** How a file is named to the client: as it does itself where it has opened it. */
  addressOf(file: FileId): string {
    return this.openDocument(file)?.uri ?? this.#host.files?.addressOf(file) ?? file;
  }

  /** What a document is told of the others now. */
  importsOf(uri: string): Imports {
    const file = this.fileOf(uri);
    if (this.#workspace === undefined || file === undefined) return NO_IMPORTS;
    return {
      ...this.#workspace.importsOf(file),
      callersTell: (path) => this.#askCallers(uri, file, (of) => of.callersTell(path)),
      usedElsewhere: (path) => this.#askCallers(uri, file, (of) => of.usedElsewhere(path)),
      saidByTakers: (names, words) => this.#askCallers(uri, file, (of) => of.saidByTakers(names, words)),
    };
  }

  /** Asked of the files as they are now, for a fix that is asked for. */
  #askCallers<Answer>(uri: string, file: FileId, ask: (of: CallersAnswers) => Answer): Answer | undefined {
    const document = this.openDocument(file);
    const host = this.project;
    if (document === undefined || document.isNotebook || host === undefined) return undefined;
    this.#asked.add(uri);
    this.#callers ??= new ProjectCallers(host, (text) => new PythonDocument(this.#host.parser, text));
    return ask(this.#callers.answersFor(file, document.text));
  }

  /** Has a document ask anew what was told to its fixes of files that have changed since. */
  renew(document: OpenDocument): void {
    if (document instanceof PythonFile && this.#stale.delete(document.uri))
      document.imports = this.importsOf(document.uri);
  }

  /**
   * @param files those that have other texts; undefined where some came or went
   * @param own the document that has another text, which forgets by itself what was told to it
   */
  #forgetCallers(files?: readonly FileId[], own?: string): void {
    if (files === undefined) this.#callers = undefined;
    else this.#callers?.changed(files);
    for (const uri of this.#asked) if (uri !== own) this.#stale.add(uri);
    this.#asked.clear();
  }

  /**
   * All files around, for who has to look through a project at once, open texts before those on the disk; undefined
   * where none can be read.
   */
  get project(): ProjectHost | undefined {
    const { files } = this.#host;
    if (files === undefined) return undefined;
    return {
      isFile: (file) => this.#isFile(file, files),
      isFolder: (folder) => this.#isFolder(folder, files),
      rootOf: (folder) => files.rootOf(folder),
      besides: (folder) => files.besides(folder),
      environmentOf: (folder) => this.#environments.of(folder),
      linked: (packages) => files.linked?.(packages) ?? [],
      summaries: this.#summaries,
      reach: this.#reach,
      read: (file) => ({ kind: "text", text: this.openDocument(file)?.text ?? files.read(file) }),
      pythonFiles: (file) => this.#pythonFilesAround(file, (folder) => files.below(folder)),
      notebooks: (file) => files.around(folderOf(file)).flatMap((folder) => files.notebooksBelow(folder)),
    };
  }

  #pythonFilesAround(
    file: FileId,
    below: (folder: FileId) => readonly FileId[] | undefined,
  ): readonly FileId[] | undefined {
    const found = (this.#host.files?.around(folderOf(file)) ?? []).map(below);
    return found.includes(undefined)
      ? undefined
      : [...new Set([...found.flatMap((some) => some ?? []), ...this.#unsaved])];
  }

  #isFile(file: FileId, files: HostFiles): boolean {
    return files.isFile(file) || this.#unsaved.has(file);
  }

  #isFolder(folder: FileId, files: HostFiles): boolean {
    return files.isFolder(folder) || [...this.#unsaved].some((file) => isInside(file, folder));
  }

  /** Takes in whether a file is open that is not there: it is a module of its project all the same. */
  #noteUnsaved(file: FileId, files: HostFiles): void {
    const wasUnsaved = this.#unsaved.has(file);
    const isUnsaved = file.endsWith(".py") && !files.isFile(file) && this.openDocument(file) !== undefined;
    if (isUnsaved === wasUnsaved) return;
    if (isUnsaved) this.#unsaved.add(file);
    else this.#unsaved.delete(file);
    this.#filesAreOthers();
  }

  /** What a pyproject.toml can ask of the files around it; undefined where none can be read. */
  around(uri: string): UsesPlace | undefined {
    const host = this.project;
    const file = this.fileOf(uri);
    if (host === undefined || file === undefined) return undefined;
    const open = (text: string): PythonDocument => new PythonDocument(this.#host.parser, text);
    const addressOf = (of: FileId): string => this.addressOf(of);
    return { file, host, open, addressOf, workspace: new Workspace(host, open, addressOf) };
  }

  /** Whether files have to be waited for, so that a look at all of them takes its time. */
  get haveToCome(): boolean {
    return this.#host.files?.later !== undefined;
  }

  /** Has the whole project of a document there, for who is to look through it; gives the reason where that can't be. */
  async gather(uri: string): Promise<string | undefined> {
    const { files } = this.#host;
    const file = this.fileOf(uri);
    for (const folder of file === undefined ? [] : (files?.around(folderOf(file)) ?? [])) {
      const unread = await files?.later?.fetchBelow(folder);
      if (unread !== undefined) return unread;
    }
    return undefined;
  }

  /** Has told anew which files there are, where these have to be told. */
  async list(): Promise<void> {
    const { later } = this.#host.files ?? {};
    if (later === undefined) return;
    await later.list();
    this.#filesAreOthers();
  }

  /** The open document of a file. */
  openDocument(file: FileId): PythonFile | undefined {
    for (const document of this.#host.documents())
      if (document instanceof PythonFile && this.fileOf(document.uri) === file) return document;
    return undefined;
  }

  /** To be called when findings were looked for: reads what was missing for them. */
  asked(): void {
    for (const file of this.#workspace?.takeWanted() ?? []) this.#queue.add(file);
    for (const file of this.#workspace?.takeWantedForBases() ?? []) this.#queueForBases.add(file);
    this.#goOn();
  }

  /** Takes in that an open document has another text, or was opened or closed. */
  textChanged(uri: string): void {
    const file = this.fileOf(uri);
    this.#forgetCallers(file === undefined ? [] : [file], uri);
    if (file !== undefined && this.#host.files !== undefined) this.#noteUnsaved(file, this.#host.files);
    if (file === undefined || this.#workspace?.knows(file) !== true) return;
    this.#edited.add(file);
    this.#told?.();
    this.#told = after(TOLD_AFTER, () => {
      for (const one of this.#edited) this.#queue.add(one);
      this.#edited.clear();
      this.#goOn();
    });
  }

  /** Takes in that files came, went or have another text. */
  filesChanged(changes: readonly FileChange[]): void {
    const { files } = this.#host;
    if (this.#workspace === undefined || files === undefined) return;
    files.changed(changes);
    this.#forgetCallers(changes.some(({ kind }) => kind !== "changed") ? undefined : changes.map(({ file }) => file));
    for (const { file } of changes) if (this.#workspace.knows(file) || file === this.#taken) this.#queue.add(file);
    if (changes.some(({ kind }) => kind !== "changed")) this.#filesAreOthers();
    else this.#goOn();
  }

  /** What goes with a folder, as far as anybody was told of it. */
  goneWith(folder: FileId): readonly FileChange[] {
    const below = this.#workspace?.knownBelow(folder) ?? [];
    return below.length === 0 ? [] : [folder, ...below].map((file) => ({ file, kind: "gone" }));
  }

  /** Takes in which folders are open, by their addresses. */
  foldersChanged(uris: readonly string[]): void {
    const { files } = this.#host;
    if (files === undefined) return;
    files.foldersChanged(uris);
    this.#filesAreOthers();
  }

  /** Takes in which environment is set for a document. */
  environmentIs(uri: string, setting: string): void {
    const file = this.fileOf(uri);
    if (file !== undefined && this.#environments.take(folderOf(file), setting)) this.#filesAreOthers();
  }

  /** Takes in which environments were chosen for open folders. */
  environmentsChosen(environments: readonly ChosenEnvironment[]): void {
    const chosen = environments.flatMap(({ folder, path }) => {
      const open = this.fileOf(folder);
      return open === undefined ? [] : [[open, path] as const];
    });
    if (this.#environments.choose(chosen)) this.#filesAreOthers();
  }

  close(): void {
    this.#step?.();
    this.#told?.();
    this.#queue.clear();
    this.#queueForBases.clear();
    this.#edited.clear();
  }

  #filesAreOthers(): void {
    this.#forgetCallers();
    this.#workspace?.filesChanged();
    this.#news = true;
    this.#goOn();
  }

  /** Whether all has been read that somebody asked for, and everybody was told. */
  get isSettled(): boolean {
    return !this.#isBusy && this.#step === undefined && !this.#hasWork;
  }

  get #hasWork(): boolean {
    return this.#queue.size > 0 || this.#queueForBases.size > 0 || this.#news;
  }

  /** Fulfilled once that is so. */
  settled(): Promise<void> {
    return this.isSettled ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve));
  }

  #goOn(): void {
    if (this.isSettled) for (const settled of this.#waiting.splice(0)) settled();
    if (this.#isBusy || this.#step !== undefined || !this.#hasWork) return;
    this.#step = nextTurn(() => {
      this.#step = undefined;
      void this.#runNext();
    });
  }

  async #runNext(): Promise<void> {
    this.#isBusy = true;
    try {
      await this.#takeNext();
    } catch (error) {
      this.#host.log.error("Other files could not be looked at", error);
    }
    this.#isBusy = false;
    this.#goOn();
  }

  /** Takes the next file in; when there is none left, tells who may have other findings. */
  async #takeNext(): Promise<void> {
    await this.#fetch(this.#queue);
    const [file] = this.#queue;
    if (file !== undefined) {
      this.#queue.delete(file);
      return this.#take(file);
    }
    await this.#askAgain();
    if (this.#queue.size > 0) return;
    if (!this.#news) return this.#takeSomeForBases();
    this.#news = false;
    const documents = [...this.#host.documents()].filter((document) => document instanceof PythonFile);
    for (const document of documents) document.imports = this.importsOf(document.uri);
    await this.#host.changed(documents);
  }

  /** They are quickly read: several in one turn. */
  async #takeSomeForBases(): Promise<void> {
    await this.#fetch(this.#queueForBases);
    const some = [...this.#queueForBases].slice(0, FETCHED_TOGETHER);
    for (const file of some) this.#queueForBases.delete(file);
    const textOf = (file: FileId): string | PythonDocument | undefined =>
      this.openDocument(file)?.python ?? this.#host.files?.read(file);
    await this.#host.limited(() => {
      for (const file of some) this.#workspace?.takeForBases(file, textOf(file));
    });
    // Nobody knows anything by them before all are there.
    if (this.#queueForBases.size === 0) this.#news = true;
  }

  /** Has the texts of the next files of a queue there, where they have to be handed over. */
  async #fetch(queue: ReadonlySet<FileId>): Promise<void> {
    const { later } = this.#host.files ?? {};
    if (later === undefined) return;
    const next: FileId[] = [];
    for (const file of queue) if (this.openDocument(file) === undefined && next.push(file) === FETCHED_TOGETHER) break;
    await later.fetch(next);
  }

  /** A way through a package is read to its end before documents are looked at again. */
  async #askAgain(): Promise<void> {
    const workspace = this.#workspace;
    if (workspace === undefined) return;
    await this.#host.limited(() => workspace.askAgain());
    for (const file of workspace.takeWanted()) this.#queue.add(file);
  }

  async #take(file: FileId): Promise<void> {
    const { limited, log, files } = this.#host;
    const workspace = this.#workspace;
    if (workspace === undefined) return;
    this.#taken = file;
    try {
      const text = this.openDocument(file)?.python ?? files?.read(file);
      if (await limited(() => workspace.take(file, text))) this.#news = true;
    } catch (error) {
      // A file that can't be summarized tells the others nothing.
      log.warn(`${file} is not followed: ${error instanceof Error ? error.message : String(error)}`);
      workspace.take(file, undefined);
    }
    this.#taken = undefined;
  }
}
