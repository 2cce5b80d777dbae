/** What the server answers beside the protocol: about all files of a workspace, and about its settings. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  CancellationTokenSource,
  CodeActionTriggerKind,
  type Diagnostic,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { builtFor } from "./support/build";
import { CAPABLE, Client, PULLING, type StartOptions } from "./support/client";

const built = builtFor("server");
const SLEEPY = "import asyncio\nimport time\n\n\nasync def main():\n    time.sleep(1)\n";
const AWAKE = "import asyncio\n\n\nasync def main():\n    await asyncio.sleep(1)\n";

let client: Client;
let folder: string;
beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-requests-")));
  return () => fs.rmSync(folder, { recursive: true });
});
afterEach(async () => expect(await client.stop()).toBe(0));

const uriOf = (name: string): string => pathToFileURL(path.join(folder, name)).href;
const write = (name: string, text: string): void => {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), text);
};
const start = async (options: Omit<StartOptions, "server"> = {}): Promise<void> => {
  client = await Client.start({ server: built("server.js"), capabilities: PULLING, folders: [uriOf("")], ...options });
};
const configured = (settings: () => unknown): Promise<void> => start({ configuration: settings });

interface Progress {
  readonly done: number;
  readonly total: number;
  readonly found: readonly { readonly uri: string; readonly diagnostics: readonly Diagnostic[] }[];
}

/** The rules that are found in each file, and the answer. */
async function check(files?: readonly string[]): Promise<{
  readonly answer: unknown;
  readonly found: Record<string, readonly unknown[]>;
  readonly last: Progress | undefined;
}> {
  const found: Record<string, readonly unknown[]> = {};
  let last: Progress | undefined;
  const listening = client.connection.onNotification("$/progress", ({ value }: { readonly value: Progress }) => {
    last = value;
    for (const { uri, diagnostics } of value.found)
      found[uri.slice(uriOf("").length + (uriOf("").endsWith("/") ? 0 : 1))] = diagnostics.map(({ code }) => code);
  });
  const answer: unknown = await client.connection.sendRequest("async-skill/check", {
    partialResultToken: "check",
    ...(files === undefined ? {} : { files }),
  });
  listening.dispose();
  return { answer, found, last };
}

describe("a check of the workspace", () => {
  it("tells what the command line would find, open texts before those on the disk, and how far it has come", async () => {
    write("pyproject.toml", '[tool.async-skill]\nexclude = ["old/"]\nignore = ["no-such-rule"]\n');
    write("app/helper.py", "import time\n\n\ndef wait():\n    time.sleep(1)\n");
    write("app/main.py", "from app.helper import wait\n\n\nasync def main():\n    wait()\n");
    write("app/open.py", AWAKE);
    write("app/latin.py", "");
    fs.writeFileSync(path.join(folder, "app/broken.py"), Buffer.from([0x23, 0xff]));
    write("old/gone.py", SLEEPY);
    write("node_modules/gone.py", SLEEPY);
    write(".venv/gone.py", SLEEPY);
    await start();
    await client.open(uriOf("app/open.py"), SLEEPY);
    const { answer, found, last } = await check();
    expect(found).toEqual({
      "pyproject.toml": ["invalid-configuration"],
      "app/helper.py": [],
      "app/main.py": ["blocking-helper-call"],
      "app/open.py": ["blocking-sleep"],
      "app/latin.py": [],
      "old/gone.py": [],
    });
    expect(last).toMatchObject({ done: 7, total: 7 });
    expect(answer).toEqual({ files: 5, findings: 3, problems: [expect.stringMatching(/broken\.py: not UTF-8/)] });
  });

  it("looks at the files that it is asked about", async () => {
    write("a.py", SLEEPY);
    write("b.py", SLEEPY);
    await start();
    const { answer, found } = await check([uriOf("b.py"), uriOf("none.py")]);
    expect(found).toEqual({ "b.py": ["blocking-sleep"] });
    expect(answer).toEqual({ files: 1, findings: 1, problems: [expect.stringMatching(/none\.py/)] });
  });

  it("ends when nobody waits for it", async () => {
    write("a.py", SLEEPY);
    let tell: () => void = () => {};
    const held = new Promise<void>((resolve) => (tell = resolve));
    await configured(() => held);
    const source = new CancellationTokenSource();
    const answer = client.connection.sendRequest("async-skill/check", {}, source.token);
    await client.until("a question for settings", () => client.asked.requests > 0);
    source.cancel();
    tell();
    await expect(answer).rejects.toMatchObject({ message: "cancelled" });
  });
});

