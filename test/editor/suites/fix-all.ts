import * as vscode from "vscode";
import { equal, ok } from "../assert";
import { eventually, findings, functionText, open, openText, revertAll } from "../editor";

const fixAll = (): Thenable<unknown> =>
  vscode.commands.executeCommand("editor.action.codeAction", { kind: "source.fixAll.async-skill", apply: "first" });
const blocking = `import asyncio
import time


async def poll() -> None:
    time.sleep(1)
    await asyncio.sleep(0)
    time.sleep(2)
`;

describe("fix all", () => {
  afterEach(revertAll);

  const repaired =
    "async def poll() -> None:\n    await asyncio.sleep(1)\n    await asyncio.sleep(0)\n    await asyncio.sleep(2)";
  const openBlocking = async (): Promise<vscode.TextDocument> => {
    const document = await openText(blocking);
    await eventually("findings", () => (findings(document, "blocking-sleep").length === 2 ? true : undefined));
    return document;
  };

  it("repairs what is safe to repair", async () => {
    const document = await openBlocking();
    await eventually("the repaired text", async () => {
      await fixAll();
      return document.getText().includes("time.sleep") ? undefined : true;
    });
    equal(functionText(document, "poll"), repaired);
    await eventually("no findings", () => (findings(document).length === 0 ? true : undefined));
  });

  it("repairs once when it is asked twice, the second time about a text that is changing", async () => {
    const document = await openBlocking();
    await eventually("the repaired text", async () => {
      await Promise.all([fixAll(), fixAll(), fixAll()]);
      return document.getText().includes("time.sleep") ? undefined : true;
    });
    await eventually("no findings", () => (findings(document).length === 0 ? true : undefined));
    equal(functionText(document, "poll"), repaired);
  });

  it("leaves alone what needs a decision", async () => {
    const document = await open("weather_digest/sources.py");
    await eventually("findings", () => (findings(document, "blocking-http-call").length > 0 ? true : undefined));
    await eventually("the repaired text", async () => {
      await fixAll();
      return document.getText().includes("await asyncio.sleep(seconds)") ? true : undefined;
    });
    ok(functionText(document, "current_weather").includes("requests.get("), "the request was moved");
  });
});
