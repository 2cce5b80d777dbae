/** The lightbulb: what is offered, and that the text is right once an editor has applied it. */
import { afterEach, describe, expect, it } from "vitest";
import { type CodeAction, CodeActionTriggerKind } from "vscode-languageserver/node";
import { builtFor } from "./support/build";
import { CAPABLE, Client, type StartOptions } from "./support/client";

const built = builtFor("server");
const URI = "file:///work/app.py";
const SLEEPY = "import time\n\n\nasync def main():\n    time.sleep(1)\n";
const TWICE = `${SLEEPY}    print()  # done\n    time.sleep(2)\n`;
const FIXED = "import asyncio\n\n\nasync def main():\n    await asyncio.sleep(1)\n";
const FIX = "Replace with await asyncio.sleep()";
const FIX_RULE = "Fix all 'blocking-sleep' in this file";
const FIX_ALL = "source.fixAll.async-skill";
const IGNORE_LINE = "Ignore 'blocking-sleep' on this line";
const IGNORE_FILE = "Ignore 'blocking-sleep' in this file";
const RESOLVING = {
  ...CAPABLE,
  textDocument: {
    ...CAPABLE.textDocument,
    codeAction: { ...CAPABLE.textDocument!.codeAction!, dataSupport: true, resolveSupport: { properties: ["edit"] } },
  },
};

let client: Client;
async function opened(text: string, options: Omit<StartOptions, "server"> = {}): Promise<Client> {
  client = await Client.start({ server: built("server.js"), ...options });
  await client.open(URI, text);
  return client;
}
afterEach(async () => expect(await client.stop()).toBe(0));

const titles = (actions: readonly CodeAction[]): readonly string[] => actions.map((action) => action.title);

