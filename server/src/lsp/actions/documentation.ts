import { type CodeAction, CodeActionKind } from "vscode-languageserver";
import type { Refusal } from "../../fixes/fix";
import { toRange } from "../convert";
import type { OpenDocument } from "../document";
import type { Session } from "../session";
import type { Repaired } from "./repaired";

/**
 * For each finding that nothing can be done about, why; for each rule, its page. Clients hide what is disabled, so that
 * these are entries that can be chosen; none where the client has no command for pages.
 */
export function documentationActions(
  repaired: readonly Repaired[],
  { rulePages: { command } }: Session,
): readonly CodeAction[] {
  if (command === undefined) return [];
  const showing = (title: string, { diagnostics }: Repaired, ...words: readonly string[]): CodeAction => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    command: { title, command, arguments: [...words] },
  });
  const reasons = repaired.flatMap((one) => {
    if (one.offers.some(({ kind }) => kind === "fix")) return [];
    const { rule } = one.diagnostic;
    const refusal = one.offers.find((offer): offer is Refusal => offer.kind === "refusal");
    return refusal === undefined
      ? [showing(`Why '${rule}' has no fix here`, one, rule)]
      : [showing(`No fix: ${refusal.reason}`, one, rule, refusal.reason)];
  });
  const rules = new Map(repaired.toReversed().map((one) => [one.diagnostic.rule, one]));
  const pages = [...rules].toReversed().map(([rule, one]) => showing(`Show documentation for '${rule}'`, one, rule));
  return [...reasons, ...pages];
}

/**
 * For each finding that is about a way through several places, that way; none where the client has no command for it.
 */
export function pathActions(
  repaired: readonly Repaired[],
  document: OpenDocument,
  { features: { pathCommand } }: Session,
): readonly CodeAction[] {
  if (pathCommand === undefined) return [];
  return repaired.flatMap(({ diagnostic, diagnostics }) => {
    const { rule, start, end, underlineEnd = end, isPath } = diagnostic;
    if (!isPath) return [];
    const title = `Show the path of '${rule}'`;
    const range = toRange(document, { start, end: underlineEnd });
    return [
      {
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics,
        command: { title, command: pathCommand, arguments: [document.uri, range] },
      },
    ];
  });
}
