/** The server for web editors: no Node, no files, its WASM handed over as base64. */
import * as fs from "node:fs";
import * as vm from "node:vm";
import { expect, it } from "vitest";
import type { Message } from "vscode-languageserver/node";
import { builtFor } from "./support/build";

const built = builtFor("server.browser");

/** What a worker has, and no more. */
function startWorker(onMessage: (message: Message) => void): (message: object) => void {
  const worker: Record<string, unknown> & { onmessage?: (event: { readonly data: unknown }) => void } = {
    addEventListener: () => {},
    postMessage: onMessage,
    console,
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval,
    TextDecoder,
    TextEncoder,
    URL,
    atob,
    performance,
    WebAssembly,
  };
  worker["self"] = worker;
  vm.runInNewContext(fs.readFileSync(built("server.browser.js"), "utf8"), worker);
  return (message) => worker.onmessage?.({ data: { jsonrpc: "2.0", ...message } });
}

it("finds and repairs in a web worker", async () => {
  const answers = new Map<number, (answer: unknown) => void>();
  const send = startWorker((message) => {
    const { id, result, error } = message as { readonly id?: number; readonly result?: unknown; readonly error?: unknown };
    if (id !== undefined) answers.get(id)?.(error ?? result);
  });
  let ids = 0;
  const request = async (method: string, params: unknown): Promise<unknown> =>
    new Promise((resolve) => {
      answers.set(++ids, resolve);
      send({ id: ids, method, params });
    });
  const capabilities = { textDocument: { diagnostic: {}, codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } } };
  expect(await request("initialize", { processId: null, rootUri: null, capabilities })).toMatchObject({ message: expect.stringContaining("wasm") });
  const [runtime, grammar] = ["web-tree-sitter.wasm", "tree-sitter-python.wasm"].map((name) => fs.readFileSync(built(name)).toString("base64"));
  const initialized = await request("initialize", { processId: null, rootUri: null, capabilities, initializationOptions: { wasm: { runtime, grammar } } });
  expect(initialized).toMatchObject({ capabilities: { positionEncoding: "utf-16" } });
  send({ method: "initialized", params: {} });
  const uri = "vscode-vfs://github/owner/name/app.py";
  send({
    method: "textDocument/didOpen",
    params: { textDocument: { uri, languageId: "python", version: 1, text: "import time\n\n\nasync def main():\n    time.sleep(1)\n" } },
  });
  expect(await request("textDocument/diagnostic", { textDocument: { uri } })).toMatchObject({ items: [{ code: "blocking-sleep" }] });
  const at = { line: 4, character: 8 };
  expect(await request("textDocument/codeAction", { textDocument: { uri }, range: { start: at, end: at }, context: { diagnostics: [] } })).toMatchObject([
    { title: "Replace with await asyncio.sleep()" },
    {},
    {},
    {},
  ]);
});
