/**
 * npm run load: what the built server does under load. Nothing is compared; docs/RELIABILITY.md holds what it printed
 * once.
 */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { buildProduct } from "./build";
import { LspClient, type Position } from "./lsp-client";
import { summarize } from "./statistics";

const DOCUMENTS = 500;
const CHANGED_FILES = 2000;
const WORKSPACE_FILES = 50_000;
const KEYSTROKES_A_SECOND = 30;

interface Load {
  readonly dist: string;
  readonly folder: string;
  readonly seconds: number;
}

const PARTS: Readonly<Record<string, (load: Load) => Promise<void>>> = { documents, checkout, typing, workspace };

/** A module of `functions` coroutines, one in five with a finding; `seed` makes it another. */
function moduleText(functions: number, seed: number): string {
  const parts = Array.from({ length: functions }, (_, i) => {
    const wait = i % 5 === 0 ? `time.sleep(${seed + 1})` : `await asyncio.sleep(${seed + 1})`;
    return `async def work_${i}(items: list[int]) -> int:\n    total = ${seed}\n    for item in items:\n        total += item * ${i}\n    ${wait}\n    return total\n`;
  });
  return `import asyncio\nimport time\n\n\n${parts.join("\n\n")}`;
}

async function withServer(load: Load, use: (client: LspClient) => Promise<void>): Promise<void> {
  const server = {
    name: "async-skill",
    command: process.execPath,
    args: [path.join(load.dist, "server.js"), "--stdio"],
  };
  const client = await LspClient.start(server, load.folder, "pulled");
  try {
    await use(client);
  } finally {
    await client.stop();
  }
}

const uriOf = (load: Load, name: string): string => pathToFileURL(path.join(load.folder, name)).href;

function open(client: LspClient, uri: string, text: string): void {
  client.notify("textDocument/didOpen", { textDocument: { uri, languageId: "python", version: 1, text } });
}

/** Pulls; gives the milliseconds that it took from `since`. */
async function pull(client: LspClient, uri: string, since = performance.now()): Promise<number> {
  const { at } = await client.request("textDocument/diagnostic", { textDocument: { uri } });
  return at - since;
}

function say(what: string, milliseconds: readonly number[], client: LspClient): void {
  const { count, p50, p99, max } = summarize(milliseconds);
  console.log(
    `${what}: ${count} answers, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, max ${max.toFixed(1)} ms; ${memory(client)}`,
  );
}

