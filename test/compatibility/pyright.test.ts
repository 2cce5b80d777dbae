/**
 * Pyright's language server, as Pylance and basedpyright run it, beside ours on the same files: nothing that says the
 * same is underlined twice, and neither takes anything from the other.
 */
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Diagnostic, Range } from "vscode-languageserver/node";
import type { FindingData } from "../../shared/requests";
import { readPages } from "../../scripts/generated";
import { builtFor } from "../protocol/support/build";
import { Client } from "../protocol/support/client";
import { withoutCarets } from "../support/render";

const built = builtFor("server");
const require = createRequire(import.meta.url);
const PYRIGHT = require.resolve("basedpyright/langserver.index.js");

/** It finds the same whatever libraries are installed. */
const SETTINGS = { typeCheckingMode: "standard", reportMissingImports: false, reportMissingModuleSource: false };

/** The examples of our pages, a file each. */
const examples = readPages().flatMap(({ rule, violations }) =>
  violations.flatMap(({ blocks: [block] }, i) =>
    block?.language === "py"
      ? [{ name: `${rule.replaceAll("-", "_")}_${i}.py`, rule, text: withoutCarets(block.text) }]
      : [],
  ),
);

let folder: string;
let ours: Client;
let theirs: Client;
const uriOf = (name: string): string => pathToFileURL(path.join(folder, name)).href;

beforeAll(async () => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-pyright-")));
  fs.writeFileSync(path.join(folder, "pyrightconfig.json"), JSON.stringify(SETTINGS));
  const started = (server: string): Promise<Client> =>
    Client.start({ server, folders: [uriOf("")], configuration: () => null });
  [ours, theirs] = await Promise.all([started(built("server.js")), started(PYRIGHT)]);
});
afterAll(async () => {
  await Promise.all([theirs.stop(), ours.stop()]);
  fs.rmSync(folder, { recursive: true });
});

/** What both show of a text that both have open. */
async function shown(
  name: string,
  text: string,
): Promise<{ readonly own: readonly Diagnostic[]; readonly others: readonly Diagnostic[] }> {
  const uri = uriOf(name);
  await Promise.all([ours.open(uri, text), theirs.open(uri, text)]);
  const [own, others] = await Promise.all([ours.pushed(uri), theirs.pushed(uri)]);
  return { own, others };
}

function overlap(a: Range, b: Range): boolean {
  const isBefore = (one: Range["start"], other: Range["start"]): boolean =>
    one.line < other.line || (one.line === other.line && one.character < other.character);
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

/** The codes that a rule's page names. */
const peersOf = new Map(readPages().map(({ rule, peers }) => [rule, peers]));
const isTheirs = (code: string): boolean => code.startsWith("report");
/**
 * The examples of the rules whose pages name a code of theirs: of those of others it says that the objects in them have
 * no such members.
 */
const some = examples.filter(({ rule }) => peersOf.get(rule)!.some(isTheirs));

/** What stands at the place of one of ours and says another thing: both are told. */
const different: Readonly<Record<string, string>> = {
  "missing-await reportArgumentType":
    "that a coroutine is no such argument is what comes of it; ours says why it is one",
  "missing-await reportCallIssue": "the same",
  "missing-await reportGeneralTypeIssues": "the same of what is gone through",
  "missing-await reportIndexIssue": "the same of what has no items",
  "missing-await reportOperatorIssue": "the same of an operator",
};

describe("beside Pyright", () => {
  it("nothing that says the same stands beside ours", async () => {
    expect(some.length).toBeGreaterThan(20);
    const pairs = new Set<string>();
    for (const { name, text } of some) {
      const { own, others } = await shown(name, text);
      for (const one of own)
        for (const other of others)
          if (overlap(one.range, other.range)) pairs.add(`${String(one.code)} ${codeOf(other)}`);
    }
    const named = [...peersOf].flatMap(([rule, peers]) => peers.filter(isTheirs).map((code) => `${rule} ${code}`));
    expect([...pairs].filter((pair) => !named.includes(pair)).toSorted()).toEqual(Object.keys(different));
    expect(named.filter((pair) => !pairs.has(pair))).toEqual([]);
  });

  it("ours is told with what theirs is called, is repaired on theirs, and both are gone then", async () => {
    const uri = uriOf("both.py");
    const { own, others } = await shown("both.py", "import asyncio\n\n\nasync def main():\n    asyncio.sleep(1)\n");
    expect(own.map(({ data }) => (data as FindingData).peers)).toEqual([["reportUnusedCoroutine"]]);
    const theirsThere = others.filter((one) => codeOf(one) === "reportUnusedCoroutine");
    const fix = await ours.action(uri, theirsThere[0]!.range, "missing-await: Await it (it runs from now on)", {
      diagnostics: theirsThere,
      only: ["quickfix"],
    });
    expect(fix.diagnostics).toEqual(expect.arrayContaining(theirsThere));
    await ours.apply(fix.edit);
    await theirs.change(uri, { text: ours.text(uri) });
    expect(await ours.pushed(uri, 2)).toEqual([]);
    await theirs.until(
      "none of theirs",
      () => theirs.published.findLast((one) => one.uri === uri)?.diagnostics.length === 0,
    );
  });
});

function codeOf({ code }: Diagnostic): string {
  return String(code);
}
