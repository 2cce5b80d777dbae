// The fixes that the product is known for, each on a whole function of the example project.
import * as vscode from "vscode";
import { equal, ok } from "../assert";
import { apply, findingsIn, functionText, noFindingsIn, open, quickFix, revertAll } from "../editor";
import { repairs } from "../repairs";

describe("a quick fix", () => {
  afterEach(revertAll);

  for (const repair of repairs) {
    it(`${repair.rule}: ${repair.shows}`, async () => {
      const document = await open(repair.file);
      const [finding] = await findingsIn(document, repair.rule, repair.function);
      await apply(await quickFix(document, finding.range, repair.title));
      equal(functionText(document, repair.function), repair.becomes);
      for (const line of repair.brings ?? []) ok(document.getText().split("\n").includes(line), line);
      await noFindingsIn(document, repair.rule, repair.function);
      if (repair.selects !== undefined) {
        const editor = vscode.window.activeTextEditor;
        equal(editor?.document.getText(editor.selection), repair.selects, "the selection");
      }
    });
  }
});
