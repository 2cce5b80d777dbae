import * as vscode from "vscode";
import { equal, ok } from "../assert";
import { extensionId } from "../editor";

/** Which extension host the run was meant for; scripts/vscode/suite.mjs puts the word in. */
declare const EXPECTED_HOST: "node" | "web";

describe("the extension", () => {
  it("runs in the extension host that is to be tested", () => {
    equal("importScripts" in globalThis ? "web" : "node", EXPECTED_HOST, "the extension host");
  });

  it("is the packaged one, and starts", async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    ok(extension, "it is not installed");
    await extension.activate();
    ok(extension.isActive, "it is not active");
  });

  it("offers its commands", async () => {
    const commands = await vscode.commands.getCommands(true);
    for (const name of ["async-skill.restart", "async-skill.showOutput", "async-skill.showRule"]) {
      ok(commands.includes(name), name);
    }
  });
});
