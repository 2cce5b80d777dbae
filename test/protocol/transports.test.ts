/** The server starts over each transport, and never outlives the editor. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { builtFor } from "./support/build";
import { Client } from "./support/client";

const built = builtFor("server");
const URI = "file:///work/app.py";
const SLEEPY = "import time\n\n\nasync def main():\n    time.sleep(1)\n";

let client: Client | undefined;
afterEach(() => {
  client?.process.kill("SIGKILL");
  client = undefined;
});

it.each(["stdio", "node-ipc"] as const)("serves over %s", async (transport) => {
  client = await Client.start({ server: built("server.js"), transport });
  expect(client.result.serverInfo).toEqual({ name: "async-skill" });
  expect(client.result.capabilities.positionEncoding).toBe("utf-16");
  await client.open(URI, SLEEPY);
  expect(await client.pushed(URI)).toHaveLength(1);
  expect(await client.stop()).toBe(0);
});

describe("ends when", () => {
  it("stdin does", async () => {
    client = await Client.start({ server: built("server.js") });
    client.process.stdin!.end();
    expect(await client.exited()).toBe(1);
  });

  it("the channel of the parent process does", async () => {
    client = await Client.start({ server: built("server.js"), transport: "node-ipc" });
    client.process.disconnect();
    expect(await client.exited()).toBe(1);
  });

  it("the process that it was told to watch does", async () => {
    const editor = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    client = Client.spawn({ server: built("server.js") });
    await client.connection.sendRequest("initialize", { processId: editor.pid!, rootUri: null, capabilities: {} });
    editor.kill();
    await once(editor, "exit");
    expect(await client.exited()).toBe(1);
  });

  it("nobody reads what it writes", async () => {
    client = await Client.start({ server: built("server.js") });
    client.process.stdout!.destroy();
    await client.open(URI, SLEEPY).catch(() => {});
    client.process.stdin!.end();
    expect(await client.exited()).toBe(1);
  });
});

it("says what it lacks when it is started without a transport", async () => {
  const child = spawn(process.execPath, [built("server.js")], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (data: Buffer) => (said += data.toString()));
  const [code] = (await once(child, "exit")) as [number];
  expect(code).not.toBe(0);
  expect(said).toContain("--stdio");
});
