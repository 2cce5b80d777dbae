import { Console } from "node:console";
import { writeSync } from "node:fs";
import * as fs from "node:fs/promises";
import { setFlagsFromString } from "node:v8";
import {
  type Connection,
  createConnection,
  ErrorCodes,
  ProposedFeatures,
  type ResponseMessage,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { URI } from "vscode-uri";
import { pageFile } from "../analysis/pages";
import { buildBeside, cacheFolder } from "../files/cache-folder";
import { KeptAnswers } from "../files/kept-answers";
import { LIMITS, readRegularFile } from "../files/read";
import { activeEnvironments } from "../project/environment";
import { DiskFiles } from "./disk-files";
import { Framing } from "./framing";
import type { Host } from "./host";
import { OwnTurns } from "../limits/own-turns";
import { millisecondsOr } from "../limits/time-limit";
import { startServer } from "./server";
import { type Streams, streamsOf } from "./streams";

/** How long the engine may be busy with one question about one file, in milliseconds. */
const TIME_LIMIT = 10_000;

/** Reads the WASM files that lie beside the bundle. */
const nodeHost: Omit<Host, "limited" | "kept"> = {
  parserFiles: async () => {
    const [runtime, grammar] = await Promise.all(
      ["web-tree-sitter.wasm", "tree-sitter-python.wasm"].map((name) => fs.readFile(new URL(name, import.meta.url))),
    );
    return { runtime: runtime!, grammar: grammar! };
  },
  rulePage: (rule) => new URL(pageFile(rule), import.meta.url).href,
  // Small, and never a pipe that keeps us waiting: read at once.
  readFile: async (uri) => {
    try {
      return readRegularFile(URI.parse(uri).fsPath, LIMITS.settings).toString("utf8");
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  },
  files: new DiskFiles(),
  environments: activeEnvironments(process.env),
};

/** With a watchdog that lies there too. */
function limitedHost(): Host {
  const limit = millisecondsOr(TIME_LIMIT);
  const turns = new OwnTurns(limit);
  if (limit > 0) turns.watchBy(new URL("server.watchdog.js", import.meta.url));
  return { ...nodeHost, kept: keptAnswers(), limited: (work) => turns.do(work) };
}

/** When a server that is started has the time to look through what is kept, in milliseconds. */
const TIDY_AFTER = 60_000;

function keptAnswers(): KeptAnswers | undefined {
  const folder = cacheFolder();
  if (folder === undefined) return undefined;
  const kept = new KeptAnswers(folder, buildBeside(import.meta.url));
  setTimeout(() => kept.tidy(), TIDY_AFTER).unref();
  return kept;
}

/**
 * Serves the client at the other end, over what the command line names: `--stdio`, `--pipe=NAME`, `--socket=PORT`,
 * `--node-ipc`.
 */
export function serveNode(): void {
  keepHeapSmall();
  const streams = streamsOf(process.argv.slice(2));
  if (streams !== undefined) return serveStreams(streams);
  // A channel between processes hands over whole messages.
  const connection = createConnection(ProposedFeatures.all);
  survive(connection);
  startServer(connection, limitedHost());
}

/** Streams of bytes. What can't be read as a message is told, where the protocol's library keeps silent. */
function serveStreams({ input, output }: Streams): void {
  // What anything prints must not get between messages.
  if (output === process.stdout) globalThis.console = new Console(process.stderr);
  input.once("error", (error) => end(`the client can't be heard: ${error.message}`));
  const reader = new StreamMessageReader(input);
  const writer = new StreamMessageWriter(output);
  const connection = createConnection(ProposedFeatures.all, reader, writer);
  survive(connection);
  reader.onError((error) => {
    // Nobody knows whether it was a request, and which; JSON-RPC has an answer for that.
    const message = `a message can't be read: ${error.message}`;
    connection.console.error(message);
    const answer: ResponseMessage = { jsonrpc: "2.0", id: null, error: { code: ErrorCodes.ParseError, message } };
    void writer.write(answer);
  });
  const isShutDown = startServer(connection, limitedHost());
  const gone = (): void => process.exit(isShutDown() ? 0 : 1);
  input.once("end", gone).once("close", gone);
  const framing = new Framing();
  input.on("data", (bytes: Buffer) => {
    const fault = framing.read(bytes);
    // The client starts a server anew that has ended; it waits for ever for one that has lost its place.
    if (fault !== undefined) end(`the messages of the client can't be told apart any more: ${fault}`);
  });
}

function end(message: string): never {
  writeSync(process.stderr.fd, `async-skill: ${message}\n`);
  process.exit(1);
}

/** By itself V8 lets garbage grow to several times of what is alive; an editor has better uses for the memory. */
function keepHeapSmall(): void {
  setFlagsFromString("--heap-growing-percent=30");
}

/** One mistake ends one request, not the server; a client that is gone ends it. */
function survive(connection: Connection): void {
  const report = (error: unknown): void => {
    if (isGone(error)) process.exit(1);
    connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  };
  process.on("uncaughtException", report);
  process.on("unhandledRejection", report);
  process.once("disconnect", () => process.exit(1));
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

function isGone(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    ["EPIPE", "ERR_STREAM_DESTROYED", "ERR_IPC_CHANNEL_CLOSED"].includes(String(error.code))
  );
}
