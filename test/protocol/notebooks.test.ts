/** A notebook is one module of many cells: what is found, repaired and ignored in it, and where. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NotebookCellKind } from "vscode-languageserver/node";
import { builtFor } from "./support/build";
import { CAPABLE, Client, PULLING } from "./support/client";

const built = builtFor("server");
const NOTEBOOKS = { ...CAPABLE, notebookDocument: { synchronization: {} } };
const IMPORTS = "import time\n";
const SLEEPY = "async def main():\n    time.sleep(1)";
const FIX = "Replace with await asyncio.sleep()";
const FIX_ALL = "notebook.source.fixAll.async-skill";

let client: Client;
let books = 0;
let book = "";
beforeAll(async () => {
  client = await Client.start({ server: built("server.js"), capabilities: NOTEBOOKS });
});
afterAll(async () => expect(await client.stop()).toBe(0));

/** Opens a notebook of its own for each test; the server is the same. */
async function opened(...cells: readonly string[]): Promise<readonly string[]> {
  book = `file:///work/book${books++}.ipynb`;
  return await client.openNotebook(book, ...cells);
}

/** The findings of each cell, as they stand when those of the last are told. */
async function found(cells: readonly string[]): Promise<readonly (readonly unknown[])[]> {
  const all = await Promise.all(cells.map((cell) => client.pushed(cell)));
  return all.map((some) => some.map(({ code }) => code));
}

function texts(cells: readonly string[]): readonly string[] {
  return cells.map((cell) => client.text(cell));
}

const places = (...uris: readonly string[]): { kind: NotebookCellKind; document: string }[] =>
  uris.map((document) => ({ kind: NotebookCellKind.Code, document }));

