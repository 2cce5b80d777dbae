/** What stands in other files is told where it is called, follows edits and the disk, and keeps nobody waiting. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, expect, it } from "vitest";
import type { CodeAction, Diagnostic, TextEdit, WorkspaceEdit } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { builtFor } from "./support/build";
import { CAPABLE, Client, PULLING } from "./support/client";

const built = builtFor("server");
const MAIN = "from app.helpers import pause\n\n\nasync def main():\n    pause()\n";
const SLEEPY = "import time\n\n\ndef pause():\n    time.sleep(1)\n";
const QUICK = "def pause():\n    pass\n";

let client: Client;
let folder: string;

async function start(
  files: Readonly<Record<string, string>>,
  capabilities = CAPABLE,
  configuration?: () => unknown,
): Promise<void> {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-other-files-")));
  for (const [name, text] of Object.entries(files)) write(name, text);
  await startAgain(capabilities, configuration);
}
async function startAgain(capabilities = CAPABLE, configuration?: () => unknown, caches?: string): Promise<void> {
  client = await Client.start({
    server: built("server.js"),
    capabilities,
    folders: [pathToFileURL(folder).href],
    ...(caches === undefined ? {} : { caches }),
    ...(configuration === undefined ? {} : { configuration }),
  });
}
afterEach(async () => {
  expect(await client.stop()).toBe(0);
  fs.rmSync(folder, { recursive: true });
});

function write(name: string, text: string): void {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}
function uriOf(name: string): string {
  return pathToFileURL(path.join(folder, name)).href;
}
/** Opens main.py with what stands on the disk. */
async function openMain(): Promise<void> {
  await client.open(uriOf("main.py"), fs.readFileSync(path.join(folder, "main.py"), "utf8"));
}
function last(name = "main.py"): readonly Diagnostic[] | undefined {
  return client.published.findLast(({ uri }) => uri === uriOf(name))?.diagnostics;
}
async function untilFound(count: number): Promise<readonly Diagnostic[]> {
  await client.until(`${count} findings`, () => last()?.length === count);
  return last()!;
}
async function tell(name: string, type: 1 | 2 | 3): Promise<void> {
  await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
    changes: [{ uri: uriOf(name), type }],
  });
}

it("tells a call of what blocks in another file, and where that is", async () => {
  await start({ "main.py": MAIN, "app/helpers.py": SLEEPY });
  await openMain();
  const [finding] = await untilFound(1);
  expect(finding).toMatchObject({
    code: "blocking-helper-call",
    message: "pause() stalls the event loop: it calls time.sleep()",
  });
  expect(finding!.relatedInformation).toEqual([
    {
      location: {
        uri: uriOf("app/helpers.py"),
        range: { start: { line: 4, character: 4 }, end: { line: 4, character: 17 } },
      },
      message: "calls time.sleep()",
    },
  ]);
});

it("tells in pyproject.toml what async code waits for, follows the disk, and declares the counterpart", async () => {
  const blocking = 'import requests\n\n\nasync def get():\n    return requests.get("http://localhost", timeout=5)\n';
  const declared = '[project]\ndependencies = [\n    "requests>=2",\n]\n';
  await start({ "app/api.py": blocking, "pyproject.toml": declared });
  await client.open(uriOf("pyproject.toml"), declared, "toml");
  const found = async (count: number): Promise<Diagnostic | undefined> => {
    await client.until(`${count} findings`, () => last("pyproject.toml")?.length === count);
    return last("pyproject.toml")![0];
  };
  expect(await found(1)).toMatchObject({
    code: "blocking-dependency",
    message: "requests keeps the event loop waiting in app/api.py, line 5; httpx, which would not, isn't declared",
    relatedInformation: [{ location: { uri: uriOf("app/api.py"), range: { start: { line: 4, character: 11 } } } }],
  });
  const [add] = (await client.actions(uriOf("pyproject.toml"), "requests", { only: ["quickfix"] })) as CodeAction[];
  expect(add?.title).toBe("Add httpx beside it (httpx must be installed)");
  write("app/api.py", blocking.replace("async def", "def"));
  await tell("app/api.py", 2);
  await found(0);
  write("app/api.py", blocking);
  await tell("app/api.py", 2);
  await found(1);
  await client.change(uriOf("pyproject.toml"), { text: declared.replace("]", '    "httpx",\n]') });
  await found(0);
});

