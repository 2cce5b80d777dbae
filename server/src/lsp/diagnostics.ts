import {
  type CancellationToken,
  type Diagnostic,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
} from "vscode-languageserver";
import type { Diagnostic as Found } from "../analysis/diagnostic";
import { askAgain, cancelled } from "./answers";
import { attempt } from "./attempt";
import { toDiagnostic, toNotice } from "./convert";
import type { OpenDocument } from "./document";
import { isReport, newReport } from "./report";
import { turnTaken } from "./schedule";
import type { Session } from "./session";

/** Findings as the client is told them, by the address of the part that they are in. */
export type FoundByPart = ReadonlyMap<string, readonly Diagnostic[]>;

/** What is asked of a document. */
export interface Question {
  /** The address of the part that is asked about; all parts when left out. */
  readonly only?: string;
  readonly token?: CancellationToken;
  /** Whether nothing is wanted that stands from an earlier text. */
  readonly isAboutTextAlone?: boolean;
}

/** What is found in a document, or in one part of it; where it isn't looked at, why. */
export async function diagnosticsOf(
  document: OpenDocument,
  session: Session,
  { only, token, isAboutTextAlone }: Question = {},
): Promise<FoundByPart> {
  const nothing = (): Map<string, Diagnostic[]> =>
    new Map(document.parts.filter(({ uri }) => only === undefined || uri === only).map(({ uri }) => [uri, []]));
  const work = (): FoundByPart | undefined => {
    // Nobody waits for them any more.
    if (token?.isCancellationRequested === true || document.isClosed) return undefined;
    const found = nothing();
    const tell = (diagnostic: Found, isStanding?: true): void => {
      found.get(document.partAt(diagnostic.start).uri)?.push(toDiagnostic(document, diagnostic, session, isStanding));
    };
    for (const diagnostic of document.diagnostics()) tell(diagnostic);
    if (isAboutTextAlone !== true) for (const diagnostic of document.standing()) tell(diagnostic, true);
    const { missing } = document;
    if (missing !== undefined) session.log.warn(`${document.uri}: ${missing}`);
    return found;
  };
  const found = await attempt(`Analysis of ${document.uri} failed`, document, session, work, undefined);
  session.otherFiles.asked();
  const { unchecked } = document;
  if (unchecked !== undefined) {
    session.log.warn(`${document.uri} is not checked: ${unchecked.reason}`);
    const told = nothing();
    // Once is enough.
    told
      .get(document.parts[0]?.uri ?? "")
      ?.push(
        toNotice(
          `This ${document.isNotebook ? "notebook" : "file"} is not checked: ${unchecked.reason}. ${unchecked.remedy}`,
        ),
      );
    return told;
  }
  if (found !== undefined) document.rest.wasOfUse();
  return found ?? nothing();
}

/** textDocument/diagnostic */
export async function pullDiagnostics(
  { textDocument, previousResultId }: DocumentDiagnosticParams,
  session: Session,
  token: CancellationToken,
): Promise<DocumentDiagnosticReport> {
  const { uri } = textDocument;
  const document = session.documents.showing(uri);
  if (document === undefined) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
  // Edits that have come in meanwhile make the answer to this one old; the client cancels it and asks again.
  // A message that lies in the queue has one turn for that, and the one that the work waits for.
  await turnTaken();
  await document.configured;
  const told = document.reports.get(uri);
  if (document.isHeld && previousResultId !== undefined && previousResultId === told?.id) {
    return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: previousResultId };
  }
  const items = (await diagnosticsOf(document, session, { only: uri, token })).get(uri) ?? [];
  if (token.isCancellationRequested) throw cancelled();
  if (document.isClosed) throw askAgain();
  const before = document.reports.get(uri);
  const report = isReport(before, items) ? before : newReport(items, document.version);
  document.reports.set(uri, { ...report, version: document.version });
  session.closedFiles.shown(document.uri);
  const resultId = report.id;
  // Who asks twice about one text may have lost the first answer on the way, though it has the answer's name.
  const isSameText = before?.version === document.version;
  if (previousResultId === resultId && !isSameText) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items: [...items] };
}
