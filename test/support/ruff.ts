/** Ruff itself, which its WebAssembly build brings into the tests. */
import type { Diagnostic } from "@astral-sh/ruff-wasm-nodejs";
import { spawnSync } from "node:child_process";
import * as path from "node:path";

/** What Ruff finds: of the rule its code, or in preview its name; lines and columns from 1, columns in UTF-16. */
export type RuffFinding = Pick<Diagnostic, "code" | "start_location" | "end_location">;

/** Rules to look for. Unknown codes are told only outside of preview. */
export interface RuffRun {
  readonly select: readonly string[];
  readonly preview: boolean;
  readonly texts: readonly string[];
}

/** What Ruff finds in each text of each run; null where a run names a rule that there is not. */
export function ruff(runs: readonly RuffRun[]): readonly (readonly (readonly RuffFinding[])[] | null)[] {
  const script = path.join(import.meta.dirname, "ruff-process.mjs");
  const { stdout, stderr, status } = spawnSync(process.execPath, [script], {
    input: JSON.stringify(runs),
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as ReturnType<typeof ruff>;
}
