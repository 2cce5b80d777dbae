import type { ParserFiles } from "../syntax/parser";
import type { Kept } from "../workspace/host";

/** The files of a machine, for following what open documents import. What is known of folders is kept until it is forgotten. */
export interface HostFiles {
  isFile(file: string): boolean;
  isFolder(folder: string): boolean;
  rootOf(folder: string): string;
  /** The text of a Python file; undefined where it can't be read. */
  read(file: string): string | undefined;
  /** The Python files below a folder, without those of other people; undefined where there are too many to look through. */
  below(folder: string): readonly string[] | undefined;
  /** The files below a folder that the command line would check there, but for what a project leaves out. */
  checkable(folder: string): Iterable<string>;
  /** A file with the encoding that it is in. Throws with a plain reason where it can't be read as text. */
  source(file: string): { readonly text: string; readonly encoding: string };
  forget(): void;
  /** The folders that are open in the editor. */
  openFolders: readonly string[];
}

/** What the server cannot do alike in Node and in a web worker. */
export interface Host {
  /** The bytes of the two WASM files. */
  readonly parserFiles: (initializationOptions: unknown) => Promise<ParserFiles>;
  /** The `file:` address of a rule's page that ships with the server. Absent where it has no files. */
  readonly rulePage?: (rule: string) => string;
  /** The text of a `file:` address; undefined where there is no such file. Absent where no files can be read. */
  readonly readFile?: (uri: string) => Promise<string | undefined>;
  /** The files of the machine, looked at without waiting, by their paths with `/` between the parts. Absent where none can be. */
  readonly files?: HostFiles;
  /** What was worked out of files' texts by an earlier server. Absent where nothing can be kept. */
  readonly kept?: Kept | undefined;
  /** The environments of Python that were active where the server was started, by their folders. */
  readonly environments?: readonly string[];
  /**
   * Runs the engine in a turn of its own, for so long and no longer: a TimeLimitError says that it was ended. Absent where nothing
   * can end what runs.
   */
  readonly limited?: <Result>(work: () => Result) => Promise<Result>;
}
