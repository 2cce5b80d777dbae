import type { Diagnostic } from "../../analysis/diagnostic";
import { type CodeAction, CodeActionKind, type Command, type Range, type WorkspaceEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { applyEdits } from "../../fixes/apply";
import {
  type Fix,
  type Offer,
  type ProjectFix,
  type Refusal,
  type Remedy,
  type TextEdit,
  titleInMenu,
} from "../../fixes/fix";
import { inOrder } from "../../fixes/text";
import type { OpenDocument } from "../document";
import type { Session } from "../session";
import { editsElsewhere, hasProject, workedOut } from "../project-fixes";
import { offeredInProject } from "../../workspace/project-fix";
import { toWorkspaceEdit } from "../workspace-edit";
import { declarations } from "./declarations";
import { deferredAction, type Making } from "./deferred";
import type { Repaired } from "./repaired";

/**
 * A quick fix for each offer of a finding; a refusal is an action that is disabled.
 *
 * @param asked whether what takes a look at the whole project is worked out now
 */
export function offerActions(
  { offers, diagnostic, diagnostics }: Repaired,
  asked: boolean,
  document: OpenDocument,
  session: Session,
): readonly CodeAction[] {
  // What is preferred is shown first: a safe fix behind a better one that is not safe must not push itself in front of
  // it.
  const here = offeredIn(document, offers, session);
  const first = here.find((offer) => offer.kind === "fix");
  const preferred = first?.kind === "fix" && first.applicability === "safe" ? first : undefined;
  return here.flatMap((offer) => {
    const actions = actionsOf(offer, diagnostic, asked, document, session);
    return actions.map((action) => ({ ...action, diagnostics, ...(offer === preferred ? { isPreferred: true } : {}) }));
  });
}

/** What is offered in a document, by whether the other files of its project can be read. */
function offeredIn(document: OpenDocument, offers: readonly Remedy[], session: Session): readonly Remedy[] {
  return hasProject(document, session) ? offeredInProject(offers) : offers.filter(({ kind }) => kind !== "project fix");
}

function actionsOf(
  offer: Remedy,
  diagnostic: Diagnostic,
  asked: boolean,
  document: OpenDocument,
  session: Session,
): readonly CodeAction[] {
  if (offer.kind !== "project fix") {
    return isMadeLater(offer, session)
      ? [laterAction(offer, diagnostic, document)]
      : actionOf(offer, CodeActionKind.QuickFix, document, session);
  }
  if (asked)
    return actionOf(workedOut(offer, diagnostic, document, session), CodeActionKind.QuickFix, document, session);
  return session.features.resolvesEdits ? [laterAction(offer, diagnostic, document)] : [];
}

/**
 * Whether no more than its title is needed till it is chosen: it surely has edits, and nothing else that comes with
 * them.
 */
function isMadeLater(offer: Offer, { features }: Session): offer is Fix {
  return (
    features.resolvesEdits &&
    offer.kind === "fix" &&
    offer.edits.length > 0 &&
    !(features.selectAfterEdit && offer.placeholder !== undefined)
  );
}

function laterAction(fix: Fix | ProjectFix, { rule, start, end }: Diagnostic, document: OpenDocument): CodeAction {
  const making: Making = { kind: "fix", rule, start, end, title: fix.title, isOfProject: fix.kind === "project fix" };
  return deferredAction({ title: titleInMenu(fix), kind: CodeActionKind.QuickFix }, making, document);
}

/**
 * The edit of a fix that a finding offered, or why there is none after all; undefined where it is offered no longer.
 */
export function offeredEdit(
  { rule, start, end, title }: Making & { readonly kind: "fix" },
  document: OpenDocument,
  session: Session,
): WorkspaceEdit | Refusal | undefined {
  const repair = document
    .repairs(start, end, (name) => name === rule)
    .find(({ diagnostic }) => diagnostic.start === start && diagnostic.end === end);
  if (repair === undefined) return undefined;
  const offer = offeredIn(document, repair.offers, session).find((one) => one.title === title);
  if (offer === undefined) return undefined;
  const made = offer.kind === "project fix" ? workedOut(offer, repair.diagnostic, document, session) : offer;
  return made.kind === "fix" ? editOf(made, document.editsOf(made), document, session) : made;
}

/** An offer as an action; none where the client could not show it, or its edits could not be made. */
export function actionOf(
  offer: Offer,
  kind: CodeActionKind,
  document: OpenDocument,
  session: Session,
): readonly CodeAction[] {
  const action = session.log.attempt(
    `"${offer.title}" could not be made`,
    () => toAction(offer, kind, document, session),
    undefined,
  );
  return action === undefined ? [] : [action];
}

function toAction(
  offer: Offer,
  kind: CodeActionKind,
  document: OpenDocument,
  session: Session,
): CodeAction | undefined {
  const { features } = session;
  if (offer.kind === "refusal")
    return features.disabledActions ? { title: offer.title, kind, disabled: { reason: offer.reason } } : undefined;
  // What is done in pyproject.toml alone can't be done where no such file says anything.
  if (offer.edits.length === 0 && offer.elsewhere === undefined && declarations(offer, document, session).length === 0)
    return undefined;
  const edits = document.editsOf(offer);
  const select = features.selectAfterEdit ? selectPlaceholder(document, offer, edits) : undefined;
  // Who asks for a refactoring wants what it changes.
  const title = kind === CodeActionKind.QuickFix ? titleInMenu(offer) : offer.title;
  return {
    title,
    kind,
    edit: editOf(offer, edits, document, session),
    ...(select === undefined ? {} : { command: select }),
  };
}

function editOf(fix: Fix, edits: readonly TextEdit[], document: OpenDocument, session: Session): WorkspaceEdit {
  const { title, annotation, changesCallers = false } = fix;
  const annotated =
    annotation === undefined ? undefined : { label: title, description: annotation, needsConfirmation: changesCallers };
  const others = [
    ...(fix.elsewhere ?? []).map((one) => editsElsewhere(one, session)),
    ...declarations(fix, document, session),
  ];
  return toWorkspaceEdit(document, edits, session.features, annotated, others);
}

/** The client's command that selects what the user will want to type over, once the edit is applied. */
function selectPlaceholder(
  document: OpenDocument,
  { placeholder }: Fix,
  edits: readonly TextEdit[],
): Command | undefined {
  if (placeholder === undefined) return undefined;
  let shift = 0;
  for (const edit of inOrder(edits)) {
    if (edit === placeholder.edit) {
      const at = edit.start + shift;
      const range = rangeAfter(document, edits, edit.start, at + placeholder.start, at + placeholder.end);
      return {
        title: "Select the inserted value",
        command: "async-skill.applyEditWithSelection",
        arguments: [document.partAt(edit.start).uri, range],
      };
    }
    shift += edit.text.length - (edit.end - edit.start);
  }
  return undefined;
}

/** A range of the edited text, in the part of it that held an offset before. */
function rangeAfter(
  document: OpenDocument,
  edits: readonly TextEdit[],
  offset: number,
  start: number,
  end: number,
): Range {
  const part = document.startOfPart(offset);
  const above = edits
    .filter((edit) => edit.end < part)
    .reduce((sum, edit) => sum + edit.text.length - (edit.end - edit.start), part);
  const lines = TextDocument.create(document.uri, "", 0, applyEdits(document.text, edits).slice(above));
  return { start: lines.positionAt(start - above), end: lines.positionAt(end - above) };
}
