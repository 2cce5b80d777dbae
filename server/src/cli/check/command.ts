import * as os from "node:os";
import * as path from "node:path";
import { EXIT, type ExitCode } from "../exit";
import { KeptAnswers } from "../../files/kept-answers";
import { ResultCache } from "../files/cache";
import { decodeSource, encodeSource } from "../../files/source";
import { findTargets, type Target } from "../files/targets";
import { reasonOf } from "../../files/problem";
import { statOf } from "../../files/stat";
import type { CheckOptions } from "../options";
import { concise } from "../output/concise";
import { unifiedDiff } from "../output/diff";
import { full } from "../output/full";
import { json } from "../output/json";
import { printable } from "../output/printable";
import { styles } from "../output/styles";
import { type Totals, summary } from "../output/summary";
import type { Terminal } from "../terminal";
import { type FileReport, isFixable } from "./report";
import { type KeptPlace, keptPlace } from "./kept-place";
import { engine } from "./lazy-engine";
import { environmentOf, placeOf, stampOf } from "./project";
import { CheckRun } from "./run";
import { checkInThreads, threadsFor } from "./threads";
import { inlineLess, keepHeapSmall } from "./v8-flags";

/** `async-skill check`. */
export async function check(options: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  inlineLess();
  keepHeapSmall();
  const kept = keptPlace(options);
  const run = new CheckRun(options, terminal.cwd, () => engine(placeOf(options, terminal.cwd, kept)));
  const fromInput = options.paths[0] === "-";
  if (fromInput) terminal.out(await checkInput(run, options, await terminal.readStdin()));
  else await checkFiles(run, options, kept);
  await run.finish();
  print(run, options, terminal, fromInput && givesText(options));
  if (kept !== undefined) new KeptAnswers(kept.folder, kept.build).tidy();
  return exitCode(run, options);
}

async function checkFiles(run: CheckRun, options: CheckOptions, kept: KeptPlace | undefined): Promise<void> {
  const targets = findTargets(options.paths, run.cwd, run);
  if (options.fix || options.diff) await run.checkFiles(targets);
  else await findIn([...targets], run, options, kept);
}

/**
 * Finds without changing: what an earlier run has found is not looked for again, and the rest by as many threads as are
 * worth it.
 */
async function findIn(
  targets: readonly Target[],
  run: CheckRun,
  options: CheckOptions,
  kept: KeptPlace | undefined,
): Promise<void> {
  const where = [
    run.cwd,
    String(options.project),
    JSON.stringify(environmentOf(options.python, run.cwd)),
    ...options.paths,
  ];
  const cache = kept === undefined ? undefined : new ResultCache(kept.folder, kept.build, where, stampOf);
  const unknown = targets.filter((target) => {
    const findings = cache?.find(target.file, run.settingsOf(target.file));
    if (findings !== undefined) run.recall(target, findings);
    return findings === undefined;
  });
  const stats = new Map(cache === undefined ? [] : unknown.map(({ file }) => [file, statOf(file)] as const));
  const threads = threadsFor(unknown, options, os.availableParallelism());
  if (threads > 1) await checkInThreads(run, unknown, options, threads);
  else await run.checkFiles(unknown);
  const order = new Map(targets.map(({ file }, i) => [file, i] as const));
  run.reports.sort((a, b) => order.get(a.file)! - order.get(b.file)!);
  if (cache === undefined) return;
  const findings = new Map(run.reports.map((report) => [report.file, report.findings] as const));
  const troubled = new Set(run.problems.map((problem) => problem.path));
  for (const { file } of unknown) {
    const stat = stats.get(file);
    if (stat !== undefined && !troubled.has(file))
      cache.add(file, stat, run.settingsOf(file), findings.get(file) ?? [], run.dependent.has(file));
  }
  cache.addStamps(run.stamps);
  cache.save();
}

/** Whether what was piped in is piped out again, fixed. */
function givesText({ fix, diff }: CheckOptions): boolean {
  return fix && !diff;
}

/** Checks what was piped in; gives its fixed text where that was asked for, else nothing. */
async function checkInput(run: CheckRun, options: CheckOptions, bytes: Uint8Array): Promise<Uint8Array> {
  const shown = options.stdinFilename ?? "-";
  try {
    const source = decodeSource(bytes);
    const text = await run.checkText(shown, path.resolve(run.cwd, options.stdinFilename ?? "stdin.py"), source);
    return givesText(options) ? encodeSource(text, source) : new Uint8Array();
  } catch (error) {
    run.onProblem({ path: shown, message: reasonOf(error), asked: true });
    return new Uint8Array();
  }
}

function print(run: CheckRun, options: CheckOptions, terminal: Terminal, resultsToErr: boolean): void {
  const style = styles(resultsToErr ? terminal.colors.err : terminal.colors.out);
  const results = options.diff
    ? run.changes
        .map(({ shown, before, after }) => unifiedDiff(shown, before, after, style, terminal.outIsTerminal))
        .join("")
    : formatted(run.reports, options, style, (file) => run.show(file));
  (resultsToErr ? terminal.err : terminal.out)(results);
  const errStyle = styles(terminal.colors.err);
  for (const { path: file, message, asked } of run.problems) {
    terminal.err(
      `${asked ? errStyle.red("error") : errStyle.severity("warning", "warning")}: ${printable(run.show(file))}: ${message.split("\n").map(printable).join("\n  ")}\n`,
    );
  }
  for (const { shown, message } of run.notes)
    terminal.err(`${errStyle.bold("note")}: ${printable(shown)}: ${printable(message)}\n`);
  terminal.err(summary(totals(run, options), options));
}

function formatted(
  reports: readonly FileReport[],
  options: CheckOptions,
  style: ReturnType<typeof styles>,
  show: (file: string) => string,
): string {
  switch (options.outputFormat) {
    case "concise":
      return concise(reports, style, options.unsafeFixes);
    case "full": {
      const text = full(reports, style, options.unsafeFixes, show);
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
