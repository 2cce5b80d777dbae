import * as vscode from "vscode";
import { equal, ok } from "../assert";
import { eventually, findings, openText, revertAll } from "../editor";

const SLEEPY = "import time\n\n\nasync def main():\n    time.sleep(1)\n";

/** The rendered page that is shown, by the title of its tab. */
function shown(title: string): Promise<true> {
  return eventually(title, () => {
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    return tab?.label.includes(title) && tab.input instanceof vscode.TabInputWebview ? true : undefined;
  });
}

describe("a rule's page", () => {
  afterEach(revertAll);

  it("is shown rendered where a finding's code leads", async () => {
    const document = await openText(SLEEPY);
    const finding = await eventually("the finding", () => findings(document)[0]);
    const { code } = finding;
    ok(typeof code === "object", "the code leads somewhere");
    equal(code.target.scheme, vscode.env.uriScheme);
    // What a click on the code does.
    await vscode.commands.executeCommand("vscode.open", code.target);
    await shown("blocking-sleep.md");
  });

  it("is shown by a command for the finding at the cursor", async () => {
    const document = await openText(SLEEPY);
    const finding = await eventually("the finding", () => findings(document)[0]);
    vscode.window.activeTextEditor!.selection = new vscode.Selection(finding.range.start, finding.range.start);
    await vscode.commands.executeCommand("async-skill.showRule");
    await shown("blocking-sleep.md");
  });
});