describe("findings", () => {
  it("know what the cells above import, and stand in the cell that they are in", async () => {
    const cells = await opened(IMPORTS, "x = 1\n", `\n${SLEEPY}`);
    expect(client.result.capabilities.notebookDocumentSync).toEqual({
      notebookSelector: [{ notebook: "*", cells: [{ language: "python" }] }],
      save: true,
    });
    expect(await found(cells)).toEqual([[], [], ["blocking-sleep"]]);
    const [finding] = await client.pushed(cells[2]!);
    expect(finding!.range).toEqual(client.rangeOf(cells[2]!, "time.sleep(1)"));
    expect(finding!.relatedInformation!.map(({ location }) => location)).toEqual([
      { uri: cells[2], range: client.rangeOf(cells[2]!, "main") },
    ]);
  });

  it("are there beside cells that are broken, and lines that only IPython reads", async () => {
    const cells = await opened(
      "import (time\n",
      "%load_ext x\n!ls 'it\nimport time",
      'x = """\n',
      `%%time\n${SLEEPY}\n    !ls`,
      "%%bash\ntime.sleep(1)",
    );
    expect(await found(cells)).toEqual([[], [], [], ["blocking-sleep"], []]);
  });

  it("follow what is typed in another cell", async () => {
    const cells = await opened(IMPORTS, SLEEPY);
    expect(await found(cells)).toEqual([[], ["blocking-sleep"]]);
    await client.change(cells[0]!, { range: client.rangeOf(cells[0]!, "time"), text: "other as time" });
    await client.until("no findings", () => client.published.at(-1)?.diagnostics.length === 0);
    expect(client.published.at(-1)).toMatchObject({ uri: cells[1], version: 1 });
    await client.change(cells[0]!, { range: client.rangeOf(cells[0]!, "other as time"), text: "time" });
    await client.until("the finding again", () => client.published.at(-1)?.diagnostics.length === 1);
  });

  it("follow cells that come, go and change places, languages and kinds", async () => {
    const [imports, sleepy] = (await opened(IMPORTS, SLEEPY)) as [string, string];
    await client.pushed(sleepy);
    const last = (uri: string): number | undefined =>
      client.published.findLast((one) => one.uri === uri)?.diagnostics.length;
    // A cell in front shadows the module for those behind it alone.
    const shadow = client.cell(book, `${book}#new`, "time = object()\n");
    await client.changeNotebook(book, {
      structure: { array: { start: 1, deleteCount: 0, cells: places(shadow.uri) }, didOpen: [shadow] },
    });
    await client.until("no finding", () => last(sleepy) === 0);
    await client.changeNotebook(book, {
      structure: { array: { start: 1, deleteCount: 1 }, didClose: [{ uri: shadow.uri }] },
    });
    await client.until("the finding again", () => last(sleepy) === 1);
    await client.changeNotebook(book, { data: [{ kind: NotebookCellKind.Markup, document: imports }] });
    await client.until("no finding without the import", () => last(sleepy) === 0);
    await client.changeNotebook(book, { data: places(imports) });
    await client.until("the finding with the import", () => last(sleepy) === 1);
    await client.changeNotebook(book, {
      structure: { array: { start: 0, deleteCount: 2, cells: places(sleepy, imports) } },
    });
    const moved = client.published.length;
    await client.change(sleepy, { range: client.rangeOf(sleepy, "1"), text: "12" });
    await client.until("the finding in its new place", () =>
      client.published
        .slice(moved)
        .some(({ uri, version, diagnostics }) => uri === sleepy && version === 2 && diagnostics.length === 1),
    );
  });

  it("are taken back with the cell, and with the notebook", async () => {
    const cells = await opened(IMPORTS, SLEEPY, SLEEPY.replace("main", "other"));
    expect(await found(cells)).toEqual([[], ["blocking-sleep"], ["blocking-sleep"]]);
    await client.changeNotebook(book, {
      structure: { array: { start: 1, deleteCount: 1 }, didClose: [{ uri: cells[1]! }] },
    });
    await client.until("the cell's to go", () =>
      client.published.some(({ uri, diagnostics }) => uri === cells[1] && diagnostics.length === 0),
    );
    await client.closeNotebook(book);
    await client.until(
      "the notebook's to go",
      () => client.published.findLast(({ uri }) => uri === cells[2])?.diagnostics.length === 0,
    );
    expect(await client.actions(cells[2]!, "time")).toEqual([]);
  });

  it("are pulled cell by cell, and pulled again where another cell has changed them", async () => {
    const other = client;
    client = await Client.start({
      server: built("server.js"),
      capabilities: { ...PULLING, notebookDocument: { synchronization: {} } },
    });
    const cells = await opened(IMPORTS, SLEEPY);
    expect(await client.items(cells[0]!)).toEqual([]);
    const { resultId, ...report } = await client.pull(cells[1]!);
    expect(report).toMatchObject({ kind: "full", items: [{ code: "blocking-sleep" }] });
    await client.change(cells[0]!, { range: client.rangeOf(cells[0]!, "time"), text: "datetime" });
    expect(await client.items(cells[0]!)).toEqual([]);
    await client.until("a refresh", () => client.refreshes > 0);
    expect(await client.pull(cells[1]!, resultId)).toMatchObject({ kind: "full", items: [] });
    expect(client.published).toEqual([]);
    expect(await client.stop()).toBe(0);
    client = other;
  });

  it("say that a loop is running already, where a cell runs one; what a cell awaits is right", async () => {
    const cells = await opened(
      "import asyncio\n\nasync def main(): ...",
      "asyncio.run(main())",
      "await main()\nawait asyncio.gather(main(), main())",
      "loop = asyncio.get_event_loop()\nloop.run_until_complete(main())",
      "def start():\n    asyncio.run(main())\n\nif __name__ == '__main__':\n    asyncio.run(main())",
    );
    expect((await found(cells)).map((codes) => codes.filter((code) => code === "blocking-wait").length)).toEqual([
      0, 1, 0, 1, 1,
    ]);
    const [finding] = await client.pushed(cells[1]!);
    expect(finding!.message).toBe("asyncio.run() raises RuntimeError here: an event loop is running already");
    await client.apply((await client.action(cells[1]!, "asyncio.run", "Await it instead")).edit);
    expect(client.text(cells[1]!)).toBe("await main()");
  });

  it("leave a cell be that lets loops nest, and files that run one", async () => {
    const cells = await opened("import asyncio, nest_asyncio\nnest_asyncio.apply()", "asyncio.run(main())");
    expect(await found(cells)).toEqual([[], []]);
    await client.open("file:///work/app.py", "import asyncio\nasyncio.run(main())\n");
    expect(await client.pushed("file:///work/app.py")).toEqual([]);
  });
});

