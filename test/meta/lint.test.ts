import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/generated";
import { DOORS, ENGINE_FOLDERS, FOLDERS, mayImport } from "../../scripts/layers";

/** A file in a layer, with one line that must be refused there, or is allowed. */
interface Case {
  readonly file: string;
  readonly line: string;
  readonly refused: boolean;
  /** What it is about, where that is more than a line. */
  readonly about?: string;
}

const refused = (file: string, line: string): Case => ({ file, line, refused: true });
const allowed = (file: string, line: string): Case => ({ file, line, refused: false });
const from = (specifier: string): string => `export { one } from ${JSON.stringify(specifier)};`;

const doors = (layer: string, other: string): readonly string[] =>
  DOORS.filter((door) => door.from === layer && door.to === other).flatMap(({ files }) => files);

const counted = (length: number, one: (i: number) => string): string =>
  Array.from({ length }, (_, i) => one(i)).join("\n");

/** How much one function, and one file, may hold. A switch counts once, however many cases it has. */
const measures: readonly Case[] = [
  { ...allowed("model", decisions(19)), about: "19 decisions" },
  { ...refused("model", decisions(20)), about: "20 decisions" },
  { ...refused("rules", decisions(20)), about: "as many in a rule" },
  { ...allowed("model", switchOf(30)), about: "a switch of 30 cases" },
  allowed("model", `export function one(${parameters(5)}): void {}`),
  refused("model", `export function one(${parameters(6)}): void {}`),
  {
    ...allowed(
      "model",
      counted(350, (i) => `export const one${i} = ${i};`),
    ),
    about: "350 lines",
  },
  {
    ...refused(
      "model",
      counted(351, (i) => `export const one${i} = ${i};`),
    ),
    about: "351 lines",
  },
];

function decisions(count: number): string {
  return `export function one(value: number): number {\n${counted(count, (i) => `  if (value === ${i}) return ${i + 1};`)}\n  return 0;\n}`;
}

function switchOf(cases: number): string {
  return `export function one(value: number): number {\n  switch (value) {\n${counted(cases, (i) => `    case ${i}:\n      return ${i + 1};`)}\n    default:\n      return 0;\n  }\n}`;
}

function parameters(count: number): string {
  return counted(count, (i) => `_${i}: number`).replaceAll("\n", ", ");
}

const cases: readonly Case[] = [
  ...measures,
  ...FOLDERS.flatMap((layer) =>
    FOLDERS.filter((other) => other !== layer).flatMap((other) => [
      (mayImport(layer, other) ? allowed : refused)(layer, from(`../${other}/other`)),
      ...doors(layer, other).map((file) => allowed(layer, from(`../${other}/${file}`))),
    ]),
  ),
  ...ENGINE_FOLDERS.flatMap((layer) => [
    refused(`${layer}/deeper`, from("../../lsp/server")),
    refused(layer, from("../node")),
    refused(layer, 'export { readFileSync } from "node:fs";'),
    refused(layer, from("vscode-languageserver")),
    refused(layer, from("vscode-languageserver/node")),
    refused(layer, from("../../../shared/requests")),
    refused(layer, "export const one = process.argv;"),
    refused(layer, 'console.log("one");'),
  ]),
  // What the list itself must say.
  refused("syntax", from("../config/other")),
  allowed("model", from("../syntax/other")),
  refused("model", from("../project/other")),
  refused("fixes", from("../rules/other")),
  refused("rules", from("../refactorings/other")),
  refused("refactorings", from("../rules/other")),
  allowed("refactorings", from("../rules/contract")),
  allowed("analysis", from("../refactorings/other")),
  allowed("analysis", from("../rules/contract")),
  refused("rules", from("../analysis/analyzer")),
  refused("rules/support", from("../../analysis/analyzer")),
  refused("refactorings", from("../analysis/analyzer")),
  refused("workspace", from("../files/read")),
  allowed("lsp", from("../files/read")),
  refused("files", from("../lsp/server")),
  allowed("lsp", from("vscode-languageserver")),
  allowed("lsp", from("../../../shared/requests")),
  allowed("lsp", from("../analysis/analyzer")),
  refused("lsp", from("../cli/main")),
  refused("lsp", 'console.log("one");'),
  allowed("cli", from("../analysis/analyzer")),
  allowed("cli", from("../lsp/node-host")),
  refused("cli", from("../lsp/server")),
  refused("cli", from("vscode-languageserver")),
  refused("analysis", "export function one(value: any): unknown { return value; }"),
  refused("analysis", "async function one(): Promise<void> {}\none();"),
  refused(
    "analysis",
    'export function one(kind: "a" | "b"): number { switch (kind) { case "a": return 1; } return 0; }',
  ),
];

describe("lint", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-lint-"));
  const fileOf = (index: number): string => path.join("server/src", cases[index]!.file, `case${index}.ts`);
  let findings: ReadonlySet<string>;

  beforeAll(() => {
    fs.copyFileSync(path.join(root, ".oxlintrc.json"), path.join(folder, ".oxlintrc.json"));
    fs.symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    fs.writeFileSync(
      path.join(folder, "tsconfig.json"),
      '{ "compilerOptions": { "strict": true, "module": "ESNext", "moduleResolution": "bundler" } }',
    );
    cases.forEach(({ line }, index) => {
      fs.mkdirSync(path.dirname(path.join(folder, fileOf(index))), { recursive: true });
      fs.writeFileSync(path.join(folder, fileOf(index)), `${line}\n`);
    });
    const oxlint = path.join(
      path.dirname(createRequire(import.meta.url).resolve("oxlint/package.json")),
      "bin",
      "oxlint",
    );
    const { stdout } = spawnSync(process.execPath, [oxlint, "-f", "unix", "server"], { cwd: folder, encoding: "utf8" });
    findings = new Set([...stdout.matchAll(/^(server.*?):\d+:\d+: /gm)].map((match) => match[1] ?? ""));
  });

  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  it.each(
    cases.map((one, index) => [one.refused ? "refuses" : "allows", one.file, one.about ?? one.line, index] as const),
  )("%s in %s/: %s", (_, __, ___, index) => {
    expect(findings.has(fileOf(index))).toBe(cases[index]!.refused);
  });

  it("knows every folder of the server", () => {
    const entries = fs.readdirSync(path.join(root, "server/src"), { withFileTypes: true });
    expect(
      entries
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual([...FOLDERS].toSorted());
  });

  it("refuses two files that import each other", () => {
    const cycle = path.join(folder, "server/src/model");
    fs.writeFileSync(path.join(cycle, "a.ts"), 'import { b } from "./b";\nexport const a = (): unknown => b;\n');
    fs.writeFileSync(path.join(cycle, "b.ts"), 'import { a } from "./a";\nexport const b = (): unknown => a;\n');
    const oxlint = path.join(
      path.dirname(createRequire(import.meta.url).resolve("oxlint/package.json")),
      "bin",
      "oxlint",
    );
    const { stdout } = spawnSync(process.execPath, [oxlint, "-f", "unix", cycle], { cwd: folder, encoding: "utf8" });
    expect(stdout).toMatch(/a\.ts.*import\(no-cycle\)/);
  });
});
