/**
 * Storms of messages, good and bad, in an order that a seed decides, over standard input and output. Whatever comes,
 * the server lives, answers each request once, keeps telling the findings of a file that nobody touches, and afterwards
 * tells of any file what the command line tells.
 */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, it } from "vitest";
import { builtFor } from "./support/build";
import { random, type Random } from "../support/random";

const built = builtFor("server", "cli", "cli.engine");
const examples = path.resolve(import.meta.dirname, "../../examples/weather_digest");
const files = fs.readdirSync(examples).filter((name) => name.endsWith(".py"));
const textOf = (name: string): string => fs.readFileSync(path.join(examples, name), "utf8");

const STORMS = Number(process.env["STORMS"] ?? 4);
const MESSAGES = Number(process.env["MESSAGES"] ?? 600);
const FIRST_SEED = Number(process.env["SEED"] ?? 1);

/** Addresses of every kind; what is open of them, and what lies there, is left to chance. */
const URIS = [
  "file:///work/app.py",
  "file:///work/dir/pyproject.toml",
  "untitled:Untitled-1",
  "git:/work/app.py?ref",
  "vscode-notebook-cell:/work/book.ipynb#W0sZmlsZQ%3D%3D",
  "file:///C%3A/Work/App.py",
  "file:///c:/work/app.py#fragment",
  "file:///work/%E0%A4%A.py",
  "file:////work//app.py",
  "file:///work/../../../app.py",
  "a b:not an address",
  "://",
  "",
  "__proto__",
  `file:///${"x".repeat(100_000)}.py`,
];
const NUMBERS = [
  0,
  1,
  3,
  -1,
  -2147483649,
  2147483648,
  1e300,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  0.5,
  "4",
  null,
  undefined,
  {},
  [],
];
const TEXTS = [
  "",
  "time.sleep(1)",
  "\n",
  "\r",
  "\r\n",
  '"""',
  "(",
  "async def f():\n    ",
  "\u2028\uFEFF",
  "\uD800",
  "\0",
  "é".repeat(50),
  null,
  7,
];
const METHODS = [
  "textDocument/diagnostic",
  "textDocument/codeAction",
  "textDocument/hover",
  "codeAction/resolve",
  "textDocument/codeLens",
  "codeLens/resolve",
  "textDocument/semanticTokens/full",
  "async-skill/agentFileEdit",
  "textDocument/unknown",
  "$/unknown",
  "initialize",
  "__proto__",
];

interface Answer {
  readonly id?: unknown;
  readonly method?: string;
  readonly result?: unknown;
  readonly error?: { readonly code: number };
}

/** A client without manners, which counts what comes back. */
class Storm {
  readonly answers = new Map<unknown, Answer[]>();
  readonly process: ChildProcess;
  #lastId = 0;
  #received = Buffer.alloc(0);
  readonly #waiting = new Map<unknown, (answer: Answer) => void>();

  constructor(server: string) {
    this.process = spawn(process.execPath, [server, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    this.process.stdin!.on("error", () => {});
    this.process.stdout!.on("data", (chunk: Buffer) => this.#receive(chunk));
  }

  get lastId(): number {
    return this.#lastId;
  }

  raw(message: unknown): void {
    const body = Buffer.from(typeof message === "string" ? message : JSON.stringify(message));
    this.process.stdin!.write(Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]));
  }

  notify(method: string, params: unknown): void {
    this.raw({ jsonrpc: "2.0", method, params });
  }

  send(method: string, params: unknown): number {
    const id = ++this.#lastId;
    this.raw({ jsonrpc: "2.0", id, method, params });
    return id;
  }

  request(method: string, params: unknown): Promise<Answer> {
    const id = this.#lastId + 1;
    const answer = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve));
    this.send(method, params);
    return answer;
  }

  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const header = this.#received.indexOf("\r\n\r\n");
      if (header < 0) return;
      const length = Number(/Content-Length: (\d+)/.exec(this.#received.toString("latin1", 0, header))![1]);
      if (this.#received.length < header + 4 + length) return;
      const message = JSON.parse(this.#received.toString("utf8", header + 4, header + 4 + length)) as Answer;
      this.#received = this.#received.subarray(header + 4 + length);
      this.#take(message);
    }
  }

  #take(message: Answer): void {
    if (message.method !== undefined) {
      // What the server asks is answered with nonsense.
      if (message.id !== undefined)
        this.raw({ jsonrpc: "2.0", id: message.id, result: [{ enable: "maybe", severity: 7 }] });
      return;
    }
    this.answers.set(message.id, [...(this.answers.get(message.id) ?? []), message]);
    this.#waiting.get(message.id)?.(message);
  }
}

