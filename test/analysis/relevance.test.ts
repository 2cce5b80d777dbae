/** What isn't parsed would have given no finding: rules find the same where every segment is taken for relevant. */
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { Analyzer } from "../../server/src/analysis/analyzer";
import type { Rule } from "../../server/src/rules/contract";
import { DEFAULT_SETTINGS, type Settings } from "../../server/src/config/settings";
import { RULES } from "../../server/src/rules/index";
import { corpusOf, readPython } from "../corpus/download";
import { open } from "../support/engine";

/** Rules that look at everything. */
const UNSELECTIVE: readonly Rule[] = RULES.map((rule) => ({ ...rule, needs: [] }));
const SETTINGS: Settings = { ...DEFAULT_SETTINGS, python: [3, 8] };

function findings(text: string, rules: readonly Rule[]): readonly string[] {
  const analyzer = new Analyzer(open(text), rules, SETTINGS);
  return analyzer.diagnostics().map(({ rule, start, end, message }) => `${rule} ${start}-${end} ${message}`);
}

/** Text without findings in which nothing has to be parsed. */
const PLAIN = `"""Adds up."""
import math


def area(radius: float) -> float:
    return math.pi * radius**2


class Sum:
    def __init__(self) -> None:
        self.total = 0.0

    def add(self, value: float) -> None:
        self.total += value
`;

/** How a blocking call can be reached by another name than its own. */
const OTHER_NAMES: readonly (readonly [way: string, text: string])[] = [
  ["an import", "from time import sleep as nap\n\n\nasync def f():\n    nap(1)\n"],
  ["a module", "import time as clock\n\n\nasync def f():\n    clock.sleep(1)\n"],
  ["an assignment", "import time\n\nnap = time.sleep\n\n\nasync def f():\n    nap(1)\n"],
  ["a choice", "import time\n\nnap = time.sleep if True else time.sleep\n\n\nasync def f():\n    nap(1)\n"],
  ["one of several", "import time\n\na, nap = 1, time.sleep\n\n\nasync def f():\n    nap(1)\n"],
  [
    "an attribute",
    "import time\n\n\nclass A:\n    def __init__(self):\n        self.nap = time.sleep\n\n    async def f(self):\n        self.nap(1)\n",
  ],
  ["a function's result", "import time\n\n\ndef naps():\n    return time.sleep\n\n\nasync def f():\n    naps()(1)\n"],
  ["lines that are joined", "import time\n\n\nasync def f():\n    x = (time\n        .sleep\n        (1))\n"],
  ["a call of what is awaited", "import requests\n\n\nasync def f(url):\n    await requests.get(url).json()\n"],
  ["everything of a module", "from time import *\n\n\nasync def f():\n    sleep(1)\n"],
  ["an expression in a string", 'import time\n\n\nasync def f():\n    return f"{time.sleep(1)}"\n'],
  ["a quoted annotation", 'import requests\n\n\nasync def f(s: "requests.Session", url):\n    s.get(url)\n'],
  [
    "the first parameter of a class method",
    "import time\n\n\nclass A:\n    def __init__(self):\n        time.sleep(1)\n\n    @classmethod\n    async def f(cls):\n        return cls()\n",
  ],
];

const CORO = "async def coro():\n    await x\n\n\n";
const TWICE = "    for x in g:\n        print(x)\n    return sum(g)\n";

