/** npm run new-rule NAME: makes the two files of a rule and its line in the index. The page's test then says what is missing. */
import * as fs from "node:fs";
import * as path from "node:path";
import { rulesDir } from "./generated";

const name = process.argv[2] ?? "";
const problem = problemWith(name);
if (problem === undefined) create(name);
else {
  console.error(problem);
  process.exitCode = 2;
}

function problemWith(rule: string): string | undefined {
  if (!/^[a-z]+(?:-[a-z0-9]+)*$/.test(rule)) return "npm run new-rule NAME: the name has small letters and hyphens, and reads as “allow NAME”";
  return fs.existsSync(path.join(rulesDir, `${rule}.ts`)) || fs.existsSync(path.join(rulesDir, `${rule}.md`)) ? `There is a rule ${rule} already` : undefined;
}

function create(rule: string): void {
  const constant = rule.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  fs.writeFileSync(path.join(rulesDir, `${rule}.ts`), source(rule, constant));
  fs.writeFileSync(path.join(rulesDir, `${rule}.md`), page(rule));
  const index = path.join(rulesDir, "index.ts");
  fs.writeFileSync(index, indexed(fs.readFileSync(index, "utf8"), rule, constant));
  console.log(`wrote server/src/rules/${rule}.ts, ${rule}.md and a line in index.ts: move it to its place in the catalogue.
Next:
  npm run generate
  write the page, then the check
  UPDATE_PAGES=1 RULE=${rule} npx vitest run test/pages`);
}

function indexed(index: string, rule: string, constant: string): string {
  const imports = [...index.matchAll(/^import .*$/gm)];
  const last = imports.at(-1);
  const at = last === undefined ? 0 : last.index + last[0].length + 1;
  const withImport = `${index.slice(0, at)}import { ${constant} } from "./${rule}";\n${index.slice(at)}`;
  return withImport.replace(/\n\];\s*$/, `\n  ${constant},\n];\n`);
}

function source(rule: string, constant: string): string {
  return `import type { Rule } from "../analysis/rule";
import { calls } from "../model/mentions";

export const ${constant}: Rule = {
  name: ${JSON.stringify(rule)},
  kinds: ["call"],
  needs: [[calls("function")]],
  check(call, context) {
    if (context.infer.callee(call) !== "module.function") return undefined;
    return { at: call, message: "What happens, and why it matters" };
  },
};
`;
}

function page(rule: string): string {
  return `---
rule: ${rule}
command: The command of the skill that it enforces
severity: warning
fix: none
roles: { test: full, script: full }
peers: []
---

# ${rule}

## What it finds

One sentence, which is also what the table of rules and the settings say.

## Why it matters

What goes wrong, and for whom.

## What to do

What to write instead.

## Violations

### The plain case

\`\`\`py
# Python that should be found. UPDATE_PAGES=1 writes the carets and the fixes.
\`\`\`

## Not violations

### What looks like it

\`\`\`py
# Python that must stay clean.
\`\`\`
`;
}
