import type { ExtensionContext } from "vscode";
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from "vscode-languageclient/browser";
import { run } from "./extension";
import { clientId, displayName } from "./identity";
import { Beside, clientOptions } from "./options";
import { readBase64, serverAddress } from "./worker";

let client: LanguageClient | undefined;
let worker: Worker | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const [address, runtime, grammar] = await Promise.all([
    serverAddress(context),
    readBase64(context, "web-tree-sitter.wasm"),
    readBase64(context, "tree-sitter-python.wasm"),
  ]);
  const startServer = (): Promise<MessageTransports> => {
    // Asked again for every restart; a worker does not end by itself.
    worker?.terminate();
    // The editor wraps the constructor, so that the client would not know the worker itself for one.
    worker = new Worker(address, { name: "async-skill" });
    return Promise.resolve({ reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) });
  };
  const beside = new Beside();
  client = new LanguageClient(clientId, displayName, startServer, clientOptions(context, beside, { runtime, grammar }));
  await run(context, client, beside);
}

export async function deactivate(): Promise<void> {
  await client?.dispose();
  worker?.terminate();
}
