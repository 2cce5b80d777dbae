import {
  type CodeAction,
  type CodeActionContext,
  CodeActionKind,
  type CodeActionParams,
  CodeActionTriggerKind,
  MessageType,
  type Range,
  ShowMessageNotification,
  type WorkspaceEdit,
} from "vscode-languageserver";
import type { Refusal } from "../fixes/fix";
import { contentModified, mustBe } from "./answers";
import { attempt } from "./attempt";
import { isDeferred, type Making } from "./actions/deferred";
import { documentationActions, pathActions } from "./actions/documentation";
import { fixAllAction, fixAllEdit, fixRuleActions } from "./actions/fix-all";
import { ignoreActions, ignoreInFileEdit, ignoreInProjectEdit } from "./actions/ignore";
import { offerActions, offeredEdit } from "./actions/offers";
import { refactorActions } from "./actions/refactor";
import { type Place, repairedAt } from "./actions/repaired";
import { FIX_ALL, FIX_ALL_IN_NOTEBOOK } from "./capabilities";
import { SOURCE } from "./convert";
import type { OpenDocument } from "./document";
import { PythonFile } from "./python-file";
import type { Session } from "./session";

/** textDocument/codeAction */
export async function codeActions(
  { textDocument, range, context }: CodeActionParams,
  session: Session,
): Promise<CodeAction[]> {
  const { documents, features } = session;
  const document = documents.showing(textDocument.uri);
  if (document === undefined || !features.codeActions) return [];
  const { version } = document;
  await document.configured;
  const work = (): CodeAction[] => {
    mustBe(version, document);
    session.otherFiles.renew(document);
    return document.enabled ? actionsAt(document, placeOf(range, textDocument.uri, document), context, session) : [];
  };
  return attempt(`The actions in ${document.uri} could not be made`, document, session, work, []);
}

/** What a range in one of its parts comes to in a document. */
function placeOf({ start, end }: Range, uri: string, document: OpenDocument): Place {
  const one = document.offsetAt(start, uri);
  const other = document.offsetAt(end, uri);
  return { start: Math.min(one, other), end: Math.max(one, other) };
}

function actionsAt(
  document: OpenDocument,
  place: Place,
  context: CodeActionContext | undefined,
  session: Session,
): CodeAction[] {
  const only = context?.only ?? undefined;
  /** Whether any action of a kind, or of one within it, is asked for. */
  const wants = (kind: string): boolean => only?.some((one) => contains(one, kind) || contains(kind, one)) ?? true;
  // Not for a lightbulb that shows itself: it would stand at every await, and working out all fixes of a file takes its
  // time.
  const automatic = context?.triggerKind === CodeActionTriggerKind.Automatic;
  const asked = only !== undefined || !automatic;
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    const shown = context?.diagnostics ?? [];
    const repaired = repairedAt(document, place, shown, session);
    // What takes a look at the whole project takes its time: for one finding it is worked out before it is shown.
    const offered = repaired.map((one) => ({
      one,
      actions: offerActions(one, repaired.length === 1 && looksAtMenu(context, session), document, session),
    }));
    // Where others speak too, their fixes stand in the same menu.
    const named = shown.some(({ source }) => source !== SOURCE);
    actions.push(
      ...offered.flatMap(({ one, actions: some }) =>
        named ? some.map((action) => ({ ...action, title: `${one.diagnostic.rule}: ${action.title}` })) : some,
      ),
      ...fixRuleActions(repaired, document, session),
      ...pathActions(repaired, document, session),
      ...documentationActions(repaired, session),
      ...ignoreActions(repaired, document, session),
    );
  }
  if (asked && wants(CodeActionKind.RefactorRewrite)) actions.push(...refactorActions(document, place, session));
  const fixAll = document.isNotebook ? FIX_ALL_IN_NOTEBOOK : FIX_ALL;
  if (asked && wants(fixAll)) actions.push(...fixAllAction(document, fixAll, session, automatic));
  return only === undefined ? actions : actions.filter(({ kind = "" }) => only.some((one) => contains(one, kind)));
}

/** Whether a kind of actions is another, or within it. */
function contains(outer: string, inner: string): boolean {
  return outer === "" || inner === outer || inner.startsWith(`${outer}.`);
}

/**
 * Whether somebody surely waits for a menu, and nothing has to come for it from elsewhere; where a client doesn't say,
 * the menu of one that can't ask for more later.
 */
function looksAtMenu(context: CodeActionContext | undefined, { features, otherFiles }: Session): boolean {
  if (otherFiles.haveToCome) return false;
  const trigger = context?.triggerKind;
  return trigger === CodeActionTriggerKind.Invoked || (trigger === undefined && !features.resolvesEdits);
}

/** codeAction/resolve: the edit of an action that was shown without. */
export async function resolveCodeAction(action: CodeAction, session: Session): Promise<CodeAction> {
  const { data } = action as { readonly data?: unknown };
  if (!isDeferred(data)) return action;
  const document = session.documents.get(data.uri);
  if (document === undefined) throw contentModified();
  const unread = data.kind === "fix" && data.isOfProject ? await session.otherFiles.gather(data.uri) : undefined;
  const work = (): WorkspaceEdit | Refusal | undefined => {
    mustBe(data.version, document);
    session.otherFiles.renew(document);
    return unread === undefined || data.kind !== "fix"
      ? made(data, document, session)
      : { kind: "refusal", title: data.title, reason: unread };
  };
  const edit = await attempt(`"${action.title}" could not be made`, document, session, work, undefined);
  if (edit === undefined) throw contentModified();
  if (!isRefusal(edit)) return { ...action, edit };
  // It was offered before all that speaks against it could be known.
  const message = `"${edit.title}" is not possible: ${edit.reason}`;
  await session.connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message });
  return action;
}

function isRefusal(made: WorkspaceEdit | Refusal): made is Refusal {
  return "kind" in made;
}

function made(making: Making, document: OpenDocument, session: Session): WorkspaceEdit | Refusal | undefined {
  switch (making.kind) {
    case "all fixes":
      return fixAllEdit(document, session, making.rules);
    case "ignore in project":
      return ignoreInProjectEdit(document, session, making.rule);
    case "ignore in file":
      return document instanceof PythonFile ? ignoreInFileEdit(document, session, making.rule) : undefined;
    case "fix":
      return offeredEdit(making, document, session);
    default:
      return making satisfies never;
  }
}
