import { type CodeAction, CodeActionKind } from "vscode-languageserver";
import type { OpenDocument } from "../document";
import type { Session } from "../session";
import { actionOf } from "./offers";
import type { Place } from "./repaired";

/**
 * refactor.rewrite: what can be done with the code at a cursor or selection, whether a rule finds anything there or
 * not.
 */
export function refactorActions(
  document: OpenDocument,
  { start, end }: Place,
  session: Session,
): readonly CodeAction[] {
  const offers = session.log.attempt(
    `The refactorings in ${document.uri} could not be made`,
    () => document.refactorings(start, end),
    [],
  );
  return offers.flatMap((offer) => actionOf(offer, CodeActionKind.RefactorRewrite, document, session));
}
