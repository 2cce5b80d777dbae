import * as fs from "node:fs";
import * as path from "node:path";
import { type Page, readPage } from "./rule-page";

export const root = path.dirname(import.meta.dirname);
export const rulesDir = path.join(root, "server/src/rules");

/** Files that are wholly or partly made from the rules' pages, with the text that they should have. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const pages = readPages();
  return new Map([
    ["server/src/rules/pages.generated.ts", pagesModule(pages)],
    ["package.json", manifest(read("package.json"), pages)],
    ["README.md", withTable(read("README.md"), pages)],
    ["docs/rules.md", ruleIndex(pages)],
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

/** The rules' names as the index lists them. It is read as text: what it imports may wait for what is generated here. */
export function catalogue(index: string): readonly string[] {
  const files = new Map([...index.matchAll(/^import \{ (\w+) \} from "\.\/([\w-]+)";$/gm)].map((match) => [match[1], match[2] ?? ""]));
  const list = index.slice(index.indexOf("export const RULES"));
  return [...list.matchAll(/^ {2}(\w+),$/gm)].flatMap((match) => files.get(match[1]) ?? []);
}

function read(file: string): string {
  return fs.readFileSync(path.join(root, file), "utf8");
}

function pagesModule(pages: readonly Page[]): string {
  const rows = pages
    .toSorted((a, b) => (a.rule < b.rule ? -1 : 1))
    .map(({ rule, command, severity, fix, peers, summary, docs }) => {
      const row = JSON.stringify({ rule, command, severity, fix, peers, summary, docs }, undefined, 2);
      return `  ${JSON.stringify(rule)}: ${row.replaceAll("\n", "\n  ")},`;
    });
  return `// Generated from the rules' pages by npm run generate.
import type { RulePage } from "../analysis/rule";

export const PAGES: Readonly<Record<string, RulePage>> = {
${rows.join("\n")}
};
`;
}

const SEVERITY_SETTING = "asyncSkill.severity";

function manifest(text: string, pages: readonly Page[]): string {
  const parsed = JSON.parse(text) as { contributes: { configuration: { properties: Record<string, unknown> } } };
  const { configuration } = parsed.contributes;
  configuration.properties = { ...configuration.properties, [SEVERITY_SETTING]: severitySetting(pages) };
  return `${JSON.stringify(parsed, undefined, 2)}\n`;
}

function severitySetting(pages: readonly Page[]): unknown {
  const properties = pages.map(({ rule, severity, summary }) => [
    rule,
    { type: "string", enum: ["error", "warning", "information", "hint", "off"], default: severity, markdownDescription: summary },
  ]);
  return {
    type: "object",
    scope: "resource",
    default: {},
    additionalProperties: false,
    markdownDescription: "How serious the findings of single rules are, or `off`. What is not named here keeps the severity of the rule's page.",
    properties: Object.fromEntries(properties) as unknown,
  };
}

const TABLE = /(<!-- rules:begin -->\n)[\s\S]*?(<!-- rules:end -->)/;

function withTable(readme: string, pages: readonly Page[]): string {
  if (!TABLE.test(readme)) throw new Error("README.md: no <!-- rules:begin --> and <!-- rules:end -->");
  return readme.replace(TABLE, (_, begin: string, end: string) => `${begin}${table(pages, "server/src/rules/")}${end}`);
}

function ruleIndex(pages: readonly Page[]): string {
  const commands = [...new Set(pages.map((page) => page.command))];
  const sections = commands.map((command) => {
    const own = pages.filter((page) => page.command === command);
    return `## ${heading(command)}\n\n${table(own, "../server/src/rules/")}`;
  });
  return `<!-- Generated from the rules' pages by npm run generate. -->\n\n# Rules\n\nBy the command of the skill that they enforce.\n\n${sections.join("\n")}`;
}

/** What is no command of the skill stands in brackets. */
function heading(command: string): string {
  const own = /^\((.*)\)$/.exec(command)?.[1];
  return own === undefined ? command : own.charAt(0).toUpperCase() + own.slice(1);
}

function table(pages: readonly Page[], folder: string): string {
  const rows = pages.map(({ rule, summary, severity, fix }) => {
    return `| [${rule}](${folder}${rule}.md) | ${summary.replaceAll("|", "\\|")} | ${severity} | ${fix === "none" ? "" : fix} |\n`;
  });
  return `| Rule | Finds | Severity | Fix |\n| --- | --- | --- | --- |\n${rows.join("")}`;
}
