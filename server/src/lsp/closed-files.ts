import type { Diagnostic } from "vscode-languageserver";
import type { CheckAnswer } from "../../../shared/requests";
import type { Imports } from "../model/imports";
import type { FileId } from "../project/files";
import { Questions } from "../workspace/questions";
import { BackgroundProgress } from "./background-progress";
import type { Closed, Watching } from "./closed";
import { diagnosticsOf } from "./diagnostics";
import type { OpenDocument } from "./document";
import type { FileChange } from "./host";
import { ProjectFile } from "./project-file";
import { checkableFiles, lookAt } from "./requests/files";
import { after, type Cancel, turnTaken } from "./schedule";
import type { Session } from "./session";

/** How long nothing is typed, and no file changes, before closed files are looked at, in milliseconds. */
const QUIET = 300;
/** So many are looked at before what they depend on is waited for. */
const TOGETHER = 20;
/** The files that others depend on are read level by level: deeper ones are found out by the next look at all. */
const MOST_LEVELS = 30;
/** More files are not followed. */
const MOST_FILES = 10_000;

const CHECKABLE = /(?:\.pyw?|\/pyproject\.toml)$/;

/** What is known of a file that may be looked at without being open. */
interface Followed {
  /** How it is named to the client. */
  readonly uri: string;
  /** What it asked about others; undefined where it wasn't looked at, or can't say. */
  questions: Questions | undefined;
  /** What the client was told, as text; undefined where it was told nothing. */
  told: string | undefined;
  isEnabled: boolean;
  findings: number;
}

interface Looked {
  readonly file: FileId;
  readonly document: OpenDocument;
  readonly questions: Questions;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Findings of files that are not open, where the user wants them told: by the setting, or once a check of the workspace
 * was asked for. They are worked out when nobody types, a file a turn, and are looked for again where the file, or an
 * answer of another that it rests on, has become another.
 */
export class ClosedFiles implements Closed {
  readonly #session: Session;
  readonly #followed = new Map<FileId, Followed>();
  readonly #queue = new Set<FileId>();
  /** Whether a check of the workspace was asked for, so that all files are followed whatever is set. */
  #wasAsked = false;
  /** Whether the setting wants files of some folder followed. */
  #isSet = false;
  #isListDue = false;
  #isConfigurationDue = false;
  /** Whether the client is being asked for settings. */
  #isAsking = false;
  #areOthersNew = false;
  #isBusy = false;
  /** Whether it was told that there are more files than are followed. */
  #isBoundTold = false;
  #isEnded = false;
  #lastEdit = 0;
  #timer: Cancel | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  get #isOn(): boolean {
    return !this.#isEnded && (this.#wasAsked || this.#isSet);
  }

