import { createHash } from "node:crypto";
import * as path from "node:path";
import { Folders } from "../../files/folders";
import { PythonFiles, systemPath } from "../../files/python-files";
import { statOf } from "../../files/stat";
import type { FileId } from "../../project/files";
import type { PythonDocument } from "../../syntax/document";
import { Workspace } from "../../workspace/workspace";

/** How each file and folder that findings depend on looks; folders end with `/`. */
export type Stamps = Readonly<Record<string, string>>;

/** The project around the files of a run: what they import is read as it is asked for. */
export class ProjectOnDisk {
  readonly #files = new PythonFiles();
  readonly workspace: Workspace;

  /** @param folder the one that stands for the project's where nothing else does */
  constructor(open: (text: string) => PythonDocument, folder: string) {
    const files = this.#files;
    files.openFolders = [idOf(folder)];
    this.workspace = new Workspace(
      {
        isFile: (file) => files.isFile(file),
        isFolder: (folder) => files.isFolder(folder),
        rootOf: (folder) => files.rootOf(folder),
        read: (file) => ({ kind: "text", text: files.read(file) }),
      },
      open,
      systemPath,
    );
  }

  /** All that the answers so far may depend on. */
  get stamps(): Stamps {
    const keys = [...this.workspace.files, ...[...this.#files.looked].map((folder) => `${folder}/`)];
    return Object.fromEntries(keys.map((key) => [key, stampOf(key)]));
  }
}

/** How a file or folder looks now: another whenever what findings in other files depend on may be another. */
export function stampOf(key: string): string {
  if (key.endsWith("/"))
    return createHash("sha256")
      .update(Folders.modulesIn(key.slice(0, -1) || "/"))
      .digest("hex")
      .slice(0, 16);
  const stat = statOf(systemPath(key));
  return stat === undefined ? "absent" : `${stat.mtimeMs} ${stat.size}`;
}

export function idOf(file: string): FileId {
  return path.sep === "/" ? file : file.replaceAll(path.sep, "/");
}
