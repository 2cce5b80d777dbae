import * as vscode from "vscode";
import { type BaseLanguageClient, Range } from "vscode-languageclient";
import { addSkillForAgents } from "./agent-files";
import { openExample } from "./example";
import { applyActionOfKind, showPath, showPlaces } from "./finding";
import { fixFile, fixWorkspace, PREVIEW, SAFE } from "./fix-all";
import { commands, displayName, source } from "./identity";
import { copyDebugInformation, createConfiguration } from "./project";
import { restart } from "./restarts";
import { checkWorkspace } from "./workspace-check";

type Command = (...values: readonly unknown[]) => unknown;

export function registerCommands(
  client: BaseLanguageClient,
  extension: vscode.Extension<unknown>,
): readonly vscode.Disposable[] {
  const ignore = (where: string): Promise<void> => applyActionOfKind(client, `quickfix.${source}.ignore.${where}`);
  const handlers: Readonly<Partial<Record<(typeof commands)[keyof typeof commands], Command>>> = {
    [commands.checkWorkspace]: () => checkWorkspace(client),
    [commands.fixFile]: () => fixFile(client, SAFE),
    [commands.previewFixesInFile]: () => fixFile(client, PREVIEW),
    [commands.fixWorkspace]: () => fixWorkspace(client),
    [commands.ignoreOnLine]: () => ignore("line"),
    [commands.ignoreInFile]: () => ignore("file"),
    [commands.ignoreInProject]: () => ignore("project"),
    [commands.showPath]: (uri, range) => showPath(client, uri, range),
    [commands.showPlaces]: (uri, position, places) => showPlaces(client, uri, position, places),
    [commands.openExample]: () => openExample(extension),
    [commands.createConfiguration]: () => createConfiguration(client),
    [commands.addSkillForAgents]: () => addSkillForAgents(client),
    [commands.copyDebugInformation]: () => copyDebugInformation(client, extension),
    [commands.restart]: () => restart(client),
    [commands.showOutput]: () => client.outputChannel.show(),
    [commands.showCommands]: () => showCommands(extension),
    [commands.applyEditWithSelection]: (uri, range) => select(client, uri, range),
  };
  return Object.entries(handlers).map(([name, handle]) => vscode.commands.registerCommand(name, handle));
}

interface Contributes {
  readonly contributes: { readonly commands: readonly { readonly command: string; readonly title: string }[] };
}

/** All that can be done, to choose from: what the status bar leads to. */
async function showCommands(extension: vscode.Extension<unknown>): Promise<void> {
  const { contributes } = extension.packageJSON as Contributes;
  const items = contributes.commands
    .filter(({ command }) => command !== commands.showCommands)
    .map(({ command, title }) => ({ label: title, command }));
  const chosen = await vscode.window.showQuickPick(items, { title: displayName });
  if (chosen !== undefined) await vscode.commands.executeCommand(chosen.command);
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
