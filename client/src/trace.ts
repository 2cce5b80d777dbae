import * as vscode from "vscode";

/**
 * The log as the place where the talk with the server is written. The language client writes it once the log's level is
 * Trace, which an editor has no setting for; here `asyncSkill.trace.server` alone is enough.
 */
export function traceInto(log: vscode.LogOutputChannel): vscode.LogOutputChannel {
  const changed = new vscode.EventEmitter<vscode.LogLevel>();
  const isOn = (): boolean => vscode.workspace.getConfiguration("asyncSkill").get("trace.server", "off") !== "off";
  const level = (): vscode.LogLevel => (isOn() ? vscode.LogLevel.Trace : log.logLevel);
  const listening = vscode.Disposable.from(
    changed,
    log.onDidChangeLogLevel(() => changed.fire(level())),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("asyncSkill.trace")) changed.fire(level());
    }),
  );
  return {
    ...log,
    get logLevel() {
      return level();
    },
    onDidChangeLogLevel: changed.event,
    trace: (message, ...rest) => (isOn() ? log.info(message, ...rest) : log.trace(message, ...rest)),
    dispose: () => listening.dispose(),
  };
}
