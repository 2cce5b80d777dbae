import * as vscode from "vscode";
import { ok } from "../assert";
import { eventually, findings, openText, quickFix, revertAll } from "../editor";

const SLEEPY = "import time\n\n\nasync def main():\n    time.sleep(1)\n";

/** Another tool that shows a finding, as Ruff and SonarQube do. */
function shownBy(name: string, document: vscode.TextDocument, range: vscode.Range, code: NonNullable<vscode.Diagnostic["code"]>): vscode.DiagnosticCollection {
  const collection = vscode.languages.createDiagnosticCollection(name);
  const theirs = new vscode.Diagnostic(range, `said by ${name}`);
  theirs.source = name;
  theirs.code = code;
  collection.set(document.uri, [theirs]);
  return collection;
}

const count = (document: vscode.TextDocument, wanted: number): Promise<true> =>
  eventually(`${wanted} findings`, () => (findings(document).length === wanted ? true : undefined));

describe("beside another tool", () => {
  afterEach(revertAll);

  for (const code of ["ASYNC251", { value: "ASYNC251", target: vscode.Uri.parse("https://example.org") }, "python:S7488"]) {
    it(`a finding is shown once, has our fix, and comes back: ${typeof code === "string" ? code : code.value}`, async () => {
      const document = await openText(SLEEPY);
      await count(document, 1);
      const { range } = findings(document)[0]!;
      const theirs = shownBy("Other", document, range, code);
      try {
        await count(document, 0);
        await quickFix(document, range, /asyncio\.sleep/);
        // What is pulled meanwhile stays withheld.
        const edit = new vscode.WorkspaceEdit();
        edit.insert(document.uri, new vscode.Position(5, 0), "\n\nasync def other():\n    time.sleep(2)\n");
        await vscode.workspace.applyEdit(edit);
        await count(document, 1);
        ok(findings(document)[0]!.range.start.line === 8, "the only finding is the new one");
        theirs.clear();
        await count(document, 2);
      } finally {
        theirs.dispose();
      }
    });
  }

  it("a finding that others have a rule for is not shown at all where that is wanted, and has our fix", async () => {
    const document = await openText(SLEEPY);
    await count(document, 1);
    const { range } = findings(document)[0]!;
    const settings = vscode.workspace.getConfiguration("asyncSkill");
    try {
      await settings.update("compatibility", "always", vscode.ConfigurationTarget.Global);
      await count(document, 0);
      await quickFix(document, range, /asyncio\.sleep/);
    } finally {
      await settings.update("compatibility", undefined, vscode.ConfigurationTarget.Global);
    }
    await count(document, 1);
  });

  it("findings of other rules and at other places stay", async () => {
    const document = await openText(SLEEPY);
    await count(document, 1);
    const { range } = findings(document)[0]!;
    const others = [shownBy("Other", document, range, "E501"), shownBy("Third", document, new vscode.Range(0, 0, 0, 6), "ASYNC251")];
    // Once another finding has come, those that were there have been asked for again.
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(5, 0), "\n\nasync def other():\n    time.sleep(2)\n");
    await vscode.workspace.applyEdit(edit);
    await count(document, 2);
    for (const other of others) other.dispose();
  });
});
