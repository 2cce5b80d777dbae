import {
  FileChangeType,
  DidChangeConfigurationNotification,
  type DidChangeWatchedFilesParams,
  DidChangeWatchedFilesNotification,
  type WorkspaceFolder,
  type WorkspaceFoldersChangeEvent,
} from "vscode-languageserver";
import { isBeside } from "../config/beside";
import { ProjectFile } from "./project-file";
import { configurationChanged, otherFilesChanged } from "./publish";
import type { Session } from "./session";

/** What is told of when it changes. */
const WATCHED = ["**/pyproject.toml", "**/*.py", "**/setup.cfg", "**/ruff.toml", "**/.ruff.toml"] as const;

/** Asks the client to tell of settings, files and folders that change. */
export function register(session: Session): void {
  const { connection, features, log } = session;
  const failed = (error: unknown): void => log.error("The client refused a registration", error);
  if (features.registersConfiguration) {
    connection.client.register(DidChangeConfigurationNotification.type, { section: "asyncSkill" }).catch(failed);
  }
  if (features.registersWatchers) {
    connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: WATCHED.map((globPattern) => ({ globPattern })) }).catch(failed);
  }
  if (features.workspaceFolders) {
    connection.workspace.onDidChangeWorkspaceFolders((event) => {
      log.attempt("A notification failed", () => foldersChanged(event, session), undefined);
    });
  }
}

function foldersChanged({ added, removed }: WorkspaceFoldersChangeEvent, session: Session): void {
  const addresses = (folders: readonly WorkspaceFolder[]): readonly string[] => folders.map((folder) => folder.uri);
  session.projects.foldersChanged(addresses(added), addresses(removed));
  session.otherFiles.foldersChanged(session.projects.folders);
  configurationChanged(session);
}

/** workspace/didChangeWatchedFiles */
export function watchedFilesChanged({ changes }: DidChangeWatchedFilesParams, session: Session): void {
  const python = changes.filter(({ uri }) => uri.endsWith(".py"));
  if (python.length > 0) {
    session.otherFiles.filesChanged(
      python.map(({ uri }) => uri),
      python.some(({ type }) => type !== FileChangeType.Changed),
    );
    const projects = [...session.documents.all()].filter((document) => document instanceof ProjectFile);
    for (const document of projects) document.startAfresh();
    void otherFilesChanged(projects, session);
  }
  if (!changes.some(({ uri }) => uri.endsWith("/pyproject.toml") || isBeside(uri))) return;
  session.projects.forget();
  configurationChanged(session);
}
