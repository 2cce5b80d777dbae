// What others are told by the Python extension of the environment that its user has chosen, and a way to choose one;
// and Pyright, as Pylance comes with it.
import * as vscode from "vscode";
import { type Pyright, pyrightServer } from "./pyright";

/** What the suite is given when it activates this extension. */
export interface PythonStandIn {
  readonly environments: {
    getActiveEnvironmentPath(): { readonly id: string; readonly path: string };
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<void>;
  };
  readonly choose: (path: string) => void;
  readonly pyright: Pyright;
}

export function activate(): PythonStandIn {
  const changed = new vscode.EventEmitter<void>();
  let chosen = "";
  return {
    environments: {
      getActiveEnvironmentPath: () => ({ id: chosen, path: chosen }),
      onDidChangeActiveEnvironmentPath: changed.event,
    },
    choose: (path) => {
      chosen = path;
      changed.fire();
    },
    pyright: pyrightServer(),
  };
}
