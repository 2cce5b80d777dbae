import type { Connection } from "vscode-languageserver";
import { URI } from "vscode-uri";
import type { FileContent } from "../../../shared/requests";
import { foldersAround, importRootsAround } from "../files/distributions";
import { type FileId, isInside } from "../project/files";
import { FileList, KNOWN_NAMES, LEFT_OUT, leftOutBelow } from "./file-list";
import type { FileChange, HostFiles, LaterFiles } from "./host";
import type { Log } from "./log";
import { findFilesRequest, readFilesRequest } from "./requests/protocol";
import { parseUri } from "./uri";

/** More files of a folder are not listed. */
const MOST_FILES = 20_000;
/** The texts of more files are not fetched for one question: each may come over a network. */
const MOST_TEXTS = 2_000;
/** The texts of so many files are kept; the oldest go first. */
const MOST_KEPT = 6_000;
/** So many are asked for at once. */
const TOGETHER = 50;
const MEGABYTE = 1024 * 1024;
const MOST_BYTES = { source: 4 * MEGABYTE, settings: MEGABYTE } as const;

const NOT_ALL = "not all files of the project can be read from here";

/**
 * The files of the open folders as the client hands them over, whatever these lie on: which there are is asked for at
 * once, what they hold when it is needed. A file is known by its scheme, authority and path, with nothing encoded.
 */
export class ClientFiles implements HostFiles, LaterFiles {
  readonly #connection: Connection;
  readonly #log: Log;
  #list = new FileList();
  #areAll = false;
  /** Whether it was told that these aren't all. */
  #isBoundTold = false;
  /** Those within others first. */
  #openFolders: readonly FileId[] = [];
  /** The list that was asked for last. */
  #listed: Promise<void> = Promise.resolve();
  /** What has changed since then, while it hasn't come. */
  #meanwhile: FileChange[] | undefined;
  readonly #contents = new Map<FileId, FileContent>();
  /** The files that have another text than is kept of them. */
  readonly #stale = new Set<FileId>();

  constructor(connection: Connection, log: Log) {
    this.#connection = connection;
    this.#log = log;
  }

  get later(): LaterFiles {
    return this;
  }

  get openFolders(): readonly FileId[] {
    return this.#openFolders;
  }

  foldersChanged(uris: readonly string[]): void {
    const folders = uris.flatMap((uri) => idOf(uri) ?? []);
    this.#openFolders = folders
      .map((folder) => folder.replace(/(?<=[^/])\/+$/, ""))
      .sort((a, b) => b.length - a.length);
  }

  /** @returns undefined for what lies in none of the open folders, as an unsaved document does */
  fileOf(uri: string): FileId | undefined {
    const file = idOf(uri);
    return file !== undefined && this.#openFolders.some((folder) => isInside(file, folder)) ? file : undefined;
  }

  addressOf(file: FileId): string {
    const colon = file.indexOf("://");
    const slash = file.indexOf("/", colon + 3);
    const path = slash === -1 ? "" : file.slice(slash);
    return URI.from({
      scheme: file.slice(0, colon),
      authority: file.slice(colon + 3, file.length - path.length),
      path,
    }).toString();
  }

  isFile(file: FileId): boolean {
    return this.#list.has(file);
  }

  isFolder(folder: FileId): boolean {
    return this.#list.isFolder(folder);
  }

  /** The innermost of the open folders: what lies above it can't be seen from here. */
  rootOf(folder: FileId): FileId {
    return this.#openFolders.find((open) => isInside(folder, open)) ?? folder;
  }

  besides(folder: FileId): readonly FileId[] {
    return importRootsAround(this.rootOf(folder), this.#openFolders, (one) => this.#list.entriesOf(one));
  }

  around(folder: FileId): readonly FileId[] {
    return foldersAround(this.rootOf(folder), this.#openFolders, (one) => this.#list.entriesOf(one));
  }

  read(file: FileId): string | undefined {
    const content = this.#contents.get(file);
    return content !== undefined && "text" in content ? content.text : undefined;
  }

  below(folder: FileId): readonly FileId[] | undefined {
    const files = this.#list.pythonBelow(folder);
    return this.#areAll && files.every((file) => this.read(file) !== undefined) ? files : undefined;
  }

  notebooksBelow(folder: FileId): readonly FileId[] {
    return this.#list.notebooksBelow(folder);
  }

  listed(folder: FileId): readonly FileId[] | undefined {
    const files = this.#list.pythonBelow(folder);
    return this.#areAll && files.length <= MOST_TEXTS ? files : undefined;
  }

  checkable(folder: FileId): Iterable<FileId> {
    const ignores = this.#list.ignoreFiles.flatMap((file) => {
      const text = this.read(file);
      return text === undefined ? [] : [[file, text] as const];
    });
    const isLeftOut = leftOutBelow(folder, new Map(ignores));
    return this.#list.checkableBelow(folder).filter((file) => !isLeftOut(file));
  }

