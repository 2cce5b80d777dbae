import {
  type CancellationToken,
  type Diagnostic,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
} from "vscode-languageserver";
import { toDiagnostic } from "./convert";
import type { OpenDocument } from "./document";
import { isReport, newReport } from "./report";
import { queueTaken } from "./schedule";
import type { Session } from "./session";

/** The findings of a document as the client is told them; none where the analysis fails. */
export function diagnosticsOf(document: OpenDocument, { features, log }: Session): readonly Diagnostic[] {
  return log.attempt(`Analysis of ${document.uri} failed`, () => document.diagnostics().map((diagnostic) => toDiagnostic(document, diagnostic, features)), []);
}

/** textDocument/diagnostic */
export async function pullDiagnostics(params: DocumentDiagnosticParams, session: Session, token: CancellationToken): Promise<DocumentDiagnosticReport> {
  // Edits that have come in meanwhile make the answer to this one old; the client cancels it and asks again.
  await queueTaken();
  const document = session.documents.get(params.textDocument.uri);
  await document?.configured;
  if (document === undefined || token.isCancellationRequested) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
  const items = diagnosticsOf(document, session);
  const report = isReport(document.report, items) ? document.report : newReport(items);
  document.report = report;
  const resultId = report.id;
  if (params.previousResultId === resultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items: [...items] };
}