it("goes by the open text of the other file, by the disk again when it is closed", async () => {
  await start({ "main.py": MAIN, "app/helpers.py": QUICK });
  await openMain();
  await client.open(uriOf("app/helpers.py"), SLEEPY);
  await untilFound(1);
  await client.change(uriOf("app/helpers.py"), { text: QUICK });
  await untilFound(0);
  await client.change(uriOf("app/helpers.py"), { text: SLEEPY });
  await untilFound(1);
  await client.close(uriOf("app/helpers.py"));
  await untilFound(0);
});

it("follows files that come, change and go on the disk", async () => {
  await start({ "main.py": MAIN });
  await openMain();
  await untilFound(0);
  write("app/helpers.py", SLEEPY);
  await tell("app/helpers.py", 1);
  await untilFound(1);
  write("app/helpers.py", QUICK);
  await tell("app/helpers.py", 2);
  await untilFound(0);
  write("app/helpers.py", SLEEPY);
  await tell("app/helpers.py", 2);
  await untilFound(1);
  fs.rmSync(path.join(folder, "app/helpers.py"));
  await tell("app/helpers.py", 3);
  await untilFound(0);
});

it("takes in that a folder goes, of whose files nothing is told", async () => {
  await start({ "main.py": MAIN, "app/helpers.py": SLEEPY });
  await openMain();
  await untilFound(1);
  fs.rmSync(path.join(folder, "app"), { recursive: true });
  await tell("app", 3);
  await untilFound(0);
});

it("reads on through files that nothing open names", async () => {
  await start({
    "main.py": MAIN,
    "app/helpers.py": "from app.deep import wait\n\n\ndef pause():\n    wait()\n",
    "app/deep.py": "import time\n\n\ndef wait():\n    time.sleep(1)\n",
  });
  await openMain();
  const [finding] = await untilFound(1);
  expect(finding!.relatedInformation?.map(({ location }) => location.uri)).toEqual([
    uriOf("app/helpers.py"),
    uriOf("app/deep.py"),
  ]);
});

const SDK = ".venv/lib/python3.12/site-packages/sdk";

it("reads what is installed for the project, tells where, and follows what is set", async () => {
  let environment = "auto";
  await start(
    {
      "main.py": "import sdk\n\n\nasync def main():\n    sdk.pause()\n",
      ".venv/pyvenv.cfg": "",
      [`${SDK}/__init__.py`]: "from .rest import pause\n",
      [`${SDK}/rest.py`]: SLEEPY,
    },
    { ...CAPABLE, workspace: { ...CAPABLE.workspace, configuration: true } },
    () => ({ environment }),
  );
  await openMain();
  const [finding] = await untilFound(1);
  expect(finding!.message).toBe("pause() stalls the event loop: it calls time.sleep() in sdk");
  expect(finding!.relatedInformation?.map(({ location }) => location.uri)).toEqual([uriOf(`${SDK}/rest.py`)]);
  const { edit } = await client.action(
    uriOf("main.py"),
    "sdk.pause()",
    "Run pause() in a thread (what is shared must be thread-safe)",
  );
  expect(edited("main.py", edit!)).toBe(
    "import asyncio\n\nimport sdk\n\n\nasync def main():\n    await asyncio.to_thread(sdk.pause)\n",
  );
  environment = "off";
  await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
  await untilFound(0);
  environment = ".venv";
  await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
  await untilFound(1);
});

