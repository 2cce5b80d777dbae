import * as vscode from "vscode";
import { equal } from "../assert";
import { openText, revertAll } from "../editor";

describe("snippets", () => {
  afterEach(revertAll);

  it("are offered for Python, with their first placeholder selected", async () => {
    const document = await openText("");
    await vscode.commands.executeCommand("editor.action.insertSnippet", { langId: "python", name: "Timeout around anything" });
    equal(document.getText(), "async with asyncio.timeout(10):\n    await something()");
    const editor = vscode.window.activeTextEditor;
    equal(editor?.document.getText(editor.selection), "10", "the selection");
  });
});
