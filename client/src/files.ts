import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import type { FileContent, FilesFound, FilesToRead, FilesWanted } from "../../shared/requests";
import { findFilesRequest, readFilesRequest } from "./requests";

/** So long an editor may look for files, in milliseconds: where nothing can look for any in a folder, VS Code waits for something that can. */
const SEARCH_TAKES = 10_000;
/** More folders are not looked through one by one. */
const MOST_FOLDERS = 2_000;

/** Whether the server has to be handed what is in the workspace, because that lies where no server's file system is. */
export function isElsewhere(): boolean {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.length > 0 && folders.every(({ uri }) => uri.scheme !== "file");
}

/** Answers a server that asks for the files of the workspace. To be called before it is started. */
export function handFilesOver(client: BaseLanguageClient): vscode.Disposable {
  return vscode.Disposable.from(client.onRequest(findFilesRequest, findFiles), client.onRequest(readFilesRequest, readFiles));
}

async function findFiles(wanted: FilesWanted): Promise<FilesFound> {
  const found = await Promise.all((vscode.workspace.workspaceFolders ?? []).map((folder) => findIn(folder, wanted)));
  return { files: found.flatMap(({ files }) => files), areAll: found.every(({ areAll }) => areAll) };
}

async function findIn(folder: vscode.WorkspaceFolder, wanted: FilesWanted): Promise<FilesFound> {
  const found = await search(folder, wanted);
  // Many file systems have no search of their own.
  return found.length > 0 ? { files: found.slice(0, wanted.most).map(String), areAll: found.length <= wanted.most } : walk(folder.uri, wanted);
}

async function search(folder: vscode.WorkspaceFolder, { names, skipped, most }: FilesWanted): Promise<readonly vscode.Uri[]> {
  const include = new vscode.RelativePattern(folder, `**/{${names.join(",")}}`);
  const tooLong = new vscode.CancellationTokenSource();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = new Promise<readonly []>((resolve) => {
    timer = setTimeout(() => {
      tooLong.cancel();
      resolve([]);
    }, SEARCH_TAKES);
  });
  try {
    return await Promise.race([vscode.workspace.findFiles(include, `**/{${skipped.join(",")}}/**`, most + 1, tooLong.token), end]);
  } finally {
    clearTimeout(timer);
    tooLong.dispose();
  }
}

/** Looks into one folder after the other. */
async function walk(root: vscode.Uri, { names, skipped, most }: FilesWanted): Promise<FilesFound> {
  const isWanted = (name: string): boolean => names.some((one) => (one.startsWith("*") ? name.endsWith(one.slice(1)) : name === one));
  const files: string[] = [];
  const folders = [root];
  for (let at = 0; at < folders.length; at++) {
    if (at === MOST_FOLDERS) return { files, areAll: false };
    const folder = folders[at]!;
    for (const [name, type] of await entriesOf(folder)) {
      const uri = vscode.Uri.joinPath(folder, name);
      // Links to folders lead to what is found where it is.
      if (type === vscode.FileType.Directory && !skipped.includes(name)) folders.push(uri);
      else if ((type & vscode.FileType.File) !== 0 && isWanted(name) && files.push(uri.toString()) > most) return { files, areAll: false };
    }
  }
  return { files, areAll: true };
}

async function entriesOf(folder: vscode.Uri): Promise<readonly [string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch {
    // What can't be looked into holds nothing for us.
    return [];
  }
}

function readFiles({ files, mostBytes }: FilesToRead): Promise<readonly FileContent[]> {
  return Promise.all(files.map((file) => read(vscode.Uri.parse(file), mostBytes)));
}

async function read(uri: vscode.Uri, mostBytes: number): Promise<FileContent> {
  try {
    const bytes = await vscode.workspace.fs.readFile(uri);
    if (bytes.length > mostBytes) return { problem: `has more than ${mostBytes} bytes: not read` };
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return error.code === "FileNotFound" ? { isMissing: true } : { problem: error.message };
    return { problem: error instanceof TypeError ? "not UTF-8" : String(error) };
  }
}
