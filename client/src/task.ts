import * as vscode from "vscode";
import { displayName, source } from "./identity";

/**
 * The task that checks a folder by the command line, with its findings in Problems. In Node's extension host alone: a
 * browser starts no programs.
 */
export function provideTasks(context: vscode.ExtensionContext): vscode.Disposable {
  const provider: vscode.TaskProvider = {
    provideTasks: () =>
      (vscode.workspace.workspaceFolders ?? []).map((folder) => task(context, folder, { type: source, task: "check" })),
    resolveTask: ({ definition, scope }) => {
      const folder = typeof scope === "object" ? scope : vscode.workspace.workspaceFolders?.[0];
      return folder === undefined || definition["task"] !== "check" ? undefined : task(context, folder, definition);
    },
  };
  return vscode.tasks.registerTaskProvider(source, provider);
}

function task(
  context: vscode.ExtensionContext,
  folder: vscode.WorkspaceFolder,
  definition: vscode.TaskDefinition,
): vscode.Task {
  // The extension host's own program is Node, or an editor that can act as one.
  const execution = new vscode.ProcessExecution(
    process.execPath,
    [context.asAbsolutePath("dist/cli.js"), "check", "--output-format", "concise", "."],
    {
      cwd: folder.uri.fsPath,
      env: { ELECTRON_RUN_AS_NODE: "1" },
    },
  );
  return new vscode.Task(definition, folder, "check", displayName, execution, [`$${source}`]);
}
