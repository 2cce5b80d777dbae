/** What the editor and the project decide, and that a change of it shows at once. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DiagnosticSeverity, FileChangeType, type TextEdit, type WorkspaceEdit } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { builtFor } from "./support/build";
import { CAPABLE, Client, PULLING, type StartOptions } from "./support/client";

const built = builtFor("server");
const URI = "file:///work/app.py";
const SLEEPY = "import time\n\n\nasync def main():\n    time.sleep(1)\n";

let client: Client;
async function start(options: Omit<StartOptions, "server"> = {}): Promise<Client> {
  client = await Client.start({ server: built("server.js"), ...options });
  return client;
}
afterEach(async () => expect(await client.stop()).toBe(0));

/** Settings of an editor, asked for by the server or sent along. */
const ways: Readonly<Record<string, (settings: unknown) => Omit<StartOptions, "server">>> = {
  "asked for": (settings) => ({ configuration: () => settings }),
  "sent with initialize": (settings) => ({ initializationOptions: { settings } }),
  "sent with initialize, in their section": (settings) => ({
    initializationOptions: { settings: { asyncSkill: settings } },
  }),
};
describe.each(Object.entries(ways))("settings %s", (_way, options) => {
  it("switch everything off", async () => {
    await start(options({ enable: false }));
    await client.open(URI, SLEEPY);
    expect(await client.pushed(URI)).toEqual([]);
    expect(await client.actions(URI, "sleep")).toEqual([]);
  });

  it("switch a rule off", async () => {
    await start(options({ severity: { "blocking-sleep": "off" } }));
    await client.open(URI, SLEEPY);
    expect(await client.pushed(URI)).toEqual([]);
  });

  it("change a severity", async () => {
    await start(options({ severity: { "blocking-sleep": "error" } }));
    await client.open(URI, SLEEPY);
    expect(await client.pushed(URI)).toMatchObject([{ severity: DiagnosticSeverity.Error }]);
  });

  it.each([
    [null],
    [7],
    [[]],
    [
      {
        enable: "no",
        defaultTimeout: -1,
        httpClient: "curl",
        severity: { "blocking-sleep": "loud", "no-such-rule": "off" },
      },
    ],
    [{ severity: [], testPaths: "tests", scriptPaths: [1] }],
    [{ severity: null }],
  ])("that are of no use change nothing: %j", async (settings) => {
    await start(options(settings));
    await client.open(URI, SLEEPY);
    expect(await client.pushed(URI)).toMatchObject([{ severity: DiagnosticSeverity.Warning }]);
  });

  it("that don't exist are told in the log, a few of them", async () => {
    const severity = Object.fromEntries(Array.from({ length: 30_000 }, (_, i) => [`no-rule-${i}`, "off"]));
    await start(options({ selekt: ["blocking-sleep"], severity }));
    await client.open(URI, SLEEPY);
    expect(await client.pushed(URI)).toHaveLength(1);
    expect(client.log).toContain("there is no setting asyncSkill.selekt");
    expect(client.log).toContain("asyncSkill.severity names no rule: no-rule-0");
    expect(client.log).toContain("29980 more like this are not told");
    expect(client.log.length).toBeLessThan(30);
  });
});

it("tells what of the settings is of no use", async () => {
  await start({ configuration: () => ({ defaultTimeout: -1, severity: { "no-such-rule": "off" } }) });
  await client.open(URI, SLEEPY);
  await client.pushed(URI);
  expect(client.log).toEqual([
    "asyncSkill.defaultTimeout is ignored: it has to be a number above 0, and is -1",
    "asyncSkill.severity names no rule: no-such-rule",
  ]);
});

