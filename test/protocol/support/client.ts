import { type ChildProcess, fork, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import {
  type ClientCapabilities,
  type CodeAction,
  type CodeActionContext,
  createProtocolConnection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type InitializeResult,
  NotebookCellKind,
  type NotebookDocumentChangeEvent,
  IPCMessageReader,
  IPCMessageWriter,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  type RegistrationParams,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
  type TextDocumentItem,
  type UnregistrationParams,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";

export interface StartOptions {
  readonly server: string;
  readonly transport?: "stdio" | "node-ipc";
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  readonly folders?: readonly string[];
  /** The folder of the user's caches; one that goes with the tests where none is named. */
  readonly caches?: string;
  /** The answer to workspace/configuration, by document. */
  readonly configuration?: (uri: string | undefined) => unknown;
  /** Answers to further requests of the server, by their method. */
  readonly answers?: Readonly<Record<string, (params: never) => unknown>>;
}

/** What servers keep of the tests of one file. */
const CACHES = path.join(os.tmpdir(), `async-skill-caches-${process.pid}`);
process.once("exit", () => fs.rmSync(CACHES, { recursive: true, force: true }));

/** What a capable editor of today says of itself; diagnostics are pushed unless `diagnostic` is added. */
export const CAPABLE: ClientCapabilities = {
  workspace: {
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} },
    diagnostics: { refreshSupport: true },
    workspaceFolders: true,
  },
  textDocument: {
    publishDiagnostics: {
      relatedInformation: true,
      versionSupport: true,
      codeDescriptionSupport: true,
      tagSupport: { valueSet: [1, 2] },
    },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
      disabledSupport: true,
      isPreferredSupport: true,
    },
    hover: { contentFormat: ["markdown", "plaintext"] },
  },
};

export const PULLING: ClientCapabilities = { ...CAPABLE, textDocument: { ...CAPABLE.textDocument, diagnostic: {} } };

/** An editor as the server sees it: holds documents, applies edits, and remembers what it was told. */
export class Client {
  readonly published: PublishDiagnosticsParams[] = [];
  /** What was shown to the user. */
  readonly messages: string[] = [];
  readonly log: string[] = [];
  readonly registrations: string[] = [];
  readonly unregistrations: string[] = [];
  /** What the server has had asked anew beside diagnostics. */
  readonly refreshed: string[] = [];
  refreshes = 0;
  /** How often settings were asked for, and of how many documents in all. */
  readonly asked = { requests: 0, items: 0 };
  /** How often settings of nothing but folders were asked for: they say whether files that aren't open are told of. */
  askedOfFolders = 0;
  result!: InitializeResult;
  readonly #folders = new Set<string>();
  readonly #documents = new Map<string, TextDocument>();
  /** The notebooks that cells are in, by the cells' addresses. */
  readonly #notebooks = new Map<string, string>();
  readonly #listeners = new Set<() => void>();

  private constructor(
    readonly process: ChildProcess,
    readonly connection: ProtocolConnection,
  ) {}

