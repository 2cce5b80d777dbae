import { type CodeAction, CodeActionKind } from "vscode-languageserver";
import { RULES } from "../../rules/index";
import { ignoreFileEdit, ignoreLineEdit } from "./ignore-comment";
import type { TextEdit } from "../../fixes/fix";
import type { OpenDocument } from "../document";
import type { Session } from "../session";
import { toWorkspaceEdit } from "../workspace-edit";
import type { Repaired } from "./repaired";

/** Rules about ignore comments: one more comment is no answer to them. */
const ABOUT_COMMENTS: ReadonlySet<string> = new Set(RULES.filter((rule) => rule.checkUnused !== undefined).map((rule) => rule.name));

/** "Ignore 'RULE' on this line" for each finding, and "... in this file" for each rule. */
export function ignoreActions(repaired: readonly Repaired[], document: OpenDocument, { features, log }: Session): readonly CodeAction[] {
  const actions = new Map<string, CodeAction>();
  const add = (title: string, one: Repaired, edit: () => TextEdit | undefined): void => {
    const made = actions.get(title) === undefined ? log.attempt(`"${title}" could not be made`, edit, undefined) : undefined;
    if (made === undefined) return;
    actions.set(title, { title, kind: CodeActionKind.QuickFix, diagnostics: one.diagnostics, edit: toWorkspaceEdit(document, [made], features) });
  };
  const ignorable = repaired.filter(({ diagnostic }) => !ABOUT_COMMENTS.has(diagnostic.rule));
  for (const one of ignorable) add(`Ignore '${one.diagnostic.rule}' on this line`, one, () => ignoreLineEdit(document.python, one.diagnostic));
  for (const one of ignorable) add(`Ignore '${one.diagnostic.rule}' in this file`, one, () => ignoreFileEdit(document.python, one.diagnostic.rule));
  return [...actions.values()];
}
