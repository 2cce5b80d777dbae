/** What fixing must not make worse: CPython's judgement of the same change is the measure. */
import { describe, expect, it } from "vitest";
import { Analyzer } from "../../server/src/analysis/analyzer";
import { fixAll, unfinished } from "../../server/src/analysis/fix-all";
import type { Rule } from "../../server/src/rules/contract";
import { DEFAULT_SETTINGS } from "../../server/src/config/settings";
import { harmOf, stateOf } from "../../server/src/analysis/sound/index";
import { FixBuilder } from "../../server/src/fixes/builder";
import { BAD_INPUT } from "../support/bad-input";
import { analyze, open } from "../support/engine";
import { realFiles } from "../support/files";
import { judge } from "../support/judge";

/** Each change with what it harms: nothing where that is undefined. CPython agrees with all of them. */
const CHANGES: readonly (readonly [what: string, before: string, after: string, harm: string | undefined])[] = [
  ["a syntax error", "x = 1\n", "x = = 1\n", "a syntax error"],
  ["an empty block", "if 1:\n    x = 1\n", "if 1:\n    # nothing\nx = 1\n", "a block without a statement"],
  ["an empty class", "class A:\n    x = 1\n", "class A:\n\nx = 1\n", "a block without a statement"],
  ["an empty last class", "class A:\n    x = 1\n", "class A:\n", "a block without a statement"],
  ["an empty match", "match 1:\n    case 1: pass\n", "match 1:\n    case 1:\n", "a block without a statement"],
  [
    "await in a plain function",
    "async def f(g):\n    await g()\n",
    "def f(g):\n    await g()\n",
    "await outside of an async function",
  ],
  [
    "await in a lambda",
    "async def f(g):\n    await g()\n",
    "async def f(g):\n    return lambda: await g()\n",
    "await outside of an async function",
  ],
  [
    "await in a default",
    "async def f(g):\n    await g()\n",
    "def f(g):\n    async def h(a=await g()): pass\n",
    "await outside of an async function",
  ],
  [
    "await in an inner function",
    "async def f(g):\n    await g()\n",
    "async def f(g):\n    def h():\n        await g()\n",
    "await outside of an async function",
  ],
  [
    "await in a decorator",
    "async def f(g):\n    await g()\n",
    "async def f(g):\n    @(await g())\n    def h(): pass\n",
    undefined,
  ],
  [
    "await in a comprehension",
    "async def f(g):\n    await g()\n",
    "async def f(g):\n    return [await g() for x in g]\n",
    undefined,
  ],
  [
    "async with",
    "async def f(g):\n    async with g: pass\n",
    "def f(g):\n    async with g: pass\n",
    "async for or async with outside of an async function",
  ],
  [
    "async for",
    "async def f(g):\n    async for _ in g: pass\n",
    "def f(g):\n    async for _ in g: pass\n",
    "async for or async with outside of an async function",
  ],
  [
    "an async comprehension",
    "async def f(g):\n    return [x async for x in g]\n",
    "def f(g):\n    return [x async for x in g]\n",
    "async for or async with outside of an async function",
  ],
  [
    "an async generator",
    "async def f(g):\n    return (x async for x in g)\n",
    "def f(g):\n    return (x async for x in g)\n",
    undefined,
  ],
  [
    "a value of an async generator",
    "async def f():\n    yield 1\n    return\n",
    "async def f():\n    yield 1\n    return 1\n",
    "return with a value in an async generator",
  ],
  [
    "a value beside a generator within",
    "async def f():\n    return 1\n",
    "async def f():\n    def g():\n        yield 1\n    return 1\n",
    undefined,
  ],
  [
    "yield from",
    "def f(g):\n    yield from g\n",
    "async def f(g):\n    yield from g\n",
    "yield from in an async function",
  ],
  [
    "yield in a comprehension",
    "def f(g):\n    yield g\n",
    "def f(g):\n    return [(yield x) for x in g]\n",
    "yield outside of a function",
  ],
  ["return in the module", "def f():\n    return 1\n", "if 1:\n    return 1\n", "return outside of a function"],
  ["break without a loop", "for x in []:\n    break\n", "if 1:\n    break\n", "break or continue outside of a loop"],
  [
    "break in the else of a loop",
    "for x in []:\n    break\n",
    "for x in []: pass\nelse:\n    break\n",
    "break or continue outside of a loop",
  ],
  [
    "continue in a function in a loop",
    "for x in []:\n    continue\n",
    "for x in []:\n    def f():\n        continue\n",
    "break or continue outside of a loop",
  ],
  [
    "return out of a handler of groups",
    "def f():\n    try: pass\n    except OSError: return\n",
    "def f():\n    try: pass\n    except* OSError: return\n",
    "return out of except*",
  ],
  [
    "break in a loop in such a handler",
    "try: pass\nexcept OSError: pass\n",
    "try: pass\nexcept* OSError:\n    for x in []: break\n",
    undefined,
  ],
  [
    "an import above the future",
    "from __future__ import annotations\n",
    "import os\nfrom __future__ import annotations\nos\n",
    "an import from __future__ behind other statements",
  ],
  [
    "an import behind the future",
    '"""Docs."""\nfrom __future__ import annotations\n',
    '"""Docs."""\nfrom __future__ import annotations\nimport os\nos\n',
    undefined,
  ],
  ["an import lost", "import os\nprint(os)\n", "print(os)\n", "os is bound nowhere"],
  ["an import lost with its use", "import os\nprint(os)\n", "print(1)\n", undefined],
  [
    "an import lost that a class reads",
    "import os\nclass A:\n    def f(self):\n        return [os for _ in self]\n",
    "class A:\n    def f(self):\n        return [os for _ in self]\n",
    "os is bound nowhere",
  ],
  ["a local variable lost", "def f():\n    x = 1\n    return x\n", "def f():\n    return x\n", "x is bound nowhere"],
  [
    "a local variable lost to a global",
    "x = 0\ndef f():\n    x = 1\n    return x\n",
    "x = 0\ndef f():\n    return x\n",
    "x is no longer bound where it was",
  ],
  [
    "a global hidden",
    "x = 0\ndef f():\n    return x\n",
    "x = 0\ndef f():\n    y = x\n    x = 1\n    return y\n",
    "x is bound where it came from outside",
  ],
  [
    "a global bound by a function",
    "def f():\n    global x\n    x = 1\ndef g():\n    return x\n",
    "def f():\n    x = 1\ndef g():\n    return x\n",
    "x is bound nowhere",
  ],
  [
    "a member of a class read in a method",
    "class A:\n    x = 1\n    y = x\n",
    "class A:\n    x = 1\n    def f(self):\n        return x\n",
    "x is bound nowhere",
  ],
  [
    "a name of a pattern",
    "match 1:\n    case [x, *y]:\n        print(x, y)\n",
    "match 1:\n    case [_, *y]:\n        print(x, y)\n",
    "x is bound nowhere",
  ],
  [
    "a keyword and an attribute are no names",
    "def f(g):\n    return g\n",
    "def f(g):\n    return g(key=g.other, **{})\n",
    undefined,
  ],
  [
    "the parts of a class pattern",
    "import ast\nmatch ast:\n    case ast.Name(id=x): print(x)\n",
    "import ast\nmatch ast:\n    case ast.Name(id=x) | ast.Call(func=x): print(x)\n",
    undefined,
  ],
];

