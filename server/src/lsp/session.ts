import type { Connection } from "vscode-languageserver";
import type { PythonParser } from "../syntax/parser";
import type { Closed } from "./closed";
import type { ConfigurationStore } from "./configuration";
import type { Configuring } from "./configuring";
import type { ClientFeatures } from "./features";
import type { Host, HostFiles } from "./host";
import type { Log } from "./log";
import type { OpenDocuments } from "./open-documents";
import type { OtherFiles } from "./other-files";
import type { Projects } from "./projects";
import type { RulePages } from "./rule-pages";
import type { TokensRegistration } from "./tokens-registration";

/** What requests work with, from initialize to shutdown. */
export interface Session {
  readonly connection: Connection;
  readonly features: ClientFeatures;
  readonly parser: PythonParser;
  readonly log: Log;
  readonly limited: NonNullable<Host["limited"]>;
  readonly configurations: ConfigurationStore;
  readonly configuring: Configuring;
  readonly projects: Projects;
  readonly rulePages: RulePages;
  readonly otherFiles: OtherFiles;
  readonly closedFiles: Closed;
  readonly tokens: TokensRegistration;
  readonly documents: OpenDocuments;
  /** The files of the machine; undefined where none can be read. */
  readonly files: HostFiles | undefined;
}