const position = (chance: Random): unknown =>
  chance.pick([{ line: chance.pick(NUMBERS), character: chance.pick(NUMBERS) }, null, undefined, [], "0:0"]);
const range = (chance: Random): unknown =>
  chance.pick([
    { start: position(chance), end: position(chance) },
    { start: { line: 9, character: 9 }, end: { line: 2, character: 3 } },
    null,
    {},
    [],
  ]);
const good = (chance: Random): unknown => ({
  start: { line: chance.below(40), character: 0 },
  end: { line: chance.below(40), character: chance.below(40) },
});

/** One message of a storm. */
function message(storm: Storm, chance: Random): void {
  const uri = chance.pick(URIS);
  const textDocument = chance.pick([
    { uri, version: chance.pick(NUMBERS) },
    { uri, version: 2 },
    { uri },
    null,
    {},
    { uri: 7 },
  ]);
  switch (chance.below(13)) {
    case 0:
    case 1:
      return storm.notify("textDocument/didOpen", {
        textDocument: {
          uri,
          languageId: chance.pick(["python", "toml", null, 7]),
          version: chance.pick(NUMBERS),
          text: chance.pick([...TEXTS, ...files.map(textOf)]),
        },
      });
    case 2:
    case 3:
    case 4: {
      const contentChanges = Array.from({ length: chance.below(4) }, () =>
        chance.pick([
          { range: good(chance), text: chance.pick(TEXTS) },
          { range: range(chance), text: chance.pick(TEXTS) },
          { text: chance.pick(TEXTS) },
          null,
          7,
        ]),
      );
      return storm.notify("textDocument/didChange", {
        textDocument,
        contentChanges: chance.pick([contentChanges, contentChanges, contentChanges, null, "none"]),
      });
    }
    case 5:
      return storm.notify("textDocument/didClose", { textDocument });
    case 6:
      return storm.notify(
        "workspace/didChangeWatchedFiles",
        chance.pick([
          { changes: [{ uri: "file:///work/pyproject.toml", type: 2 }] },
          { changes: [null, { uri: 7 }] },
          {},
          null,
        ]),
      );
    case 7:
      return storm.notify(
        "workspace/didChangeConfiguration",
        chance.pick([{ settings: null }, { settings: { asyncSkill: { severity: { constructor: "off" } } } }, {}, null]),
      );
    case 8:
      return storm.notify(
        "workspace/didChangeWorkspaceFolders",
        chance.pick([
          { event: { added: [{ uri: "file:///work", name: "w" }], removed: [] } },
          { event: { added: [{ uri: "a b:c" }, null], removed: null } },
          {},
          null,
        ]),
      );
    case 9: {
      storm.notify("$/cancelRequest", { id: chance.pick([storm.lastId, storm.lastId - 1, 99_999, "x", null]) });
      return;
    }
    case 10:
      return storm.raw(
        chance.pick([
          "{",
          "",
          "null",
          "[]",
          "7",
          '{"jsonrpc":"2.0"}',
          '{"id":[]}',
          { jsonrpc: "1.0", method: 7 },
          { method: "textDocument/didOpen" },
          { jsonrpc: "2.0", id: 99_998, result: 1 },
        ]),
      );
    default: {
      const method = chance.pick(METHODS);
      const context = chance.pick([
        { diagnostics: [] },
        { diagnostics: null, only: 7 },
        { diagnostics: [null, { code: 1 }], only: [null] },
        { only: ["source.fixAll"], diagnostics: [] },
        null,
      ]);
      const data = chance.pick([
        { make: "fix", uri, version: 1, rule: "constructor", start: -5, end: 1e9, title: "" },
        { make: "all fixes", uri, version: 2, rule: "__proto__" },
        { make: "x", uri, version: 1 },
        null,
      ]);
      const params = chance.pick([
        {
          textDocument,
          position: position(chance),
          range: chance.pick([range(chance), good(chance)]),
          context,
          previousResultId: chance.pick([null, 7, "x"]),
          title: "t",
          data,
        },
        null,
        [],
        {},
        undefined,
      ]);
      const id = storm.send(method, params);
      if (chance.below(4) === 0) storm.notify("$/cancelRequest", { id });
    }
  }
}

