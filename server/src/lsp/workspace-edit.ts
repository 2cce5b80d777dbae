import type {
  AnnotatedTextEdit,
  ChangeAnnotation,
  TextDocumentEdit,
  TextEdit as LspTextEdit,
  WorkspaceEdit,
} from "vscode-languageserver";
import { inOrder } from "../fixes/text";
import type { TextEdit } from "../fixes/fix";
import { toRange } from "./convert";
import type { OpenDocument, Part } from "./document";
import type { ClientFeatures } from "./features";

const ANNOTATION = "fix";

/** Edits of a file, or of a cell of a notebook. */
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
  const changed = [...editsByPart(document, edits), ...others];
  if (!features.documentChanges)
    return { changes: Object.fromEntries(changed.map(({ uri, edits: changes }) => [uri, changes])) };
  if (annotation === undefined || !features.changeAnnotations)
    return { documentChanges: changed.map((one) => toDocumentEdit(one, one.edits)) };
  const annotated = changed.map((one) =>
    toDocumentEdit(
      one,
      one.edits.map((edit): AnnotatedTextEdit => ({ ...edit, annotationId: ANNOTATION })),
    ),
  );
  return { documentChanges: annotated, changeAnnotations: { [ANNOTATION]: annotation } };
}

/** Edits as the client can take them, for each part of the document that they change. */
function editsByPart(document: OpenDocument, edits: readonly TextEdit[]): readonly FileEdits[] {
  const byPart = new Map<Part, LspTextEdit[]>();
  for (const edit of inOrder(document.shown(edits))) {
    const part = document.partAt(edit.start);
    const own = byPart.get(part) ?? [];
    own.push({ range: toRange(document, edit), newText: edit.text });
    byPart.set(part, own);
  }
  return [...byPart].map(([{ uri, version }, own]) => ({ uri, version, edits: own }));
}

function toDocumentEdit({ uri, version }: FileEdits, edits: LspTextEdit[]): TextDocumentEdit {
  return { textDocument: { uri, version }, edits };
}
