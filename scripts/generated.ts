import * as fs from "node:fs";
import * as path from "node:path";
import { kindsModule } from "./grammar";
import { isOfLayers, layerOverrides } from "./layers";
import { precisionPage } from "./precision";
import { readRefactoringPage, type RefactoringPage } from "./refactoring-page";
import { type Page, readPage, type RoleEffect } from "./rule-page";
import { pyprojectSchema } from "./schema";
import { snippetsModule } from "./snippets";

export const root = path.dirname(import.meta.dirname);
export const rulesDir = path.join(root, "server/src/rules");
export const refactoringsDir = path.join(root, "server/src/refactorings");

/** Files that are wholly or partly made from the pages of rules and refactorings, the grammar and the layers, with the text that they should have. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const pages = readPages();
  return new Map([
    ["server/src/rules/pages.generated.ts", pagesModule(pages)],
    ["server/src/syntax/kinds.generated.ts", kindsModule()],
    ["server/src/lsp/completion/snippets.generated.ts", snippetsModule(read("snippets/python.json"))],
    ["package.json", manifest(read("package.json"), pages)],
    ["package.nls.json", texts(read("package.nls.json"), pages)],
    ["schemas/pyproject.schema.json", pyprojectSchema(pages)],
    [".oxlintrc.json", lintConfiguration(read(".oxlintrc.json"))],
    ["README.md", readme(read("README.md"), pages, readRefactoringPages())],
    ["docs/rules.md", ruleIndex(pages)],
    ["docs/PRECISION.md", precision(pages)],
  ]);
}

/** All pages in the order of the catalogue. */
export function readPages(): readonly Page[] {
  const order = catalogue(read("server/src/rules/index.ts"));
  const rank = (page: Page): number => (order.indexOf(page.rule) + order.length + 1) % (order.length + 1);
  const names = fs.readdirSync(rulesDir).filter((name) => name.endsWith(".md"));
  return names
    .toSorted()
    .map((name) => readPage(path.join(rulesDir, name)))
    .toSorted((a, b) => rank(a) - rank(b));
}

/** The refactorings' pages in the order of the menu. */
export function readRefactoringPages(): readonly RefactoringPage[] {
  return catalogue(read("server/src/refactorings/index.ts")).map((name) =>
    readRefactoringPage(path.join(refactoringsDir, `${name}.md`)),
  );
}

/** The names as an index lists them. It is read as text: what it imports may wait for what is generated here. */
export function catalogue(index: string): readonly string[] {
  const files = new Map(
    [...index.matchAll(/^import \{ (\w+) \} from "\.\/([\w-]+)";$/gm)].map((match) => [match[1], match[2] ?? ""]),
  );
  const list = index.slice(index.indexOf("[] = ["));
  return [...list.matchAll(/\w+/g)].flatMap((match) => files.get(match[0]) ?? []);
}

function precision(pages: readonly Page[]): string {
  const rules = pages.map(({ rule }) => rule);
  return precisionPage(read("docs/PRECISION.md"), rules, path.join(root, "test/corpus/findings"));
}

function read(file: string): string {
  return fs.readFileSync(path.join(root, file), "utf8");
}

function pagesModule(pages: readonly Page[]): string {
  const rows = pages
    .toSorted((a, b) => (a.rule < b.rule ? -1 : 1))
    .map(({ rule, command, severity, fix, selected, roles, peers, summary, docs }) => {
      const row = JSON.stringify({ rule, command, severity, fix, selected, roles, peers, summary, docs }, undefined, 2);
      return `  ${JSON.stringify(rule)}: ${row.replaceAll("\n", "\n  ")},`;
    });
  return `// Generated from the rules' pages by npm run generate.
import type { RulePage } from "./contract";

export const PAGES: Readonly<Record<string, RulePage>> = {
${rows.join("\n")}
};
`;
}

const SEVERITY_SETTING = "asyncSkill.severity";
/** Settings that name rules. */
const LISTS_OF_RULES = ["asyncSkill.select", "asyncSkill.ignore", "asyncSkill.fixOnSaveRules"];
/** The keys of what rules find, among the manifest's texts. */
const RULE_TEXT = "rule.";

function manifest(text: string, pages: readonly Page[]): string {
  const parsed = JSON.parse(text) as { contributes: { configuration: { properties: Record<string, unknown> } } };
  const { configuration } = parsed.contributes;
  configuration.properties = {
    ...configuration.properties,
    [SEVERITY_SETTING]: severitySetting(pages),
    ...listsOfRules(pages),
  };
  return `${JSON.stringify(parsed, undefined, 2)}\n`;
}

/** Lint's configuration with the layers put in, laid out as the formatter leaves it. */
function lintConfiguration(text: string): string {
  const parsed = JSON.parse(text) as { overrides: { files: string[]; rules: Record<string, unknown> }[] };
  const overrides = [...layerOverrides(), ...parsed.overrides.filter((override) => !isOfLayers(override))];
  return `${JSON.stringify({ ...parsed, overrides }, undefined, 2).replaceAll(LIST_OF_STRINGS, onOneLine)}\n`;
}

/** What the formatter leaves a list of, behind its name. */
const MOST_COLUMNS = 100;
const LIST_OF_STRINGS = /\[\n\s+"[^"\n]*"(?:,\n\s+"[^"\n]*")*\n\s+\]/g;

function onOneLine(list: string): string {
  const line = JSON.stringify(JSON.parse(list)).replaceAll('","', '", "');
  return line.length > MOST_COLUMNS ? list : line;
}

