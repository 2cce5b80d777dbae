import * as vscode from "vscode";
import { type BaseLanguageClient, Range } from "vscode-languageclient";
import { commands } from "./identity";
import { restart } from "./restarts";

export function registerCommands(client: BaseLanguageClient): readonly vscode.Disposable[] {
  return [
    vscode.commands.registerCommand(commands.restart, () => restart(client)),
    vscode.commands.registerCommand(commands.showOutput, () => client.outputChannel.show()),
    vscode.commands.registerCommand(commands.applyEditWithSelection, (uri: unknown, range: unknown) => select(client, uri, range)),
  ];
}

/**
 * Runs after a code action's edit is applied, and selects the part that the user will want to type over.
 * The arguments come from the server, as protocol values.
 */
async function select(client: BaseLanguageClient, uri: unknown, range: unknown): Promise<void> {
  if (typeof uri !== "string" || !Range.is(range)) return;
  await vscode.window.showTextDocument(client.protocol2CodeConverter.asUri(uri), {
    selection: client.protocol2CodeConverter.asRange(range),
  });
}
