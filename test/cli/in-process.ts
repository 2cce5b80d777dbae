import * as path from "node:path";
import { CheckRun } from "../../server/src/cli/check/run";
import { inspectPyProject, inspectPython } from "../../server/src/cli/check/inspect";
import type { Inspect } from "../../server/src/cli/engine";
import { findTargets } from "../../server/src/cli/files/targets";
import { isPyProject } from "../../server/src/files/walk";
import { parseCommand } from "../../server/src/cli/options";
import { NO_IMPORTS } from "../../server/src/model/imports";
import { open } from "../support/engine";

export const inspect: Inspect = (file, text, settings) =>
  isPyProject(file) ? inspectPyProject(text, settings, undefined) : inspectPython(text, settings, open, NO_IMPORTS);

/** What a run of `check` comes to: paths as people are shown them. */
export interface Outcome {
  readonly checked: number;
  /** Files with findings, in order, and the rules that found them. */
  readonly found: readonly string[];
  readonly rules: readonly string[];
  readonly changed: readonly string[];
  /** `error: PATH: MESSAGE`, or `warning: ...` where nobody asked for that very path. */
  readonly problems: readonly string[];
}

/** Runs `check` without starting a process, for tests of many cases; it keeps no cache and prints nothing. */
export async function checkIn(cwd: string, args: readonly string[], engine = inspect): Promise<Outcome> {
  const command = parseCommand(["check", ...args]);
  if (command.kind !== "check") throw new Error("help was asked for");
  const run = new CheckRun(command.options, cwd, () => Promise.resolve(engine));
  await run.checkFiles(findTargets(command.options.paths, cwd, run));
  await run.finish();
  return {
    checked: run.files,
    found: run.reports.map(({ shown }) => shown),
    rules: run.reports.flatMap(({ findings }) => findings.map(({ rule }) => rule)),
    changed: run.changes.map(({ shown }) => shown),
    problems: run.problems.map(
      ({ path: file, message, asked }) =>
        `${asked ? "error" : "warning"}: ${path.normalize(run.show(file))}: ${message}`,
    ),
  };
}
