import type { Diagnostic as LspDiagnostic, Range } from "vscode-languageserver";
import type { Repairable } from "../../analysis/repairable";
import { pageOf } from "../../analysis/pages";
import type { Fix, Remedy } from "../../fixes/fix";
import { SOURCE, toDiagnostic, toRange } from "../convert";
import type { OpenDocument } from "../document";
import type { Session } from "../session";

/** More findings than this in one selection are not looked at one by one. */
const MAX_FINDINGS = 100;

/** A stretch of a document, by offsets. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** A finding with its offers, and the diagnostics of the client that its actions belong to. */
export interface Repaired extends Repairable {
  /** Our own, and those of other tools that say the same of the same place. */
  readonly diagnostics: LspDiagnostic[];
}

/** The findings that meet a range. */
export function repairedAt(
  document: OpenDocument,
  { start, end }: Place,
  shown: readonly LspDiagnostic[],
  session: Session,
): readonly Repaired[] {
  const made = (): readonly Repairable[] => {
    const repairs = document.repairs(start, end).slice(0, MAX_FINDINGS);
    return repairs.map(({ diagnostic, offers }) => ({ diagnostic, offers }));
  };
  return session.log.attempt(`The fixes in ${document.uri} could not be made`, made, []).map((repair) => {
    const own = toDiagnostic(document, repair.diagnostic, session);
    const whole = toRange(document, repair.diagnostic);
    const peers = shown.filter(
      (diagnostic) => isPeer(diagnostic, repair.diagnostic.rule) && overlap(diagnostic.range, whole),
    );
    return { ...repair, diagnostics: [own, ...peers] };
  });
}

/** What "fix all" does about a finding: its first fix, if that is a safe one. */
export function fixForAll(offers: readonly Remedy[]): Fix | undefined {
  const first = offers.find((offer) => offer.kind === "fix");
  return first?.kind === "fix" && first.applicability === "safe" ? first : undefined;
}

/** Whether another tool's diagnostic says what a rule of ours says. */
function isPeer({ code, source }: LspDiagnostic, rule: string): boolean {
  if (code === undefined || code === null || source === SOURCE) return false;
  // Sonar puts the language in front: python:S7488.
  const plain = String(code).replace(/^.*:/, "").toUpperCase();
  return pageOf(rule).peers.some((peer) => peer.toUpperCase() === plain);
}

function overlap(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Range["start"], b: Range["start"]): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
