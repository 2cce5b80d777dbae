import type { Connection } from "vscode-languageserver";
import { ruleCatalogue } from "../analysis/pages";
import { type Settings, settingsFor } from "../analysis/settings";
import { type EditorSettings, readEditorSettings } from "./editor-settings";
import type { ClientFeatures } from "./features";
import type { Log } from "./log";
import { type DeclaringFile, NO_PROJECT, type Projects, type ProjectView } from "./projects";

/** What holds for one document. */
export interface Configuration {
  /** Whether the user and the project want findings at all. */
  readonly enable: boolean;
  readonly settings: Settings;
  /** Where a fix that needs a library declares it. */
  readonly declaring?: DeclaringFile | undefined;
}

const SECTION = "asyncSkill";

/** A client that says it knows its settings, and then keeps silent, must not keep findings away. */
const PATIENCE = 3000;

/** What the editor and the project say for each document; what the user set in the editor goes first. */
export class ConfigurationStore {
  /** Settings that the client sent by itself, for one that can't be asked. */
  #sent: unknown;

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
  }

  /** What holds for each of the documents, in their order. The client is asked once for all. */
  async of(uris: readonly string[]): Promise<readonly Configuration[]> {
    const [editors, projects] = await Promise.all([this.#editors(uris), Promise.all(uris.map((uri) => this.#project(uri)))]);
    return projects.map(({ facts, excluded, declaring, role }, index) => {
      const editor = editors[index]!;
      const { testPaths: tests, scriptPaths: scripts } = editor.configuration;
      const settings = settingsFor(facts, [editor.configuration], ruleCatalogue(), role({ tests, scripts }));
      return { enable: editor.enable && !excluded, settings, declaring };
    });
  }

  /** An address that can't be read as one lies in no project; it is not to keep the settings of others away. */
  #project(uri: string): Promise<ProjectView> {
    return this.projects.of(uri).catch((error: unknown) => {
      this.log.error(`The project of ${uri} is not known`, error);
      return NO_PROJECT;
    });
  }

  async #editors(uris: readonly string[]): Promise<readonly EditorSettings[]> {
    const read = (value: unknown): EditorSettings => readEditorSettings(value, (problem) => this.log.warn(problem));
    if (this.features.configuration) {
      const answers = await this.#ask(uris);
      return uris.map((_uri, index) => read(answers[index]));
    }
    const sent = read(member(this.#sent, SECTION) ?? this.#sent);
    return uris.map(() => sent);
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

/** A member of what may be anything. */
export function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