describe("quick fix", () => {
  it("repairs the code, imports included", async () => {
    await opened(SLEEPY);
    const action = await client.action(URI, "time.sleep(1)", FIX);
    expect(action).toMatchObject({ kind: "quickfix", isPreferred: true, diagnostics: [{ code: "blocking-sleep" }] });
    expect(action.edit?.documentChanges).toMatchObject([{ textDocument: { uri: URI, version: 1 } }]);
    await client.apply(action.edit);
    expect(client.text(URI)).toBe(FIXED);
    expect(await client.pushed(URI, 2)).toEqual([]);
  });

  it("is made of the text as it is now", async () => {
    await opened(SLEEPY);
    const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    void client.change(URI, { range: top, text: "# a comment\n" });
    await client.apply((await client.action(URI, "sleep", FIX)).edit);
    expect(client.text(URI)).toBe(`# a comment\n${FIXED}`);
  });

  it("is the same when it is made as it is chosen", async () => {
    const text = `${TWICE}\n\nasync def gets():\n    requests.get(URL)\n    open(PATH).read()\n\n\nimport requests\n`;
    const everywhere = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    await opened(text);
    const made = await client.actions(URI, everywhere, { only: ["quickfix"] });
    expect(await client.stop()).toBe(0);
    await opened(text, { capabilities: RESOLVING });
    const shown = await client.actions(URI, everywhere, { only: ["quickfix"] });
    expect(titles(shown)).toEqual(titles(made));
    const later = shown.filter(({ edit, disabled }) => edit === undefined && disabled === undefined);
    expect(titles(later)).toEqual(expect.arrayContaining([FIX, FIX_RULE, IGNORE_FILE]));
    const chosen = await Promise.all(
      shown.map((action) => client.connection.sendRequest<CodeAction>("codeAction/resolve", action)),
    );
    expect(chosen.map(({ edit }) => edit)).toEqual(made.map(({ edit }) => edit));
    await client.change(URI, { text: SLEEPY });
    for (const action of later)
      await expect(client.connection.sendRequest("codeAction/resolve", action)).rejects.toMatchObject({ code: -32801 });
  });

  it("is offered at the cursor, at a selection, and nowhere else", async () => {
    await opened(SLEEPY);
    const at = client.rangeOf(URI, "time.sleep");
    expect(titles(await client.actions(URI, { start: at.start, end: at.start }))).toContain(FIX);
    expect(titles(await client.actions(URI, { start: at.end, end: at.start }))).toContain(FIX);
    expect(
      titles(await client.actions(URI, { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } })),
    ).toContain(FIX);
    expect(await client.actions(URI, "async def", { triggerKind: CodeActionTriggerKind.Automatic })).toEqual([]);
  });

  it("carries what other tools say of the same place", async () => {
    await opened(SLEEPY);
    const range = client.rangeOf(URI, "time.sleep(1)");
    const elsewhere = client.rangeOf(URI, "import time");
    const ruff = { range, message: "ruff", source: "Ruff", code: "ASYNC251" };
    const sonar = { range, message: "sonar", source: "sonarqube", code: "python:S7488" };
    const diagnostics = [ruff, sonar, { ...ruff, code: "E501" }, { ...ruff, range: elsewhere }];
    const action = await client.action(URI, range, `blocking-sleep: ${FIX}`, { diagnostics });
    expect(action.diagnostics?.slice(1)).toEqual([ruff, sonar]);
  });

  it("names its rule where another tool speaks of the same place, and not beside findings of ours", async () => {
    await opened(SLEEPY, { capabilities: RESOLVING });
    const range = client.rangeOf(URI, "time.sleep(1)");
    const own = { range, message: "ours", source: "async-skill", code: "blocking-sleep" };
    expect(titles(await client.actions(URI, range, { diagnostics: [own] }))).toContain(FIX);
    const [named] = await client.actions(URI, range, {
      diagnostics: [own, { range, message: "a type", source: "Pylance" }],
    });
    expect(named!.title).toBe(`blocking-sleep: ${FIX}`);
    const chosen = await client.connection.sendRequest<CodeAction>("codeAction/resolve", named);
    await client.apply(chosen.edit);
    expect(client.text(URI)).toBe(FIXED);
  });

  it("comes as plain changes for a client without versions", async () => {
    await opened(SLEEPY, {
      capabilities: {
        textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } },
      },
    });
    const { edit } = await client.action(URI, "sleep", FIX);
    expect(Object.keys(edit ?? {})).toEqual(["changes"]);
    await client.apply(edit);
    expect(client.text(URI)).toBe(FIXED);
  });

  it("is not offered to a client that knows commands only", async () => {
    await opened(SLEEPY, { capabilities: {} });
    expect(await client.actions(URI, "sleep")).toEqual([]);
  });

  it("keeps CRLF, tabs and characters beyond the BMP", async () => {
    await opened('import time\r\n\r\nasync def main():\r\n\tx = "🐍🐍"; time.sleep(1)  # 🐍\r\n');
    await client.apply((await client.action(URI, "time.sleep", FIX)).edit);
    expect(client.text(URI)).toBe(
      'import asyncio\r\n\r\nasync def main():\r\n\tx = "🐍🐍"; await asyncio.sleep(1)  # 🐍\r\n',
    );
  });
});

