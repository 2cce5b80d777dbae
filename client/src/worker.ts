import * as vscode from "vscode";

/** Reads a file of the extension. It may lie on any host, so the editor reads it, not fetch. */
function read(context: vscode.ExtensionContext, name: string): Thenable<Uint8Array> {
  return vscode.workspace.fs.readFile(vscode.Uri.joinPath(context.extensionUri, "dist", name));
}

/**
 * An address from which a worker can be started: the extension's own is of another origin in most web editors.
 * It stays valid until the window closes, since the editor's wrapper around workers loads it late.
 */
export async function serverAddress(context: vscode.ExtensionContext): Promise<string> {
  const source = new Uint8Array(await read(context, "server.browser.js"));
  return URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
}

export async function readBase64(context: vscode.ExtensionContext, name: string): Promise<string> {
  const bytes = await read(context, name);
  const chunks: string[] = [];
  // A call takes only so many arguments; a multiple of three lets the pieces be joined without padding between them.
  const size = 3 * 8192;
  for (let at = 0; at < bytes.length; at += size) {
    chunks.push(btoa(String.fromCharCode(...bytes.subarray(at, at + size))));
  }
  return chunks.join("");
}