  /** A process that has not been told anything. */
  static spawn({ server, transport = "stdio", configuration, caches = CACHES, answers = {} }: StartOptions): Client {
    const env = { ...process.env, XDG_CACHE_HOME: caches };
    const child =
      transport === "node-ipc"
        ? fork(server, ["--node-ipc"], { env, stdio: ["ignore", "inherit", "inherit", "ipc"] })
        : spawn(process.execPath, [server, "--stdio"], { env, stdio: ["pipe", "pipe", "inherit"] });
    const connection =
      transport === "node-ipc"
        ? createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child))
        : createProtocolConnection(new StreamMessageReader(child.stdout!), new StreamMessageWriter(child.stdin!));
    const client = new Client(child, connection);
    for (const [method, answer] of Object.entries(answers)) connection.onRequest(method, answer);
    client.#listen(configuration);
    return client;
  }

  static async start(options: StartOptions): Promise<Client> {
    const client = Client.spawn(options);
    const { capabilities = CAPABLE, initializationOptions, folders } = options;
    for (const folder of folders ?? []) client.#folders.add(folder.replace(/\/$/, ""));
    client.result = await client.connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        ...capabilities,
        workspace: {
          ...capabilities.workspace,
          ...(options.configuration === undefined ? {} : { configuration: true }),
        },
      },
      initializationOptions,
      workspaceFolders: folders?.map((uri) => ({ uri, name: uri })) ?? null,
    });
    await client.connection.sendNotification("initialized", {});
    return client;
  }

  #listen(configuration: StartOptions["configuration"]): void {
    const { connection } = this;
    const heard = (): void => {
      for (const listener of this.#listeners) listener();
    };
    connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
      this.published.push(params);
      heard();
    });
    connection.onNotification("window/showMessage", ({ message }: { readonly message: string }) => {
      this.messages.push(message);
      heard();
    });
    connection.onNotification("window/logMessage", ({ message }: { readonly message: string }) => {
      this.log.push(message);
      heard();
    });
    connection.onRequest("workspace/diagnostic/refresh", () => {
      this.refreshes++;
      heard();
      return null;
    });
    for (const method of ["workspace/codeLens/refresh", "workspace/semanticTokens/refresh"]) {
      connection.onRequest(method, () => {
        this.refreshed.push(method);
        heard();
        return null;
      });
    }
    connection.onRequest("client/unregisterCapability", ({ unregisterations }: UnregistrationParams) => {
      this.unregistrations.push(...unregisterations.map(({ method }) => method));
      heard();
      return null;
    });
    connection.onRequest("client/registerCapability", ({ registrations }: RegistrationParams) => {
      this.registrations.push(...registrations.map(({ method }) => method));
      heard();
      return null;
    });
    connection.onRequest(
      "workspace/configuration",
      async ({ items }: { readonly items: readonly { readonly scopeUri?: string }[] }) => {
        const documents = items.filter(({ scopeUri }) => scopeUri === undefined || !this.#folders.has(scopeUri));
        if (documents.length === 0) this.askedOfFolders++;
        else this.asked.requests++;
        this.asked.items += documents.length;
        heard();
        return await Promise.all(items.map(async ({ scopeUri }) => (await configuration?.(scopeUri)) ?? null));
      },
    );
    connection.onError(() => {});
    connection.listen();
  }

  /** Resolves once the condition holds; it is asked whenever something is heard. */
  async until(what: string, condition: () => boolean, milliseconds = 300_000): Promise<void> {
    if (condition()) return;
    await new Promise<void>((resolve, reject) => {
      const done = (error?: Error): void => {
        clearTimeout(timer);
        this.#listeners.delete(check);
        if (error === undefined) resolve();
        else reject(error);
      };
      const check = (): void => {
        if (condition()) done();
      };
      const timer = setTimeout(
        () =>
          done(
            new Error(
              `waited in vain for ${what}; heard: ${JSON.stringify(this.published.at(-1))}\n${this.log.join("\n")}`,
            ),
          ),
        milliseconds,
      );
      this.#listeners.add(check);
    });
  }

  async open(uri: string, text: string, languageId = "python", version = 1): Promise<void> {
    this.#documents.set(uri, TextDocument.create(uri, languageId, version, text));
    await this.connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId, version, text },
    });
  }

  async change(uri: string, ...contentChanges: TextDocumentContentChangeEvent[]): Promise<void> {
    const document = this.document(uri);
    const version = document.version + 1;
    TextDocument.update(document, contentChanges, version);
    const notebook = this.#notebooks.get(uri);
    if (notebook !== undefined)
      return this.changeNotebook(notebook, { textContent: [{ document: { uri, version }, changes: contentChanges }] });
    await this.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  /** Opens a notebook of Python cells; their addresses are its own with `#0`, `#1`, ... behind. */
  async openNotebook(uri: string, ...texts: readonly string[]): Promise<readonly string[]> {
    const cells = texts.map((text, index) => this.cell(uri, `${uri}#${index}`, text));
    await this.connection.sendNotification("notebookDocument/didOpen", {
      notebookDocument: {
        uri,
        notebookType: "jupyter-notebook",
        version: 1,
        cells: cells.map(({ uri: document }) => ({ kind: NotebookCellKind.Code, document })),
      },
      cellTextDocuments: cells,
    });
    return cells.map((cell) => cell.uri);
  }

  /** A cell that comes into a notebook with the next change of it. */
  cell(notebook: string, uri: string, text: string, languageId = "python"): TextDocumentItem {
    this.#documents.set(uri, TextDocument.create(uri, languageId, 1, text));
    this.#notebooks.set(uri, notebook);
    return { uri, languageId, version: 1, text };
  }

  async changeNotebook(uri: string, cells: NotebookDocumentChangeEvent["cells"]): Promise<void> {
    await this.connection.sendNotification("notebookDocument/didChange", {
      notebookDocument: { uri, version: 2 },
      change: { cells },
    });
  }

  async closeNotebook(uri: string): Promise<void> {
    const cellTextDocuments = [...this.#notebooks].flatMap(([cell, notebook]) =>
      notebook === uri ? [{ uri: cell }] : [],
    );
    await this.connection.sendNotification("notebookDocument/didClose", {
      notebookDocument: { uri },
      cellTextDocuments,
    });
  }

  async close(uri: string): Promise<void> {
    this.#documents.delete(uri);
    await this.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  }

  document(uri: string): TextDocument {
    const document = this.#documents.get(uri);
    if (document === undefined) throw new Error(`${uri} is not open`);
    return document;
  }

  text(uri: string): string {
    return this.document(uri).getText();
  }

  /** The range of the first occurrence of a text. */
  rangeOf(uri: string, part: string): Range {
    const document = this.document(uri);
    const start = document.getText().indexOf(part);
    if (start < 0) throw new Error(`${uri} does not hold ${part}`);
    return { start: document.positionAt(start), end: document.positionAt(start + part.length) };
  }

  /** The diagnostics pushed last for a version of a document. */
  async pushed(uri: string, version?: number): Promise<readonly Diagnostic[]> {
    const last = (): PublishDiagnosticsParams | undefined => this.published.findLast((one) => one.uri === uri);
    await this.until(
      `diagnostics of ${uri}`,
      () => last() !== undefined && (version === undefined || last()!.version === version),
    );
    return last()!.diagnostics;
  }

  async pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
    return await this.connection.sendRequest("textDocument/diagnostic", {
      textDocument: { uri },
      ...(previousResultId === undefined ? {} : { previousResultId }),
    });
  }

  async items(uri: string): Promise<readonly Diagnostic[]> {
    const report = await this.pull(uri);
    if (report.kind !== "full") throw new Error("unchanged, though nothing was known");
    return report.items;
  }

  async actions(
    uri: string,
    at: string | Range,
    context: Partial<CodeActionContext> = {},
  ): Promise<readonly CodeAction[]> {
    const range = typeof at === "string" ? this.rangeOf(uri, at) : at;
    return await this.connection.sendRequest("textDocument/codeAction", {
      textDocument: { uri },
      range,
      context: { diagnostics: [], ...context },
    });
  }

  async action(
    uri: string,
    at: string | Range,
    title: string,
    context: Partial<CodeActionContext> = {},
  ): Promise<CodeAction> {
    const actions = await this.actions(uri, at, context);
    const action = actions.find((one) => one.title === title);
    if (action === undefined) throw new Error(`no "${title}" among ${actions.map((one) => one.title).join(" | ")}`);
    return action;
  }

  /** Applies an edit as an editor does: versions have to fit, and edits must not overlap. */
  async apply(edit: WorkspaceEdit | undefined): Promise<void> {
    if (edit === undefined) throw new Error("no edit");
    const parts = [
      ...Object.entries(edit.changes ?? {}).map(([uri, edits]) => ({ uri, version: null as number | null, edits })),
      ...(edit.documentChanges ?? []).map((change) => {
        if (!("edits" in change)) throw new Error("no text edit");
        return { ...change.textDocument, edits: change.edits };
      }),
    ];
    for (const { uri, version, edits } of parts) {
      const document = this.document(uri);
      if (version !== null && version !== document.version)
        throw new Error(`edit of version ${version}, but there is ${document.version}`);
      const plain = edits.map((one) => {
        if (!("newText" in one)) throw new Error("no plain edit");
        return { range: one.range, newText: one.newText };
      });
      await this.change(uri, { text: TextDocument.applyEdits(document, plain) });
    }
  }

  /** Says goodbye; gives the exit code. */
  async stop(): Promise<number | null> {
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    return await this.exited();
  }

  async exited(): Promise<number | null> {
    if (this.process.exitCode !== null) return this.process.exitCode;
    return await new Promise((resolve) => this.process.once("exit", resolve));
  }
}
