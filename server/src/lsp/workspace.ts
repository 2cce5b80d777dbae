import {
  FileChangeType,
  DidChangeConfigurationNotification,
  type DidChangeWatchedFilesParams,
  DidChangeWatchedFilesNotification,
  type FileSystemWatcher,
  WatchKind,
  type WorkspaceFolder,
  type WorkspaceFoldersChangeEvent,
} from "vscode-languageserver";
import { isBeside } from "../config/beside";
import { saysWherePackagesLie } from "../files/linked-packages";
import type { FileChange } from "./host";
import { ProjectFile } from "./project-file";
import { configurationChanged, otherFilesChanged } from "./publish";
import type { Session } from "./session";

/** What is told of when it changes. */
const WATCHED: readonly FileSystemWatcher[] = [
  ...[
    "**/pyproject.toml",
    "**/*.py",
    "**/*.pyi",
    // What tools write into an environment of packages that lie elsewhere.
    "**/*.{pth,egg-link}",
    "**/*.dist-info/direct_url.json",
    "**/setup.cfg",
    "**/ruff.toml",
    "**/.ruff.toml",
    "**/requirements.txt",
    "**/{Pipfile,pdm,poetry,uv}.lock",
  ].map((globPattern) => ({ globPattern })),
  // Of a folder that goes, by a checkout as well, VS Code tells, and of none of its files.
  { globPattern: "**", kind: WatchKind.Delete },
];

const HAPPENED: Readonly<Record<FileChangeType, FileChange["kind"]>> = {
  [FileChangeType.Created]: "new",
  [FileChangeType.Changed]: "changed",
  [FileChangeType.Deleted]: "gone",
};

/** Asks the client to tell of settings, files and folders that change, and which files there are. */
export function register(session: Session): void {
  const { connection, features, log, otherFiles } = session;
  void otherFiles.list().then(() => session.closedFiles.configurationChanged());
  const failed = (error: unknown): void => log.error("The client refused a registration", error);
  if (features.registersConfiguration) {
    connection.client.register(DidChangeConfigurationNotification.type, { section: "asyncSkill" }).catch(failed);
  }
  if (features.registersWatchers) {
    connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [...WATCHED] }).catch(failed);
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
  void session.otherFiles.list().then(() => configurationChanged(session));
}

/** workspace/didChangeWatchedFiles */
export function watchedFilesChanged({ changes }: DidChangeWatchedFilesParams, session: Session): void {
  const { otherFiles, projects, documents } = session;
  const followed = changes.flatMap(({ uri, type }): readonly FileChange[] => {
    const file = otherFiles.fileOf(uri);
    if (file === undefined) return [];
    // Another list of folders is like other folders.
    if (saysWherePackagesLie(file)) return [{ file, kind: "new" }];
    const isFolder = type === FileChangeType.Deleted && !/\.pyi?$/.test(uri) && !isOfConfiguration(uri);
    return isFolder ? otherFiles.goneWith(file) : [{ file, kind: HAPPENED[type] }];
  });
  if (followed.length > 0) otherFiles.filesChanged(followed);
  session.closedFiles.filesChanged(
    changes.flatMap(({ uri, type }) => {
      const file = otherFiles.fileOf(uri);
      return file === undefined ? [] : [{ file, kind: HAPPENED[type] }];
    }),
  );
  if (changes.some(({ uri }) => uri.endsWith(".py"))) {
    const open = [...documents.all()].filter((document) => document instanceof ProjectFile);
    for (const document of open) document.startAfresh();
    void otherFilesChanged(open, session);
  }
  if (!changes.some(({ uri }) => isOfConfiguration(uri))) return;
  projects.forget();
  configurationChanged(session);
}

function isOfConfiguration(uri: string): boolean {
  return uri.endsWith("/pyproject.toml") || isBeside(uri);
}