it("says less in tests, in scripts and in notebooks, by their paths in the workspace", async () => {
  const reading = "import time\n\n\nasync def main():\n    time.sleep(1)\n";
  let settings: unknown = { testPaths: [], scriptPaths: [] };
  await start({ folders: ["file:///home/me/tests/app"], configuration: () => settings });
  const severities = async (uri: string): Promise<readonly (DiagnosticSeverity | undefined)[]> => {
    await client.open(uri, reading);
    return (await client.pushed(uri)).map(({ severity }) => severity);
  };
  const { Warning, Hint } = DiagnosticSeverity;
  expect(await severities("file:///home/me/tests/app/src/a.py")).toEqual([Warning]);
  expect(await severities("file:///home/me/tests/app/tests/a.py")).toEqual([]);
  expect(await severities("file:///home/me/tests/app/examples/a.py")).toEqual([Hint]);
  expect(await severities("vscode-notebook-cell:/home/me/tests/app/a.ipynb#W0sZ")).toEqual([Hint]);
  expect(await severities("file:///home/tests/me/alone.py")).toEqual([Warning]);
  expect(await severities("untitled:Untitled-1")).toEqual([Warning]);
  settings = { testPaths: ["/src/"], scriptPaths: ["/tests/"] };
  expect(await severities("file:///home/me/tests/app/src/b.py")).toEqual([]);
  expect(await severities("file:///home/me/tests/app/tests/b.py")).toEqual([Hint]);
});

it("asks again when settings change, for each document", async () => {
  let severity = "warning";
  await start({
    configuration: (uri) => ({ severity: { "blocking-sleep": uri === URI ? severity : "off" } }),
    capabilities: {
      ...CAPABLE,
      workspace: { ...CAPABLE.workspace, didChangeConfiguration: { dynamicRegistration: true } },
    },
  });
  await client.until("the registration", () => client.registrations.includes("workspace/didChangeConfiguration"));
  await client.open(URI, SLEEPY);
  await client.open("file:///work/other.py", SLEEPY);
  expect(await client.pushed(URI)).toHaveLength(1);
  expect(await client.pushed("file:///work/other.py")).toEqual([]);
  severity = "off";
  await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
  await client.until(
    "no findings",
    () => client.published.findLast((one) => one.uri === URI)?.diagnostics.length === 0,
  );
});

it("takes settings that are sent, and asks a pulling client to pull again", async () => {
  await start({ capabilities: PULLING });
  await client.open(URI, SLEEPY);
  expect(await client.items(URI)).toHaveLength(1);
  await client.connection.sendNotification("workspace/didChangeConfiguration", {
    settings: { asyncSkill: { enable: false } },
  });
  await client.until("a refresh", () => client.refreshes === 1);
  expect(await client.items(URI)).toEqual([]);
});

it("goes on with what it knows when the client does not answer", async () => {
  await start({ configuration: () => new Promise(() => {}) });
  await client.open(URI, SLEEPY);
  expect(await client.pushed(URI)).toHaveLength(1);
  expect(client.log).toEqual(["The client did not tell its settings in time"]);
});

