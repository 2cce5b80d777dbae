import * as vscode from "vscode";
import type { LanguageClientOptions } from "vscode-languageclient";
import type { ClientOptions } from "../../shared/requests";
import { wholeDiagnostics } from "./cancellation";
import { Checks } from "./checks";
import { beside, Compatibility } from "./compatibility";
import { isElsewhere } from "./files";
import { freshCodeActions } from "./freshness";
import { commands, displayName } from "./identity";
import { Restarts } from "./restarts";
import { RulePages } from "./rule-pages";
import { traceInto } from "./trace";
import { ClosedFindings } from "./workspace-check";

/** Where Python is edited. Named one by one, so that the read-only sides of a diff (`git:` and its kind) stay out. */
const schemes = ["file", "untitled", "vscode-remote", "vscode-vfs", "vscode-test-web", "vscode-notebook-cell"];

/** A window beside a file, where code is tried out, is a notebook too. */
const notebookSchemes = [...schemes, "vscode-interactive"];

export const documents = [
  ...schemes.map((scheme) => ({ scheme, language: "python" })),
  ...schemes.map((scheme) => ({ scheme, pattern: "**/pyproject.toml" })),
];

/** Base64 of what the server cannot read by itself: a web worker has no files. */
interface WasmFiles {
  readonly runtime: string;
  readonly grammar: string;
}

/** What works beside the client, and takes part in what it does. */
export class Beside {
  readonly compatibility = new Compatibility();
  readonly checks = new Checks();
  readonly closedFindings = new ClosedFindings(this.compatibility);
  /** Of the files that the server has to be told of. */
  readonly watchers = [
    ...[
      "**/*.py",
      "**/pyproject.toml",
      "**/setup.cfg",
      "**/ruff.toml",
      "**/.ruff.toml",
      "**/requirements.txt",
      "**/{Pipfile,pdm,poetry,uv}.lock",
    ].map((glob) => vscode.workspace.createFileSystemWatcher(glob)),
    // Of a folder that goes nothing is told for its files.
    vscode.workspace.createFileSystemWatcher("**", true, true),
  ];
}

export function clientOptions(
  context: vscode.ExtensionContext,
  { compatibility, checks, closedFindings, watchers }: Beside,
  wasm?: WasmFiles,
): LanguageClientOptions {
  const outputChannel = vscode.window.createOutputChannel(displayName, { log: true });
  const traceOutputChannel = traceInto(outputChannel);
  context.subscriptions.push(traceOutputChannel, outputChannel, ...watchers);
  return {
    documentSelector: documents,
    // The server wants any notebook's Python: here too the read-only sides of a diff stay out.
    notebookDocumentOptions: { filterCells: ({ uri }, cells) => (notebookSchemes.includes(uri.scheme) ? cells : []) },
    outputChannel,
    traceOutputChannel,
    errorHandler: new Restarts(),
    middleware: {
      ...freshCodeActions(),
      ...checks.noting(beside(compatibility, wholeDiagnostics())),
      ...closedFindings.middleware,
    },
    synchronize: { fileEvents: [...watchers] },
    markdown: { isTrusted: { enabledCommands: [commands.showRule] } },
    initializationOptions: {
      ...({
        selectAfterEdit: true,
        settingsProblems: true,
        pathCommand: commands.showPath,
        placesCommand: commands.showPlaces,
        hidesOpen: true,
        handsFilesOver: wasm !== undefined || isElsewhere(),
      } satisfies ClientOptions),
      rulePages: new RulePages(context.extension).forServer,
      ...(wasm === undefined ? {} : { wasm }),
    },
  };
}
