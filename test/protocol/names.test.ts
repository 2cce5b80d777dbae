/** What the server says of names, and which it offers, in ignore comments, at findings and in pyproject.toml. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CompletionItem, Hover } from "vscode-languageserver/node";
import { builtFor } from "./support/build";
import { Client } from "./support/client";

const built = builtFor("server");
const URI = "file:///app/main.py";
const PROJECT = "file:///app/pyproject.toml";

let client: Client;
beforeAll(async () => {
  client = await Client.start({ server: built("server.js"), initializationOptions: { rulePages: "page:{rule}" } });
});
afterAll(async () => expect(await client.stop()).toBe(0));

/** What is answered about a text at the bar in it, which is left out. */
async function answered<Answer>(method: string, uri: string, marked: string): Promise<Answer> {
  await client.open(uri, marked.replace("|", ""), uri === URI ? "python" : "toml");
  const position = client.document(uri).positionAt(marked.indexOf("|"));
  const answer = await client.connection.sendRequest<Answer>(method, { textDocument: { uri }, position });
  await client.close(uri);
  return answer;
}

async function completed(uri: string, marked: string): Promise<readonly string[]> {
  const items = await answered<readonly CompletionItem[]>("textDocument/completion", uri, marked);
  return items
    .toSorted((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1))
    .map(({ label }) => label);
}

async function hovered(uri: string, marked: string): Promise<string | undefined> {
  const hover = await answered<Hover | null>("textDocument/hover", uri, marked);
  return hover === null ? undefined : (hover.contents as { readonly value: string }).value;
}

const SHORT =
  /^\*\*blocking-sleep\*\*: `time\.sleep\(\)` in code that runs on the event loop\.[^\n]*\n\nA thread that sleeps [^#]*\n\nAwait `asyncio\.sleep\(\)`[^#]*\n\n\[blocking-sleep\]\(page:blocking-sleep\)$/;

describe("a hover tells in short", () => {
  it.each([
    ["of a finding", URI, "import time\nasync def main():\n    time.sl|eep(1)\n"],
    ["of a name in an ignore comment", URI, "x = 1  # async-skill: ignore[blocking-sl|eep]\n"],
    ["of a rule in pyproject.toml", PROJECT, "[tool.async-skill]\nignore = ['blocking-sl|eep']\n"],
    ["of a rule with a severity", PROJECT, "[tool.async-skill.severity]\nblocking-sl|eep = 'off'\n"],
  ])("%s", async (_, uri, text) => {
    expect(await hovered(uri, text)).toMatch(SHORT);
  });

  it("of a setting in pyproject.toml", async () => {
    expect(await hovered(PROJECT, "[tool.async-skill]\nignore|= []\n")).toBe("Rules that don't run.");
  });

  it("nothing elsewhere", async () => {
    expect(await hovered(URI, "import ti|me\nasync def main():\n    time.sleep(1)\n")).toBeUndefined();
  });
});

describe("in an ignore comment", () => {
  it("names of rules are offered, those that find something there first, but for those that are named", async () => {
    const offered = await completed(
      URI,
      "import time\nasync def main():\n    time.sleep(1)  # async-skill: ignore[missing-await, blo|, dangling-task] why\n",
    );
    expect(offered[0]).toBe("blocking-sleep");
    expect(offered).toContain("missing-timeout");
    expect(offered).not.toContain("missing-await");
    expect(offered).not.toContain("dangling-task");
  });

  it.each(["x = 1  # async-skill: ignore[|\n", "# async-skill: ignore-file[|]\n"])(
    "they are offered at %j",
    async (text) => {
      expect(await completed(URI, text)).toContain("blocking-sleep");
    },
  );

  it.each(["x = [|]\n", "x = 1  # async-skill: ignore[missing-await] |\n", "x = 1  # noqa: |\n"])(
    "nothing is offered at %j",
    async (text) => {
      expect(await completed(URI, text)).toEqual([]);
    },
  );
});

describe("in our section of pyproject.toml", () => {
  it.each([
    [
      "settings that are not there",
      "[tool.async-skill]\nselect = []\n|\n",
      ["default-timeout", "exclude", "http-client", "ignore"],
    ],
    [
      "settings that are begun",
      "[project]\n[tool.async-skill]\nign|",
      ["default-timeout", "exclude", "http-client", "ignore"],
    ],
    ["clients", '[tool.async-skill]\nhttp-client = "|\n', ["auto", "httpx", "httpx2", "aiohttp"]],
    ["severities", "[tool.async-skill.severity]\nmissing-await = '|", ["error", "warning", "information", "hint"]],
    [
      "severities in a line",
      "[tool.async-skill]\nseverity = { missing-await = '|",
      ["error", "warning", "information", "hint"],
    ],
  ])("%s are offered", async (_, text, first) => {
    expect((await completed(PROJECT, text)).slice(0, first.length)).toEqual(first);
  });

  it.each([
    ["a list", '[tool.async-skill]\nignore = ["missing-await", "|'],
    ["a list of lines", '[tool.async-skill]\nignore = [\n  "missing-await",\n  "|\n]\n'],
  ])("rules are offered in %s, but for those that are named", async (_, text) => {
    const offered = await completed(PROJECT, text);
    expect(offered).toContain("blocking-sleep");
    expect(offered).not.toContain("missing-await");
  });

  it.each([
    ["a table", "[tool.async-skill.severity]\n|"],
    ["a table in a line", "[tool.async-skill]\nseverity = { |"],
    ["such a table behind another entry", "[tool.async-skill]\nseverity = { missing-await = 'off', blo|"],
  ])("rules are offered in %s", async (_, text) => {
    expect(await completed(PROJECT, text)).toContain("blocking-sleep");
  });

  it.each([
    ["another section", "[tool.async-skill]\n[tool.ruff]\n|"],
    ["the values of other settings", "[tool.async-skill]\ndefault-timeout = |"],
    ["lists of patterns", "[tool.async-skill]\nexclude = [\n|\n]\n"],
  ])("nothing is offered in %s", async (_, text) => {
    expect(await completed(PROJECT, text)).toEqual([]);
  });
});
