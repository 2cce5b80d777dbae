import { type FileReport, isFixable, type Reported } from "../check/report";
import { printable } from "./printable";
import type { Styles } from "./styles";

/** One line a finding: `path:row:column: severity rule [*] message`; the star says that --fix repairs it. */
export function concise(reports: readonly FileReport[], style: Styles, unsafe: boolean): string {
  return reports.flatMap((report) => report.findings.map((finding) => line(report, finding, style, unsafe))).join("");
}

function line({ shown, locations }: FileReport, finding: Reported, style: Styles, unsafe: boolean): string {
  const { row, column } = locations.at(finding.start);
  const place = `${style.bold(printable(shown))}${style.cyan(":")}${row}${style.cyan(":")}${column}${style.cyan(":")}`;
  const mark = isFixable(finding, unsafe) ? ` [${style.cyan("*")}]` : "";
  return `${place} ${style.severity(finding.severity, finding.severity)} ${style.bold(finding.rule)}${mark} ${printable(finding.message)}\n`;
}
