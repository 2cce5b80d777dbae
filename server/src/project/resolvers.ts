import type { FileId, Files } from "./files";
import { type ModuleFinder, Modules } from "./find-module";
import { Resolver, type Summaries } from "./resolver";
import { TypedSummaries } from "./typed-summaries";

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
  readonly summaries: TypedSummaries;
  /** The same where what is installed counts as well. */
  readonly further: Resolver;

  /** @param before what is known already where only other packages may have come in */
  constructor(
    readonly files: Files & Around,
    summaries: Summaries,
    installed: ModuleFinder,
    before?: Resolvers,
  ) {
    this.summaries = before?.summaries ?? new TypedSummaries(files, summaries);
    this.project = before?.project ?? new Resolver(modulesOf(files), this.summaries);
    this.further = new Resolver(this.project.modules, this.summaries, installed);
  }

  /** Takes in that a file has another summary. */
  forget(file: FileId): void {
    const about = new Set([file, this.summaries.forget(file)]);
    for (const one of about) {
      this.project.forget(one);
      this.further.forget(one);
    }
  }
}

function modulesOf(files: Files & Around): Modules {
  return new Modules(
    files,
    (folder) => files.rootOf(folder),
    (folder) => files.besides(folder),
  );
}
