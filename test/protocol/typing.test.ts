/** Thousands of rapid edits end in the findings that opening the text gives. */
import * as fs from "node:fs";
import * as path from "node:path";
import { afterEach, expect, it } from "vitest";
import type { Diagnostic } from "vscode-languageserver/node";
import type { FindingData } from "../../shared/requests";
import { builtFor } from "./support/build";
import { Client, PULLING } from "./support/client";

const built = builtFor("server");
const URI = "file:///work/app.py";
const FRESH = "file:///work/fresh.py";

let client: Client;
afterEach(async () => expect(await client.stop()).toBe(0));

/** Text as people write it: the example project. */
const EXAMPLES = path.resolve(import.meta.dirname, "../../examples");
const SOURCES = fs
  .readdirSync(EXAMPLES, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".py"))
  .sort()
  .map((name) => fs.readFileSync(path.join(EXAMPLES, name), "utf8"));

/** Numbers that look random and are the same in every run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const SNIPPETS = [
  "a",
  " ",
  "\n",
  '"',
  '"""',
  "(",
  ")",
  "#",
  "    ",
  "\t",
  "\r\n",
  "\\",
  "async def f():\n    time.sleep(1)\n",
  "import time\n",
  "class A:\n",
  "else:\n",
  "🐍",
  "x = 1\n",
  "",
];

it.each([1, 2, 3])("in any order (%i)", async (seed) => {
  client = await Client.start({ server: built("server.js") });
  const next = random(seed);
  const text = SOURCES.join("\n");
  await client.open(URI, text);
  let edits = 0;
  for (; edits < 2000; edits++) {
    const { length } = client.text(URI);
    const start = next(length + 1);
    const end = Math.min(length, start + (next(4) === 0 ? next(40) : 0));
    const document = client.document(URI);
    const inserted = next(12) === 0 ? text.slice(start, start + next(200)) : SNIPPETS[next(SNIPPETS.length)]!;
    void client.change(URI, {
      range: { start: document.positionAt(start), end: document.positionAt(end) },
      text: inserted,
    });
    // Let the server work in between every now and then.
    if (edits % 100 === 0) await new Promise((resolve) => setTimeout(resolve, next(30)));
  }
  await compare(edits + 1);
});

it("one character after the other, as they are typed", async () => {
  client = await Client.start({ server: built("server.js") });
  const text = SOURCES.join("\n").slice(0, 6000);
  await client.open(URI, "");
  for (const char of text) {
    const at = client.document(URI).positionAt(client.text(URI).length);
    void client.change(URI, { range: { start: at, end: at }, text: char });
  }
  expect(client.text(URI)).toBe(text);
  await compare(client.document(URI).version);
  expect(await client.pushed(FRESH)).not.toEqual([]);
});

it("for a client that pulls after each edit and cancels what is old", async () => {
  client = await Client.start({ server: built("server.js"), capabilities: PULLING });
  const text = SOURCES.join("\n").slice(0, 4000);
  await client.open(URI, "");
  const { CancellationTokenSource } = await import("vscode-languageserver/node");
  let source = new CancellationTokenSource();
  for (let at = 0; at < text.length; at += 3) {
    const end = client.document(URI).positionAt(at);
    void client.change(URI, { range: { start: end, end }, text: text.slice(at, at + 3) });
    source.cancel();
    source = new CancellationTokenSource();
    client.connection
      .sendRequest("textDocument/diagnostic", { textDocument: { uri: URI } }, source.token)
      .catch(() => {});
    if (at % 300 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await new Promise((resolve) => setTimeout(resolve, 600));
  await client.open(FRESH, text);
  expect(await client.items(FRESH)).not.toEqual([]);
  expect(strip((await client.items(URI)).filter(isFound))).toEqual(strip(await client.items(FRESH)));
  expect(client.published).toEqual([]);
});

async function compare(version: number): Promise<void> {
  const text = client.text(URI);
  await client.open(FRESH, text);
  const fresh = strip(await client.pushed(FRESH));
  // Random edits leave statements half written, of which what was found before is still shown.
  const last = (): unknown =>
    strip((client.published.findLast((one) => one.uri === URI)?.diagnostics ?? []).filter(isFound));
  await client
    .until("the findings of the text when opened", () => JSON.stringify(last()) === JSON.stringify(fresh))
    .catch(() => {});
  expect(last()).toEqual(fresh);
  expect(client.published.filter((one) => one.uri === URI).every((one) => one.version! <= version)).toBe(true);
  expect(client.log).toEqual([]);
}

/** Whether it was found in the text as it is. */
function isFound({ data }: Diagnostic): boolean {
  return (data as FindingData).isStanding !== true;
}

/** Without the addresses, which differ. */
function strip(diagnostics: readonly object[]): unknown {
  return JSON.parse(JSON.stringify(diagnostics).replaceAll(FRESH, URI));
}
