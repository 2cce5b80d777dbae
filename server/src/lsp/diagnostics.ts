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
import { turnTaken } from "./schedule";
import type { Session } from "./session";

/** The findings of a document as the client is told them; where it isn't looked at, why. */
export async function diagnosticsOf(document: OpenDocument, session: Session, token?: CancellationToken): Promise<readonly Diagnostic[]> {
  const work = (): readonly Diagnostic[] | undefined => {
    // Nobody waits for them any more.
    if (token?.isCancellationRequested === true || session.documents.get(document.uri) !== document) return undefined;
    const diagnostics = document.diagnostics().map((diagnostic) => toDiagnostic(document, diagnostic, session));
    const { missing } = document;
    if (missing !== undefined) session.log.warn(`${document.uri}: ${missing}`);
    return diagnostics;
  };
  const found = await attempt(`Analysis of ${document.uri} failed`, document, session, work, undefined);
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
  // A message that lies in the queue has one turn for that, and the one that the work waits for.
  await turnTaken();
  await document.configured;
  const items = await diagnosticsOf(document, session, token);
  if (token.isCancellationRequested) throw cancelled();
  if (session.documents.get(textDocument.uri) !== document) throw askAgain();
  const before = document.report;
  const report = isReport(before, items) ? before : newReport(items, document.version);
  document.report = { ...report, version: document.version };
  const resultId = report.id;
  // Who asks twice about one text may have lost the first answer on the way, though it has the answer's name.
  const isSameText = before?.version === document.version;
  if (previousResultId === resultId && !isSameText) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items: [...items] };
}
