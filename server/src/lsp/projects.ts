import { TextDocument } from "vscode-languageserver-textdocument";
import { type URI, Utils } from "vscode-uri";
import { ruleNames } from "../analysis/pages";
import { type PathRole, roleOfPath, type RolePatterns, rolePatternsOf } from "../config/roles";
import { IgnorePatterns } from "../config/ignore-patterns";
import { type Beside, FILES_BESIDE, type FileBeside, NOTHING_BESIDE, readBeside } from "../config/beside";
import { type FolderSays, type ProjectFacts, projectFacts, type PyProject, readPyProject } from "../config/pyproject";
import { configurationTroubles } from "../config/troubles";
import type { EditorSettings } from "./editor-settings";
import type { Host, HostFiles } from "./host";
import type { Log } from "./log";
import { parseUri } from "./uri";

/** What the projects above a document say of it. */
export interface ProjectView {
  readonly facts: ProjectFacts;
  /** Whether the project does not want it checked. */
  readonly excluded: boolean;
  /** Whether patterns of .gitignore, from the folder that is open on, leave it out. */
  readonly isLeftOut: (patterns: readonly string[]) => boolean;
  /** The file that says what the project depends on. */
  readonly declaring: DeclaringFile | undefined;
  /** The pyproject.toml that our settings stand in, or would. */
  readonly settingsFile: SettingsFile | undefined;
  /** What the file's path says that it is for. */
  readonly role: (
    editor: Pick<RolePatterns, "tests" | "scripts">,
    preference: EditorSettings["preference"],
  ) => PathRole | undefined;
}

/** Of a document that lies in none. */
export const NO_PROJECT: ProjectView = {
  facts: projectFacts([]),
  excluded: false,
  isLeftOut: () => false,
  declaring: undefined,
  settingsFile: undefined,
  role: () => undefined,
};

/** A pyproject.toml with dependencies, as it was when it was read. */
export interface DeclaringFile {
  readonly uri: string;
  readonly text: string;
}

/** The same for our settings; without a text it is not there. */
export interface SettingsFile {
  readonly uri: string;
  readonly text: string | undefined;
}

/** What reads the files of projects. */
interface ProjectsHost {
  readonly readFile: Host["readFile"] | undefined;
  readonly files: HostFiles | undefined;
}

/** What the projects that documents lie in say; each file is read once. */
export class Projects {
  readonly #host: ProjectsHost;
  readonly #log: Log;
  #folders: readonly URI[];
  readonly #byFolder = new Map<string, Promise<FolderSays>>();

  /** @param folders the addresses of the folders that are open; only what lies in one of them is looked at */
  constructor(host: ProjectsHost, log: Log, folders: readonly string[]) {
    this.#host = host;
    this.#log = log;
    this.#folders = folders.flatMap((folder) => parseUri(folder) ?? []);
  }

  /** The addresses of the folders that are open. */
  get folders(): readonly string[] {
    return this.#folders.map((folder) => folder.toString());
  }

