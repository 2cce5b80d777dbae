import type { AnnotatedTextEdit, ChangeAnnotation, TextEdit as LspTextEdit, WorkspaceEdit } from "vscode-languageserver";
import { inOrder } from "../fixes/text";
import type { TextEdit } from "../fixes/fix";
import { toRange } from "./convert";
import type { OpenDocument } from "./document";
import type { ClientFeatures } from "./features";

const ANNOTATION = "fix";

/** Edits of one document, tied to its version where the client can check it. */
export function toWorkspaceEdit(document: OpenDocument, edits: readonly TextEdit[], features: ClientFeatures, annotation?: ChangeAnnotation): WorkspaceEdit {
  const plain = inOrder(edits).map((edit): LspTextEdit => ({ range: toRange(document, edit), newText: edit.text }));
  if (!features.documentChanges) return { changes: { [document.uri]: plain } };
  const textDocument = { uri: document.uri, version: document.version };
  if (annotation === undefined || !features.changeAnnotations) return { documentChanges: [{ textDocument, edits: plain }] };
  const annotated = plain.map((edit): AnnotatedTextEdit => ({ ...edit, annotationId: ANNOTATION }));
  return { documentChanges: [{ textDocument, edits: annotated }], changeAnnotations: { [ANNOTATION]: annotation } };
}
