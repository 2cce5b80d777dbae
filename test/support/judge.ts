import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { PYTHON } from "./python";

/** A text, and what became of it in several ways. */
export interface Case {
  readonly before: string;
  readonly after: readonly string[];
}

/** What CPython holds against each fixed text: empty where it is all right. Undefined where the text before is no Python for it. */
export type Judgement = readonly (readonly string[])[] | undefined;

/**
 * Judges fixed texts: they compile; names are bound where they were and used where they are bound; imports are neither
 * missing nor unused nor doubled. What was wrong before is not held against a fix. One process for all.
 */
export function judge(cases: readonly Case[]): readonly Judgement[] {
  if (cases.length === 0) return [];
  const result = spawnSync(PYTHON, [path.join(import.meta.dirname, "judge.py")], { input: JSON.stringify(cases), encoding: "utf8", maxBuffer: 1 << 28 });
  if (result.status !== 0) throw new Error(`${PYTHON} failed: ${result.error?.message ?? result.stderr}`);
  const answers = JSON.parse(result.stdout) as (string[][] | null)[];
  return answers.map((answer) => answer ?? undefined);
}
