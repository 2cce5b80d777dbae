import {
  type CodeActionClientCapabilities,
  type CompletionClientCapabilities,
  DiagnosticTag,
  type InitializeParams,
  InsertTextMode,
  ResourceOperationKind,
  type TextDocumentClientCapabilities,
  type WorkspaceClientCapabilities,
  type WorkspaceEditClientCapabilities,
} from "vscode-languageserver";
import type { ClientOptions } from "../../../shared/requests";

/** What the client can do, each question asked once. */
export interface ClientFeatures {
  readonly pullDiagnostics: boolean;
  readonly refreshDiagnostics: boolean;
  readonly relatedInformation: boolean;
  readonly unnecessaryTag: boolean;
  readonly codeDescription: boolean;
  /** `workspace/configuration` can be asked for. */
  readonly configuration: boolean;
  readonly registersConfiguration: boolean;
  readonly registersWatchers: boolean;
  readonly registersSemanticTokens: boolean;
  readonly refreshCodeLens: boolean;
  readonly refreshSemanticTokens: boolean;
  readonly workspaceFolders: boolean;
  readonly notebooks: boolean;
  readonly documentChanges: boolean;
  readonly changeAnnotations: boolean;
  /** Edits may make files. */
  readonly createsFiles: boolean;
  readonly codeActions: boolean;
  readonly disabledActions: boolean;
  readonly resolvesEdits: boolean;
  readonly markdownHover: boolean;
  /** It expands snippets of a completion. */
  readonly snippets: boolean;
  /** It indents the lines of a snippet as the line that they come to. */
  readonly adjustsIndentation: boolean;
  /** It has a command that selects a range after an action's edit. */
  readonly selectAfterEdit: boolean;
  /** Its command that shows where a finding leads to, given the document's address and the finding's range. */
  readonly pathCommand: string | undefined;
  /** Its command that shows places in a peek, given the document's address, a position in it, and the places. */
  readonly placesCommand: string | undefined;
  /** It shows which of its settings are of no use. */
  readonly settingsProblems: boolean;
  /** It shows how far work has come that nobody waits for. */
  readonly showsProgress: boolean;
  /** It shows what it is told of a file while that is in no tab, and else what it has asked for. */
  readonly hidesOpen: boolean;
  /** It hands the workspace's files over. */
  readonly handsFilesOver: boolean;
}

type CompletionItemFeatures = NonNullable<CompletionClientCapabilities["completionItem"]>;

export function featuresOf(params: InitializeParams): ClientFeatures {
  // The capabilities of odd clients may be missing altogether, and any part of them null.
  const { workspace, textDocument, notebookDocument, window } = params.capabilities ?? {};
  return {
    ...workspaceFeatures(workspace ?? {}),
    ...editFeatures(workspace?.workspaceEdit ?? {}),
    ...diagnosticFeatures(textDocument ?? {}),
    ...actionFeatures(textDocument?.codeAction ?? {}),
    ...completionFeatures(textDocument?.completion?.completionItem ?? {}),
    ...clientOptions(params.initializationOptions as unknown),
    showsProgress: window?.workDoneProgress === true,
    registersSemanticTokens: textDocument?.semanticTokens?.dynamicRegistration === true,
    notebooks: isThere(notebookDocument?.synchronization),
    markdownHover: textDocument?.hover?.contentFormat?.includes("markdown") ?? false,
  };
}

/** Whether a capability is said at all: some are an object with nothing in it. */
function isThere(capability: unknown): boolean {
  return capability !== undefined && capability !== null;
}

function workspaceFeatures(workspace: WorkspaceClientCapabilities) {
  return {
    refreshDiagnostics: workspace.diagnostics?.refreshSupport === true,
    configuration: workspace.configuration === true,
    registersConfiguration: workspace.didChangeConfiguration?.dynamicRegistration === true,
    registersWatchers: workspace.didChangeWatchedFiles?.dynamicRegistration === true,
    refreshCodeLens: workspace.codeLens?.refreshSupport === true,
    refreshSemanticTokens: workspace.semanticTokens?.refreshSupport === true,
    workspaceFolders: workspace.workspaceFolders === true,
  };
}

function editFeatures({
  documentChanges,
  changeAnnotationSupport,
  resourceOperations,
}: WorkspaceEditClientCapabilities) {
  const versioned = documentChanges === true;
  return {
    documentChanges: versioned,
    changeAnnotations: versioned && isThere(changeAnnotationSupport),
    createsFiles: versioned && resourceOperations?.includes(ResourceOperationKind.Create) === true,
  };
}

/** What it shows of a diagnostic, be it asked for or told. */
function diagnosticFeatures({ diagnostic, publishDiagnostics }: TextDocumentClientCapabilities) {
  const shown = [diagnostic ?? {}, publishDiagnostics ?? {}];
  return {
    pullDiagnostics: isThere(diagnostic),
    relatedInformation: shown.some((one) => one.relatedInformation === true),
    unnecessaryTag: shown.some((one) => one.tagSupport?.valueSet?.includes(DiagnosticTag.Unnecessary) === true),
    codeDescription: shown.some((one) => one.codeDescriptionSupport === true),
  };
}

function actionFeatures({
  codeActionLiteralSupport,
  disabledSupport,
  dataSupport,
  resolveSupport,
}: CodeActionClientCapabilities) {
  return {
    codeActions: isThere(codeActionLiteralSupport),
    disabledActions: disabledSupport === true,
    resolvesEdits: dataSupport === true && resolveSupport?.properties?.includes("edit") === true,
  };
}

function completionFeatures({ snippetSupport, insertTextModeSupport }: CompletionItemFeatures) {
  return {
    snippets: snippetSupport === true,
    adjustsIndentation: insertTextModeSupport?.valueSet?.includes(InsertTextMode.adjustIndentation) ?? false,
  };
}

/** What our own client says beside the protocol. */
function clientOptions(said: unknown) {
  const options: Partial<Readonly<Record<keyof ClientOptions, unknown>>> = typeof said === "object" ? (said ?? {}) : {};
  return {
    selectAfterEdit: options.selectAfterEdit === true,
    pathCommand: textOrNothing(options.pathCommand),
    placesCommand: textOrNothing(options.placesCommand),
    settingsProblems: options.settingsProblems === true,
    hidesOpen: options.hidesOpen === true,
    handsFilesOver: options.handsFilesOver === true,
  };
}

function textOrNothing(said: unknown): string | undefined {
  return typeof said === "string" ? said : undefined;
}