it("reads the environment that was chosen in the editor before that beside the code, and behind one that is set", async () => {
  let environment = "auto";
  await start(
    {
      "main.py": "import sdk\n\n\nasync def main():\n    sdk.pause()\n",
      ".venv/pyvenv.cfg": "",
      ".venv/lib/python3.12/site-packages/sdk.py": QUICK,
      "chosen/lib/python3.13/site-packages/sdk.py": SLEEPY,
      "set/lib/python3.13/site-packages/sdk.py": QUICK,
    },
    { ...CAPABLE, workspace: { ...CAPABLE.workspace, configuration: true } },
    () => ({ environment }),
  );
  const choose = async (path: string): Promise<void> => {
    const environments = [{ folder: pathToFileURL(folder).href, path }];
    await client.connection.sendNotification("async-skill/environments", { environments });
  };
  const interpreter = path.join(folder, "chosen", "bin", "python");
  await openMain();
  await untilFound(0);
  await choose(interpreter);
  const [finding] = await untilFound(1);
  expect(finding!.relatedInformation?.map(({ location }) => location.uri)).toEqual([
    uriOf("chosen/lib/python3.13/site-packages/sdk.py"),
  ]);
  environment = "set";
  await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
  await untilFound(0);
  environment = "auto";
  await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
  await untilFound(1);
  await choose(path.join(folder, ".venv"));
  await untilFound(0);
});

it("has a client that pulls ask again, and answers it the same from then on", async () => {
  await start({ "main.py": MAIN, "app/helpers.py": SLEEPY }, PULLING);
  await openMain();
  expect(await client.items(uriOf("main.py"))).toEqual([]);
  await client.until("a refresh", () => client.refreshes > 0);
  expect(await client.items(uriOf("main.py"))).toHaveLength(1);
  await client.change(uriOf("main.py"), { text: `# a comment\n${MAIN}` });
  expect(await client.items(uriOf("main.py"))).toHaveLength(1);
});

const RESOLVING = {
  ...CAPABLE,
  workspace: { workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} } },
  textDocument: {
    ...CAPABLE.textDocument,
    codeAction: { ...CAPABLE.textDocument!.codeAction!, dataSupport: true, resolveSupport: { properties: ["edit"] } },
  },
};
const THREE = {
  "main.py": MAIN,
  "app/helpers.py": "from app.deep import wait\n\n\ndef pause():\n    wait()\n",
  "app/deep.py": "import time\n\n\ndef wait():\n    time.sleep(1)\n",
};
const MAKE_ASYNC = "Make pause() async (callers elsewhere fail)";

/** The text of a file after the edits that a workspace edit has for it. */
function edited(name: string, { documentChanges, changes }: WorkspaceEdit): string {
  const uri = uriOf(name);
  const edits = documentChanges?.find((change) => "edits" in change && change.textDocument.uri === uri) ?? {
    edits: changes?.[uri] ?? [],
  };
  const text = TextDocument.create(uri, "python", 0, fs.readFileSync(path.join(folder, name), "utf8"));
  return TextDocument.applyEdits(text, "edits" in edits ? (edits.edits as TextEdit[]) : []);
}

function expectAsync(edit: WorkspaceEdit): void {
  expect(Object.keys(THREE).map((name) => edited(name, edit))).toEqual([
    "from app.helpers import pause\n\n\nasync def main():\n    await pause()\n",
    "from app.deep import wait\n\n\nasync def pause():\n    await wait()\n",
    "import asyncio\n\n\nasync def wait():\n    await asyncio.sleep(1)\n",
  ]);
}

it("makes a helper async in three files at once, each change to be confirmed, those of open files tied to their version", async () => {
  await start(THREE, RESOLVING);
  await client.open(uriOf("app/deep.py"), THREE["app/deep.py"]);
  await openMain();
  await untilFound(1);
  const action = await client.action(uriOf("main.py"), "pause()", MAKE_ASYNC, { triggerKind: 2 });
  expect(action).not.toHaveProperty("edit");
  const { edit } = await client.connection.sendRequest<CodeAction>("codeAction/resolve", action);
  expectAsync(edit!);
  expect(
    edit!.documentChanges!.map(
      (change) => "edits" in change && [change.textDocument, change.edits.every((one) => "annotationId" in one)],
    ),
  ).toEqual([
    [{ uri: uriOf("main.py"), version: 1 }, true],
    [{ uri: uriOf("app/helpers.py"), version: null }, true],
    [{ uri: uriOf("app/deep.py"), version: 1 }, true],
  ]);
  expect(Object.values(edit!.changeAnnotations!)).toEqual([
    expect.objectContaining({ label: "Make pause() async", needsConfirmation: true }),
  ]);
});

