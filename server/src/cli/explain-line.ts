import * as path from "node:path";
import { DEFAULT_SETTINGS } from "../config/settings";
import { LIMITS } from "../files/read";
import type { Explained } from "../workspace/explain";
import { engine } from "./check/lazy-engine";
import { type Location, Locations } from "./check/locations";
import { placeOf } from "./check/project";
import type { FileReport, Reported } from "./check/report";
import { CheckRun } from "./check/run";
import { EXIT, type ExitCode, UsageError } from "./exit";
import { readSource } from "../files/source";
import type { CheckOptions, ExplainedLine } from "./options";
import { type ExplainedPlace, explainedAsJson, explainedInWords } from "./output/explained";
import { printable } from "./output/printable";
import { styles } from "./output/styles";
import type { Terminal } from "./terminal";

/**
 * `async-skill explain FILE:LINE`: what is found in a line, each step of the way there, and why nothing is found of its
 * other calls.
 */
export async function explainLine(asked: ExplainedLine, terminal: Terminal): Promise<ExitCode> {
  const file = path.resolve(terminal.cwd, asked.path);
  const run = new CheckRun(checkOnly(asked), terminal.cwd, () => engine(placeOf(asked, terminal.cwd)));
  await run.checkFiles([{ file, asked: true }]);
  await run.finish();
  const errors = styles(terminal.colors.err);
  for (const { path: of, message } of run.problems)
    terminal.err(`${errors.red("error")}: ${printable(run.show(of))}: ${printable(message)}\n`);
  if (run.problems.some((problem) => problem.asked)) return EXIT.trouble;
  const texts = new Texts();
  const found = run.reports
    .flatMap((report) => report.findings.map((finding) => placeOfFinding(report, finding, texts)))
    .filter(({ start }) => start.row === asked.line);
  const others = await otherPlaces(file, asked, terminal, texts);
  const places = [...found, ...others.filter((other) => !found.some((one) => isBeside(one, other)))];
  terminal.out(
    asked.outputFormat === "json"
      ? explainedAsJson(places)
      : explainedInWords(places, {
          withCode: asked.outputFormat === "full",
          show: (one) => run.show(one),
          style: styles(terminal.colors.out),
        }),
  );
  return found.length > 0 ? EXIT.findings : EXIT.clean;
}

/** As `check` looks at the file. */
function checkOnly({ path: file, project, python, outputFormat }: ExplainedLine): CheckOptions {
  return {
    paths: [file],
    select: undefined,
    ignore: undefined,
    outputFormat,
    fix: false,
    unsafeFixes: false,
    diff: false,
    exitZero: false,
    stdinFilename: undefined,
    workers: 1,
    cache: false,
    project,
    python,
    cacheFolder: undefined,
  };
}

/** Texts of files that steps stand in; none of one that can't be read. */
class Texts {
  readonly #known = new Map<string, Locations | undefined>();

  of(file: string): Locations | undefined {
    if (!this.#known.has(file)) this.#known.set(file, readLocations(file));
    return this.#known.get(file);
  }

  lineOf(file: string, { row }: Location): string {
    return this.of(file)?.line(row).trim() ?? "";
  }
}

function readLocations(file: string): Locations | undefined {
  try {
    return new Locations(readSource(file, LIMITS.source).text);
  } catch {
    return undefined;
  }
}

function placeOfFinding({ file, locations }: FileReport, finding: Reported, texts: Texts): ExplainedPlace {
  const steps = [
    ...finding.related.map(({ start, message }) => ({ file, at: locations.at(start), message })),
    ...finding.elsewhere.map(({ file: of, row, column, message }) => ({ file: of, at: { row, column }, message })),
  ];
  return {
    file,
    start: locations.at(finding.start),
    end: locations.at(finding.end),
    code: texts.lineOf(file, locations.at(finding.start)),
    rule: finding.rule,
    severity: finding.severity,
    message: finding.message,
    steps: steps.map((step) => ({ ...step, code: texts.lineOf(step.file, step.at) })),
  };
}

/** What is run in the line, be it that no rule tells of it. */
async function otherPlaces(
  file: string,
  asked: ExplainedLine,
  terminal: Terminal,
  texts: Texts,
): Promise<readonly ExplainedPlace[]> {
  const { line, path: given } = asked;
  const locations = texts.of(file);
  if (locations === undefined) return [];
  const start = locations.startOf(line);
  if (start === undefined) throw new UsageError(`${given} has no line ${line}`);
  const inspect = await engine(placeOf(asked, terminal.cwd));
  // What a call does depends on no setting.
  const explained = inspect(file, locations.text, DEFAULT_SETTINGS).explained?.(
    start,
    (locations.startOf(line + 1) ?? locations.text.length + 1) - 1,
  );
  return (explained ?? []).map((one) => placeOfExplained(one, file, locations, texts));
}

function placeOfExplained(
  { start, end, what, reason, steps }: Explained,
  file: string,
  locations: Locations,
  texts: Texts,
): ExplainedPlace {
  return {
    file,
    start: locations.at(start),
    end: locations.at(end),
    code: texts.lineOf(file, locations.at(start)),
    rule: undefined,
    severity: undefined,
    message: `${what}: ${reason}`,
    steps: steps.map(({ uri, range, message }) => {
      const of = uri ?? file;
      const at = { row: range.start.line + 1, column: range.start.character + 1 };
      return { file: of, at, message, code: texts.lineOf(of, at) };
    }),
  };
}

function isBeside({ start, end }: ExplainedPlace, other: ExplainedPlace): boolean {
  return start.column === other.start.column && end.row === other.end.row && end.column === other.end.column;
}
