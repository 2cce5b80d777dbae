import * as vscode from "vscode";
import { equal, ok } from "../assert";
import { codeOf, eventually, findings, open, openText, quickFix, revertAll } from "../editor";

/** A finding of Ruff's; lines and columns from 1. */
interface RuffFinding {
  readonly code: string | null;
  readonly message: string;
  readonly start_location: { readonly row: number; readonly column: number };
  readonly end_location: { readonly row: number; readonly column: number };
}

/** What Ruff itself says of the example project, by file; scripts/vscode/suite.mjs puts it in. */
declare const RUFF_FINDINGS: Readonly<Record<"stable" | "preview", Readonly<Record<string, readonly RuffFinding[]>>>>;
declare const COMMAND_LINE_FINDINGS: Readonly<Record<string, readonly string[]>>;

/** What says the same in the example project: a rule of Ruff's, by its code or its name in preview, and ours. */
const SAME: Readonly<Record<"stable" | "preview", Readonly<Record<string, readonly string[]>>>> = {
  stable: {
    ASYNC210: ["blocking-http-call"],
    ASYNC221: ["blocking-subprocess"],
    ASYNC230: ["blocking-file-io"],
    ASYNC251: ["blocking-sleep"],
    RUF006: ["dangling-task"],
    S113: ["missing-timeout", "disabled-timeout"],
  },
  preview: {
    "asyncio-dangling-task": ["dangling-task"],
    "blocking-http-call-in-async-function": ["blocking-http-call"],
    "blocking-open-call-in-async-function": ["blocking-file-io"],
    "blocking-sleep-in-async-function": ["blocking-sleep"],
    "request-without-timeout": ["missing-timeout", "disabled-timeout"],
    "run-process-in-async-function": ["blocking-subprocess"],
    "yield-in-context-manager-in-async-generator": ["yield-in-task-scope"],
  },
};

/** A finding of Ruff's as its language server tells it. */
function asRuffShows({ code, message, start_location, end_location }: RuffFinding): vscode.Diagnostic {
  const range = new vscode.Range(
    start_location.row - 1,
    start_location.column - 1,
    end_location.row - 1,
    end_location.column - 1,
  );
  const theirs = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Warning);
  theirs.source = "Ruff";
  theirs.code = { value: code ?? "", target: vscode.Uri.parse("https://example.org") };
  return theirs;
}

const SLEEPY = "import time\n\n\nasync def main():\n    time.sleep(1)\n";

/** Another tool that shows a finding, as Ruff and SonarQube do. */
function shownBy(
  name: string,
  document: vscode.TextDocument,
  range: vscode.Range,
  code: NonNullable<vscode.Diagnostic["code"]>,
): vscode.DiagnosticCollection {
  const collection = vscode.languages.createDiagnosticCollection(name);
  const theirs = new vscode.Diagnostic(range, `said by ${name}`);
  theirs.source = name;
  theirs.code = code;
  collection.set(document.uri, [theirs]);
  return collection;
}

const count = (document: vscode.TextDocument, wanted: number): Promise<true> =>
  eventually(`${wanted} findings`, () => (findings(document).length === wanted ? true : undefined));

describe("beside another tool", () => {
  afterEach(revertAll);

  for (const code of [
    "ASYNC251",
    { value: "ASYNC251", target: vscode.Uri.parse("https://example.org") },
    "python:S7488",
  ]) {
    it(`a finding is shown once, has our fix, and comes back: ${typeof code === "string" ? code : code.value}`, async () => {
      const document = await openText(SLEEPY);
      await count(document, 1);
      const { range } = findings(document)[0]!;
      const theirs = shownBy("Other", document, range, code);
      try {
        await count(document, 0);
        await quickFix(document, range, /asyncio\.sleep/);
        // What is pulled meanwhile stays withheld.
        const edit = new vscode.WorkspaceEdit();
        edit.insert(document.uri, new vscode.Position(5, 0), "\n\nasync def other():\n    time.sleep(2)\n");
        await vscode.workspace.applyEdit(edit);
        await count(document, 1);
        ok(findings(document)[0]!.range.start.line === 8, "the only finding is the new one");
        theirs.clear();
        await count(document, 2);
      } finally {
        theirs.dispose();
      }
    });
  }

  it("a finding that others have a rule for is not shown at all where that is wanted, and has our fix", async () => {
    const document = await openText(SLEEPY);
    await count(document, 1);
    const { range } = findings(document)[0]!;
    const settings = vscode.workspace.getConfiguration("asyncSkill");
    try {
      await settings.update("compatibility", "always", vscode.ConfigurationTarget.Global);
      await count(document, 0);
      await quickFix(document, range, /asyncio\.sleep/);
    } finally {
      await settings.update("compatibility", undefined, vscode.ConfigurationTarget.Global);
    }
    await count(document, 1);
  });

  it("findings of other rules and at other places stay", async () => {
    const document = await openText(SLEEPY);
    await count(document, 1);
    const { range } = findings(document)[0]!;
    const others = [
      shownBy("Other", document, range, "E501"),
      shownBy("Third", document, new vscode.Range(0, 0, 0, 6), "ASYNC251"),
    ];
    // Once another finding has come, those that were there have been asked for again.
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(5, 0), "\n\nasync def other():\n    time.sleep(2)\n");
    await vscode.workspace.applyEdit(edit);
    await count(document, 2);
    for (const other of others) other.dispose();
  });

  for (const mode of ["stable", "preview"] as const) {
    it(`what Ruff itself shows in the example project is not underlined twice, and is ours again without it: ${mode}`, async () => {
      const collection = vscode.languages.createDiagnosticCollection("Ruff");
      const same = new Set<string>();
      try {
        for (const [file, found] of Object.entries(RUFF_FINDINGS[mode])) {
          const document = await open(file);
          const told = COMMAND_LINE_FINDINGS[file]?.length ?? 0;
          await count(document, told);
          const theirs = found.map(asRuffShows);
          const beside = (their: vscode.Diagnostic): readonly vscode.Diagnostic[] =>
            findings(document).filter(
              (own) => SAME[mode][codeOf(their)]?.includes(codeOf(own)) && own.range.intersection(their.range),
            );
          const doubles = theirs.filter((their) => beside(their).length > 0);
          collection.set(document.uri, theirs);
          await count(document, told - doubles.length);
          equal(
            doubles
              .filter((their) => beside(their).length > 0)
              .map(codeOf)
              .join(),
            "",
            `what stands twice in ${file}`,
          );
          for (const double of doubles) same.add(codeOf(double));
          collection.delete(document.uri);
          await count(document, told);
        }
      } finally {
        collection.dispose();
      }
      equal([...same].sort().join(), Object.keys(SAME[mode]).sort().join(), "what both have found");
    });
  }
});
