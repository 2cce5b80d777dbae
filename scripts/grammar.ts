/** What the grammar of Python calls its nodes and fields, as types: a kind that it hasn't doesn't compile. */
import * as fs from "node:fs";
import { createRequire } from "node:module";

/** An entry of tree-sitter's `node-types.json`. */
interface NodeType {
  readonly type: string;
  readonly named: boolean;
  /** Only what stands for other kinds has these, and is none of its own. */
  readonly subtypes?: readonly unknown[];
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** The text of the module that says the grammar's kinds and fields. */
export function kindsModule(): string {
  const types = readNodeTypes().filter((one) => one.subtypes === undefined);
  const named = names([...types.filter((one) => one.named).map((one) => one.type), ...aliases(readGrammar())]);
  const tokens = names([
    ...types.filter((one) => !one.named && !named.includes(one.type)).map((one) => one.type),
    "keyword",
  ]);
  const fields = names(types.flatMap((one) => Object.keys(one.fields ?? {})));
  return `// Generated from tree-sitter-python's grammar by npm run generate.

/** A kind of node that has a name; \`ERROR\` is what can't be parsed. */
export type NamedKind =
${union([...named, "ERROR"])};

/** Punctuation or a keyword; \`keyword\` is one that reads like a kind of node that it stands in, such as \`await\`. */
export type Token =
${union(tokens)};

export type Kind = NamedKind | Token;

/** What a node can be to its parent. */
export type Field =
${union(fields)};
`;
}

function readNodeTypes(): readonly NodeType[] {
  return readJson("node-types.json") as readonly NodeType[];
}

function readGrammar(): unknown {
  return readJson("grammar.json");
}

function readJson(name: string): unknown {
  return JSON.parse(fs.readFileSync(createRequire(import.meta.url).resolve(`tree-sitter-python/src/${name}`), "utf8"));
}

/** The kinds that nodes go by instead of their own; `node-types.json` leaves some out. */
function aliases(rule: unknown): readonly string[] {
  if (typeof rule !== "object" || rule === null) return [];
  const inner = Object.values(rule).flatMap(aliases);
  return "type" in rule && rule.type === "ALIAS" && "value" in rule && "named" in rule && rule.named === true
    ? [String(rule.value), ...inner]
    : inner;
}

function names(all: readonly string[]): readonly string[] {
  return [...new Set(all)].sort();
}

function union(members: readonly string[]): string {
  return members.map((name) => `  | ${JSON.stringify(name)}`).join("\n");
}
