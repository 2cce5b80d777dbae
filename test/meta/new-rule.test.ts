import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "../../scripts/generated";

const copy = fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-new-rule-"));
const tsx = createRequire(import.meta.url).resolve("tsx/cli");

beforeAll(() => {
  for (const part of ["scripts", "server", "package.json", "README.md", "docs/rules.md", "tsconfig.base.json"])
    fs.cpSync(path.join(root, part), path.join(copy, part), { recursive: true });
  fs.symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"));
});
afterAll(() => fs.rmSync(copy, { recursive: true, force: true }));

function run(script: string, ...args: readonly string[]): ReturnType<typeof spawnSync> {
  return spawnSync(process.execPath, [tsx, path.join(copy, "scripts", script), ...args], { cwd: copy, encoding: "utf8" });
}

it("scaffolds a rule that compiles, and that generate takes in", () => {
  expect(run("new-rule.ts", "lost-wakeup").status).toBe(0);
  const index = fs.readFileSync(path.join(copy, "server/src/rules/index.ts"), "utf8");
  expect(index).toContain('import { lostWakeup } from "./lost-wakeup";');
  expect(index).toMatch(/\n {2}lostWakeup,\n\];\n$/);
  expect(run("generate.ts").status).toBe(0);
  expect(run("generate.ts", "--check").status).toBe(0);
  for (const file of ["README.md", "docs/rules.md", "package.json"]) expect(fs.readFileSync(path.join(copy, file), "utf8")).toContain("lost-wakeup");
});

it("refuses a name that is taken, or is none", () => {
  expect(run("new-rule.ts", "blocking-sleep").status).toBe(2);
  expect(run("new-rule.ts", "Blocking_Sleep").status).toBe(2);
  expect(run("new-rule.ts").status).toBe(2);
});

it("sees what is out of date", () => {
  fs.appendFileSync(path.join(copy, "docs/rules.md"), "\nmore\n");
  const { status, stderr } = run("generate.ts", "--check");
  expect(status).toBe(1);
  expect(stderr).toContain("out of date: docs/rules.md");
});
