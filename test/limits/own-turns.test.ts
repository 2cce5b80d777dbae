/** What the language server does in its own turns can be ended by its watchdog, and nobody else is harmed. */
import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { build } from "esbuild";
import { afterEach, expect, it, vi } from "vitest";
import { builtFor } from "../protocol/support/build";
import { Client, PULLING } from "../protocol/support/client";

const built = builtFor("server");

afterEach(() => void vi.unstubAllEnvs());

it("ends whatever hangs, and leaves promises, timers and immediates as they are", async () => {
  // The watchdog ends what the main thread does, which a test is not.
  const program = built("hang-in-own-turns.js");
  await build({
    entryPoints: [path.join(import.meta.dirname, "hang-in-own-turns.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    target: "node20",
  });
  const { stdout, stderr } = spawnSync(process.execPath, [program], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual({ thrown: true, ended: true, told: true, on: true });
});

it("is what the built server works in", async () => {
  vi.stubEnv("ASYNC_SKILL_TIME_LIMIT", "50");
  const client = await Client.start({ server: built("server.js"), capabilities: PULLING });
  const uri = "file:///work/app.py";
  // More than a machine of whatever speed can look at in so short a time.
  await client.open(uri, "async def f(a):\n    for x in a.b(c).d:\n        await x.e(f, g=h)\n".repeat(40_000));
  expect(await client.items(uri)).toMatchObject([{ message: expect.stringContaining("took longer than 0.05 s") }]);
  await client.connection.sendRequest("textDocument/hover", {
    textDocument: { uri },
    position: { line: 0, character: 0 },
  });
  expect(client.log.filter((line) => line.includes("is not checked"))).toHaveLength(1);
  expect(await client.stop()).toBe(0);
});
