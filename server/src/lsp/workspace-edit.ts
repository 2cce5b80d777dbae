import type { AnnotatedTextEdit, ChangeAnnotation, TextDocumentEdit, TextEdit as LspTextEdit, WorkspaceEdit } from "vscode-languageserver";
import { inOrder } from "../fixes/text";
import type { TextEdit } from "../fixes/fix";
import { toRange } from "./convert";
import type { OpenDocument } from "./document";
import type { ClientFeatures } from "./features";

const ANNOTATION = "fix";

/** Edits of a file. */
export interface FileEdits {
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
  others: readonly FileEdits[] = [],
): WorkspaceEdit {
  const plain = inOrder(edits).map((edit): LspTextEdit => ({ range: toRange(document, edit), newText: edit.text }));
  if (!features.documentChanges) return { changes: Object.fromEntries([[document.uri, plain], ...others.map(({ uri, edits: changes }) => [uri, changes])]) };
  const changed: readonly FileEdits[] = [...(plain.length === 0 ? [] : [{ uri: document.uri, version: document.version, edits: plain }]), ...others];
  if (annotation === undefined || !features.changeAnnotations) return { documentChanges: changed.map((one) => toDocumentEdit(one, one.edits)) };
  const annotated = changed.map((one) =>
    toDocumentEdit(
      one,
      one.edits.map((edit): AnnotatedTextEdit => ({ ...edit, annotationId: ANNOTATION })),
    ),
  );
  return { documentChanges: annotated, changeAnnotations: { [ANNOTATION]: annotation } };
}

function toDocumentEdit({ uri, version }: FileEdits, edits: LspTextEdit[]): TextDocumentEdit {
  return { textDocument: { uri, version }, edits };
}
