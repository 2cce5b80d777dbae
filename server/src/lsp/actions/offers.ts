import { type CodeAction, CodeActionKind, type Command, type Range } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { applyEdits } from "../../fixes/apply";
import type { Fix, Offer, TextEdit } from "../../fixes/fix";
import { inOrder } from "../../fixes/text";
import type { OpenDocument } from "../document";
import type { Session } from "../session";
import { toWorkspaceEdit } from "../workspace-edit";
import { declarations } from "./declarations";
import type { Repaired } from "./repaired";

/** A quick fix for each offer of a finding; a refusal is an action that is disabled. */
export function offerActions({ offers, diagnostics }: Repaired, document: OpenDocument, session: Session): readonly CodeAction[] {
  // What is preferred is shown first: a safe fix behind a better one that is not safe must not push itself in front of it.
  const first = offers.find((offer) => offer.kind === "fix");
  const preferred = first?.kind === "fix" && first.applicability === "safe" ? first : undefined;
  return offers.flatMap((offer) => {
    return actionOf(offer, CodeActionKind.QuickFix, document, session).map((action) => ({
      ...action,
      diagnostics,
      ...(offer === preferred ? { isPreferred: true } : {}),
    }));
  });
}

/** An offer as an action; none where the client could not show it, or its edits could not be made. */
export function actionOf(offer: Offer, kind: CodeActionKind, document: OpenDocument, session: Session): readonly CodeAction[] {
  const action = session.log.attempt(`"${offer.title}" could not be made`, () => toAction(offer, kind, document, session), undefined);
  return action === undefined ? [] : [action];
}

function toAction(offer: Offer, kind: CodeActionKind, document: OpenDocument, session: Session): CodeAction | undefined {
  const { features } = session;
  const { title } = offer;
  if (offer.kind === "refusal") return features.disabledActions ? { title, kind, disabled: { reason: offer.reason } } : undefined;
  const edits = document.editsOf(offer);
  const { annotation } = offer;
  const declared = declarations(offer, document, session);
  // What is done in pyproject.toml alone can't be done where no such file says anything.
  if (edits.length === 0 && declared === undefined) return undefined;
  const edit = toWorkspaceEdit(
    document,
    edits,
    features,
    annotation === undefined ? undefined : { label: title, description: annotation, needsConfirmation: false },
    declared,
  );
  const select = features.selectAfterEdit ? selectPlaceholder(document, offer, edits) : undefined;
  return { title, kind, edit, ...(select === undefined ? {} : { command: select }) };
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