  foldersChanged(added: readonly string[], removed: readonly string[]): void {
    const gone = new Set(removed.flatMap((folder) => parseUri(folder)?.toString() ?? []));
    this.#folders = [
      ...this.#folders.filter((folder) => !gone.has(folder.toString())),
      ...added.flatMap((folder) => parseUri(folder) ?? []),
    ];
  }

  /** Reads every file anew when asked for it. */
  forget(): void {
    this.#byFolder.clear();
  }

  /** What the pyproject.toml files above a document say, up to the folder that is open. */
  async of(uri: string): Promise<ProjectView> {
    const file = this.#fileOf(uri);
    if (file === undefined) return NO_PROJECT;
    const found = await Promise.all(
      this.#foldersAbove(file).map(async (folder) => ({ folder, ...(await this.#saidIn(folder)) })),
    );
    const configured = found.find(({ project }) => project?.configuration !== undefined);
    const exclude = configured?.project?.configuration?.exclude ?? [];
    const nearest = configured ?? found.find(({ project }) => project !== undefined) ?? found.at(-1);
    const declaring = found.find(({ project }) => project?.requirements !== undefined);
    return {
      facts: projectFacts(found),
      excluded: configured !== undefined && isExcluded(file, configured.folder, exclude),
      isLeftOut: (patterns) => isExcluded(file, this.#rootOf(file) ?? Utils.dirname(file), patterns),
      role: (editor, preference) => {
        const said = found.flatMap(({ folder, project }) =>
          project === undefined ? [] : [rolePatternsOf(folder.path, project)],
        );
        return this.#roleOf(file, editor, preference, said);
      },
      settingsFile:
        nearest === undefined || this.#host.readFile === undefined
          ? undefined
          : { uri: addressIn(nearest.folder), text: nearest.project?.file.text },
      declaring:
        declaring?.project === undefined
          ? undefined
          : { uri: addressIn(declaring.folder), text: declaring.project.file.text },
    };
  }

  /**
   * The file that an address stands for, or the notebook of one of its cells; undefined for what is no file, or one
   * that nobody can read.
   */
  #fileOf(uri: string): URI | undefined {
    const parsed = parseUri(uri);
    if (parsed === undefined) return undefined;
    if (parsed.scheme === "vscode-notebook-cell") return parsed.with({ scheme: "file", fragment: "", query: "" });
    const isKnown = parsed.scheme === "file" || this.#host.files?.fileOf(uri) !== undefined;
    return isKnown ? parsed.with({ fragment: "", query: "" }) : undefined;
  }

  #roleOf(
    file: URI,
    editor: Pick<RolePatterns, "tests" | "scripts">,
    preference: EditorSettings["preference"],
    said: readonly RolePatterns[],
  ): PathRole | undefined {
    const root = this.#rootOf(file)?.path ?? Utils.dirname(file).path;
    const own = { folder: root, ...editor };
    const others =
      preference === "editorOnly"
        ? said.map(({ folder, pytestFolders, pytestFiles }) => ({ folder, pytestFolders, pytestFiles }))
        : said;
    return roleOfPath(file.path, root, preference === "projectFirst" ? [...others, own] : [own, ...others]);
  }

  /** The innermost of the open folders that a file lies in, as editors take it. */
  #rootOf(file: URI): URI | undefined {
    const around = this.#folders.filter((folder) => isWithin(file, folder));
    return around.reduce<URI | undefined>(
      (inner, folder) => (inner === undefined || isWithin(folder, inner) ? folder : inner),
      undefined,
    );
  }

  /** Nearest first. */
  #foldersAbove(file: URI): readonly URI[] {
    const root = this.#rootOf(file);
    const folders: URI[] = [];
    if (root === undefined) return folders;
    for (let folder = Utils.dirname(file); isWithin(folder, root); folder = Utils.dirname(folder)) {
      folders.push(folder);
      if (Utils.dirname(folder).path === folder.path) break;
    }
    return folders;
  }

  #saidIn(folder: URI): Promise<FolderSays> {
    const key = folder.toString();
    const known = this.#byFolder.get(key);
    if (known !== undefined) return known;
    const said = Promise.all([this.#read(addressIn(folder)), this.#besideIn(folder)]).then(([project, beside]) => ({
      project,
      beside,
    }));
    this.#byFolder.set(key, said);
    return said;
  }

  /** What can't be read says nothing: it is others' file. */
  async #besideIn(folder: URI): Promise<Beside> {
    const read = async (name: FileBeside): Promise<[FileBeside, string | undefined]> => {
      try {
        return [name, await this.#host.readFile?.(Utils.joinPath(folder, name).toString())];
      } catch {
        return [name, undefined];
      }
    };
    const texts = new Map(await Promise.all(FILES_BESIDE.map(read)));
    return readBeside((name) => texts.get(name)) ?? NOTHING_BESIDE;
  }

  async #read(uri: string): Promise<PyProject | undefined> {
    try {
      const text = await this.#host.readFile?.(uri);
      if (text === undefined) return undefined;
      const project = readPyProject(text);
      for (const problem of problemsOf(project)) this.#log.warn(`${uri}: ${problem}`);
      return project;
    } catch (error) {
      this.#log.error(`${uri} could not be read`, error);
      return undefined;
    }
  }
}

/** What is wrong with it, for the log: the file is most likely not open. */
function problemsOf(project: PyProject): readonly string[] {
  const text = TextDocument.create("", "toml", 0, project.file.text);
  const problem = project.problem;
  const troubles =
    problem === undefined
      ? configurationTroubles(project, ruleNames())
      : [{ start: problem.offset, message: problem.message }];
  return troubles.map(({ start, message }) => {
    const { line, character } = text.positionAt(start);
    return `${message} (line ${line + 1}, column ${character + 1})`;
  });
}

function addressIn(folder: URI): string {
  return Utils.joinPath(folder, "pyproject.toml").toString();
}

function isExcluded(file: URI, folder: URI, patterns: readonly string[]): boolean {
  const path = file.path.slice(withoutSlashes(folder.path).length + 1);
  return path !== "" && patterns.length > 0 && new IgnorePatterns(patterns).of(path, false) === "left out";
}

function isWithin(uri: URI, folder: URI): boolean {
  if (uri.scheme !== folder.scheme || uri.authority !== folder.authority) return false;
  const base = withoutSlashes(folder.path);
  return uri.path === base || uri.path.startsWith(`${base}/`);
}

function withoutSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path[end - 1] === "/") end--;
  return path.slice(0, end);
}