  async configurationChanged(): Promise<void> {
    this.#isConfigurationDue = true;
    // Of a burst of changes the last one counts.
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      while (this.#isConfigurationDue && !this.#isEnded) {
        this.#isConfigurationDue = false;
        await this.#configure();
      }
    } finally {
      this.#isAsking = false;
    }
  }

  async #configure(): Promise<void> {
    const { files, configurations } = this.#session;
    if (files === undefined) return;
    const folders = await configurations.of(files.openFolders.map((folder) => files.addressOf(folder)));
    const wasSet = this.#isSet;
    this.#isSet = folders.some(({ diagnosticMode }) => diagnosticMode === "workspace");
    // Who switches the setting off wants what is told of closed files gone.
    if (wasSet && !this.#isSet) this.#wasAsked = false;
    if (!this.#isOn) return this.#forgetAll();
    this.#isListDue = true;
    for (const file of this.#followed.keys()) this.#queue.add(file);
    this.#soon();
  }

  filesChanged(changes: readonly FileChange[]): void {
    if (!this.#isOn) return;
    const known = new Set([...this.#followed.keys()].flatMap((file) => [file, ...foldersAbove(file)]));
    const matter = changes.filter(({ file, kind }) => (kind === "new" ? CHECKABLE.test(file) : known.has(file)));
    if (matter.length === 0) return;
    this.#isListDue ||= matter.some(({ kind }) => kind !== "changed");
    for (const { file } of matter) if (this.#followed.has(file)) this.#queue.add(file);
    // What a pyproject.toml is told of files it asks of all of them.
    if (changes.some(({ file }) => file.endsWith(".py")))
      for (const file of this.#followed.keys()) if (file.endsWith("/pyproject.toml")) this.#queue.add(file);
    this.#soon();
  }

  textChanged(uri: string): void {
    this.#lastEdit = Date.now();
    if (!this.#isOn) return;
    const file = this.#session.otherFiles.fileOf(uri);
    if (file !== undefined && this.#followed.has(file)) this.#queue.add(file);
    this.#soon();
  }

  shown(uri: string): void {
    const file = this.#session.otherFiles.fileOf(uri);
    const known = file === undefined ? undefined : this.#followed.get(file);
    if (known !== undefined && !this.#session.features.hidesOpen) this.#tell(known, []);
  }

  othersChanged(): void {
    if (!this.#isOn) return;
    this.#areOthersNew = true;
    this.#soon();
  }

  async checkAll({ begin, step, isCancelled }: Watching): Promise<CheckAnswer> {
    this.#wasAsked = true;
    await this.#untilFree();
    this.#isBusy = true;
    const problems: string[] = [];
    try {
      await this.#list(isCancelled);
      for (const file of this.#followed.keys()) this.#queue.add(file);
      begin(this.#queue.size);
      while (this.#queue.size > 0 && !isCancelled() && !this.#isEnded)
        await this.#lookAtSome((problem) => problems.push(problem), step);
    } finally {
      this.#isBusy = false;
    }
    if (isCancelled()) {
      this.#wasAsked = false;
      if (!this.#isSet) this.#forgetAll();
    }
    this.#soon();
    const enabled = [...this.#followed.values()].filter(({ isEnabled }) => isEnabled);
    return { files: enabled.length, findings: enabled.reduce((sum, { findings }) => sum + findings, 0), problems };
  }

  end(): void {
    this.#isEnded = true;
    this.#timer?.();
  }

  async #untilFree(): Promise<void> {
    while (this.#isBusy) await new Promise<void>((resolve) => void after(QUIET / 10, resolve));
  }

  #soon(): void {
    if (this.#isBusy || this.#isEnded) return;
    this.#timer?.();
    this.#timer = after(QUIET, () => void this.#work());
  }

  /** Works off what has to be looked at, as long as nobody types. */
  async #work(): Promise<void> {
    if (this.#isBusy || !this.#isOn) return;
    this.#isBusy = true;
    const progress = new BackgroundProgress(this.#session);
    try {
      while (this.#isOn && (await this.#workOnce(progress)));
    } catch (error) {
      this.#session.log.error("Files that are not open could not be looked at", error);
    }
    await progress.end();
    this.#isBusy = false;
    if (!this.#isOn) this.#forgetAll();
    else if (this.#hasWork) this.#soon();
  }

  get #hasWork(): boolean {
    return this.#isListDue || this.#areOthersNew || this.#queue.size > 0;
  }

  /** Whether there may be more to do. */
  async #workOnce(progress: BackgroundProgress): Promise<boolean> {
    if (Date.now() - this.#lastEdit < QUIET) {
      await new Promise<void>((resolve) => void after(QUIET, resolve));
    } else if (this.#isListDue) {
      await this.#list(() => !this.#isOn);
    } else if (this.#queue.size > 0) {
      await progress.expect(this.#queue.size);
      await this.#lookAtSome(
        (problem) => this.#session.log.warn(problem),
        () => progress.step(),
      );
    } else if (this.#areOthersNew) {
      await this.#askAgain();
    }
    return this.#hasWork;
  }

  /** Takes in which files there are. */
  async #list(isCancelled: () => boolean): Promise<void> {
    this.#isListDue = false;
    const { files, log } = this.#session;
    if (files === undefined) return;
    const found = await checkableFiles(files, isCancelled);
    // How many more there are is of no interest: they come and go.
    if (found.size > MOST_FILES && !this.#isBoundTold)
      log.warn(`Only ${MOST_FILES} of ${found.size} files are followed without being open`);
    this.#isBoundTold = found.size > MOST_FILES;
    const there = new Set([...found].slice(0, MOST_FILES));
    for (const [file, known] of this.#followed) {
      if (there.has(file)) continue;
      this.#tell(known, []);
      this.#followed.delete(file);
      this.#queue.delete(file);
    }
    for (const file of there) {
      if (this.#followed.has(file)) continue;
      const uri = files.addressOf(file);
      this.#followed.set(file, { uri, questions: undefined, told: undefined, isEnabled: false, findings: 0 });
      this.#queue.add(file);
    }
  }

  /** Looks at the next files; tells what is found when all that they depend on has been read. */
  async #lookAtSome(onProblem: (problem: string) => void, step: () => Promise<void>): Promise<void> {
    const files = [...this.#queue].slice(0, TOGETHER);
    for (const file of files) this.#queue.delete(file);
    const { otherFiles } = this.#session;
    const found = new Map<FileId, Looked>();
    let left: readonly FileId[] = files;
    for (let level = 0; level < MOST_LEVELS && this.#isOn; level++) {
      for (const looked of await this.#lookAt(left, level === 0 ? onProblem : () => {})) found.set(looked.file, looked);
      await otherFiles.settled();
      const others: FileId[] = [];
      for (const { file, questions } of found.values())
        if (!(await this.#isAnsweredAlike(file, questions))) others.push(file);
      left = others;
      if (left.length === 0 && otherFiles.isSettled) break;
    }
    for (const file of files) {
      if (!this.#isOn) return;
      this.#take(file, found.get(file));
      await step();
    }
  }

  async #lookAt(files: readonly FileId[], onProblem: (problem: string) => void): Promise<readonly Looked[]> {
    const session = this.#session;
    const byAddress = new Map(files.map((file) => [session.otherFiles.addressOf(file), file]));
    const asked = new Map<FileId, Questions>();
    const importsOf = (file: FileId, uri: string): Imports => {
      const questions = new Questions();
      asked.set(file, questions);
      return questions.noting(session.otherFiles.importsOf(uri));
    };
    const found: Looked[] = [];
    for await (const looked of lookAt([...byAddress.keys()], session, onProblem, importsOf)) {
      const file = looked === undefined ? undefined : byAddress.get(looked.document.uri);
      if (looked === undefined || file === undefined) continue;
      const { document } = looked;
      await turnTaken();
      const parts = await diagnosticsOf(document, session, { isAboutTextAlone: true });
      const diagnostics = parts.get(document.uri) ?? [];
      // What an open one asks it asks by itself.
      found.push({ file, document, questions: asked.get(file) ?? new Questions(), diagnostics });
    }
    return found;
  }

  async #isAnsweredAlike(file: FileId, questions: Questions): Promise<boolean> {
    const { otherFiles, limited } = this.#session;
    const imports = otherFiles.importsOf(otherFiles.addressOf(file));
    try {
      return await limited(() => questions.areAnsweredAlike(imports));
    } catch {
      return false;
    } finally {
      otherFiles.asked();
    }
  }

  /** Asks again what files have asked of others, and has those looked at that are answered otherwise. */
  async #askAgain(): Promise<void> {
    this.#areOthersNew = false;
    for (const [file, { questions }] of this.#followed) {
      if (!this.#isOn) return;
      const isAlike =
        questions === undefined
          ? this.#session.otherFiles.openDocument(file) === undefined
          : await this.#isAnsweredAlike(file, questions);
      if (!isAlike) this.#queue.add(file);
    }
  }

  #take(file: FileId, looked: Looked | undefined): void {
    const known = this.#followed.get(file);
    if (known === undefined) return;
    const { document, questions, diagnostics = [] } = looked ?? {};
    const open = this.#openDocument(file);
    known.questions = open !== undefined || document instanceof ProjectFile ? undefined : questions;
    known.isEnabled = document?.enabled === true;
    known.findings = diagnostics.length;
    const { pullDiagnostics, hidesOpen } = this.#session.features;
    if (open !== undefined && !pullDiagnostics && !hidesOpen) {
      // What the client is told of an open one has taken the place of what it was told here.
      known.told = undefined;
      return;
    }
    const isShown = open !== undefined && !hidesOpen && open.reports.size > 0;
    const isWanted = this.#wasAsked || document?.diagnosticMode === "workspace";
    this.#tell(known, isWanted && !isShown ? diagnostics : []);
  }

  #openDocument(file: FileId): OpenDocument | undefined {
    const { documents, otherFiles } = this.#session;
    for (const document of documents.all()) if (otherFiles.fileOf(document.uri) === file) return document;
    return undefined;
  }

  #tell(known: Followed, diagnostics: readonly Diagnostic[]): void {
    const told = diagnostics.length === 0 ? undefined : JSON.stringify(diagnostics);
    if (told === known.told) return;
    known.told = told;
    void this.#session.connection.sendDiagnostics({ uri: known.uri, diagnostics: [...diagnostics] });
  }

  #forgetAll(): void {
    for (const known of this.#followed.values()) this.#tell(known, []);
    this.#followed.clear();
    this.#queue.clear();
    this.#isListDue = false;
    this.#areOthersNew = false;
  }
}

function foldersAbove(file: FileId): readonly FileId[] {
  const folders: FileId[] = [];
  for (let slash = file.lastIndexOf("/"); slash > 0; slash = file.lastIndexOf("/", slash - 1))
    folders.push(file.slice(0, slash));
  return folders;
}
