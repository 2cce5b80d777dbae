import * as vscode from "vscode";
import { eventually, findings, openText, revertAll } from "../editor";

describe("a setting", () => {
  const settings = () => vscode.workspace.getConfiguration("asyncSkill");

  afterEach(async () => {
    await settings().update("enable", undefined, vscode.ConfigurationTarget.Global);
    await revertAll();
  });

  it("acts at once", async () => {
    const document = await openText("import time\n\n\nasync def wait() -> None:\n    time.sleep(1)\n");
    const shown = (count: number) => eventually(`${count} findings`, () => (findings(document).length === count ? true : undefined));
    await shown(1);
    await settings().update("enable", false, vscode.ConfigurationTarget.Global);
    await shown(0);
    await settings().update("enable", true, vscode.ConfigurationTarget.Global);
    await shown(1);
  });
});
