/** What was found stays, where it stands by then, while its statement is being written: not a key makes it flicker. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Diagnostic, Range } from "vscode-languageserver/node";
import type { FindingData } from "../../shared/requests";
import { builtFor } from "./support/build";
import { Client, PULLING } from "./support/client";

const built = builtFor("server");
const URI = "file:///work/app.py";
const POSTED = `import time

import requests


async def main(url):
    before = 1
    requests.post(url)
    time.sleep(1)


async def other():
    time.sleep(2)
`;

/** The client of a test: most of them need no server of their own. */
let client: Client;
let shared: Client;
beforeAll(async () => {
  shared = await Client.start({ server: built("server.js"), capabilities: PULLING });
});
afterAll(async () => expect(await shared.stop()).toBe(0));
afterEach(async () => {
  if (client === shared) await client.close(URI);
  else expect(await client.stop()).toBe(0);
});

async function open(text: string): Promise<readonly Diagnostic[]> {
  client = shared;
  await client.open(URI, text);
  return await client.items(URI);
}

function at(offset: number, end = offset): Range {
  return { start: client.document(URI).positionAt(offset), end: client.document(URI).positionAt(end) };
}

/** Where findings stand, by what is underlined. */
function underlined(items: readonly Diagnostic[]): readonly string[] {
  return items.map(({ code, range }) => `${String(code)}: ${client.document(URI).getText(range)}`).sort();
}

function rules(items: readonly Diagnostic[]): readonly string[] {
  return items.map(({ code }) => String(code)).toSorted();
}

/** Types a text behind another, key by key, and gives what is shown after each key. */
async function type(behind: string, keys: readonly string[]): Promise<readonly (readonly Diagnostic[])[]> {
  let offset = client.text(URI).indexOf(behind) + behind.length;
  const shown: (readonly Diagnostic[])[] = [];
  for (const key of keys) {
    // What an editor closes by itself stands behind the cursor, and is typed over.
    const pair = { "{": "}", "[": "]", "(": ")", '"': '"' }[key.startsWith("+") ? key.slice(1) : ""];
    const text = key.startsWith("+") ? key.slice(1) : key;
    const isTypedOver = key.startsWith(">");
    if (!isTypedOver) await client.change(URI, { range: at(offset), text: `${text}${pair ?? ""}` });
    offset += isTypedOver ? key.length - 1 : text.length;
    shown.push(await client.items(URI));
  }
  return shown;
}

describe("a finding stays while an argument is typed", () => {
  it.each([
    ["plainly", [...', json={"a": 1}']],
    [
      "with brackets and quotes closed by the editor",
      [",", " ", ..."json=", "+{", '+"', "a", '>"', ":", " ", "1", ">}"],
    ],
    ["with a call in it", [...", headers=make(1, *rest)"]],
    ["over several lines", [...",\n        json=[\n            1,\n        ]"]],
  ])("%s", async (_how, keys) => {
    const before = await open(POSTED);
    expect(rules(before)).toContain("blocking-http-call");
    for (const shown of await type("requests.post(url", keys)) expect(rules(shown)).toEqual(rules(before));
    expect(await client.items(URI)).toEqual(await freshly(client.text(URI)));
  });

  it("where the call itself is typed anew from its bracket on", async () => {
    const before = await open(POSTED.replace("requests.post(url)", "requests.post("));
    const [, ...shown] = await type("requests.post(", [..."url)"]);
    expect(rules(shown.at(-1)!)).toContain("blocking-http-call");
    await client.change(URI, { range: client.rangeOf(URI, "url)\n    time"), text: "\n    time" });
    expect(rules(await client.items(URI))).toEqual(rules(shown.at(-1)!));
    expect(rules(before)).not.toEqual([]);
  });
});

it("moves along with what is typed above it and in it", async () => {
  await open(POSTED);
  await type("requests.post(url", [",", " ", ..."json="]);
  await client.change(URI, { range: at(0), text: "# first\n" });
  expect(underlined(await client.items(URI))).toEqual(
    expect.arrayContaining(["blocking-http-call: requests.post(url, json=)", "blocking-sleep: time.sleep(2)"]),
  );
});

