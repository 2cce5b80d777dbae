import { TextDocument } from "vscode-languageserver-textdocument";
import type { Fix } from "../../fixes/fix";
import { addDependency } from "../../config/add-dependency";
import { raisePython } from "../../config/raise-python";
import type { OpenDocument } from "../document";
import type { Session } from "../session";
import type { FileEdits } from "../workspace-edit";

/**
 * The edits of the project's pyproject.toml that declare what fixed code needs; none where it is declared, or nobody
 * says where.
 */
export function declarations(fix: Fix, document: OpenDocument, { documents }: Session): readonly FileEdits[] {
  const { declaring } = document;
  if (declaring === undefined) return [];
  const open = documents.get(declaring.uri);
  const text = open?.text ?? declaring.text;
  const lines = TextDocument.create(declaring.uri, "toml", 0, text);
  const needed = (fix.requires ?? []).flatMap((name) => addDependency(text, name) ?? []);
  const raised = fix.raisesPython === undefined ? [] : (raisePython(text, fix.raisesPython) ?? []);
  const edits = [...needed, ...raised].map((edit) => ({
    range: { start: lines.positionAt(edit.start), end: lines.positionAt(edit.end) },
    newText: edit.text,
  }));
  return edits.length === 0 ? [] : [{ uri: declaring.uri, version: open?.version ?? null, edits }];
}
