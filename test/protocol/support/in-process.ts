import * as fs from "node:fs";
import { createRequire } from "node:module";
import { PassThrough } from "node:stream";
import {
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  ProposedFeatures,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import type { Host } from "../../../server/src/lsp/host";
import { startServer } from "../../../server/src/lsp/server";

const require = createRequire(import.meta.url);

/** A machine that is busy takes its time. */
export const PATIENT = { timeout: 600_000 };

/**
 * A client of a server in this very process, for tests that put something into the engine. Diagnostics are pushed to
 * it.
 */
export interface InProcess {
  readonly connection: ProtocolConnection;
  /** By uri, what was published last. */
  readonly published: Map<string, readonly Diagnostic[]>;
  readonly log: string[];
  readonly open: (uri: string, text: string) => Promise<void>;
}

export async function startInProcess(
  limited?: NonNullable<Host["limited"]>,
  settings: object = {},
): Promise<InProcess> {
  const [up, down] = [new PassThrough(), new PassThrough()];
  startServer(createConnection(ProposedFeatures.all, new StreamMessageReader(up), new StreamMessageWriter(down)), {
    parserFiles: async () => ({
      runtime: fs.readFileSync(require.resolve("web-tree-sitter/web-tree-sitter.wasm")),
      grammar: fs.readFileSync(require.resolve("tree-sitter-python/tree-sitter-python.wasm")),
    }),
    ...(limited === undefined ? {} : { limited }),
  });
  const connection = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const published = new Map<string, readonly Diagnostic[]>();
  const log: string[] = [];
  connection.onNotification(
    "textDocument/publishDiagnostics",
    ({ uri, diagnostics }: PublishDiagnosticsParams) => void published.set(uri, diagnostics),
  );
  connection.onNotification("window/logMessage", ({ message }: { readonly message: string }) => void log.push(message));
  connection.listen();
  const capabilities = {
    textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } },
  };
  await connection.sendRequest("initialize", {
    processId: null,
    rootUri: null,
    capabilities,
    initializationOptions: { settings },
  });
  return {
    connection,
    published,
    log,
    open: async (uri, text) =>
      connection.sendNotification("textDocument/didOpen", {
        textDocument: { uri, languageId: "python", version: 1, text },
      }),
  };
}
