import * as vscode from "vscode";
import { equal, ok } from "../assert";
import { eventually, findings, functionText, open, openText, revertAll } from "../editor";

const kind = "source.fixAll.async-skill";
const safe = `import asyncio
import time


async def poll() -> None:
    time.sleep(1)
    await asyncio.sleep(0)
    time.sleep(2)
`;

describe("fix all", () => {
  afterEach(revertAll);

  it("repairs what is safe to repair", async () => {
    const document = await openText(safe);
    await eventually("findings", () => (findings(document, "blocking-sleep").length === 2 ? true : undefined));
    await eventually("the repaired text", async () => {
      await vscode.commands.executeCommand("editor.action.codeAction", { kind, apply: "first" });
      return document.getText().includes("time.sleep") ? undefined : true;
    });
    equal(functionText(document, "poll"), "async def poll() -> None:\n    await asyncio.sleep(1)\n    await asyncio.sleep(0)\n    await asyncio.sleep(2)");
    await eventually("no findings", () => (findings(document).length === 0 ? true : undefined));
  });

  it("leaves alone what needs a decision", async () => {
    const document = await open("weather_digest/sources.py");
    await eventually("findings", () => (findings(document, "blocking-http-call").length > 0 ? true : undefined));
    await eventually("the repaired text", async () => {
      await vscode.commands.executeCommand("editor.action.codeAction", { kind, apply: "first" });
      return document.getText().includes("await asyncio.sleep(seconds)") ? true : undefined;
    });
    ok(functionText(document, "current_weather").includes("requests.get("), "the request was moved");
  });
});