describe("fix all", () => {
  const textAfter = (edit: WorkspaceEdit | undefined, uri: string, before: string): string => {
    const change = (edit?.documentChanges ?? []).find((one) => "textDocument" in one && one.textDocument.uri === uri);
    if (change === undefined || !("edits" in change)) return before;
    const lines = before.split("\n");
    for (const one of change.edits.toReversed()) {
      if (!("newText" in one)) throw new Error("no plain edit");
      lines.splice(
        one.range.start.line,
        one.range.end.line - one.range.start.line,
        ...one.newText.split("\n").slice(0, -1),
      );
    }
    return lines.join("\n");
  };

  it("repairs files that are open and files that aren't, safely", async () => {
    write("a.py", SLEEPY);
    write("b.py", AWAKE);
    write("c.py", "import requests\n\n\nasync def get():\n    return requests.get('x', timeout=1).text\n");
    await start();
    await client.open(uriOf("b.py"), SLEEPY, "python", 7);
    const answer: { readonly edit: WorkspaceEdit; readonly fixes: number } = await client.connection.sendRequest(
      "async-skill/fixAll",
      {},
    );
    expect(answer).toMatchObject({ fixes: 2, files: 2, problems: [] });
    expect(answer.edit.documentChanges).toMatchObject([
      { textDocument: { uri: uriOf("a.py"), version: null } },
      { textDocument: { uri: uriOf("b.py"), version: 7 } },
    ]);
    expect(textAfter(answer.edit, uriOf("a.py"), SLEEPY)).toBe(AWAKE);
    expect(Object.values(answer.edit.changeAnnotations ?? {})).toMatchObject([{ needsConfirmation: false }]);
  });

  it("repairs unsafely where that is asked for, declares what the code needs then, and has the user confirm", async () => {
    const text = "import requests\n\n\nasync def get():\n    return requests.get('x', timeout=1).text\n";
    const project = '[project]\ndependencies = ["requests"]\n';
    write("c.py", text);
    write("pyproject.toml", project);
    await start();
    const answer: { readonly edit: WorkspaceEdit } = await client.connection.sendRequest("async-skill/fixAll", {
      files: [uriOf("c.py")],
      unsafe: true,
      confirm: true,
    });
    expect(textAfter(answer.edit, uriOf("c.py"), text)).toContain("httpx.AsyncClient(");
    expect(textAfter(answer.edit, uriOf("pyproject.toml"), project)).toContain('"httpx"');
    expect(Object.values(answer.edit.changeAnnotations ?? {})).toMatchObject([{ needsConfirmation: true }]);
  });

  it("answers without an edit where there is nothing to do", async () => {
    write("b.py", AWAKE);
    await start();
    expect(await client.connection.sendRequest("async-skill/fixAll", {})).toEqual({ fixes: 0, files: 0, problems: [] });
  });
});

describe("the project's settings", () => {
  const CREATING = {
    ...PULLING,
    workspace: {
      ...CAPABLE.workspace,
      workspaceEdit: { documentChanges: true, resourceOperations: ["create" as const] },
    },
  };

  it("are begun in the nearest pyproject.toml, made where there is none", async () => {
    await start({ capabilities: CREATING });
    const request = (uri: string): Promise<{ readonly uri: string; readonly edit?: WorkspaceEdit } | null> =>
      client.connection.sendRequest("async-skill/createConfiguration", { uri });
    const made = await request(uriOf("app/a.py"));
    expect(made).toMatchObject({
      uri: uriOf("pyproject.toml"),
      edit: {
        documentChanges: [
          { kind: "create", uri: uriOf("pyproject.toml") },
          { textDocument: { uri: uriOf("pyproject.toml"), version: null } },
        ],
      },
      range: { start: { line: 0, character: 0 } },
    });
    await client.open(uriOf("pyproject.toml"), "[project]\n\n[tool.async-skill]\n", "toml");
    expect(await request(uriOf("pyproject.toml"))).toEqual({
      uri: uriOf("pyproject.toml"),
      range: { start: { line: 2, character: 0 }, end: { line: 2, character: 0 } },
    });
    expect(await request("untitled:Untitled-1")).toBeNull();
  });

  it("take a rule in that is to be ignored", async () => {
    write("pyproject.toml", "[tool.async-skill]\nignore = []\n");
    await start();
    await client.open(uriOf("a.py"), SLEEPY);
    const only = ["quickfix.async-skill.ignore.project"];
    const actions = await client.actions(uriOf("a.py"), "time.sleep", { only });
    expect(actions).toMatchObject([
      {
        title: "Ignore 'blocking-sleep' in this project",
        kind: only[0],
        edit: {
          documentChanges: [
            { textDocument: { uri: uriOf("pyproject.toml") }, edits: [{ newText: '"blocking-sleep"' }] },
          ],
        },
      },
    ]);
    expect(
      (await client.actions(uriOf("a.py"), "time.sleep", { only: ["quickfix.async-skill.ignore"] })).map(
        ({ title }) => title,
      ),
    ).toEqual([
      "Ignore 'blocking-sleep' on this line",
      "Ignore 'blocking-sleep' in this file",
      "Ignore 'blocking-sleep' in this project",
    ]);
  });
});

