/** Bytes that are no messages: what can be skipped is answered, and what can't be ends the server with a word. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { Framing } from "../../server/src/lsp/framing";
import { builtFor } from "./support/build";

const built = builtFor("server");
const framed = (content: string | Buffer): Buffer =>
  Buffer.concat([Buffer.from(`Content-Length: ${Buffer.byteLength(content)}\r\n\r\n`), Buffer.from(content)]);
const request = (id: number | string, method: string, params: unknown = {}): Buffer =>
  framed(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
const initialize = request(1, "initialize", { processId: null, rootUri: null, capabilities: {} });

function start(transport = "--stdio"): ChildProcess {
  return spawn(process.execPath, [built("server.js"), transport], { stdio: ["pipe", "pipe", "pipe"] });
}

/** A server that has come to where the client listens for it, and the client's end. */
async function startOver(
  transport: "--pipe" | "--socket",
): Promise<{ readonly server: ChildProcess; readonly socket: Socket; readonly close: () => void }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-framing-"));
  const listener = createServer();
  const name =
    process.platform === "win32" ? String.raw`\\.\pipe\${path.basename(folder)}` : path.join(folder, "socket");
  if (transport === "--pipe") listener.listen(name);
  else listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const server = start(`${transport}=${transport === "--pipe" ? name : (listener.address() as AddressInfo).port}`);
  const [socket] = (await once(listener, "connection")) as [Socket];
  const close = (): void => {
    socket.destroy();
    listener.close();
    fs.rmSync(folder, { recursive: true, force: true });
  };
  return { server, socket, close };
}

async function ended(server: ChildProcess): Promise<{ readonly code: number | null; readonly said: string }> {
  let said = "";
  server.stderr!.on("data", (data: Buffer) => (said += data.toString()));
  const code = await new Promise<number | null>((resolve) => server.once("close", resolve));
  return { code, said };
}

const why = (fault: string): string =>
  `async-skill: the messages of the client can't be told apart any more: ${fault}\n`;

describe("a frame that can't be followed ends the server, and it says why", () => {
  it.each([
    ["Content-Length: many\r\n\r\n{}", 'a Content-Length that is no number: "many"'],
    ["Content-Length: -5\r\n\r\n{}", 'a Content-Length that is no number: "-5"'],
    ["Content-Length: 12abc\r\n\r\n{}", 'a Content-Length that is no number: "12abc"'],
    ["Content-Length: 99999999999999\r\n\r\n{}", "a Content-Length of 99999999999999 bytes"],
    ["Content-Type: json\r\n\r\n{}", "a header without Content-Length"],
    ["hello\r\n\r\n", 'a line in a header that is none: "hello"'],
    ["\0".repeat(10_000), "a header without an end"],
  ])("%#", async (bytes, fault) => {
    const server = start();
    server.stdin!.on("error", () => {});
    server.stdin!.write(Buffer.concat([initialize, Buffer.from(bytes)]));
    expect(await ended(server)).toEqual({ code: 1, said: why(fault) });
  });

  it.each(["--pipe", "--socket"] as const)("over %s", async (transport) => {
    const { server, socket, close } = await startOver(transport);
    socket.on("error", () => {});
    socket.write(Buffer.concat([initialize, Buffer.from("Content-Length: many\r\n\r\n{}")]));
    expect(await ended(server)).toEqual({ code: 1, said: why('a Content-Length that is no number: "many"') });
    close();
  });
});

describe.each(["--pipe", "--socket"] as const)("over %s", (transport) => {
  it("answers, and ends as it was told", async () => {
    const { server, socket, close } = await startOver(transport);
    socket.write(Buffer.concat([initialize, framed("{"), request(2, "shutdown")]));
    let heard = "";
    socket.on("data", (data: Buffer) => {
      heard += data.toString();
      if (heard.includes('"id":2,')) socket.write(framed('{"jsonrpc":"2.0","method":"exit"}'));
    });
    expect(await ended(server)).toEqual({ code: 0, said: "" });
    expect(heard).toContain('"id":null,"error":{"code":-32700');
    close();
  });

  it("ends where the client goes", async () => {
    const { server, socket, close } = await startOver(transport);
    socket.write(initialize);
    await once(socket, "data");
    socket.end();
    expect(await ended(server)).toEqual({ code: 1, said: "" });
    close();
  });

  it("says that nobody listens", async () => {
    const server = start(`${transport}=${transport === "--pipe" ? path.join(os.tmpdir(), "async-skill-nobody") : 1}`);
    expect(await ended(server)).toEqual({
      code: 1,
      said: expect.stringMatching(/^async-skill: the client can't be heard: connect [^\n]*\n$/),
    });
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
  expect(answers.filter(({ id }) => id === null).map(({ error }) => error?.code)).toEqual(
    Array.from({ length: 3 }, () => -32700),
  );
});
