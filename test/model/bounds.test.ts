/** What is asked about code that refers to itself is answered, in steps that grow with the code and no faster. */
import { describe, expect, it } from "vitest";
import { Analyzer } from "../../server/src/analysis/analyzer";
import { checkSegment } from "../../server/src/analysis/check";
import { leftOut } from "../../server/src/analysis/left-out";
import { DEFAULT_SETTINGS } from "../../server/src/config/settings";
import { Module } from "../../server/src/model/module";
import { Steps } from "../../server/src/model/steps";
import { RULES } from "../../server/src/rules/index";
import { analyze, open } from "../support/engine";

const MOST = 1_000_000;
/** More than anything that inference follows for a while and then leaves: chains of 40, 200 bindings of a name. */
const SIZE = 250;

/** The steps that all rules take over a text. */
function stepsOver(text: string): number {
  const document = open(text);
  const module = new Module(document);
  let taken = 0;
  for (const segment of document.segments) {
    const steps = new Steps(MOST);
    checkSegment(segment, RULES, { module, settings: DEFAULT_SETTINGS, role: "application" }, steps);
    taken += steps.taken;
  }
  return taken;
}

const lines = (n: number, line: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => line(i)).join("\n");
const task = "        asyncio.create_task(self.a.b.c(1))\n";

/** Code of a size that refers to itself, or branches, at each turn. */
const SHAPES: Readonly<Record<string, (n: number) => string>> = {
  "an annotation in quotes that names its own attribute": (n) =>
    `import asyncio\nfrom pkg import a\n\n\nclass C:\n${lines(n, (i) => `    a${i}: "a${i}.A"`)}\n\n    async def f(self):\n${lines(n, (i) => `        asyncio.create_task(self.a${i}.run())`)}\n`,
  "annotations in quotes in a ring": (n) =>
    `import asyncio\n\n\nclass C:\n${lines(n, (i) => `    a${i}: "a${(i + 1) % n}.a${(i + 2) % n}"`)}\n\n    async def f(self):\n${lines(n, (i) => `        asyncio.create_task(self.a${i}.run())`)}\n`,
  "diamonds of bases": (n) =>
    `import asyncio\n\n\nclass A0:\n    pass\n${lines(n, (i) => `class B${i + 1}(A${i}): pass\nclass C${i + 1}(A${i}): pass\nclass A${i + 1}(B${i + 1}, C${i + 1}):\n    async def f(self):\n${task}`)}`,
  "bases in a ring": (n) =>
    `import asyncio\n${lines(n, (i) => `class A${i}(A${(i + 1) % n}, A${(i + 2) % n}):\n    async def f(self):\n${task}`)}`,
  "aliases, each of the one before": (n) =>
    `import asyncio\na0 = asyncio\n${lines(n, (i) => `a${i + 1} = a${i}`)}\n\n\nasync def f():\n    a${n}.create_task(g())\n`,
  "aliases in a ring, two ways each": (n) =>
    `import asyncio\n${lines(n, (i) => `a${i} = a${(i + 1) % n} or a${(i + 2) % n}`)}\n\n\nasync def f():\n${lines(n, (i) => `    a${i}.create_task(g())`)}\n`,
  "functions that give what the next ones give": (n) =>
    `import asyncio\n${lines(n, (i) => `def f${i}(x):\n    return f${(i + 1) % n}(f${(i + 2) % n}(x))`)}\n\n\nasync def f():\n${lines(n, (i) => `    f${i}(1).create_task(g())`)}\n`,
  "helpers that call one another, and block at the end": (n) =>
    `import time\n${lines(n, (i) => `def f${i}():\n    f${(i + 1) % n}()\n    f${(i + 2) % n}()\n    f${(i + 3) % n}()`)}\n\n\ndef g():\n    time.sleep(1)\n\n\nasync def f():\n${lines(n, (i) => `    f${i}()`)}\n    g()\n`,
  "helpers in a tower above one that blocks": (n) =>
    `import time\n${lines(n, (i) => `def f${i}():\n    f${i + 1}()\n    f${i + 1}()`)}\ndef f${n}():\n    time.sleep(1)\n\n\nasync def f():\n${lines(n, (i) => `    f${i}()`)}\n`,
  "properties of properties": (n) =>
    `import asyncio\n\n\nclass C:\n${lines(n, (i) => `    @property\n    def a${i}(self):\n        return self.a${(i + 1) % n}.a${(i + 2) % n}\n`)}\n    async def f(self):\n${lines(n, (i) => `        self.a${i}.run(1)`)}\n`,
  "a union of types in types": (n) =>
    `import asyncio\n${lines(n, (i) => `A${i} = A${i + 1}`)}\nclass A${n}: ...\n\n\nasync def f(x: ${Array.from({ length: n }, (_, i) => `A${i}`).join(" | ")}):\n    asyncio.create_task(x.run())\n`,
  "a variable that is bound over and over": (n) =>
    `import asyncio\n\n\nasync def f():\n${lines(n, (i) => `    x = g(${i})\n    x.run(x)`)}\n`,
};

describe("inference", () => {
  it.each(Object.entries(SHAPES))("takes steps in proportion to %s", (_title, shape) => {
    const [once, twice] = [stepsOver(shape(SIZE)), stepsOver(shape(2 * SIZE))];
    expect(once).toBeGreaterThan(0);
    // Twice the code, so twice the steps, and a few.
    expect(twice).toBeLessThan(once * 2.3 + 500);
  });

  it("stops when the steps are spent, and says so", () => {
    const document = open(SHAPES["an annotation in quotes that names its own attribute"]!(20));
    const module = new Module(document);
    const segment = document.segments.at(-1)!;
    const all = checkSegment(segment, RULES, { module, settings: DEFAULT_SETTINGS, role: "application" });
    expect(all.cutShort).toBe(false);
    const steps = new Steps(60);
    const some = checkSegment(segment, RULES, { module, settings: DEFAULT_SETTINGS, role: "application" }, steps);
    expect(some.cutShort).toBe(true);
    expect(some.found.length).toBeLessThan(all.found.length);
    expect(all.found.map((one) => one.start)).toEqual(expect.arrayContaining(some.found.map((one) => one.start)));
  });

  it("tells where a bound was reached", () => {
    expect(leftOut(analyze(SHAPES["diamonds of bases"]!(20)))).toBeUndefined();
    const text = `import asyncio\n\n\nasync def f(x):  # async-skill: ignore\n    asyncio.create_task(x.run())\n`;
    const analyzer = new Analyzer(open(text), RULES, DEFAULT_SETTINGS, 1);
    expect(analyzer.diagnostics()).toEqual([]);
    expect(leftOut(analyzer)).toContain("line 4");
  });
});
