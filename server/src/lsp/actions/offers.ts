import { type CodeAction, CodeActionKind, type Command, type Range, type WorkspaceEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Diagnostic } from "../../analysis/analyzer";
import { applyEdits } from "../../fixes/apply";
import { type Fix, type Offer, type TextEdit, titleInMenu } from "../../fixes/fix";
import { inOrder } from "../../fixes/text";
import type { OpenDocument } from "../document";
import type { Session } from "../session";
import { toWorkspaceEdit } from "../workspace-edit";
import { declarations } from "./declarations";
import { type Making, withEdit } from "./deferred";
import type { Repaired } from "./repaired";

/** A quick fix for each offer of a finding; a refusal is an action that is disabled. */
export function offerActions({ offers, diagnostic, diagnostics }: Repaired, document: OpenDocument, session: Session): readonly CodeAction[] {
  // What is preferred is shown first: a safe fix behind a better one that is not safe must not push itself in front of it.
  const first = offers.find((offer) => offer.kind === "fix");
  const preferred = first?.kind === "fix" && first.applicability === "safe" ? first : undefined;
  return offers.flatMap((offer) => {
    const actions = isMadeLater(offer, session)
      ? [laterAction(offer, diagnostic, document, session)]
      : actionOf(offer, CodeActionKind.QuickFix, document, session);
    return actions.map((action) => ({ ...action, diagnostics, ...(offer === preferred ? { isPreferred: true } : {}) }));
  });
}

/** Whether no more than its title is needed till it is chosen: it surely has edits, and nothing else that comes with them. */
function isMadeLater(offer: Offer, { features }: Session): offer is Fix {
  return features.resolvesEdits && offer.kind === "fix" && offer.edits.length > 0 && !(features.selectAfterEdit && offer.placeholder !== undefined);
}

function laterAction(fix: Fix, { rule, start, end }: Diagnostic, document: OpenDocument, session: Session): CodeAction {
  const { title } = fix;
  return withEdit({ title: titleInMenu(fix), kind: CodeActionKind.QuickFix }, { make: "fix", rule, start, end, title }, document, session, () =>
    editOf(fix, document.editsOf(fix), document, session),
  );
}

/** The edit of a fix that a finding offered; undefined where it does so no longer. */
export function offeredEdit(
  { rule, start, end, title }: Making & { readonly make: "fix" },
  document: OpenDocument,
  session: Session,
): WorkspaceEdit | undefined {
  const repair = document.repairs(start, end, (name) => name === rule).find(({ diagnostic }) => diagnostic.start === start && diagnostic.end === end);
  const fix = repair?.offers.find((offer) => offer.title === title);
  return fix?.kind === "fix" ? editOf(fix, document.editsOf(fix), document, session) : undefined;
}

/** An offer as an action; none where the client could not show it, or its edits could not be made. */
export function actionOf(offer: Offer, kind: CodeActionKind, document: OpenDocument, session: Session): readonly CodeAction[] {
  const action = session.log.attempt(`"${offer.title}" could not be made`, () => toAction(offer, kind, document, session), undefined);
  return action === undefined ? [] : [action];
}

function toAction(offer: Offer, kind: CodeActionKind, document: OpenDocument, session: Session): CodeAction | undefined {
  const { features } = session;
  if (offer.kind === "refusal") return features.disabledActions ? { title: offer.title, kind, disabled: { reason: offer.reason } } : undefined;
  // What is done in pyproject.toml alone can't be done where no such file says anything.
  if (offer.edits.length === 0 && declarations(offer, document, session) === undefined) return undefined;
  const edits = document.editsOf(offer);
  const select = features.selectAfterEdit ? selectPlaceholder(document, offer, edits) : undefined;
  // Who asks for a refactoring wants what it changes.
  const title = kind === CodeActionKind.QuickFix ? titleInMenu(offer) : offer.title;
  return { title, kind, edit: editOf(offer, edits, document, session), ...(select === undefined ? {} : { command: select }) };
}

function editOf(fix: Fix, edits: readonly TextEdit[], document: OpenDocument, session: Session): WorkspaceEdit {
  const { title, annotation, changesCallers = false } = fix;
  const annotated = annotation === undefined ? undefined : { label: title, description: annotation, needsConfirmation: changesCallers };
  return toWorkspaceEdit(document, edits, session.features, annotated, declarations(fix, document, session));
}

/** The client's command that selects what the user will want to type over, once the edit is applied. */
function selectPlaceholder(document: OpenDocument, { placeholder }: Fix, edits: readonly TextEdit[]): Command | undefined {
  if (placeholder === undefined) return undefined;
  let shift = 0;
  for (const edit of inOrder(edits)) {
    if (edit === placeholder.edit) {
      const at = edit.start + shift;
      const range = rangeAfter(document, edits, at + placeholder.start, at + placeholder.end);
      return { title: "Select the inserted value", command: "async-skill.applyEditWithSelection", arguments: [document.uri, range] };
    }
    shift += edit.text.length - (edit.end - edit.start);
  }
  return undefined;
}

function rangeAfter(document: OpenDocument, edits: readonly TextEdit[], start: number, end: number): Range {
  const lines = TextDocument.create(document.uri, "", 0, applyEdits(document.text, edits));
  return { start: lines.positionAt(start), end: lines.positionAt(end) };
}
