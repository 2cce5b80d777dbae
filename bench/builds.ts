/**
 * Builds of ours beside one another, for whoever changes what a keystroke costs: an edit at one place in each of them
 * in turns, so that a machine that is busy is as busy for all, and the fastest tenth of the times, which it touches
 * least.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { asyncModules, asyncTrees, join } from "./corpus";
import { EDITS, type Scenario, scenarios } from "./edits";

import { LspClient, type ServerCommand } from "./lsp-client";
import { OpenFile } from "./open-file";
import { stopAll, uriIn } from "./session";
import { findSites } from "./sites";

const USAGE = `npx tsx bench/builds.ts LINES FOLDER[,NAME=VALUE] ...
  FOLDER      bundles that are built (npm run build -- --production)
  NAME=VALUE  of the server's environment, such as ASYNC_SKILL_TIME_LIMIT=0`;
const PLACES = 80;
/** Milliseconds. */
const WARM_UP = 2_000;

function serverOf(build: string): ServerCommand {
  const [folder, ...environment] = build.split(",");
  return {
    name: build,
    command: "env",
    args: [...environment, process.execPath, path.join(folder!, "server.js"), "--stdio"],
  };
}

async function play(place: readonly Scenario[], file: OpenFile, times: number[]): Promise<void> {
  for (const { name, changes } of place.flat()) {
    const time = await file.timeEdit(changes);
    if (name !== undefined && EDITS.includes(name)) times.push(time);
  }
}

function percentile(times: readonly number[], share: number): string {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * share)]!.toFixed(2);
}

async function run(lines: number, builds: readonly string[], scratch: string): Promise<void> {
  const text = join(asyncModules(asyncTrees()), lines);
  const places = scenarios(findSites(text), text, PLACES);
  const tools = await Promise.all(
    builds.map(async (build) => {
      const client = await LspClient.start(serverOf(build), scratch, "pulled");
      return { build, file: OpenFile.open(client, uriIn(scratch), text), times: [] as number[] };
    }),
  );
  for (const { file } of tools) {
    const begin = performance.now();
    for (let i = 0; performance.now() - begin < WARM_UP; i++) await play(places[i % places.length]!, file, []);
  }
  for (const place of places) for (const { file, times } of tools) await play(place, file, times);
  await stopAll(tools.map(({ file }) => file));
  console.log("ms of any edit: fastest tenth / quarter / half");
  for (const { build, times } of tools)
    console.log(`${[0.1, 0.25, 0.5].map((share) => percentile(times, share)).join(" / ")}  ${build}`);
}

async function main(): Promise<void> {
  const [lines, ...builds] = process.argv.slice(2);
  if (lines === undefined || builds.length === 0) return console.log(USAGE);
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-builds-"));
  process.once("exit", () => fs.rmSync(scratch, { recursive: true, force: true }));
  await run(Number(lines), builds, scratch);
}

void main();
