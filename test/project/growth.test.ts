/**
 * Twice the files are twice the work, however they import one another: told by how often the engine's code runs. Where
 * each way through them was followed, a dozen would take for ever.
 */
import { afterAll, describe, expect, it } from "vitest";
import { WorkCounter } from "../support/work";
import { stallsIn, workspaceOf } from "./in-memory";

const SIZE = 12;
/** Where each of many asks each of many it is nearly 4. */
const MOST = 2.8;

type Files = ReadonlyMap<string, string>;

const MAIN = "from shop.m0 import load, sell\n\n\nasync def main():\n    load()\n    sell()\n";
const BLOCKS = "import time\n\n\ndef load():\n    time.sleep(1)\n";

/** Modules of a package, each of which says something of three others; the last one blocks. */
function ring(size: number, line: (other: number) => string): Files {
  const others = (index: number): readonly number[] => [1, 2, 3].map((step) => (index + step) % size);
  const modules = Array.from({ length: size }, (_, index) => {
    const imports = others(index).map(line).join("");
    return [`shop/m${index}.py`, index === size - 1 ? `${imports}${BLOCKS}` : imports] as const;
  });
  return new Map([["main.py", MAIN], ["shop/__init__.py", ""], ...modules]);
}

/** As packages do that bring all that they hold: each part imports everything from the whole. */
function whole(size: number): Files {
  const parts = Array.from({ length: size }, (_, index) => `part${index}`);
  return new Map([
    ["main.py", "from shop import load, sell\n\n\nasync def main():\n    load()\n    sell()\n"],
    ["shop/__init__.py", parts.map((part) => `from shop.${part} import *\n`).join("")],
    ...parts.flatMap((part, index): readonly (readonly [string, string])[] => [
      [`shop/${part}/__init__.py`, `from .work import *\nfrom shop.part${(index + 1) % size} import *\n`],
      [`shop/${part}/work.py`, `from shop import *\n${index === size - 1 ? BLOCKS : ""}`],
    ]),
  ]);
}

const SHAPES: Readonly<Record<string, (size: number) => Files>> = {
  "modules that bring all of one another": (size) => ring(size, (other) => `from .m${other} import *\n`),
  "modules that hand names of one another on": (size) => ring(size, (other) => `from .m${other} import load, sell\n`),
  "modules that import one another": (size) => ring(size, (other) => `from . import m${other}\n`),
  "parts that bring all of the whole": whole,
};

const counter = new WorkCounter();
afterAll(() => counter.stop());

describe("the work that a call into other files makes grows as they do, of", () => {
  it.each(Object.entries(SHAPES))("%s", (_shape, make) => {
    const [once, twice] = [SIZE, 2 * SIZE].map((size) => {
      const files = make(size);
      return counter.count(() => stallsIn("main.py", files, workspaceOf(files))).total;
    }) as [number, number];
    expect(once).toBeGreaterThan(1_000);
    expect(twice / once).toBeLessThan(MOST);
  });

  it.each([
    ["modules that bring all of one another", ring(SIZE, (other) => `from .m${other} import *\n`)],
    ["parts that bring all of the whole", whole(SIZE)],
  ])("%s, where the one that blocks is found", (_shape, files) => {
    expect(stallsIn("main.py", files, workspaceOf(files))).toEqual([expect.stringContaining("load()")]);
  });
});