/** How else code can say what a rule looks for, by where the words tell apart what matters from what doesn't. */
const WAYS: readonly (readonly [rule: string, way: string, text: string])[] = [
  ["missing-await", "a statement", `${CORO}async def f():\n    coro()\n`],
  ["missing-await", "an alias", `${CORO}other = coro\n\n\nasync def f():\n    other()\n`],
  [
    "missing-await",
    "a method",
    "class A:\n    async def m(self):\n        await x\n\n    async def f(self):\n        self.m()\n",
  ],
  [
    "missing-await",
    "a word that is a keyword elsewhere",
    "async def match(y):\n    await x\n\n\nasync def f():\n    match(1)\n",
  ],
  ["missing-await", "a nested function", "async def f():\n    async def g():\n        await x\n\n    g()\n"],
  ["missing-await", "an attribute", `${CORO}async def f():\n    return coro().x\n`],
  [
    "missing-await",
    "an attribute on the next line",
    `${CORO}async def f():\n    return (\n        coro()\n        # why\n        .x\n    )\n`,
  ],
  ["missing-await", "an attribute behind brackets", `${CORO}async def f():\n    return (coro()).x\n`],
  ["missing-await", "an item", `${CORO}async def f():\n    x = coro()[0]\n`],
  ["missing-await", "a comparison", `${CORO}async def f():\n    return g(1 == coro())\n`],
  ["missing-await", "an operation", `${CORO}async def f():\n    return [coro() + 1]\n`],
  ["missing-await", "a condition", `${CORO}async def f():\n    return 1 if coro() else 2\n`],
  ["missing-await", "a condition in brackets", `${CORO}async def f():\n    if(coro()):\n        g()\n`],
  ["missing-await", "a comprehension's condition", `${CORO}async def f():\n    return [x for x in y if not coro()]\n`],
  ["missing-await", "not", `${CORO}async def f():\n    return {"x": not coro()}\n`],
  ["missing-await", "the first of or", `${CORO}async def f():\n    x = g(a, coro() or 1)\n`],
  ["missing-await", "a walrus", `${CORO}async def f():\n    if (x := coro() == 1):\n        g(x)\n`],
  ["missing-await", "an assertion", `${CORO}async def f():\n    assert(coro())\n`],
  ["missing-await", "an f-string", `${CORO}async def f():\n    return f"{coro()}"\n`],
  ["missing-await", "a loop", `${CORO}async def f():\n    for x in coro():\n        g(x)\n`],
  ["missing-await", "a name", `${CORO}async def f():\n    x = coro()\n    return x[0]\n`],
  ["missing-await", "unpacking", `${CORO}async def f():\n    x, y = coro()\n`],
  ["missing-await", "what reads it", `${CORO}async def f():\n    return len(coro())\n`],
  ["missing-await", "what the table knows", "import asyncio\n\n\nasync def f():\n    asyncio.sleep(1)\n"],
  [
    "missing-await",
    "what the table knows by another name",
    "from asyncio import sleep as nap\n\n\nasync def f():\n    return g(x, nap(1) or 2)\n",
  ],
  ["exhausted-generator", "an expression", `def f(y):\n    g = (x for x in y)\n${TWICE}`],
  ["exhausted-generator", "a built-in", `def f(y):\n    g = map(str, y)\n${TWICE}`],
  ["exhausted-generator", "a built-in by another name", `each = map\n\n\ndef f(y):\n    g = each(str, y)\n${TWICE}`],
  ["exhausted-generator", "a function", `def gen():\n    yield 1\n\n\ndef f():\n    g = gen()\n${TWICE}`],
  [
    "exhausted-generator",
    "a function by another name",
    `def gen():\n    yield 1\n\n\nother = gen\n\n\ndef f():\n    g = other()\n${TWICE}`,
  ],
  [
    "exhausted-generator",
    "a method",
    `class A:\n    def gen(self):\n        yield 1\n\n    def f(self):\n        g = self.gen()\n        print(list(g))\n        return list(g)\n`,
  ],
  ["exhausted-generator", "a type", `def gen():\n    yield 1\n\n\ndef f():\n    g: Iterator[int] = gen()\n${TWICE}`],
  [
    "exhausted-generator",
    "one line",
    "def gen():\n    yield 1\n\n\ndef f(y):\n    if y: g = gen()\n    print(list(g))\n    return list(g)\n",
  ],
  ["exhausted-generator", "several targets", `def f(y):\n    h = g = map(str, y)\n${TWICE}`],
  [
    "exhausted-generator",
    "a line that goes on",
    `def f(y):\r\n    g = \\\r\n        map(str, y)\r\n    print(list(g))\r\n    return list(g)\r\n`,
  ],
  [
    "exhausted-generator",
    "what is joined",
    'def f(y):\n    g = map(str, y)\n    x = ", ".join(g)\n    return ", ".join(g)\n',
  ],
  [
    "exhausted-generator",
    "comprehensions",
    "def f(y):\n    g = map(str, y)\n    x = [x for x in g]\n    return {x for x in g}\n",
  ],
  [
    "exhausted-generator",
    "comprehensions in a string",
    'def f(y):\n    g = map(str, y)\n    x = f"{[x for x in g]}"\n    return f"{[x for x in g]}"\n',
  ],
  [
    "exhausted-generator",
    "a reader by another name",
    "all_of = list\n\n\ndef f(y):\n    g = map(str, y)\n    x = all_of(g)\n    return all_of(g)\n",
  ],
  [
    "read-all-lines-in-loop",
    "a loop",
    "def f(p):\n    with open(p) as file:\n        for x in file.readlines():\n            g(x)\n",
  ],
  [
    "read-all-lines-in-loop",
    "a list",
    "def f(p):\n    with open(p) as file:\n        for x in list(file):\n            g(x)\n",
  ],
  [
    "read-all-lines-in-loop",
    "counting",
    "def f(p):\n    with open(p) as file:\n        for i, x in enumerate(file.readlines()):\n            g(i, x)\n",
  ],
  [
    "read-all-lines-in-loop",
    "counting by another name",
    "count = enumerate\n\n\ndef f(p):\n    with open(p) as file:\n        for i, x in count(list(file)):\n            g(i, x)\n",
  ],
  [
    "read-all-lines-in-loop",
    "splitting",
    "def f(p):\n    with open(p) as file:\n        return sum(len(x) for x in file.read().splitlines())\n",
  ],
  [
    "read-all-lines-in-loop",
    "a string",
    'def f(p):\n    with open(p) as file:\n        return f"{sum(len(x) for x in file.readlines())}"\n',
  ],
  [
    "list-built-from-stream",
    "an empty list",
    "def f(p):\n    items = []\n    for x in open(p):\n        items.append(x)\n    return items\n\n\nfor y in f(1):\n    print(y)\n",
  ],
  [
    "list-built-from-stream",
    "a call",
    "def f(p):\n    items = list()\n    for x in open(p):\n        items.append(x)\n    return items\n\n\nfor y in f(1):\n    print(y)\n",
  ],
  [
    "list-built-from-stream",
    "a type",
    "def f(p):\n    items: list[str] = [\n    ]\n    for x in open(p):\n        items.append(x)\n    return items\n\n\nfor y in f(1):\n    print(y)\n",
  ],
  [
    "list-built-from-stream",
    "an async loop",
    "import httpx\n\n\nasync def _f(r: httpx.Response):\n    items = []\n    async for x in r.aiter_lines():\n        items.append(x.title())\n    return items\n\n\nasync def g(r):\n    for y in await _f(r):\n        print(y)\n",
  ],
  [
    "list-built-from-stream",
    "another name for the type",
    "empty = list\n\n\ndef f(p):\n    items = empty()\n    for x in open(p):\n        items.append(x)\n    return items\n\n\nfor y in f(1):\n    print(y)\n",
  ],
  ["unnecessary-async", "a private function", "async def _f():\n    g()\n\n\nasync def h():\n    await _f()\n"],
  [
    "unnecessary-async",
    "a method with a private name",
    "class A:\n    async def __f(self):\n        g()\n\n    async def h(self):\n        await self.__f()\n",
  ],
  [
    "unnecessary-async",
    "a private method of a private class",
    "class _A:\n    async def _f(self):\n        g()\n\n    async def h(self):\n        await self._f()\n",
  ],
  [
    "unnecessary-async",
    "a nested function",
    "async def f():\n    if x:\n        async def g():\n            h()\n\n        await g()\n",
  ],
  [
    "unnecessary-async",
    "a function in a method",
    "class A:\n    async def f(self):\n        async def g():\n            h()\n\n        await g()\n",
  ],
  [
    "unclosed-async-generator",
    "a generator by another name",
    "async def gen():\n    with x:\n        yield 1\n\n\nother = gen\n\n\nasync def f():\n    async for x in other():\n        break\n",
  ],
];

