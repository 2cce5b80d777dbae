/** Snippets that the server offers while one types, and what comes with them. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CompletionItem, TextEdit } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import snippets from "../../snippets/python.json";
import { expand } from "../snippets/expand";
import { compileErrors } from "../support/python";
import { builtFor } from "./support/build";
import { CAPABLE, Client } from "./support/client";

const built = builtFor("server");
const URI = "file:///app/main.py";
const WITH_SNIPPETS = {
  ...CAPABLE,
  textDocument: {
    ...CAPABLE.textDocument,
    completion: {
      completionItem: { snippetSupport: true, insertTextModeSupport: { valueSet: [1 as const, 2 as const] } },
    },
  },
};

let client: Client;
beforeAll(async () => {
  client = await Client.start({ server: built("server.js"), capabilities: WITH_SNIPPETS });
});
afterAll(async () => expect(await client.stop()).toBe(0));

/** What is offered at the bar of a text. */
async function offered(marked: string, from = client): Promise<readonly CompletionItem[]> {
  await from.open(URI, marked.replace("|", ""), "python");
  // Before it has published anything a server may not know its settings.
  if (from !== client) await from.pushed(URI);
  const position = from.document(URI).positionAt(marked.indexOf("|"));
  const items = await from.connection.sendRequest<readonly CompletionItem[]>("textDocument/completion", {
    textDocument: { uri: URI },
    position,
  });
  await from.close(URI);
  return items;
}

const labels = async (marked: string): Promise<readonly string[]> => (await offered(marked)).map(({ label }) => label);

/** The text once an item is taken and nothing filled in, its lines indented as that of the bar. */
function taken(marked: string, { textEdit, additionalTextEdits = [] }: CompletionItem): string {
  const text = marked.replace("|", "");
  const indent = /[ \t]*$/.exec(text.slice(0, marked.indexOf("|")).replace(/[\w-]+$/, ""))![0];
  const { range, newText } = textEdit as TextEdit;
  const inserted = expand(newText.split("\n")).replaceAll(/\n(?=.)/g, `\n${indent}`);
  const document = TextDocument.create(URI, "python", 0, text);
  return TextDocument.applyEdits(document, [{ range, newText: inserted }, ...additionalTextEdits]);
}

const all = Object.entries(snippets).flatMap(([name, one]) =>
  "words" in one ? one.words.map((word) => ({ name, word, imports: one.imports })) : [],
);

describe("a snippet", () => {
  it.each(all)(
    "$word is offered where a statement begins, once, and brings what it needs",
    async ({ name, word, imports }) => {
      const marked = `"""Doc."""\n\nimport os\n\n\nasync def main():\n    os.getpid()\n    ${word}|\n`;
      const [item, ...others] = (await offered(marked)).filter(({ label }) => label === word);
      expect(others).toEqual([]);
      expect(item).toMatchObject({
        labelDetails: { description: name },
        filterText: word,
        insertTextFormat: 2,
        insertTextMode: 2,
      });
      const text = taken(marked, item!);
      expect(text.match(/^(?:import|from) .*$/gm)?.toSorted()).toEqual(["import os", ...imports].toSorted());
      expect(text.startsWith('"""Doc."""\n\n')).toBe(true);
      expect(await compileErrors([text])).toEqual([null]);
    },
  );

  it("is found by its beginning, be it in capitals", async () => {
    expect(await labels("async def main():\n    t|\n")).toEqual(["taskgroup", "timeout", "to_thread"]);
    expect(await labels("async def main():\n    TaskG|\n")).toEqual(["taskgroup"]);
    expect(await labels("async def main():\n    skill-task|\n")).toEqual([
      "skill-taskgroup",
      "skill-taskgroup-map",
      "skill-taskgroup-bounded",
      "skill-taskgroup-except",
    ]);
  });

  it("says what it is and how it reads", async () => {
    const [item] = await offered("async def main():\n    timeout|\n");
    expect(item).toMatchObject({
      detail: "Give up on whatever happens inside after some seconds",
      documentation: { value: "```python\nasync with asyncio.timeout(10):\n    await something()\n```" },
    });
  });

  it.each([
    ["behind a dot", "import asyncio\nasync def main():\n    asyncio.timeout|\n"],
    ["in an expression", "async def main():\n    x = timeout|\n"],
    ["in a call of several lines", "async def main():\n    run(\n        timeout|\n    )\n"],
    ["in brackets", "x = [\n    timeout|\n]\n"],
    ["in a string of several lines", 'x = """\n    timeout|\n"""\n'],
    ["in a comment", "# timeout|\n"],
    ["behind another word", "return timeout|\n"],
    ["where nothing is typed", "async def main():\n    |\n"],
    ["where another word is typed", "async def main():\n    timeouts|\n"],
  ])("isn't offered %s", async (_, marked) => {
    expect(await labels(marked)).toEqual([]);
  });

  it("brings nothing that is there", async () => {
    const [item] = await offered("import asyncio\n\n\nasync def main():\n    timeout|\n");
    expect(item!.additionalTextEdits).toEqual([]);
  });

  it("has its imports above it where the file has nothing else", async () => {
    const [item] = await offered("timeout|\n");
    expect(item!.additionalTextEdits).toEqual([]);
    expect(taken("timeout|\n", item!)).toBe(
      "import asyncio\n\nasync with asyncio.timeout(10):\n    await something()\n",
    );
  });

  it("is nothing for an editor that has no snippets, nor where the extension is switched off", async () => {
    const plain = await Client.start({ server: built("server.js") });
    expect(await offered("timeout|\n", plain)).toEqual([]);
    expect(await plain.stop()).toBe(0);
    const off = await Client.start({
      server: built("server.js"),
      capabilities: WITH_SNIPPETS,
      initializationOptions: { settings: { enable: false } },
    });
    expect(await offered("timeout|\n", off)).toEqual([]);
    expect(await off.stop()).toBe(0);
  });
});
