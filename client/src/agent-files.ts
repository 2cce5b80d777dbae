import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { agentFileEditRequest, agentFilesRequest } from "./requests";

/**
 * Adds what the rules say to a file that AI agents read: which one the user chooses, and nothing is written that the
 * user hasn't seen.
 */
export async function addSkillForAgents(client: BaseLanguageClient): Promise<void> {
  const title = vscode.l10n.t("Add the Skill for AI Agents");
  const folder = await chosenFolder();
  if (folder === undefined) return;
  const files = await client.sendRequest(agentFilesRequest, {});
  const items = await Promise.all(
    files.map(async ({ path, readers }) => {
      const uri = vscode.Uri.joinPath(folder.uri, ...path.split("/"));
      const text = await textOf(uri);
      const detail =
        text === undefined
          ? vscode.l10n.t("Will be made.")
          : vscode.l10n.t("Is there: what it says besides stays as it is.");
      return { label: path, description: readers.join(", "), detail, path, uri, text };
    }),
  );
  const chosen = await vscode.window.showQuickPick(items, { title });
  if (chosen === undefined) return;
  const { path, uri, text } = chosen;
  const edit = await client.sendRequest(agentFileEditRequest, text === undefined ? { path } : { path, text });
  if (edit === null) {
    void vscode.window.showInformationMessage(vscode.l10n.t("{0} says it already.", path));
    return;
  }
  const change = new vscode.WorkspaceEdit();
  const range = client.protocol2CodeConverter.asRange(edit.range);
  if (text === undefined) change.createFile(uri);
  change.replace(uri, range, edit.newText);
  if (!(await isConfirmed(title, chosen, await textAfter(uri, text, range, edit.newText)))) return;
  if ((await textOf(uri)) !== text) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t("A file has changed meanwhile, and nothing was done. Try again."),
    );
    return;
  }
  // What else was changed in it is not ours to save.
  const isDirty = openDocument(uri)?.isDirty === true;
  if (!(await vscode.workspace.applyEdit(change))) return;
  const document = await vscode.workspace.openTextDocument(uri);
  if (!isDirty) await document.save();
  await vscode.window.showTextDocument(document);
}

interface Chosen {
  readonly path: string;
  readonly uri: vscode.Uri;
  readonly text: string | undefined;
}

const SCHEME = "async-skill-preview";

/** Shows what a file would hold beside what it holds, and asks whether it is to be written. */
async function isConfirmed(title: string, { path, uri, text }: Chosen, after: string): Promise<boolean> {
  const shown = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: ({ query }) => (query === "before" ? "" : after),
  });
  try {
    const preview = uri.with({ scheme: SCHEME });
    const before = text === undefined ? preview.with({ query: "before" }) : uri;
    // Each time another address: what was shown of one before would be shown again.
    await vscode.commands.executeCommand("vscode.diff", before, preview.with({ query: String(Date.now()) }), path, {
      preview: true,
    });
    const write = { label: vscode.l10n.t("Write {0}", path) };
    const answer = await vscode.window.showQuickPick([write, { label: vscode.l10n.t("Leave it as it is") }], {
      title,
      ignoreFocusOut: true,
    });
    return answer === write;
  } finally {
    await vscode.window.tabGroups.close(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter(isPreview)));
    shown.dispose();
  }
}

function isPreview({ input }: vscode.Tab): boolean {
  return input instanceof vscode.TabInputTextDiff && input.modified.scheme === SCHEME;
}

/** What a file will hold. */
async function textAfter(
  uri: vscode.Uri,
  text: string | undefined,
  range: vscode.Range,
  newText: string,
): Promise<string> {
  if (text === undefined) return newText;
  const document = await vscode.workspace.openTextDocument(uri);
  return text.slice(0, document.offsetAt(range.start)) + newText + text.slice(document.offsetAt(range.end));
}

async function chosenFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const [only, ...others] = vscode.workspace.workspaceFolders ?? [];
  if (only === undefined)
    void vscode.window.showWarningMessage(vscode.l10n.t("There is no folder open that it could be added to."));
  return others.length === 0 ? only : vscode.window.showWorkspaceFolderPick();
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
}

/** What a file holds, in the editor before the disk; undefined where there is none. */
async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  const open = openDocument(uri);
  if (open !== undefined) return open.getText();
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}