it("gives the edits at once to a client that can't ask for them later, without versions where it knows none", async () => {
  await start(THREE, { ...CAPABLE, workspace: {} });
  await openMain();
  await untilFound(1);
  const { edit } = await client.action(uriOf("main.py"), "pause()", MAKE_ASYNC);
  expect(edit).not.toHaveProperty("documentChanges");
  expectAsync(edit!);
  expect(
    (await client.actions(uriOf("main.py"), "pause()", { triggerKind: 2 })).map(({ title }) => title),
  ).not.toContain(MAKE_ASYNC);
});

it("names the caller that stands against it: in the menu, or when it is chosen from a lightbulb", async () => {
  await start({ ...THREE, "app/cli.py": "from app.helpers import pause\n\n\ndef run():\n    pause()\n" }, RESOLVING);
  await openMain();
  await untilFound(1);
  const reason = "run() in app/cli.py calls pause() and is not async";
  const shown = await client.action(uriOf("main.py"), "pause()", "Make pause() async", { triggerKind: 1 });
  expect(shown.disabled).toEqual({ reason });
  const action = await client.action(uriOf("main.py"), "pause()", MAKE_ASYNC, { triggerKind: 2 });
  expect(await client.connection.sendRequest<CodeAction>("codeAction/resolve", action)).not.toHaveProperty("edit");
  await client.until("a message", () => client.messages.length > 0);
  expect(client.messages).toEqual([`"Make pause() async" is not possible: ${reason}`]);
});

it("looks at the files as they are when it is asked: a caller that comes, and an open text that differs from the disk", async () => {
  await start(THREE, RESOLVING);
  await openMain();
  await untilFound(1);
  const title = async (): Promise<CodeAction> =>
    client.action(uriOf("main.py"), "pause()", MAKE_ASYNC, { triggerKind: 1 });
  expectAsync((await title()).edit!);
  write("app/late.py", "import app.helpers\n\napp.helpers.pause()\n");
  await expect(title()).rejects.toThrow("Make pause() async");
  await client.open(uriOf("app/late.py"), "import app.helpers\n");
  expectAsync((await title()).edit!);
});

const SESSION = {
  "main.py": "from app.api import Api\n\n\nasync def main(api: Api):\n    return api.load()\n",
  "app/api.py":
    "import requests\n\n\nclass Api:\n    def __init__(self):\n        self.session = requests.Session()\n\n    def load(self):\n        return self.session.get('https://example.com', timeout=5).json()\n\n    def close(self):\n        self.session.close()\n",
  "app/other.py": "from app.api import Api\n\n\nasync def other():\n    api = Api()\n    api.load()\n    api.close()\n",
};
const MOVE_SESSION = "Move the session of load() to httpx (errors differ, callers elsewhere fail)";

it("moves a session in three files at once, each change to be confirmed", async () => {
  await start(SESSION, RESOLVING);
  await openMain();
  await untilFound(1);
  const action = await client.action(uriOf("main.py"), "api.load()", MOVE_SESSION, { triggerKind: 2 });
  const { edit } = await client.connection.sendRequest<CodeAction>("codeAction/resolve", action);
  expect(Object.keys(SESSION).map((name) => edited(name, edit!))).toEqual([
    SESSION["main.py"].replace("return", "return await"),
    "import httpx\n\n\nclass Api:\n    def __init__(self):\n        self.session = httpx.AsyncClient(timeout=5, follow_redirects=True)\n\n    async def load(self):\n        return (await self.session.get('https://example.com')).json()\n\n    async def close(self):\n        await self.session.aclose()\n",
    SESSION["app/other.py"]
      .replace("    api.load", "    await api.load")
      .replace("    api.close", "    await api.close"),
  ]);
  expect(Object.values(edit!.changeAnnotations!)).toEqual([expect.objectContaining({ needsConfirmation: true })]);
});

