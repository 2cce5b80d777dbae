/**
 * Who in async code comes to a helper that blocks, above the helper; and what is called that blocks, as tokens. Neither
 * where it isn't wanted.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ClientCapabilities, CodeLens, Location, Position, SemanticTokens } from "vscode-languageserver/node";
import { builtFor } from "./support/build";
import { Client, PULLING } from "./support/client";

const built = builtFor("server");
const CAPABILITIES: ClientCapabilities = {
  ...PULLING,
  workspace: { ...PULLING.workspace, codeLens: { refreshSupport: true }, semanticTokens: { refreshSupport: true } },
};
const PLACES = "client.showPlaces";

const HELPERS = `import time


def pause():
    time.sleep(1)


def twice():
    pause()
    pause()


def quick():
    return 1


def alone():
    time.sleep(2)


class Client:
    def load(self):
        twice()


async def here():
    pause()
`;
const MAIN = `from helpers import pause as wait, Client


async def first():
    wait()


async def second(client: Client):
    client.load()
    client.load()


def plain():
    wait()


async def third():
    plain()
`;

let client: Client;
let folder: string;
let settings: object;
beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-callers-")));
  fs.writeFileSync(path.join(folder, "pyproject.toml"), "");
  fs.writeFileSync(path.join(folder, "helpers.py"), HELPERS);
  fs.writeFileSync(path.join(folder, "main.py"), MAIN);
  settings = { codeLens: true, semanticHighlighting: true };
  return () => fs.rmSync(folder, { recursive: true });
});
afterEach(async () => expect(await client.stop()).toBe(0));

const uriOf = (name: string): string => pathToFileURL(path.join(folder, name)).href;

async function start(name: string, text: string, capabilities = CAPABILITIES): Promise<void> {
  client = await Client.start({
    server: built("server.js"),
    capabilities,
    folders: [uriOf("")],
    configuration: () => settings,
    initializationOptions: { placesCommand: PLACES },
  });
  await client.open(uriOf(name), text);
  await client.items(uriOf(name));
}

const lenses = async (name = "helpers.py"): Promise<readonly CodeLens[]> =>
  await client.connection.sendRequest("textDocument/codeLens", { textDocument: { uri: uriOf(name) } });
const resolved = async (lens: CodeLens): Promise<CodeLens> =>
  await client.connection.sendRequest("codeLens/resolve", lens);

/** What is told of each helper, by its name. */
async function told(): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for (const lens of await lenses())
    all[client.document(uriOf("helpers.py")).getText(lens.range)] = (await resolved(lens)).command!.title;
  return all;
}

describe("above a helper", () => {
  it("its async callers are counted, through other helpers and files, and led to", async () => {
    await start("helpers.py", HELPERS);
    expect(await told()).toEqual({
      pause: "blocks the event loop: 4 async callers",
      twice: "blocks the event loop: 1 async caller",
      alone: "blocks; no async caller is known",
      load: "blocks the event loop: 1 async caller",
    });
    const [pause] = await lenses();
    expect(pause!.command).toBeUndefined();
    const { command } = await resolved(pause!);
    const [uri, at, places] = command!.arguments as [string, Position, readonly Location[]];
    expect([command!.command, uri, at]).toEqual([PLACES, uriOf("helpers.py"), pause!.range.start]);
    const textAt = ({ uri: file, range }: Location): string =>
      (file === uriOf("main.py") ? MAIN : HELPERS).split("\n")[range.start.line]!.slice(range.start.character);
    expect(places.map(textAt).toSorted()).toEqual(["client.load()", "client.load()", "pause()", "plain()", "wait()"]);
  });

  it("they are those of the texts that are open", async () => {
    await start("helpers.py", HELPERS);
    await client.open(uriOf("main.py"), MAIN.replace("async def first", "def first"));
    expect(await told()).toMatchObject({ pause: "blocks the event loop: 3 async callers" });
    const before = await lenses();
    await client.change(uriOf("helpers.py"), { text: `\n${HELPERS}` });
    await expect(resolved(before[0]!)).rejects.toMatchObject({ message: "the document has changed" });
  });

  it("nothing stands where it isn't wanted, and at once where it comes to be", async () => {
    settings = {};
    await start("helpers.py", HELPERS);
    expect(await lenses()).toEqual([]);
    settings = { codeLens: true };
    await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    await client.until("a refresh", () => client.refreshed.includes("workspace/codeLens/refresh"));
    expect(await lenses()).toHaveLength(4);
  });
});

describe("what blocks as tokens", () => {
  const tokens = async (name: string): Promise<SemanticTokens | null> =>
    await client.connection.sendRequest("textDocument/semanticTokens/full", { textDocument: { uri: uriOf(name) } });

  /** The text of each token, and the number of its kind. */
  function read({ data }: SemanticTokens, text: string): readonly string[] {
    const lines = text.split("\n");
    let [line, character] = [0, 0];
    const found: string[] = [];
    for (let at = 0; at < data.length; at += 5) {
      const [down, right, length, type, modifiers] = data.slice(at, at + 5) as [number, number, number, number, number];
      line += down;
      character = down === 0 ? character + right : right;
      found.push(`${lines[line]!.slice(character, character + length)} ${type} ${modifiers}`);
    }
    return found;
  }

  it("are the names of what is called", async () => {
    await start("main.py", MAIN);
    await client.until("the findings of other files", () => client.refreshes > 0);
    const legend = client.result.capabilities.semanticTokensProvider!.legend;
    expect(legend).toEqual({ tokenTypes: ["function", "method"], tokenModifiers: ["blocking"] });
    expect(read((await tokens("main.py"))!, MAIN)).toEqual(["wait 0 1", "load 1 1", "load 1 1", "plain 0 1"]);
  });

  it("are none, so that another's may be shown, where nothing blocks or nobody wants them", async () => {
    await start("main.py", "x = 1\n");
    expect(await tokens("main.py")).toBeNull();
    settings = {};
    await client.open(uriOf("helpers.py"), HELPERS);
    await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    await client.items(uriOf("helpers.py"));
    expect(await tokens("helpers.py")).toBeNull();
  });

  it("are registered for as long as they are wanted, with a client that can be told so", async () => {
    settings = {};
    const dynamic = {
      ...CAPABILITIES.textDocument,
      semanticTokens: { dynamicRegistration: true, requests: {}, tokenTypes: [], tokenModifiers: [], formats: [] },
    };
    await start("helpers.py", HELPERS, { ...CAPABILITIES, textDocument: dynamic });
    expect(client.result.capabilities.semanticTokensProvider).toBeUndefined();
    const isTold = (): boolean => client.registrations.includes("textDocument/semanticTokens");
    expect(isTold()).toBe(false);
    settings = { semanticHighlighting: true };
    await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    await client.until("the registration", isTold);
    settings = {};
    await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    await client.until("its end", () => client.unregistrations.includes("textDocument/semanticTokens"));
  });
});
