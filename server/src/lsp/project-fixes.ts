import type { Diagnostic } from "../analysis/diagnostic";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Fix, OtherFile, ProjectFix, Refusal } from "../fixes/fix";
import { PythonDocument } from "../syntax/document";
import { workOut } from "../workspace/project-fix";
import { toRange } from "./convert";
import type { OpenDocument } from "./document";
import type { Session } from "./session";
import type { FileEdits } from "./workspace-edit";

/**
 * Whether the other files of a document's project can be read: an address on the disk, in a server that has one. The
 * cells of a notebook can't.
 */
export function hasProject(document: OpenDocument, { otherFiles }: Session): boolean {
  return (
    otherFiles.project !== undefined &&
    otherFiles.fileOf(document.uri) !== undefined &&
    !document.isNotebook &&
    !document.uri.startsWith("vscode-notebook-cell:")
  );
}

/** What comes of a fix that depends on all files of the project. */
export function workedOut(
  fix: ProjectFix,
  { start, end }: Diagnostic,
  document: OpenDocument,
  session: Session,
): Fix | Refusal {
  const { otherFiles, parser } = session;
  const file = otherFiles.fileOf(document.uri);
  const host = otherFiles.project;
  if (file === undefined || host === undefined)
    return { kind: "refusal", title: fix.title, reason: "the other files of the project can't be read from here" };
  return workOut(
    fix,
    { file, start, end },
    { host, open: (text) => new PythonDocument(parser, text), settings: document.settings },
  );
}

/** What a fix changes in other files, tied to the version of those that are open. */
export function editsElsewhere({ file, text, edits }: OtherFile, { otherFiles }: Session): FileEdits {
  const uri = otherFiles.addressOf(file);
  const lines = TextDocument.create(uri, "python", 0, text);
  return {
    uri,
    version: otherFiles.openDocument(file)?.version ?? null,
    edits: edits.map((edit) => ({ range: toRange(lines, edit), newText: edit.text })),
  };
}
