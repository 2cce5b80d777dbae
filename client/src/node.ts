import type { ExtensionContext } from "vscode";
import { LanguageClient, type NodeModule, TransportKind } from "vscode-languageclient/node";
import { run } from "./extension";
import { clientId, displayName } from "./identity";
import { clientOptions } from "./options";

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const server: NodeModule = { module: context.asAbsolutePath("dist/server.js"), transport: TransportKind.ipc };
  client = new LanguageClient(clientId, displayName, server, clientOptions(context));
  await run(context, client);
}

export async function deactivate(): Promise<void> {
  await client?.dispose();
}
