import * as vscode from "vscode";
import { equal } from "../assert";
import { eventually, findings, openText, revertAll } from "../editor";

describe("a setting", () => {
  const settings = () => vscode.workspace.getConfiguration("asyncSkill");

  afterEach(async () => {
    for (const name of ["enable", "trace.server"])
      await settings().update(name, undefined, vscode.ConfigurationTarget.Global);
    await revertAll();
  });

  it("acts at once", async () => {
    const document = await openText("import time\n\n\nasync def wait() -> None:\n    time.sleep(1)\n");
    const shown = (count: number) =>
      eventually(`${count} findings`, () => (findings(document).length === count ? true : undefined));
    await shown(1);
    await settings().update("enable", false, vscode.ConfigurationTarget.Global);
    await shown(0);
    await settings().update("enable", true, vscode.ConfigurationTarget.Global);
    await shown(1);
  });

  it("has the talk with the server written to its log, or not", async () => {
    const trace = (value: string | undefined): Thenable<void> =>
      settings().update("trace.server", value, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand("async-skill.showOutput");
    const log = await eventually("the log", () =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === "output" && /python-async-skill/.test(uri.path)),
    );
    const told = (): number =>
      log.getText().match(/(?:Sending|Received) (?:request|notification|response)/g)?.length ?? 0;
    const document = await openText("import time\n\n\nasync def wait() -> None:\n    time.sleep(1)\n");
    const shown = (count: number) =>
      eventually(`${count} findings`, () => (findings(document).length === count ? true : undefined));
    await shown(1);
    equal(String(told()), "0", "what is told by itself");
    await trace("verbose");
    await vscode.workspace.applyEdit(inserted(document, "\n\nasync def other() -> None:\n    time.sleep(2)\n"));
    await shown(2);
    await eventually("what is said, with its contents", () =>
      told() > 0 && log.getText().includes("Params: {") ? true : undefined,
    );
    await trace("off");
    // What was said before may still be on its way into the log.
    let before = -1;
    await eventually("silence", async () => {
      const last = before;
      before = told();
      await new Promise((resolve) => setTimeout(resolve, 1000));
      return last === before ? true : undefined;
    });
    await vscode.workspace.applyEdit(inserted(document, "\n\nasync def third() -> None:\n    time.sleep(3)\n"));
    await shown(3);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    equal(String(told()), String(before), "what is told when nothing is to be");
  });
});

function inserted(document: vscode.TextDocument, text: string): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, text);
  return edit;
}