describe("the editor's settings", () => {
  const rules = async (name: string): Promise<readonly unknown[]> =>
    (await client.items(uriOf(name))).map(({ code }) => code);
  const changed = async (): Promise<void> => {
    const before = client.asked.requests;
    await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    await client.until("a question", () => client.asked.requests > before);
  };

  it("say which rules run and which files are checked", async () => {
    let settings: unknown = { select: ["missing-await"], ignore: [], exclude: [] };
    await configured(() => settings);
    await client.open(uriOf("app/a.py"), `${SLEEPY}    main()\n`);
    expect(await rules("app/a.py")).toEqual(["missing-await"]);
    settings = { ignore: ["missing-await"] };
    await changed();
    await expect.poll(() => rules("app/a.py")).toEqual(["blocking-sleep"]);
    settings = { exclude: ["/app/"] };
    await changed();
    await expect.poll(() => rules("app/a.py")).toEqual([]);
  });

  it("go before those of the project, behind them, or alone", async () => {
    write(
      "pyproject.toml",
      '[tool.async-skill]\nignore = ["missing-await"]\nseverity = { blocking-sleep = "error" }\n',
    );
    let settings: object = { severity: { "blocking-sleep": "hint" } };
    await configured(() => settings);
    await client.open(uriOf("a.py"), `${SLEEPY}    main()\n`);
    const told = async (): Promise<readonly unknown[]> =>
      (await client.items(uriOf("a.py"))).map(({ code, severity }) => [code, severity]);
    expect(await told()).toEqual([["blocking-sleep", 4]]);
    settings = { ...settings, configurationPreference: "projectFirst" };
    await changed();
    await expect.poll(told).toEqual([["blocking-sleep", 1]]);
    settings = { ...settings, configurationPreference: "editorOnly" };
    await changed();
    await expect.poll(told).toEqual([
      ["blocking-sleep", 4],
      ["missing-await", expect.anything()],
    ]);
  });

  it("have a file checked when it is saved", async () => {
    await configured(() => ({ run: "onSave" }));
    const uri = uriOf("a.py");
    await client.open(uri, SLEEPY);
    const first = await client.pull(uri);
    expect(first).toMatchObject({ kind: "full", items: [{}] });
    await client.change(uri, { text: AWAKE });
    expect(await client.pull(uri, first.resultId)).toEqual({ kind: "unchanged", resultId: first.resultId });
    expect(client.refreshes).toBe(0);
    await client.connection.sendNotification("textDocument/didSave", { textDocument: { uri } });
    await client.until("a refresh", () => client.refreshes === 1);
    expect(await client.pull(uri, first.resultId)).toMatchObject({ kind: "full", items: [] });
  });

  it("name the rules that may fix when a file is saved", async () => {
    const settings = { fixOnSaveRules: ["missing-timeout"] };
    await configured(() => settings);
    await client.open(uriOf("a.py"), SLEEPY);
    const only = ["source.fixAll"];
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    expect(await client.actions(uriOf("a.py"), range, { only, triggerKind: CodeActionTriggerKind.Automatic })).toEqual(
      [],
    );
    expect(
      await client.actions(uriOf("a.py"), range, { only, triggerKind: CodeActionTriggerKind.Invoked }),
    ).toHaveLength(1);
  });

  it("are told what is wrong with them, and that nothing is any more", async () => {
    let settings: unknown = {
      run: "sometimes",
      httpClient: "requests",
      severity: { "missing-await": "loud" },
      select: ["blocking-slep"],
    };
    await start({ configuration: () => settings, initializationOptions: { settingsProblems: true } });
    const told: (readonly string[])[] = [];
    client.connection.onNotification(
      "async-skill/settingsProblems",
      ({ problems }: { readonly problems: readonly string[] }) => void told.push(problems),
    );
    await client.open(uriOf("a.py"), SLEEPY);
    await client.items(uriOf("a.py"));
    settings = {};
    await changed();
    await expect.poll(() => told.length).toBe(2);
    expect(told).toEqual([
      [
        'asyncSkill.run is ignored: it has to be one of onType, onSave, and is "sometimes"',
        "asyncSkill.select names no rule: blocking-slep",
        'asyncSkill.httpClient is ignored: it has to be one of auto, httpx, httpx2, aiohttp, and is "requests"',
        'asyncSkill.severity.missing-await is ignored: it has to be one of off, hint, information, warning, error, and is "loud"',
      ],
      [],
    ]);
  });
});

it("tells who is to find a fault what holds, and no text", async () => {
  await start();
  await client.open(uriOf("a.py"), "secret = 1\n");
  const told: string = await client.connection.sendRequest("async-skill/debugInformation", { uri: uriOf("a.py") });
  expect(JSON.parse(told)).toMatchObject({
    folders: 1,
    openDocuments: [{ version: 1 }],
    readsFiles: true,
    activeFile: { enabled: true, run: "onType", hasProject: false },
  });
  expect(told).not.toContain("secret");
});

it("offers the way from a finding to what it is about, by the client's command", async () => {
  const text = "import time\n\n\ndef wait():\n    time.sleep(1)\n\n\nasync def main():\n    wait()\n";
  await start({ initializationOptions: { pathCommand: "show.path" } });
  await client.open(uriOf("a.py"), text);
  const action = await client.action(uriOf("a.py"), "    wait()", "Show the path of 'blocking-helper-call'");
  const [finding] = await client.items(uriOf("a.py"));
  expect(action.command).toMatchObject({ command: "show.path", arguments: [uriOf("a.py"), finding!.range] });
});
