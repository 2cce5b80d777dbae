import * as vscode from "vscode";
import { equal } from "../assert";
import { apply, codeActions, eventually, openText, revertAll } from "../editor";

const sequential = `import asyncio


async def fetch(url: str) -> str:
    return url


async def load(urls: list[str]) -> list[str]:
    pages = []
    for url in urls:
        pages.append(await fetch(url))
    return pages
`;

describe("a refactoring", () => {
  afterEach(revertAll);

  it("is offered at the cursor, and its value is selected", async () => {
    const document = await openText(sequential);
    const cursor = document.positionAt(sequential.indexOf("await"));
    const action = await eventually("the refactoring", async () => {
      const actions = await codeActions(document, new vscode.Range(cursor, cursor), vscode.CodeActionKind.Refactor);
      return actions.find(({ title, edit }) => /at most/.test(title) && edit !== undefined);
    });
    equal(action.kind?.value, "refactor.rewrite");
    await apply(action);
    equal(
      document.getText(),
      sequential.replace(
        /    pages = \[\][^]*fetch\(url\)\)\n/,
        `    limit = asyncio.Semaphore(10)

    async def limited_fetch(url):
        async with limit:
            return await fetch(url)

    # If one of these tasks fails, the others are cancelled.
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(limited_fetch(url)) for url in urls]
    pages = [task.result() for task in tasks]
`,
      ),
    );
    const editor = vscode.window.activeTextEditor;
    equal(editor?.document.getText(editor.selection), "10", "the selection");
  });
});
