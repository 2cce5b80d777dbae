/**
 * A file whose analysis doesn't end, or is too much for the parser, costs nobody else anything, says so, and is back by
 * itself once it is edited.
 */
import { expect, it, vi } from "vitest";
import type { Rule } from "../../server/src/rules/contract";
import { withinTime } from "../../server/src/limits/time-limit";
import { type InProcess, PATIENT, startInProcess } from "./support/in-process";

vi.mock(import("../../server/src/rules/index"), async (original) => {
  const { RULES } = await original();
  const hanging: Rule = {
    name: "hanging-rule",
    kinds: ["identifier"],
    needs: [],
    check: (node) => {
      if (node.text === "loops") for (;;);
      if (node.text === "backtracks") /^(a+)+$/.test(`${"a".repeat(60)}b`);
      return undefined;
    },
  };
  return { RULES: [hanging, ...RULES] };
});

const SLEEPY = "import time\n\n\nasync def main():\n    time.sleep(1)\n";
/** Short only while there is nothing but the file that hangs: what is sound has time also on a machine that is busy. */
const [SHORT, LONG] = [300, 600_000];
let limit = SHORT;
const GOOD = "file:///work/good.py";

const start = (): Promise<InProcess> => startInProcess(async (work) => withinTime(limit, work), { maxFileSize: 16 });

const NOTICE = { source: "async-skill", severity: 3, range: { start: { line: 0, character: 0 } } };

it.each([
  ["a loop without end", "loops", SHORT, `took longer than ${SHORT / 1000} s`],
  ["a regular expression without end", "backtracks", SHORT, `took longer than ${SHORT / 1000} s`],
  ["too much for the parser", `"""${"a".repeat(4_000_001)}"""`, LONG, "is 4000008 characters long"],
])("leaves the others alone where a file has %s", async (_what, trouble, first, reason) => {
  limit = first;
  const { connection: client, published, log, open } = await start();
  const bad = "file:///work/bad.py";
  await open(bad, `${SLEEPY}${trouble}\n`);
  await vi.waitFor(
    () => expect(published.get(bad)).toMatchObject([{ ...NOTICE, message: expect.stringContaining(reason) }]),
    PATIENT,
  );
  limit = LONG;
  await open(GOOD, SLEEPY);
  await vi.waitFor(() => expect(published.get(GOOD)).toMatchObject([{ code: "blocking-sleep" }]), PATIENT);
  const at = { line: 4, character: 6 };
  const actions = async (uri: string): Promise<unknown> =>
    client.sendRequest("textDocument/codeAction", {
      textDocument: { uri },
      range: { start: at, end: at },
      context: { diagnostics: [], only: ["quickfix"] },
    });
  expect(await actions(bad)).toEqual([]);
  expect(await actions(GOOD)).not.toEqual([]);
  await client.sendNotification("textDocument/didChange", {
    textDocument: { uri: bad, version: 2 },
    contentChanges: [
      { range: { start: { line: 5, character: 0 }, end: { line: 5, character: trouble.length } }, text: "fine" },
    ],
  });
  await vi.waitFor(() => expect(published.get(bad)).toMatchObject([{ code: "blocking-sleep" }]), PATIENT);
  expect(log.filter((message) => message.includes("bad.py is not checked"))).toHaveLength(1);
  await client.sendRequest("shutdown");
  client.dispose();
});
