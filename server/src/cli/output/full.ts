import { type FileReport, isFixable, type Reported } from "../check/report";
import { printable, printableChar, printableLine } from "./printable";
import type { Styles } from "./styles";

/** Lines shown above a finding's first. */
const CONTEXT = 1;
/** Of a finding that is longer, the first lines are shown. */
const MOST_LINES = 6;

/**
 * Each finding with its source, carets below it, and what can be done.
 *
 * @param show how a path reads best
 */
export function full(
  reports: readonly FileReport[],
  style: Styles,
  unsafe: boolean,
  show: (file: string) => string,
): string {
  return reports
    .flatMap((report) => report.findings.map((finding) => block(report, finding, style, unsafe, show)))
    .join("\n");
}

function block(
  report: FileReport,
  finding: Reported,
  style: Styles,
  unsafe: boolean,
  show: (file: string) => string,
): string {
  const { locations } = report;
  const shown = printable(report.shown);
  const start = locations.at(finding.start);
  const mark = isFixable(finding, unsafe) ? ` [${style.cyan("*")}]` : "";
  const source = sourceLines(report, finding, style);
  const { width } = source;
  const lines = [
    `${style.severity(finding.severity, `${finding.severity}[${style.bold(finding.rule)}]`)}${mark}: ${style.bold(printable(finding.message))}`,
    `${" ".repeat(width)}${style.cyan("-->")} ${shown}:${start.row}:${start.column}`,
    ...source.lines,
    ...finding.related.map(({ start: at, message }) => {
      const { row, column } = locations.at(at);
      return `${style.bold("note")}: ${shown}:${row}:${column}: ${printable(message)}`;
    }),
    ...finding.elsewhere.map(
      ({ file, row, column, message }) =>
        `${style.bold("note")}: ${printable(show(file))}:${row}:${column}: ${printable(message)}`,
    ),
    ...finding.fixes.map(({ title, applicability, annotation }) => {
      const words = [
        ...(applicability === "unsafe" ? ["unsafe"] : []),
        ...(annotation === undefined ? [] : [printable(annotation)]),
      ];
      const caution = words.length === 0 ? "" : style.dim(` (${words.join(": ")})`);
      return `${style.green("help")}: ${printable(title)}${caution}`;
    }),
    ...finding.refusals.map(({ title, reason }) => `${style.dim("no fix")}: ${printable(title)}: ${printable(reason)}`),
  ];
  return `${lines.join("\n")}\n`;
}

function sourceLines(
  { locations }: FileReport,
  { start, end, severity }: Reported,
  style: Styles,
): { readonly lines: readonly string[]; readonly width: number } {
  const first = locations.at(start);
  const last = locations.at(Math.max(start, end));
  const shownTo = Math.min(last.row, first.row + MOST_LINES - 1);
  const width = String(shownTo).length;
  const gutter = (row: number | undefined): string =>
    style.cyan(`${(row === undefined ? "" : String(row)).padStart(width)} |`);
  const lines = [gutter(undefined)];
  for (let row = Math.max(1, first.row - CONTEXT); row <= shownTo; row++) {
    const text = locations.line(row);
    lines.push(text === "" ? gutter(row) : `${gutter(row)} ${printableLine(text)}`);
    // Of a finding over several lines, the first shows where it begins; the others stand below it.
    if (row !== first.row) continue;
    const to = row === last.row ? last.column - 1 : Array.from(text).length;
    lines.push(`${gutter(undefined)} ${carets(text, first.column - 1, to, (mark) => style.severity(severity, mark))}`);
  }
  if (shownTo < last.row) lines.push(style.cyan(`${"".padStart(width)} ...`));
  lines.push(gutter(undefined));
  return { lines, width };
}

/** Carets that stand below the characters from..to, where tabs keep their width and wide characters take two. */
function carets(line: string, from: number, to: number, paint: (text: string) => string): string {
  const chars = Array.from(line);
  const lead = chars.slice(0, from).map((char) => (char === "\t" ? "\t" : " ".repeat(columnsOf(char))));
  const marked = chars.slice(from, to).map((char) => "^".repeat(columnsOf(char)));
  return lead.join("") + paint(marked.length === 0 ? "^" : marked.join(""));
}

const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;
const NONE = /\p{Mn}|\u200D|\uFE0F/u;

function columnsOf(char: string): number {
  const shown = printableChar(char);
  if (shown !== char) return shown.length;
  if (char < "\u0300") return 1;
  return WIDE.test(char) ? 2 : NONE.test(char) ? 0 : 1;
}
