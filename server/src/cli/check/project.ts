import { createHash } from "node:crypto";
import * as path from "node:path";
import { Folders } from "../../files/folders";
import { KeptAnswers } from "../../files/kept-answers";
import { PythonFiles, systemPath } from "../../files/python-files";
import { statOf } from "../../files/stat";
import { activeEnvironments, type EnvironmentChoice } from "../../project/environment";
import type { Imports } from "../../model/imports";
import { type FileId, folderOf } from "../../project/files";
import type { PythonDocument } from "../../syntax/document";
import type { FileText, ProjectHost } from "../../workspace/host";
import { KnownSummaries } from "../../workspace/known-summaries";
import { ProjectCallers } from "../../workspace/project-callers";
import type { UsesPlace } from "../../workspace/project-uses";
import { Workspace } from "../../workspace/workspace";
import type { ProjectOptions } from "../options";
import type { KeptPlace } from "./kept-place";

/**
 * How each file and folder that findings depend on looks: a folder ends with `/`, one of which only the marks count
 * with `/?`.
 */
export type Stamps = Readonly<Record<string, string>>;

/** Where a run looks for what belongs to files. */
export interface ProjectPlace {
  readonly environment: EnvironmentChoice;
  readonly kept: KeptPlace | undefined;
}

/** Where files of a run are looked at together with others; undefined where each is by itself. */
export function placeOf({ project, python }: ProjectOptions, cwd: string, kept?: KeptPlace): ProjectPlace | undefined {
  return project ? { environment: environmentOf(python, cwd), kept } : undefined;
}

/** All that tells which environment holds. */
export function environmentOf(python: string | undefined, cwd: string): EnvironmentChoice {
  if (python === undefined) return { kind: "found", active: activeEnvironments(process.env) };
  return python === "off" ? { kind: "none" } : { kind: "named", path: idOf(path.resolve(cwd, python)) };
}

/** The project around the files of a run: what they import is read as it is asked for. */
export class ProjectOnDisk {
  readonly #files = new PythonFiles();
  readonly #host: ProjectHost;
  readonly #open: (text: string) => PythonDocument;
  /** Files that were looked through, all of them, and the folders that they lie in. */
  readonly #lookedThrough = new Set<string>();
  #callers: ProjectCallers | undefined;
  readonly workspace: Workspace;

  constructor(open: (text: string) => PythonDocument, { environment, kept }: ProjectPlace) {
    const files = this.#files;
    this.#open = open;
    this.#host = {
      isFile: (file) => files.isFile(file),
      isFolder: (file) => files.isFolder(file),
      rootOf: (of) => files.rootOf(of),
      besides: (of) => files.besides(of),
      environmentOf: () => environment,
      linked: (packages) => files.linked(packages),
      kept: kept === undefined ? undefined : new KeptAnswers(kept.folder, kept.build),
      summaries: new KnownSummaries(),
      read: (file) => ({ kind: "text", text: files.read(file) }),
      pythonFiles: (file) => {
        const found = files.around(folderOf(file)).map((folder) => this.#lookThrough(folder));
        return found.includes(undefined) ? undefined : [...new Set(found.flatMap((some) => some ?? []))];
      },
    };
    this.workspace = new Workspace(this.#host, open, systemPath);
  }

  /** What a pyproject.toml can ask of the files around it. */
  around(file: FileId): UsesPlace {
    return { file, host: this.#host, workspace: this.workspace, open: this.#open, addressOf: systemPath };
  }

  /** What a file is told about the others. */
  importsOf(file: FileId, text: string, asked: () => void): Imports {
    const callers = (): ProjectCallers => {
      asked();
      return this.#callersNow;
    };
    return {
      ...this.workspace.importsOf(file),
      callersTell: (path) => callers().tell(file, path, text),
      usedElsewhere: (path) => callers().usedElsewhere(file, path, text),
      saidByTakers: (names, words) => callers().saidByTakers(file, names, words),
    };
  }

  /** Takes in that a file has another text. */
  fileChanged(file: FileId): void {
    this.workspace.filesChanged([file]);
    this.#callers = undefined;
  }

  /** What is read for them decides as well, be it in vain. */
  get #callersNow(): ProjectCallers {
    const read = (file: FileId): FileText => {
      this.#lookedThrough.add(file);
      return this.#host.read(file);
    };
    return (this.#callers ??= new ProjectCallers({ ...this.#host, read }, this.#open));
  }

  /** All that the answers so far may depend on. */
  get stamps(): Stamps {
    const { looked, climbed, walked, lists } = this.#files;
    const folders = [
      ...[...looked].map((folder) => `${folder}/`),
      ...[...climbed].map((folder) => `${folder}/?`),
      ...[...walked].map((folder) => `${folder}/*`),
    ];
    const keys = [...this.workspace.files, ...this.#lookedThrough, ...lists, ...folders];
    return Object.fromEntries(keys.map((key) => [key, stampOf(key)]));
  }

  #lookThrough(root: string): readonly FileId[] | undefined {
    const found = this.#files.below(root);
    this.#lookedThrough.add(`${root}/`);
    for (const file of found ?? []) {
      this.#lookedThrough.add(file);
      for (let folder = folderOf(file); folder.length > root.length; folder = folderOf(folder))
        this.#lookedThrough.add(`${folder}/`);
    }
    return found;
  }
}

/** How a file or folder looks now: another whenever what findings in other files depend on may be another. */
export function stampOf(key: string): string {
  if (key.endsWith("/?")) return Folders.marksIn(key.slice(0, -2) || "/");
  if (key.endsWith("/*")) return digest(Folders.packagesIn(key.slice(0, -2) || "/"));
  if (key.endsWith("/")) return digest(Folders.modulesIn(key.slice(0, -1) || "/"));
  const stat = statOf(systemPath(key));
  return stat === undefined ? "absent" : `${stat.mtimeMs} ${stat.size}`;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

export function idOf(file: string): FileId {
  return path.sep === "/" ? file : file.replaceAll(path.sep, "/");
}
