import { type CodeAction, CodeActionKind, type Range } from "vscode-languageserver";
import type { OpenDocument } from "../document";
import type { Session } from "../session";
import { actionOf } from "./offers";

/** refactor.rewrite: what can be done with the code at a cursor or selection, whether a rule finds anything there or not. */
export function refactorActions(document: OpenDocument, range: Range, session: Session): readonly CodeAction[] {
  const one = document.offsetAt(range.start);
  const other = document.offsetAt(range.end);
  const offers = session.log.attempt(
    `The refactorings in ${document.uri} could not be made`,
    () => document.refactorings(Math.min(one, other), Math.max(one, other)),
    [],
  );
  return offers.flatMap((offer) => actionOf(offer, CodeActionKind.RefactorRewrite, document, session));
}