interface Found {
  readonly code?: string;
  readonly message: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
}

const places = (answer: Answer): readonly string[] =>
  (answer.result as { readonly items: readonly Found[] }).items.map(
    ({ code, message, range: { start } }) => `${start.line + 1}:${start.character + 1} ${code ?? message}`,
  );

const told = new Map<string, readonly string[]>();

function commandLine(name: string): readonly string[] {
  const known = told.get(name) ?? askCommandLine(name);
  told.set(name, known);
  return known;
}

function askCommandLine(name: string): readonly string[] {
  const { stdout } = spawnSync(
    process.execPath,
    [built("cli.js"), "check", "--no-cache", "--exit-zero", "--output-format", "json", path.join(examples, name)],
    { encoding: "utf8" },
  );
  return (
    JSON.parse(stdout) as {
      readonly code: string;
      readonly location: { readonly row: number; readonly column: number };
    }[]
  ).map(({ code, location: { row, column } }) => `${row}:${column} ${code}`);
}

const calm = (name: string): string => `file:///calm/${name}`;
const didOpen = (uri: string, name: string): unknown => ({
  textDocument: { uri, languageId: "python", version: 1, text: textOf(name) },
});

it.each(Array.from({ length: STORMS }, (_, i) => [FIRST_SEED + i]))(
  "lives through the storm of seed %i",
  async (seed) => {
    const chance = random(seed);
    const storm = new Storm(built("server.js"));
    const capabilities = {
      workspace: { configuration: seed % 2 === 0, workspaceFolders: true, workspaceEdit: { documentChanges: true } },
      textDocument: {
        ...(seed % 3 === 0 ? {} : { diagnostic: {} }),
        hover: {},
        codeAction: { codeActionLiteralSupport: {}, dataSupport: true, resolveSupport: { properties: ["edit"] } },
      },
    };
    // Findings are compared by pulling, which a server answers that pushes, too.
    const { error } = await storm.request("initialize", { processId: null, rootUri: null, capabilities });
    expect(error).toBeUndefined();
    storm.notify("initialized", {});
    const [first, second] = ["sources.py", "delivery.py"] as const;
    storm.notify("textDocument/didOpen", didOpen(calm(first), first));
    const before = places(await storm.request("textDocument/diagnostic", { textDocument: { uri: calm(first) } }));
    expect(before).toEqual(commandLine(first));

    for (let count = 0; count < MESSAGES; count++) message(storm, chance);
    // Whoever sends settings may change severities, and nothing else here.
    expect(places(await storm.request("textDocument/diagnostic", { textDocument: { uri: calm(first) } }))).toEqual(
      before,
    );
    storm.notify("textDocument/didOpen", didOpen(calm(second), second));
    expect(places(await storm.request("textDocument/diagnostic", { textDocument: { uri: calm(second) } }))).toEqual(
      commandLine(second),
    );
    for (const uri of URIS) {
      storm.notify("textDocument/didOpen", didOpen(uri, second));
      if (!uri.endsWith("pyproject.toml"))
        expect(
          places(await storm.request("textDocument/diagnostic", { textDocument: { uri } })),
          uri.slice(0, 100),
        ).toEqual(commandLine(second));
    }
    await storm.request("shutdown", undefined);
    for (let id = 1; id <= storm.lastId; id++)
      expect(storm.answers.get(id)?.length, `answers to request ${id}`).toBe(1);
    expect(storm.process.exitCode).toBeNull();
    storm.notify("exit", undefined);
    expect(await new Promise((resolve) => void storm.process.once("exit", resolve))).toBe(0);
  },
);
