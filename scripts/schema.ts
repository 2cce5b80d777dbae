/** JSON schemas of what a pyproject.toml may say to us, for other editors of TOML and for validators. */
import { type ConfigurationKey, HTTP_CLIENTS, SEVERITIES } from "../server/src/config/configuration";
import { KEY_TEXTS } from "../server/src/config/keys";
import type { Page } from "./rule-page";

type Schema = Readonly<Record<string, unknown>>;

/** The schema of a whole pyproject.toml that minds our section alone, as tools look them up by a file's name. */
export function pyprojectSchema(pages: readonly Page[]): string {
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "pyproject.toml with the settings of Python Async Skill",
    type: "object",
    properties: { tool: { type: "object", properties: { "async-skill": section(pages) } } },
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

/**
 * `[tool.async-skill]`, as the reader of the configuration takes it (`server/src/config/configuration.ts`): a test
 * holds them together.
 */
function section(pages: readonly Page[]): Schema {
  const properties = Object.entries(keys(pages)).map(([key, schema]) => [
    key,
    { description: KEY_TEXTS[key as ConfigurationKey], ...schema },
  ]);
  return {
    type: "object",
    title: "Python Async Skill",
    description: "What holds in this project for everybody.",
    additionalProperties: false,
    properties: Object.fromEntries(properties) as unknown,
  };
}

function keys(pages: readonly Page[]): Readonly<Record<ConfigurationKey, Schema>> {
  const rules = { type: "array", items: { type: "string", enum: pages.map(({ rule }) => rule) } };
  const patterns = { type: "array", items: { type: "string" } };
  const aboveZero = { type: "number", exclusiveMinimum: 0 };
  return {
    // One that selects nothing counts as not there, and is told.
    select: { ...rules, minItems: 1 },
    ignore: rules,
    severity: severities(pages),
    exclude: patterns,
    "test-paths": patterns,
    "script-paths": patterns,
    "default-timeout": aboveZero,
    "http-client": { type: "string", enum: [...HTTP_CLIENTS, "auto"] },
    "max-file-size": aboveZero,
    "line-length": { type: "integer", minimum: 1 },
  };
}

function severities(pages: readonly Page[]): Schema {
  const levels = [...SEVERITIES.toReversed(), "off"];
  const properties = pages.map(({ rule, severity, summary }) => [
    rule,
    { type: "string", enum: levels, default: severity, description: summary },
  ]);
  return { type: "object", additionalProperties: false, properties: Object.fromEntries(properties) as unknown };
}
