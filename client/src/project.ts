import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { displayName } from "./identity";
import { createConfigurationRequest, debugInformationRequest } from "./requests";

/** Begins our section in the project's pyproject.toml where there is none, and shows it. */
export async function createConfiguration(client: BaseLanguageClient): Promise<void> {
  const uri = vscode.window.activeTextEditor?.document.uri ?? firstFolder();
  const answer =
    uri === undefined
      ? null
      : await client.sendRequest(createConfigurationRequest, { uri: client.code2ProtocolConverter.asUri(uri) });
  if (answer === null) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t("There is no pyproject.toml here that settings could be written to."),
    );
    return;
  }
  const { protocol2CodeConverter: convert } = client;
  if (answer.edit !== undefined) await vscode.workspace.applyEdit(await convert.asWorkspaceEdit(answer.edit));
  await vscode.window.showTextDocument(convert.asUri(answer.uri), { selection: convert.asRange(answer.range) });
}

/** Puts what a report of a fault should tell into the clipboard. */
export async function copyDebugInformation(
  client: BaseLanguageClient,
  extension: vscode.Extension<unknown>,
): Promise<void> {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const server = client.isRunning()
    ? await client.sendRequest(
        debugInformationRequest,
        uri === undefined ? {} : { uri: client.code2ProtocolConverter.asUri(uri) },
      )
    : "is not running";
  const { version } = extension.packageJSON as { readonly version: string };
  const settings = JSON.stringify(vscode.workspace.getConfiguration("asyncSkill", uri), undefined, 2);
  const lines = [
    `${displayName} ${version} in ${vscode.env.appName} ${vscode.version} (${vscode.env.appHost}${vscode.env.remoteName === undefined ? "" : `, ${vscode.env.remoteName}`})`,
    `Language: ${vscode.env.language}; workspace ${vscode.workspace.isTrusted ? "" : "not "}trusted`,
    `Settings: ${settings}`,
    `Server: ${server}`,
  ];
  await vscode.env.clipboard.writeText(`${lines.join("\n")}\n`);
  vscode.window.setStatusBarMessage(vscode.l10n.t("Debug information is in the clipboard."), 5000);
}

function firstFolder(): vscode.Uri | undefined {
  const folder = vscode.workspace.workspaceFolders?.[0];
  return folder === undefined ? undefined : vscode.Uri.joinPath(folder.uri, "pyproject.toml");
}
