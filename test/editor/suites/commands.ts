// What the command palette offers, as far as it isn't tested elsewhere.
import * as vscode from "vscode";
import { equal, ok } from "../assert";
import { codeOf, eventually, fileUri, findings, functionText, open, openText, revertAll, skip } from "../editor";

declare const EXPECTED_HOST: "node" | "web";
/** What the command line says of the example project: a line and a column from 1 and a rule, by file. */
declare const COMMAND_LINE_FINDINGS: Readonly<Record<string, readonly string[]>>;

const SLEEPY = "import time\n\n\nasync def main():\n    time.sleep(1)\n";
const run = (name: string): Thenable<unknown> => vscode.commands.executeCommand(`async-skill.${name}`);

function shown(uri: vscode.Uri): string {
  const own = vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "async-skill");
  return own
    .map((finding) => `${finding.range.start.line + 1}:${finding.range.start.character + 1} ${codeOf(finding)}`)
    .toSorted()
    .join("\n");
}

/** A text in the editor, with the cursor at its first finding. */
async function atFinding(text: string): Promise<vscode.TextEditor> {
  const document = await openText(text);
  const { range } = await eventually("the finding", () => findings(document)[0]).catch((error: unknown) => {
    throw new Error(
      `${String(error)} in ${document.uri.toString()}, version ${document.version}:\n${document.getText()}`,
    );
  });
  const editor = vscode.window.activeTextEditor;
  ok(editor, "no editor");
  editor.selection = new vscode.Selection(range.start, range.start);
  return editor;
}

/** Text of a file as it is on the disk. */
async function onDisk(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

describe("a command", () => {
  afterEach(revertAll);

  it("ignores the rule at the cursor, on its line and in its file", async () => {
    const { document } = await atFinding(SLEEPY);
    await run("ignoreOnLine");
    await eventually("the comment", () =>
      document.getText().includes("time.sleep(1)  # async-skill: ignore[blocking-sleep]\n") ? true : undefined,
    );
    await eventually("no finding", () => (findings(document).length === 0 ? true : undefined)).catch(
      (error: unknown) => {
        throw new Error(`${String(error)}: ${JSON.stringify(findings(document))} in\n${document.getText()}`);
      },
    );
    const other = await atFinding(SLEEPY);
    await run("ignoreInFile");
    await eventually("the comment at the top", () =>
      other.document.getText().startsWith("# async-skill: ignore-file[blocking-sleep]\n") ? true : undefined,
    );
  });

  it("fixes the file", async () => {
    const { document } = await atFinding(SLEEPY);
    await run("fixFile");
    await eventually("the fixed text", () => (document.getText().includes("time.sleep") ? undefined : true));
    equal(functionText(document, "main"), "async def main():\n    await asyncio.sleep(1)");
    await vscode.commands.executeCommand("undo");
    await eventually("the text before, by one step back", () => (document.getText() === SLEEPY ? true : undefined));
  });

  it("shows the path of a finding, step by step", async () => {
    const text = "import time\n\n\ndef wait():\n    time.sleep(1)\n\n\nasync def main():\n    wait()\n";
    const editor = await atFinding(text);
    const steps = findings(editor.document)[0]!.relatedInformation ?? [];
    ok(
      steps.some(({ location }) => location.range.start.line === 4),
      "the finding leads to what blocks",
    );
    await run("showPath");
    await eventually("the next place", async () => {
      await vscode.commands.executeCommand("goToNextReference");
      return editor.selection.start.line === 4 ? true : undefined;
    });
  });

  it("leads from a helper to those who call it, where the lens above it is wanted", async () => {
    const settings = vscode.workspace.getConfiguration("asyncSkill");
    const uri = fileUri("lens.py");
    await vscode.workspace.fs.writeFile(
      uri,
      new TextEncoder().encode("import time\n\n\ndef wait():\n    time.sleep(1)\n\n\nasync def main():\n    wait()\n"),
    );
    await settings.update("codeLens", true, vscode.ConfigurationTarget.Global);
    try {
      const document = await open("lens.py");
      const { command } = await eventually("the lens", async () => {
        const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
          "vscode.executeCodeLensProvider",
          document.uri,
          10,
        );
        return lenses.find((one) => one.command?.title === "blocks the event loop: 1 async caller");
      });
      await vscode.commands.executeCommand(command!.command, ...(command!.arguments ?? []));
      await eventually("the caller", async () => {
        await vscode.commands.executeCommand("goToNextReference");
        return vscode.window.activeTextEditor?.selection.start.line === 8 ? true : undefined;
      });
    } finally {
      await settings.update("codeLens", undefined, vscode.ConfigurationTarget.Global);
      await revertAll();
      await vscode.workspace.fs.delete(uri);
    }
  });

  it("adds the skill for AI agents, once it was seen, beside what is there", async () => {
    const uri = fileUri("AGENTS.md");
    const own = "# Ours\n\n- Be kind.\n";
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(own));
    const isShown = (): boolean =>
      vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff;
    /** Chooses the first file, then does something about what is shown of it. */
    const add = async (answer: string): Promise<void> => {
      let isOver = false;
      const done = Promise.resolve(run("addSkillForAgents")).then(() => (isOver = true));
      await eventually("what would be written", async () => {
        if (!isShown()) await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
        return isShown() || isOver ? true : undefined;
      });
      equal(await onDisk(uri), own, "the file while its change is shown");
      await eventually("the end", async () => {
        if (!isOver) await vscode.commands.executeCommand(answer);
        return isOver ? true : undefined;
      });
      await done;
    };
    try {
      await add("workbench.action.closeQuickOpen");
      equal(await onDisk(uri), own, "the file that nobody wanted written");
      ok(!isShown(), "what would have been written is shown still");
      await add("workbench.action.acceptSelectedQuickOpenItem");
      const added = await onDisk(uri);
      ok(added.startsWith(own) && added.includes("`blocking-sleep`"), added);
      ok(!isShown(), "what was written is shown as a change still");
      // There is nothing more to write: no question is asked behind the first.
      let isOver = false;
      void Promise.resolve(run("addSkillForAgents")).then(() => (isOver = true));
      await eventually("the end", async () => {
        if (!isOver) await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
        return isOver ? true : undefined;
      });
      equal(await onDisk(uri), added, "the file after a second time");
    } finally {
      await revertAll();
      await vscode.workspace.fs.delete(uri);
    }
  });

  it("tells what a report of a fault needs", async () => {
    await atFinding(SLEEPY);
    await vscode.env.clipboard.writeText("");
    await run("copyDebugInformation");
    const told = await eventually("the clipboard", async () => (await vscode.env.clipboard.readText()) || undefined);
    ok(
      /^Python Async Skill \d+\.\d+\.\d+ in /.test(told) &&
        told.includes('"openDocuments"') &&
        told.includes('"defaultTimeout"'),
      told,
    );
  });
});

