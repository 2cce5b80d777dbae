import {
  type CodeAction,
  type CodeActionContext,
  CodeActionKind,
  type CodeActionParams,
  CodeActionTriggerKind,
  type Range,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { contentModified, mustBe } from "./answers";
import { attempt } from "./attempt";
import { isDeferred, type Making } from "./actions/deferred";
import { documentationActions } from "./actions/documentation";
import { fixAllAction, fixAllEdit, fixRuleActions } from "./actions/fix-all";
import { ignoreActions, ignoreInFileEdit } from "./actions/ignore";
import { offerActions, offeredEdit } from "./actions/offers";
import { refactorActions } from "./actions/refactor";
import { repairedAt } from "./actions/repaired";
import { FIX_ALL } from "./capabilities";
import type { OpenDocument } from "./document";
import { PythonFile } from "./python-file";
import type { Session } from "./session";

/** textDocument/codeAction */
export async function codeActions({ textDocument, range, context }: CodeActionParams, session: Session): Promise<CodeAction[]> {
  const { documents, features } = session;
  const document = documents.get(textDocument.uri);
  if (document === undefined || !features.codeActions) return [];
  const { version } = document;
  await document.configured;
  const work = (): CodeAction[] => {
    mustBe(version, document, session);
    return document.enabled ? actionsAt(document, range, context, session) : [];
  };
  return attempt(`The actions in ${document.uri} could not be made`, document, session, work, []);
}

function actionsAt(document: OpenDocument, range: Range, context: CodeActionContext | undefined, session: Session): CodeAction[] {
  const only = context?.only;
  const wants = (kind: string): boolean => only === undefined || only === null || only.some((one) => kind === one || kind.startsWith(`${one}.`) || one === "");
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    const repaired = repairedAt(document, range, context?.diagnostics ?? [], session);
    actions.push(
      ...repaired.flatMap((one) => offerActions(one, document, session)),
      ...fixRuleActions(repaired, document, session),
      ...documentationActions(repaired, session),
      ...ignoreActions(repaired, document, session),
    );
  }
  // Not for a lightbulb that shows itself: it would stand at every await, and working out all fixes of a file takes its time.
  const asked = only !== undefined && only !== null ? true : context?.triggerKind !== CodeActionTriggerKind.Automatic;
  if (asked && wants(CodeActionKind.RefactorRewrite)) actions.push(...refactorActions(document, range, session));
  if (asked && wants(FIX_ALL)) actions.push(...fixAllAction(document, session));
  return actions;
}

/** codeAction/resolve: the edit of an action that was shown without. */
export async function resolveCodeAction(action: CodeAction, session: Session): Promise<CodeAction> {
  const { data } = action as { readonly data?: unknown };
  if (!isDeferred(data)) return action;
  const document = session.documents.get(data.uri);
  if (document === undefined) throw contentModified();
  const work = (): WorkspaceEdit | undefined => {
    mustBe(data.version, document, session);
    return made(data, document, session);
  };
  const edit = await attempt(`"${action.title}" could not be made`, document, session, work, undefined);
  if (edit === undefined) throw contentModified();
  return { ...action, edit };
}

function made(making: Making, document: OpenDocument, session: Session): WorkspaceEdit | undefined {
  switch (making.make) {
    case "all fixes":
      return fixAllEdit(document, session, making.rule);
    case "ignore in file":
      return document instanceof PythonFile ? ignoreInFileEdit(document, session, making.rule) : undefined;
    case "fix":
      return offeredEdit(making, document, session);
    default:
      return making satisfies never;
  }
}
