import { Analyzer } from "../analysis/analyzer";
import { IgnorePatterns } from "../config/ignore-patterns";
import type { PyProject } from "../config/pyproject";
import { type PathRole, roleOfPath, rolePatternsOf } from "../config/roles";
import type { Settings } from "../config/settings";
import { type FileId, folderOf, isInside, within } from "../project/files";
import type { ProjectUses, StalledAt } from "../rules/contract";
import { RULES } from "../rules/index";
import type { PythonDocument } from "../syntax/document";
import { importedModules } from "../syntax/import-lines";
import { holdsWord } from "../syntax/outline";
import type { ProjectHost } from "./host";
import type { Workspace } from "./workspace";

/** More files than these are not looked through for one question about a pyproject.toml. */
const MOST_FILES = 3000;

/** So much Python, in characters, is looked at for what keeps the loop waiting. */
const MOST_LOOKED_AT = 2_000_000;

const STALLING = RULES.filter(({ stallsLoop }) => stallsLoop === true);

/** The project around a pyproject.toml. */
export interface UsesPlace {
  readonly file: FileId;
  readonly host: ProjectHost;
  readonly workspace: Workspace;
  readonly open: (text: string) => PythonDocument;
  readonly addressOf: (file: FileId) => string;
}

/**
 * What the files around a pyproject.toml were found to do, for as long as they stay as they are; each question is
 * answered when it is first asked.
 */
export class UsesInFiles implements ProjectUses {
  readonly #place: UsesPlace;
  readonly #project: PyProject;
  readonly #settings: Settings;
  readonly #folder: FileId;
  readonly #excluded: IgnorePatterns;
  readonly #said = new Map<string, boolean | undefined>();
  readonly #imported = new Map<string, boolean | undefined>();
  readonly #stalled = new Map<string, StalledAt | undefined>();
  #all: readonly FileId[] | "unknown" | undefined;
  #own: readonly FileId[] | undefined;

  constructor(project: PyProject, settings: Settings, place: UsesPlace) {
    this.#place = place;
    this.#project = project;
    this.#settings = settings;
    this.#folder = folderOf(place.file);
    this.#excluded = new IgnorePatterns(project.configuration?.exclude ?? []);
  }

  /** Whether anything was asked, so that what is found depends on other files. */
  get asked(): boolean {
    return this.#all !== undefined;
  }

  says(word: string): boolean | undefined {
    return remembered(this.#said, word, () => this.#allFiles?.some((file) => holdsWord(this.#textOf(file), word)));
  }

  imports(module: string): boolean | undefined {
    return remembered(this.#imported, module, () => {
      if (this.#allFiles === undefined) return undefined;
      return this.#ofApplication.some((file) => {
        const text = this.#textOf(file);
        return (
          holdsWord(text, module) && importedModules(text).some((one) => one === module || one.startsWith(`${module}.`))
        );
      });
    });
  }

  stalledBy(module: string): StalledAt | undefined {
    return remembered(this.#stalled, module, () => {
      if (this.says(module) !== true) return undefined;
      const inAsync = this.#ofApplication.filter((file) => holdsWord(this.#textOf(file), "async"));
      const says = (file: FileId): boolean => holdsWord(this.#textOf(file), module);
      // Where both words stand it is found soon; what comes to it through helpers needs to say neither.
      return this.#firstStalled([...inAsync.filter(says), ...inAsync.filter((file) => !says(file))], module);
    });
  }

  #firstStalled(files: readonly FileId[], module: string): StalledAt | undefined {
    let lookedAt = 0;
    for (const file of files) {
      const text = this.#textOf(file);
      lookedAt += text.length;
      if (lookedAt > MOST_LOOKED_AT) return undefined;
      const found = this.#stalledIn(file, text, module);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #stalledIn(file: FileId, text: string, module: string): StalledAt | undefined {
    const { open, workspace, addressOf } = this.#place;
    const settings = { ...this.#settings, role: this.#roleOf(file) };
    const analyzer = new Analyzer(open(text), STALLING, settings, undefined, workspace.importsOf(file));
    const found = analyzer
      .diagnostics()
      .find(({ stalledBy, severity }) => severity !== "hint" && stalledBy?.split(".", 1)[0] === module);
    if (found === undefined) return undefined;
    const { document } = analyzer;
    return {
      uri: addressOf(file),
      range: { start: document.positionAt(found.start), end: document.positionAt(found.end) },
      file: file.slice(this.#folder.length + 1),
      message: found.message,
    };
  }

  /** All Python files of the repository; undefined where they are too many. */
  get #allFiles(): readonly FileId[] | undefined {
    if (this.#all === undefined) {
      const files = this.#place.host.pythonFiles(this.#place.file);
      this.#all = files === undefined || files.length > MOST_FILES ? "unknown" : files;
    }
    return this.#all === "unknown" ? undefined : this.#all;
  }

  /** Those that this pyproject.toml is the nearest of, but for tests, scripts and what the project leaves out. */
  get #ofApplication(): readonly FileId[] {
    return (this.#own ??= (this.#allFiles ?? []).filter((file) => this.#isOwn(file)));
  }

  #isOwn(file: FileId): boolean {
    if (!isInside(file, this.#folder)) return false;
    for (let folder = folderOf(file); folder !== this.#folder; folder = folderOf(folder)) {
      if (this.#place.host.isFile(within(folder, "pyproject.toml"))) return false;
    }
    if (this.#excluded.of(file.slice(this.#folder.length + 1), false) === "left out") return false;
    const role = this.#roleOf(file)?.role;
    return role === undefined || role === "application";
  }

  #roleOf(file: FileId): PathRole | undefined {
    return roleOfPath(file, this.#folder, [rolePatternsOf(this.#folder, this.#project)]);
  }

  #textOf(file: FileId): string {
    const read = this.#place.host.read(file);
    return read.kind === "text" ? (read.text ?? "") : "";
  }
}

function remembered<Answer>(known: Map<string, Answer>, question: string, answer: () => Answer): Answer {
  const before = known.get(question);
  if (before !== undefined || known.has(question)) return before as Answer;
  const found = answer();
  known.set(question, found);
  return found;
}
