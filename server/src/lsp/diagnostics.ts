import {
  type CancellationToken,
  type Diagnostic,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
} from "vscode-languageserver";
import { askAgain, cancelled } from "./answers";
import { attempt } from "./attempt";
import { toDiagnostic, toNotice } from "./convert";
import type { OpenDocument } from "./document";
import { isReport, newReport } from "./report";
import { queueTaken } from "./schedule";
import type { Session } from "./session";

/** The findings of a document as the client is told them; where it isn't looked at, why. */
export function diagnosticsOf(document: OpenDocument, session: Session): readonly Diagnostic[] {
  const work = (): readonly Diagnostic[] => {
    const diagnostics = document.diagnostics().map((diagnostic) => toDiagnostic(document, diagnostic, session));
    const { missing } = document;
    if (missing !== undefined) session.log.warn(`${document.uri}: ${missing}`);
    return diagnostics;
  };
  const found = attempt(`Analysis of ${document.uri} failed`, document, session, work, undefined);
  session.otherFiles.asked();
  const { unchecked } = document;
  if (unchecked !== undefined) {
    session.log.warn(`${document.uri} is not checked: ${unchecked.reason}`);
    return [toNotice(`This file is not checked: ${unchecked.reason}. ${unchecked.remedy}`)];
  }
  if (found !== undefined) document.rest.wasOfUse();
  return found ?? [];
}

/** textDocument/diagnostic */
export async function pullDiagnostics(
  { textDocument, previousResultId }: DocumentDiagnosticParams,
  session: Session,
  token: CancellationToken,
): Promise<DocumentDiagnosticReport> {
  const document = session.documents.get(textDocument.uri);
  if (document === undefined) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
  // Edits that have come in meanwhile make the answer to this one old; the client cancels it and asks again.
  await queueTaken();
  await document.configured;
  if (token.isCancellationRequested) throw cancelled();
  if (session.documents.get(textDocument.uri) !== document) throw askAgain();
  const items = diagnosticsOf(document, session);
  const before = document.report;
  const report = isReport(before, items) ? before : newReport(items, document.version);
  document.report = { ...report, version: document.version };
  const resultId = report.id;
  // Who asks twice about one text may have lost the first answer on the way, though it has the answer's name.
  const isSameText = before?.version === document.version;
  if (previousResultId === resultId && !isSameText) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items: [...items] };
}
