import * as vscode from "vscode";
import { equal, ok } from "../assert";
import { apply, codeOf, eventually, findings, open, openText, quickFix, revertAll } from "../editor";

const blocking = "import time\n\n\nasync def wait() -> None:\n    time.sleep(1)\n";

describe("findings", () => {
  afterEach(revertAll);

  it("lead to the page of their rule", async () => {
    const document = await open("weather_digest/sources.py");
    const [finding] = await eventually("findings", () => {
      const all = findings(document, "blocking-http-call");
      return all.length > 0 ? all : undefined;
    });
    ok(typeof finding?.code === "object", "a code without a link");
    ok(finding.code.target.toString().includes("blocking-http-call"), "a link to another page");
  });

  it("come and go while one types", async () => {
    const document = await openText("import time\n\n\nasync def wait() -> None:\n    pass\n");
    const replace = async (line: number, text: string): Promise<void> => {
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, document.lineAt(line).range, text);
      await vscode.workspace.applyEdit(edit);
    };
    await replace(4, "    time.sleep(1)");
    const [finding] = await eventually("a finding", () =>
      findings(document).length === 1 ? findings(document) : undefined,
    );
    equal(finding && codeOf(finding), "blocking-sleep", "the rule");
    await replace(4, "    pass");
    await eventually("no finding", () => (findings(document).length === 0 ? true : undefined));
  });

  it("are shown in a notebook's cells", async () => {
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, blocking, "python");
    const notebook = await vscode.workspace.openNotebookDocument("jupyter-notebook", new vscode.NotebookData([cell]));
    await vscode.window.showNotebookDocument(notebook);
    const document = notebook.cellAt(0).document;
    await eventually("a finding", () => (findings(document, "blocking-sleep").length === 1 ? true : undefined));
  });

  it("know what a notebook's other cells import, and are repaired there", async () => {
    const cells = ["%%time\nimport time\n", blocking.slice(blocking.indexOf("async"))].map(
      (text) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, "python"),
    );
    const notebook = await vscode.workspace.openNotebookDocument("jupyter-notebook", new vscode.NotebookData(cells));
    await vscode.window.showNotebookDocument(notebook);
    const [imports, sleepy] = notebook.getCells().map(({ document }) => document) as [
      vscode.TextDocument,
      vscode.TextDocument,
    ];
    const [finding] = await eventually("a finding", () =>
      findings(sleepy, "blocking-sleep").length === 1 ? findings(sleepy, "blocking-sleep") : undefined,
    );
    await apply(await quickFix(sleepy, finding!.range, /^Replace with await/));
    equal(imports.getText(), "%%time\nimport asyncio\n", "the first cell");
    equal(sleepy.getText(), "async def wait() -> None:\n    await asyncio.sleep(1)\n", "the second cell");
    await eventually("no finding", () => (findings(sleepy).length === 0 ? true : undefined));
  });

  it("respect a comment that lets them be", async () => {
    const document = await openText(
      `${blocking}\n\nasync def rest() -> None:\n    time.sleep(1)  # async-skill: ignore[blocking-sleep] once\n`,
    );
    await eventually("a finding", () => (findings(document, "blocking-sleep").length > 0 ? true : undefined));
    const lines = findings(document, "blocking-sleep").map((finding) => finding.range.start.line);
    equal(lines.join(), "4", "the line of the only finding");
  });
});
