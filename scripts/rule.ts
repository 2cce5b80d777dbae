/** npm run rule NAME [-- --corpus]: every check of one rule, and in words what is missing and where it goes. */
import * as fs from "node:fs";
import * as path from "node:path";
import { root, rulesDir } from "./generated";
import { run } from "./process.mjs";

/** A part of a rule, what proves it, and what to do where that fails. */
interface Check {
  readonly what: string;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly otherwise: string;
}

const [name = "", ...options] = process.argv.slice(2);
if (!fs.existsSync(path.join(rulesDir, `${name}.ts`))) {
  console.error(name === "" ? "npm run rule NAME" : `There is no rule ${name}: npm run new-rule ${name}`);
  process.exit(2);
}

const page = fs.readFileSync(path.join(rulesDir, `${name}.md`), "utf8");
const hasFixes = !/^fix: none$/m.test(page);
const inPackages = options.includes("--corpus");
const vitest = (...args: readonly string[]): readonly string[] => ["vitest", "run", ...args];

const CHECKS: readonly Check[] = [
  { what: "types", command: ["tsc", "-b"], otherwise: `server/src/rules/${name}.ts does not compile` },
  {
    what: "generated files",
    command: ["tsx", "scripts/generate.ts"],
    otherwise: `write the sentences that server/src/rules/${name}.md still lacks`,
  },
  {
    what: "lint",
    command: ["oxlint", `server/src/rules/${name}.ts`],
    otherwise: `the messages above name the lines of server/src/rules/${name}.ts`,
  },
  {
    what: "format",
    command: ["oxfmt", "--check", `server/src/rules/${name}.ts`, `server/src/rules/${name}.md`],
    otherwise: "npm run format writes it",
  },
  {
    what: "the page",
    command: vitest("test/pages/pages.test.ts", "test/pages/over-files.test.ts"),
    env: { RULE: name },
    otherwise: `the messages above name the examples of server/src/rules/${name}.md: "nothing found" is a check that stays silent there; where carets or fixed code differ, UPDATE_PAGES=1 RULE=${name} npx vitest run test/pages writes them: read each`,
  },
  {
    what: "its place among the others",
    command: vitest("test/meta/rules.test.ts", "test/meta/precision.test.ts"),
    otherwise: "the messages above name the file; npm run generate writes most of them",
  },
  {
    what: "its words in other languages",
    command: vitest("test/meta/l10n.test.ts"),
    otherwise: `write what it finds under "rule.${name}" in package.nls.de.json, where package.nls.json has it`,
  },
  {
    what: "a scenario for each kind of fix",
    command: vitest("test/meta/behaviour.test.ts", "-t", `fix of ${name}$|the loop is free`),
    otherwise: `add Python that is run before and after each kind of fix, under test/behaviour/scenarios/`,
  },
  ...(hasFixes
    ? [
        {
          what: "its scenarios, run",
          command: vitest("test/behaviour", "-t", name, "--passWithNoTests"),
          otherwise: "a fix changes what the program does: mend it, or call it unsafe and say how",
        },
      ]
    : []),
  ...(inPackages
    ? [
        {
          what: "what only needs its words",
          command: vitest("test/analysis/relevance.test.ts"),
          otherwise: `\`needs\` in server/src/rules/${name}.ts leaves out code that the check finds`,
        },
        {
          what: "what it finds in packages",
          command: vitest("test/corpus/findings.test.ts"),
          otherwise:
            "read what is new; where it is right, UPDATE_CORPUS=1 npx vitest run test/corpus/findings.test.ts records it, and docs/PRECISION.md says how many you read",
        },
      ]
    : []),
];

const missing = CHECKS.filter(({ what, command: [program = "", ...args], env }) => {
  console.log(`\n== ${what}`);
  return run("npx", ["--no-install", program, ...args], { cwd: root, env: { ...process.env, ...env } }) !== 0;
});
console.log(
  missing.length === 0
    ? `\n${name}: nothing is missing`
    : `\n${name}:\n${missing.map(({ what, otherwise }) => `- ${what}: ${otherwise}`).join("\n")}`,
);
if (!inPackages)
  console.log(
    `What it finds in real packages, and whether \`needs\` leave some of it out, was not looked at: npm run rule ${name} -- --corpus`,
  );
process.exitCode = missing.length === 0 ? 0 : 1;
