import {
  CodeActionKind,
  PositionEncodingKind,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import { SOURCE } from "./convert";
import type { ClientFeatures } from "./features";
import { SEMANTIC_TOKENS } from "./tokens-registration";

export const FIX_ALL = `${CodeActionKind.SourceFixAll}.${SOURCE}`;
/** For a notebook as a whole: what is asked of a cell alone is asked of all cells at once when a notebook is saved. */
export const FIX_ALL_IN_NOTEBOOK = `${CodeActionKind.Notebook}.${FIX_ALL}`;

export function capabilities(features: ClientFeatures): ServerCapabilities {
  return {
    positionEncoding: PositionEncodingKind.UTF16,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
    // Which notebooks there are, and of what kind, is the client's business.
    ...(features.notebooks
      ? { notebookDocumentSync: { notebookSelector: [{ notebook: "*", cells: [{ language: "python" }] }], save: true } }
      : {}),
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, FIX_ALL, FIX_ALL_IN_NOTEBOOK],
      resolveProvider: features.resolvesEdits,
    },
    hoverProvider: true,
    // Who calls a helper is looked for in all files of the project: when the lens is shown, and no sooner.
    codeLensProvider: { resolveProvider: true },
    // An editor takes tokens of one source alone: where it can be told later that there are any, it is.
    ...(features.registersSemanticTokens ? {} : { semanticTokensProvider: SEMANTIC_TOKENS }),
    // In ignore comments and in our section of pyproject.toml alone, where these begin a name.
    completionProvider: { triggerCharacters: ["[", ",", '"', "'"] },
    // Pulled or pushed, never both: a client that can pull is not sent anything.
    ...(features.pullDiagnostics
      ? { diagnosticProvider: { identifier: SOURCE, interFileDependencies: true, workspaceDiagnostics: false } }
      : {}),
    ...(features.workspaceFolders
      ? { workspace: { workspaceFolders: { supported: true, changeNotifications: true } } }
      : {}),
  };
}
