import { pageFile } from "../../analysis/pages";
import type { Location, Locations } from "../check/locations";
import type { FileReport, Reported, ReportedFix } from "../check/report";

interface JsonEdit {
  readonly content: string;
  readonly location: Location;
  readonly end_location: Location;
}

interface JsonFix {
  readonly applicability: string;
  readonly message: string;
  /** What differs afterwards, where it says so. */
  readonly annotation: string | null;
  readonly edits: readonly JsonEdit[];
}

interface JsonFinding {
  readonly filename: string;
  readonly code: string;
  readonly message: string;
  readonly severity: string;
  readonly location: Location;
  readonly end_location: Location;
  /** The fix that --fix would apply, given leave. */
  readonly fix: JsonFix | null;
  readonly fixes: readonly JsonFix[];
  /** The steps that lead from the finding to what it is about, in the file itself and in others. */
  readonly related: readonly { readonly filename: string; readonly location: Location; readonly message: string }[];
  /** Of the rule's page, which lies beside the program. */
  readonly url: string;
}

/** The shape that ruff prints, with `severity` and all `fixes` besides. */
export function json(reports: readonly FileReport[]): string {
  const findings = reports.flatMap((report) => report.findings.map((finding) => jsonFinding(report, finding)));
  return `${JSON.stringify(findings, undefined, 2)}\n`;
}

function jsonFinding({ file, locations }: FileReport, finding: Reported): JsonFinding {
  const fixes = finding.fixes.map((fix) => jsonFix(fix, locations));
  return {
    filename: file,
    code: finding.rule,
    message: finding.message,
    severity: finding.severity,
    location: locations.at(finding.start),
    end_location: locations.at(finding.end),
    fix: fixes[0] ?? null,
    fixes,
    related: [
      ...finding.related.map(({ start, message }) => ({ filename: file, location: locations.at(start), message })),
      ...finding.elsewhere.map(({ file: filename, row, column, message }) => ({
        filename,
        location: { row, column },
        message,
      })),
    ],
    url: new URL(pageFile(finding.rule), import.meta.url).href,
  };
}

function jsonFix({ applicability, title, annotation, edits }: ReportedFix, locations: Locations): JsonFix {
  return {
    applicability,
    message: title,
    annotation: annotation ?? null,
    edits: edits.map(({ start, end, text }) => ({
      content: text,
      location: locations.at(start),
      end_location: locations.at(end),
    })),
  };
}
