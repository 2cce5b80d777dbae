/**
 * npm run new-rule NAME: makes the two files of a rule and its line in the index, and generates what is made of them.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { generatedFiles, root, rulesDir } from "./generated";
import { rulePage, ruleSource } from "./rule-template";

const name = process.argv[2] ?? "";
const problem = problemWith(name);
if (problem === undefined) create(name);
else {
  console.error(problem);
  process.exitCode = 2;
}

function problemWith(rule: string): string | undefined {
  if (!/^[a-z]+(?:-[a-z0-9]+)*$/.test(rule))
    return "npm run new-rule NAME: the name has small letters and hyphens, and reads as “allow NAME”";
  return fs.existsSync(path.join(rulesDir, `${rule}.ts`)) || fs.existsSync(path.join(rulesDir, `${rule}.md`))
    ? `There is a rule ${rule} already`
    : undefined;
}

function create(rule: string): void {
  const constant = rule.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  fs.writeFileSync(path.join(rulesDir, `${rule}.ts`), ruleSource(rule, constant));
  fs.writeFileSync(path.join(rulesDir, `${rule}.md`), rulePage(rule));
  const index = path.join(rulesDir, "index.ts");
  fs.writeFileSync(index, indexed(fs.readFileSync(index, "utf8"), rule, constant));
  for (const [file, text] of generatedFiles()) fs.writeFileSync(path.join(root, file), text);
  console.log(`wrote server/src/rules/${rule}.ts and ${rule}.md, and a line at the end of index.ts: move it beside the rules of the same command.
Write the page, then the check. \`npm run rule ${rule}\` says what is missing.`);
}

function indexed(index: string, rule: string, constant: string): string {
  const imports = [...index.matchAll(/^import .*$/gm)];
  const last = imports.at(-1);
  const at = last === undefined ? 0 : last.index + last[0].length + 1;
  const withImport = `${index.slice(0, at)}import { ${constant} } from "./${rule}";\n${index.slice(at)}`;
  return withImport.replace(/\n\];\s*$/, `\n  ${constant},\n];\n`);
}
