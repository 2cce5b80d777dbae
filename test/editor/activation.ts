// What starting the extension cost, as VS Code itself has measured it.
import * as vscode from "vscode";
import { eventually, extensionId } from "./editor";

/** The row of our extension in "Developer: Startup Performance"; its columns are milliseconds. */
const ROW = new RegExp(
  `^\\| ${extensionId.replaceAll(".", "\\.")} +\\| \\w+ +\\| (\\d+) +\\| (\\d+) +\\| (\\d+) `,
  "m",
);

/** A line to print: numbers of a machine that does much else are for people to judge, not for a test. */
export async function activationTimes(): Promise<string> {
  await vscode.commands.executeCommand("perfview.show");
  const row = await eventually("the times of activation", () =>
    vscode.workspace.textDocuments
      .flatMap((document) => (document.uri.scheme === "perf" ? [ROW.exec(document.getText())] : []))
      .find((match) => match !== null),
  );
  const [, load, call, finish] = row;
  return `activation took ${load} ms to load and ${call} ms to run in the extension host, and ${finish} ms more till the server had started`;
}
