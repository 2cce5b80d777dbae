import { type CodeAction, CodeActionKind, type WorkspaceEdit } from "vscode-languageserver";
import { RULES } from "../../rules/index";
import { ignoreRule } from "../../config/change-section";
import { ignoreFileEdit, ignoreLineEdit } from "./ignore-comment";
import { SOURCE } from "../convert";
import type { OpenDocument } from "../document";
import { PythonFile } from "../python-file";
import type { Session } from "../session";
import { settingsEdit } from "../settings-file";
import { toWorkspaceEdit } from "../workspace-edit";
import { withEdit } from "./deferred";
import type { Repaired } from "./repaired";

/** Rules about ignore comments: one more comment is no answer to them. */
const ABOUT_COMMENTS: ReadonlySet<string> = new Set(
  RULES.filter((rule) => rule.checkUnused !== undefined).map((rule) => rule.name),
);

/** Kinds by which an action can be asked for alone, as keys and commands do. */
export const IGNORE = {
  line: `${CodeActionKind.QuickFix}.${SOURCE}.ignore.line`,
  file: `${CodeActionKind.QuickFix}.${SOURCE}.ignore.file`,
  project: `${CodeActionKind.QuickFix}.${SOURCE}.ignore.project`,
} as const;

/**
 * "Ignore 'RULE' on this line" for each line with findings, "... in this file" and "... in this project" for each rule.
 */
export function ignoreActions(
  repaired: readonly Repaired[],
  document: OpenDocument,
  session: Session,
): readonly CodeAction[] {
  if (!(document instanceof PythonFile)) return [];
  const { python } = document;
  const ignorable = repaired.filter(({ diagnostic }) => !ABOUT_COMMENTS.has(diagnostic.rule));
  const lines = firstOfEach(ignorable, ({ diagnostic: { rule, start } }) => `${rule} ${python.positionAt(start).line}`);
  const rules = firstOfEach(ignorable, ({ diagnostic }) => diagnostic.rule);
  return [
    ...lines.flatMap((one) => ignoreOnLine(one, document, session)),
    ...rules.map(({ diagnostic: { rule }, diagnostics }) =>
      withEdit(
        {
          title: `Ignore '${rule}' in this ${document.isNotebook ? "notebook" : "file"}`,
          kind: IGNORE.file,
          diagnostics,
        },
        { kind: "ignore in file", rule },
        document,
        session,
        () => ignoreInFileEdit(document, session, rule),
      ),
    ),
    ...rules.flatMap(({ diagnostic: { rule }, diagnostics }) => {
      const edit = ignoreInProjectEdit(document, session, rule);
      if (edit === undefined) return [];
      return [
        withEdit(
          { title: `Ignore '${rule}' in this project`, kind: IGNORE.project, diagnostics },
          { kind: "ignore in project", rule },
          document,
          session,
          () => edit,
        ),
      ];
    }),
  ];
}

function ignoreOnLine(
  { diagnostic, diagnostics }: Repaired,
  document: PythonFile,
  { features, log }: Session,
): readonly CodeAction[] {
  const title = `Ignore '${diagnostic.rule}' on this line`;
  const edit = log.attempt(
    `"${title}" could not be made`,
    () => ignoreLineEdit(document.python, diagnostic),
    undefined,
  );
  return edit === undefined
    ? []
    : [{ title, kind: IGNORE.line, diagnostics, edit: toWorkspaceEdit(document, [edit], features) }];
}

/** The edit that keeps all findings of a rule away from a file. */
export function ignoreInFileEdit(document: PythonFile, { features }: Session, rule: string): WorkspaceEdit {
  return toWorkspaceEdit(document, [ignoreFileEdit(document.python, rule)], features);
}

/** The edit that keeps all findings of a rule away from a project; none where nobody says what its files belong to. */
export function ignoreInProjectEdit(
  { settingsFile }: OpenDocument,
  session: Session,
  rule: string,
): WorkspaceEdit | undefined {
  return settingsFile === undefined ? undefined : settingsEdit(settingsFile, (text) => ignoreRule(text, rule), session);
}

function firstOfEach<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const firsts = new Map<string, T>();
  for (const item of items) if (!firsts.has(keyOf(item))) firsts.set(keyOf(item), item);
  return [...firsts.values()];
}
