/** Whatever a client says, in whatever order: the server answers, or keeps silent, and lives on. */
import { afterEach, describe, expect, it } from "vitest";
import type { TextDocumentContentChangeEvent } from "vscode-languageserver/node";
import { builtFor } from "./support/build";
import { Client, PULLING, type StartOptions } from "./support/client";

const built = builtFor("server");
const URI = "file:///work/app.py";
const SLEEPY = "import time\n\n\nasync def main():\n    time.sleep(1)\n";
const NOT_INITIALIZED = -32002;
const INVALID_REQUEST = -32600;

let client: Client;
async function start(options: Omit<StartOptions, "server"> = {}): Promise<Client> {
  client = await Client.start({ server: built("server.js"), ...options });
  return client;
}
const at = (line: number, character: number): { line: number; character: number } => ({ line, character });

describe("lives on after", () => {
  afterEach(async () => {
    await client.open("file:///work/last.py", SLEEPY);
    const items =
      client.result.capabilities.diagnosticProvider === undefined
        ? await client.pushed("file:///work/last.py")
        : await client.items("file:///work/last.py");
    expect(items).toHaveLength(1);
    expect(await client.stop()).toBe(0);
  });

  it("no capabilities", async () => {
    client = Client.spawn({ server: built("server.js") });
    await expect(client.connection.sendRequest("initialize", { processId: null, rootUri: null })).rejects.toBeDefined();
    client.result = await client.connection.sendRequest("initialize", {
      processId: null,
      rootUri: null,
      capabilities: {},
    });
  });

  it("capabilities of the wrong kind", async () => {
    client = Client.spawn({ server: built("server.js") });
    client.result = await client.connection.sendRequest("initialize", {
      processId: null,
      rootUri: null,
      workspaceFolders: null,
      initializationOptions: "nothing",
      capabilities: {
        workspace: null,
        textDocument: { codeAction: null, publishDiagnostics: { tagSupport: true }, hover: null },
      },
    });
  });

  it("requests and notifications before initialize", async () => {
    client = Client.spawn({ server: built("server.js") });
    await client.open(URI, SLEEPY);
    await expect(client.pull(URI)).rejects.toMatchObject({ code: NOT_INITIALIZED });
    await expect(client.actions(URI, "sleep")).rejects.toMatchObject({ code: NOT_INITIALIZED });
    client.result = await client.connection.sendRequest("initialize", {
      processId: null,
      rootUri: null,
      capabilities: {},
    });
  });

  it("a second initialize", async () => {
    await start();
    await expect(
      client.connection.sendRequest("initialize", { processId: null, rootUri: null, capabilities: {} }),
    ).rejects.toMatchObject({
      code: INVALID_REQUEST,
    });
  });

  it("requests for documents that are not open", async () => {
    await start({ capabilities: PULLING });
    const nowhere = { start: at(0, 0), end: at(0, 0) };
    expect(await client.items(URI)).toEqual([]);
    expect(await client.actions(URI, nowhere)).toEqual([]);
    expect(
      await client.connection.sendRequest("textDocument/hover", { textDocument: { uri: URI }, position: at(0, 0) }),
    ).toBeNull();
  });

  it("changes and closings of documents that are not open", async () => {
    await start();
    await client.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri: URI, version: 2 },
      contentChanges: [{ text: SLEEPY }],
    });
    await client.open(URI, SLEEPY);
    await client.close(URI);
    await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri: URI } });
  });

  it("a document that is opened twice", async () => {
    await start();
    await client.open(URI, "");
    await client.open(URI, SLEEPY, "python", 2);
    expect(await client.pushed(URI, 2)).toHaveLength(1);
  });

  it("versions that go backwards, or are none", async () => {
    await start();
    await client.open(URI, SLEEPY, "python", 9);
    const send = async (version: number | null, ...contentChanges: TextDocumentContentChangeEvent[]): Promise<void> =>
      client.connection.sendNotification("textDocument/didChange", {
        textDocument: { uri: URI, version: version as number },
        contentChanges,
      });
    await send(3, { text: `\n${SLEEPY}` });
    expect((await client.pushed(URI, 3))[0]?.range.start.line).toBe(5);
    await send(null, { text: `\n\n${SLEEPY}` });
    await client.until("the next", () => client.published.at(-1)?.diagnostics[0]?.range.start.line === 6);
    expect(client.published.at(-1)).not.toHaveProperty("version");
    const [action] = await client.actions(URI, { start: at(6, 6), end: at(6, 6) });
    expect(action?.edit?.documentChanges).toMatchObject([{ textDocument: { uri: URI, version: null } }]);
  });

  const ranges: Readonly<Record<string, readonly [TextDocumentContentChangeEvent, string]>> = {
    "beyond the end": [{ range: { start: at(99, 5), end: at(200, 0) }, text: "x = 1\n" }, `${SLEEPY}x = 1\n`],
    "beyond a line's end": [
      { range: { start: at(0, 500), end: at(0, 600) }, text: ", os" },
      SLEEPY.replace("time\n", "time, os\n"),
    ],
    reversed: [{ range: { start: at(4, 16), end: at(4, 15) }, text: "77" }, SLEEPY.replace("(1)", "(77)")],
    "below zero": [{ range: { start: at(-1, -1), end: at(0, -5) }, text: "#\n" }, `#\n${SLEEPY}`],
    none: [{ range: null, text: "" } as unknown as TextDocumentContentChangeEvent, ""],
  };
  it.each(Object.entries(ranges))("a range: %s", async (_title, [change, text]) => {
    await start();
    await client.open(URI, SLEEPY);
    await client.pushed(URI);
    await client.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri: URI, version: 2 },
      contentChanges: [change],
    });
    // What the server holds is seen by what it makes of it: a comment for the whole file goes to the top of its text.
    await client.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri: URI, version: 3 },
      contentChanges: [
        {
          range: { start: at(1e6, 0), end: at(1e6, 0) },
          text: "\n\nimport time\nasync def probe():\n    time.sleep(5)\n",
        },
      ],
    });
    const diagnostics = await client.pushed(URI, 3);
    const expected = `${text}\n\nimport time\nasync def probe():\n    time.sleep(5)\n`.split("\n");
    expect(
      diagnostics.map(({ range }) => expected[range.start.line]?.slice(range.start.character, range.end.character)),
    ).toContain("time.sleep(5)");
    expect(diagnostics).toHaveLength(text === "" ? 1 : 2);
  });

  it("code actions for a range that is out of bounds", async () => {
    await start();
    await client.open(URI, SLEEPY);
    expect(await client.actions(URI, { start: at(900, 0), end: at(1000, 0) }, { only: ["quickfix"] })).toEqual([]);
    const everything = await client.actions(URI, { start: at(1000, 0), end: at(-3, 0) }, { only: ["quickfix"] });
    expect(everything.length).toBeGreaterThan(0);
  });

  it("a code action request without a context", async () => {
    await start();
    await client.open(URI, SLEEPY);
    const params = { textDocument: { uri: URI }, range: { start: at(4, 6), end: at(4, 6) } };
    expect(await client.connection.sendRequest("textDocument/codeAction", params)).not.toEqual([]);
  });

  it.each([
    "untitled:Untitled-1",
    "git:/work/app.py?%7B%22ref%22%3A%22~%22%7D",
    "vscode-vfs://github/o/r/app.py",
    "inmemory://1/app.py",
    "not an address",
    "",
    "file:///c%3A/work/app.py",
    "file:///app.py",
  ])("a document at %j", async (uri) => {
    await start({ folders: ["file:///work", "vscode-vfs://github/o/r", "file:///"] });
    await client.open(uri, SLEEPY);
    expect(await client.pushed(uri)).toHaveLength(1);
    await client.apply((await client.actions(uri, "sleep"))[0]?.edit);
    expect(client.text(uri)).toContain("await asyncio.sleep(1)");
  });

  it("requests and notifications that nobody knows", async () => {
    await start();
    await client.connection.sendNotification("textDocument/unknown", { x: 1 });
    await client.connection.sendNotification("$/unknown", {});
    await expect(client.connection.sendRequest("textDocument/unknown", {})).rejects.toMatchObject({ code: -32601 });
  });

  it("messages without what they have to hold", async () => {
    await start();
    for (const method of ["didOpen", "didChange", "didClose"])
      await client.connection.sendNotification(`textDocument/${method}`, {});
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", {});
    await expect(client.connection.sendRequest("textDocument/codeAction", {})).rejects.toBeDefined();
    await expect(client.connection.sendRequest("textDocument/hover", { textDocument: null })).rejects.toBeDefined();
    await client.open(URI, undefined as unknown as string);
  });

  it("a huge document, deep nesting and long lines", async () => {
    await start();
    const functions = Array.from({ length: 3000 }, (_, i) => `async def main${i}():\n    time.sleep(1)\n\n\n`).join("");
    await client.open("file:///work/huge.py", `import time\n\n\n${functions}`);
    await client.open("file:///work/deep.py", `x = ${"[".repeat(20_000)}${"]".repeat(20_000)}\n${SLEEPY}`);
    await client.open("file:///work/long.py", `x = [${"1, ".repeat(50_000)}]\n${SLEEPY}`);
    expect(await client.pushed("file:///work/huge.py")).toHaveLength(3000);
    expect(await client.pushed("file:///work/deep.py")).toHaveLength(1);
    expect(await client.pushed("file:///work/long.py")).toHaveLength(1);
  });

  it("requests that are cancelled", async () => {
    await start({ capabilities: PULLING });
    await client.open(URI, SLEEPY);
    const { CancellationTokenSource } = await import("vscode-languageserver/node");
    const source = new CancellationTokenSource();
    const answer = client.connection.sendRequest(
      "textDocument/diagnostic",
      { textDocument: { uri: URI } },
      source.token,
    );
    source.cancel();
    await Promise.allSettled([answer]);
  });
});

it("refuses requests after shutdown, and leaves with 0", async () => {
  await start();
  await client.open(URI, SLEEPY);
  await client.connection.sendRequest("shutdown");
  await expect(client.actions(URI, "sleep")).rejects.toMatchObject({ code: INVALID_REQUEST });
  await client.connection.sendNotification("exit");
  expect(await client.exited()).toBe(0);
});

it("leaves with 1 when told to exit without shutdown", async () => {
  await start();
  await client.connection.sendNotification("exit");
  expect(await client.exited()).toBe(1);
});
