/**
 * The text that a notebook's cells make together follows them, and what is changed in it finds its way back into them.
 */
import { describe, expect, it } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { applyEdits } from "../../server/src/fixes/apply";
import type { TextEdit } from "../../server/src/fixes/fix";
import { Cell } from "../../server/src/lsp/notebook/cell";
import { differencesByCell, editsWithinCells } from "../../server/src/lsp/notebook/cell-edits";
import { JoinedCells } from "../../server/src/lsp/notebook/joined-cells";
import { cutCells } from "../../server/src/syntax/cells";
import { PythonDocument } from "../../server/src/syntax/document";
import { parser } from "../support/engine";
import { type Random, random } from "../support/random";

/** Whole and broken ones: brackets, quotes, blocks and decorators that nothing closes, clauses that nothing begins. */
const TEXTS = [
  "import asyncio\nimport time\n",
  "import httpx",
  "",
  "\n\n",
  "%%time\nawait main()\n",
  "%%bash\necho 'it\nls",
  "!pip install httpx\n%load_ext autoreload\n",
  "async def main():\n    time.sleep(1)\n    !ls -l\n",
  "class A:\n    def f(self):\n        pass\n\n    def g(self): ...\n",
  "x = (1,\n",
  'text = """\n%not a magic\n',
  "@decorator\n",
  "else:\n    pass\n",
  "    indented = 1\n",
  "def f():\r\n    return 1\r\n",
  "y = 1 \\",
  "files = !ls\nfiles?\n",
];

let count = 0;
function cell(text: string): Cell {
  return new Cell(`cell:${count++}`, 1, "python", text);
}

function joined(...texts: readonly string[]): JoinedCells {
  const cells = new JoinedCells();
  cells.update(texts.map(cell));
  return cells;
}

/** The cells after one that comes, goes, moves, or is typed in. */
function changed(cells: readonly Cell[], chance: Random): readonly Cell[] {
  const at = chance.below(cells.length + 1);
  const one = cells[at];
  if (one === undefined) return [...cells, cell(chance.pick(TEXTS))];
  switch (chance.below(5)) {
    case 0:
      return cells.toSpliced(at, chance.below(3));
    case 1:
      return cells.toSpliced(at, 0, cell(chance.pick(TEXTS)), cell(chance.pick(TEXTS)));
    case 2: {
      const left = cells.toSpliced(at, 1);
      return left.toSpliced(chance.below(left.length + 1), 0, one);
    }
    default: {
      const length = one.text.length;
      const start = chance.below(length + 1);
      const range = { start: one.positionAt(start), end: one.positionAt(Math.min(length, start + chance.below(4))) };
      const text = chance.pick(["a", "\n", "(", ")", '"""', "%", "!", "    ", "\r\n", "#\u001E\n", "😀", ""]);
      return cells.with(at, one.changed([{ range, text }], 2));
    }
  }
}

describe("the text of all cells", () => {
  it.each([1, 2, 3])("follows cells that come, go, move and change as if they were joined anew (seed %i)", (seed) => {
    const chance = random(seed);
    const following = new JoinedCells();
    const document = new PythonDocument(parser, "", 0, "cells");
    let cells: readonly Cell[] = [];
    for (let step = 1; step <= 150; step++) {
      cells = changed(cells, chance);
      const splice = following.update(cells);
      if (splice !== undefined) document.edit(splice.start, splice.end, splice.text, step);
      const fresh = new JoinedCells();
      fresh.update(cells);
      expect(document.text).toBe(fresh.text);
      expect(following.text).toBe(fresh.text);
      for (const [index, { uri, python }] of cells.entries()) {
        expect(following.indexOf(uri)).toBe(index);
        const start = following.startOf(index);
        expect(fresh.startOf(index)).toBe(start);
        expect(document.text.startsWith(python, start)).toBe(true);
        expect([start, start + python.length].map((offset) => following.indexAt(offset))).toEqual([index, index]);
      }
      if (step % 20 !== 0) continue;
      document.settle();
      expect(document.segments.map(({ piece }) => piece)).toEqual(cutCells(fresh.text));
    }
    expect(cells.length).toBeGreaterThan(3);
  });

  it("changes by what is typed, however long the cell", () => {
    const cells = joined("import time\n", `x = 1\n${"y = 2\n".repeat(1000)}`, "z = 3\n");
    const [first, second, third] = cells.cells as [Cell, Cell, Cell];
    const at = second.positionAt(5);
    expect(cells.update([first, second.changed([{ range: { start: at, end: at }, text: "0" }], 2), third])).toEqual({
      start: cells.startOf(1) + 5,
      end: cells.startOf(1) + 5,
      text: "0",
    });
    expect(cells.update(cells.cells)).toBeUndefined();
  });

  it("lets no cell spoil another", () => {
    for (const open of ["x = (\n", 'x = """\n', "@decorator\n", "if x:\n", "def f(", "y = 1 \\", "class A:\n"]) {
      const cells = joined(open, "else = 1\n", "import time\n");
      const document = new PythonDocument(parser, cells.text, 0, "cells");
      const last = document.segmentAt(cells.startOf(2))!;
      expect([last.text, last.broken], open).toEqual(["import time\n\n", false]);
    }
  });
});

