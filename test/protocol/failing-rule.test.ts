/** A rule that fails takes the findings of its file away as long as it fails, and nothing else. */
import { expect, it, vi } from "vitest";
import type { CodeAction } from "vscode-languageserver/node";
import type { Rule } from "../../server/src/rules/contract";
import { type InProcess, PATIENT, startInProcess } from "./support/in-process";

vi.mock(import("../../server/src/rules/index"), async (original) => {
  const { RULES } = await original();
  let isFirst = true;
  const failing: Rule = {
    name: "failing-rule",
    kinds: ["identifier"],
    needs: [],
    check: (node) => {
      if (node.text === "boom") throw new Error("a rule fails");
      if (node.text !== "flaky" || !isFirst) return undefined;
      isFirst = false;
      throw new Error("a rule fails once");
    },
  };
  // What is left to it are the fixes of another one's findings.
  const sleep = RULES.find(({ name }) => name === "blocking-sleep")!;
  const failingFix: Rule = {
    ...sleep,
    check: (node, context) => {
      const found = [sleep.check(node, context) ?? []].flat();
      return found.map((finding) => ({
        ...finding,
        fixes: () => {
          if (node.text.includes("unlucky")) throw new Error("a fix fails");
          return finding.fixes?.() ?? [];
        },
      }));
    },
  };
  return { RULES: [failing, ...RULES.map((rule) => (rule === sleep ? failingFix : rule))] };
});

const SLEEPY = "import time\n\n\nasync def main():\n    time.sleep(1)\n";

interface Client extends InProcess {
  /** Puts a text in the place of what stands on a line between two columns. */
  readonly change: (
    uri: string,
    version: number,
    line: number,
    columns: readonly [from: number, to: number],
    text: string,
  ) => Promise<void>;
  readonly actions: (uri: string, line: number, only?: string) => Promise<readonly CodeAction[]>;
}

async function connect(): Promise<Client> {
  const server = await startInProcess();
  const { connection } = server;
  return {
    ...server,
    change: async (uri, version, line, [from, to], text) => {
      const range = { start: { line, character: from }, end: { line, character: to } };
      await connection.sendNotification("textDocument/didChange", {
        textDocument: { uri, version },
        contentChanges: [{ range, text }],
      });
    },
    actions: async (uri, line, only) => {
      const at = { line, character: 6 };
      const context = { diagnostics: [], ...(only === undefined ? {} : { only: [only] }) };
      return connection.sendRequest("textDocument/codeAction", {
        textDocument: { uri },
        range: { start: at, end: at },
        context,
      });
    },
  };
}

it("lives on after a rule that throws", async () => {
  const { connection, published, log, open, change, actions } = await connect();
  const [bad, good] = ["file:///work/bad.py", "file:///work/good.py"];
  await open(bad, `${SLEEPY}boom\n`);
  await open(good, SLEEPY);
  await vi.waitFor(() => expect(published.get(good)).toHaveLength(1), PATIENT);
  expect(published.get(bad)).toEqual([]);
  expect(await actions(bad, 4, "quickfix")).toEqual([]);
  expect(await actions(good, 4, "quickfix")).not.toEqual([]);
  expect(log.filter((message) => message.includes("a rule fails")).length).toBeGreaterThan(0);
  await change(bad, 2, 5, [0, 4], "bang");
  await vi.waitFor(() => expect(published.get(bad)).toHaveLength(1), PATIENT);
  await connection.sendRequest("shutdown");
  connection.dispose();
});

it("starts afresh after what it keeps of a file made a rule throw", async () => {
  const { connection, published, log, open, change, actions } = await connect();
  const uri = "file:///work/flaky.py";
  await open(uri, `${SLEEPY}x = 1\n`);
  await vi.waitFor(() => expect(published.get(uri)).toHaveLength(1), PATIENT);
  await change(uri, 2, 4, [4, 4], "time.sleep(2); flaky; ");
  await vi.waitFor(() => expect(published.get(uri)).toHaveLength(2), PATIENT);
  expect(await actions(uri, 4, "quickfix")).not.toEqual([]);
  expect(log.filter((message) => message.includes("a rule fails once"))).toEqual([expect.stringContaining(uri)]);
  await connection.sendRequest("shutdown");
  connection.dispose();
});

it("offers what else there is where a fix throws", async () => {
  const { connection, published, log, open, actions } = await connect();
  const uri = "file:///work/unlucky.py";
  await open(uri, SLEEPY.replace("(1)", "(unlucky)"));
  await vi.waitFor(() => expect(published.get(uri)).toHaveLength(1), PATIENT);
  for (let i = 0; i < 3; i++) expect(await actions(uri, 4)).toEqual([]);
  expect(published.get(uri)).toHaveLength(1);
  const told = log.filter((message) => message.includes("a fix fails"));
  expect(told.length).toBeGreaterThan(0);
  // Once for each thing that was asked for, however often.
  expect(new Set(told.map((message) => message.split(":")[0])).size).toBe(told.length);
  await connection.sendRequest("shutdown");
  connection.dispose();
});
