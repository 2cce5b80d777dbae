import type { CodeAction, WorkspaceEdit } from "vscode-languageserver";
import type { OpenDocument } from "../document";
import type { Session } from "../session";

/** What is made of a document when an action is chosen. */
export type Making =
  /** All safe fixes, or those of some rules. */
  | { readonly kind: "all fixes"; readonly rules?: readonly string[] }
  | { readonly kind: "ignore in file" | "ignore in project"; readonly rule: string }
  /** What a finding offers under a title; offsets in the document. */
  | {
      readonly kind: "fix";
      readonly rule: string;
      readonly start: number;
      readonly end: number;
      readonly title: string;
      /** Whether it depends on all files of the project. */
      readonly isOfProject: boolean;
    };

/** What an action carries whose edit is made when it is chosen: of many actions that are shown, few are. */
export type Deferred = Making & { readonly uri: string; readonly version: number | null };

export function isDeferred(data: unknown): data is Deferred {
  return typeof data === "object" && data !== null && "uri" in data && "version" in data && "kind" in data;
}

/** An action with its edit, or with what it is made of later where the client asks for it then. */
export function withEdit(
  action: CodeAction,
  making: Making,
  document: OpenDocument,
  { features }: Session,
  edit: () => WorkspaceEdit,
): CodeAction {
  return features.resolvesEdits ? deferredAction(action, making, document) : { ...action, edit: edit() };
}

/** An action whose edit is made when the client asks for it. */
export function deferredAction(action: CodeAction, making: Making, { uri, version }: OpenDocument): CodeAction {
  const data: Deferred = { ...making, uri, version };
  return { ...action, data };
}
