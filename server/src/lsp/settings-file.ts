import type { CreateFile, TextDocumentEdit, WorkspaceEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { TomlEdit } from "../config/toml-edit";
import type { SettingsFile } from "./projects";
import type { Session } from "./session";

/** The text of a pyproject.toml as its user sees it; undefined where there is none. */
export function shownText({ uri, text }: SettingsFile, { documents }: Session): string | undefined {
  return documents.get(uri)?.text ?? text;
}

/**
 * An edit of a pyproject.toml, which is made where there is none; undefined where there is nothing to change, or no way
 * to.
 */
export function settingsEdit(
  file: SettingsFile,
  change: (text: string) => readonly TomlEdit[] | undefined,
  session: Session,
): WorkspaceEdit | undefined {
  const { documents, features } = session;
  const { uri } = file;
  const text = shownText(file, session);
  if (text === undefined && !features.createsFiles) return undefined;
  const changes = change(text ?? "") ?? [];
  if (changes.length === 0) return undefined;
  const lines = TextDocument.create(uri, "toml", 0, text ?? "");
  const edits = changes.map((edit) => ({
    range: { start: lines.positionAt(edit.start), end: lines.positionAt(edit.end) },
    newText: edit.text,
  }));
  if (!features.documentChanges) return { changes: { [uri]: edits } };
  const created: CreateFile[] = text === undefined ? [{ kind: "create", uri }] : [];
  const edited: TextDocumentEdit = { textDocument: { uri, version: documents.get(uri)?.version ?? null }, edits };
  return { documentChanges: [...created, edited] };
}
