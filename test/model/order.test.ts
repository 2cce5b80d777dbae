/**
 * What is answered doesn't depend on what was asked before: over code that refers to itself at any length, and over
 * real files.
 */
import { describe, expect, it } from "vitest";
import { checkSegment } from "../../server/src/analysis/check";
import { DEFAULT_SETTINGS } from "../../server/src/config/settings";
import { Infer } from "../../server/src/model/infer";
import { Module } from "../../server/src/model/module";
import { keepsNobodyWaiting } from "../../server/src/model/one-shot";
import { Steps } from "../../server/src/model/steps";
import { RULES } from "../../server/src/rules/index";
import { diagnose, open } from "../support/engine";
import { realFiles } from "../support/files";
import { describeValue } from "../support/meaning";
import { random } from "../support/random";

/** Longer than anything that is worked out on one stack. */
const LONG = 100;
const SEEDS = [1, 2, 3];
const lines = (n: number, line: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => line(i)).join("\n");

const TRAPS: Readonly<Record<string, string>> = {
  "a chain of aliases": `import requests\na0 = requests.get\n${lines(LONG, (i) => `a${i + 1} = a${i}`)}\n\n\nasync def f(url):\n${lines(LONG, (i) => `    a${i}(url)`)}\n`,
  "aliases in a ring, with a way out": `import requests\nfrom x import y\n${lines(LONG, (i) => `if y:\n    a${i} = a${(i + 1) % LONG}\nelse:\n    a${i} = ${i % 7 === 0 ? `a${(i * 3) % LONG}` : "requests.get"}`)}\n\n\nasync def f(url):\n${lines(LONG, (i) => `    a${i}(url)`)}\n`,
  "types that fall back on values, in rings": `import requests\n\n\nclass C:\n${lines(LONG, (i) => `    a${i}: "a${(i + 1) % LONG}.b" = requests.Session()`)}\n\n    async def f(self):\n${lines(LONG, (i) => `        self.a${i}.get("x")`)}\n`,
  "functions that give what others give": `import requests\n${lines(LONG, (i) => `def f${i}():\n    return f${i + 1}()\n`)}\ndef f${LONG}():\n    return requests.Session()\n\n\nasync def f(url):\n${lines(LONG, (i) => `    f${i}().get(url)`)}\n`,
  "functions that give what each other give": `import requests\n${lines(LONG, (i) => `def f${i}():\n    return f${(i + 1) % LONG}() or f${(i * 7) % LONG}()\n`)}\n\nasync def f(url):\n${lines(LONG, (i) => `    f${i}().get(url)`)}\n`,
  "a chain of bases": `import requests\n\n\nclass A0:\n    def __init__(self):\n        self.session = requests.Session()\n\n\n${lines(LONG, (i) => `class A${i + 1}(A${i}):\n    async def f(self, url):\n        self.session.get(url)\n        super().session.get(url)\n\n`)}`,
  "bases in a ring": lines(
    LONG,
    (i) =>
      `class A${i}(A${(i + 1) % LONG}, A${(i * 3) % LONG}):\n    async def f(self, url):\n        self.a${i % 5}.get(url)\n        self.f(url)\n`,
  ),
  "decorators that are decorated by each other": `${lines(LONG, (i) => `@f${(i + 1) % LONG}\ndef f${i}(g):\n    return g\n\n\n@f${i}\ndef f${i}(g):\n    return g\n`)}\n\nasync def f():\n${lines(LONG, (i) => `    f${i}(f)(f)`)}\n`,
  "a loop that hands a variable round": `import pathlib\n\n\nasync def f(path: pathlib.Path):\n    a = b = c = path\n    while a:\n        a, b = b.parent, a\n        c = a if b else c\n        b = c or b\n        c.read_text()\n        a.read_text()\n`,
  "helpers that call one another, and block at the end": `import time\n${lines(30, (i) => `def f${i}():\n    f${(i + 1) % 30}()\n    f${(i + 2) % 30}()`)}\n\n\ndef f3():\n    time.sleep(1)\n\n\nasync def f():\n${lines(30, (i) => `    f${i}()`)}\n`,
  "programs that start one another": `import asyncio, time\n${lines(12, (i) => `async def f${i}():\n    time.sleep(1)\n    await f${(i + 1) % 14}()\n`)}\n\nasync def f12():\n    time.sleep(1)\n\n\nasync def main():\n    await f3()\n\n\nasyncio.run(main())\n`,
};

