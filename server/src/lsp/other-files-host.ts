import type { PythonParser } from "../syntax/parser";
import type { Host, HostFiles } from "./host";
import type { Log } from "./log";
import type { PythonFile } from "./python-file";

/** What the other files of a project need of the server. */
export interface OtherFilesHost {
  readonly files: HostFiles | undefined;
  readonly kept: Host["kept"];
  /** The environments of Python that were active where the server was started. */
  readonly environments: readonly string[];
  readonly limited: NonNullable<Host["limited"]>;
  readonly parser: PythonParser;
  readonly log: Log;
  /** The open documents, by address. */
  readonly documents: () => Iterable<unknown>;
  /** Told when open documents may have other findings. */
  readonly changed: (documents: readonly PythonFile[]) => Promise<void>;
}