describe("the soundness of a change", () => {
  it.each(CHANGES)("%s", (_what, before, after, harm) => {
    expect(harmOf(stateOf(open(before)), stateOf(open(after)))).toBe(harm);
  });

  it("is what CPython says of it", async () => {
    const judgements = await judge(CHANGES.map(([, before, after]) => ({ before, after: [after] })));
    CHANGES.forEach(([what, , , harm], i) =>
      expect(judgements[i]?.[0]!.length === 0, `${what}: ${judgements[i]?.[0]?.join()}`).toBe(harm === undefined),
    );
  });

  it("is what CPython says where real code loses an async or an import", async () => {
    const cases = realFiles(50).flatMap(({ file, text }) =>
      isShort(text) ? [{ file, before: text, damages: damagesOf(text) }] : [],
    );
    const judgements = await judge(
      cases.map(({ before, damages }) => ({ before, after: damages.map(({ text }) => text) })),
    );
    const differing: string[] = [];
    let harmed = 0;
    cases.forEach(({ file, before, damages }, i) => {
      const state = stateOf(open(before));
      damages.forEach(({ lost, text }, j) => {
        const judgement = judgements[i]?.[j]?.filter((problem) => !/is not used|stands there/.test(problem));
        if (judgement === undefined) return;
        const harm = harmOf(state, stateOf(open(text)));
        if (harm !== undefined) harmed++;
        if ((harm === undefined) !== (judgement.length === 0))
          differing.push(`${file} without "${lost}": we say ${harm ?? "nothing"}, CPython ${judgement.join()}`);
      });
    });
    expect(differing).toEqual([]);
    expect(harmed).toBeGreaterThan(30);
  });

  it.each(Object.keys(BAD_INPUT))("is told of hard input: %s", (name) => {
    const text = BAD_INPUT[name]!;
    expect(harmOf(stateOf(open(text)), stateOf(open(text)))).toBeUndefined();
  });
});

