import { type CodeAction, CodeActionKind, type WorkspaceEdit } from "vscode-languageserver";
import { RULES } from "../../rules/index";
import { ignoreFileEdit, ignoreLineEdit } from "./ignore-comment";
import type { OpenDocument } from "../document";
import { PythonFile } from "../python-file";
import type { Session } from "../session";
import { toWorkspaceEdit } from "../workspace-edit";
import { withEdit } from "./deferred";
import type { Repaired } from "./repaired";

/** Rules about ignore comments: one more comment is no answer to them. */
const ABOUT_COMMENTS: ReadonlySet<string> = new Set(RULES.filter((rule) => rule.checkUnused !== undefined).map((rule) => rule.name));

/** "Ignore 'RULE' on this line" for each line with findings, and "... in this file" for each rule. */
export function ignoreActions(repaired: readonly Repaired[], document: OpenDocument, session: Session): readonly CodeAction[] {
  if (!(document instanceof PythonFile)) return [];
  const { python } = document;
  const ignorable = repaired.filter(({ diagnostic }) => !ABOUT_COMMENTS.has(diagnostic.rule));
  const lines = firstOfEach(ignorable, ({ diagnostic: { rule, start } }) => `${rule} ${python.positionAt(start).line}`);
  const rules = firstOfEach(ignorable, ({ diagnostic }) => diagnostic.rule);
  return [
    ...lines.flatMap((one) => ignoreOnLine(one, document, session)),
    ...rules.map(({ diagnostic: { rule }, diagnostics }) =>
      withEdit(
        { title: `Ignore '${rule}' in this ${document.isNotebook ? "notebook" : "file"}`, kind: CodeActionKind.QuickFix, diagnostics },
        { make: "ignore in file", rule },
        document,
        session,
        () => ignoreInFileEdit(document, session, rule),
      ),
    ),
  ];
}

function ignoreOnLine({ diagnostic, diagnostics }: Repaired, document: PythonFile, { features, log }: Session): readonly CodeAction[] {
  const title = `Ignore '${diagnostic.rule}' on this line`;
  const edit = log.attempt(`"${title}" could not be made`, () => ignoreLineEdit(document.python, diagnostic), undefined);
  return edit === undefined ? [] : [{ title, kind: CodeActionKind.QuickFix, diagnostics, edit: toWorkspaceEdit(document, [edit], features) }];
}

/** The edit that keeps all findings of a rule away from a file. */
export function ignoreInFileEdit(document: PythonFile, { features }: Session, rule: string): WorkspaceEdit {
  return toWorkspaceEdit(document, [ignoreFileEdit(document.python, rule)], features);
}

function firstOfEach<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const firsts = new Map<string, T>();
  for (const item of items) if (!firsts.has(keyOf(item))) firsts.set(keyOf(item), item);
  return [...firsts.values()];
}
