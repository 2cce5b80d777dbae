import type { ExtensionContext } from "vscode";
import { LanguageClient, type NodeModule, TransportKind } from "vscode-languageclient/node";
import { Compatibility } from "./compatibility";
import { run } from "./extension";
import { clientId, displayName } from "./identity";
import { clientOptions } from "./options";

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const server: NodeModule = { module: context.asAbsolutePath("dist/server.js"), transport: TransportKind.ipc };
  const compatibility = new Compatibility();
  client = new LanguageClient(clientId, displayName, server, clientOptions(context, compatibility));
  await run(context, client, compatibility);
}

export async function deactivate(): Promise<void> {
  await client?.dispose();
}
