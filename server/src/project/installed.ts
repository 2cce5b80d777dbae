import type { WayElsewhere } from "../model/ways";
import type { PathElsewhere } from "../model/imports";
import type { Reference } from "../model/reference";
import { type EnvironmentChoice, packageFolders, packageOf, packagesAround } from "./environment";
import { type FileId, type Files, folderOf } from "./files";
import { InstalledModules } from "./find-module";
import { Paths } from "./paths";
import { Resolver, type Summaries } from "./resolver";

/** What finds the packages that are installed for a project. */
export interface InstalledHost extends Files {
  /** The folder that no module and no environment is looked for above, for the files of a folder; undefined where they belong to no project. */
  rootOf(folder: FileId): FileId | undefined;
  /** Which environment holds for the files of a folder. */
  environmentOf(folder: FileId): EnvironmentChoice;
}

/** More functions of packages are not looked at for one question, and a way with more calls is not told: who would believe it? */
const MOST_FUNCTIONS = 300;
const MOST_CALLS = 12;

/** What was asked of packages, and how to ask it again. */
type Questions = Map<string, readonly [reference: Reference, way: WayElsewhere, from: FileId]>;

/**
 * What is installed in the environments of a project. It knows nothing of the project's own files, as no package imports these: what
 * was found out holds until files of packages change.
 */
export class Installed {
  /** The modules that can be imported, without those that the table of libraries knows. */
  readonly modules: InstalledModules;
  readonly #folders = new Map<FileId, readonly FileId[]>();
  readonly #paths: Paths;
  /** Summaries that were asked for in vain. */
  #gaps = 0;

  /**
   * @param summaries those that tell of sure calls alone
   * @param addressOf how a file is called in findings
   * @param open takes the questions that a summary was missing for
   */
  constructor(
    readonly host: InstalledHost,
    summaries: Summaries,
    addressOf: (file: FileId) => string,
    readonly open: Questions = new Map(),
  ) {
    this.modules = new InstalledModules(host, (folder) => this.#foldersFor(folder));
    const counted: Summaries = {
      get: (file) => {
        const summary = summaries.get(file);
        if (summary === undefined) this.#gaps++;
        return summary;
      },
    };
    this.#paths = new Paths(new Resolver(this.modules, counted), {
      place: (file) => ({ uri: addressOf(file), package: packageOf(file) }),
      strict: true,
      most: MOST_FUNCTIONS,
    });
  }

  /** Whether anything can be installed for a file: it is none of a package itself, and there is an environment. */
  concerns(file: FileId): boolean {
    return packagesAround(file) === undefined && this.#foldersFor(folderOf(file)).length > 0;
  }

  /** How running what a reference comes to in a file surely stalls its thread. */
  path(reference: Reference, way: WayElsewhere, from: FileId): PathElsewhere | undefined {
    const gaps = this.#gaps;
    const path = this.#paths.of(reference, way, from);
    if (this.#gaps > gaps) this.open.set(`${way} ${reference} ${from}`, [reference, way, from]);
    return path === undefined || path.steps.length > MOST_CALLS ? undefined : path;
  }

  /** Asks again what summaries were missing for. */
  askAgain(): void {
    const questions = [...this.open.values()];
    this.open.clear();
    for (const question of questions) this.path(...question);
  }

  #foldersFor(folder: FileId): readonly FileId[] {
    let found = this.#folders.get(folder);
    if (found === undefined) {
      const root = this.host.rootOf(folder);
      found = root === undefined ? [] : packageFolders(folder, root, this.host.environmentOf(folder), this.host);
      this.#folders.set(folder, found);
    }
    return found;
  }
}
