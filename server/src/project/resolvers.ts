import type { FileId, Files } from "./files";
import { type ModuleFinder, Modules } from "./find-module";
import { Resolver, type Summaries } from "./resolver";

/** Which folders belong together. */
export interface Around {
  /** The folder that no module is looked for above, for the files of a folder; undefined where they belong to none. */
  rootOf(folder: FileId): FileId | undefined;
  /** The folders that other packages are imported from which are installed beside those of a folder. */
  besides(folder: FileId): readonly FileId[];
}

/**
 * What references come to, kept from one state of a project to the next for as long as the same files are there: an
 * edit changes few of the answers.
 */
export class Resolvers {
  readonly project: Resolver;
  /** The same where what is installed counts as well. */
  readonly further: Resolver;

  /** @param before what is known already where only other packages may have come in */
  constructor(
    readonly files: Files & Around,
    readonly summaries: Summaries,
    installed: ModuleFinder,
    before?: Resolvers,
  ) {
    this.project = before?.project ?? new Resolver(modulesOf(files), summaries);
    this.further = new Resolver(this.project.modules, summaries, installed);
  }

  /** Takes in that a file has another summary. */
  forget(file: FileId): void {
    this.project.forget(file);
    this.further.forget(file);
  }
}

function modulesOf(files: Files & Around): Modules {
  return new Modules(
    files,
    (folder) => files.rootOf(folder),
    (folder) => files.besides(folder),
  );
}
