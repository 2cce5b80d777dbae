import { type CodeAction, CodeActionKind, type WorkspaceEdit } from "vscode-languageserver";
import { unfinished } from "../../analysis/fix-all";
import { pageOf } from "../../analysis/pages";
import type { OpenDocument } from "../document";
import type { Session } from "../session";
import { toWorkspaceEdit } from "../workspace-edit";
import { withEdit } from "./deferred";
import { fixForAll, type Repaired } from "./repaired";

/** Rules by their names; all when undefined. */
type Rules = readonly string[] | undefined;

/**
 * source.fixAll.async-skill, and its like for notebooks: all fixes that are safe.
 *
 * @param onSave whether nobody has asked but the editor, as it does when a file is saved: then users may want fewer
 */
export function fixAllAction(
  document: OpenDocument,
  kind: string,
  session: Session,
  onSave: boolean,
): readonly CodeAction[] {
  const rules = onSave ? document.fixOnSave : undefined;
  if (!hasSafe(document, rules, 1, session)) return [];
  return fixing({ title: "Apply all safe fixes (async-skill)", kind }, document, session, rules);
}

/** For each rule that has more findings in the file than the one at hand: fix them all. */
export function fixRuleActions(
  repaired: readonly Repaired[],
  document: OpenDocument,
  session: Session,
): readonly CodeAction[] {
  const rules = new Set(
    repaired.filter(({ offers }) => fixForAll(offers) !== undefined).map(({ diagnostic }) => diagnostic.rule),
  );
  return [...rules].flatMap((rule) => {
    if (!hasSafe(document, [rule], 2, session)) return [];
    const diagnostics = repaired.filter(({ diagnostic }) => diagnostic.rule === rule).flatMap((one) => one.diagnostics);
    const title = `Fix all '${rule}' in this ${document.isNotebook ? "notebook" : "file"}`;
    return fixing({ title, kind: CodeActionKind.QuickFix, diagnostics }, document, session, [rule]);
  });
}

/** The edit that a chosen action makes: whole lines, and only those that differ. */
export function fixAllEdit(document: OpenDocument, { features, log }: Session, rules: Rules): WorkspaceEdit {
  const result = document.fixAll({ unsafe: false, ...(rules === undefined ? {} : { rules: new Set(rules) }) });
  const problem = unfinished(result);
  if (problem !== undefined) log.warn(`${document.uri}: ${problem}`);
  return toWorkspaceEdit(document, document.changesTo(result.text), features);
}

/** Whether "fix all" would do something about so many findings. */
function hasSafe(document: OpenDocument, rules: Rules, enough: number, { log }: Session): boolean {
  const counted = (): boolean => {
    const repairs = document.repairs(
      0,
      document.length,
      (name) => rules?.includes(name) ?? pageOf(name).fix === "safe",
    );
    let count = 0;
    return repairs.some(({ offers }) => fixForAll(offers) !== undefined && ++count >= enough);
  };
  return log.attempt(`The safe fixes in ${document.uri} could not be counted`, counted, false);
}

/** None where it can't be made. */
function fixing(action: CodeAction, document: OpenDocument, session: Session, rules: Rules): readonly CodeAction[] {
  const making = { kind: "all fixes", ...(rules === undefined ? {} : { rules }) } as const;
  const made = (): readonly CodeAction[] => [
    withEdit(action, making, document, session, () => fixAllEdit(document, session, rules)),
  ];
  return session.log.attempt(`"${action.title}" could not be made in ${document.uri}`, made, []);
}