describe("a fix that asks for attention", () => {
  const NETWORK =
    'import httpx\n\n\nasync def main():\n    async with httpx.AsyncClient(timeout=None) as client:\n        await client.get("https://example.org")\n';
  const ANNOTATION = { needsConfirmation: false, description: expect.stringContaining("10 seconds") };

  it("says what it changes, and is not preferred", async () => {
    await opened(NETWORK);
    const [action] = await client.actions(URI, "timeout=None");
    expect(action?.isPreferred).toBeUndefined();
    expect(action?.title).toMatch(/ \(fails after 10 s\)$/);
    expect(Object.values(action?.edit?.changeAnnotations ?? {})).toMatchObject([ANNOTATION]);
    await client.apply(action?.edit);
    expect(client.text(URI)).toBe(NETWORK.replace("None", "10.0"));
  });

  it.each([CAPABLE, RESOLVING])("has its value selected, for a client that can do so", async (capabilities) => {
    await opened(NETWORK, { initializationOptions: { selectAfterEdit: true }, capabilities });
    const [action] = await client.actions(URI, "timeout=None");
    expect(action?.command?.command).toBe("async-skill.applyEditWithSelection");
    await client.apply(action?.edit);
    expect(action?.command?.arguments).toEqual([URI, client.rangeOf(URI, "10.0")]);
  });

  const OPENS =
    '\n\n\nasync def main():\n    reader, writer = await open_connection("🐍", 1)\n    return reader, writer\n';
  it.each([
    { imports: "of a line of its own", before: "from asyncio.streams import open_connection", lines: 1 },
    { imports: "into a line that is there", before: "from asyncio import open_connection", lines: 0 },
  ])("has its value selected below imports that it adds: $imports", async ({ before, lines }) => {
    const text = before + OPENS;
    await opened(text, { initializationOptions: { selectAfterEdit: true } });
    const action = (await client.actions(URI, "open_connection(")).find((one) => one.command !== undefined);
    await client.apply(action?.edit);
    const [imports] = client.text(URI).split("\n\n");
    expect(imports).not.toBe(before);
    expect(imports?.split("\n")).toHaveLength(1 + lines);
    expect(action?.command?.arguments).toEqual([URI, client.rangeOf(URI, "10.0")]);
  });

  const REFUSED = "async def main(path):\n    return map(str, open(path))\n";
  it("is shown disabled with the reason where it can't be right", async () => {
    await opened(REFUSED);
    const refused = (await client.actions(URI, "open(path)")).filter((action) => action.disabled !== undefined);
    for (const action of refused)
      expect(action).toMatchObject({ kind: "quickfix", disabled: { reason: expect.stringMatching(/./) } });
    expect(refused.every((action) => action.edit === undefined)).toBe(true);
    expect(refused).not.toEqual([]);
  });

  const PAGES = { rulePages: { command: "show" } };
  it.each([CAPABLE, RESOLVING])(
    "tells the reason in an entry that leads to it, for a client that shows pages",
    async (capabilities) => {
      await opened(REFUSED, { initializationOptions: PAGES, capabilities });
      const actions = await client.actions(URI, "open(path)", { only: ["quickfix"] });
      const reason = actions.find(({ disabled }) => disabled !== undefined)!.disabled!.reason;
      expect(actions).toMatchObject([
        { disabled: { reason } },
        { title: `No fix: ${reason}`, command: { command: "show", arguments: ["blocking-file-io", reason] } },
        {
          title: "Show documentation for 'blocking-file-io'",
          command: { command: "show", arguments: ["blocking-file-io"] },
        },
        { title: "Ignore 'blocking-file-io' on this line" },
        { title: "Ignore 'blocking-file-io' in this file" },
      ]);
      for (const { diagnostics } of actions) expect(diagnostics).toMatchObject([{ code: "blocking-file-io" }]);
    },
  );

  it("leads to the page where nothing is offered, and tells no reason beside a fix", async () => {
    const yields = "import asyncio\n\n\nasync def main():\n    async with asyncio.timeout(1):\n        yield 1\n";
    await opened(yields, { initializationOptions: PAGES });
    const told = titles(await client.actions(URI, "yield 1", { only: ["quickfix"] })).filter(
      (title) => !title.startsWith("Ignore"),
    );
    expect(told).toEqual(["Why 'yield-in-task-scope' has no fix here", "Show documentation for 'yield-in-task-scope'"]);
    await client.change(URI, { text: SLEEPY });
    expect(titles(await client.actions(URI, "sleep")).filter((title) => /^(?:Why|No fix|Show)/.test(title))).toEqual([
      "Show documentation for 'blocking-sleep'",
    ]);
  });

  it("asks before it changes what callers see", async () => {
    const reads =
      "def lines(path):\n    found = []\n    with open(path) as file:\n        for line in file:\n            found.append(line)\n    return found\n";
    await opened(`${reads}\n\ndef show(path):\n    for line in lines(path):\n        print(line)\n`);
    const action = (await client.actions(URI, "def lines")).find(({ title }) =>
      title.startsWith("Make lines() a generator ("),
    );
    expect(Object.values(action?.edit?.changeAnnotations ?? {})).toMatchObject([{ needsConfirmation: true }]);
  });

  it("is left out where it can't be right, for a client that can't show why", async () => {
    const { disabledSupport: _, ...codeAction } = CAPABLE.textDocument!.codeAction!;
    await opened(REFUSED, { capabilities: { ...CAPABLE, textDocument: { ...CAPABLE.textDocument, codeAction } } });
    expect((await client.actions(URI, "open(path)")).filter((action) => action.disabled !== undefined)).toEqual([]);
  });
});

