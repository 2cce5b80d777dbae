import type { Diagnostic } from "../analysis/diagnostic";
import {
  type Diagnostic as LspDiagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  type Range,
} from "vscode-languageserver";
import type { FindingData } from "../../../shared/requests";
import { pageOf } from "../analysis/pages";
import type { Severity } from "../config/settings";
import type { OpenDocument } from "./document";
import type { Session } from "./session";

/** How our diagnostics are signed. */
export const SOURCE = "async-skill";

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export function toRange(
  document: Pick<OpenDocument, "positionAt">,
  { start, end }: { readonly start: number; readonly end: number },
): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

/** What is to be known of a document as a whole. */
export function toNotice(message: string): LspDiagnostic {
  const start = { line: 0, character: 0 };
  return { range: { start, end: start }, severity: DiagnosticSeverity.Information, source: SOURCE, message };
}

/** What a finding relates to: in the document first, then in other files. */
function relatedInformation(
  document: OpenDocument,
  { start, end, underlineEnd, related, elsewhere }: Diagnostic,
): DiagnosticRelatedInformation[] {
  const whole = underlineEnd === undefined ? [] : [{ start, end, message: "the whole call" }];
  return [
    ...[...related, ...whole].map((one) => ({
      location: { uri: document.partAt(one.start).uri, range: toRange(document, one) },
      message: one.message,
    })),
    ...elsewhere.map(({ uri, range, message }) => ({ location: { uri, range }, message })),
  ];
}

/**
 * A finding as the client can take it.
 *
 * @param isStanding whether it was found in an earlier text, and the statement that it is about is half written now
 */
export function toDiagnostic(
  document: OpenDocument,
  diagnostic: Diagnostic,
  { features, rulePages }: Pick<Session, "features" | "rulePages">,
  isStanding?: true,
): LspDiagnostic {
  const { start, end, underlineEnd } = diagnostic;
  const related = features.relatedInformation ? relatedInformation(document, diagnostic) : [];
  const href = features.codeDescription ? rulePages.addressOf(diagnostic.rule) : undefined;
  return {
    range: toRange(document, { start, end: underlineEnd ?? end }),
    severity: SEVERITIES[diagnostic.severity],
    code: diagnostic.rule,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    source: SOURCE,
    message: diagnostic.message,
    ...(features.unnecessaryTag && diagnostic.unnecessary ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(related.length === 0 ? {} : { relatedInformation: related }),
    data: {
      rule: diagnostic.rule,
      peers: pageOf(diagnostic.rule).peers,
      ...(isStanding && { isStanding }),
    } satisfies FindingData,
  };
}
