import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/generated";

/** A file in a layer, with one line that must be refused there, or is allowed. */
interface Case {
  readonly file: string;
  readonly line: string;
  readonly refused: boolean;
}

const refused = (file: string, line: string): Case => ({ file, line, refused: true });
const allowed = (file: string, line: string): Case => ({ file, line, refused: false });
const from = (specifier: string): string => `export { one } from ${JSON.stringify(specifier)};`;

const ORDER = ["syntax", "model", "project", "fixes", "rules", "analysis"] as const;
/** What stands beside the rules: neither knows the other. */
const BESIDE = { rules: "refactorings", refactorings: "rules" } as const;

const cases: readonly Case[] = [
  ...ORDER.flatMap((layer, i) => [
    ...ORDER.slice(0, i).map((lower) => allowed(layer, from(`../${lower}/other`))),
    ...ORDER.slice(i + 1)
      .filter((upper) => !(layer === "rules" && upper === "analysis"))
      .map((upper) => refused(layer, from(`../${upper}/other`))),
    refused(layer, from("../lsp/server")),
    refused(layer, from("../cli/main")),
    refused(`${layer}/deeper`, from("../../lsp/server")),
    refused(layer, from("../node")),
    refused(layer, 'export { readFileSync } from "node:fs";'),
    refused(layer, from("vscode-languageserver")),
    refused(layer, from("vscode-languageserver/node")),
    refused(layer, "export const one = process.argv;"),
    refused(layer, 'console.log("one");'),
  ]),
  ...ORDER.slice(0, 4).flatMap((lower) => [allowed("refactorings", from(`../${lower}/other`)), refused(lower, from("../refactorings/other"))]),
  ...Object.entries(BESIDE).map(([layer, other]) => refused(layer, from(`../${other}/other`))),
  allowed("refactorings", from("../analysis/refactoring")),
  allowed("refactorings", from("../analysis/rule")),
  refused("refactorings", from("../analysis/analyzer")),
  refused("refactorings", from("../lsp/server")),
  refused("refactorings", from("../node")),
  refused("refactorings", 'export { readFileSync } from "node:fs";'),
  refused("refactorings", from("vscode-languageserver")),
  refused("refactorings", "export const one = process.argv;"),
  allowed("analysis", from("../refactorings/other")),
  allowed("rules", from("../analysis/rule")),
  allowed("rules/support", from("../../analysis/rule")),
  refused("rules", from("../analysis/analyzer")),
  refused("rules", from("../analysis/settings")),
  allowed("lsp", from("vscode-languageserver")),
  allowed("lsp", from("../analysis/analyzer")),
  refused("lsp", from("../cli/main")),
  refused("lsp", 'console.log("one");'),
  allowed("cli", from("../analysis/analyzer")),
  allowed("cli", from("../lsp/node-host")),
  refused("cli", from("../lsp/server")),
  refused("cli", from("vscode-languageserver")),
  refused("analysis", "export function one(value: any): unknown { return value; }"),
  refused("analysis", "async function one(): Promise<void> {}\none();"),
  refused("analysis", 'export function one(kind: "a" | "b"): number { switch (kind) { case "a": return 1; } return 0; }'),
];

describe("lint", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-lint-"));
  const fileOf = (index: number): string => path.join("server/src", cases[index]!.file, `case${index}.ts`);
  let findings: ReadonlySet<string>;

  beforeAll(() => {
    fs.copyFileSync(path.join(root, ".oxlintrc.json"), path.join(folder, ".oxlintrc.json"));
    fs.symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    fs.writeFileSync(path.join(folder, "tsconfig.json"), '{ "compilerOptions": { "strict": true, "module": "ESNext", "moduleResolution": "bundler" } }');
    cases.forEach(({ line }, index) => {
      fs.mkdirSync(path.dirname(path.join(folder, fileOf(index))), { recursive: true });
      fs.writeFileSync(path.join(folder, fileOf(index)), `${line}\n`);
    });
    const oxlint = path.join(path.dirname(createRequire(import.meta.url).resolve("oxlint/package.json")), "bin", "oxlint");
    const { stdout } = spawnSync(process.execPath, [oxlint, "-f", "unix", "server"], { cwd: folder, encoding: "utf8" });
    findings = new Set([...stdout.matchAll(/^(server.*?):\d+:\d+: /gm)].map((match) => match[1] ?? ""));
  });

  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  it.each(cases.map((one, index) => [one.refused ? "refuses" : "allows", one.file, one.line, index] as const))("%s in %s/: %s", (_, __, ___, index) => {
    expect(findings.has(fileOf(index))).toBe(cases[index]!.refused);
  });

  it("refuses two files that import each other", () => {
    const cycle = path.join(folder, "server/src/model");
    fs.writeFileSync(path.join(cycle, "a.ts"), 'import { b } from "./b";\nexport const a = (): unknown => b;\n');
    fs.writeFileSync(path.join(cycle, "b.ts"), 'import { a } from "./a";\nexport const b = (): unknown => a;\n');
    const oxlint = path.join(path.dirname(createRequire(import.meta.url).resolve("oxlint/package.json")), "bin", "oxlint");
    const { stdout } = spawnSync(process.execPath, [oxlint, "-f", "unix", cycle], { cwd: folder, encoding: "utf8" });
    expect(stdout).toMatch(/a\.ts.*import\(no-cycle\)/);
  });
});
