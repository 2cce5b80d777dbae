import { CodeActionKind, PositionEncodingKind, type ServerCapabilities, TextDocumentSyncKind } from "vscode-languageserver";
import { SOURCE } from "./convert";
import type { ClientFeatures } from "./features";

export const FIX_ALL = `${CodeActionKind.SourceFixAll}.${SOURCE}`;

export function capabilities(features: ClientFeatures): ServerCapabilities {
  return {
    positionEncoding: PositionEncodingKind.UTF16,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, FIX_ALL], resolveProvider: features.resolvesEdits },
    hoverProvider: true,
    // Pulled or pushed, never both: a client that can pull is not sent anything.
    ...(features.pullDiagnostics ? { diagnosticProvider: { identifier: SOURCE, interFileDependencies: true, workspaceDiagnostics: false } } : {}),
    ...(features.workspaceFolders ? { workspace: { workspaceFolders: { supported: true, changeNotifications: true } } } : {}),
  };
}