describe("fixes", () => {
  it("put an import into the first cell with code, behind its magics, and leave one that another cell uses", async () => {
    const cells = await opened("!pip install x", "%%time\nx = time.time()\n", IMPORTS, SLEEPY);
    const action = await client.action(cells[3]!, "time.sleep", FIX);
    expect(action.diagnostics!.map(({ range }) => range)).toEqual([client.rangeOf(cells[3]!, "time.sleep(1)")]);
    expect(action.edit!.documentChanges).toMatchObject([
      { textDocument: { uri: cells[1], version: 1 } },
      { textDocument: { uri: cells[3], version: 1 } },
    ]);
    await client.apply(action.edit);
    expect(texts(cells)).toEqual([
      "!pip install x",
      "%%time\n\nimport asyncio\n\nx = time.time()\n",
      IMPORTS,
      "async def main():\n    await asyncio.sleep(1)",
    ]);
  });

  it("put an import beside others, and take one away that no cell uses", async () => {
    const cells = await opened("%load_ext x\nimport os\nimport time", SLEEPY);
    await client.apply((await client.action(cells[1]!, "time.sleep", FIX)).edit);
    expect(texts(cells)).toEqual([
      "%load_ext x\nimport asyncio\nimport os",
      "async def main():\n    await asyncio.sleep(1)",
    ]);
    // The edits of the two cells are told one behind the other, and the first may take the finding away already.
    await client.until(
      "no finding",
      () => client.published.findLast(({ uri }) => uri === cells[1])?.diagnostics.length === 0,
    );
  });

  it("leave an import that a line of IPython's may use", async () => {
    const cells = await opened(IMPORTS, SLEEPY, "%timeit time.time()", "%%time\nprint()");
    await client.apply((await client.action(cells[1]!, "time.sleep", FIX)).edit);
    expect(client.text(cells[0]!)).toBe("import asyncio\nimport time\n");
  });

  it("are all made at once for the notebook, and not for a cell by itself", async () => {
    const cells = await opened(IMPORTS, SLEEPY, SLEEPY.replace("main", "other"), "!ls");
    expect(await client.actions(cells[1]!, "time", { only: ["source.fixAll.async-skill"] })).toEqual([]);
    expect(await client.actions(cells[1]!, "time", { only: ["source.fixAll"] })).toEqual([]);
    for (const only of ["notebook", "notebook.source.fixAll", FIX_ALL]) {
      expect((await client.actions(cells[0]!, "time", { only: [only] })).map(({ kind }) => kind)).toEqual([FIX_ALL]);
    }
    const [action] = await client.actions(cells[0]!, "time", { only: [FIX_ALL] });
    await client.apply(action!.edit);
    const fixed = "async def main():\n    await asyncio.sleep(1)";
    expect(texts(cells)).toEqual(["import asyncio\n", fixed, fixed.replace("main", "other"), "!ls"]);
  });

  it("of one rule are made in the whole notebook", async () => {
    const cells = await opened(IMPORTS, SLEEPY, SLEEPY.replace("main", "other"));
    await client.apply(
      (await client.action(cells[1]!, "time.sleep", "Fix all 'blocking-sleep' in this notebook")).edit,
    );
    expect(texts(cells)[2]).toBe("async def other():\n    await asyncio.sleep(1)");
  });

  it("that would change a line of IPython's are refused", async () => {
    const cells = await opened(
      "import asyncio\n\nlock = asyncio.Lock()\n\nasync def main():\n    await lock.acquire()\n    !ls\n    lock.release()",
    );
    expect(await found(cells)).toEqual([["manual-lock-release"]]);
    const [refused] = await client.actions(cells[0]!, "lock.acquire");
    expect(refused).toMatchObject({ disabled: { reason: "It would change a line that IPython reads in its own way" } });
  });
});

describe("an ignore comment", () => {
  it("speaks of the notebook where it speaks of the file", async () => {
    const cells = await opened("%%capture\nimport time\n", SLEEPY, SLEEPY.replace("main", "other"));
    expect(await found(cells)).toEqual([[], ["blocking-sleep"], ["blocking-sleep"]]);
    await client.apply((await client.action(cells[2]!, "time.sleep", "Ignore 'blocking-sleep' in this notebook")).edit);
    expect(client.text(cells[0]!)).toBe("%%capture\n# async-skill: ignore-file[blocking-sleep]\nimport time\n");
    await client.until("both to go", () =>
      [1, 2].every((i) => client.published.findLast(({ uri }) => uri === cells[i])?.diagnostics.length === 0),
    );
    expect(
      await client.connection.sendRequest("textDocument/hover", {
        textDocument: { uri: cells[0] },
        position: client.rangeOf(cells[0]!, "blocking-sleep").start,
      }),
    ).toMatchObject({
      range: client.rangeOf(cells[0]!, "blocking-sleep"),
    });
  });

  it("speaks of a line of its cell", async () => {
    const cells = await opened(IMPORTS, SLEEPY, SLEEPY.replace("main", "other"));
    await client.apply((await client.action(cells[1]!, "time.sleep", "Ignore 'blocking-sleep' on this line")).edit);
    expect(client.text(cells[1]!)).toBe(`${SLEEPY}  # async-skill: ignore[blocking-sleep]`);
    await client.until(
      "one to go",
      () => client.published.findLast(({ uri }) => uri === cells[1])?.diagnostics.length === 0,
    );
    expect(await client.pushed(cells[2]!)).toHaveLength(1);
  });
});

it("are told to no client that knows none", async () => {
  const other = await Client.start({ server: built("server.js") });
  expect(other.result.capabilities.notebookDocumentSync).toBeUndefined();
  expect(await other.stop()).toBe(0);
});

it("is checked again when it is saved, where that is what checks wait for", async () => {
  const capabilities = { ...PULLING, notebookDocument: { synchronization: {} } };
  const other = await Client.start({
    server: built("server.js"),
    capabilities,
    configuration: () => ({ run: "onSave" }),
  });
  const uri = "file:///work/saved.ipynb";
  const [cell = ""] = await other.openNotebook(uri, `${IMPORTS}\n${SLEEPY}`);
  const first = await other.pull(cell);
  expect(first).toMatchObject({ kind: "full", items: [{}] });
  await other.change(cell, { text: "pass" });
  expect(await other.pull(cell, first.resultId)).toMatchObject({ kind: "unchanged" });
  await other.connection.sendNotification("notebookDocument/didSave", { notebookDocument: { uri } });
  await other.until("a refresh", () => other.refreshes > 0);
  expect(await other.pull(cell, first.resultId)).toMatchObject({ kind: "full", items: [] });
  expect(await other.stop()).toBe(0);
});
