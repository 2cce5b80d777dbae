import * as path from "node:path";
import { loadEngine } from "../engine";
import { EXIT, type ExitCode } from "../exit";
import { decodeSource, encodeSource } from "../files/source";
import { findTargets } from "../files/targets";
import { reasonOf } from "../files/problem";
import type { CheckOptions } from "../options";
import { concise } from "../output/concise";
import { unifiedDiff } from "../output/diff";
import { full } from "../output/full";
import { json } from "../output/json";
import { styles } from "../output/styles";
import { type Totals, summary } from "../output/summary";
import type { Terminal } from "../terminal";
import { type FileReport, isFixable } from "./report";
import { CheckRun } from "./run";

/** `async-skill check`. */
export async function check(options: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  const open = await loadEngine();
  const run = new CheckRun(options, terminal.cwd, open);
  const fromInput = options.paths[0] === "-";
  if (fromInput) terminal.out(checkInput(run, options, await terminal.readStdin()));
  else for (const target of findTargets(options.paths, terminal.cwd, run)) run.checkFile(target);
  run.finish();
  print(run, options, terminal, fromInput && givesText(options));
  return exitCode(run, options);
}

/** Whether what was piped in is piped out again, fixed. */
function givesText({ fix, diff }: CheckOptions): boolean {
  return fix && !diff;
}

/** Checks what was piped in; gives its fixed text where that was asked for, else nothing. */
function checkInput(run: CheckRun, options: CheckOptions, bytes: Uint8Array): Uint8Array {
  const shown = options.stdinFilename ?? "-";
  try {
    const source = decodeSource(bytes);
    const text = run.checkText(shown, path.resolve(run.cwd, options.stdinFilename ?? "stdin.py"), source);
    return givesText(options) ? encodeSource(text, source) : new Uint8Array();
  } catch (error) {
    run.onProblem({ path: shown, message: reasonOf(error), asked: true });
    return new Uint8Array();
  }
}

function print(run: CheckRun, options: CheckOptions, terminal: Terminal, resultsToErr: boolean): void {
  const style = styles(resultsToErr ? terminal.colors.err : terminal.colors.out);
  const results = options.diff
    ? run.changes.map(({ shown, before, after }) => unifiedDiff(shown, before, after, style)).join("")
    : formatted(run.reports, options, style);
  (resultsToErr ? terminal.err : terminal.out)(results);
  const errStyle = styles(terminal.colors.err);
  for (const { path: file, message, asked } of run.problems) {
    terminal.err(`${asked ? errStyle.red("error") : errStyle.severity("warning", "warning")}: ${run.show(file)}: ${message}\n`);
  }
  terminal.err(summary(totals(run, options), options));
}

function formatted(reports: readonly FileReport[], options: CheckOptions, style: ReturnType<typeof styles>): string {
  switch (options.outputFormat) {
    case "concise":
      return concise(reports, style, options.unsafeFixes);
    case "full": {
      const text = full(reports, style, options.unsafeFixes);
      return text === "" ? "" : `${text}\n`;
    }
    case "json":
      return json(reports);
  }
}

function totals({ files, reports, changes, fixes, problems }: CheckRun, { unsafeFixes }: CheckOptions): Totals {
  const findings = reports.flatMap((report) => report.findings);
  const fixable = findings.filter((finding) => isFixable(finding, unsafeFixes)).length;
  return {
    files,
    filesWithFindings: reports.length,
    findings: findings.length,
    fixable,
    unsafeFixable: findings.filter((finding) => isFixable(finding, true)).length - fixable,
    fixed: fixes,
    filesFixed: changes.length,
    problems: problems.length,
  };
}

function exitCode(run: CheckRun, { diff, exitZero }: CheckOptions): ExitCode {
  if (run.problems.some((problem) => problem.asked)) return EXIT.trouble;
  const anything = diff ? run.changes.length > 0 : run.reports.length > 0;
  return anything && !exitZero ? EXIT.findings : EXIT.clean;
}
