import * as vscode from "vscode";
import type { BaseLanguageClient, Middleware } from "vscode-languageclient";
import type { Compatibility } from "./compatibility";
import { count } from "./count";
import { askAboutFiles } from "./files-request";
import { checkRequest } from "./requests";

/** Has the server look at all files of the workspace, and keep right what it tells of them from then on. */
export async function checkWorkspace(client: BaseLanguageClient): Promise<void> {
  const title = vscode.l10n.t("Checking the workspace");
  const answer = await askAboutFiles(client, title, checkRequest, { follow: true });
  if (answer === undefined) return;
  const { files, findings, problems } = answer;
  for (const problem of problems) client.outputChannel.warn(problem);
  const [found, looked] = [count(findings, "finding"), count(files, "file")];
  const told =
    problems.length === 0
      ? vscode.l10n.t("{0} in {1}.", found, looked)
      : vscode.l10n.t("{0} in {1}; {2} could not be read (see the log).", found, looked, problems.length);
  void vscode.window.showInformationMessage(told);
  if (findings > 0) await vscode.commands.executeCommand("workbench.actions.view.problems");
}

type Show = (uri: vscode.Uri, diagnostics: vscode.Diagnostic[]) => void;

/**
 * What the server tells of files by itself is shown while they are in no tab: there it is shown what was asked for,
 * which follows each keystroke. An open document may be in none, as one that was closed a moment ago, or that another
 * extension reads.
 */
export class ClosedFindings {
  readonly #compatibility: Compatibility;
  readonly #told = new Map<string, { readonly uri: vscode.Uri; readonly diagnostics: vscode.Diagnostic[] }>();
  #show: Show | undefined;

  constructor(compatibility: Compatibility) {
    this.#compatibility = compatibility;
  }

  get middleware(): Pick<Middleware, "handleDiagnostics"> {
    return {
      handleDiagnostics: (uri, diagnostics, next) => {
        this.#show = next;
        if (diagnostics.length > 0) this.#told.set(uri.toString(), { uri, diagnostics });
        else this.#told.delete(uri.toString());
        next(uri, isInTab(uri) ? [] : [...this.#compatibility.left(uri, diagnostics)]);
      },
    };
  }

  follow(): vscode.Disposable {
    const again = (): void => {
      for (const { uri, diagnostics } of this.#told.values())
        this.#show?.(uri, isInTab(uri) ? [] : [...this.#compatibility.left(uri, diagnostics)]);
    };
    return vscode.Disposable.from(
      vscode.window.tabGroups.onDidChangeTabs(({ opened, closed }) => {
        for (const uri of [...opened, ...closed].flatMap(urisOf)) {
          const known = this.#told.get(uri.toString());
          if (known !== undefined)
            this.#show?.(uri, isInTab(uri) ? [] : [...this.#compatibility.left(uri, known.diagnostics)]);
        }
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("asyncSkill.compatibility")) again();
      }),
    );
  }
}

function isInTab(uri: vscode.Uri): boolean {
  return vscode.window.tabGroups.all.some(({ tabs }) =>
    tabs.some((tab) => urisOf(tab).some((one) => one.toString() === uri.toString())),
  );
}

function urisOf({ input }: vscode.Tab): readonly vscode.Uri[] {
  return input instanceof vscode.TabInputText ? [input.uri] : [];
}