/** Annotations that are never evaluated are not in CPython's symbol tables, and use their names all the same. */
function isShort(text: string): boolean {
  return text.length < 40_000 && !text.includes("from __future__ import annotations");
}

/** A text with one word or line taken out, in some places. */
function damagesOf(text: string): readonly { readonly lost: string; readonly text: string }[] {
  const words = [...text.matchAll(/^(?:from \S+ )?import [^\n(\\]*\n|\basync (?=def )|^ +\w+ = [^\n([{\\"']+\n/gm)];
  const step = Math.max(1, Math.floor(words.length / 6));
  return words
    .filter((_, i) => i % step === 0)
    .map(({ 0: lost, index }) => ({ lost, text: text.slice(0, index) + text.slice(index + lost.length) }));
}

/** Finds each name of the form `x1` and offers to write what `made` says in its place. */
function writing(made: (name: string) => string | undefined): Rule {
  return {
    name: "blocking-sleep",
    kinds: ["identifier"],
    needs: [],
    check(node, context) {
      const text = made(node.text);
      if (text === undefined) return undefined;
      return {
        at: node,
        message: "odd",
        fixes: () => [
          new FixBuilder(context).replace(node, text).build({ title: `Write ${text}`, applicability: "safe" }),
        ],
      };
    },
  };
}

function fixedBy(rule: Rule, text: string): ReturnType<typeof fixAll> {
  return fixAll(new Analyzer(open(text), [rule], DEFAULT_SETTINGS), open, { unsafe: false });
}

describe("fixes that do harm", () => {
  it("are left out, the others applied", () => {
    const names = Array.from({ length: 40 }, (_, i) => `x${i}`);
    const bad = new Set(["x7", "x31"]);
    const rule = writing((name) =>
      /^x\d+$/.test(name) ? (bad.has(name) ? "= =" : name.replace("x", "y")) : undefined,
    );
    const result = fixedBy(rule, names.map((name) => `print("${name}", ${name} := 1)\n\n`).join(""));
    expect(result.text).toBe(
      names.map((name) => `print("${name}", ${bad.has(name) ? name : name.replace("x", "y")} := 1)\n\n`).join(""),
    );
    expect(result).toMatchObject({ applied: 38, converged: true });
    expect(unfinished(result)).toBe(
      '"Write = =" (and 1 more) was left out, as it would have broken the file: a syntax error; please report this',
    );
  });

  it("are left out where they do it together", () => {
    const text = "async def f():\n    await g()\n\n\nold()\n";
    const rule: Rule = {
      ...writing(() => undefined),
      kinds: ["call"],
      check: (node, context) => {
        if (node.text !== "old()") return undefined;
        const builder = (): FixBuilder => new FixBuilder(context);
        return {
          at: node,
          message: "",
          fixes: () => [
            builder().replace(node, "new(f, undefined_name)").build({ title: "Renew", applicability: "safe" }),
          ],
        };
      },
    };
    expect(fixedBy(rule, text)).toMatchObject({
      text,
      applied: 0,
      converged: true,
      leftOut: [{ title: "Renew", reason: "new is bound nowhere" }],
    });
  });

  it("are not those of one function that can't be plain and await", async () => {
    const text = `import time


async def main():
    await _first()
    await _second()


async def _first():
    with open("a") as file:
        return file.read()


async def _second():
    time.sleep(1)
    return [line async for line in _lines()]


async def _lines():
    for number in range(3):
        time.sleep(1)
        yield number
`;
    for (const unsafe of [false, true]) {
      const result = fixAll(analyze(text), open, { unsafe });
      expect(unfinished(result)).toBeUndefined();
      expect(await judge([{ before: text, after: [result.text] }])).toEqual([[[]]]);
      expect(result.text).toContain("async def _first");
    }
  });
});
