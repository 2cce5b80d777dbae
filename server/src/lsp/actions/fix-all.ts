import { type CodeAction, CodeActionKind, type WorkspaceEdit } from "vscode-languageserver";
import { unfinished } from "../../analysis/fix-all";
import { pageOf } from "../../analysis/pages";
import { FIX_ALL } from "../capabilities";
import type { OpenDocument } from "../document";
import type { Session } from "../session";
import { diffLines } from "../../fixes/line-diff";
import { toWorkspaceEdit } from "../workspace-edit";
import { withEdit } from "./deferred";
import { fixForAll, type Repaired } from "./repaired";

/** source.fixAll.async-skill: all fixes that are safe. */
export function fixAllAction(document: OpenDocument, session: Session): readonly CodeAction[] {
  if (!hasSafe(document, undefined, 1, session)) return [];
  return [fixing({ title: "Apply all safe fixes (async-skill)", kind: FIX_ALL }, document, session, undefined)];
}

/** For each rule that has more findings in the file than the one at hand: fix them all. */
export function fixRuleActions(repaired: readonly Repaired[], document: OpenDocument, session: Session): readonly CodeAction[] {
  const rules = new Set(repaired.filter(({ offers }) => fixForAll(offers) !== undefined).map(({ diagnostic }) => diagnostic.rule));
  return [...rules].flatMap((rule) => {
    if (!hasSafe(document, rule, 2, session)) return [];
    const diagnostics = repaired.filter(({ diagnostic }) => diagnostic.rule === rule).flatMap((one) => one.diagnostics);
    return [fixing({ title: `Fix all '${rule}' in this file`, kind: CodeActionKind.QuickFix, diagnostics }, document, session, rule)];
  });
}

/** The edit that a chosen action makes: whole lines, and only those that differ. */
export function fixAllEdit(document: OpenDocument, { features, log }: Session, rule: string | undefined): WorkspaceEdit {
  const result = document.fixAll(rule);
  const problem = unfinished(result);
  if (problem !== undefined) log.warn(`${document.uri}: ${problem}`);
  return toWorkspaceEdit(document, diffLines(document.text, result.text), features);
}

/** Whether "fix all" would do something about so many findings. */
function hasSafe(document: OpenDocument, rule: string | undefined, enough: number, { log }: Session): boolean {
  const counted = (): boolean => {
    const repairs = document.repairs(0, document.length, (name) => (rule === undefined ? pageOf(name).fix === "safe" : name === rule));
    let count = 0;
    return repairs.some(({ offers }) => fixForAll(offers) !== undefined && ++count >= enough);
  };
  return log.attempt(`The safe fixes in ${document.uri} could not be counted`, counted, false);
}

function fixing(action: CodeAction, document: OpenDocument, session: Session, rule: string | undefined): CodeAction {
  const making = { make: "all fixes", ...(rule === undefined ? {} : { rule }) } as const;
  return withEdit(action, making, document, session, () => fixAllEdit(document, session, rule));
}
