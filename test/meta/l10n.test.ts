/** What people read of the manifest and of the client is there in every language, and in no other place. */
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../scripts/generated";

type Texts = Readonly<Record<string, string>>;

const read = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");
const parsed = (file: string): Texts => JSON.parse(read(file)) as Texts;
const english = parsed("package.nls.json");
const languages = fs.readdirSync(root).flatMap((name) => /^package\.nls\.(\w+)\.json$/.exec(name)?.[1] ?? []);

/** What stands in a manifest under these keys is shown to people. */
const SHOWN = new Set(["title", "category", "description", "markdownDescription", "enumDescriptions", "label"]);

/** The texts of a value that are shown. */
function shownIn(value: unknown, key = ""): readonly string[] {
  if (typeof value === "string") return SHOWN.has(key) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((one) => shownIn(one, key));
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([name, one]) => shownIn(one, name))
    : [];
}

/** The placeholders, names in code and addresses of commands of a text, which no language changes. */
function fixedParts(text: string): readonly string[] {
  return [...text.matchAll(/\{\d\}|`[^`]+`|\(command:[^)]+\)/g)].map(([part]) => part).toSorted();
}

describe("the manifest", () => {
  const manifest = JSON.parse(read("package.json")) as { readonly contributes: unknown; readonly description: string };
  const named = [manifest.description, ...shownIn(manifest.contributes)];

  it("names its texts, and shows none of its own", () => {
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter((text) => !/^%[\w.-]+%$/.test(text))).toEqual([]);
  });

  it("names every text that there is, and no other", () => {
    expect([...new Set(named.map((text) => text.slice(1, -1)))].toSorted()).toEqual(Object.keys(english).toSorted());
  });

  it("is there in another language", () => expect(languages).toEqual(["de"]));

  it.each(languages)("is there as a whole: %s", (language) => {
    const texts = parsed(`package.nls.${language}.json`);
    const lacks = Object.keys(english).filter((key) => texts[key] === undefined);
    expect(lacks, `what package.nls.${language}.json lacks`).toEqual([]);
    expect(Object.keys(texts), `package.nls.${language}.json has the keys of package.nls.json, in their order`).toEqual(
      Object.keys(english),
    );
    for (const [key, text] of Object.entries(texts)) {
      if (!key.startsWith("rule.")) expect(fixedParts(text), key).toEqual(fixedParts(english[key]!));
      expect(text, key).toMatch(/\S/);
    }
  });
});

describe("the client", () => {
  const sources = fs
    .readdirSync(path.join(root, "client/src"))
    .map((name) => ({ name, text: read(`client/src/${name}`) }));
  const said = sources.flatMap(({ text }) =>
    [...text.matchAll(/\bl10n\.t\(\s*"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1]!),
  );

  it.each(languages)("says everything in %s too, and nothing else", (language) => {
    const bundle = parsed(`l10n/bundle.l10n.${language}.json`);
    expect(said.length).toBeGreaterThan(30);
    expect(Object.keys(bundle).toSorted()).toEqual([...new Set(said)].toSorted());
    for (const [text, other] of Object.entries(bundle)) expect(fixedParts(other), text).toEqual(fixedParts(text));
  });

  it("has no words of its own where it speaks to people", () => {
    const speaks =
      /(?:show(?:Information|Warning|Error)Message|setStatusBarMessage)\((?!\s*(?:vscode\.l10n\.t\(|message\b|told\b))[^)]{0,40}|(?:title|label|detail|message): (?:"|`)[^"`]+/g;
    const literal = sources.flatMap(({ name, text }) =>
      [...text.matchAll(speaks)].map(([words]) => `${name}: ${words}`),
    );
    // To the log, which is read for reports.
    expect(literal.filter((one) => !one.startsWith("restarts.ts: message: "))).toEqual([]);
  });
});
