/** The schema that other tools judge a pyproject.toml by says the same as the reader of our settings. */
import { Ajv } from "ajv";
import * as fs from "node:fs";
import * as path from "node:path";
import { getStaticTOMLValue, parseTOML } from "toml-eslint-parser";
import { describe, expect, it } from "vitest";
import { root } from "../../scripts/generated";
import { ruleNames } from "../../server/src/analysis/pages";
import { readPyProject } from "../../server/src/config/pyproject";
import { configurationTroubles } from "../../server/src/config/troubles";

interface Manifest {
  readonly contributes: { readonly tomlValidation: readonly { readonly fileMatch: string; readonly url: string }[] };
}

const read = (file: string): unknown => JSON.parse(fs.readFileSync(path.join(root, file), "utf8"));
const [contributed] = (read("package.json") as Manifest).contributes.tomlValidation;
const schema = read(contributed!.url) as {
  readonly properties: {
    readonly tool: { readonly properties: { readonly "async-skill": { readonly properties: object } } };
  };
};
const isValid = new Ajv({ strict: true }).compile(schema);
const keys = Object.keys(schema.properties.tool.properties["async-skill"].properties);

/** What a file says, as a tool that reads TOML hands it to a schema. */
function plain(text: string): unknown {
  // JSON has no dates, and no schema asks for one.
  return JSON.parse(
    JSON.stringify(getStaticTOMLValue(parseTOML(text)), (_, value: unknown) => (isDate(value) ? null : value)),
  ) as unknown;
}

/** Asked of what JSON.stringify has already turned into text, too. */
function isDate(value: unknown): boolean {
  return typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value);
}

function verdicts(text: string): { readonly reader: boolean; readonly schema: boolean } {
  const project = readPyProject(text);
  expect(project.problem, text).toBeUndefined();
  return { reader: configurationTroubles(project, ruleNames()).length === 0, schema: isValid(plain(text)) };
}

const VALUES = [
  "true",
  "0",
  "-1",
  "1",
  "88",
  "88.0",
  "0.5",
  "inf",
  "nan",
  "1979-05-27T07:32:00Z",
  '""',
  '"httpx"',
  '"auto"',
  '"HTTPX"',
  '"off"',
  '"missing-timeout"',
  "[]",
  '["missing-timeout"]',
  '["missing-timeout", "missing-timeout"]',
  '["missing-timout"]',
  '["missing-timeout", "missing-timout"]',
  '["tests/"]',
  "[1]",
  "[[]]",
  "[{}]",
  "{}",
  '{ missing-timeout = "error" }',
  '{ missing-timeout = "off", blocking-sleep = "hint" }',
  '{ missing-timeout = "fatal" }',
  "{ missing-timeout = 1 }",
  "{ missing-timeout = {} }",
  '{ missing-timout = "error" }',
];

const SECTIONS = [
  ["no section", "[project]\nname = 'x'\n", true],
  ["an empty one", "[tool.async-skill]\n", true],
  ["one that is no table", "[tool]\nasync-skill = 3\n", false],
  ["a list of tables", "[[tool.async-skill]]\nignore = []\n", false],
  ["a table of severities", '[tool.async-skill.severity]\nmissing-timeout = "error"\n', true],
  [
    "dotted keys",
    '[tool]\nasync-skill.severity.missing-timeout = "error"\nasync-skill.ignore = ["blocking-sleep"]\n',
    true,
  ],
  ["a table where a list should stand", "[tool.async-skill.ignore]\nmissing-timeout = true\n", false],
  ["an empty table where a number should stand", "[tool.async-skill.default-timeout]\n", false],
  ["a table where a severity should stand", '[tool.async-skill.severity.missing-timeout]\nlevel = "error"\n', false],
  ["dotted keys below a severity", '[tool.async-skill.severity]\nmissing-timeout.level = "error"\n', false],
  ["a list of tables of severities", '[[tool.async-skill.severity]]\nmissing-timeout = "error"\n', false],
  ["a table that there is not", "[tool.async-skill.rules]\nx = 1\n", false],
] as const;

describe("the schema of pyproject.toml", () => {
  it("is contributed for it, and knows every setting", () => {
    expect(contributed!.fileMatch).toBe("pyproject.toml");
    expect(keys.length).toBeGreaterThan(8);
  });

  it.each(SECTIONS)("agrees with the reader on %s", (_, text, right) => {
    expect(verdicts(text)).toEqual({ reader: right, schema: right });
  });

  it.each([...keys, "slect", "tool"])("agrees with the reader on any value of %s", (key) => {
    const told = VALUES.map((value) => ({ value, ...verdicts(`[tool.async-skill]\n${key} = ${value}\n`) }));
    expect(told.filter(({ reader, schema }) => reader !== schema)).toEqual([]);
    // Each setting takes something, and refuses something.
    expect(new Set(told.map(({ reader }) => reader)).size).toBe(keys.includes(key) ? 2 : 1);
  });
});
