/** What isn't parsed would have given no finding: rules find the same where every segment is taken for relevant. */
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { Analyzer } from "../../server/src/analysis/analyzer";
import type { Rule } from "../../server/src/analysis/rule";
import { DEFAULT_SETTINGS, type Settings } from "../../server/src/analysis/settings";
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
  ["an attribute", "import time\n\n\nclass A:\n    def __init__(self):\n        self.nap = time.sleep\n\n    async def f(self):\n        self.nap(1)\n"],
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

  it.each(["libpython3.11-stdlib", "python3-discord", "python3-distributed", "python3-telethon", "gallery-dl"] as const)(
    "holds all findings in %s",
    { timeout: 300_000 },
    (name) => {
      const here = corpusOf([name]).get(name)!;
      if (typeof here === "string") return expect.soft(here, "the package can't be had here").toMatch(/apt/);
      for (const file of here.files) {
        const text = readPython(path.join(here.root, file));
        if (text !== undefined) expect(findings(text, RULES), file).toEqual(findings(text, UNSELECTIVE));
      }
    },
  );

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
      document.apply([{ range: { start: document.positionAt(at), end: document.positionAt(at + from.length) }, text: to }], document.version + 1);
      analyzer.update();
      analyzer.diagnostics();
    }
    expect(analyzer.diagnostics()).toHaveLength(2);
  });

  it("follows the words of a file as they come and go", () => {
    const text = "import tine\n\n\nasync def f():\n    tine.sleep(1)\n\n\nasync def g():\n    later()\n\n\ndef late():\n    time.sleep(1)\n";
    const document = open(text);
    const analyzer = new Analyzer(document, RULES, DEFAULT_SETTINGS);
    const edit = (from: string, to: string): readonly string[] => {
      const at = document.text.indexOf(from);
      document.apply([{ range: { start: document.positionAt(at), end: document.positionAt(at + from.length) }, text: to }], document.version + 1);
      analyzer.update();
      const incremental = analyzer.diagnostics().map(({ rule, start }) => `${rule} ${start}`);
      expect(incremental).toEqual(new Analyzer(open(document.text), RULES, DEFAULT_SETTINGS).diagnostics().map(({ rule, start }) => `${rule} ${start}`));
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
