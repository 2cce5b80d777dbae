/**
 * A client that hands the workspace's files over: what lies on no disk of the server's is followed as what does, and
 * nobody waits for it.
 */
import { FILES_BESIDE } from "../../server/src/config/beside";
import { afterEach, expect, it, vi } from "vitest";
import {
  type CodeAction,
  type Diagnostic,
  ProgressType,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type {
  CheckAnswer,
  FileContent,
  FilesFound,
  FilesProgress,
  FilesToRead,
  FilesWanted,
} from "../../shared/requests";
import { builtFor } from "./support/build";
import { CAPABLE, Client } from "./support/client";

const built = builtFor("server");
const FOLDER = "vscode-vfs://github%2Bmain/owner/my%20app";
const MAIN = "from app.helpers import pause\n\n\nasync def main():\n    pause()\n";
const SLEEPY = "import time\n\n\ndef pause():\n    time.sleep(1)\n";
const QUICK = "def pause():\n    pass\n";
const THREE = {
  "main.py": MAIN,
  "app/helpers.py": "from app.deep import wait\n\n\ndef pause():\n    wait()\n",
  "app/deep.py": "import time\n\n\ndef wait():\n    time.sleep(1)\n",
  "app/unrelated.py": "import app.deep\n",
};

let client: Client;
/** What the client's file system holds, by address. */
let files: Map<string, string>;
/** The files that were read, in that order. */
let reads: string[];
let asked: FilesWanted[];
/** Resolved before a read of Python files is answered with what they held when they were asked for. */
let pause: Promise<void>;

function uriOf(name: string): string {
  return `${FOLDER}/${name}`;
}

interface Handed {
  readonly find?: () => FilesFound;
  readonly resolving?: boolean;
  readonly configuration?: () => unknown;
}

async function start(
  texts: Readonly<Record<string, string>>,
  { find, resolving = false, configuration }: Handed = {},
): Promise<void> {
  files = new Map(Object.entries(texts).map(([name, text]) => [uriOf(name), text]));
  [reads, asked, pause] = [[], [], Promise.resolve()];
  const action = {
    ...CAPABLE.textDocument!.codeAction!,
    ...(resolving ? { dataSupport: true, resolveSupport: { properties: ["edit"] } } : {}),
  };
  client = await Client.start({
    server: built("server.js"),
    capabilities: { ...CAPABLE, textDocument: { ...CAPABLE.textDocument, codeAction: action } },
    folders: [FOLDER],
    initializationOptions: { handsFilesOver: true },
    ...(configuration === undefined ? {} : { configuration }),
    answers: {
      "async-skill/findFiles": (wanted: FilesWanted): FilesFound => {
        asked.push(wanted);
        return find?.() ?? { files: [...files.keys()], areAll: true };
      },
      "async-skill/readFiles": async ({ files: uris }: FilesToRead): Promise<readonly FileContent[]> => {
        reads.push(...uris.map((uri) => uri.slice(FOLDER.length + 1)));
        const contents = uris.map((uri): FileContent => {
          const text = files.get(uri);
          return text === undefined ? { isMissing: true } : text === "\0" ? { problem: "not UTF-8" } : { text };
        });
        if (uris.some(isCode)) await pause;
        return contents;
      },
    },
  });
}
afterEach(async () => {
  expect(await client.stop()).toBe(0);
});

async function openMain(): Promise<void> {
  await client.open(uriOf("main.py"), files.get(uriOf("main.py"))!);
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
async function write(name: string, text: string): Promise<void> {
  const isNew = !files.has(uriOf(name));
  files.set(uriOf(name), text);
  await tell(name, isNew ? 1 : 2);
}
/** Whether a file was read for its code: setup.py, and what starts a program, say besides what holds for a project. */
function isCode(file: string): boolean {
  return file.endsWith(".py") && !FILES_BESIDE.some((name) => file.split("/").at(-1) === name);
}
function codeReads(): readonly string[] {
  return reads.filter(isCode);
}

it("follows imports through files that lie where no path leads, and reads no others", async () => {
  await start(THREE);
  await openMain();
  const [finding] = await untilFound(1);
  expect(finding).toMatchObject({
    code: "blocking-helper-call",
    message: "pause() stalls the event loop: it calls wait(), which calls time.sleep()",
  });
  expect(finding!.relatedInformation?.map(({ location }) => location.uri)).toEqual([
    uriOf("app/helpers.py"),
    uriOf("app/deep.py"),
  ]);
  expect(codeReads()).toEqual(["app/helpers.py", "app/deep.py"]);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({
    names: expect.arrayContaining(["*.py"]),
    skipped: expect.arrayContaining(["node_modules", ".venv"]),
  });
});

it("goes by the open text of the other file, by that of the client's file again when it is closed", async () => {
  await start({ "main.py": MAIN, "app/helpers.py": QUICK });
  await openMain();
  await client.open(uriOf("app/helpers.py"), SLEEPY);
  await untilFound(1);
  await client.close(uriOf("app/helpers.py"));
  await untilFound(0);
});

it("follows files that come, change and go", async () => {
  await start({ "main.py": MAIN });
  await openMain();
  await untilFound(0);
  await write("app/helpers.py", SLEEPY);
  await untilFound(1);
  await write("app/helpers.py", QUICK);
  await untilFound(0);
  await write("app/helpers.py", SLEEPY);
  await untilFound(1);
  files.delete(uriOf("app/helpers.py"));
  await tell("app/helpers.py", 3);
  await untilFound(0);
});

it("reads a file again that changes while it is read, and keeps what is typed waiting for neither", async () => {
  await start({ "main.py": MAIN, "app/helpers.py": QUICK });
  let goOn = (): void => {};
  pause = new Promise((resolve) => (goOn = resolve));
  await openMain();
  await vi.waitFor(() => expect(codeReads()).toEqual(["app/helpers.py"]), { timeout: 60_000 });
  await write("app/helpers.py", SLEEPY);
  // Its own finding is told while the other file is waited for.
  await client.change(uriOf("main.py"), { text: `import time\n${MAIN}    time.sleep(2)\n` });
  await untilFound(1);
  expect(codeReads()).toEqual(["app/helpers.py"]);
  goOn();
  expect((await untilFound(2)).map(({ code }) => code)).toEqual(["blocking-helper-call", "blocking-sleep"]);
});

it("lets pyproject.toml say what holds, from when it comes on", async () => {
  await start({ "main.py": "import time\n\n\nasync def main():\n    time.sleep(1)\n" });
  await openMain();
  await untilFound(1);
  await write("pyproject.toml", '[tool.async-skill]\nignore = ["blocking-sleep"]\n');
  await untilFound(0);
});

const MAKE_ASYNC = "Make pause() async (callers elsewhere fail)";

/** The text of a file after the edits that a workspace edit has for it. */
function edited(name: string, { documentChanges }: WorkspaceEdit): string | undefined {
  const change = documentChanges?.find((one) => "edits" in one && one.textDocument.uri === uriOf(name));
  if (change === undefined || !("edits" in change)) return undefined;
  return TextDocument.applyEdits(
    TextDocument.create(uriOf(name), "python", 0, files.get(uriOf(name))!),
    change.edits as TextEdit[],
  );
}

it("makes a helper async in three files once that is chosen: no menu waits for the files", async () => {
  await start(THREE, { resolving: true });
  await openMain();
  await untilFound(1);
  const action = await client.action(uriOf("main.py"), "pause()", MAKE_ASYNC, { triggerKind: 1 });
  expect(action).not.toHaveProperty("edit");
  expect(codeReads()).toEqual(["app/helpers.py", "app/deep.py"]);
  const { edit } = await client.connection.sendRequest<CodeAction>("codeAction/resolve", action);
  expect(Object.keys(THREE).map((name) => edited(name, edit!))).toEqual([
    "from app.helpers import pause\n\n\nasync def main():\n    await pause()\n",
    "from app.deep import wait\n\n\nasync def pause():\n    await wait()\n",
    "import asyncio\n\n\nasync def wait():\n    await asyncio.sleep(1)\n",
    undefined,
  ]);
});

it.each([
  ["one of them can't be read", { ...THREE, "app/odd.py": "\0" }, undefined, "app/odd.py can't be read"],
  ["these aren't all", THREE, false, "not all files of the project can be read from here"],
  [
    "a caller stands against it",
    { ...THREE, "cli.py": "import app.helpers\n\napp.helpers.pause()\n" },
    undefined,
    "cli.py, line 3 calls app.helpers.pause() where nothing can be awaited",
  ],
])("refuses what needs all files where %s", async (_, texts, areAll, reason) => {
  await start(texts, { resolving: true, find: () => ({ files: [...files.keys()], areAll: areAll ?? true }) });
  await openMain();
  await untilFound(1);
  const action = await client.action(uriOf("main.py"), "pause()", MAKE_ASYNC, { triggerKind: 1 });
  expect(await client.connection.sendRequest<CodeAction>("codeAction/resolve", action)).not.toHaveProperty("edit");
  await client.until("a message", () => client.messages.length > 0);
  expect(client.messages).toEqual([`"Make pause() async" is not possible: ${reason}`]);
  const bounds = client.log.filter((line) => line.includes("more files than can be handed over"));
  expect(bounds).toHaveLength(areAll === false ? 1 : 0);
});

it("checks the workspace: what is ignored, or is an environment's, is left out, and imports are followed", async () => {
  await start({
    ...THREE,
    ".gitignore": "*_local.py\n/out/\n",
    "a_local.py": MAIN,
    "out/.gitignore": "!main.py\n",
    "out/main.py": MAIN,
    "app/.gitignore": "!kept_local.py\n",
    "app/kept_local.py": MAIN,
    "env/pyvenv.cfg": "",
    "env/main.py": MAIN,
    "pyproject.toml": "[tool.async-skill]\nwrong = 1\n",
  });
  const found = new Map<string, readonly unknown[]>();
  client.connection.onProgress(new ProgressType<FilesProgress>(), "all", ({ found: some }) => {
    for (const { uri, diagnostics } of some)
      found.set(
        uri.slice(FOLDER.length + 1),
        diagnostics.map(({ code }) => code),
      );
  });
  const answer = await client.connection.sendRequest<CheckAnswer>("async-skill/check", { partialResultToken: "all" });
  expect(answer).toEqual({ files: 6, findings: 3, problems: [] });
  await client.until("progress", () => found.size === 6);
  expect(Object.fromEntries([...found].filter(([, codes]) => codes.length > 0))).toEqual({
    "app/kept_local.py": ["blocking-helper-call"],
    "main.py": ["blocking-helper-call"],
    "pyproject.toml": ["invalid-configuration"],
  });
  expect([...found.keys()].toSorted()).toEqual([
    "app/deep.py",
    "app/helpers.py",
    "app/kept_local.py",
    "app/unrelated.py",
    "main.py",
    "pyproject.toml",
  ]);
});

it("asks anew where other folders are opened, and gives what lies in none its own findings alone", async () => {
  await start({ "main.py": MAIN, "app/helpers.py": SLEEPY });
  await client.open("untitled:new", SLEEPY.replace("def", "async def"));
  await client.until("findings", () =>
    client.published.some(({ uri, diagnostics }) => uri === "untitled:new" && diagnostics.length > 0),
  );
  await openMain();
  await untilFound(1);
  const folder = { uri: FOLDER, name: "app" };
  await client.connection.sendNotification("workspace/didChangeWorkspaceFolders", {
    event: { added: [], removed: [folder] },
  });
  await untilFound(0);
  await client.connection.sendNotification("workspace/didChangeWorkspaceFolders", {
    event: { added: [folder], removed: [] },
  });
  await untilFound(1);
  expect(asked).toHaveLength(3);
});
