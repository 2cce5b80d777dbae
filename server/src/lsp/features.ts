import { DiagnosticTag, type InitializeParams, InsertTextMode, ResourceOperationKind } from "vscode-languageserver";
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
  /** It hands the workspace's files over. */
  readonly handsFilesOver: boolean;
}

export function featuresOf(params: InitializeParams): ClientFeatures {
  // The capabilities of odd clients may be missing altogether.
  const { workspace, textDocument, notebookDocument } = params.capabilities ?? {};
  const action = textDocument?.codeAction;
  const item = textDocument?.completion?.completionItem;
  const shown = [textDocument?.diagnostic, textDocument?.publishDiagnostics];
  const edit = workspace?.workspaceEdit;
  const options = params.initializationOptions as Readonly<Record<keyof ClientOptions, unknown>> | null | undefined;
  const told = (name: keyof ClientOptions): unknown => (typeof options === "object" ? options?.[name] : undefined);
  const command = (name: "pathCommand" | "placesCommand"): string | undefined => {
    const said = told(name);
    return typeof said === "string" ? said : undefined;
  };
  return {
    pullDiagnostics: textDocument?.diagnostic !== undefined && textDocument.diagnostic !== null,
    refreshDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    relatedInformation: shown.some((one) => one?.relatedInformation === true),
    unnecessaryTag: shown.some((one) => one?.tagSupport?.valueSet?.includes(DiagnosticTag.Unnecessary) === true),
    codeDescription: shown.some((one) => one?.codeDescriptionSupport === true),
    configuration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registersWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    registersSemanticTokens: textDocument?.semanticTokens?.dynamicRegistration === true,
    refreshCodeLens: workspace?.codeLens?.refreshSupport === true,
    refreshSemanticTokens: workspace?.semanticTokens?.refreshSupport === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    notebooks: notebookDocument?.synchronization !== undefined && notebookDocument.synchronization !== null,
    documentChanges: edit?.documentChanges === true,
    changeAnnotations: edit?.documentChanges === true && edit.changeAnnotationSupport !== undefined && edit.changeAnnotationSupport !== null,
    createsFiles: edit?.documentChanges === true && edit.resourceOperations?.includes(ResourceOperationKind.Create) === true,
    codeActions: action?.codeActionLiteralSupport !== undefined && action.codeActionLiteralSupport !== null,
    disabledActions: action?.disabledSupport === true,
    resolvesEdits: action?.dataSupport === true && action.resolveSupport?.properties?.includes("edit") === true,
    markdownHover: textDocument?.hover?.contentFormat?.includes("markdown") ?? false,
    snippets: item?.snippetSupport === true,
    adjustsIndentation: item?.insertTextModeSupport?.valueSet?.includes(InsertTextMode.adjustIndentation) ?? false,
    selectAfterEdit: told("selectAfterEdit") === true,
    pathCommand: command("pathCommand"),
    placesCommand: command("placesCommand"),
    settingsProblems: told("settingsProblems") === true,
    handsFilesOver: told("handsFilesOver") === true,
  };
}