it("takes the await of callers in other files away where a function becomes plain, once in the menu; alone where no other file can be read", async () => {
  const plain = "async def _total(items):\n    return sum(items)\n\n\nasync def main():\n    await _total([1])\n";
  const files = {
    "main.py": plain,
    "app/other.py": "import main\n\n\nasync def other():\n    print(await main._total([2]))\n",
  };
  await start(files, RESOLVING);
  await openMain();
  await untilFound(1);
  const title = "Make _total() a plain function (callers elsewhere fail)";
  const actions = await client.actions(uriOf("main.py"), "_total(items)", { triggerKind: 2 });
  const [action, ...others] = actions.filter((one) => one.title === title);
  expect(others).toEqual([]);
  const { edit } = await client.connection.sendRequest<CodeAction>("codeAction/resolve", action!);
  expect(edited("app/other.py", edit!)).toBe(files["app/other.py"].replace("await ", ""));
  const here = plain.replace("async def _total", "def _total").replace("await ", "");
  expect(edited("main.py", edit!)).toBe(here);
  await client.open("untitled:new", plain);
  await client.until("findings", () =>
    client.published.some(({ uri, diagnostics }) => uri === "untitled:new" && diagnostics.length > 0),
  );
  const alone = await client.action("untitled:new", "_total(items)", title, { triggerKind: 2 });
  const { edit: own } = await client.connection.sendRequest<CodeAction>("codeAction/resolve", alone);
  const [change] = own!.documentChanges!;
  expect(
    TextDocument.applyEdits(
      TextDocument.create("untitled:new", "python", 0, plain),
      "edits" in change! ? (change.edits as TextEdit[]) : [],
    ),
  ).toBe(here);
});

it("makes nothing anew of files that have not changed since another server looked at them", async () => {
  await start({ "main.py": MAIN, "app/helpers.py": "from app.deeper import pause\n", "app/deeper.py": SLEEPY });
  const caches = path.join(folder, "caches");
  const look = async (): Promise<readonly (readonly [string, number])[]> => {
    expect(await client.stop()).toBe(0);
    await startAgain(CAPABLE, undefined, caches);
    await openMain();
    await untilFound(1);
    const kept = path.join(caches, "async-skill");
    const [build] = fs.readdirSync(kept);
    return fs
      .readdirSync(path.join(kept, build!))
      .map((name) => [name, fs.statSync(path.join(kept, build!, name)).ino]);
  };
  const first = await look();
  expect(first.length).toBeGreaterThan(1);
  expect(await look()).toEqual(first);
  write("app/deeper.py", `\n${SLEEPY}`);
  const after = await look();
  expect(after).toHaveLength(first.length + 1);
  expect(after).toEqual(expect.arrayContaining([...first]));
});

it("trusts a group of tasks as far as callers in other files let it, by their open texts, before and after these change", async () => {
  const jobs =
    "import asyncio\n\n\nasync def one(row):\n    row.seen = True\n    await asyncio.sleep(1)\n\n\nasync def both():\n    return await asyncio.gather(one(1), one(2))\n";
  const runs =
    "import asyncio\nfrom jobs import both\n\n\nasync def main():\n    print(await both())\n\n\nasyncio.run(main())\n";
  await start({ "main.py": runs, "jobs.py": jobs });
  await client.open(uriOf("jobs.py"), jobs);
  const titles = async (): Promise<readonly string[]> =>
    ((await client.actions(uriOf("jobs.py"), "asyncio.gather", { only: ["quickfix"] })) as CodeAction[])
      .map(({ title }) => title)
      .filter((title) => title.includes("TaskGroup"));
  expect(await titles()).toEqual(["Wrap in TaskGroup"]);
  await client.open(uriOf("main.py"), runs);
  await client.change(uriOf("main.py"), {
    text: runs.replace("    print(await both())", "    try:\n        await both()\n    except OSError:\n        pass"),
  });
  expect(await titles()).toEqual([
    "Wrap in TaskGroup, raising the first error itself (the others are cancelled)",
    "Wrap in TaskGroup (raises an ExceptionGroup)",
  ]);
  await client.close(uriOf("main.py"));
  expect(await titles()).toEqual(["Wrap in TaskGroup"]);
  write("main.py", "");
  await tell("main.py", 2);
  expect(await titles()).toEqual(["Wrap in TaskGroup (raises an ExceptionGroup)"]);
});

