import * as vscode from "vscode";
import { type BaseLanguageClient, State } from "vscode-languageclient";
import { commands, displayName } from "./identity";
import { documents } from "./options";

const texts: Readonly<Record<State, string>> = {
  [State.Stopped]: "Stopped",
  [State.Starting]: "Starting",
  [State.StartFailed]: "Failed to start",
  [State.Running]: "Running",
};

/** The entry behind the braces in the status bar: the state of the server, and the way to its log. */
export function showStatus(client: BaseLanguageClient): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem("async-skill.status", documents);
  const show = (state: State): void => {
    const ended = state === State.Stopped || state === State.StartFailed;
    item.text = texts[state];
    item.busy = state === State.Starting;
    item.severity = ended ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
    item.command = ended ? { command: commands.restart, title: "Restart Server" } : { command: commands.showOutput, title: "Show Output" };
  };
  item.name = displayName;
  item.detail = displayName;
  show(client.state);
  return vscode.Disposable.from(
    item,
    client.onDidChangeState((change) => show(change.newState)),
  );
}