describe("goes at once", () => {
  it("where its statement is deleted", async () => {
    await open(POSTED);
    await type("requests.post(url", [", json="]);
    await client.change(URI, { range: client.rangeOf(URI, "    requests.post(url, json=)\n"), text: "" });
    expect(rules(await client.items(URI))).toEqual(["blocking-sleep", "blocking-sleep"]);
  });

  it("where its statement becomes a comment", async () => {
    await open(POSTED);
    await type("requests.post(url", [", json="]);
    await client.change(URI, { range: at(client.text(URI).indexOf("requests.post")), text: "# " });
    expect(rules(await client.items(URI))).toEqual(["blocking-sleep", "blocking-sleep"]);
  });

  it("where its statement is whole and says otherwise", async () => {
    await open(POSTED);
    await type("requests.post(url", [", json="]);
    expect(rules(await client.items(URI))).toContain("blocking-http-call");
    await client.change(URI, { range: at(client.text(URI).indexOf("requests.post")), text: "print or " });
    await client.change(URI, { range: client.rangeOf(URI, "requests.post(url, json=)"), text: "url" });
    expect(await client.items(URI)).toEqual(await freshly(client.text(URI)));
    expect(rules(await client.items(URI))).not.toContain("blocking-http-call");
  });

  it("where other settings leave it out", async () => {
    client = await Client.start({ server: built("server.js"), capabilities: PULLING });
    await client.open(URI, POSTED);
    await client.items(URI);
    await type("requests.post(url", [", json="]);
    expect(rules(await client.items(URI))).toContain("blocking-http-call");
    await client.connection.sendNotification("workspace/didChangeConfiguration", {
      settings: { asyncSkill: { ignore: ["blocking-http-call"] } },
    });
    await client.until("the settings", () => client.refreshes > 0);
    expect(rules(await client.items(URI))).toEqual(["blocking-sleep", "blocking-sleep"]);
  });
});

it("stays out of everything but what is shown", async () => {
  await open(POSTED);
  await type("requests.post(url", [", json="]);
  const standing = (await client.items(URI)).filter(({ data }) => (data as FindingData).isStanding === true);
  expect(rules(standing)).toContain("blocking-http-call");
  for (const { range } of standing) expect(await client.actions(URI, range, { only: ["quickfix"] })).toEqual([]);
  const { findings } = await client.connection.sendRequest<{ readonly findings: number }>("async-skill/check", {
    files: [URI],
  });
  expect(findings).toBe((await client.items(URI)).length - standing.length);
});

it("is pushed to a client that can't pull, and never taken back in between", async () => {
  client = await Client.start({ server: built("server.js") });
  await client.open(URI, POSTED);
  const before = rules(await client.pushed(URI, 1));
  let offset = client.text(URI).indexOf("requests.post(url") + "requests.post(url".length;
  for (const key of ', json={"a": 1}') {
    await client.change(URI, { range: at(offset), text: key });
    offset++;
    await client.pushed(URI, client.document(URI).version);
  }
  expect(client.published.map(({ diagnostics }) => rules(diagnostics))).toEqual(client.published.map(() => before));
});

/** Numbers that look random and are the same in every run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const TYPED = [
  "(",
  ")",
  "{",
  "}",
  '"',
  "'",
  '"""',
  "=",
  ":",
  ",",
  "a",
  " ",
  "\n",
  "#",
  "await ",
  "\n    ",
  "with x:\n",
  "",
];

it.each([1, 2, 3, 4])("leaves nothing behind once the file is whole again, whatever was typed (%i)", async (seed) => {
  const first = await open(POSTED);
  const next = random(seed);
  for (let round = 0; round < 20; round++) {
    const undone: { readonly start: number; readonly length: number; readonly text: string }[] = [];
    for (let keys = 1 + next(6); keys > 0; keys--) {
      const text = client.text(URI);
      const start = next(text.length + 1);
      const end = Math.min(text.length, start + (next(3) === 0 ? next(30) : 0));
      const typed = TYPED[next(TYPED.length)]!;
      await client.change(URI, { range: at(start, end), text: typed });
      undone.push({ start, length: typed.length, text: text.slice(start, end) });
      const shown = await client.items(URI);
      // What is found and what stands never say the same of one place.
      const places = shown.map(({ code, range: { start: from } }) => `${String(code)} ${from.line}:${from.character}`);
      expect(new Set(places).size).toBe(places.length);
    }
    for (const { start, length, text } of undone.reverse())
      await client.change(URI, { range: at(start, start + length), text });
    expect(client.text(URI)).toBe(POSTED);
    expect(await client.items(URI)).toEqual(first);
  }
});

/** What a file that is opened with a text shows. */
async function freshly(text: string): Promise<readonly Diagnostic[]> {
  const uri = "file:///work/fresh.py";
  await client.open(uri, text);
  const items = await client.items(uri);
  await client.close(uri);
  return JSON.parse(JSON.stringify(items).replaceAll(uri, URI)) as readonly Diagnostic[];
}
