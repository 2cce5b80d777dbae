import * as vscode from "vscode";
import type { BaseLanguageClient, WorkspaceEdit } from "vscode-languageclient";

/** Applies an edit of the server's, if it is one of the texts as they are; tells the user where it isn't. */
export async function applyFresh(client: BaseLanguageClient, edit: WorkspaceEdit): Promise<boolean> {
  if (!isFresh(client, edit)) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t("A file has changed meanwhile, and nothing was done. Try again."),
    );
    return false;
  }
  // What wasn't open is saved where users want that of refactorings.
  return vscode.workspace.applyEdit(await client.protocol2CodeConverter.asWorkspaceEdit(edit), { isRefactoring: true });
}

/** The protocol's versions do not survive the way into VS Code. */
function isFresh(client: BaseLanguageClient, { documentChanges }: WorkspaceEdit): boolean {
  return (documentChanges ?? []).every((change) => {
    if (!("textDocument" in change)) return true;
    const { uri, version } = change.textDocument;
    const address = client.protocol2CodeConverter.asUri(uri).toString();
    const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === address);
    return version === null || document?.version === version;
  });
}
