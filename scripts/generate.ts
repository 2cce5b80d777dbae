/**
 * Writes what is generated from the rules' pages. `--check` writes nothing and fails where a file would differ.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { readPage, type Page } from "./rule-page";

const root = path.dirname(import.meta.dirname);
const rulesDir = path.join(root, "server/src/rules");
const check = process.argv.includes("--check");
let stale = 0;

const pages = fs
  .readdirSync(rulesDir)
  .filter((name) => name.endsWith(".md"))
  .sort()
  .map((name) => readPage(path.join(rulesDir, name)));

write("server/src/rules/pages.generated.ts", pagesModule(pages));
if (stale > 0) {
  console.error(`${stale} generated files are out of date: run npm run generate`);
  process.exit(1);
}

function write(file: string, text: string): void {
  const target = path.join(root, file);
  const before = fs.existsSync(target) ? fs.readFileSync(target, "utf8") : "";
  if (before === text) return;
  if (check) {
    console.error(`out of date: ${file}`);
    stale++;
    return;
  }
  fs.writeFileSync(target, text);
  console.log(`wrote ${file}`);
}

function pagesModule(of: readonly Page[]): string {
  const rows = of.map(({ rule, command, severity, fix, peers, summary, docs }) => `  ${JSON.stringify(rule)}: ${JSON.stringify({ rule, command, severity, fix, peers, summary, docs }, undefined, 2).replaceAll("\n", "\n  ")},`);
  return `// Generated from the rules' pages by npm run generate.\nimport type { RulePage } from "../analysis/rule";\n\nexport const PAGES: Readonly<Record<string, RulePage>> = {\n${rows.join("\n")}\n};\n`;
}
