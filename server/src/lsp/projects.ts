import { URI, Utils } from "vscode-uri";
import type { Settings } from "../analysis/settings";
import type { Host } from "./host";
import type { Log } from "./log";

/** Reads a pyproject.toml: what it decides, and what in it is of no use. */
export type ReadProject = (text: string) => { readonly settings: Partial<Settings>; readonly problems: readonly string[] };

/** The settings of the projects that documents lie in, each pyproject.toml read once. */
export class Projects {
  #folders: readonly URI[] = [];
  readonly #byFolder = new Map<string, Promise<Partial<Settings> | undefined>>();

  constructor(
    readonly readFile: Host["readFile"],
    readonly readProject: ReadProject,
    readonly log: Log,
  ) {}

  get folders(): readonly string[] {
    return this.#folders.map((folder) => folder.toString());
  }

  /** Only what lies in one of these folders is looked at. */
  open(folders: readonly string[]): void {
    this.#folders = folders.map((folder) => URI.parse(folder));
    this.forget();
  }

  /** Reads every file anew when asked for it. */
  forget(): void {
    this.#byFolder.clear();
  }

  /** What the nearest pyproject.toml above a document says, up to the folder that is open. */
  async settingsFor(uri: string): Promise<Partial<Settings>> {
    const document = fileOf(uri);
    const root = document === undefined ? undefined : this.#folders.find((folder) => isWithin(document, folder));
    if (document === undefined || root === undefined) return {};
    for (let folder = Utils.dirname(document); isWithin(folder, root); folder = Utils.dirname(folder)) {
      const settings = await this.#settingsIn(folder);
      if (settings !== undefined) return settings;
      if (folder.path === Utils.dirname(folder).path) break;
    }
    return {};
  }

  #settingsIn(folder: URI): Promise<Partial<Settings> | undefined> {
    const key = folder.toString();
    const known = this.#byFolder.get(key);
    if (known !== undefined) return known;
    const settings = this.#read(Utils.joinPath(folder, "pyproject.toml").toString());
    this.#byFolder.set(key, settings);
    return settings;
  }

  async #read(uri: string): Promise<Partial<Settings> | undefined> {
    try {
      const text = await this.readFile?.(uri);
      if (text === undefined) return undefined;
      const { settings, problems } = this.readProject(text);
      for (const problem of problems) this.log.warn(`${uri}: ${problem}`);
      return settings;
    } catch (error) {
      this.log.error(`${uri} could not be read`, error);
      return undefined;
    }
  }
}

/** The file that an address stands for; a notebook's cell stands for its notebook. */
function fileOf(uri: string): URI | undefined {
  const parsed = URI.parse(uri);
  if (parsed.scheme !== "file" && parsed.scheme !== "vscode-notebook-cell") return undefined;
  return parsed.with({ scheme: "file", fragment: "", query: "" });
}

function isWithin(uri: URI, folder: URI): boolean {
  if (uri.scheme !== folder.scheme || uri.authority !== folder.authority) return false;
  const base = folder.path.replace(/\/+$/, "");
  return uri.path === base || uri.path.startsWith(`${base}/`);
}
