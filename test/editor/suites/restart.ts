import * as vscode from "vscode";
import { eventually, findings, openText, revertAll } from "../editor";

describe("the restart command", () => {
  afterEach(revertAll);

  it("brings a fresh server that knows the open files", async () => {
    const document = await openText("import time\n\n\nasync def wait() -> None:\n    time.sleep(1)\n");
    const shown = () => eventually("a finding", () => (findings(document).length === 1 ? true : undefined));
    await shown();
    await vscode.commands.executeCommand("async-skill.restart");
    await shown();
  });
});
