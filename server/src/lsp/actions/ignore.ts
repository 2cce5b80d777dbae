import { type CodeAction, CodeActionKind } from "vscode-languageserver";
import { RULES } from "../../rules/index";
import { ignoreFileEdit, ignoreLineEdit } from "./ignore-comment";
import type { TextEdit } from "../../fixes/fix";
import type { OpenDocument } from "../document";
import { PythonFile } from "../python-file";
import type { Session } from "../session";
import { toWorkspaceEdit } from "../workspace-edit";
import type { Repaired } from "./repaired";

/** Rules about ignore comments: one more comment is no answer to them. */
const ABOUT_COMMENTS: ReadonlySet<string> = new Set(RULES.filter((rule) => rule.checkUnused !== undefined).map((rule) => rule.name));

/** "Ignore 'RULE' on this line" for each line with findings, and "... in this file" for each rule. */
export function ignoreActions(repaired: readonly Repaired[], document: OpenDocument, { features, log }: Session): readonly CodeAction[] {
  if (!(document instanceof PythonFile)) return [];
  const { python } = document;
  const made = new Set<string>();
  const action = (title: string, key: string, { diagnostics }: Repaired, make: () => TextEdit | undefined): readonly CodeAction[] => {
    if (made.has(key)) return [];
    made.add(key);
    const edit = log.attempt(`"${title}" could not be made`, make, undefined);
    return edit === undefined ? [] : [{ title, kind: CodeActionKind.QuickFix, diagnostics, edit: toWorkspaceEdit(document, [edit], features) }];
  };
  const ignorable = repaired.filter(({ diagnostic }) => !ABOUT_COMMENTS.has(diagnostic.rule));
  return [
    ...ignorable.flatMap((one) => {
      const { rule, start } = one.diagnostic;
      return action(`Ignore '${rule}' on this line`, `${rule} ${python.positionAt(start).line}`, one, () => ignoreLineEdit(python, one.diagnostic));
    }),
    ...ignorable.flatMap((one) => {
      const { rule } = one.diagnostic;
      return action(`Ignore '${rule}' in this file`, rule, one, () => ignoreFileEdit(python, rule));
    }),
  ];
}
