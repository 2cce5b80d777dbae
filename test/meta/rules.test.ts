import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { generatedFiles, readPages, root, rulesDir } from "../../scripts/generated";
import { PAGES } from "../../server/src/rules/pages.generated";
import { RULES } from "../../server/src/rules/index";

const names = RULES.map((rule) => rule.name);
const read = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");

describe("every rule", () => {
  it("has a name of its own, two files, and a place in the catalogue", () => {
    expect(new Set(names).size).toBe(names.length);
    const files = fs
      .readdirSync(rulesDir)
      .filter((name) => !["index.ts", "contract.ts", "pages.generated.ts", "support"].includes(name));
    expect(files.toSorted()).toEqual(names.flatMap((name) => [`${name}.md`, `${name}.ts`]).toSorted());
    expect(readPages().map((page) => page.rule)).toEqual(names);
  });

  it("has its page in the bundle", () => {
    expect(Object.keys(PAGES)).toEqual(names.toSorted());
  });

  it("has a setting", () => {
    const manifest = JSON.parse(read("package.json")) as {
      contributes: {
        configuration: { properties: Record<string, { properties: Record<string, { default: string }> }> };
      };
    };
    const settings = manifest.contributes.configuration.properties["asyncSkill.severity"]?.properties ?? {};
    expect(Object.entries(settings).map(([name, setting]) => [name, setting.default])).toEqual(
      names.map((name) => [name, PAGES[name]?.severity]),
    );
  });

  it("has a row in the README and in the index", () => {
    const rows = (text: string): readonly string[] =>
      [...text.matchAll(/^\| \[([\w-]+)\]\([\w./]*\/rules\//gm)].map((match) => match[1] ?? "");
    expect(rows(read("README.md"))).toEqual(names);
    expect(rows(read("docs/rules.md")).toSorted()).toEqual(names.toSorted());
  });

  it("yields only to rules that there are", () => {
    expect(RULES.flatMap((rule) => rule.yieldsTo ?? []).filter((name) => !names.includes(name))).toEqual([]);
  });
});

it.each([...generatedFiles()])("%s is up to date (npm run generate)", (file, text) => {
  expect(read(file) === text, `${file} is out of date`).toBe(true);
});