it("follows what is open in another folder of the window, as long as that is open", async () => {
  await start({
    "web/.git/HEAD": "",
    "web/main.py": "from core.helpers import pause\n\n\nasync def main():\n    pause()\n",
    "core/.git/HEAD": "",
    "core/src/core/__init__.py": "",
    "core/src/core/helpers.py": SLEEPY,
  });
  await client.connection.sendNotification("workspace/didChangeWorkspaceFolders", {
    event: {
      added: ["web", "core"].map((name) => ({ uri: uriOf(name), name })),
      removed: [{ uri: pathToFileURL(folder).href, name: "" }],
    },
  });
  await client.open(uriOf("web/main.py"), fs.readFileSync(path.join(folder, "web/main.py"), "utf8"));
  await client.until("a finding", () => last("web/main.py")?.length === 1);
  await client.connection.sendNotification("workspace/didChangeWorkspaceFolders", {
    event: { added: [], removed: [{ uri: uriOf("core"), name: "core" }] },
  });
  await client.until("no finding", () => last("web/main.py")?.length === 0);
});

it("takes a file that was never saved for a module, as long as it is open", async () => {
  await start({ "main.py": "from new.helpers import pause\n\n\nasync def main():\n    pause()\n" });
  await openMain();
  await client.until("an answer", () => last() !== undefined);
  expect(last()).toEqual([]);
  await client.open(uriOf("new/helpers.py"), SLEEPY);
  await untilFound(1);
  await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri: uriOf("new/helpers.py") } });
  await untilFound(0);
});

it("follows a stub that comes, and one that goes", async () => {
  await start({
    "main.py": "import sdk\n\n\nasync def main():\n    sdk.connect().send()\n",
    "venv/pyvenv.cfg": "",
    "venv/lib/python3.12/site-packages/sdk/__init__.py":
      "import time\n\n\nclass Link:\n    def send(self):\n        time.sleep(1)\n\n\ndef connect():\n    return made()\n",
  });
  const stub = "venv/lib/python3.12/site-packages/sdk/__init__.pyi";
  await openMain();
  await client.until("an answer", () => last() !== undefined);
  expect(last()).toEqual([]);
  write(stub, "class Link:\n    def send(self) -> None: ...\n\ndef connect() -> Link: ...\n");
  await tell(stub, 1);
  await untilFound(1);
  fs.rmSync(path.join(folder, stub));
  await tell(stub, 3);
  await untilFound(0);
});

it("follows a list of the environment that says where a package lies, as it comes, changes and goes", async () => {
  const elsewhere = fs.mkdtempSync(path.join(os.tmpdir(), "elsewhere-"));
  fs.mkdirSync(path.join(elsewhere, "sdk"));
  fs.writeFileSync(path.join(elsewhere, "sdk/__init__.py"), SLEEPY);
  await start({
    "main.py": "import sdk\n\n\nasync def main():\n    sdk.pause()\n",
    "venv/pyvenv.cfg": "",
    "venv/lib/python3.12/site-packages/other.pth": "",
  });
  const list = "venv/lib/python3.12/site-packages/other.pth";
  await openMain();
  await client.until("an answer", () => last() !== undefined);
  expect(last()).toEqual([]);
  write(list, `${elsewhere}\n`);
  await tell(list, 2);
  await untilFound(1);
  write(list, "# nowhere\n");
  await tell(list, 2);
  await untilFound(0);
  write(list, `${elsewhere}\n`);
  await tell(list, 1);
  await untilFound(1);
  fs.rmSync(path.join(folder, list));
  await tell(list, 3);
  await untilFound(0);
  fs.rmSync(elsewhere, { recursive: true });
});

it("looks through files that nobody imports for what a typed object may run, and follows them", async () => {
  const store = "import time\n\n\nclass Store:\n    def save(self):\n        time.sleep(1)\n";
  const memory = (body: string): string => `from store import Store\n\n\nclass Memory(Store):\n    ${body}\n`;
  await start({
    "main.py": "from store import Store\n\n\nasync def main(store: Store):\n    store.save()\n",
    "store.py": store,
    "memory.py": memory("pass"),
  });
  await openMain();
  await untilFound(1);
  write("memory.py", memory("def save(self): ..."));
  await tell("memory.py", 2);
  await untilFound(0);
  fs.rmSync(path.join(folder, "memory.py"));
  await tell("memory.py", 3);
  await untilFound(1);
  write("disk.py", memory("def save(self): ..."));
  await tell("disk.py", 1);
  await untilFound(0);
  await client.open(uriOf("disk.py"), memory("kind = 'disk'"));
  await untilFound(1);
});
