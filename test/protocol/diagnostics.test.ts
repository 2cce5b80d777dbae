/** Findings reach the client: pushed or pulled, never both, with what the client can show. */
import { afterEach, describe, expect, it } from "vitest";
import { DiagnosticSeverity } from "vscode-languageserver/node";
import { builtFor } from "./support/build";
import { CAPABLE, Client, PULLING, type StartOptions } from "./support/client";

const built = builtFor("server");
const URI = "file:///work/app.py";
const SLEEPY = "import time\n\n\nasync def main():\n    time.sleep(1)\n";

let client: Client;
async function start(options: Omit<StartOptions, "server"> = {}): Promise<Client> {
  client = await Client.start({ server: built("server.js"), ...options });
  return client;
}
afterEach(async () => expect(await client.stop()).toBe(0));

describe("pushed", () => {
  it("with rule, source, page, severity, range and version", async () => {
    await start();
    expect(client.result.capabilities.diagnosticProvider).toBeUndefined();
    await client.open(URI, SLEEPY, "python", 7);
    const [finding, ...more] = await client.pushed(URI, 7);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      source: "async-skill",
      code: "blocking-sleep",
      severity: DiagnosticSeverity.Warning,
      range: client.rangeOf(URI, "time.sleep(1)"),
      data: { rule: "blocking-sleep" },
    });
    expect(finding!.codeDescription?.href).toMatch(/^file:.*\/blocking-sleep\.md$/);
    for (const { location } of finding!.relatedInformation ?? []) expect(location.uri).toBe(URI);
  });

  it("of a call over several lines under what is called, with the whole call beside it", async () => {
    await start();
    const text =
      "import time\n\n\nasync def main():\n    time.sleep(\n        1\n    )\n    (time.sleep\n     (2))\n    await asyncio.gather(\n        a(),\n        b(),\n    )\n\n\nimport asyncio\nasync def a(): ...\nasync def b(): ...\n";
    await client.open(URI, text);
    const found = await client.pushed(URI);
    expect(found.map(({ code, range }) => [code, range])).toEqual([
      ["blocking-sleep", client.rangeOf(URI, "time.sleep")],
      ["blocking-sleep", { start: { line: 7, character: 5 }, end: { line: 7, character: 15 } }],
      ["gather-without-task-group", client.rangeOf(URI, "asyncio.gather")],
    ]);
    const [{ relatedInformation }] = found as [(typeof found)[number]];
    expect(relatedInformation?.at(-1)).toEqual({
      location: { uri: URI, range: client.rangeOf(URI, "time.sleep(\n        1\n    )") },
      message: "the whole call",
    });
    // The lightbulb comes wherever in the call the cursor stands, and belongs to what is underlined.
    const inside = { start: { line: 5, character: 8 }, end: { line: 5, character: 8 } };
    const [fix] = await client.actions(URI, inside, { only: ["quickfix"] });
    expect(fix).toMatchObject({
      title: "Replace with await asyncio.sleep()",
      diagnostics: [{ range: found[0]!.range }],
    });
  });

  it("again only when they differ, and taken back when the file is closed", async () => {
    await start();
    await client.open(URI, SLEEPY);
    await client.pushed(URI, 1);
    await client.change(URI, { range: end(client), text: "\nx = 1\n" });
    await client.change(URI, {
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      text: "import os\n",
    });
    const [moved] = await client.pushed(URI, 3);
    expect(moved!.range.start.line).toBe(5);
    expect(client.published.map((one) => one.version)).toEqual([1, 3]);
    await client.close(URI);
    await client.until("the empty list", () => client.published.at(-1)?.diagnostics.length === 0);
  });

  it("once for many changes that come together", async () => {
    await start();
    await client.open(URI, SLEEPY);
    await client.pushed(URI, 1);
    const changes = Array.from({ length: 200 }, async (_, i) =>
      client.change(URI, {
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        text: `# ${i}\n`,
      }),
    );
    await Promise.all(changes);
    await client.pushed(URI, 201);
    expect(client.published.length).toBeLessThan(60);
  });

  it("without what the client does not know", async () => {
    await start({ capabilities: {} });
    await client.open(URI, SLEEPY);
    const [finding] = await client.pushed(URI);
    expect(Object.keys(finding!).sort()).toEqual(["code", "data", "message", "range", "severity", "source"]);
  });

  it("after a pause, for what quick edits could not know", async () => {
    await start();
    await client.open(URI, `${SLEEPY}\n\nNOTE = """text"""\n`);
    expect(await client.pushed(URI, 1)).toHaveLength(1);
    // Opens a string that goes on to the quotes of the note.
    await client.change(URI, {
      range: { start: { line: 2, character: 0 }, end: { line: 2, character: 0 } },
      text: '"""',
    });
    await client.until("a fresh cut", () => client.published.at(-1)?.diagnostics.length === 0);
    expect(client.published.at(-1)?.version).toBe(2);
  });
});

