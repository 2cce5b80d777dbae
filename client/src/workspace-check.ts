import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import type { FilesProgress } from "../../shared/requests";
import { count } from "./count";
import { askAboutFiles, askFor } from "./files-request";
import { source } from "./identity";
import { checkRequest } from "./requests";

/** How long no file changes before those that have changed are looked at again, in milliseconds. */
const SETTLED_AFTER = 500;

/**
 * The findings of files that are not open, once the user has asked for them. From then on they are kept right: files
 * that change on the disk, or are closed, are looked at again. Those in open tabs are told by the server as ever.
 */
export class WorkspaceCheck {
  readonly #client: BaseLanguageClient;
  readonly #collection = vscode.languages.createDiagnosticCollection(source);
  /** The files that were looked at, by address. */
  readonly #known = new Set<string>();
  readonly #changed = new Set<string>();
  #hasRun = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(client: BaseLanguageClient) {
    this.#client = client;
  }

  /** Looks at all files of the workspace, and shows what was found. */
  async run(): Promise<void> {
    this.#hasRun = true;
    this.#collection.clear();
    this.#known.clear();
    const answer = await askAboutFiles(
      this.#client,
      vscode.l10n.t("Checking the workspace"),
      checkRequest,
      {},
      (found) => void this.#show(found),
    );
    if (answer === undefined) return;
    const { files, findings, problems } = answer;
    for (const problem of problems) this.#client.outputChannel.warn(problem);
    const [found, looked] = [count(findings, "finding"), count(files, "file")];
    const told =
      problems.length === 0
        ? vscode.l10n.t("{0} in {1}.", found, looked)
        : vscode.l10n.t("{0} in {1}; {2} could not be read (see the log).", found, looked, problems.length);
    void vscode.window.showInformationMessage(told);
    if (findings > 0) await vscode.commands.executeCommand("workbench.actions.view.problems");
  }

  follow(watchers: readonly vscode.FileSystemWatcher[]): vscode.Disposable {
    const changed = (uri: vscode.Uri): void => this.#again([uri.toString()]);
    return vscode.Disposable.from(
      this.#collection,
      ...watchers.flatMap((watcher) => [
        watcher.onDidCreate(changed),
        watcher.onDidChange((uri) => (isProject(uri) ? this.#again(this.#known) : changed(uri))),
        watcher.onDidDelete((uri) => {
          this.#known.delete(uri.toString());
          this.#collection.delete(uri);
        }),
      ]),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("asyncSkill")) this.#again(this.#known);
      }),
      vscode.window.tabGroups.onDidChangeTabs(({ opened, closed }) => {
        for (const uri of opened.flatMap(uriOf)) this.#collection.delete(uri);
        this.#again(
          closed
            .flatMap(uriOf)
            .map(String)
            .filter((uri) => this.#known.has(uri)),
        );
      }),
      { dispose: () => clearTimeout(this.#timer) },
    );
  }

  #again(uris: Iterable<string>): void {
    if (!this.#hasRun) return;
    for (const uri of uris) this.#changed.add(uri);
    if (this.#changed.size === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#checkChanged(), SETTLED_AFTER);
  }

  async #checkChanged(): Promise<void> {
    const files = [...this.#changed];
    this.#changed.clear();
    if (!this.#client.isRunning()) return;
    const { token } = new vscode.CancellationTokenSource();
    try {
      await askFor(this.#client, checkRequest, { files }, token, ({ found }) => void this.#show(found));
    } catch (error) {
      this.#client.outputChannel.warn(`Files that have changed were not looked at: ${String(error)}`);
    }
  }

  async #show(found: FilesProgress["found"]): Promise<void> {
    for (const { uri: address, diagnostics } of found) {
      const uri = this.#client.protocol2CodeConverter.asUri(address);
      const converted = await this.#client.protocol2CodeConverter.asDiagnostics([...diagnostics]);
      this.#known.add(uri.toString());
      const inTab = vscode.window.tabGroups.all.some(({ tabs }) =>
        tabs.some((tab) => uriOf(tab).some((one) => one.toString() === uri.toString())),
      );
      this.#collection.set(uri, inTab ? undefined : converted);
    }
  }
}

function uriOf({ input }: vscode.Tab): readonly vscode.Uri[] {
  return input instanceof vscode.TabInputText ? [input.uri] : [];
}

function isProject(uri: vscode.Uri): boolean {
  return uri.path.endsWith("/pyproject.toml");
}