  source(file: FileId): { readonly text: string; readonly encoding: string } {
    const text = this.read(file);
    if (text !== undefined) return { text, encoding: "utf-8" };
    const content = this.#contents.get(file);
    throw new Error(content !== undefined && "problem" in content ? content.problem : "no such file");
  }

  changed(changes: readonly FileChange[]): void {
    this.#meanwhile?.push(...changes);
    for (const change of changes) this.#take(change);
  }

  async list(): Promise<void> {
    this.#listed = this.#askForList();
    return this.#listed;
  }

  async fetch(files: Iterable<FileId>): Promise<void> {
    const isWanted = (file: FileId): boolean =>
      this.#list.has(file) && (!this.#contents.has(file) || this.#stale.has(file));
    // What changes while it is waited for is waited for once more.
    for (let wanted = [...files].filter(isWanted); wanted.length > 0; wanted = wanted.filter(isWanted)) {
      for (let from = 0; from < wanted.length; from += TOGETHER)
        await this.#fetchSome(wanted.slice(from, from + TOGETHER));
    }
  }

  async fetchBelow(folder: FileId): Promise<string | undefined> {
    await this.#listed;
    const files = this.#list.pythonBelow(folder);
    if (!this.#areAll || files.length > MOST_TEXTS) return NOT_ALL;
    // Those that can't be read are nobody's callers.
    await this.fetch([...files, ...this.#list.notebooksBelow(folder)]);
    const unread = files.find((file) => this.#list.has(file) && this.read(file) === undefined);
    return unread === undefined ? undefined : `${unread.slice(folder.length + 1)} can't be read`;
  }

  /** The text of a file of settings; undefined where there is none. */
  async settings(uri: string): Promise<string | undefined> {
    const [content] = await this.#ask([uri], MOST_BYTES.settings);
    if (content !== undefined && "problem" in content) throw new Error(content.problem);
    return content !== undefined && "text" in content ? content.text : undefined;
  }

  async #askForList(): Promise<void> {
    const meanwhile: FileChange[] = [];
    this.#meanwhile = meanwhile;
    try {
      const params = { names: KNOWN_NAMES, skipped: LEFT_OUT, most: MOST_FILES };
      const { files, areAll } = await this.#connection.sendRequest(findFilesRequest, params);
      // Who asked again waits for another answer.
      if (this.#meanwhile !== meanwhile) return;
      this.#meanwhile = undefined;
      this.#list = new FileList(files.flatMap((uri) => idOf(uri) ?? []));
      if (!areAll && !this.#isBoundTold)
        this.#log.warn("The workspace has more files than can be handed over: not all are followed");
      this.#isBoundTold = !areAll;
      this.#areAll = areAll;
      for (const change of meanwhile) this.#take(change);
      await this.fetch(this.#list.ignoreFiles);
    } catch (error) {
      this.#log.error("The files of the workspace could not be listed", error);
    }
  }

  #take({ file, kind }: FileChange): void {
    if (kind !== "gone") {
      if (kind === "new") this.#list.add(file, this.rootOf(file));
      if (this.#list.has(file)) this.#stale.add(file);
      return;
    }
    this.#list.remove(file);
    this.#contents.delete(file);
    this.#stale.delete(file);
  }

  async #fetchSome(files: readonly FileId[]): Promise<void> {
    // What changes from here on has another text than the one that comes.
    for (const file of files) this.#stale.delete(file);
    const contents = await this.#asked(files);
    for (const [i, file] of files.entries()) {
      const content = contents[i] ?? { problem: "was not handed over" };
      this.#contents.delete(file);
      if ("isMissing" in content) this.#list.remove(file);
      else if (this.#list.has(file)) this.#contents.set(file, content);
    }
    for (const [oldest] of this.#contents) {
      if (this.#contents.size <= MOST_KEPT) return;
      this.#contents.delete(oldest);
    }
  }

  /** A client that fails hands nothing over. */
  async #asked(files: readonly FileId[]): Promise<readonly FileContent[]> {
    try {
      return await this.#ask(
        files.map((file) => this.addressOf(file)),
        MOST_BYTES.source,
      );
    } catch (error) {
      this.#log.error("Files could not be read", error);
      return [];
    }
  }

  async #ask(files: readonly string[], mostBytes: number): Promise<readonly FileContent[]> {
    return this.#connection.sendRequest(readFilesRequest, { files, mostBytes });
  }
}

function idOf(uri: string): FileId | undefined {
  const parsed = parseUri(uri);
  return parsed === undefined ? undefined : `${parsed.scheme}://${parsed.authority}${parsed.path}`;
}