describe("pyproject.toml", () => {
  let folder: string;
  const uriOf = (name: string): string => pathToFileURL(path.join(folder, name)).href;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-project-"));
    return () => fs.rmSync(folder, { recursive: true });
  });
  const write = (name: string, text: string): void => {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  };
  const changed = async (file = "pyproject.toml"): Promise<void> =>
    client.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: uriOf(file), type: FileChangeType.Changed }],
    });
  const OFF = '[tool.async-skill]\nignore = ["blocking-sleep"]\n';

  it("gets the library that a fix needs, from the text that is open", async () => {
    const saved = '[project]\ndependencies = [\n    "requests",\n]\n';
    write("pyproject.toml", saved);
    await start({ folders: [uriOf("")] });
    const uri = uriOf("app.py");
    await client.open(uri, "import requests\n\n\nasync def main(url):\n    return requests.get(url, timeout=5).text\n");
    await client.pushed(uri);
    const move = async (): Promise<WorkspaceEdit | undefined> =>
      (await client.actions(uri, "requests.get")).find(({ title }) => title === "Move to httpx (errors differ)")?.edit;
    const declared = (edit: WorkspaceEdit | undefined): unknown => edit?.documentChanges?.slice(1);
    expect(declared(await move())).toMatchObject([{ textDocument: { uri: uriOf("pyproject.toml"), version: null } }]);
    await client.open(uriOf("pyproject.toml"), `# ours\n${saved}`);
    const [change] = (declared(await move()) ?? []) as { textDocument: { version: number }; edits: TextEdit[] }[];
    expect(change?.textDocument.version).toBe(1);
    expect(TextDocument.applyEdits(TextDocument.create("", "toml", 1, `# ours\n${saved}`), change?.edits ?? [])).toBe(
      '# ours\n[project]\ndependencies = [\n    "requests",\n    "httpx",\n]\n',
    );
  });

  it("can be made to ask for a newer Python", async () => {
    write("pyproject.toml", '[project]\nrequires-python = ">=3.9, <4"\ndependencies = []\n');
    await start({ folders: [uriOf("")] });
    const uri = uriOf("app.py");
    const text =
      "import asyncio\n\n\nasync def main():\n    async with asyncio.timeout(5):\n        await asyncio.sleep(1)\n";
    await client.open(uri, text);
    await client.pushed(uri);
    const raise = (await client.actions(uri, "asyncio.timeout")).find(({ title }) =>
      title.startsWith("Require Python"),
    );
    expect(raise?.title).toBe("Require Python 3.11 in pyproject.toml (drops older Pythons)");
    expect(raise?.edit?.documentChanges).toMatchObject([
      { textDocument: { uri: uriOf("pyproject.toml"), version: null }, edits: [{ newText: '">=3.11, <4"' }] },
    ]);
  });

  it("decides for the documents below it, and follows its changes", async () => {
    write("pyproject.toml", OFF);
    await start({
      folders: [uriOf("")],
      capabilities: {
        ...CAPABLE,
        workspace: { ...CAPABLE.workspace, didChangeWatchedFiles: { dynamicRegistration: true } },
      },
    });
    await client.until("the registration", () => client.registrations.includes("workspace/didChangeWatchedFiles"));
    const uri = uriOf("src/deep/app.py");
    await client.open(uri, SLEEPY);
    expect(await client.pushed(uri)).toEqual([]);
    write("pyproject.toml", '[tool.async-skill.severity]\nblocking-sleep = "error"\n');
    await changed();
    await client.until(
      "an error",
      () => client.published.at(-1)?.diagnostics[0]?.severity === DiagnosticSeverity.Error,
    );
    write("pyproject.toml", "[tool.async-skill\n");
    await changed();
    await client.until(
      "a warning",
      () => client.published.at(-1)?.diagnostics[0]?.severity === DiagnosticSeverity.Warning,
    );
    expect(client.log.join("\n")).toContain("pyproject.toml");
  });

  it("is joined by what lies beside it, as that changes", async () => {
    write("setup.cfg", "[options]\npython_requires = >=3.12\n");
    await start({ folders: [uriOf("")] });
    const uri = uriOf("src/app.py");
    const rules = (): readonly unknown[] => client.published.at(-1)?.diagnostics.map(({ code }) => code) ?? [];
    await client.open(
      uri,
      "import asyncio\n\n\nasync def main():\n    async with asyncio.timeout(5):\n        await asyncio.sleep(1)\n",
    );
    expect(await client.pushed(uri)).toEqual([]);
    write("setup.cfg", "[options]\npython_requires = >=3.9\n");
    await changed("setup.cfg");
    await client.until("a finding", () => rules().includes("task-group-needs-python-311"));
    expect((await client.actions(uri, "asyncio.timeout")).map(({ title }) => title).join()).not.toContain(
      "pyproject.toml",
    );
  });

  it("decides nothing outside of the folders that are open", async () => {
    write("pyproject.toml", OFF);
    await start({ folders: [uriOf("src")] });
    await client.open(uriOf("src/app.py"), SLEEPY);
    expect(await client.pushed(uriOf("src/app.py"))).toHaveLength(1);
  });

  it("decides for a folder that is opened later", async () => {
    write("pyproject.toml", OFF);
    await start();
    const uri = uriOf("app.py");
    await client.open(uri, SLEEPY);
    expect(await client.pushed(uri)).toHaveLength(1);
    await client.connection.sendNotification("workspace/didChangeWorkspaceFolders", {
      event: { added: [{ uri: uriOf(""), name: "project" }], removed: [] },
    });
    await client.until("no findings", () => client.published.at(-1)?.diagnostics.length === 0);
  });

  it.each([
    ["", "inner"],
    ["inner", ""],
  ])(
    "decides nothing for a folder within it that is open of itself, whatever the order: %j, %j",
    async (...folders) => {
      write("pyproject.toml", OFF);
      fs.mkdirSync(path.join(folder, "inner"));
      await start({ folders: folders.map(uriOf) });
      await client.open(uriOf("inner/app.py"), SLEEPY);
      expect(await client.pushed(uriOf("inner/app.py"))).toHaveLength(1);
      await client.open(uriOf("app.py"), SLEEPY);
      expect(await client.pushed(uriOf("app.py"))).toEqual([]);
    },
  );

  it("decides for notebooks beside it", async () => {
    write("pyproject.toml", OFF);
    await start({ folders: [uriOf("")] });
    const cell = `${uriOf("book.ipynb").replace("file:", "vscode-notebook-cell:")}#W0sZmlsZQ%3D%3D`;
    await client.open(cell, SLEEPY);
    expect(await client.pushed(cell)).toEqual([]);
  });

  it("gives way to what the user has set in the editor, but not to an editor's defaults", async () => {
    write("pyproject.toml", '[tool.async-skill]\nignore = ["blocking-sleep"]\n');
    let settings: unknown = {
      enable: true,
      defaultTimeout: 10,
      httpClient: "auto",
      severity: { "blocking-sleep": "warning" },
    };
    await start({ folders: [uriOf("")], configuration: () => settings });
    const uri = uriOf("app.py");
    await client.open(uri, SLEEPY);
    expect(await client.pushed(uri)).toEqual([]);
    settings = { severity: { "blocking-sleep": "hint" } };
    await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    await client.until("a hint", () => client.published.at(-1)?.diagnostics[0]?.severity === DiagnosticSeverity.Hint);
  });

  it("leaves out what it excludes", async () => {
    write("pyproject.toml", '[tool.async-skill]\nexclude = ["generated/"]\n');
    await start({ folders: [uriOf("")] });
    await client.open(uriOf("generated/app.py"), SLEEPY);
    expect(await client.pushed(uriOf("generated/app.py"))).toEqual([]);
    await client.open(uriOf("app.py"), SLEEPY);
    expect(await client.pushed(uriOf("app.py"))).toHaveLength(1);
  });

  it("says in the log what is wrong with it while it is closed, and silences nothing", async () => {
    write("pyproject.toml", '[tool.async-skill]\nselect = ["blocking-slep"]\n');
    await start({ folders: [uriOf("")] });
    await client.open(uriOf("app.py"), SLEEPY);
    expect((await client.pushed(uriOf("app.py"))).map(({ code }) => code)).toContain("blocking-sleep");
    expect(client.log.filter((line) => line.includes("pyproject.toml"))).toEqual([
      expect.stringMatching(
        /pyproject\.toml: select names no rule that there is: all rules run, as without it \(line 2, column 10\)$/,
      ),
      expect.stringMatching(
        /pyproject\.toml: There is no rule blocking-slep: this has no effect \(line 2, column 11\)$/,
      ),
    ]);
  });

  it("finds what is wrong with it while it is open, whatever it selects", async () => {
    await start({ folders: [uriOf("")] });
    const text = '[tool.async-skill]\nselect = ["blocking-slep"]\n';
    write("pyproject.toml", text);
    await client.open(uriOf("pyproject.toml"), text, "toml");
    expect((await client.pushed(uriOf("pyproject.toml"))).map(({ code }) => code)).toEqual([
      "invalid-configuration",
      "invalid-configuration",
    ]);
  });

  it.each([
    ["a pipe", (file: string) => void spawnSync("mkfifo", [file])],
    ["a link to a device without an end", (file: string) => fs.symlinkSync("/dev/zero", file)],
    ["larger than any", (file: string) => fs.writeFileSync(file, "#".repeat(2 ** 20 + 1))],
  ])("that is %s is not read, said in the log, and keeps nothing away", async (_what, make) => {
    make(fileURLToPath(uriOf("pyproject.toml")));
    await start({ folders: [uriOf("")] });
    await client.open(uriOf("app.py"), SLEEPY);
    expect(await client.pushed(uriOf("app.py"))).toHaveLength(1);
    expect(client.log.filter((line) => line.includes("pyproject.toml could not be read: "))).toHaveLength(1);
  });

  it("is looked at itself", async () => {
    await start();
    const uri = uriOf("pyproject.toml");
    await client.open(uri, '[tool.async-skill]\nhttp-client = "htpx"\n', "toml");
    const [finding] = await client.pushed(uri);
    expect(finding).toMatchObject({ code: "invalid-configuration" });
    const [action] = await client.actions(uri, '"htpx"');
    await client.apply(action?.edit);
    expect(client.text(uri)).toBe('[tool.async-skill]\nhttp-client = "httpx"\n');
    expect(await client.pushed(uri, 2)).toEqual([]);
  });
});
