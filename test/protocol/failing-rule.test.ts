/** A rule that fails takes the findings of its file away, and nothing else. */
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { PassThrough } from "node:stream";
import { expect, it, vi } from "vitest";
import {
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  ProposedFeatures,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import type { Rule } from "../../server/src/analysis/rule";
import { startServer } from "../../server/src/lsp/server";

vi.mock(import("../../server/src/rules/index"), async (original) => {
  const { RULES } = await original();
  const failing: Rule = {
    name: "failing-rule",
    kinds: ["identifier"],
    needs: [],
    check: (node) => {
      if (node.text === "boom") throw new Error("a rule fails");
      return undefined;
    },
  };
  return { RULES: [failing, ...RULES] };
});

const require = createRequire(import.meta.url);
const SLEEPY = "import time\n\n\nasync def main():\n    time.sleep(1)\n";

it("lives on after a rule that throws", async () => {
  const [up, down] = [new PassThrough(), new PassThrough()];
  startServer(createConnection(ProposedFeatures.all, new StreamMessageReader(up), new StreamMessageWriter(down)), {
    parserFiles: async () => ({
      runtime: fs.readFileSync(require.resolve("web-tree-sitter/web-tree-sitter.wasm")),
      grammar: fs.readFileSync(require.resolve("tree-sitter-python/tree-sitter-python.wasm")),
    }),
  });
  const client = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const published = new Map<string, readonly Diagnostic[]>();
  const log: string[] = [];
  client.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }: PublishDiagnosticsParams) => void published.set(uri, diagnostics));
  client.onNotification("window/logMessage", ({ message }: { readonly message: string }) => void log.push(message));
  client.listen();
  const capabilities = { textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } } };
  await client.sendRequest("initialize", { processId: null, rootUri: null, capabilities });
  const open = async (uri: string, text: string): Promise<void> =>
    client.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: "python", version: 1, text } });
  const [bad, good] = ["file:///work/bad.py", "file:///work/good.py"];
  await open(bad, `${SLEEPY}boom\n`);
  await open(good, SLEEPY);
  await vi.waitFor(() => expect(published.get(good)).toHaveLength(1));
  expect(published.get(bad)).toEqual([]);
  const at = { line: 4, character: 6 };
  const actions = async (uri: string): Promise<unknown> =>
    client.sendRequest("textDocument/codeAction", { textDocument: { uri }, range: { start: at, end: at }, context: { diagnostics: [], only: ["quickfix"] } });
  expect(await actions(bad)).toEqual([]);
  expect(await actions(good)).not.toEqual([]);
  expect(log.filter((message) => message.includes("a rule fails")).length).toBeGreaterThan(0);
  const boom = { start: { line: 5, character: 0 }, end: { line: 5, character: 4 } };
  await client.sendNotification("textDocument/didChange", { textDocument: { uri: bad, version: 2 }, contentChanges: [{ range: boom, text: "bang" }] });
  await vi.waitFor(() => expect(published.get(bad)).toHaveLength(1));
  await client.sendRequest("shutdown");
  client.dispose();
});
