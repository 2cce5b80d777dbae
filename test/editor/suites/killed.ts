import * as vscode from "vscode";
import { equal } from "../assert";
import { codeOf, eventually, findings, openText, revertAll, skip } from "../editor";

declare const EXPECTED_HOST: "node" | "web";

const TEXT =
  "import time\n\n\nasync def wait() -> None:\n    time.sleep(1)\n\n\nasync def forget() -> None:\n    wait()\n";

const ENDED = "The server has ended, and is started again.";

/** The server that the extension beside us has started. A child of the process that both run in. */
async function serverProcess(): Promise<number> {
  const { execFileSync } = await import("node:child_process");
  return eventually("a server", () => {
    const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
    const ids = rows.flatMap((row) => {
      const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row) ?? [];
      return Number(parent) === process.pid && command?.includes("python-async-skill") && command.includes("server.js")
        ? [Number(pid)]
        : [];
    });
    if (ids.length > 1) throw new Error(`${ids.length} servers run at once`);
    return ids[0];
  });
}

async function kill(): Promise<void> {
  process.kill(await serverProcess(), "SIGKILL");
}

/** Longer than a process takes to end. */
const BUSY_MS = 500;

/** Killed while the extension host is busy, so that it has much to write before it learns of the end. */
async function killWhileMuchIsWritten(): Promise<void> {
  process.kill(await serverProcess(), "SIGKILL");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_MS);
  const asked = Array.from({ length: 4 }, () => vscode.commands.executeCommand("async-skill.addSkillForAgents"));
  // Not awaited: what another server answered would wait for a choice.
  void Promise.allSettled(asked);
}

/** What the output channel of the extension says. */
async function log(): Promise<string> {
  await vscode.commands.executeCommand("async-skill.showOutput");
  return eventually("the log", () =>
    vscode.workspace.textDocuments
      .find(({ uri, fileName }) => uri.scheme === "output" && /Async.Skill/.test(fileName))
      ?.getText(),
  );
}

const times = (text: string, part: string): number => text.split(part).length - 1;

/**
 * Killed, and its findings back: all of them have gone meanwhile, so that those that are there are of another server.
 */
async function comesBack(document: vscode.TextDocument, expected: string, end = kill): Promise<void> {
  let gone = false;
  const watching = vscode.languages.onDidChangeDiagnostics(() => (gone ||= findings(document).length === 0));
  try {
    await end();
    await eventually("the findings of another server", () => (gone && shown(document) === expected ? true : undefined));
  } finally {
    watching.dispose();
  }
}

function shown(document: vscode.TextDocument): string {
  return findings(document)
    .map((finding) => `${finding.range.start.line}:${finding.range.start.character} ${codeOf(finding)}`)
    .toSorted()
    .join("\n");
}

describe("a server that is killed", () => {
  before(function () {
    if (EXPECTED_HOST === "web" || process.platform === "win32")
      skip(this, "a web editor's worker can't end behind the client's back, and Windows has no ps");
  });
  afterEach(revertAll);

  it("is back by itself with its findings, as often as four times, and tells each in the log once; then it waits to be started", async () => {
    await vscode.commands.executeCommand("async-skill.restart");
    const document = await openText(TEXT);
    const expected = "4:4 blocking-sleep\n8:4 missing-await";
    await eventually("the findings", () => (shown(document) === expected ? true : undefined));
    const before = times(await log(), ENDED);
    for (let count = 1; count <= 4; count++) {
      await comesBack(document, expected);
      await eventually(`the end in the log, ${count} times`, async () =>
        times(await log(), ENDED) === before + count ? true : undefined,
      );
    }
    await kill();
    await eventually("the last end in the log", async () =>
      (await log()).includes("is not started again by itself") ? true : undefined,
    );
    equal(shown(document), "", "what is shown without a server");
    await vscode.commands.executeCommand("async-skill.restart");
    await eventually("the findings after a restart by hand", () => (shown(document) === expected ? true : undefined));
    await comesBack(document, expected);
  });

  it("is back where much is written to it after its end", async () => {
    await vscode.commands.executeCommand("async-skill.restart");
    const document = await openText(TEXT);
    const expected = "4:4 blocking-sleep\n8:4 missing-await";
    await eventually("the findings", () => (shown(document) === expected ? true : undefined));
    await comesBack(document, expected, killWhileMuchIsWritten);
  });
});
