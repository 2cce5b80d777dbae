/** What is right in a notebook's cells, and what isn't. */
import { describe, expect, it } from "vitest";
import { Analyzer } from "../../server/src/analysis/analyzer";
import { DEFAULT_SETTINGS } from "../../server/src/config/settings";
import { applyEdits, editsOf } from "../../server/src/fixes/apply";
import { Cell } from "../../server/src/lsp/notebook/cell";
import { JoinedCells } from "../../server/src/lsp/notebook/joined-cells";
import { RULES } from "../../server/src/rules/index";
import { PythonDocument } from "../../server/src/syntax/document";
import { parser } from "../support/engine";

const MAIN = "import asyncio\n\nasync def main(): ...\n";

function notebook(...texts: readonly string[]): Analyzer {
  const cells = new JoinedCells();
  cells.update(texts.map((text, index) => new Cell(`cell:${index}`, 1, "python", text)));
  return new Analyzer(new PythonDocument(parser, cells.text, 0, "cells"), RULES, DEFAULT_SETTINGS);
}

/** What is found, and what its first offer says or makes of the line. */
function told(analyzer: Analyzer): readonly (readonly [string, string | undefined])[] {
  const { text } = analyzer.document;
  return analyzer.diagnostics().map((diagnostic) => {
    const [offer] = analyzer.offers(diagnostic);
    if (offer?.kind === "refusal") return [diagnostic.rule, offer.reason];
    const fixed = offer?.kind === "fix" ? applyEdits(text, editsOf(analyzer.module, offer)) : undefined;
    return [diagnostic.rule, fixed?.split("\n").find((line) => !text.includes(line))];
  });
}

describe("a loop that runs in the kernel", () => {
  it.each([
    ["asyncio.run(main())", "await main()"],
    ["x = [asyncio.run(main()) for _ in range(2)]", "x = [await main() for _ in range(2)]"],
    ["if x:\n    asyncio.run(main())", "    await main()"],
    ["asyncio.get_event_loop().run_until_complete(main())", "await main()"],
    ["class A:\n    x = 1\n\nasyncio.run(main())", "await main()"],
  ])("raises at the top of a cell: %j", (cell, fixed) => {
    expect(told(notebook(MAIN, cell))).toEqual([["blocking-wait", fixed]]);
  });

  it.each([
    "def start():\n    asyncio.run(main())",
    "await main()",
    "x = lambda: asyncio.run(main())",
    "async with asyncio.timeout(1):\n    await main()",
  ])("says nothing of what runs elsewhere, or is awaited: %j", (cell) => {
    expect(told(notebook(MAIN, cell)).filter(([rule]) => rule === "blocking-wait")).toEqual([]);
  });

  it("is not awaited where a magic runs the cell", () => {
    const refused = "A magic runs the cell, and at the top of what it runs nothing can be awaited";
    expect(told(notebook(MAIN, "%%time\nx = 1\nasyncio.run(main())"))).toEqual([["blocking-wait", refused]]);
    // But for the functions there, and other cells.
    expect(
      told(notebook("%%time\nimport asyncio\nasync def main(): ...\nasync def f():\n    asyncio.run(main())\n")),
    ).toEqual([["blocking-wait", "    await main()"]]);
    expect(told(notebook("%%time\n", `%load_ext x\n${MAIN}\nasyncio.run(main())`))).toEqual([
      ["blocking-wait", "await main()"],
    ]);
  });
});

it("a coroutine that nobody awaits is awaited at the top of its cell", () => {
  expect(told(notebook(MAIN, "main()\n"))).toEqual([["missing-await", "await main()"]]);
});
