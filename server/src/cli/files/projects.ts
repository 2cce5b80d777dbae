import * as path from "node:path";
import { ruleCatalogue } from "../../analysis/pages";
import { type Configuration, type Settings, settingsFor } from "../../analysis/settings";
import { LIMITS } from "../../files/read";
import { projectFacts, type PyProject, readPyProject } from "../../project/pyproject";
import { type IgnoreChain, isIgnored, patterns } from "./gitignore";
import { isMissing, reasonOf } from "./problem";
import { readSource } from "./source";

/** A pyproject.toml that holds in some folder. */
export interface FoundProject {
  readonly file: string;
  readonly project: PyProject;
}

interface FolderFacts {
  readonly settings: Settings;
  readonly excludes: IgnoreChain;
}

export interface ProjectsHost {
  /** Called once for each pyproject.toml that is read. */
  readonly onFound: (found: FoundProject) => void;
  readonly onUnreadable: (file: string, message: string) => void;
}

/** What the pyproject.toml files above each folder say. */
export class Projects {
  readonly #above: readonly Configuration[];
  readonly #host: ProjectsHost;
  readonly #found = new Map<string, FoundProject | undefined>();
  readonly #facts = new Map<string, FolderFacts>();
  /** By the nearest pyproject.toml: folders share the very same settings, as what is worked out for settings is kept with them. */
  readonly #shared = new Map<string | undefined, FolderFacts>();

  /** @param above what the command line says, which goes before what projects say */
  constructor(above: readonly Configuration[], host: ProjectsHost) {
    this.#above = above;
    this.#host = host;
  }

  settings(folder: string): Settings {
    return this.#factsOf(folder).settings;
  }

  isExcluded(target: string, isFolder: boolean): boolean {
    return isIgnored(this.#factsOf(path.dirname(target)).excludes, target, isFolder);
  }

  /** The nearest pyproject.toml that says what its project depends on. */
  declaring(folder: string): FoundProject | undefined {
    return this.#chain(folder).find(({ project }) => project.requirements !== undefined);
  }

  #factsOf(folder: string): FolderFacts {
    const known = this.#facts.get(folder);
    if (known !== undefined) return known;
    const chain = this.#chain(folder);
    const nearest = chain[0]?.file;
    const facts = this.#shared.get(nearest) ?? this.#factsFrom(chain);
    this.#shared.set(nearest, facts);
    this.#facts.set(folder, facts);
    return facts;
  }

  #factsFrom(chain: readonly FoundProject[]): FolderFacts {
    const configured = chain.find(({ project }) => project.configuration !== undefined);
    return {
      settings: settingsFor(projectFacts(chain.map(({ project }) => project)), this.#above, ruleCatalogue()),
      excludes: configured === undefined ? [] : patterns(path.dirname(configured.file), configured.project.configuration?.exclude ?? []),
    };
  }

  /** The nearest first. */
  #chain(folder: string): readonly FoundProject[] {
    const chain: FoundProject[] = [];
    for (let at = folder; ; at = path.dirname(at)) {
      const found = this.#in(at);
      if (found !== undefined) chain.push(found);
      if (path.dirname(at) === at) return chain;
    }
  }

  #in(folder: string): FoundProject | undefined {
    if (this.#found.has(folder)) return this.#found.get(folder);
    const found = this.#read(path.join(folder, "pyproject.toml"));
    this.#found.set(folder, found);
    if (found !== undefined) this.#host.onFound(found);
    return found;
  }

  #read(file: string): FoundProject | undefined {
    try {
      return { file, project: readPyProject(readSource(file, LIMITS.settings).text) };
    } catch (error) {
      if (isMissing(error)) return undefined;
      this.#host.onUnreadable(file, reasonOf(error));
      return undefined;
    }
  }
}
