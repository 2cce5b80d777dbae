import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { registerCommands } from "./commands";
import { handFilesOver } from "./files";
import { displayName } from "./identity";
import type { Beside } from "./options";
import { RulePages } from "./rule-pages";
import { Status } from "./status";

/** Everything that desktop and web do alike once there is a client: show its state, offer the commands, start it. */
export async function run(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
  { compatibility, checks, closedFindings }: Beside,
): Promise<void> {
  context.subscriptions.push(
    checks,
    new Status(client, checks).show(),
    new RulePages(context.extension).register(),
    handFilesOver(client),
    compatibility.follow(client),
    closedFindings.follow(),
    ...registerCommands(client, context.extension),
  );
  const { version } = context.extension.packageJSON as { readonly version: string };
  client.outputChannel.info(`${displayName} ${version} in ${vscode.env.appName} ${vscode.version}`);
  await client.start();
}
