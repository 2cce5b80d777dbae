import { spawnSync } from "node:child_process";
import * as os from "node:os";
import * as path from "node:path";
import type { Peer } from "./peers";

/** What one has to know of a run to judge its numbers. */
export interface Machine {
  readonly date: string;
  readonly processor: string;
  readonly cores: number;
  readonly memory: string;
  readonly system: string;
  /** How busy the machine was before: above 0 the numbers are worse than they need to be. */
  readonly load: string;
  readonly node: string;
  readonly commit: string;
  readonly ruff: string;
  /** Names and versions of the packages that the inputs are made from. */
  readonly sources: readonly string[];
}

export function describeMachine(ruff: Peer, sources: readonly string[]): Machine {
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: os.cpus()[0]?.model.trim() ?? "unknown",
    cores: os.cpus().length,
    memory: `${(os.totalmem() / 1e9).toFixed(0)} GB`,
    system: `${os.type()} ${os.release()}`,
    load: os.loadavg()[0]!.toFixed(1),
    node: process.version,
    commit: commit(),
    ruff: "missing" in ruff ? `missing: ${ruff.missing}` : ruff.version,
    sources: sources.map((folder) => path.basename(folder).replace("_", " ")),
  };
}

function commit(): string {
  const { stdout } = spawnSync("git", ["-C", import.meta.dirname, "describe", "--always", "--dirty"], {
    encoding: "utf8",
  });
  return (stdout ?? "").trim();
}

export function machineText({
  date,
  processor,
  cores,
  memory,
  system,
  load,
  node,
  commit,
  ruff,
  sources,
}: Machine): string {
  return [
    `- ${date}, commit ${commit}`,
    `- ${processor}, ${cores} cores, ${memory}, ${system}; load before the run ${load}`,
    `- Node ${node}, ruff ${ruff}`,
    `- Joined from the async modules of ${sources.join(", ")}`,
  ].join("\n");
}