describe("what blocks", () => {
  afterEach(revertAll);

  it("is highlighted where that is wanted, and not before", async () => {
    const document = await openText(SLEEPY);
    await eventually("the finding", () => findings(document)[0]);
    const settings = vscode.workspace.getConfiguration("asyncSkill");
    const tokens = (): Thenable<vscode.SemanticTokens | undefined> =>
      vscode.commands.executeCommand<vscode.SemanticTokens | undefined>(
        "vscode.provideDocumentSemanticTokens",
        document.uri,
      );
    equal(String((await tokens())?.data.length ?? 0), "0", "tokens that nobody wants");
    await settings.update("semanticHighlighting", true, vscode.ConfigurationTarget.Global);
    try {
      const [line, column, length, , modifiers] = await eventually("a token", async () => {
        const found = await tokens();
        return found !== undefined && found.data.length === 5 ? [...found.data] : undefined;
      });
      equal(`${line}:${column} ${SLEEPY.split("\n")[line!]!.slice(column, column! + length!)}`, "4:9 sleep");
      const legend = await vscode.commands.executeCommand<vscode.SemanticTokensLegend>(
        "vscode.provideDocumentSemanticTokensLegend",
        document.uri,
      );
      equal(legend.tokenModifiers.filter((_, bit) => (modifiers! & (1 << bit)) !== 0).join(), "blocking");
    } finally {
      await settings.update("semanticHighlighting", undefined, vscode.ConfigurationTarget.Global);
    }
  });
});

