import * as vscode from "vscode";
import type { PythonStandIn } from "../python/extension";
import type { Pyright } from "../python/pyright";
import { equal } from "../assert";
import { apply, codeOf, eventually, findings, open, quickFix, revertAll, skip } from "../editor";

declare const EXPECTED_HOST: "node" | "web";
declare const COMMAND_LINE_FINDINGS: Readonly<Record<string, readonly string[]>>;

const FILE = "weather_digest/service.py";
/** What both find in it: a code of Pyright's, and our rule. */
const SAME: Readonly<Record<string, string>> = {
  reportUnusedCoroutine: "missing-await",
  reportGeneralTypeIssues: "sync-with-on-async-resource",
};

/** What Pyright shows that one of our rules finds as well. */
function theirs(document: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter((one) => one.source?.toLowerCase().includes("pyright") === true && codeOf(one) in SAME);
}

const told = (document: vscode.TextDocument): string => findings(document).map(codeOf).toSorted().join();

describe("beside Pyright's server", () => {
  let pyright: Pyright;

  before(async function () {
    if (EXPECTED_HOST === "web") return skip(this, "a web editor's extension host starts no programs");
    ({ pyright } = await vscode.extensions.getExtension<PythonStandIn>("ms-python.python")!.activate());
  });
  afterEach(revertAll);
  after(() => pyright?.stop());

  it("nothing is underlined twice, our fix stands on what it shows and mends both, and without it ours is back", async () => {
    const document = await open(FILE);
    const all = COMMAND_LINE_FINDINGS[FILE]!.map((one) => one.split(" ")[1]!).toSorted();
    await eventually("our findings", () => (told(document) === all.join() ? true : undefined));

    await pyright.start();
    const found = await eventually("what Pyright finds", () =>
      new Set(theirs(document).map(codeOf)).size === 2 ? theirs(document) : undefined,
    );
    const doubles = Object.values(SAME);
    await eventually("no double", () =>
      told(document) === all.filter((rule) => !doubles.includes(rule)).join() ? true : undefined,
    );

    const dropped = found.find((one) => codeOf(one) === "reportUnusedCoroutine")!;
    await apply(await quickFix(document, dropped.range, /^missing-await: Await it/));
    equal(document.lineAt(dropped.range.start.line).text, "    await archive.save(digest)", "the mended line");
    await eventually("none of it", () =>
      theirs(document).some((one) => codeOf(one) === "reportUnusedCoroutine") ? undefined : true,
    );

    await vscode.commands.executeCommand("undo");
    await eventually("what Pyright finds again", () =>
      theirs(document).some((one) => codeOf(one) === "reportUnusedCoroutine") ? true : undefined,
    );
    await pyright.stop();
    await eventually("all of ours again", () => (told(document) === all.join() ? true : undefined));
  });
});
