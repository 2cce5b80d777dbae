/** npm run bench: measures the built product beside its peers, and prints ratios. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { measureAnswers } from "./answers";
import { buildProduct } from "./build";
import { asyncModules, asyncTrees, join } from "./corpus";
import { writeDocs } from "./docs";
import { measureEditing } from "./editing";
import { measureInProcess } from "./in-process";
import { describeMachine, machineText } from "./machine";
import { measureMemory } from "./memory";
import { type Options, parseOptions, usage } from "./options";
import { findRuff, ourServer, ruffServer } from "./peers";
import { measureProject } from "./project";
import { measurePushed } from "./pushed";
import { asJson, render } from "./report";
import { measureScanning } from "./scanning";
import type { Setting } from "./setting";
import { measureSlowPeers } from "./slow-peers";
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
  project: measureProject,
  "slow-peers": measureSlowPeers,
};

async function run({ parts, sizes, trees, quick, dist: built, json, docs }: Options, scratch: string): Promise<void> {
  const dist = built === undefined ? path.join(scratch, "dist") : path.resolve(built);
  if (built === undefined) await buildProduct(dist);
  const ruff = findRuff();
  const machine = describeMachine(ruff, asyncTrees());
  console.log(`${machineText(machine)}\n`);
  const modules = asyncModules(asyncTrees());
  const setting: Setting = {
    dist,
    scratch,
    ruff,
    servers: [ourServer(dist), ...("missing" in ruff ? [] : [ruffServer(ruff.command)])],
    sizes,
    trees,
    share: quick ? 0.2 : 1,
    joined: (lines) => join(modules, lines),
    log: (what) => console.log(`${new Date().toISOString().slice(11, 19)} ${what}`),
  };
  const tables: Table[] = [];
  for (const part of parts) {
    const table = await PARTS[part]!(setting);
    tables.push(table);
    console.log(`\n${render(table)}`);
  }
  if (json !== undefined) fs.writeFileSync(json, asJson(tables, machine));
  if (docs) writeDocs(machine, tables);
}

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2), Object.keys(PARTS));
  if (options.help) return console.log(usage(Object.keys(PARTS)));
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-bench-"));
  process.once("exit", () => fs.rmSync(scratch, { recursive: true, force: true }));
  // What is kept here is nobody's own, and none of what somebody has kept is found.
  process.env["XDG_CACHE_HOME"] = path.join(scratch, "caches");
  // Whoever loses patience leaves nothing behind either.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
  await run(options, scratch);
}

void main();
