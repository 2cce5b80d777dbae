import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import type { FileContent, FilesFound, FilesToRead, FilesWanted } from "../../shared/requests";
import { findFilesRequest, readFilesRequest } from "./requests";

/**
 * So long a file system may take for an answer, in milliseconds: where nothing can look for files in a folder, VS Code
 * waits for something that can.
 */
const ANSWER_TAKES = 10_000;
/** More folders are not looked through one by one. */
const MOST_FOLDERS = 2_000;

/** Whether the server has to be handed what is in the workspace, because that lies where no server's file system is. */
export function isElsewhere(): boolean {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.length > 0 && folders.every(({ uri }) => uri.scheme !== "file");
}

/** Answers a server that asks for the files of the workspace. To be called before it is started. */
export function handFilesOver(client: BaseLanguageClient): vscode.Disposable {
  return vscode.Disposable.from(
    client.onRequest(findFilesRequest, findFiles),
    client.onRequest(readFilesRequest, readFiles),
  );
}

async function findFiles(wanted: FilesWanted): Promise<FilesFound> {
  const found = await Promise.all((vscode.workspace.workspaceFolders ?? []).map((folder) => findIn(folder, wanted)));
  return { files: found.flatMap(({ files }) => files), areAll: found.every(({ areAll }) => areAll) };
}

async function findIn(folder: vscode.WorkspaceFolder, wanted: FilesWanted): Promise<FilesFound> {
  const found = await search(folder, wanted);
  // Many file systems have no search of their own.
  return found.length > 0
    ? { files: found.slice(0, wanted.most).map(String), areAll: found.length <= wanted.most }
    : walk(folder.uri, wanted);
}

async function search(
  folder: vscode.WorkspaceFolder,
  { names, skipped, most }: FilesWanted,
): Promise<readonly vscode.Uri[]> {
  const include = new vscode.RelativePattern(folder, `**/{${names.join(",")}}`);
  const tooLong = new vscode.CancellationTokenSource();
  try {
    return await inTime(
      vscode.workspace.findFiles(include, `**/{${skipped.join(",")}}/**`, most + 1, tooLong.token),
      () => {
        tooLong.cancel();
        return [];
      },
    );
  } finally {
    tooLong.dispose();
  }
}

/** What is waited for, or else what is made in its stead where that takes too long. */
async function inTime<T>(work: Thenable<T>, otherwise: () => T): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise()), ANSWER_TAKES);
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
  }
}

/** Looks into one folder after the other. */
async function walk(root: vscode.Uri, { names, skipped, most }: FilesWanted): Promise<FilesFound> {
  const isWanted = (name: string): boolean =>
    names.some((one) => (one.startsWith("*") ? name.endsWith(one.slice(1)) : name === one));
  const files: string[] = [];
  const folders = [root];
  for (let at = 0; at < folders.length; at++) {
    if (at === MOST_FOLDERS) return { files, areAll: false };
    const folder = folders[at]!;
    const entries = await entriesOf(folder);
    if (entries === undefined) return { files, areAll: false };
    for (const [name, type] of entries) {
      const uri = vscode.Uri.joinPath(folder, name);
      // Links to folders lead to what is found where it is.
      if (type === vscode.FileType.Directory && !skipped.includes(name)) folders.push(uri);
      else if ((type & vscode.FileType.File) !== 0 && isWanted(name) && files.push(uri.toString()) > most)
        return { files, areAll: false };
    }
  }
  return { files, areAll: true };
}

/** What a folder holds; undefined where the file system gives no answer: then it gives none for the next one either. */
async function entriesOf(folder: vscode.Uri): Promise<readonly [string, vscode.FileType][] | undefined> {
  try {
    return await inTime<[string, vscode.FileType][] | undefined>(
      vscode.workspace.fs.readDirectory(folder),
      () => undefined,
    );
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
    const bytes = await inTime<Uint8Array | undefined>(vscode.workspace.fs.readFile(uri), () => undefined);
    if (bytes === undefined) return { problem: `was not handed over within ${ANSWER_TAKES / 1000} s` };
    if (bytes.length > mostBytes) return { problem: `has more than ${mostBytes} bytes: not read` };
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch (error) {
    if (error instanceof vscode.FileSystemError)
      return error.code === "FileNotFound" ? { isMissing: true } : { problem: error.message };
    return { problem: error instanceof TypeError ? "not UTF-8" : String(error) };
  }
}
