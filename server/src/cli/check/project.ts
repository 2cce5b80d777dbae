import { createHash } from "node:crypto";
import * as path from "node:path";
import { Folders } from "../../files/folders";
import { PythonFiles, systemPath } from "../../files/python-files";
import { statOf } from "../../files/stat";
import { activeEnvironments, type EnvironmentChoice } from "../../project/environment";
import type { FileId } from "../../project/files";
import type { PythonDocument } from "../../syntax/document";
import { Workspace } from "../../workspace/workspace";
import type { ProjectOptions } from "../options";

/** How each file and folder that findings depend on looks; folders end with `/`. */
export type Stamps = Readonly<Record<string, string>>;

/** Where a run looks for what belongs to files. */
export interface ProjectPlace {
  /** The folder that stands for the project's where nothing else does. */
  readonly folder: string;
  readonly environment: EnvironmentChoice;
}

/** Where files of a run are looked at together with others; undefined where each is by itself. */
export function placeOf({ project, python }: ProjectOptions, cwd: string): ProjectPlace | undefined {
  return project ? { folder: cwd, environment: environmentOf(python, cwd) } : undefined;
}

/** All that tells which environment holds. */
export function environmentOf(python: string | undefined, cwd: string): EnvironmentChoice {
  if (python === undefined) return { kind: "found", active: activeEnvironments(process.env) };
  return python === "off" ? { kind: "none" } : { kind: "named", path: idOf(path.resolve(cwd, python)) };
}

/** The project around the files of a run: what they import is read as it is asked for. */
export class ProjectOnDisk {
  readonly #files = new PythonFiles();
  readonly workspace: Workspace;

  constructor(open: (text: string) => PythonDocument, { folder, environment }: ProjectPlace) {
    const files = this.#files;
    files.openFolders = [idOf(folder)];
    this.workspace = new Workspace(
      {
        isFile: (file) => files.isFile(file),
        isFolder: (file) => files.isFolder(file),
        rootOf: (of) => files.rootOf(of),
        environmentOf: () => environment,
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