describe("what is parsed", () => {
  it("is nothing, where the words say enough", () => {
    const document = open(PLAIN);
    const parsed: string[] = [];
    for (const segment of document.segments) {
      const { tree } = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(segment) as object);
      Object.defineProperty(segment, "tree", { get: () => (parsed.push(segment.text), tree?.get?.call(segment)) });
    }
    expect(new Analyzer(document, RULES, DEFAULT_SETTINGS).diagnostics()).toEqual([]);
    expect(parsed).toEqual([]);
  });

  it.each(OTHER_NAMES)("holds a call by %s", (_way, text) => {
    const found = findings(text, RULES);
    expect(found.join("\n")).toMatch(/blocking-/);
    expect(found).toEqual(findings(text, UNSELECTIVE));
  });

  it.each(WAYS)("holds what %s finds, said by %s", (rule, _way, text) => {
    const found = findings(text, RULES);
    expect(found.filter((one) => one.startsWith(`${rule} `))).not.toEqual([]);
    expect(found).toEqual(findings(text, UNSELECTIVE));
  });

  it.each([
    "libpython3.11-stdlib",
    "python3-discord",
    "python3-distributed",
    "python3-telethon",
    "gallery-dl",
  ] as const)("holds all findings in %s", (name) => {
    const here = corpusOf([name]).get(name)!;
    if (typeof here === "string") return expect.soft(here, "the package can't be had here").toMatch(/apt/);
    for (const file of here.files) {
      const text = readPython(path.join(here.root, file));
      if (text !== undefined) expect(findings(text, RULES), file).toEqual(findings(text, UNSELECTIVE));
    }
  });

  it.each([
    [
      "a method that has come to stand for something else",
      "blocking-http-call",
      "import requests\n\n\nclass A:\n    async def f(self):\n        requests.get(u)\n        self.fetch_it(u)\n\n    def g(self):\n        self.other = 1\n",
      [["self.other = 1", "self.fetch_it = requests.get"]],
    ],
    [
      "the methods of a library of which all are known",
      "blocking-network-call",
      "import socket\n\n\nasync def f():\n    socket.gethostbyname(h)\n    client.list_things()\n\n\ndef between():\n    pass\n\n\nclient = make('s3')\n",
      [
        ["import socket", "import boto3, socket"],
        ["= make(", "= boto3.client("],
      ],
    ],
  ] as const)("looks again at %s", (_what, name, text, edits) => {
    const rules = RULES.filter((rule) => rule.name === name);
    const document = open(text);
    const analyzer = new Analyzer(document, rules, DEFAULT_SETTINGS);
    expect(analyzer.diagnostics()).toHaveLength(1);
    for (const [from, to] of edits) {
      const at = document.text.indexOf(from);
      document.apply(
        [{ range: { start: document.positionAt(at), end: document.positionAt(at + from.length) }, text: to }],
        document.version + 1,
      );
      analyzer.update();
      analyzer.diagnostics();
    }
    expect(analyzer.diagnostics()).toHaveLength(2);
  });

  it("follows the words of a file as they come and go", () => {
    const text =
      "import tine\n\n\nasync def f():\n    tine.sleep(1)\n\n\nasync def g():\n    later()\n\n\ndef late():\n    time.sleep(1)\n";
    const document = open(text);
    const analyzer = new Analyzer(document, RULES, DEFAULT_SETTINGS);
    const edit = (from: string, to: string): readonly string[] => {
      const at = document.text.indexOf(from);
      document.apply(
        [{ range: { start: document.positionAt(at), end: document.positionAt(at + from.length) }, text: to }],
        document.version + 1,
      );
      analyzer.update();
      const incremental = analyzer.diagnostics().map(({ rule, start }) => `${rule} ${start}`);
      expect(incremental).toEqual(
        new Analyzer(open(document.text), RULES, DEFAULT_SETTINGS)
          .diagnostics()
          .map(({ rule, start }) => `${rule} ${start}`),
      );
      return incremental;
    };
    expect(analyzer.diagnostics()).toEqual([]);
    expect(edit("import tine", "import time")).toEqual([]);
    expect(edit("    tine.sleep", "    time.sleep")).toHaveLength(1);
    expect(edit("def late(", "def later(")).toHaveLength(2);
    expect(edit("import time", "import tine")).toHaveLength(0);
    expect(edit("import tine", "import time")).toHaveLength(2);
  });
});
