import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { registerCommands } from "./commands";
import type { Compatibility } from "./compatibility";
import { displayName } from "./identity";
import { RulePages } from "./rule-pages";
import { showStatus } from "./status";

/** Everything that desktop and web do alike once there is a client: show its state, offer the commands, start it. */
export async function run(context: vscode.ExtensionContext, client: BaseLanguageClient, compatibility: Compatibility): Promise<void> {
  context.subscriptions.push(showStatus(client), new RulePages(context.extension).register(), compatibility.follow(client), ...registerCommands(client));
  const { version } = context.extension.packageJSON as { readonly version: string };
  client.outputChannel.info(`${displayName} ${version} in ${vscode.env.appName} ${vscode.version}`);
  await client.start();
}
