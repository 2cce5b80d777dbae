/** Bytes that are no messages: what can be skipped is answered, and what can't be ends the server with a word. */
import { type ChildProcess, spawn } from "node:child_process";
import { describe, expect, it } from "vitest";
import { Framing } from "../../server/src/lsp/framing";
import { builtFor } from "./support/build";

const built = builtFor("server");
const framed = (content: string | Buffer): Buffer =>
  Buffer.concat([Buffer.from(`Content-Length: ${Buffer.byteLength(content)}\r\n\r\n`), Buffer.from(content)]);
const request = (id: number | string, method: string, params: unknown = {}): Buffer => framed(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
const initialize = request(1, "initialize", { processId: null, rootUri: null, capabilities: {} });

function start(): ChildProcess {
  return spawn(process.execPath, [built("server.js"), "--stdio"], { stdio: ["pipe", "pipe", "pipe"] });
}

async function ended(server: ChildProcess): Promise<{ readonly code: number | null; readonly said: string }> {
  let said = "";
  server.stderr!.on("data", (data: Buffer) => (said += data.toString()));
  const code = await new Promise<number | null>((resolve) => server.once("close", resolve));
  return { code, said };
}

describe("a frame that can't be followed ends the server, and it says why", () => {
  it.each([
    ["Content-Length: many\r\n\r\n{}", 'a Content-Length that is no number: "many"'],
    ["Content-Length: -5\r\n\r\n{}", 'a Content-Length that is no number: "-5"'],
    ["Content-Length: 12abc\r\n\r\n{}", 'a Content-Length that is no number: "12abc"'],
    ["Content-Length: 99999999999999\r\n\r\n{}", "a Content-Length of 99999999999999 bytes"],
    ["Content-Type: json\r\n\r\n{}", "a header without Content-Length"],
    ["hello\r\n\r\n", 'a line in a header that is none: "hello"'],
    ["\0".repeat(10_000), "a header without an end"],
  ])("%#", async (bytes, why) => {
    const server = start();
    server.stdin!.on("error", () => {});
    server.stdin!.write(Buffer.concat([initialize, Buffer.from(bytes)]));
    expect(await ended(server)).toEqual({ code: 1, said: `async-skill: the messages of the client can't be told apart any more: ${why}\n` });
  });
});

it("follows frames wherever the stream is cut", () => {
  const stream = Buffer.concat([
    framed("é€"),
    framed(""),
    Buffer.from("Content-Type: x\r\ncontent-length:  3\r\n\r\nabc"),
    framed("x".repeat(20_000)),
    Buffer.from("Content-Length: no\r\n\r\n"),
  ]);
  for (const step of [1, 2, 3, 7, 64, 20_000, stream.length]) {
    const framing = new Framing();
    const faults: (string | undefined)[] = [];
    for (let at = 0; at < stream.length; at += step) faults.push(framing.read(stream.subarray(at, at + step)));
    expect(faults.filter((fault) => fault !== undefined)).toEqual(['a Content-Length that is no number: "no"']);
    expect(faults.at(-1)).toBeDefined();
  }
});

it("answers what is in a frame and no message, and goes on", async () => {
  const server = start();
  const contents = [
    "{",
    "",
    "null",
    "7",
    "[]",
    '[{"jsonrpc":"2.0","id":5,"method":"shutdown"}]',
    '{"jsonrpc":"2.0"}',
    '{"jsonrpc":"2.0","id":null,"method":"textDocument/hover","params":{}}',
    '{"jsonrpc":"2.0","id":77,"result":1,"error":2}',
    Buffer.from([0x7b, 0xff, 0xfe, 0x7d]),
    `{"jsonrpc":"2.0","method":"textDocument/didClose","params":{"textDocument":{"uri":"${"x".repeat(10_000_000)}"}}}`,
  ];
  server.stdin!.write(Buffer.concat([initialize, ...contents.map(framed), request(2, "shutdown")]));
  let heard = "";
  server.stdout!.on("data", (data: Buffer) => {
    heard += data.toString();
    if (heard.includes('"id":2,')) server.stdin!.end(framed('{"jsonrpc":"2.0","method":"exit"}'));
  });
  expect(await ended(server)).toEqual({ code: 0, said: "" });
  const answers = heard
    .split(/Content-Length: \d+\r\n\r\n/)
    .filter((text) => text !== "")
    .map((text) => JSON.parse(text) as { readonly id?: unknown; readonly error?: { readonly code: number } });
  expect(answers.filter(({ id }) => id === 1 || id === 2).map(({ error }) => error)).toEqual([undefined, undefined]);
  // "{", nothing at all, and the bytes that are no UTF-8.
  expect(answers.filter(({ id }) => id === null).map(({ error }) => error?.code)).toEqual(Array.from({ length: 3 }, () => -32700));
});
