/** The server for web editors: no Node, no files of its own, its WASM handed over as base64. */
import * as fs from "node:fs";
import * as vm from "node:vm";
import { expect, it } from "vitest";
import type { Message, RequestMessage, ResponseMessage } from "vscode-languageserver/node";
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

interface Talk {
  readonly send: (message: object) => void;
  readonly request: (method: string, params: unknown) => Promise<unknown>;
}

/** @param answer what the client says to requests of the server's */
function talk(answer: (method: string, params: never) => unknown): Talk {
  const answers = new Map<number, (answer: unknown) => void>();
  const send = startWorker((message) => {
    const { id, method, params, result, error } = message as Partial<RequestMessage & ResponseMessage>;
    if (method !== undefined && typeof id === "number") send({ id, result: answer(method, params as never) });
    else if (typeof id === "number") answers.get(id)?.(error ?? result);
  });
  let ids = 0;
  const request = async (method: string, params: unknown): Promise<unknown> =>
    new Promise((resolve) => {
      answers.set(++ids, resolve);
      send({ id: ids, method, params });
    });
  return { send, request };
}

function wasm(): { readonly runtime: string; readonly grammar: string } {
  const [runtime = "", grammar = ""] = ["web-tree-sitter.wasm", "tree-sitter-python.wasm"].map((name) =>
    fs.readFileSync(built(name)).toString("base64"),
  );
  return { runtime, grammar };
}

it("finds and repairs in a web worker", async () => {
  const { send, request } = talk(() => null);
  const capabilities = {
    textDocument: { diagnostic: {}, codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } },
  };
  expect(await request("initialize", { processId: null, rootUri: null, capabilities })).toMatchObject({
    message: expect.stringContaining("wasm"),
  });
  const initialized = await request("initialize", {
    processId: null,
    rootUri: null,
    capabilities,
    initializationOptions: { wasm: wasm() },
  });
  expect(initialized).toMatchObject({ capabilities: { positionEncoding: "utf-16" } });
  send({ method: "initialized", params: {} });
  const uri = "vscode-vfs://github/owner/name/app.py";
  send({
    method: "textDocument/didOpen",
    params: {
      textDocument: {
        uri,
        languageId: "python",
        version: 1,
        text: "import time\n\n\nasync def main():\n    time.sleep(1)\n",
      },
    },
  });
  expect(await request("textDocument/diagnostic", { textDocument: { uri } })).toMatchObject({
    items: [{ code: "blocking-sleep" }],
  });
  const at = { line: 4, character: 8 };
  expect(
    await request("textDocument/codeAction", {
      textDocument: { uri },
      range: { start: at, end: at },
      context: { diagnostics: [] },
    }),
  ).toMatchObject([{ title: "Replace with await asyncio.sleep()" }, {}, {}, {}]);
});

it("follows imports through the files that the client hands over", async () => {
  const folder = "vscode-test-web://mount";
  const uri = `${folder}/app.py`;
  const helpers = "import time\n\n\ndef pause():\n    time.sleep(1)\n";
  let refreshed = (): void => {};
  const refresh = new Promise<void>((resolve) => (refreshed = resolve));
  const { send, request } = talk((method, params: { readonly files: readonly string[] } | undefined) => {
    if (method === "workspace/diagnostic/refresh") refreshed();
    if (method === "async-skill/findFiles") return { files: [uri, `${folder}/helpers.py`], areAll: true };
    return (
      params?.files?.map((file) => (file.endsWith("/helpers.py") ? { text: helpers } : { isMissing: true })) ?? null
    );
  });
  await request("initialize", {
    processId: null,
    rootUri: null,
    workspaceFolders: [{ uri: `${folder}/`, name: "mount" }],
    capabilities: {
      workspace: { diagnostics: { refreshSupport: true } },
      textDocument: { diagnostic: { relatedInformation: true } },
    },
    initializationOptions: { wasm: wasm(), handsFilesOver: true },
  });
  send({ method: "initialized", params: {} });
  const text = "import helpers\n\n\nasync def main():\n    helpers.pause()\n";
  send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "python", version: 1, text } } });
  await request("textDocument/diagnostic", { textDocument: { uri } });
  await refresh;
  expect(await request("textDocument/diagnostic", { textDocument: { uri } })).toMatchObject({
    items: [{ code: "blocking-helper-call", relatedInformation: [{ location: { uri: `${folder}/helpers.py` } }] }],
  });
});
