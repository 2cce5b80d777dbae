/**
 * A rule made by `npm run new-rule` compiles and loads at once, and its page fails for nothing but what is still to be
 * written.
 */
import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "../../scripts/generated";
import { PLACEHOLDERS } from "../../scripts/rule-template";

const copy = fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-new-rule-"));
const require = createRequire(import.meta.url);
const tsx = require.resolve("tsx/cli");
const vitest = path.join(path.dirname(require.resolve("vitest/package.json")), "vitest.mjs");
const page = path.join(copy, "server/src/rules/lost-wakeup.md");

beforeAll(() => {
  const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  }).split("\0");
  for (const file of files.filter((one) => one !== "" && fs.existsSync(path.join(root, one))))
    fs.cpSync(path.join(root, file), path.join(copy, file));
  fs.symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"));
});
afterAll(() => fs.rmSync(copy, { recursive: true, force: true }));

interface Ran {
  readonly status: number | null;
  readonly said: string;
}

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: copy,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", ...env },
  });
  return { status, said: stdout + stderr };
}

const script = (name: string, ...args: readonly string[]): Ran => run([tsx, path.join(copy, "scripts", name), ...args]);
const pageTest = (env: NodeJS.ProcessEnv = {}): Ran =>
  run([vitest, "run", "test/pages/pages.test.ts"], { RULE: "lost-wakeup", UPDATE_PAGES: "0", ...env });

it("scaffolds a rule that compiles and loads", () => {
  expect(script("new-rule.ts", "lost-wakeup")).toMatchObject({ status: 0 });
  const index = fs.readFileSync(path.join(copy, "server/src/rules/index.ts"), "utf8");
  expect(index).toContain('import { lostWakeup } from "./lost-wakeup";');
  expect(index).toMatch(/\n {2}lostWakeup,\n\];\n$/);
  for (const file of [
    "README.md",
    "docs/rules.md",
    "docs/PRECISION.md",
    "package.json",
    "package.nls.json",
    "schemas/pyproject.schema.json",
  ])
    expect(fs.readFileSync(path.join(copy, file), "utf8")).toContain("lost-wakeup");
  expect(run([path.join(root, "node_modules/.bin/tsc"), "-b", "server"])).toEqual({ status: 0, said: "" });
});

it("says of its page what is still to be written, and nothing else", () => {
  const { status, said } = pageTest();
  expect(status).toBe(1);
  expect([...said.matchAll(/ FAIL .* > (.*)/g)].map(([, test]) => test)).toEqual(["finds: The plain case"]);
  const refused = script("generate.ts", "--check");
  expect(refused.status).toBe(1);
  expect(refused.said.match(/lost-wakeup\.md still says/g)).toHaveLength(PLACEHOLDERS.length);
});

it("is whole once the page is written", () => {
  const written = new Map(
    PLACEHOLDERS.map((placeholder) => [
      placeholder,
      placeholder.startsWith("#") ? "" : `${placeholder.split(" ")[0]} written.`,
    ]),
  );
  let text = fs.readFileSync(page, "utf8");
  for (const [placeholder, words] of written) text = text.replace(placeholder, words);
  const [violation = "", clean = ""] = text.match(/```py\n\n```/g) ?? [];
  text = text
    .replace(violation, "```py\nimport module\n\nmodule.function()\n```")
    .replace(clean, "```py\nimport other\n\nother.function()\n```");
  fs.writeFileSync(page, text);
  expect(pageTest({ UPDATE_PAGES: "1" })).toMatchObject({ status: 0 });
  expect(fs.readFileSync(page, "utf8")).toContain("module.function()\n^^^^^^^^^^^^^^^^^ What happens");
  expect(pageTest()).toMatchObject({ status: 0 });
  expect(script("generate.ts")).toMatchObject({ status: 0 });
  expect(script("generate.ts", "--check")).toEqual({ status: 0, said: "" });
});

it("refuses a name that is taken, or is none", () => {
  expect(script("new-rule.ts", "blocking-sleep").status).toBe(2);
  expect(script("new-rule.ts", "Blocking_Sleep").status).toBe(2);
  expect(script("new-rule.ts").status).toBe(2);
  expect(script("rule.ts", "no-such-rule").status).toBe(2);
});

it("sees what is out of date", () => {
  fs.appendFileSync(path.join(copy, "docs/rules.md"), "\nmore\n");
  const { status, said } = script("generate.ts", "--check");
  expect(status).toBe(1);
  expect(said).toContain("out of date: docs/rules.md");
});
