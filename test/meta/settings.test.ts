/** The settings that the manifest declares are those that are read, and the README names. */
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../scripts/generated";
import { readEditorSettings } from "../../server/src/lsp/editor-settings";

interface Setting {
  readonly type: "boolean" | "string" | "number" | "array" | "object";
  readonly scope: string;
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly enumDescriptions?: readonly string[];
}

interface Manifest {
  readonly contributes: { readonly configuration: { readonly properties: Readonly<Record<string, Setting>> } };
}

const read = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");
const settings = Object.entries((JSON.parse(read("package.json")) as Manifest).contributes.configuration.properties);

/** What the server tells of a setting that has a value. */
function told(name: string, value: unknown): readonly string[] {
  const problems: string[] = [];
  const [first = "", ...rest] = name.split(".").slice(1);
  const section = { [first]: rest.reduceRight((inner, key) => ({ [key]: inner }), value) };
  readEditorSettings(section, (problem) => problems.push(problem));
  return problems;
}

describe.each(settings)("%s", (name, setting) => {
  it("has a scope, a text, and one for each of its values", () => {
    // What is said to the server is one talk, whatever folders are open.
    expect(setting.scope).toBe(name === "asyncSkill.trace.server" ? "window" : "resource");
    expect(setting.description ?? setting.markdownDescription).toMatch(/\w/);
    expect(setting.enumDescriptions?.length).toBe(setting.enum?.length);
  });

  it("takes what it stands on by itself, and each value that is offered", () => {
    for (const value of [setting.default, ...(setting.enum ?? []), null])
      expect(told(name, value), JSON.stringify(value)).toEqual([]);
  });

  it("says what is wrong with another value", () => {
    for (const value of ["nonsense", -1, 7.5, [1], true, { nonsense: 1 }].filter((one) => !isRight(setting, one))) {
      expect(told(name, value), JSON.stringify(value)).toMatchObject([
        expect.stringMatching(`${name.replaceAll(".", "\\.")} (?:is ignored: it has to be|names no rule)`),
      ]);
    }
  });

  it("has a row in the README", () => {
    const shown = JSON.stringify(setting.default).replace(/^"|"$/g, "");
    expect(read("README.md")).toContain(`| \`${name}\` | \`${shown}\` |`);
  });
});

it("the README has no rows of settings that there are not", () => {
  const rows = [...read("README.md").matchAll(/^\| `(asyncSkill\.[\w.]+)` \|/gm)].map((match) => match[1]!);
  expect(rows.toSorted()).toEqual(settings.map(([name]) => name).toSorted());
});

/** Whether a value that is no list and no object can be right. */
function isRight({ type, enum: values }: Setting, value: unknown): boolean {
  if (type === "string") return typeof value === "string" && (values === undefined || values.includes(value));
  if (type === "number") return typeof value === "number" && value > 0;
  return type === "boolean" && typeof value === "boolean";
}
