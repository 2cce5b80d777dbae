/** What stands in other files is told where it is called, follows edits and the disk, and keeps nobody waiting. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, expect, it } from "vitest";
import type { Diagnostic } from "vscode-languageserver/node";
import { builtFor } from "./support/build";
import { CAPABLE, Client, PULLING } from "./support/client";

const built = builtFor("server");
const MAIN = "from app.helpers import pause\n\n\nasync def main():\n    pause()\n";
const SLEEPY = "import time\n\n\ndef pause():\n    time.sleep(1)\n";
const QUICK = "def pause():\n    pass\n";

let client: Client;
let folder: string;

async function start(files: Readonly<Record<string, string>>, capabilities = CAPABLE): Promise<void> {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-other-files-")));
  for (const [name, text] of Object.entries(files)) write(name, text);
  client = await Client.start({ server: built("server.js"), capabilities, folders: [pathToFileURL(folder).href] });
}
afterEach(async () => {
  expect(await client.stop()).toBe(0);
  fs.rmSync(folder, { recursive: true });
});

function write(name: string, text: string): void {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}
function uriOf(name: string): string {
  return pathToFileURL(path.join(folder, name)).href;
}
/** Opens main.py with what stands on the disk. */
async function openMain(): Promise<void> {
  await client.open(uriOf("main.py"), fs.readFileSync(path.join(folder, "main.py"), "utf8"));
}
function last(name = "main.py"): readonly Diagnostic[] | undefined {
  return client.published.findLast(({ uri }) => uri === uriOf(name))?.diagnostics;
}
async function untilFound(count: number): Promise<readonly Diagnostic[]> {
  await client.until(`${count} findings`, () => last()?.length === count);
  return last()!;
}
async function tell(name: string, type: 1 | 2 | 3): Promise<void> {
  await client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: uriOf(name), type }] });
}

it("tells a call of what blocks in another file, and where that is", async () => {
  await start({ "main.py": MAIN, "app/helpers.py": SLEEPY });
  await openMain();
  const [finding] = await untilFound(1);
  expect(finding).toMatchObject({ code: "blocking-helper-call", message: "pause() stalls the event loop: it calls time.sleep()" });
  expect(finding!.relatedInformation).toEqual([
    {
      location: { uri: uriOf("app/helpers.py"), range: { start: { line: 4, character: 4 }, end: { line: 4, character: 17 } } },
      message: "calls time.sleep()",
    },
  ]);
});

it("goes by the open text of the other file, by the disk again when it is closed", async () => {
  await start({ "main.py": MAIN, "app/helpers.py": QUICK });
  await openMain();
  await client.open(uriOf("app/helpers.py"), SLEEPY);
  await untilFound(1);
  await client.change(uriOf("app/helpers.py"), { text: QUICK });
  await untilFound(0);
  await client.change(uriOf("app/helpers.py"), { text: SLEEPY });
  await untilFound(1);
  await client.close(uriOf("app/helpers.py"));
  await untilFound(0);
});

it("follows files that come, change and go on the disk", async () => {
  await start({ "main.py": MAIN });
  await openMain();
  await untilFound(0);
  write("app/helpers.py", SLEEPY);
  await tell("app/helpers.py", 1);
  await untilFound(1);
  write("app/helpers.py", QUICK);
  await tell("app/helpers.py", 2);
  await untilFound(0);
  write("app/helpers.py", SLEEPY);
  await tell("app/helpers.py", 2);
  await untilFound(1);
  fs.rmSync(path.join(folder, "app/helpers.py"));
  await tell("app/helpers.py", 3);
  await untilFound(0);
});

it("reads on through files that nothing open names", async () => {
  await start({
    "main.py": MAIN,
    "app/helpers.py": "from app.deep import wait\n\n\ndef pause():\n    wait()\n",
    "app/deep.py": "import time\n\n\ndef wait():\n    time.sleep(1)\n",
  });
  await openMain();
  const [finding] = await untilFound(1);
  expect(finding!.relatedInformation?.map(({ location }) => location.uri)).toEqual([uriOf("app/helpers.py"), uriOf("app/deep.py")]);
});

it("has a client that pulls ask again, and answers it the same from then on", async () => {
  await start({ "main.py": MAIN, "app/helpers.py": SLEEPY }, PULLING);
  await openMain();
  expect(await client.items(uriOf("main.py"))).toEqual([]);
  await client.until("a refresh", () => client.refreshes > 0);
  expect(await client.items(uriOf("main.py"))).toHaveLength(1);
  await client.change(uriOf("main.py"), { text: `# a comment\n${MAIN}` });
  expect(await client.items(uriOf("main.py"))).toHaveLength(1);
});