describe("pulled", () => {
  it("and never pushed", async () => {
    await start({ capabilities: PULLING });
    expect(client.result.capabilities.diagnosticProvider).toMatchObject({
      interFileDependencies: true,
      workspaceDiagnostics: false,
    });
    await client.open(URI, SLEEPY);
    expect(await client.items(URI)).toHaveLength(1);
    await client.change(URI, { text: "" });
    expect(await client.items(URI)).toEqual([]);
    await client.close(URI);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(client.published).toEqual([]);
  });

  it("as unchanged when the client has them already", async () => {
    await start({ capabilities: PULLING });
    await client.open(URI, SLEEPY);
    const first = await client.pull(URI);
    expect(first.resultId).toBeDefined();
    await client.change(URI, { range: end(client), text: "x = 1\n" });
    expect(await client.pull(URI, first.resultId)).toEqual({ kind: "unchanged", resultId: first.resultId });
    await client.change(URI, {
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      text: "\n",
    });
    const second = await client.pull(URI, first.resultId);
    expect(second).toMatchObject({ kind: "full", items: [{ code: "blocking-sleep" }] });
    expect(second.resultId).not.toBe(first.resultId);
  });

  it("once more in full when a client asks twice about one text: it may have lost the first answer and kept its name", async () => {
    await start({ capabilities: PULLING });
    await client.open(URI, SLEEPY);
    const first = await client.pull(URI);
    expect(await client.pull(URI, first.resultId)).toEqual(first);
    await client.change(URI, { range: end(client), text: "x = 1\n" });
    expect(await client.pull(URI, first.resultId)).toEqual({ kind: "unchanged", resultId: first.resultId });
    expect(await client.pull(URI, first.resultId)).toEqual(first);
  });

  it("again when a pause has brought others to light", async () => {
    await start({ capabilities: PULLING });
    await client.open(URI, `${SLEEPY}\n\nNOTE = """text"""\n`);
    await client.change(URI, {
      range: { start: { line: 2, character: 0 }, end: { line: 2, character: 0 } },
      text: '"""',
    });
    expect(await client.items(URI)).toHaveLength(1);
    await client.until("a refresh", () => client.refreshes === 1);
    expect(await client.items(URI)).toEqual([]);
  });
});

it("looks at cells of notebooks one by one", async () => {
  await start();
  const cells = ["a", "b"].map((id) => `vscode-notebook-cell:/work/book.ipynb#${id}`);
  await client.open(cells[0]!, SLEEPY);
  await client.open(cells[1]!, "import time\n");
  expect(await client.pushed(cells[0]!)).toHaveLength(1);
  expect(await client.pushed(cells[1]!)).toEqual([]);
});

it("leaves other languages alone", async () => {
  await start({ capabilities: { ...CAPABLE, textDocument: { ...CAPABLE.textDocument, diagnostic: {} } } });
  await client.open("file:///work/readme.md", SLEEPY, "markdown");
  expect(await client.items("file:///work/readme.md")).toEqual([]);
});

function end(of: Client): { start: { line: number; character: number }; end: { line: number; character: number } } {
  const at = of.document(URI).positionAt(of.text(URI).length);
  return { start: at, end: at };
}
