import {
  type CancellationToken,
  type Connection,
  ErrorCodes,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  ResponseError,
} from "vscode-languageserver";
import { PythonParser } from "../syntax/parser";
import { cancelled } from "./answers";
import { capabilities } from "./capabilities";
import { ClientFiles } from "./client-files";
import { ClosedFiles } from "./closed-files";
import { codeActions, resolveCodeAction } from "./code-actions";
import { codeLenses, resolveCodeLens } from "./code-lens";
import { completion } from "./completion/completion";
import { ConfigurationStore, member } from "./configuration";
import { Configuring } from "./configuring";
import { pullDiagnostics } from "./diagnostics";
import { featuresOf } from "./features";
import type { Host } from "./host";
import { hover } from "./hover";
import { Log } from "./log";
import { Projects } from "./projects";
import { didChangeNotebook, didCloseNotebook, didOpenNotebook, didSaveNotebook } from "./notebook/sync";
import { OpenDocuments } from "./open-documents";
import { OtherFiles } from "./other-files";
import { configurationChanged, otherFilesChanged, reconfigured } from "./publish";
import { agentFileEdit, agentFiles } from "./requests/agent-files";
import { check } from "./requests/check";
import { createConfiguration } from "./requests/create-configuration";
import { debugInformation } from "./requests/debug-information";
import { fixAllFiles } from "./requests/fix-all";
import {
  agentFileEditRequest,
  agentFilesRequest,
  checkRequest,
  createConfigurationRequest,
  debugInformationRequest,
  environmentsNotification,
  fixAllRequest,
} from "./requests/protocol";
import { RulePages } from "./rule-pages";
import { inOwnTurn } from "./schedule";
import { semanticTokens } from "./semantic-tokens";
import type { Session } from "./session";
import { didChange, didClose, didOpen, didSave } from "./sync";
import { TokensRegistration } from "./tokens-registration";
import { register, watchedFilesChanged } from "./workspace";

type Life =
  | { readonly kind: "new" }
  | { readonly kind: "starting" }
  | { readonly kind: "running"; readonly session: Session }
  | { readonly kind: "stopped" };

/**
 * Answers a client until it says shutdown. Whatever goes wrong in one message ends with it.
 *
 * @returns tells whether the client has said shutdown
 */