/** The English texts of the manifest, with what rules find as their pages say it. */
function texts(text: string, pages: readonly Page[]): string {
  const others = Object.entries(JSON.parse(text) as Readonly<Record<string, string>>).filter(
    ([key]) => !key.startsWith(RULE_TEXT),
  );
  const rules = pages.map(({ rule, summary }) => [RULE_TEXT + rule, summary]);
  return `${JSON.stringify(Object.fromEntries([...others, ...rules]), undefined, 2)}\n`;
}

/** Where the manifest has what a rule finds. */
function textOf(rule: string): string {
  return `%${RULE_TEXT}${rule}%`;
}

function severitySetting(pages: readonly Page[]): unknown {
  const properties = pages.map(({ rule, severity }) => [
    rule,
    {
      type: "string",
      enum: ["error", "warning", "information", "hint", "off"],
      default: severity,
      markdownDescription: textOf(rule),
    },
  ]);
  return {
    type: "object",
    scope: "resource",
    default: {},
    additionalProperties: false,
    markdownDescription: "%setting.severity%",
    properties: Object.fromEntries(properties) as unknown,
  };
}

function listsOfRules(pages: readonly Page[]): Readonly<Record<string, unknown>> {
  const items = {
    type: "string",
    enum: pages.map(({ rule }) => rule),
    enumDescriptions: pages.map(({ rule }) => textOf(rule)),
  };
  const settings = LISTS_OF_RULES.map((name) => [
    name,
    {
      type: "array",
      items,
      uniqueItems: true,
      default: [],
      scope: "resource",
      markdownDescription: `%setting.${name.replace("asyncSkill.", "")}%`,
    },
  ]);
  return Object.fromEntries(settings) as Readonly<Record<string, unknown>>;
}

function readme(text: string, pages: readonly Page[], refactorings: readonly RefactoringPage[]): string {
  const rows = refactorings.map(
    ({ refactoring, title, summary }) =>
      `| [${refactoring}](server/src/refactorings/${refactoring}.md) | ${title} | ${summary} |\n`,
  );
  const tables = {
    rules: table(pages, "server/src/rules/", false),
    refactorings: `| Refactoring | In the menu | What it does |\n| --- | --- | --- |\n${rows.join("")}`,
  };
  return Object.entries(tables).reduce((result, [name, content]) => withTable(result, name, content), text);
}

/** Puts a table between the comments that name it. */
function withTable(text: string, name: string, content: string): string {
  const begin = `<!-- ${name}:begin -->\n`;
  const from = text.indexOf(begin);
  const to = text.indexOf(`<!-- ${name}:end -->`);
  if (from < 0 || to < from) throw new Error(`README.md: no <!-- ${name}:begin --> and <!-- ${name}:end -->`);
  return text.slice(0, from + begin.length) + content + text.slice(to);
}

function ruleIndex(pages: readonly Page[]): string {
  const commands = [...new Set(pages.map((page) => page.command))];
  const sections = commands.map((command) => {
    const own = pages.filter((page) => page.command === command);
    return `## ${heading(command)}\n\n${table(own, "../server/src/rules/", true)}`;
  });
  return `<!-- Generated from the rules' pages by npm run generate. -->\n\n# Rules\n\nBy the command of the skill that they enforce. What a file is for (a test, a script or example, a part of an application) is told by its path, then by its imports.\n\n${sections.join("\n")}`;
}

/** What is no command of the skill stands in brackets. */
function heading(command: string): string {
  const own = /^\((.*)\)$/.exec(command)?.[1];
  return own === undefined ? command : own.charAt(0).toUpperCase() + own.slice(1);
}

/** How far the fixes of a rule's examples can be trusted, and for how many of its findings "fix all" does something: it takes the first fix, if that is safe. */
function fixesOf({ violations }: Page): { readonly offered: string; readonly byFixAll: string } {
  const examples = violations.map(({ blocks }) =>
    blocks
      .filter(({ fix }) => fix !== undefined)
      .map(({ attributes }) => (attributes["unsafe"] === undefined ? "safe" : "unsafe")),
  );
  const offered = new Set(examples.flat());
  const firsts = examples.filter(([first]) => first === "safe").length;
  return {
    offered: ["safe", "unsafe"].filter((one) => offered.has(one as "safe" | "unsafe")).join(", "),
    byFixAll: firsts === 0 ? "" : examples.every(([first]) => first === "safe") ? "all" : "some",
  };
}

/** @param withRoles whether it says what each rule does in tests and scripts */
function table(pages: readonly Page[], folder: string, withRoles: boolean): string {
  const rows = pages.map((page) => {
    const { rule, summary, severity, roles } = page;
    const { offered, byFixAll } = fixesOf(page);
    const cells = [
      `[${rule}](${folder}${rule}.md)`,
      summary.replaceAll("|", "\\|"),
      severity,
      offered,
      byFixAll,
      ...(withRoles ? [inRole(roles.test), inRole(roles.command), inRole(roles.script)] : []),
    ];
    return `| ${cells.join(" | ")} |\n`;
  });
  const heads = [
    "Rule",
    "Finds",
    "Severity",
    "Fixes",
    "Fix all",
    ...(withRoles ? ["In tests", "In command lines, notebooks", "In scripts, examples"] : []),
  ];
  return `| ${heads.join(" | ")} |\n| ${heads.map(() => "---").join(" | ")} |\n${rows.join("")}`;
}

/** What a rule does in a role, in a table's cell. */
function inRole(effect: RoleEffect): string {
  switch (effect) {
    case "full":
      return "the same";
    case "softer":
      return "hint";
    case "unattended":
      return "hint of what goes on unattended";
    case "silent":
      return "nothing";
  }
}
