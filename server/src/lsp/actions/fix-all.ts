import { type CodeAction, CodeActionKind, type WorkspaceEdit } from "vscode-languageserver";
import { unfinished } from "../../analysis/fix-all";
import { pageOf } from "../../analysis/pages";
import type { OpenDocument } from "../document";
import type { Session } from "../session";
import { toWorkspaceEdit } from "../workspace-edit";
import { withEdit } from "./deferred";
import { fixForAll, type Repaired } from "./repaired";

/** source.fixAll.async-skill, and its like for notebooks: all fixes that are safe. */
export function fixAllAction(document: OpenDocument, kind: string, session: Session): readonly CodeAction[] {
  if (!hasSafe(document, undefined, 1, session)) return [];
  return fixing({ title: "Apply all safe fixes (async-skill)", kind }, document, session, undefined);
}

/** For each rule that has more findings in the file than the one at hand: fix them all. */
export function fixRuleActions(repaired: readonly Repaired[], document: OpenDocument, session: Session): readonly CodeAction[] {
  const rules = new Set(repaired.filter(({ offers }) => fixForAll(offers) !== undefined).map(({ diagnostic }) => diagnostic.rule));
  return [...rules].flatMap((rule) => {
    if (!hasSafe(document, rule, 2, session)) return [];
    const diagnostics = repaired.filter(({ diagnostic }) => diagnostic.rule === rule).flatMap((one) => one.diagnostics);
    const title = `Fix all '${rule}' in this ${document.isNotebook ? "notebook" : "file"}`;
    return fixing({ title, kind: CodeActionKind.QuickFix, diagnostics }, document, session, rule);
  });
}

/** The edit that a chosen action makes: whole lines, and only those that differ. */
export function fixAllEdit(document: OpenDocument, { features, log }: Session, rule: string | undefined): WorkspaceEdit {
  const result = document.fixAll(rule);
  const problem = unfinished(result);
  if (problem !== undefined) log.warn(`${document.uri}: ${problem}`);
  return toWorkspaceEdit(document, document.changesTo(result.text), features);
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

/** None where it can't be made. */
function fixing(action: CodeAction, document: OpenDocument, session: Session, rule: string | undefined): readonly CodeAction[] {
  const making = { make: "all fixes", ...(rule === undefined ? {} : { rule }) } as const;
  const made = (): readonly CodeAction[] => [withEdit(action, making, document, session, () => fixAllEdit(document, session, rule))];
  return session.log.attempt(`"${action.title}" could not be made in ${document.uri}`, made, []);
}
