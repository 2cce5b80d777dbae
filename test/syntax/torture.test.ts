/**
 * Files of shapes that segments have a hard time with: edited at random, they have the findings of a document just
 * opened.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Analyzer } from "../../server/src/analysis/analyzer";
import { DEFAULT_SETTINGS } from "../../server/src/config/settings";
import { RULES } from "../../server/src/rules/index";
import { changeOf, randomEdit } from "../support/edits";
import { diagnose, open } from "../support/engine";

const HEAD = "import asyncio, time\nimport requests\n\n\n";

function repeated(count: number, text: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => text(i)).join("");
}

const method = (i: number): string =>
  i % 3 === 0
    ? `    async def fetch${i}(self, url):\n        reply = self.session.get(url)\n        return reply.json()\n\n`
    : `    def helper${i}(self):\n        """Waits {'for it'} ( [."""\n        time.sleep(${i})\n        return self.fetch${i - (i % 3)}\n\n`;

const TORTURE: Readonly<Record<string, string>> = {
  "one class of 7,000 lines": `${HEAD}class Everything:\n    def __init__(self):\n        self.session = requests.Session()\n\n${repeated(1500, method)}`,
  "a ladder of conditions at the top level": `${HEAD}if a == -1:\n    pass\n${repeated(400, (i) => `elif a == ${i}:\n    async def run():\n        time.sleep(${i})\n`)}else:\n    run = None\n`,
  "one call over thousands of lines": `${HEAD}x = f(\n${repeated(3000, (i) => `    g(${i}, [\n${" ".repeat(i % 7)}"(", # )\n    ]),\n`)})\n\nasync def g(*_):\n    time.sleep(1)\n`,
  "one string over thousands of lines": `${HEAD}x = """\n${repeated(3000, (i) => `async def f${i}(): time.sleep(1)  # '\n`)}"""\n\nasync def g():\n    time.sleep(1)\n`,
  "backslashes over hundreds of lines": `${HEAD}x = 0 \\\n${repeated(500, (i) => `  + ${i} \\\n`)}\n\nasync def g():\n    time.sleep(1)\n`,
  "decorators and comments in heaps": `${HEAD}${repeated(60, (i) => `${repeated(20, (k) => `@a.b(${k}, "(")\n# of ${k}\n\n`)}async def f${i}():\n    time.sleep(1)\n`)}`,
  "tabs and form feeds": `${HEAD}${repeated(300, (i) => `\f\nclass A${i}:\n\tdef f(self):\n\t\ttime.sleep(1)\n\f\n\tasync def g(self):\n\t\tif self:\n\t\t\tself.f()\n`)}`,
  "blocks in blocks": `${HEAD}async def f():\n${repeated(90, (i) => `${" ".repeat(i + 1)}if a:\n`)}${" ".repeat(91)}time.sleep(1)\n`,
};

describe("a file that is hard to cut", () => {
  it.each(Object.entries(TORTURE))("has the findings of one just opened: %s", (_shape, before) => {
    expect(diagnose(before).length, "the example has no finding").toBeGreaterThan(0);
    fc.assert(
      fc.property(fc.array(randomEdit, { minLength: 1, maxLength: 12 }), fc.boolean(), (edits, forgets) => {
        const document = open(before);
        const analyzer = new Analyzer(document, RULES, DEFAULT_SETTINGS);
        analyzer.diagnostics();
        let text = before;
        for (const edit of edits.filter(({ whole }) => !whole)) {
          const { change, after } = changeOf(edit, text);
          document.apply([change], 1);
          text = after;
          analyzer.update();
          analyzer.diagnostics();
          if (forgets) analyzer.module.dropTrees();
        }
        document.settle();
        analyzer.update();
        expect(document.text).toBe(text);
        expect(analyzer.diagnostics()).toEqual(diagnose(text));
      }),
      { seed: 11, numRuns: 8 },
    );
  });
});
