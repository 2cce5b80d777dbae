import * as vscode from "vscode";
import { type BaseLanguageClient, State } from "vscode-languageclient";
import type { Checks } from "./checks";
import { count } from "./count";
import { commands, displayName, source } from "./identity";
import { documents } from "./options";
import { settingsProblemsNotification } from "./requests";

const texts: Readonly<Record<State, () => string>> = {
  [State.Stopped]: () => vscode.l10n.t("Stopped"),
  [State.Starting]: () => vscode.l10n.t("Starting"),
  [State.StartFailed]: () => vscode.l10n.t("Failed to start"),
  [State.Running]: () => vscode.l10n.t("Running"),
};

/** Findings come in bursts: what is shown of them is right so many milliseconds later. */
const SOON = 100;

/**
 * The entry behind the braces in the status bar: the state of the server, what it has found and when, which settings
 * are of no use, and the way to all commands.
 */
export class Status {
  readonly #client: BaseLanguageClient;
  readonly #checks: Checks;
  readonly #item = vscode.languages.createLanguageStatusItem("async-skill.status", documents);
  #problems: readonly string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(client: BaseLanguageClient, checks: Checks) {
    this.#client = client;
    this.#checks = checks;
  }

  show(): vscode.Disposable {
    this.#item.name = displayName;
    this.#show();
    const soon = (): void => {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#show();
      }, SOON);
    };
    return vscode.Disposable.from(
      this.#item,
      this.#client.onDidChangeState(() => this.#show()),
      this.#client.onNotification(settingsProblemsNotification, ({ problems }) => {
        this.#problems = problems;
        this.#show();
      }),
      this.#checks.onDidCheck(soon),
      vscode.languages.onDidChangeDiagnostics(soon),
      vscode.window.onDidChangeActiveTextEditor(soon),
      { dispose: () => clearTimeout(this.#timer) },
    );
  }

  #show(): void {
    const item = this.#item;
    const { state } = this.#client;
    item.busy = state === State.Starting;
    if (state !== State.Running) {
      item.text = texts[state]();
      item.detail = displayName;
      const ended = state !== State.Starting;
      item.severity = ended ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
      item.command = ended
        ? { command: commands.restart, title: vscode.l10n.t("Restart Server") }
        : { command: commands.showOutput, title: vscode.l10n.t("Show Output") };
      return;
    }
    const [problem] = this.#problems;
    item.text = this.#found();
    item.detail = problem === undefined ? this.#told() : `${displayName}: ${problem}`;
    item.severity =
      problem === undefined ? vscode.LanguageStatusSeverity.Information : vscode.LanguageStatusSeverity.Warning;
    item.command =
      problem === undefined
        ? { command: commands.showCommands, title: vscode.l10n.t("Commands") }
        : { command: "workbench.action.openSettings", title: vscode.l10n.t("Settings"), arguments: ["asyncSkill"] };
  }

  #found(): string {
    const uri = vscode.window.activeTextEditor?.document.uri;
    return count(
      uri === undefined ? 0 : vscode.languages.getDiagnostics(uri).filter((one) => one.source === source).length,
      "finding",
    );
  }

  #told(): string {
    const all = vscode.languages
      .getDiagnostics()
      .reduce((sum, [, some]) => sum + some.filter((one) => one.source === source).length, 0);
    const { last } = this.#checks;
    return last === undefined
      ? vscode.l10n.t("{0}: {1} in all files that were checked", displayName, all)
      : vscode.l10n.t(
          "{0}: {1} in all files that were checked, last checked at {2}",
          displayName,
          all,
          last.toLocaleTimeString(),
        );
  }
}