/** All that can be asked about the expressions of a text, as functions of who is asked. */
function questionsOf(module: Module): readonly ((infer: Infer) => string)[] {
  return module.document.segments.flatMap(({ tree }) =>
    [...tree.root.descendants("call", "attribute", "identifier", "type", "function_definition")].map(
      (node) => (infer: Infer) => {
        switch (node.kind) {
          case "type":
            return `${node.text} ${describeValue(infer.type(node))}`;
          case "function_definition":
            return `def ${describeValue(infer.functionResult(module.function(node)))}`;
          case "call":
            return `${describeValue(infer.value(node))} ${infer.row(node)?.name} ${keepsNobodyWaiting(node, infer)}`;
          default:
            return `${node.text} ${describeValue(infer.value(node))}`;
        }
      },
    ),
  );
}

function shuffled<Item>(items: readonly Item[], seed: number): readonly Item[] {
  const chance = random(seed);
  const left = [...items];
  return items.map(() => left.splice(chance.below(left.length), 1)[0]!);
}

/** The answers in the order of the text, when they were asked for in that of a seed. */
function answers(module: Module, seed: number | undefined): readonly string[] {
  const questions = questionsOf(module);
  const infer = new Infer(module, undefined, new Steps(Infinity));
  const answered = new Map<(infer: Infer) => string, string>();
  for (const question of seed === undefined ? questions : shuffled(questions, seed))
    answered.set(question, question(infer));
  return questions.map((question) => answered.get(question)!);
}

describe("what is answered in any order", () => {
  it.each(Object.entries(TRAPS))("is the same over %s", (_title, text) => {
    const module = new Module(open(text));
    const alone = questionsOf(module).map((question) => question(new Infer(module, undefined, new Steps(Infinity))));
    expect(alone.length).toBeGreaterThan(10);
    for (const seed of [undefined, ...SEEDS]) expect(answers(module, seed)).toEqual(alone);
  });

  it.each(Object.entries(TRAPS))("is found by the rules in any order over %s", (_title, text) => {
    const module = new Module(open(text));
    const found = (rules: typeof RULES): readonly string[] =>
      module.document.segments.flatMap((segment, i) =>
        checkSegment(segment, rules, { module, settings: DEFAULT_SETTINGS, role: "application" })
          .found.map(({ rule, start, finding }) => `${i} ${rule.name} ${start} ${finding.message}`)
          .sort(),
      );
    for (const seed of SEEDS) expect(found(shuffled(RULES, seed))).toEqual(found(RULES));
  });

  it("is the same over real files", () => {
    const files = realFiles(60);
    let asked = 0;
    for (const { file, text } of files) {
      const module = new Module(open(text));
      const first = answers(module, undefined);
      asked += first.length;
      for (const seed of SEEDS.slice(0, 2)) expect(answers(module, seed), file).toEqual(first);
    }
    expect(files.length === 0 || asked > 10_000).toBe(true);
  });

  it("reaches the far end of a chain, be it asked for first or last", () => {
    const aliases = `import requests\na0 = requests.get\n${lines(60, (i) => `a${i + 1} = a${i}`)}\n\n\nasync def f(url):\n`;
    const places = (calls: string): number =>
      diagnose(aliases + calls).filter(({ rule }) => rule === "blocking-http-call").length;
    expect(places("    a59(url)\n    a30(url)\n")).toBe(2);
    expect(places("    a30(url)\n    a59(url)\n")).toBe(2);
  });

  it("is known again when there are steps again", () => {
    const module = new Module(open("import requests\nget = requests.get\n\n\ndef f(url):\n    get(url)\n"));
    const call = [...module.document.segments.at(-1)!.tree.root.descendants("call")].at(-1)!;
    const steps = new Steps(1000);
    const infer = new Infer(module, undefined, steps);
    steps.take(999);
    expect(infer.callee(call)).toBeUndefined();
    steps.renew();
    expect(infer.callee(call)).toBe("requests.get");
  });
});