describe("edits of the text of all cells", () => {
  /** What cells say after edits; undefined where these can't be made. */
  function after(
    texts: readonly string[],
    edit: (text: string) => TextEdit | readonly TextEdit[],
  ): readonly string[] | undefined {
    const cells = joined(...texts);
    const within = editsWithinCells(cells, [edit(cells.text)].flat());
    return within && textsAfter(cells, within);
  }

  /** Applies edits to the cells as a client does. */
  function textsAfter(cells: JoinedCells, edits: readonly TextEdit[]): readonly string[] {
    return cells.cells.map((one, index) => {
      const begin = cells.startOf(index);
      const own = edits.filter(({ start }) => cells.indexAt(start) === index);
      const lines = TextDocument.create(one.uri, "python", 1, one.text);
      return TextDocument.applyEdits(
        lines,
        own.map(({ start, end, text }) => ({
          range: { start: one.positionAt(start - begin), end: one.positionAt(end - begin) },
          newText: text,
        })),
      );
    });
  }

  function lines(text: string, part: string): { readonly start: number; readonly end: number } {
    const start = text.indexOf(part);
    return { start, end: start + part.length };
  }

  it("stay in the cell that they begin in", () => {
    expect(after(["a = 1", "b = 2"], (text) => ({ ...lines(text, "2"), text: "3" }))).toEqual(["a = 1", "b = 3"]);
    expect(after(["a = 1", "b = 2"], () => ({ start: 0, end: 0, text: "import x\n" }))).toEqual([
      "import x\na = 1",
      "b = 2",
    ]);
  });

  it("leave the line break behind a cell alone", () => {
    expect(after(["import os\nimport time", "x"], (text) => ({ ...lines(text, "import time\n"), text: "" }))).toEqual([
      "import os",
      "x",
    ]);
    expect(after(["import time", "x"], (text) => ({ ...lines(text, "import time\n"), text: "" }))).toEqual(["", "x"]);
    expect(
      after(["import time", "x"], (text) => ({ ...lines(text, "import time\n"), text: "import asyncio\n" })),
    ).toEqual(["import asyncio", "x"]);
    const behind = (text: string): TextEdit => ({
      start: text.indexOf("#\u001E"),
      end: text.indexOf("#\u001E"),
      text: "import asyncio\n",
    });
    expect(after(["import time", "x"], behind)).toEqual(["import time\nimport asyncio", "x"]);
    expect(after(["", "x"], behind)).toEqual(["import asyncio", "x"]);
  });

  it("that take lines at the end of a cell leave what is edited above them", () => {
    const both = (text: string): readonly TextEdit[] => [
      { ...lines(text, "import os\n"), text: "" },
      { ...lines(text, "import time\n"), text: "" },
    ];
    expect(after(["import os\nimport time", "x"], both)).toEqual(["", "x"]);
  });

  it("are refused where they go from one cell into the next", () => {
    expect(after(["a = 1", "b = 2"], (text) => ({ ...lines(text, "1\n#\u001E\nb"), text: "" }))).toBeUndefined();
    expect(after(["a = 1", "b = 2"], (text) => ({ ...lines(text, "1\n#\u001E\n"), text: "" }))).toBeUndefined();
    expect(after(["a = 1", "b = 2"], (text) => ({ start: text.length, end: text.length, text: "c" }))).toBeUndefined();
  });

  it("are refused where they change what is IPython's, or come before what has to stand first", () => {
    expect(after(["%%time\nx = 1"], () => ({ start: 0, end: 0, text: "import y\n" }))).toBeUndefined();
    expect(
      after(["%%time\nx = 1"], (text) => ({ start: text.indexOf("x"), end: text.indexOf("x"), text: "import y\n" })),
    ).toEqual(["%%time\nimport y\nx = 1"]);
    expect(after(["%load_ext a\nx = 1"], () => ({ start: 0, end: 0, text: "import y\n" }))).toEqual([
      "import y\n%load_ext a\nx = 1",
    ]);
    expect(after(["if x:\n    !ls\n"], (text) => ({ ...lines(text, "    0#!"), text: "" }))).toBeUndefined();
    expect(after(["%%bash\nls\n"], (text) => ({ ...lines(text, "#!\n"), text: "" }))).toBeUndefined();
  });

  it("are found cell by cell between two texts", () => {
    const cells = joined("import time\nx = 1", "import time\nx = 1", "");
    const fresh = cells.text.replace(
      "import time\nx = 1\n#\u001E\nimport time\n",
      "import asyncio\nx = 1\n#\u001E\nimport time\nimport os\n",
    );
    const edits = differencesByCell(cells, fresh)!;
    expect(applyEdits(cells.text, edits)).toBe(fresh);
    expect(textsAfter(cells, editsWithinCells(cells, edits)!)).toEqual([
      "import asyncio\nx = 1",
      "import time\nimport os\nx = 1",
      "",
    ]);
    expect(differencesByCell(cells, `${cells.text}#\u001E\n`)).toBeUndefined();
  });
});
