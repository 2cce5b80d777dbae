/**
 * Every example of the rules' pages, seen through an editor: fixes give what the page shows, ignore comments keep away
 * what they name.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CodeAction, type Diagnostic, TextEdit } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { readPage } from "../../scripts/rule-page";
import { withoutCarets } from "../support/render";
import { builtFor } from "./support/build";
import { Client, PULLING } from "./support/client";

const built = builtFor("server");
/** A project of its own: some fixes look through all files around. */
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-pages-"));
const URI = pathToFileURL(path.join(folder, "page.py")).href;
const rulesDir = path.resolve(import.meta.dirname, "../../server/src/rules");
const pages = fs
  .readdirSync(rulesDir)
  .filter((name) => name.endsWith(".md"))
  .sort()
  .map((name) => readPage(path.join(rulesDir, name)));

let client: Client;
beforeAll(async () => {
  client = await Client.start({ server: built("server.js"), capabilities: PULLING });
});
afterAll(async () => {
  fs.rmSync(folder, { recursive: true });
  expect(await client.stop()).toBe(0);
});

/** The text that an editor is left with; edits must be disjoint and of the version at hand. */
function applied(action: CodeAction): string {
  const change = action.edit?.documentChanges?.[0];
  if (change === undefined || !("edits" in change)) throw new Error(`"${action.title}" has no edit`);
  const document = client.document(URI);
  expect(change.textDocument).toEqual({ uri: URI, version: document.version });
  return TextDocument.applyEdits(document, change.edits.filter(TextEdit.is));
}

/** The findings of a text that is not opened in the place of the one at hand. */
async function findingsIn(text: string): Promise<readonly Diagnostic[]> {
  const uri = pathToFileURL(path.join(folder, "after.py")).href;
  await client.open(uri, text);
  const items = await client.items(uri);
  await client.close(uri);
  return items;
}

const places = (findings: readonly Diagnostic[]): readonly string[] =>
  findings.map(({ code, range }) => `${code} ${range.start.character}`);

// What needs settings, or stands in another file, is held by the pages' own test.
const seen = pages
  .map((page) => ({
    ...page,
    examples: page.violations.filter(
      ({ blocks: [block] }) => block?.language === "py" && Object.keys(block.attributes).length === 0,
    ),
  }))
  .filter((page) => page.examples.length > 0);

describe.each(seen.map((page) => [page.rule, page] as const))("%s", (rule, { examples }) => {
  it.each(examples.map((example) => [example.title, example] as const))(
    "%s",
    async (_title, { blocks: [block, ...shown] }) => {
      await client.open(URI, withoutCarets(block!.text));
      const expected = shown.filter((one) => one.fix !== undefined).map((one) => one.text);
      const { findings, own, fixed } = await offeredFor(rule, expected);
      for (const [finding, ours] of own) {
        const ignore = ours.find((one) => one.title === `Ignore '${rule}' on this line`);
        if (ignore !== undefined) await checkIgnored(ignore, finding, findings);
      }
      expect(fixed).toEqual(expected);
      const [all] = await client.actions(URI, own[0]![0].range, { only: ["source.fixAll"] });
      if (all !== undefined) await checkConverged(applied(all));
    },
  );
});

interface Offered {
  readonly findings: readonly Diagnostic[];
  /** Those of the rule, and what is offered for each. */
  readonly own: readonly (readonly [Diagnostic, readonly CodeAction[]])[];
  readonly fixed: readonly string[];
}

/**
 * What is offered for an example, once it is what the page shows: some of it rests on files around, which the server
 * reads behind all else, and tells then that there is something new.
 */
async function offeredFor(rule: string, expected: readonly string[]): Promise<Offered> {
  for (let left = 3; ; left--) {
    const { refreshes } = client;
    const offered = await offeredNow(rule);
    expect(offered.own).not.toEqual([]);
    if (left === 0 || isDeepStrictEqual(offered.fixed, expected)) return offered;
    await client.until("something new", () => client.refreshes > refreshes, 5_000).catch(() => undefined);
  }
}

async function offeredNow(rule: string): Promise<Offered> {
  const findings = await client.items(URI);
  const own: (readonly [Diagnostic, readonly CodeAction[]])[] = [];
  for (const finding of findings.filter((one) => one.code === rule)) {
    const actions = await client.actions(URI, finding.range, { only: ["quickfix"] });
    const isAbout = ({ code, range }: Diagnostic): boolean => code === rule && isDeepStrictEqual(range, finding.range);
    own.push([finding, actions.filter((one) => one.diagnostics?.some(isAbout))]);
  }
  const fixes = own.flatMap(([, ours]) =>
    ours.filter((one) => one.edit !== undefined && !/^(?:Fix all|Ignore) '/.test(one.title)),
  );
  return { findings, own, fixed: fixes.map(applied) };
}

/** Where all has been fixed, nothing is left to fix. */
async function checkConverged(text: string): Promise<void> {
  const uri = pathToFileURL(path.join(folder, "after.py")).href;
  await client.open(uri, text);
  const nowhere = { line: 0, character: 0 };
  expect(await client.actions(uri, { start: nowhere, end: nowhere }, { only: ["source.fixAll"] }), text).toEqual([]);
  await client.close(uri);
}

/** The comment takes the finding away. Nothing comes but what was told together with it: that stands by itself then. */
async function checkIgnored(action: CodeAction, finding: Diagnostic, before: readonly Diagnostic[]): Promise<void> {
  const after = await findingsIn(applied(action));
  const { code, range, relatedInformation = [] } = finding;
  const ignored = applied(action)
    .split(/\r?\n/)
    .findIndex((line) => line.includes(`ignore[${String(code)}`));
  expect(
    after.filter((one) => one.code === code && one.range.start.line === ignored),
    applied(action),
  ).toEqual([]);
  const told = new Set([
    ...places(before),
    ...places(relatedInformation.map(({ location }) => ({ ...finding, range: location.range }))),
  ]);
  expect(
    places(after).filter((place) => !told.has(place)),
    applied(action),
  ).toEqual([]);
  const ofRule = (some: readonly Diagnostic[]): number => some.filter((one) => one.code === code).length;
  expect(before.length - after.length, `${JSON.stringify(range)} alone`).toBe(ofRule(before) - ofRule(after));
}
