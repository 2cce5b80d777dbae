import * as vscode from "vscode";
import { type BaseLanguageClient, State } from "vscode-languageclient";
import type { ChosenEnvironment } from "../../shared/requests";
import { environmentsNotification } from "./requests";

/** What the Python extension offers to others, as far as it is asked for. */
interface PythonExtension {
  readonly environments: {
    readonly getActiveEnvironmentPath: (resource: vscode.Uri) => { readonly path: string };
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

const PYTHON = "ms-python.python";

/** Nothing tells when another extension has started: so long after ours it is looked for again, in milliseconds. */
const LOOKED_FOR_AFTER = [1_000, 3_000, 10_000, 30_000];

/**
 * Tells the server which environment the user has chosen in the Python extension, once that runs, and whenever it is
 * another. That extension is never started by us: who doesn't use it has no need of it.
 */
export function followEnvironments(client: BaseLanguageClient): vscode.Disposable {
  let listening: vscode.Disposable | undefined;
  const tell = (): void => {
    const python = runningPython();
    if (python === undefined || !client.isRunning()) return;
    const environments = (vscode.workspace.workspaceFolders ?? []).flatMap(
      ({ uri }) => chosenFor(uri, client, python) ?? [],
    );
    void client.sendNotification(environmentsNotification, { environments });
  };
  const look = (): void => {
    const python = runningPython();
    if (python === undefined || listening !== undefined) return;
    listening = python.environments.onDidChangeActiveEnvironmentPath(tell);
    tell();
  };
  const timers = LOOKED_FOR_AFTER.map((after) => setTimeout(look, after));
  return vscode.Disposable.from(
    { dispose: () => timers.forEach(clearTimeout) },
    { dispose: () => listening?.dispose() },
    // A server that is started again knows of none.
    client.onDidChangeState(({ newState }) => {
      if (newState !== State.Running) return;
      look();
      tell();
    }),
    vscode.window.onDidChangeActiveTextEditor(look),
    vscode.extensions.onDidChange(look),
    vscode.workspace.onDidChangeWorkspaceFolders(tell),
  );
}

function chosenFor(
  folder: vscode.Uri,
  client: BaseLanguageClient,
  { environments }: PythonExtension,
): ChosenEnvironment | undefined {
  const { path } = environments.getActiveEnvironmentPath(folder);
  return path === "" ? undefined : { folder: client.code2ProtocolConverter.asUri(folder), path };
}

function runningPython(): PythonExtension | undefined {
  const extension = vscode.extensions.getExtension<Partial<PythonExtension> | undefined>(PYTHON);
  if (extension?.isActive !== true) return undefined;
  const { exports } = extension;
  // Older ones offer something else.
  return isKnown(exports) ? exports : undefined;
}

function isKnown(exports: Partial<PythonExtension> | undefined): exports is PythonExtension {
  const environments: Partial<PythonExtension["environments"]> | undefined = exports?.environments;
  return (
    typeof environments?.getActiveEnvironmentPath === "function" &&
    typeof environments.onDidChangeActiveEnvironmentPath === "function"
  );
}
