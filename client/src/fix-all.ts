import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { applyFresh } from "./apply";
import { count } from "./count";
import { askAboutFiles } from "./files-request";
import { fixAllRequest } from "./requests";

/** Which fixes are applied, and whether the editor shows them before. */
interface Choice {
  readonly unsafe: boolean;
  readonly confirm: boolean;
}

export const SAFE: Choice = { unsafe: false, confirm: false };
export const PREVIEW: Choice = { unsafe: true, confirm: true };

/** Fixes the file in the active editor. */
export async function fixFile(client: BaseLanguageClient, choice: Choice): Promise<void> {
  const uri = vscode.window.activeTextEditor?.document.uri;
  if (uri !== undefined)
    await fix(client, vscode.l10n.t("Fixing the file"), choice, [client.code2ProtocolConverter.asUri(uri)]);
}

/** Fixes all files, as far as the user wants it. */
export async function fixWorkspace(client: BaseLanguageClient): Promise<void> {
  const choices: readonly (vscode.QuickPickItem & { readonly choice: Choice })[] = [
    {
      label: vscode.l10n.t("Safe fixes"),
      detail: vscode.l10n.t("The program does the same afterwards."),
      choice: SAFE,
    },
    {
      label: vscode.l10n.t("Safe fixes, with a preview"),
      detail: vscode.l10n.t("Each change can be left out."),
      choice: { unsafe: false, confirm: true },
    },
    {
      label: vscode.l10n.t("All fixes, with a preview"),
      detail: vscode.l10n.t("Those too that change what the program does; each change can be left out."),
      choice: PREVIEW,
    },
  ];
  const chosen = await vscode.window.showQuickPick(choices, { title: vscode.l10n.t("Fix All in Workspace") });
  if (chosen !== undefined) await fix(client, vscode.l10n.t("Fixing the workspace"), chosen.choice, undefined);
}

async function fix(
  client: BaseLanguageClient,
  title: string,
  choice: Choice,
  files: readonly string[] | undefined,
): Promise<void> {
  const answer = await askAboutFiles(client, title, fixAllRequest, {
    ...choice,
    ...(files === undefined ? {} : { files }),
  });
  if (answer === undefined) return;
  for (const problem of answer.problems) client.outputChannel.warn(problem);
  if (answer.edit === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t("There is nothing to fix."));
    return;
  }
  const applied = await applyFresh(client, answer.edit);
  if (applied && files === undefined)
    void vscode.window.showInformationMessage(
      vscode.l10n.t("{0} in {1}.", count(answer.fixes, "fix"), count(answer.files, "file")),
    );
}
