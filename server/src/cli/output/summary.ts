/** What a run comes to. */
export interface Totals {
  readonly files: number;
  readonly filesWithFindings: number;
  readonly findings: number;
  /** Findings that --fix repairs. */
  readonly fixable: number;
  /** Findings that only --unsafe-fixes would repair. */
  readonly unsafeFixable: number;
  /** Fixes that were applied, or would be. */
  readonly fixed: number;
  readonly filesFixed: number;
  readonly problems: number;
}

export interface SummaryMode {
  readonly fix: boolean;
  readonly diff: boolean;
}

/** One line that says it all. */
export function summary(totals: Totals, mode: SummaryMode): string {
  const parts = mode.diff ? [wouldFix(totals)] : [...(mode.fix ? [fixed(totals)] : []), found(totals, mode)];
  if (totals.problems > 0) parts.push(count(totals.problems, "problem", "problems"));
  return `${parts.join("; ")}.\n`;
}

function found(totals: Totals, { fix }: SummaryMode): string {
  if (totals.findings === 0)
    return `${fix ? "no" : "No"} findings${fix ? " left" : ""} in ${count(totals.files, "file", "files")}`;
  const left = fix
    ? `${count(totals.findings, "finding", "findings")} left`
    : count(totals.findings, "finding", "findings");
  const safely = fix ? 0 : totals.fixable;
  const ways = [
    ...(safely > 0 ? [`${safely} fixable with --fix`] : []),
    ...(totals.unsafeFixable > 0
      ? [`${totals.unsafeFixable} ${safely > 0 ? "more " : "fixable "}with --unsafe-fixes`]
      : []),
  ];
  return `${left} in ${totals.filesWithFindings} of ${count(totals.files, "file", "files")}${ways.length === 0 ? "" : ` (${ways.join(", ")})`}`;
}

function fixed({ fixed: applied, filesFixed }: Totals): string {
  return applied === 0
    ? "Nothing fixed"
    : `Fixed ${count(applied, "finding", "findings")} in ${count(filesFixed, "file", "files")}`;
}

function wouldFix({ fixed: applied, filesFixed, files }: Totals): string {
  return applied === 0
    ? `Nothing to fix in ${count(files, "file", "files")}`
    : `Would fix ${count(applied, "finding", "findings")} in ${count(filesFixed, "file", "files")}`;
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
