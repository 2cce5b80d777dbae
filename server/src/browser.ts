import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from "vscode-languageserver/browser";
import type { Host } from "./lsp/host";
import { startServer } from "./lsp/server";

/** A worker reads no files: the client hands the WASM files over as base64. */
const host: Host = {
  parserFiles: (options) => {
    const wasm = (options as { readonly wasm?: { readonly runtime?: unknown; readonly grammar?: unknown } } | undefined)
      ?.wasm;
    if (typeof wasm?.runtime !== "string" || typeof wasm.grammar !== "string") {
      return Promise.reject(new Error("initializationOptions.wasm is missing: { runtime, grammar } in base64"));
    }
    return Promise.resolve({ runtime: bytes(wasm.runtime), grammar: bytes(wasm.grammar) });
  },
};

function bytes(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

const worker = globalThis as unknown as DedicatedWorkerGlobalScope;
startServer(
  createConnection(ProposedFeatures.all, new BrowserMessageReader(worker), new BrowserMessageWriter(worker)),
  host,
);