export function startServer(connection: Connection, host: Host): () => boolean {
  const log = new Log(connection.console);
  let life = { kind: "new" } as Life;

  connection.onInitialize(async (params): Promise<InitializeResult> => {
    if (life.kind !== "new") throw new ResponseError(ErrorCodes.InvalidRequest, "initialize was called before");
    life = { kind: "starting" };
    try {
      const session = await createSession(params, connection, host, log);
      life = { kind: "running", session };
      return { capabilities: capabilities(session.features), serverInfo: { name: "async-skill" } };
    } catch (error) {
      life = { kind: "new" };
      throw new ResponseError(LSPErrorCodes.RequestFailed, `The Python grammar could not be loaded: ${String(error)}`);
    }
  });
  connection.onShutdown(() => {
    if (life.kind === "running") {
      life.session.documents.closeAll();
      life.session.otherFiles.close();
      life.session.closedFiles.end();
    }
    life = { kind: "stopped" };
  });

  /** A request that fails is answered with an error; before initialize and after shutdown every one is. */
  const request =
    <Params, Result>(
      handle: (params: Params, session: Session, token: CancellationToken) => Result | Promise<Result>,
    ) =>
    async (params: Params, token: CancellationToken): Promise<Result> => {
      if (life.kind === "new" || life.kind === "starting")
        throw new ResponseError(ErrorCodes.ServerNotInitialized, "initialize has to come first");
      if (life.kind === "stopped") throw new ResponseError(ErrorCodes.InvalidRequest, "the server is shut down");
      if (token.isCancellationRequested) throw cancelled();
      try {
        const result = await handle(params, life.session, token);
        // What nobody waits for may be a part, or none; a client that takes it must not take it for the whole.
        if (token.isCancellationRequested) throw cancelled();
        return result;
      } catch (error) {
        if (error instanceof ResponseError) throw error;
        log.error("A request failed", error);
        throw new ResponseError(ErrorCodes.InternalError, error instanceof Error ? error.message : String(error));
      }
    };
  /** A notification that fails is logged; before initialize and after shutdown it is dropped. */
  const notification =
    <Params>(handle: (params: Params, session: Session) => void) =>
    (params: Params): void => {
      if (life.kind !== "running") return;
      const { session } = life;
      log.attempt("A notification failed", () => handle(params, session), undefined);
    };

  connection.onInitialized(notification((_params, session) => register(session)));
  connection.onDidOpenTextDocument(notification(didOpen));
  connection.onDidChangeTextDocument(notification(didChange));
  connection.onDidSaveTextDocument(notification(didSave));
  connection.onDidCloseTextDocument(notification(didClose));
  const notebooks = connection.notebooks.synchronization;
  notebooks.onDidOpenNotebookDocument(notification(didOpenNotebook));
  notebooks.onDidChangeNotebookDocument(notification(didChangeNotebook));
  notebooks.onDidSaveNotebookDocument(notification(didSaveNotebook));
  notebooks.onDidCloseNotebookDocument(notification(didCloseNotebook));
  connection.onDidChangeWatchedFiles(notification(watchedFilesChanged));
  connection.onDidChangeConfiguration(
    notification((params, session) => {
      session.configurations.received(params.settings);
      configurationChanged(session);
    }),
  );
  connection.onNotification(
    environmentsNotification,
    notification(({ environments }, session) => session.otherFiles.environmentsChosen(environments)),
  );
  connection.languages.diagnostics.on(request(pullDiagnostics));
  connection.onCodeAction(request(codeActions));
  connection.onCodeActionResolve(request(resolveCodeAction));
  connection.onCodeLens(request(codeLenses));
  connection.onCodeLensResolve(request(resolveCodeLens));
  connection.languages.semanticTokens.on(request(semanticTokens));
  connection.onHover(request(hover));
  connection.onCompletion(request(completion));
  connection.onRequest(checkRequest, request(check));
  connection.onRequest(fixAllRequest, request(fixAllFiles));
  connection.onRequest(createConfigurationRequest, request(createConfiguration));
  connection.onRequest(agentFilesRequest, request(agentFiles));
  connection.onRequest(agentFileEditRequest, request(agentFileEdit));
  connection.onRequest(debugInformationRequest, request(debugInformation));
  connection.listen();
  return () => life.kind === "stopped";
}

async function createSession(params: InitializeParams, connection: Connection, host: Host, log: Log): Promise<Session> {
  const parser = await PythonParser.load(await host.parserFiles(params.initializationOptions));
  const features = featuresOf(params);
  const limited = host.limited ?? inOwnTurn;
  const handed = features.handsFilesOver ? new ClientFiles(connection, log) : undefined;
  const files = handed ?? host.files;
  const readSettings = handed === undefined ? host.readFile : (uri: string) => handed.settings(uri);
  const projects = new Projects({ readFile: readSettings, files }, log, foldersOf(params));
  const configurations = new ConfigurationStore(connection, features, projects, log, params.initializationOptions);
  const configuring = new Configuring(configurations, log, (changed) => reconfigured(changed, session));
  const rulePages = new RulePages(member(params.initializationOptions, "rulePages"), host.rulePage);
  const documents = new OpenDocuments();
  const otherFiles = new OtherFiles({
    files,
    kept: host.kept,
    environments: host.environments ?? [],
    limited,
    parser,
    log,
    documents: () => documents.all(),
    changed: (some) => {
      session.closedFiles.othersChanged();
      return otherFilesChanged(some, session);
    },
  });
  const session: Session = {
    get closedFiles(): ClosedFiles {
      return closedFiles;
    },
    connection,
    features,
    parser,
    log,
    limited,
    projects,
    rulePages,
    configurations,
    configuring,
    otherFiles,
    tokens: new TokensRegistration(connection, features, log),
    documents,
    files,
  };
  const closedFiles = new ClosedFiles(session);
  otherFiles.foldersChanged(projects.folders);
  return session;
}

function foldersOf(params: InitializeParams): readonly string[] {
  // Clients of an older protocol name one root.
  const { workspaceFolders, rootUri } = params;
  return workspaceFolders?.map((folder) => folder.uri) ?? (rootUri === null || rootUri === undefined ? [] : [rootUri]);
}
