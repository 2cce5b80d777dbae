/**
 * A file above the size that the settings allow is not looked at, says so, and is again as soon as it is smaller or the
 * setting larger.
 */
import { afterEach, expect, it } from "vitest";
import { DiagnosticSeverity } from "vscode-languageserver/node";
import { builtFor } from "./support/build";
import { Client, PULLING } from "./support/client";

const built = builtFor("server");
const URI = "file:///work/app.py";
const SLEEPY = "import time\n\n\nasync def main():\n    time.sleep(1)\n";
const LARGE = `${SLEEPY}${"# a comment\n".repeat(100)}`;
const NOTICE = {
  severity: DiagnosticSeverity.Information,
  source: "async-skill",
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
  message: "This file is not checked: larger than the 0.001 MB that max-file-size allows. The setting can be raised.",
};

let client: Client;
afterEach(async () => expect(await client.stop()).toBe(0));

it("is told of in the place of its findings, and in the log once", async () => {
  let maxFileSize = 0.001;
  client = await Client.start({
    server: built("server.js"),
    capabilities: PULLING,
    configuration: () => ({ maxFileSize }),
  });
  await client.open(URI, LARGE);
  expect(await client.items(URI)).toEqual([NOTICE]);
  expect(await client.actions(URI, "sleep")).toEqual([]);
  const behind = { line: 5, character: 0 };
  await client.change(URI, { range: { start: behind, end: behind }, text: "# more\n" });
  expect(await client.items(URI)).toEqual([NOTICE]);
  expect(client.log.filter((line) => line.includes("is not checked"))).toEqual([
    `${URI} is not checked: larger than the 0.001 MB that max-file-size allows`,
  ]);

  await client.change(URI, { range: { start: behind, end: { line: 106, character: 0 } }, text: "" });
  expect(client.text(URI)).toBe(SLEEPY);
  expect(await client.items(URI)).toMatchObject([{ code: "blocking-sleep" }]);

  await client.change(URI, { text: LARGE });
  expect(await client.items(URI)).toEqual([NOTICE]);
  const before = client.refreshes;
  maxFileSize = 1;
  await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
  await client.until("a word that there is more to ask", () => client.refreshes > before);
  expect(await client.items(URI)).toMatchObject([{ code: "blocking-sleep" }]);
});

it("is one above four megabytes where nothing is set", async () => {
  client = await Client.start({ server: built("server.js"), capabilities: PULLING });
  const comment = `#${"x".repeat(3_999_999 - SLEEPY.length)}`;
  await client.open(URI, SLEEPY + comment);
  expect(await client.items(URI)).toMatchObject([{ code: "blocking-sleep" }]);
  await client.change(URI, { text: `${SLEEPY}${comment}x` });
  expect(await client.items(URI)).toMatchObject([{ message: expect.stringContaining("larger than the 4 MB") }]);
});
