import type { WayElsewhere } from "../model/called";
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

/**
 * What is installed in the environments of a project. It knows nothing of the project's own files, as no package imports these: what
 * was found out holds until files of packages change.
 */
export class Installed {
  /** The modules that can be imported, without those that the table of libraries knows. */
  readonly modules: InstalledModules;
  readonly #folders = new Map<FileId, readonly FileId[]>();
  readonly #paths: Paths;

  /**
   * @param summaries those that tell of sure calls alone
   * @param addressOf how a file is called in findings
   */
  constructor(
    readonly host: InstalledHost,
    summaries: Summaries,
    addressOf: (file: FileId) => string,
  ) {
    this.modules = new InstalledModules(host, (folder) => this.#foldersFor(folder));
    this.#paths = new Paths(new Resolver(this.modules, summaries), {
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
    const path = this.#paths.of(reference, way, from);
    return path === undefined || path.steps.length > MOST_CALLS ? undefined : path;
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
