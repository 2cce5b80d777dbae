import type { Connection } from "vscode-languageserver";
import { ruleCatalogue } from "../analysis/pages";
import { DEFAULT_SETTINGS, type Settings, settingsFor } from "../config/settings";
import type { ProjectFacts } from "../config/pyproject";
import { type DiagnosticMode, type EditorSettings, readEditorSettings, type Run } from "./editor-settings";
import { AUTO } from "./environments";
import type { ClientFeatures } from "./features";
import type { Log } from "./log";
import { settingsProblemsNotification } from "./requests/protocol";
import { sameData } from "./same-data";
import { type DeclaringFile, NO_PROJECT, type Projects, type ProjectView, type SettingsFile } from "./projects";

/** What holds for one document. */
export interface Configuration {
  /** Whether the user and the project want findings at all. */
  readonly enable: boolean;
  readonly settings: Settings;
  readonly run: Run;
  /** Of which files findings are told. */
  readonly diagnosticMode: DiagnosticMode;
  /** Whether it is told above a helper that blocks who calls it. */
  readonly codeLens: boolean;
  /** Whether what blocks is told as a kind of token. */
  readonly semanticHighlighting: boolean;
  /** The rules whose fixes may be applied when the file is saved; all when undefined. */
  readonly fixOnSave: readonly string[] | undefined;
  /** The environment that the project's packages are installed in: a path, "auto" or "off". */
  readonly environment: string;
  /** Where a fix that needs a library declares it. */
  readonly declaring?: DeclaringFile | undefined;
  /** The pyproject.toml that the project's settings stand in, or would. */
  readonly settingsFile?: SettingsFile | undefined;
}

/** Of a document that nothing is known of yet. */
export const DEFAULT_CONFIGURATION: Configuration = {
  enable: true,
  settings: DEFAULT_SETTINGS,
  run: "onType",
  diagnosticMode: "openFilesOnly",
  codeLens: false,
  semanticHighlighting: false,
  fixOnSave: undefined,
  environment: AUTO,
};

const SECTION = "asyncSkill";

/** A client that says it knows its settings, and then keeps silent, must not keep findings away. */
const PATIENCE = 3000;

/** What the editor and the project say for each document. */
export class ConfigurationStore {
  /** Settings that the client sent by itself, for one that can't be asked. */
  #sent: unknown;
  /** What is of no use in the settings of each document. */
  readonly #problems = new Map<string, readonly string[]>();
  /** What of it the client has been told. */
  #told: readonly string[] = [];

  constructor(
    readonly connection: Connection,
    readonly features: ClientFeatures,
    readonly projects: Projects,
    readonly log: Log,
    initializationOptions: unknown,
  ) {
    this.#sent = member(initializationOptions, "settings");
  }

  /** workspace/didChangeConfiguration; a client that is asked for its settings sends none. */
  received(settings: unknown): void {
    if (settings !== undefined && settings !== null) this.#sent = settings;
    this.#problems.clear();
  }

  /** What holds for each of the documents, in their order. The client is asked once for all. */
  async of(uris: readonly string[]): Promise<readonly Configuration[]> {
    const [editors, projects] = await Promise.all([
      this.#editors(uris),
      Promise.all(uris.map((uri) => this.#project(uri))),
    ]);
    return projects.map((project, index) => joined(editors[index]!, project));
  }

  /** An address that can't be read as one lies in no project; it is not to keep the settings of others away. */
  #project(uri: string): Promise<ProjectView> {
    return this.projects.of(uri).catch((error: unknown) => {
      this.log.error(`The project of ${uri} is not known`, error);
      return NO_PROJECT;
    });
  }

  async #editors(uris: readonly string[]): Promise<readonly EditorSettings[]> {
    if (this.features.configuration) {
      const answers = await this.#ask(uris);
      const read = uris.map((uri, index) => this.#read(uri, answers[index]));
      this.#tellProblems();
      return read;
    }
    const sent = this.#read("", member(this.#sent, SECTION) ?? this.#sent);
    this.#tellProblems();
    return uris.map(() => sent);
  }

  #read(uri: string, value: unknown): EditorSettings {
    const problems: string[] = [];
    const settings = readEditorSettings(value, (problem) => {
      problems.push(problem);
      this.log.warn(problem);
    });
    if (problems.length > 0) this.#problems.set(uri, problems);
    else this.#problems.delete(uri);
    return settings;
  }

  #tellProblems(): void {
    if (!this.features.settingsProblems) return;
    const problems = [...new Set([...this.#problems.values()].flat())];
    if (sameData(problems, this.#told)) return;
    this.#told = problems;
    void this.connection.sendNotification(settingsProblemsNotification, { problems });
  }

  async #ask(uris: readonly string[]): Promise<readonly unknown[]> {
    const items = uris.map((scopeUri) => ({ scopeUri, section: SECTION }));
    const answer = this.connection.workspace.getConfiguration(items).catch((error: unknown) => {
      this.log.error("The client did not tell its settings", error);
      return [];
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<readonly unknown[]>((resolve) => {
      timer = setTimeout(() => {
        this.log.warn("The client did not tell its settings in time");
        resolve([]);
      }, PATIENCE);
    });
    return await Promise.race([answer, silence]).finally(() => clearTimeout(timer));
  }
}

/** What holds where the editor and a project have spoken, the one that is to have it having the last word. */
function joined(
  editor: EditorSettings,
  { facts, excluded, isLeftOut, declaring, settingsFile, role }: ProjectView,
): Configuration {
  const { enable, preference, configuration, ...told } = editor;
  const { testPaths: tests, scriptPaths: scripts, exclude = [] } = configuration;
  const path = role({ tests, scripts }, preference);
  const isExcluded = isLeftOut(exclude) || (excluded && preference !== "editorOnly");
  const layers: Readonly<Record<EditorSettings["preference"], readonly [ProjectFacts, ...(typeof configuration)[]]>> = {
    editorFirst: [facts, configuration],
    projectFirst: [{ ...facts, configuration }, facts.configuration],
    editorOnly: [{ ...facts, configuration }],
  };
  const [below, ...above] = layers[preference];
  return {
    ...told,
    enable: enable && !isExcluded,
    settings: settingsFor(below, above, ruleCatalogue(), path),
    declaring,
    settingsFile,
  };
}

/** A member of what may be anything. */
export function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