describe("a command that reads or writes the project", () => {
  afterEach(revertAll);

  it("begins the configuration, or shows where it stands", async () => {
    await open("weather_digest/sources.py");
    await run("createConfiguration");
    const editor = await eventually("the section", () => {
      const active = vscode.window.activeTextEditor;
      return active?.document.uri.path.endsWith("/pyproject.toml") === true ? active : undefined;
    });
    equal(editor.document.lineAt(editor.selection.active.line).text, "[tool.async-skill]");
  });

  it("ignores a rule in the project", async () => {
    const uri = fileUri("pyproject.toml");
    const before = await onDisk(uri);
    const document = await open("weather_digest/sources.py");
    const { range } = await eventually("a finding", () => findings(document, "blocking-sleep")[0]);
    vscode.window.activeTextEditor!.selection = new vscode.Selection(range.start, range.start);
    try {
      await run("ignoreInProject");
      await eventually("the changed pyproject.toml", async () => {
        const changed = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
        if (changed?.isDirty === true) await changed.save();
        return (await onDisk(uri)).includes('"blocking-sleep"') ? true : undefined;
      });
      await eventually("no such finding", () => (findings(document, "blocking-sleep").length === 0 ? true : undefined));
    } finally {
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(before));
    }
    await eventually("the finding", () => (findings(document, "blocking-sleep").length > 0 ? true : undefined));
  });

  it("checks the workspace: what the command line finds is shown of files that nobody has opened, once, and goes when they change", async () => {
    await run("checkWorkspace");
    for (const [file, expected] of Object.entries(COMMAND_LINE_FINDINGS)) {
      await eventually(`findings of ${file}`, () =>
        shown(fileUri(file)) === expected.toSorted().join("\n") ? true : undefined,
      );
    }
    const [file = "", expected = []] = Object.entries(COMMAND_LINE_FINDINGS)[0] ?? [];
    await open(file);
    await eventually("the findings once", () =>
      shown(fileUri(file)) === expected.toSorted().join("\n") ? true : undefined,
    );
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await eventually("the findings after the tab was closed", () =>
      shown(fileUri(file)) === expected.toSorted().join("\n") ? true : undefined,
    );
    const uri = fileUri("weather_digest/new_here.py");
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(SLEEPY));
    await eventually("the findings of a new file", () => (shown(uri) === "5:5 blocking-sleep" ? true : undefined));
    await vscode.workspace.fs.delete(uri);
    await eventually("no findings of a file that is gone", () => (shown(uri) === "" ? true : undefined));
  });

  it("fixes the workspace", async () => {
    const uri = fileUri("weather_digest/to_fix.py");
    const before = new Map<string, string>();
    for (const file of Object.keys(COMMAND_LINE_FINDINGS)) before.set(file, await onDisk(fileUri(file)));
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(SLEEPY));
    try {
      const done = run("fixWorkspace");
      await eventually("the fixed file", async () => {
        await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
        const open = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
        const text = open?.getText() ?? (await onDisk(uri));
        return text.includes("await asyncio.sleep(1)") ? true : undefined;
      });
      await done;
    } finally {
      await revertAll();
      for (const [file, text] of before)
        await vscode.workspace.fs.writeFile(fileUri(file), new TextEncoder().encode(text));
      await vscode.workspace.fs.delete(uri);
    }
  });

  it("as a task checks a folder", async function () {
    if (EXPECTED_HOST === "web") return skip(this, "a web editor's extension host starts no programs");
    const [task] = await vscode.tasks.fetchTasks({ type: "async-skill" });
    equal(task?.name, "check", "the task");
  });
});

describe("a file that is to be checked when it is saved", () => {
  const settings = () => vscode.workspace.getConfiguration("asyncSkill");
  const uri = (): vscode.Uri => fileUri("on_save.py");

  afterEach(async () => {
    await settings().update("run", undefined, vscode.ConfigurationTarget.Global);
    await revertAll();
    await vscode.workspace.fs.delete(uri());
  });

  it("keeps its findings till then", async () => {
    await vscode.workspace.fs.writeFile(uri(), new TextEncoder().encode(SLEEPY));
    await settings().update("run", "onSave", vscode.ConfigurationTarget.Global);
    const document = await open("on_save.py");
    await eventually("the finding", () => (findings(document).length === 1 ? true : undefined));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(5, 0), "    time.sleep(2)\n");
    await vscode.workspace.applyEdit(edit);
    // Asked for all the same, they are what they were.
    const other = await openText(SLEEPY);
    await eventually("the findings of another file", () => (findings(other).length === 1 ? true : undefined));
    equal(String(findings(document).length), "1", "the number of findings before it is saved");
    await document.save();
    await eventually("both findings", () => (findings(document).length === 2 ? true : undefined));
  });
});
