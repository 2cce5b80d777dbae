import type { AnnotatedTextEdit, ChangeAnnotation, TextDocumentEdit, TextEdit as LspTextEdit, WorkspaceEdit } from "vscode-languageserver";
import { inOrder } from "../fixes/text";
import type { TextEdit } from "../fixes/fix";
import { toRange } from "./convert";
import type { OpenDocument } from "./document";
import type { ClientFeatures } from "./features";

const ANNOTATION = "fix";

/** Edits of another file that go with those of a document. */
export interface OtherEdits {
  readonly uri: string;
  /** Null where the client has not opened it. */
  readonly version: number | null;
  readonly edits: LspTextEdit[];
}

/** Edits of one document, and of what goes with it, tied to its version where the client can check it. */
export function toWorkspaceEdit(
  document: OpenDocument,
  edits: readonly TextEdit[],
  features: ClientFeatures,
  annotation?: ChangeAnnotation,
  other?: OtherEdits,
): WorkspaceEdit {
  const plain = inOrder(edits).map((edit): LspTextEdit => ({ range: toRange(document, edit), newText: edit.text }));
  if (!features.documentChanges) return { changes: { [document.uri]: plain, ...(other === undefined ? {} : { [other.uri]: other.edits }) } };
  const textDocument = { uri: document.uri, version: document.version };
  const own = (changes: LspTextEdit[]): TextDocumentEdit[] => (changes.length === 0 ? [] : [{ textDocument, edits: changes }]);
  const others = other === undefined ? [] : [{ textDocument: { uri: other.uri, version: other.version }, edits: other.edits }];
  if (annotation === undefined || !features.changeAnnotations) return { documentChanges: [...own(plain), ...others] };
  const annotated = plain.map((edit): AnnotatedTextEdit => ({ ...edit, annotationId: ANNOTATION }));
  return { documentChanges: [...own(annotated), ...others], changeAnnotations: { [ANNOTATION]: annotation } };
}
