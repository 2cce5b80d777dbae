import type { FileId } from "../project/files";
import type { InstalledHost } from "../project/installed";
import type { Around } from "../project/resolvers";
import type { KnownSummaries } from "./known-summaries";
import type { Reach } from "./reach";

/** The text of a file, undefined where it can't be read; or that it will come. */
export type FileText = { readonly kind: "text"; readonly text: string | undefined } | { readonly kind: "later" };

/** The same where all files of a project can be looked through at once. */
export interface ProjectHost extends WorkspaceHost {
  pythonFiles(file: FileId): readonly FileId[] | undefined;
  /** Who imports from whom, where questions are asked again and again. */
  readonly reach?: Reach;
  /** The notebooks among them, which Jupyter or an editor has written; absent where nobody can tell. */
  notebooks?(file: FileId): readonly FileId[];
}

/** What was worked out of texts before, by whoever can keep it; the answer is the same wherever a text stands. */
export interface Kept {
  /** Undefined where it is not known. */
  find(question: string, text: string): string | undefined;
  keep(question: string, text: string, answer: string): void;
}

/** The files of a machine, as a workspace needs them. */
export interface WorkspaceHost extends InstalledHost, Around {
  /** What is known of texts that files hold. */
  readonly kept?: Kept | undefined;
  /** Those that others have made who look at the same files. */
  readonly summaries?: KnownSummaries | undefined;
  /**
   * What a file holds. A host that has to wait for it says so, and hands the text to the workspace when it has come.
   */
  read(file: FileId): FileText;
  /**
   * The Python files of the project that a file belongs to; undefined where there are too many. Absent where nobody can
   * tell which there are.
   */
  pythonFiles?(file: FileId): readonly FileId[] | undefined;
}
