import { DidChangeConfigurationNotification, type DidChangeWatchedFilesParams, DidChangeWatchedFilesNotification } from "vscode-languageserver";
import { configurationChanged } from "./publish";
import type { Session } from "./session";

/** Asks the client to tell of settings, files and folders that change. */
export function register(session: Session): void {
  const { connection, features, log } = session;
  const failed = (error: unknown): void => log.error("The client refused a registration", error);
  if (features.registersConfiguration) {
    connection.client.register(DidChangeConfigurationNotification.type, { section: "asyncSkill" }).catch(failed);
  }
  if (features.registersWatchers) {
    connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: "**/pyproject.toml" }] }).catch(failed);
  }
  if (features.workspaceFolders) {
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = new Set(removed.map((folder) => folder.uri));
      session.projects.open([...session.projects.folders.filter((folder) => !gone.has(folder)), ...added.map((folder) => folder.uri)]);
      configurationChanged(session);
    });
  }
}

/** workspace/didChangeWatchedFiles */
export function watchedFilesChanged({ changes }: DidChangeWatchedFilesParams, session: Session): void {
  if (!changes.some(({ uri }) => uri.endsWith("/pyproject.toml"))) return;
  session.projects.forget();
  configurationChanged(session);
}
