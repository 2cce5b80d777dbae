import type { Diagnostic } from "vscode-languageserver";

/** The findings that a client was told, by an id that it can name them with. */
export interface Report {
  readonly id: string;
  readonly content: string;
  /** The text that it was told of last, as the client counts. */
  readonly version: number | null;
}

/** Ids of an earlier server must not be taken for ours. */
const start = Date.now().toString(36);
let count = 0;

export function newReport(diagnostics: readonly Diagnostic[], version: number | null): Report {
  return { id: `${start}-${count++}`, content: JSON.stringify(diagnostics), version };
}

export function isReport(report: Report | undefined, diagnostics: readonly Diagnostic[]): report is Report {
  return report !== undefined && report.content === JSON.stringify(diagnostics);
}
