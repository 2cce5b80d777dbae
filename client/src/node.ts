import type { ExtensionContext } from "vscode";
import { LanguageClient, type NodeModule, TransportKind } from "vscode-languageclient/node";
import { followEnvironments } from "./environments";
import { run } from "./extension";
import { clientId, displayName } from "./identity";
import { Beside, clientOptions } from "./options";
import { provideTasks } from "./task";

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const server: NodeModule = { module: context.asAbsolutePath("dist/server.js"), transport: TransportKind.ipc };
  const beside = new Beside();
  client = new LanguageClient(clientId, displayName, server, clientOptions(context, beside));
  context.subscriptions.push(provideTasks(context), followEnvironments(client));
  await run(context, client, beside);
}

export async function deactivate(): Promise<void> {
  await client?.dispose();
}
