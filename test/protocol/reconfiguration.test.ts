/** However often something says that settings may have changed: few questions, and no answer anew where nothing has. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FileChangeType } from "vscode-languageserver/node";
import { builtFor } from "./support/build";
import { Client, PULLING, type StartOptions } from "./support/client";

const built = builtFor("server");
const SLEEPY = "import time\n\n\nasync def main():\n    time.sleep(1)\n";

let client: Client;
let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-rounds-"));
  return () => fs.rmSync(folder, { recursive: true });
});
afterEach(async () => expect(await client.stop()).toBe(0));

const uriOf = (name: string): string => pathToFileURL(path.join(folder, name)).href;
const start = async (options: Omit<StartOptions, "server"> = {}): Promise<void> => {
  client = await Client.start({ server: built("server.js"), capabilities: PULLING, folders: [uriOf("")], ...options });
};
const projectChanged = async (): Promise<void> =>
  client.connection.sendNotification("workspace/didChangeWatchedFiles", {
    changes: [{ uri: uriOf("pyproject.toml"), type: FileChangeType.Changed }],
  });
const settingsChanged = async (): Promise<void> =>
  client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
/** Messages before it have been taken in when it is answered. */
const barrier = async (): Promise<unknown> =>
  client.connection.sendRequest("textDocument/hover", {
    textDocument: { uri: "" },
    position: { line: 0, character: 0 },
  });

it("asks once for all open documents after a burst of notifications", async () => {
  let answer: () => void = () => {};
  let held = Promise.resolve();
  await start({ configuration: () => held.then(() => ({})) });
  const uris = Array.from({ length: 500 }, (_, number) => uriOf(`app${number}.py`));
  for (const uri of uris) await client.open(uri, SLEEPY);
  await client.items(uris.at(-1)!);
  expect(client.asked.items).toBe(500);
  expect(client.asked.requests).toBeLessThan(500);

  const before = client.asked.requests;
  held = new Promise((resolve) => (answer = resolve));
  await settingsChanged();
  await client.until("a question", () => client.asked.requests === before + 1);
  for (let count = 0; count < 100; count++) {
    await projectChanged();
    await settingsChanged();
  }
  await barrier();
  answer();
  // One for the first notification, and one for all that came while it was not answered.
  await client.until("another question", () => client.asked.requests === before + 2);
  await client.open(uriOf("last.py"), SLEEPY);
  expect(await client.items(uriOf("last.py"))).toHaveLength(1);
  expect(client.asked).toEqual({ requests: before + 3, items: 500 + 1000 + 1 });
  // At the start, for the first notification, and for all that came meanwhile.
  expect(client.askedOfFolders).toBe(3);
  expect(client.refreshes).toBe(0);
});

describe("has a client pull again", () => {
  /** Brings a change about, and waits till the server knows of it. */
  const after = async (change: () => Promise<void>): Promise<void> => {
    const before = client.asked.requests;
    await change();
    await client.until("a question", () => client.asked.requests > before);
    await barrier();
    await barrier();
  };

  it("only when other settings hold", async () => {
    let severity: Record<string, string> = { "blocking-sleep": "error", "missing-timeout": "hint" };
    await start({ configuration: () => ({ severity }) });
    await client.open(uriOf("app.py"), SLEEPY);
    expect(await client.items(uriOf("app.py"))).toMatchObject([{ severity: 1 }]);
    await after(settingsChanged);
    severity = { "missing-timeout": "hint", "blocking-sleep": "error" };
    await after(settingsChanged);
    expect(client.refreshes).toBe(0);
    severity = { "blocking-sleep": "hint" };
    await after(settingsChanged);
    await client.until("a refresh", () => client.refreshes === 1);
    expect(await client.items(uriOf("app.py"))).toMatchObject([{ severity: 4 }]);
  });

  it("only when a project says something else", async () => {
    fs.writeFileSync(path.join(folder, "pyproject.toml"), '[project]\nname = "a"\n');
    await start({ configuration: () => ({}) });
    await client.open(uriOf("app.py"), SLEEPY);
    expect(await client.items(uriOf("app.py"))).toHaveLength(1);
    fs.writeFileSync(path.join(folder, "pyproject.toml"), '# ours\n[project]\nname = "b"\n');
    await after(projectChanged);
    expect(client.refreshes).toBe(0);
    fs.writeFileSync(path.join(folder, "pyproject.toml"), '[tool.async-skill]\nignore = ["blocking-sleep"]\n');
    await after(projectChanged);
    await client.until("a refresh", () => client.refreshes === 1);
    expect(await client.items(uriOf("app.py"))).toEqual([]);
  });

  it("not while it opens files: their settings are waited for", async () => {
    await start({ configuration: () => ({ severity: { "blocking-sleep": "error" } }) });
    await settingsChanged();
    await client.open(uriOf("app.py"), SLEEPY);
    const pulled = client.items(uriOf("app.py"));
    await settingsChanged();
    expect(await pulled).toMatchObject([{ severity: 1 }]);
    await after(settingsChanged);
    expect(client.refreshes).toBe(0);
  });
});
