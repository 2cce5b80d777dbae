import type { CheckAnswer } from "../../../shared/requests";
import type { FileChange } from "./host";

/** What is told of files that are not open. */
export interface Closed {
  /** Asks what is set, and looks at all files again where they are followed. */
  configurationChanged(): Promise<void>;
  /** Takes in that files or folders came, went or have another text. */
  filesChanged(changes: readonly FileChange[]): void;
  /** Takes in that an open document has another text, or was opened or closed. */
  textChanged(uri: string): void;
  /** Takes in that the client has asked for what is found in a document, and shows that: it is not to show it twice. */
  shown(uri: string): void;
  /** Takes in that other files may answer otherwise. */
  othersChanged(): void;
  /** Looks at all files, and follows them from then on. */
  checkAll(watching: Watching): Promise<CheckAnswer>;
  end(): void;
}

/** Who waits for a look at all files. */
export interface Watching {
  /** Told how many they are. */
  readonly begin: (files: number) => void;
  /** Told that one more is done. */
  readonly step: () => Promise<void>;
  readonly isCancelled: () => boolean;
}
