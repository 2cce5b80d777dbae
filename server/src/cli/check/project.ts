import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { Folders } from "../../files/folders";
import { LIMITS, readRegularFile } from "../../files/read";
import type { FileId } from "../../project/files";
import type { PythonDocument } from "../../syntax/document";
import { Workspace } from "../../workspace/workspace";

/** How each file and folder that findings depend on looks; folders end with `/`. */
export type Stamps = Readonly<Record<string, string>>;

/** The project around the files of a run: what they import is read as it is asked for. */
export class ProjectOnDisk {
  readonly #folders = new Folders();
  readonly workspace: Workspace;

  constructor(open: (text: string) => PythonDocument) {
    const folders = this.#folders;
    this.workspace = new Workspace(
      {
        isFile: (file) => folders.isFile(file),
        isFolder: (folder) => folders.isFolder(folder),
        rootOf: (folder) => folders.rootOf(folder),
        read: (file) => ({ kind: "text", text: textOf(file) }),
      },
      open,
      pathOf,
    );
  }

  /** All that the answers so far may depend on. */
  get stamps(): Stamps {
    const keys = [...this.workspace.files, ...[...this.#folders.read].map((folder) => `${folder}/`)];
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
  const stat = fs.statSync(pathOf(key), { throwIfNoEntry: false });
  return stat === undefined ? "absent" : `${stat.mtimeMs} ${stat.size}`;
}

export function idOf(file: string): FileId {
  return path.sep === "/" ? file : file.replaceAll(path.sep, "/");
}

function pathOf(file: FileId): string {
  return path.sep === "/" ? file : file.replaceAll("/", path.sep);
}

function textOf(file: FileId): string | undefined {
  try {
    return readRegularFile(pathOf(file), LIMITS.source)
      .toString("utf8")
      .replace(/^\uFEFF/, "");
  } catch {
    // A file that can't be read is told of where it is checked itself.
    return undefined;
  }
}
