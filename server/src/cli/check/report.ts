import type { Severity } from "../../config/settings";
import type { Applicability, TextEdit } from "../../fixes/fix";
import type { Locations } from "./locations";

/** What can be done about a finding; edits are complete, imports among them, and in the text's order. */
export interface ReportedFix {
  readonly title: string;
  readonly applicability: Applicability;
  readonly annotation: string | undefined;
  readonly edits: readonly TextEdit[];
}

export interface ReportedRefusal {
  readonly title: string;
  readonly reason: string;
}

/** A finding with all that can be told of it; offsets within the file's text. */
export interface Reported {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly related: readonly { readonly start: number; readonly message: string }[];
  /** What it relates to in other files, after `related`; rows and columns from 1. */
  readonly elsewhere: readonly {
    readonly file: string;
    readonly row: number;
    readonly column: number;
    readonly message: string;
  }[];
  /** Best first. */
  readonly fixes: readonly ReportedFix[];
  readonly refusals: readonly ReportedRefusal[];
}

/** What was found in a file. */
export interface FileReport {
  /** Absolute. */
  readonly file: string;
  /** As people want to see it. */
  readonly shown: string;
  readonly locations: Locations;
  readonly findings: readonly Reported[];
}

/** Whether --fix would apply a fix of the finding. */
export function isFixable(finding: Reported, unsafe: boolean): boolean {
  const [first] = finding.fixes;
  return first !== undefined && (first.applicability === "safe" || unsafe);
}
