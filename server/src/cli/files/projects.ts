import * as fs from "node:fs";
import * as path from "node:path";
import { ruleCatalogue } from "../../analysis/pages";
import { type Configuration, type Settings, settingsFor } from "../../config/settings";
import { Folders } from "../../files/folders";
import { LIMITS } from "../../files/read";
import { type PathRole, roleOfPath, type RolePatterns, rolePatternsOf } from "../../config/roles";
import { type Beside, FILES_BESIDE, NOTHING_BESIDE, readBeside } from "../../config/beside";
import { type FolderSays, projectFacts, type PyProject, readPyProject } from "../../config/pyproject";
import { type IgnoreChain, isIgnored, patterns } from "../../files/gitignore";
import { isMissing, reasonOf } from "../../files/problem";
import { readSource } from "../../files/source";

/** A pyproject.toml that holds in some folder. */
export interface FoundProject {
  readonly file: string;
  readonly project: PyProject;
}

/** What a folder says: only of one that says anything. */
interface Says extends FolderSays {
  readonly folder: string;
  readonly found: FoundProject | undefined;
}

interface FolderFacts {
  /**
   * By what paths say of files: those of which they say the same share the very same settings, as what is worked out
   * for settings is kept with them.
   */
  readonly settings: Map<string, Settings>;
  readonly settingsFor: (role: PathRole | undefined) => Settings;
  readonly rolePatterns: readonly RolePatterns[];
  /** The folder of the outermost pyproject.toml. */
  readonly root: string | undefined;
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
  readonly #folders = new Folders();
  readonly #host: ProjectsHost;
  readonly #said = new Map<string, Says | undefined>();
  readonly #facts = new Map<string, FolderFacts>();
  /** By the nearest folder that says something: folders share what it says. */
  readonly #shared = new Map<string | undefined, FolderFacts>();

  /** @param above what the command line says, which goes before what projects say */
  constructor(above: readonly Configuration[], host: ProjectsHost) {
    this.#above = above;
    this.#host = host;
  }

  /** The settings of a file. */
  settings(file: string): Settings {
    const facts = this.#factsOf(path.dirname(file));
    const root = facts.root ?? this.#folders.rootOf(asPosix(path.dirname(file)));
    const role = roleOfPath(asPosix(file), asPosix(root), facts.rolePatterns);
    const key = role === undefined ? "" : `${role.role} by ${role.by}`;
    const settings = facts.settings.get(key) ?? facts.settingsFor(role);
    facts.settings.set(key, settings);
    return settings;
  }

  isExcluded(target: string, isFolder: boolean): boolean {
    return isIgnored(this.#factsOf(path.dirname(target)).excludes, target, isFolder);
  }

  /** The nearest pyproject.toml that says what its project depends on. */
  declaring(folder: string): FoundProject | undefined {
    return this.#chain(folder).find(({ project }) => project?.requirements !== undefined)?.found;
  }

  #factsOf(folder: string): FolderFacts {
    const known = this.#facts.get(folder);
    if (known !== undefined) return known;
    const chain = this.#chain(folder);
    const nearest = chain[0]?.folder;
    const facts = this.#shared.get(nearest) ?? this.#factsFrom(chain);
    this.#shared.set(nearest, facts);
    this.#facts.set(folder, facts);
    return facts;
  }

  #factsFrom(chain: readonly Says[]): FolderFacts {
    const projects = chain.flatMap(({ found }) => found ?? []);
    const configured = projects.find(({ project }) => project.configuration !== undefined);
    const facts = projectFacts(chain);
    const outermost = projects.at(-1);
    return {
      settings: new Map(),
      settingsFor: (role) => settingsFor(facts, this.#above, ruleCatalogue(), role),
      rolePatterns: projects.map(({ file, project }) => rolePatternsOf(asPosix(path.dirname(file)), project)),
      root: outermost === undefined ? undefined : path.dirname(outermost.file),
      excludes:
        configured === undefined
          ? []
          : patterns(path.dirname(configured.file), configured.project.configuration?.exclude ?? []),
    };
  }

  /** The nearest first. */
  #chain(folder: string): readonly Says[] {
    const chain: Says[] = [];
    for (let at = folder; ; at = path.dirname(at)) {
      const says = this.#in(at);
      if (says !== undefined) chain.push(says);
      if (path.dirname(at) === at) return chain;
    }
  }

  #in(folder: string): Says | undefined {
    if (this.#said.has(folder)) return this.#said.get(folder);
    const found = this.#read(path.join(folder, "pyproject.toml"));
    const beside = besideIn(folder);
    const says =
      found === undefined && beside === undefined
        ? undefined
        : { folder, found, project: found?.project, beside: beside ?? NOTHING_BESIDE };
    this.#said.set(folder, says);
    if (found !== undefined) this.#host.onFound(found);
    return says;
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

/** What can't be read says nothing: it is others' file. */
function besideIn(folder: string): Beside | undefined {
  // Most folders have none of them, and to look is cheaper than to try.
  if (!FILES_BESIDE.some((name) => fs.existsSync(path.join(folder, name)))) return undefined;
  return readBeside((name) => {
    try {
      return readSource(path.join(folder, name), LIMITS.source).text;
    } catch {
      return undefined;
    }
  });
}

function asPosix(file: string): string {
  return file.split(path.sep).join("/");
}
