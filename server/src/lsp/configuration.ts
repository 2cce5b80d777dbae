import type { Connection } from "vscode-languageserver";
import { ruleCatalogue } from "../analysis/pages";
import { type Settings, settingsFor } from "../analysis/settings";
import { type EditorSettings, readEditorSettings } from "./editor-settings";
import type { ClientFeatures } from "./features";
import type { Log } from "./log";
import type { DeclaringFile, Projects } from "./projects";

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

  async of(uri: string): Promise<Configuration> {
    const [editor, { facts, excluded, declaring }] = await Promise.all([this.#editor(uri), this.projects.of(uri)]);
    return { enable: editor.enable && !excluded, settings: settingsFor(facts, [editor.configuration], ruleCatalogue()), declaring };
  }

  async #editor(uri: string): Promise<EditorSettings> {
    const value = this.features.configuration ? await this.#ask(uri) : (member(this.#sent, SECTION) ?? this.#sent);
    return readEditorSettings(value, (problem) => this.log.warn(problem));
  }

  async #ask(uri: string): Promise<unknown> {
    const answer = this.connection.workspace.getConfiguration({ scopeUri: uri, section: SECTION }).catch((error: unknown) => {
      this.log.error("The client did not tell its settings", error);
      return undefined;
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => {
        this.log.warn("The client did not tell its settings in time");
        resolve(undefined);
      }, PATIENCE);
    });
    return await Promise.race([answer, silence]).finally(() => clearTimeout(timer));
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