describe("all fixes", () => {
  it("of a rule, where there is more than one", async () => {
    await opened(SLEEPY);
    expect(titles(await client.actions(URI, "sleep"))).not.toContain(FIX_RULE);
    await client.change(URI, { text: TWICE });
    const action = await client.action(URI, "sleep", FIX_RULE);
    await client.apply(action.edit);
    expect(client.text(URI)).toBe(`${FIXED}    print()  # done\n    await asyncio.sleep(2)\n`);
    expect(await client.pushed(URI, 3)).toEqual([]);
  });

  it("touch the lines alone that differ", async () => {
    await opened(TWICE);
    const [action] = await client.actions(URI, "print", { only: ["source.fixAll"] });
    expect(action).toMatchObject({ kind: FIX_ALL });
    const [change] = action!.edit!.documentChanges!;
    const lines =
      "edits" in change!
        ? change.edits.flatMap((edit) => ("range" in edit ? [[edit.range.start.line, edit.range.end.line]] : []))
        : [];
    expect(lines).toEqual([
      [0, 1],
      [4, 5],
      [6, 7],
    ]);
    await client.apply(action!.edit);
    expect(client.text(URI)).toBe(`${FIXED}    print()  # done\n    await asyncio.sleep(2)\n`);
  });

  it("are worked out when chosen, for a client that asks again", async () => {
    await opened(TWICE, { capabilities: RESOLVING });
    const action = await client.action(URI, "sleep", FIX_RULE);
    expect(action.edit).toBeUndefined();
    const resolved: CodeAction = await client.connection.sendRequest("codeAction/resolve", action);
    await client.apply(resolved.edit);
    expect(client.text(URI)).toBe(`${FIXED}    print()  # done\n    await asyncio.sleep(2)\n`);
    await expect(client.connection.sendRequest("codeAction/resolve", action)).rejects.toMatchObject({ code: -32801 });
  });

  it("come when asked for, not with a lightbulb that shows itself", async () => {
    await opened(TWICE);
    const kinds = async (context: Parameters<Client["actions"]>[2]): Promise<readonly (string | undefined)[]> =>
      (await client.actions(URI, "print", context)).map((action) => action.kind);
    expect(await kinds({ triggerKind: CodeActionTriggerKind.Automatic })).toEqual([]);
    expect(await kinds({ triggerKind: CodeActionTriggerKind.Automatic, only: ["source.fixAll"] })).toEqual([FIX_ALL]);
    expect(await kinds({ only: [FIX_ALL] })).toEqual([FIX_ALL]);
    expect(await kinds({ only: ["source"] })).toEqual([FIX_ALL]);
    expect(await kinds({ only: ["source.fixAll.ruff"] })).toEqual([]);
    expect(await kinds({})).toEqual([FIX_ALL]);
  });

  it("are none where nothing is safe to fix", async () => {
    await opened("x = 1\n");
    expect(await client.actions(URI, "x", { only: [FIX_ALL] })).toEqual([]);
  });
});

