import type { ParserFiles } from "../syntax/parser";

/** What the server cannot do alike in Node and in a web worker. */
export interface Host {
  /** The bytes of the two WASM files. */
  readonly parserFiles: (initializationOptions: unknown) => Promise<ParserFiles>;
  /** The `file:` address of a rule's page that ships with the server. Absent where it has no files. */
  readonly rulePage?: (rule: string) => string;
  /** The text of a `file:` address; undefined where there is no such file. Absent where no files can be read. */
  readonly readFile?: (uri: string) => Promise<string | undefined>;
  /**
   * Runs the engine for so long and no longer. Absent where nothing can end what runs.
   *
   * @throws TimeLimitError
   */
  readonly limited?: <Result>(work: () => Result) => Result;
}
