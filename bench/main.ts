/** npm run bench: measures the built product beside its peers, and prints ratios. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { measureAnswers } from "./answers";
import { buildProduct } from "./build";
import { asyncModules, asyncTrees, join } from "./corpus";
import { measureEditing } from "./editing";
import { measureInProcess } from "./in-process";
import { measureMemory } from "./memory";
import { findRuff, ourServer, ruffServer } from "./peers";
import { measurePushed } from "./pushed";
import { asJson, render } from "./report";
import { measureScanning } from "./scanning";
import type { Setting } from "./setting";
import { measureStart } from "./start";
import type { Table } from "./table";

const PARTS: Readonly<Record<string, (setting: Setting) => Promise<Table>>> = {
  start: measureStart,
  editing: measureEditing,
  pushed: measurePushed,
  answers: measureAnswers,
  memory: measureMemory,
  "in-process": measureInProcess,
  scanning: measureScanning,
};

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    sizes: { type: "string" },
    quick: { type: "boolean", default: false },
    dist: { type: "string" },
    json: { type: "string" },
  },
});

async function run(scratch: string): Promise<void> {
  const parts = values.only?.split(",") ?? Object.keys(PARTS);
  const dist = values.dist === undefined ? path.join(scratch, "dist") : path.resolve(values.dist);
  if (values.dist === undefined) await buildProduct(dist);
  const ruff = findRuff();
  if ("missing" in ruff) console.log(`ruff is missing: ${ruff.missing}`);
  const modules = asyncModules(asyncTrees());
  const setting: Setting = {
    dist,
    scratch,
    ruff,
    servers: [ourServer(dist), ...("missing" in ruff ? [] : [ruffServer(ruff.command)])],
    sizes: (values.sizes ?? "1000,5000,20000,100000").split(",").map(Number),
    share: values.quick ? 0.2 : 1,
    joined: (lines) => join(modules, lines),
    log: (what) => console.log(`${new Date().toISOString().slice(11, 19)} ${what}`),
  };
  const tables: Table[] = [];
  for (const part of parts) {
    const measure = PARTS[part];
    if (measure === undefined) throw new Error(`there is no part ${part}: ${Object.keys(PARTS).join(", ")}`);
    const table = await measure(setting);
    tables.push(table);
    console.log(`\n${render(table)}`);
  }
  if (values.json !== undefined) fs.writeFileSync(values.json, asJson(tables, {}));
}

async function main(): Promise<void> {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-bench-"));
  try {
    await run(scratch);
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

void main();
