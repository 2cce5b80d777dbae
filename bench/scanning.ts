/** The command line over trees of files, beside ruff: cold, warm, on one worker and on two. */
import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { bundle } from "./build";
import { ruffCheck } from "./peers";
import { type Cost, type Program, runProgram } from "./process";
import type { Setting } from "./setting";
import { median } from "./statistics";
import { megabytes, number, type Row, type Table } from "./table";
import { makeTree, type Tree, TREES } from "./trees";

type Way = "cold" | "warm" | "1 worker" | "2 workers";

interface Variant {
  readonly tool: "ours" | "ruff" | "reading the bytes";
  readonly way: Way;
  readonly program: Program;
  readonly costs: Cost[];
}

/** Enough for a median; fewer where a round takes long. */
const RUNS = 7;
const FEWEST_RUNS = 3;
const PATIENCE = 30_000;
const END_OF_PATIENCE = 90_000;

export async function measureScanning(setting: Setting): Promise<Table> {
  setting.log("making the trees");
  const trees = TREES.filter((name) => setting.trees.includes(name))
    .map((name) => makeTree(name, path.join(setting.scratch, "trees")))
    .filter(({ files }) => files > 0);
  const floor = await bundle("bench/read-all.ts", setting.scratch);
  const rows = trees.flatMap((tree) => {
    setting.log(`scanning ${tree.description}: ${tree.files} files, ${megabytes(tree.bytes)} MB`);
    return measureTree(tree, variants(tree, floor, setting), setting);
  });
  const sizes = trees.map((tree) => `${tree.description}: ${tree.files} files, ${megabytes(tree.bytes)} MB`).join("; ");
  return {
    title: "Scanning",
    text: `Medians over ${sizes}. Cold is without a cache, or with none made yet; the ratio is to ruff in the same state of its cache, in wall time.`,
    head: ["tree", "tool", "state", "wall ms", "CPU ms", "peak MB", "runs"],
    rows,
  };
}

/** Our command line over the working directory; without a cache where nothing else is said. */
export function ourCheck(dist: string, options = ourOptions(dist).cold, env = {}): Program {
  const args = [path.join(dist, "cli.js"), "check", ".", "--output-format", "concise", "--exit-zero", ...options];
  return { command: process.execPath, args, env };
}

function variants({ name }: Tree, floor: string, { dist, scratch, ruff }: Setting): readonly Variant[] {
  const { cold, cache, workers } = ourOptions(dist);
  const ours = (way: Way, ...options: readonly string[]): Variant => {
    return {
      tool: "ours",
      way,
      program: ourCheck(dist, options, { XDG_CACHE_HOME: path.join(scratch, "cache") }),
      costs: [],
    };
  };
  const theirs = (way: Way, options: readonly string[], env = {}): readonly Variant[] => {
    if ("missing" in ruff) return [];
    return [
      {
        tool: "ruff",
        way,
        program: { command: ruff.command, args: ruffCheck([".", "--output-format", "concise", ...options]), env },
        costs: [],
      },
    ];
  };
  const ourCache = cache === undefined ? [] : [cache, path.join(scratch, `cache-ours-${name}`)];
  return [
    ours("cold", ...cold),
    ...theirs("cold", ["--no-cache"]),
    ...(cold.length === 0 && cache === undefined ? [] : [ours("warm", ...ourCache)]),
    ...theirs("warm", ["--cache-dir", path.join(scratch, `cache-ruff-${name}`)]),
    ...(workers === undefined
      ? []
      : [ours("1 worker", ...cold, workers, "1"), ours("2 workers", ...cold, workers, "2")]),
    ...theirs("1 worker", ["--no-cache"], { RAYON_NUM_THREADS: "1" }),
    { tool: "reading the bytes", way: "cold", program: { command: process.execPath, args: [floor] }, costs: [] },
  ];
}

/** The options of a command line that has them, by what it says of itself. */
function ourOptions(dist: string): {
  readonly cold: readonly string[];
  readonly cache: string | undefined;
  readonly workers: string | undefined;
} {
  const { stdout } = spawnSync(process.execPath, [path.join(dist, "cli.js"), "check", "--help"], { encoding: "utf8" });
  const has = (option: string): boolean => new RegExp(`${option}\\b`).test(stdout);
  return {
    cold: has("--no-cache") ? ["--no-cache"] : [],
    cache: has("--cache-dir") ? "--cache-dir" : undefined,
    workers: ["--workers", "--jobs", "--threads"].find(has),
  };
}

/** Turn by turn, so that what else the machine does meets all of them. */
function measureTree(tree: Tree, all: readonly Variant[], { scratch, share }: Setting): readonly Row[] {
  for (const { program } of all.filter(({ way }) => way !== "cold")) runProgram(program, tree.folder, scratch);
  const runs = Math.max(FEWEST_RUNS, Math.round(RUNS * share));
  const begun = performance.now();
  for (let run = 0; run < runs; run++) {
    if (run > 0 && performance.now() - begun > (run < FEWEST_RUNS ? END_OF_PATIENCE : PATIENCE)) break;
    for (const { program, costs } of all) costs.push(runProgram(program, tree.folder, scratch));
  }
  return all.map((variant) => toRow(tree, variant, all));
}

function toRow(tree: Tree, { tool, way, costs }: Variant, all: readonly Variant[]): Row {
  const wall = median(costs.map(({ milliseconds }) => milliseconds));
  const cpu = medianOf(costs, ({ cpu }) => cpu);
  const peak = medianOf(costs, ({ peakBytes }) => peakBytes);
  const reference = all.find((one) => one.tool === "ruff" && one.way === (way === "2 workers" ? "cold" : way));
  return {
    id: tool === "ours" ? `scanning/${tree.name}/${way}` : `scanning/${tree.name}/${way}/${tool}`,
    cells: [tree.description, tool, way, number(wall), number(cpu), megabytes(peak), String(costs.length)],
    ...(tool === "ruff" || reference === undefined
      ? {}
      : { ours: wall, peer: median(reference.costs.map(({ milliseconds }) => milliseconds)) }),
    figures: { wall, cpu, peak, files: tree.files, bytes: tree.bytes },
  };
}

function medianOf(costs: readonly Cost[], figure: (cost: Cost) => number | undefined): number | undefined {
  const values = costs.flatMap((cost) => figure(cost) ?? []);
  return values.length === 0 ? undefined : median(values);
}
