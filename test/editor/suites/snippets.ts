import * as vscode from "vscode";
import { equal, ok } from "../assert";
import { eventually, openText, revertAll } from "../editor";
import snippets from "../../../snippets/python.json";
import { expand } from "../../snippets/expand";

const insert = (name: string): Thenable<unknown> =>
  vscode.commands.executeCommand("editor.action.insertSnippet", { langId: "python", name });

function labelOf(label: string | vscode.CompletionItemLabel): string {
  return typeof label === "string" ? label : label.label;
}

/** The lines of a text, without what blank ones hold. */
function lines(text: string): string {
  return text.replaceAll(/[ \t]+$/gm, "").trimEnd();
}

describe("snippets", () => {
  afterEach(revertAll);

  it("are offered for Python, with their first placeholder selected", async () => {
    const document = await openText("");
    await insert("Timeout around anything");
    equal(document.getText(), "async with asyncio.timeout(10):\n    await something()");
    const editor = vscode.window.activeTextEditor;
    equal(editor?.document.getText(editor.selection), "10", "the selection");
  });

  it("can be tabbed through, each to its end", async () => {
    const document = await openText("");
    const editor = vscode.window.activeTextEditor;
    ok(editor, "no editor");
    for (const [name, { body }] of Object.entries(snippets)) {
      if (body.join("").includes("TM_SELECTED_TEXT")) continue;
      await insert(name);
      equal(lines(document.getText()), lines(expand(body)), name);
      const places = new Set(body.join("").match(/\$\{?[1-9]/g)).size;
      for (let tabs = 0; tabs < places; tabs++) await vscode.commands.executeCommand("jumpToNextSnippetPlaceholder");
      // At the last place the snippet is done with, and a key more is the user's.
      ok(editor.selection.isEmpty, `${name}: the cursor stands at the end`);
      equal(lines(document.getText()), lines(expand(body)), name);
      await vscode.commands.executeCommand("leaveSnippet");
      await editor.edit((edit) => edit.delete(new vscode.Range(0, 0, document.lineCount, 0)));
    }
  });

  it("are offered once where their words are typed, and bring their imports", async () => {
    const document = await openText("import os\n\n\nasync def main():\n    os.getpid()\n    \n");
    const editor = vscode.window.activeTextEditor;
    ok(editor, "no editor");
    const position = new vscode.Position(5, 4);
    editor.selection = new vscode.Selection(position, position);
    await vscode.commands.executeCommand("type", { text: "taskgroup" });
    const offered = await eventually("the snippet", async () => {
      const at = editor.selection.active;
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        "vscode.executeCompletionItemProvider",
        document.uri,
        at,
      );
      const found = items.filter(
        ({ label, kind }) => labelOf(label) === "taskgroup" && kind === vscode.CompletionItemKind.Snippet,
      );
      return found.length > 0 ? found : undefined;
    });
    equal(String(offered.length), "1", "how often it is offered");
    await eventually("the snippet in the text", async () => {
      await vscode.commands.executeCommand("editor.action.triggerSuggest");
      await new Promise((resolve) => setTimeout(resolve, 1000));
      await vscode.commands.executeCommand("acceptSelectedSuggestion");
      return document.getText().includes("async with") ? true : undefined;
    });
    const [, { body }] = Object.entries(snippets).find(([, one]) => "words" in one && one.words.includes("taskgroup"))!;
    const written = expand(body).replaceAll(/\n(?=.)/g, "\n    ");
    equal(
      lines(document.getText()),
      `import asyncio\nimport os\n\n\nasync def main():\n    os.getpid()\n    ${written}`,
    );
    equal(document.getText(editor.selection), "user", "the selection");
  });

  for (const [name, selected, after] of [
    [
      "Surround with a timeout",
      "await a()\n    await b()",
      "async with asyncio.timeout(10):\n        await a()\n        await b()",
    ],
    [
      "Surround with a TaskGroup",
      "await a()",
      "# If one task fails, the group cancels the others.\n    async with asyncio.TaskGroup() as group:\n        await a()",
    ],
    [
      "Surround with a thread",
      "pathlib.Path.read_text(path, encoding='utf-8')",
      "await asyncio.to_thread(pathlib.Path.read_text, path, encoding='utf-8')",
    ],
    ["Surround with a thread", "load()", "await asyncio.to_thread(load)"],
  ] as const) {
    it(`stand around a selection: ${name}, ${selected.split("\n")[0]}`, async () => {
      const before = "async def main():\n    ";
      const document = await openText(`${before}${selected}\n`);
      const editor = vscode.window.activeTextEditor;
      ok(editor, "no editor");
      editor.selection = new vscode.Selection(
        document.positionAt(before.length),
        document.positionAt(before.length + selected.length),
      );
      await insert(name);
      equal(document.getText(), `${before}${after}\n`);
    });
  }
});