describe("ignore comment", () => {
  const lines: Readonly<Record<string, readonly [string, string]>> = {
    "behind the code": ["    time.sleep(1)\n", "    time.sleep(1)  # async-skill: ignore[blocking-sleep]\n"],
    "in the place of white space": [
      "    time.sleep(1)   \n",
      "    time.sleep(1)  # async-skill: ignore[blocking-sleep]\n",
    ],
    "behind a comment": [
      "    time.sleep(1)  # wait\n",
      "    time.sleep(1)  # wait  # async-skill: ignore[blocking-sleep]\n",
    ],
    "into a comment that is there": [
      "    time.sleep(1)  # async-skill: ignore[no-such-rule] why\n",
      "    time.sleep(1)  # async-skill: ignore[no-such-rule, blocking-sleep] why\n",
    ],
    "into a comment above": [
      "    # async-skill: ignore[no-such-rule]\n    time.sleep(1)\n",
      "    # async-skill: ignore[no-such-rule, blocking-sleep]\n    time.sleep(1)\n",
    ],
    "behind the bracket of a call of several lines": [
      "    time.sleep(\n        1\n    )\n",
      "    time.sleep(  # async-skill: ignore[blocking-sleep]\n        1\n    )\n",
    ],
    "behind the last line, where the first goes on": [
      "    time.sleep(1 + \\\n        1)\n",
      "    time.sleep(1 + \\\n        1)  # async-skill: ignore[blocking-sleep]\n",
    ],
    "above, where every line goes on": [
      "    x = (time.sleep(1), '''\n    ''')\n",
      "    # async-skill: ignore[blocking-sleep]\n    x = (time.sleep(1), '''\n    ''')\n",
    ],
  };
  it.each(Object.entries(lines))("on the line: %s", async (_title, [before, after]) => {
    const head = "import time\n\n\nasync def main():\n";
    await opened(head + before);
    await client.apply((await client.action(URI, "time.sleep", IGNORE_LINE)).edit);
    expect(client.text(URI)).toBe(head + after);
    expect((await client.pushed(URI, 2)).filter((one) => one.code === "blocking-sleep")).toEqual([]);
  });

  const files: Readonly<Record<string, readonly [string, string]>> = {
    "at the top": ["", "# async-skill: ignore-file[blocking-sleep]\n"],
    "below what has to be first": [
      "#!/usr/bin/env python\n# coding: utf-8\n",
      "#!/usr/bin/env python\n# coding: utf-8\n# async-skill: ignore-file[blocking-sleep]\n",
    ],
    "into a comment that is there": [
      "# async-skill: ignore-file[no-such-rule]\n",
      "# async-skill: ignore-file[no-such-rule, blocking-sleep]\n",
    ],
  };
  it.each(Object.entries(files))("for the file: %s", async (_title, [before, after]) => {
    await opened(before + TWICE);
    await client.apply((await client.action(URI, "time.sleep", IGNORE_FILE)).edit);
    expect(client.text(URI)).toBe(after + TWICE);
    expect((await client.pushed(URI, 2)).filter((one) => one.code === "blocking-sleep")).toEqual([]);
  });

  it("leaves the comments of other tools their say", async () => {
    const line = '    requests.get("https://example.org")  # noqa: S113\n';
    await opened(`import requests\n\n\nasync def main():\n${line}`);
    expect((await client.pushed(URI)).map((one) => one.code)).toEqual(["blocking-http-call"]);
    await client.apply((await client.action(URI, "requests.get", "Ignore 'blocking-http-call' on this line")).edit);
    expect(client.text(URI)).toContain("# noqa: S113  # async-skill: ignore[blocking-http-call]\n");
    expect(await client.pushed(URI, 2)).toEqual([]);
  });

  it("is not offered where none can stand", async () => {
    await opened("import time\n\n\nasync def main():\n    x = 1 + \\\n        time.sleep(1) + \\\n        2\n");
    expect(titles(await client.actions(URI, "time.sleep"))).not.toContain(IGNORE_LINE);
    expect(titles(await client.actions(URI, "time.sleep"))).toContain(IGNORE_FILE);
  });

  it("tells of its rule", async () => {
    await opened(SLEEPY.replace("(1)", "(1)  # async-skill: ignore[blocking-sleep]"));
    const { start } = client.rangeOf(URI, "blocking-sleep");
    const hover = await client.connection.sendRequest("textDocument/hover", {
      textDocument: { uri: URI },
      position: start,
    });
    expect(hover).toMatchObject({
      contents: { kind: "markdown", value: expect.stringContaining("time.sleep()") },
      range: client.rangeOf(URI, "blocking-sleep"),
    });
    expect(
      await client.connection.sendRequest("textDocument/hover", {
        textDocument: { uri: URI },
        position: { line: 0, character: 1 },
      }),
    ).toBeNull();
  });
});

