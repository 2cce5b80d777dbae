// Findings reach the editor whole, whatever comes between.
import * as vscode from "vscode";
import { equal } from "../assert";
import { codeOf, eventually, findings, open, revertAll } from "../editor";

/**
 * What the command line says of the example project: a line and a column from 1 and a rule, by file;
 * scripts/vscode/suite.mjs puts it in.
 */
declare const COMMAND_LINE_FINDINGS: Readonly<Record<string, readonly string[]>>;

/**
 * The language client converts findings in slices of 15 ms and can be interrupted between two. A clock that jumps makes
 * each finding a slice of its own, and a slow turn of the event loop leaves time between them.
 */
function inSmallSlices(): () => void {
  const { now } = Date;
  let jumped = 0;
  Date.now = () => now() + (jumped += 20);
  const { setImmediate } = globalThis as { setImmediate?: typeof globalThis.setImmediate };
  const slow = (run: (...args: unknown[]) => void, ...args: readonly unknown[]): unknown => setTimeout(run, 4, ...args);
  if (setImmediate !== undefined) Object.assign(globalThis, { setImmediate: slow });
  return () => {
    Date.now = now;
    if (setImmediate !== undefined) Object.assign(globalThis, { setImmediate });
  };
}

function shown(document: vscode.TextDocument): string {
  const lines = findings(document).map(
    ({ range: { start }, ...finding }) =>
      `${start.line + 1}:${start.character + 1} ${codeOf(finding as vscode.Diagnostic)}`,
  );
  return lines.sort(byPlace).join("\n");
}

function byPlace(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}

describe("a file that is loaded", () => {
  let restore: () => void;
  beforeEach(() => (restore = inSmallSlices()));
  afterEach(async () => {
    restore();
    await revertAll();
  });

  it("shows all that the command line finds, however often its findings are asked for meanwhile", async () => {
    const files = Object.keys(COMMAND_LINE_FINDINGS);
    for (let load = 0; load < 20; load++) {
      const file = files[load % files.length]!;
      const expected = [...COMMAND_LINE_FINDINGS[file]!].sort(byPlace).join("\n");
      const document = await open(file);
      await vscode.commands.executeCommand("async-skill.restart");
      // Each edit takes back the question for findings that is under way, and moves none of them.
      for (let edits = 0; edits < 3; edits++) {
        await new Promise((resolve) => setTimeout(resolve, (load * 7 + edits * 13) % 40));
        const edit = new vscode.WorkspaceEdit();
        edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, "#");
        await vscode.workspace.applyEdit(edit);
      }
      await eventually(`all findings of ${file}`, () => (shown(document) === expected ? true : undefined)).catch(
        () => {},
      );
      equal(shown(document), expected, `load ${load}: what is shown of ${file}`);
      await revertAll();
    }
  });
});
