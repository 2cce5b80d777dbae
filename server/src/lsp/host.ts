import type { FileId } from "../project/files";
import type { ParserFiles } from "../syntax/parser";
import type { Kept } from "../workspace/host";

/**
 * The files around open documents, for following what these import. What is known of folders is kept until they are
 * told to have changed.
 */
export interface HostFiles {
  /** The file of an address, that of the notebook for one of its cells; undefined for one that isn't among these. */
  fileOf(uri: string): FileId | undefined;
  /** How a file is named to the client. */
  addressOf(file: FileId): string;
  isFile(file: string): boolean;
  isFolder(folder: string): boolean;
  rootOf(folder: string): string;
  /**
   * The folders that other packages are imported from which are built by themselves: of the same repository, or open.
   */
  besides(folder: string): readonly string[];
  /** The folders that a folder of installed packages says others lie in; absent where nobody can tell. */
  linked?(packages: string): readonly string[];
  /** The folders that hold all code which may call that of a folder. */
  around(folder: string): readonly string[];
  /** The text of a Python file; undefined where it can't be read. */
  read(file: string): string | undefined;
  /**
   * The Python files below a folder, without those of other people; undefined where there are too many to look through.
   */
  below(folder: string): readonly string[] | undefined;
  /** The notebooks there. */
  notebooksBelow(folder: string): readonly string[];
  /** The Python files there, be it that their texts have to be waited for. */
  listed(folder: string): readonly string[] | undefined;
  /** The files below a folder that the command line would check there, but for what a project leaves out. */
  checkable(folder: string): Iterable<string>;
  /** A file with the encoding that it is in. Throws with a plain reason where it can't be read as text. */
  source(file: string): { readonly text: string; readonly encoding: string };
  /** Takes in that files came, went or have another text. */
  changed(changes: readonly FileChange[]): void;
  /** The folders that are open in the editor. */
  readonly openFolders: readonly FileId[];
  /** Takes in which these are, by their addresses. */
  foldersChanged(uris: readonly string[]): void;
  /** Absent where everything is there to be asked for. */
  readonly later?: LaterFiles;
}

export interface FileChange {
  readonly file: FileId;
  readonly kind: "new" | "changed" | "gone";
}

/** What has to be waited for where somebody else hands files over: until then they are not there, and have no text. */
export interface LaterFiles {
  /** Asks anew which files there are. */
  list(): Promise<void>;
  /** Has the texts of files there. */
  fetch(files: Iterable<FileId>): Promise<void>;
  /** Has the texts of all Python files below a folder there; gives the reason where that can't be. */
  fetchBelow(folder: FileId): Promise<string | undefined>;
}

/** What the server cannot do alike in Node and in a web worker. */
export interface Host {
  /** The bytes of the two WASM files. */
  readonly parserFiles: (initializationOptions: unknown) => Promise<ParserFiles>;
  /** The `file:` address of a rule's page that ships with the server. Absent where it has no files. */
  readonly rulePage?: (rule: string) => string;
  /** The text of a `file:` address; undefined where there is no such file. Absent where no files can be read. */
  readonly readFile?: (uri: string) => Promise<string | undefined>;
  /**
   * The files of the machine, by their paths with `/` between the parts. Absent where there are none that could be
   * looked at.
   */
  readonly files?: HostFiles;
  /** What was worked out of files' texts by an earlier server. Absent where nothing can be kept. */
  readonly kept?: Kept | undefined;
  /** The environments of Python that were active where the server was started, by their folders. */
  readonly environments?: readonly string[];
  /**
   * Runs the engine in a turn of its own, for so long and no longer: a TimeLimitError says that it was ended. Absent
   * where nothing can end what runs.
   */
  readonly limited?: <Result>(work: () => Result) => Promise<Result>;
}
