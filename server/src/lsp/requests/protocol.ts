import { type Diagnostic, NotificationType, ProgressType, type ProgressToken, type Range, RequestType, type WorkspaceEdit } from "vscode-languageserver";

/** Requests of our own, beside the protocol's. */

/** A request about files, the parts of whose answer may come as they are found. */
export interface AboutFiles {
  /** Addresses; all files below the open folders when left out. */
  readonly files?: readonly string[];
  readonly partialResultToken?: ProgressToken;
}

/** How far a request has come. */
export interface FilesProgress {
  readonly done: number;
  readonly total: number;
  /** What was found since the last time, be it that there is nothing. */
  readonly found: readonly { readonly uri: string; readonly diagnostics: readonly Diagnostic[] }[];
}

export const filesProgress = new ProgressType<FilesProgress>();

export interface CheckResult {
  /** Files that were looked at. */
  readonly files: number;
  readonly findings: number;
  readonly problems: readonly string[];
}

/** Looks at files, open or not. */
export const checkRequest = new RequestType<AboutFiles, CheckResult, void>("async-skill/check");

export interface FixAllParams extends AboutFiles {
  /** Fixes too that aren't safe. */
  readonly unsafe?: boolean;
  /** Has the client ask before it applies the edit. */
  readonly confirm?: boolean;
}

export interface FixAllAnswer {
  /** Absent where there is nothing to do. */
  readonly edit?: WorkspaceEdit;
  readonly fixes: number;
  readonly files: number;
  readonly problems: readonly string[];
}

/** Fixes all that can be fixed in files, open or not. */
export const fixAllRequest = new RequestType<FixAllParams, FixAllAnswer, void>("async-skill/fixAll");

/** Where the project of a file says what holds in it. */
export interface ConfigurationAnswer {
  readonly uri: string;
  /** What begins the section; absent where it is there. */
  readonly edit?: WorkspaceEdit;
  /** Where it stands, once that is done. */
  readonly range: Range;
}

/** Begins `[tool.async-skill]` in the project of a file; null where it has no project, or its pyproject.toml can't be added to. */
export const createConfigurationRequest = new RequestType<{ readonly uri: string }, ConfigurationAnswer | null, void>("async-skill/createConfiguration");

/** What somebody has to know who is to find out what is wrong. Tells no text of a file. */
export const debugInformationRequest = new RequestType<{ readonly uri?: string }, string, void>("async-skill/debugInformation");

/** Which of the settings are of no use, whenever these are others. */
export const settingsProblemsNotification = new NotificationType<{ readonly problems: readonly string[] }>("async-skill/settingsProblems");
