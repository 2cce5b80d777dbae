/** What IPython reads in its own way stands in no Python's way. */
import { describe, expect, it } from "vitest";
import { asPython } from "../../server/src/syntax/magics";
import { open } from "../support/engine";

/** The cell as Python; every offset has to mean the same in both. */
function python(cell: string): string {
  const { text } = asPython(cell);
  expect(text.length).toBe(cell.length);
  const breaks = (of: string): readonly number[] => [...of.matchAll(/\r\n|\r|\n/g)].map(({ index }) => index);
  expect(breaks(text)).toEqual(breaks(cell));
  return text;
}

describe("a cell as Python", () => {
  it.each([
    ["%matplotlib inline\nx = 1\n", "#!atplotlib inline\nx = 1\n"],
    ["!pip install 'it\nx = 1", "#!ip install 'it\nx = 1"],
    ["x = 1\nx.y?\n?x\nx??\n", "x = 1\n#!y?\n#!\n#!?\n"],
    ["%%time\nx = 1\n", "#!!ime\nx = 1\n"],
    ["\n%%timeit -n 10\nx = 1\n", "\n#!!imeit -n 10\nx = 1\n"],
    ['%%bash\nif x; then\n\n  ls "\nfi', '#!bash\n#! x; then\n\n#!ls "\n#!'],
    ["if x:\n    !ls\n    y()\n", "if x:\n    0#!\n    y()\n"],
    ["if x:\n\t%x\n", "if x:\n\t0#\n"],
    ["files = !ls *.py\nprint(files)", "files = _#! *.py\nprint(files)"],
    ["a, b.c=%magic\n", "a, b.c=_#!gic\n"],
    ["!pip install \\\n    httpx\nx = 1\n", "#!ip install \\\n#!  httpx\nx = 1\n"],
    ["%\n!", "#\n#"],
    ["%😀\n", "#😀\n"],
    ["%%bash\n😀\na😀\n", "#!bash\n#!\n#😀\n"],
    ["!ls\r\nx\r\n", "#!s\r\nx\r\n"],
  ])("%j", (cell, expected) => {
    expect(python(cell)).toBe(expected);
  });

  it.each([
    'x = """\n%s\n!y\n"""\n',
    "x = (a\n% b\n!= c)\n",
    "x = a \\\n% b\n",
    "x %= 2\nif a != b: pass\nx = 'a' % b\n",
    'print("why?")  # who?\n',
    "x = 1 # %%time\n",
    "x = 1\n# %%time\n",
  ])("is left as it is: %j", (cell) => {
    expect(python(cell)).toBe(cell);
    expect(asPython(cell).magics).toEqual([]);
  });

  it.each([
    "async def f():\n    %time x()\n",
    "try:\n    !ls\nexcept OSError:\n    !pwd\n",
    "for x in y:\n    z = !ls\n",
    "%%writefile a.py\ndef f(:\n",
    "class A:\n    %x\n\n    def f(self): ...\n",
  ])("has no syntax errors where IPython sees none: %j", (cell) => {
    expect(open(python(cell)).segments.map(({ broken }) => broken)).not.toContain(true);
  });

  it("tells the names that IPython's lines hold, but for what they run", () => {
    expect(
      asPython("%%time\n%timeit -n 10 load(httpx.get)\nfiles = !echo {time.time()}\nasyncio?\n!time").names,
    ).toEqual(["n", "load", "httpx.get", "time.time", "asyncio"]);
    expect(asPython("%%heat\nasyncio.run(main())\n").names).toEqual(["asyncio.run", "main"]);
  });

  it("tells which stretches are IPython's, and that nothing may stand above a magic for the whole cell", () => {
    expect(asPython("%%time\nx = !ls\n%y\n").magics).toEqual([
      { start: -1, end: 7 },
      { start: 11, end: 15 },
      { start: 15, end: 18 },
    ]);
    expect(asPython("%%html\n<b>\n").magics).toEqual([{ start: -1, end: 11 }]);
  });
});
