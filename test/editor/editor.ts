/// <reference types="mocha" />
// What a user does in the editor, as functions.
import * as vscode from "vscode";
import { resultPrefix, type TestResult } from "./result";

/** Leaves a test, or all of a suite's, out where this extension host can't run it, and says why. */
export function skip(context: Mocha.Context, why: string): never {
  const note: TestResult = { state: "note", title: `left out, as ${why}:` };
  console.log(resultPrefix + JSON.stringify(note));
  return context.skip();
}

export const extensionId = "python-async-skill.python-async-skill";
const source = "async-skill";

/**
 * So long nothing that works keeps anybody waiting, be the machine as busy as it may; what never comes has failed then.
 */
const PATIENCE = 300_000;
/** Where something has never come, what rests on it doesn't either, and all that follows would wait for it in vain. */
const LATER_PATIENCE = 30_000;

let patience = PATIENCE;

/** Asks until there is an answer, since nothing tells when a server has caught up. */
export async function eventually<T>(
  what: string,
  ask: () => T | undefined | Promise<T | undefined>,
  ms = patience,
): Promise<T> {
  for (const started = Date.now(); ;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() - started > ms) {
      patience = LATER_PATIENCE;
      throw new Error(`timed out waiting for ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export function fileUri(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error("no folder is open");
  return vscode.Uri.joinPath(folder.uri, ...path.split("/"));
}

export async function open(path: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(fileUri(path));
  await vscode.window.showTextDocument(document);
  return document;
}

/** An unsaved document with this text, shown. */
export async function openText(content: string, language = "python"): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language, content });
  await vscode.window.showTextDocument(document);
  // What VS Code has kept of a closed document of the same name may still be there, and is put into this one then.
  if (document.getText() !== content) {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), content);
    await vscode.workspace.applyEdit(edit);
  }
  return document;
}

/** Our findings in a document, as the editor holds them now. */
export function findings(document: vscode.TextDocument, code?: string): readonly vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter((finding) => finding.source === source && (code === undefined || codeOf(finding) === code));
}

/** The findings of a rule inside a function of a document, once there are any. */
export function findingsIn(
  document: vscode.TextDocument,
  code: string,
  name: string,
): Promise<readonly [vscode.Diagnostic, ...vscode.Diagnostic[]]> {
  return eventually(`${code} in ${name}`, () => {
    const range = functionRange(document, name);
    const [first, ...rest] = findings(document, code).filter((finding) => range.contains(finding.range));
    return first && ([first, ...rest] as const);
  });
}

export function noFindingsIn(document: vscode.TextDocument, code: string, name: string): Promise<true> {
  return eventually(`no ${code} in ${name}`, () => {
    const range = functionRange(document, name);
    return findings(document, code).some((finding) => range.contains(finding.range)) ? undefined : true;
  });
}

export function codeOf(finding: vscode.Diagnostic): string {
  const { code } = finding;
  return String(typeof code === "object" ? code.value : code);
}

/**
 * The quick fix with this title at a place, complete with its edit.
 * VS Code gives an empty answer when another extension's provider registers meanwhile, so it is asked again.
 */
export function quickFix(
  document: vscode.TextDocument,
  range: vscode.Range,
  title: RegExp,
): Promise<vscode.CodeAction> {
  let seen: readonly string[] = [];
  return eventually(`the quick fix ${title}`, async () => {
    const actions = await codeActions(document, range, vscode.CodeActionKind.QuickFix);
    seen = actions.map((action) => action.title);
    return actions.find((action) => title.test(action.title) && action.edit !== undefined);
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}; offered: ${seen.join(" | ") || "nothing"}`);
  });
}

export async function codeActions(
  document: vscode.TextDocument,
  range: vscode.Range,
  kind: vscode.CodeActionKind,
): Promise<readonly vscode.CodeAction[]> {
  const resolved = 100;
  return (
    (await vscode.commands.executeCommand<vscode.CodeAction[] | undefined>(
      "vscode.executeCodeActionProvider",
      document.uri,
      range,
      kind.value,
      resolved,
    )) ?? []
  );
}

/** What the editor does when the user picks an action from the menu. */
export async function apply(action: vscode.CodeAction): Promise<void> {
  if (action.edit !== undefined && !(await vscode.workspace.applyEdit(action.edit))) {
    throw new Error(`the editor refused the edit of ${action.title}`);
  }
  if (action.command !== undefined) {
    await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
  }
}

/** The whole text of a top-level function or method, decorators left out. */
export function functionText(document: vscode.TextDocument, name: string): string {
  return document.getText(functionRange(document, name)).trimEnd();
}

function functionRange(document: vscode.TextDocument, name: string): vscode.Range {
  const head = new RegExp(`^(\\s*)(?:async )?def ${name}\\b`);
  const lines = document.getText().split(/\r?\n/);
  const start = lines.findIndex((line) => head.test(line));
  if (start === -1) throw new Error(`no function ${name} in ${document.uri.path}`);
  const indent = head.exec(lines[start] ?? "")?.[1]?.length ?? 0;
  const bodyEnd = lines.findIndex((line, index) => index > start && endsBlock(line, indent));
  return new vscode.Range(start, 0, bodyEnd === -1 ? lines.length : bodyEnd, 0);
}

/** A closing bracket at the margin belongs to the block that it closes. */
function endsBlock(line: string, indent: number): boolean {
  return /^\s*[^\s)\]}]/.test(line) && line.search(/\S/) <= indent;
}

/** Takes back what a test has changed, so that the next one begins with the files on disk. */
export async function revertAll(): Promise<void> {
  // The editor's own files, such as its settings, are none of ours.
  const isOurs = ({ uri }: vscode.TextDocument): boolean =>
    uri.scheme === "untitled" || vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  for (const document of vscode.workspace.textDocuments.filter((one) => one.isDirty && isOurs(one))) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.files.revert");
  }
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  // The next unsaved document may have the name of one of these: what is told of the one late would be taken for the
  // other.
  await eventually("closed documents", () =>
    vscode.workspace.textDocuments.some(({ uri }) => uri.scheme === "untitled") ? undefined : true,
  );
}
