/** What `npm run new-rule` writes. Each placeholder is refused by `npm run generate` until it was written over. */

const COMMAND = "The command of the skill that it enforces";
const FINDS = "One sentence, which is also what the table of rules and the settings say.";
const WHY = "What goes wrong, and for whom.";
const DO = "What to write instead.";
const FOUND = "# Python that should be found. UPDATE_PAGES=1 writes the carets and the fixes.";
const CLEAN = "# Python that must stay clean.";
const MESSAGE = "What happens, and why it matters";

export const PLACEHOLDERS: readonly string[] = [COMMAND, FINDS, WHY, DO, FOUND, CLEAN];

/** @param constant the rule's name as a constant */
export function ruleSource(rule: string, constant: string): string {
  return `import type { Rule } from "./contract";
import { calls } from "../model/mentions";

export const ${constant}: Rule = {
  name: ${JSON.stringify(rule)},
  kinds: ["call"],
  needs: [[calls(["function"])]],
  check(call, context) {
    // What the name stands for, whatever it is called here. CONTRIBUTING.md says what else can be asked.
    if (context.infer.callee(call) !== "module.function") return undefined;
    return { at: call, message: ${JSON.stringify(MESSAGE)} };
  },
};
`;
}

export function rulePage(rule: string): string {
  return `---
rule: ${rule}
command: ${COMMAND}
severity: warning
fix: none
roles: { test: full, script: full }
peers: []
---

# ${rule}

## What it finds

${FINDS}

## Why it matters

${WHY}

## What to do

${DO}

## Violations

### The plain case

\`\`\`py
${FOUND}
\`\`\`

## Not violations

### What looks like it

\`\`\`py
${CLEAN}
\`\`\`
`;
}