function memory(client: LspClient): string {
  const held = client.memory();
  return held === undefined ? "memory unknown" : `memory ${megabytes(held.now)} now, ${megabytes(held.most)} at most`;
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;

/** Five hundred documents are open at once, as after a restored session. */
async function documents(load: Load): Promise<void> {
  await withServer(load, async (client) => {
    const uris = Array.from({ length: DOCUMENTS }, (_, i) => uriOf(load, `open_${i}.py`));
    const begun = performance.now();
    uris.forEach((uri, i) => open(client, uri, moduleText(30, i)));
    const first = await Promise.all(uris.map((uri) => pull(client, uri, begun)));
    say(`${DOCUMENTS} documents opened and pulled at once`, first, client);
    const again: number[] = [];
    for (const uri of uris) again.push(await pull(client, uri));
    say("each pulled once more, one by one", again, client);
    for (const uri of uris) client.notify("textDocument/didClose", { textDocument: { uri } });
    await pause(3000);
    console.log(`all closed: ${memory(client)}`);
  });
}

/**
 * Another branch: the files on disk change, those of them that are open are loaded anew, and pyproject.toml with them.
 */
async function checkout(load: Load): Promise<void> {
  await withServer(load, async (client) => {
    const uris = Array.from({ length: DOCUMENTS }, (_, i) => uriOf(load, `open_${i}.py`));
    uris.forEach((uri, i) => open(client, uri, moduleText(30, i)));
    await Promise.all(uris.map((uri) => pull(client, uri)));
    const project = path.join(load.folder, "pyproject.toml");
    for (const together of [true, false]) {
      fs.writeFileSync(project, `[tool.async-skill]\ndefault-timeout = ${together ? 5 : 6}\n`);
      const changes = Array.from({ length: CHANGED_FILES }, (_, i) => ({
        uri: i % 10 === 0 ? uriOf(load, "pyproject.toml") : uriOf(load, `changed_${i}.py`),
        type: 2,
      }));
      const begun = performance.now();
      if (together) client.notify("workspace/didChangeWatchedFiles", { changes });
      else for (const change of changes) client.notify("workspace/didChangeWatchedFiles", { changes: [change] });
      uris.forEach((uri, i) => {
        client.notify("textDocument/didChange", {
          textDocument: { uri, version: together ? 2 : 3 },
          contentChanges: [{ text: moduleText(30, i + (together ? 7 : 9)) }],
        });
      });
      const answers = await Promise.all(uris.map((uri) => pull(client, uri, begun)));
      say(
        `a checkout of ${CHANGED_FILES} files, ${together ? "told in one notification" : "told one by one"}, with ${DOCUMENTS} of them open`,
        answers,
        client,
      );
    }
  });
}

/**
 * Somebody types, 30 keys a second, and each is followed by a pull as in VS Code: none while one is open, and then one
 * for all.
 */
async function typing(load: Load): Promise<void> {
  await withServer(load, async (client) => {
    const uri = uriOf(load, "typed.py");
    const text = moduleText(300, 1);
    open(client, uri, text);
    await pull(client, uri);
    const home: Position = { line: text.split("\n").indexOf("    total = 1") + 1, character: 0 };
    const word = "    value = requests.get('u')\n";
    const milliseconds: number[] = [];
    let version = 1;
    let typed = 0;
    let unanswered = 0;
    let mostUnanswered = 0;
    let isOpen = false;
    let asking: Promise<void> = Promise.resolve();
    let waiting: number | undefined;
    const ask = async (since: number): Promise<void> => {
      isOpen = true;
      milliseconds.push(await pull(client, uri, since));
      unanswered = 0;
      isOpen = false;
      const next = waiting;
      waiting = undefined;
      if (next !== undefined) await ask(next);
    };
    const key = (): void => {
      const at = typed % (2 * word.length);
      const isErasing = at >= word.length;
      const before = word.slice(0, isErasing ? 2 * word.length - 1 - at : at);
      const cursor = position(home, before);
      const change = isErasing
        ? { range: { start: cursor, end: position(home, word.slice(0, before.length + 1)) }, text: "" }
        : { range: { start: cursor, end: cursor }, text: word[at] };
      client.notify("textDocument/didChange", { textDocument: { uri, version: ++version }, contentChanges: [change] });
      typed++;
      unanswered++;
      mostUnanswered = Math.max(mostUnanswered, unanswered);
      if (isOpen) waiting ??= performance.now();
      else asking = ask(performance.now());
    };
    const begun = performance.now();
    let told = 0;
    console.log(`typing for ${load.seconds} s into ${text.split("\n").length} lines; ${memory(client)}`);
    while (performance.now() - begun < load.seconds * 1000) {
      const due = begun + (typed * 1000) / KEYSTROKES_A_SECOND;
      await pause(Math.max(0, due - performance.now()));
      key();
      if (performance.now() - begun > (told + 1) * 60_000)
        console.log(`  after ${++told} min: ${typed} keys, ${memory(client)}`);
    }
    await asking;
    say(
      `${typed} keys in ${Math.round((performance.now() - begun) / 1000)} s, at most ${mostUnanswered} keys without an answer`,
      milliseconds,
      client,
    );
  });
}

function position(from: Position, text: string): Position {
  const lines = text.split("\n");
  return lines.length === 1
    ? { line: from.line, character: from.character + text.length }
    : { line: from.line + lines.length - 1, character: lines.at(-1)!.length };
}

/**
 * A folder of 50,000 files: what the server, which looks at open files only, takes for the first; and the command line
 * for all.
 */
async function workspace(load: Load): Promise<void> {
  const folder = path.join(load.folder, "workspace");
  for (let i = 0; i < WORKSPACE_FILES; i++) {
    const parent = path.join(folder, `package_${i % 500}`);
    if (i < 500) fs.mkdirSync(parent, { recursive: true });
    fs.writeFileSync(path.join(parent, `module_${i}.py`), moduleText(5, i));
  }
  const begun = performance.now();
  await withServer({ ...load, folder }, async (client) => {
    const uri = pathToFileURL(path.join(folder, "package_0/module_0.py")).href;
    open(client, uri, moduleText(5, 0));
    say(
      `from the start of the server in a workspace of ${WORKSPACE_FILES} files to the findings of the first`,
      [await pull(client, uri, begun)],
      client,
    );
  });
  const cold = performance.now();
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(load.dist, "cli.js"), "check", "--no-cache", "--exit-zero", "--output-format", "concise", folder],
    {
      encoding: "utf8",
      maxBuffer: 1 << 28,
    },
  );
  console.log(
    `the command line over all of it, without a cache: ${((performance.now() - cold) / 1000).toFixed(1)} s; ${`${stdout}${stderr}`.trim().split("\n").at(-1)}`,
  );
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds));
}

async function run(parts: readonly string[], seconds: number): Promise<void> {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-load-"));
  try {
    const dist = path.join(scratch, "dist");
    const folder = path.join(scratch, "work");
    fs.mkdirSync(folder);
    await buildProduct(dist);
    console.log(
      `${os.cpus().length} × ${os.cpus()[0]?.model ?? "?"}, Node ${process.versions.node}, load ${os.loadavg()[0]?.toFixed(1)}`,
    );
    for (const part of parts) {
      const measure = PARTS[part];
      if (measure === undefined)
        throw new Error(`there is no part ${part}; there are ${Object.keys(PARTS).join(", ")}`);
      await measure({ dist, folder, seconds });
    }
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

const { values } = parseArgs({ options: { only: { type: "string" }, seconds: { type: "string", default: "60" } } });
run(values.only?.split(",") ?? Object.keys(PARTS), Number(values.seconds)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
