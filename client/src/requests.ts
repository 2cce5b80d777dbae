import { type Diagnostic, NotificationType, type ProgressToken, ProgressType, type Range, RequestType, type WorkspaceEdit } from "vscode-languageclient";

/** What the server answers beside the protocol; it says more of it in server/src/lsp/requests/protocol.ts. */

export interface AboutFiles {
  readonly files?: readonly string[];
  readonly partialResultToken?: ProgressToken;
}

export interface FilesProgress {
  readonly done: number;
  readonly total: number;
  readonly found: readonly { readonly uri: string; readonly diagnostics: Diagnostic[] }[];
}

export const filesProgress = new ProgressType<FilesProgress>();

export const checkRequest = new RequestType<AboutFiles, { readonly files: number; readonly findings: number; readonly problems: readonly string[] }, void>(
  "async-skill/check",
);

export interface FixAllParams extends AboutFiles {
  readonly unsafe: boolean;
  readonly confirm: boolean;
}

export interface FixAllAnswer {
  readonly edit?: WorkspaceEdit;
  readonly fixes: number;
  readonly files: number;
  readonly problems: readonly string[];
}

export const fixAllRequest = new RequestType<FixAllParams, FixAllAnswer, void>("async-skill/fixAll");

export const createConfigurationRequest = new RequestType<
  { readonly uri: string },
  { readonly uri: string; readonly edit?: WorkspaceEdit; readonly range: Range } | null,
  void
>("async-skill/createConfiguration");

export const debugInformationRequest = new RequestType<{ readonly uri?: string }, string, void>("async-skill/debugInformation");

export const settingsProblemsNotification = new NotificationType<{ readonly problems: readonly string[] }>("async-skill/settingsProblems");