describe("refactoring", () => {
  const LOOP =
    "import asyncio\n\n\nasync def main(urls, fetch):\n    for url in urls:\n        await fetch(url)\n    print('🐍')\n";
  const TOGETHER = "Run the iterations at the same time in a TaskGroup";
  const BOUNDED = "Run the iterations at the same time, 10 at most";
  const LIMIT = "Wrap in async with asyncio.timeout(10.0)";

  it("is offered at the cursor, and changes the code", async () => {
    await opened(LOOP);
    const actions = await client.actions(URI, "for", { only: ["refactor"] });
    expect(actions.map(({ title, kind }) => [title, kind])).toEqual(
      [TOGETHER, BOUNDED, LIMIT].map((title) => [title, "refactor.rewrite"]),
    );
    for (const action of actions) {
      expect(action.diagnostics).toBeUndefined();
      expect(Object.values(action.edit?.changeAnnotations ?? {})).toMatchObject([
        { label: action.title, description: expect.stringMatching(/./) },
      ]);
    }
    await client.apply(actions[0]!.edit);
    expect(client.text(URI)).toContain(
      "        for url in urls:\n            group.create_task(fetch(url))\n    print('🐍')\n",
    );
  });

  it("has its value selected, for a client that can do so", async () => {
    await opened(LOOP, { initializationOptions: { selectAfterEdit: true } });
    const action = await client.action(URI, "for", BOUNDED);
    await client.apply(action.edit);
    expect(action.command?.arguments).toEqual([URI, client.rangeOf(URI, "10")]);
  });

  it("takes a selection, in either direction", async () => {
    await opened("import asyncio\n\n\nasync def main(a, b):\n    await a()\n    await b()\n");
    const [from, to] = [client.rangeOf(URI, "await a").start, client.rangeOf(URI, "b()\n").end];
    const action = await client.action(URI, { start: to, end: from }, LIMIT);
    await client.apply(action.edit);
    expect(client.text(URI)).toContain("    async with asyncio.timeout(10.0):\n        await a()\n        await b()\n");
  });

  it("comes when asked for, not with a lightbulb that shows itself, nor among other kinds", async () => {
    await opened(LOOP);
    const kinds = async (context: Parameters<Client["actions"]>[2]): Promise<readonly (string | undefined)[]> => [
      ...new Set((await client.actions(URI, "for", context)).map((action) => action.kind)),
    ];
    expect(await kinds({ triggerKind: CodeActionTriggerKind.Invoked })).toEqual(["refactor.rewrite"]);
    expect(await kinds({ triggerKind: CodeActionTriggerKind.Automatic })).toEqual([]);
    expect(await kinds({ only: ["refactor.rewrite"] })).toEqual(["refactor.rewrite"]);
    expect(await kinds({ only: ["refactor.extract"] })).toEqual([]);
    expect(await kinds({ only: ["quickfix"] })).toEqual([]);
    expect(await kinds({ only: ["source"] })).toEqual([]);
  });

  it("is disabled with the reason where it can't be right", async () => {
    await opened(LOOP.replace("await fetch(url)", "if await fetch(url):\n            break"));
    expect(await client.action(URI, "for", TOGETHER)).toMatchObject({
      kind: "refactor.rewrite",
      disabled: { reason: "the loop may end early: break" },
    });
  });

  it("is not offered beside a fix that does the same", async () => {
    await opened("import shutil\n\n\nasync def main():\n    shutil.rmtree('cache')\n");
    const threads = (await client.actions(URI, "rmtree")).filter((action) => action.title.includes("thread"));
    expect(threads.map(({ kind }) => kind)).toEqual(["quickfix"]);
  });

  it("is none in pyproject.toml, in broken code, and where the user wants nothing", async () => {
    await opened(LOOP);
    await client.open("file:///work/pyproject.toml", '[project]\nname = "for"\n', "toml");
    expect(await client.actions("file:///work/pyproject.toml", "for", { only: ["refactor"] })).toEqual([]);
    await client.change(URI, { text: LOOP.replace("print(", "print((") });
    expect(await client.actions(URI, "for", { only: ["refactor"] })).toEqual([]);
  });
});
