import * as vscode from "vscode";

/** Where the example lies in the extension. */
const EXAMPLE = ["examples", "weather_digest", "sources.py"] as const;

/** Shows a file of the example project as one of no folder, so that it can be tried out anywhere. */
export async function openExample(extension: vscode.Extension<unknown>): Promise<void> {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension.extensionUri, ...EXAMPLE));
  const document = await vscode.workspace.openTextDocument({
    language: "python",
    content: new TextDecoder().decode(bytes),
  });
  await vscode.window.showTextDocument(document);
}
