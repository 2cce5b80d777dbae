/** Definitions in branches: told where each of them blocks, and silent where one does not. */
import { describe, expect, it } from "vitest";
import { type ProjectFiles, stallsIn, workspaceOf } from "./in-memory";

const stalls = (files: ProjectFiles, name = "main.py"): readonly string[] => {
  const all = new Map(Object.entries(files));
  return stallsIn(name, all, workspaceOf(all));
};

const main = (uses: string, imports = ""): string => `${imports}\n\nasync def main():\n    ${uses}\n`;
const BLOCKS = "import time\n\n\ndef load():\n    time.sleep(1)\n";
const RESTS = "def load():\n    return 1\n";
const OTHERS = { "fast.py": BLOCKS, "slow.py": "import requests\n\n\ndef load():\n    requests.get('x')\n" };

/** Both branches of `load`, the second of which may rest. */
const BOTH: readonly (readonly [string, (second: string) => string])[] = [
  [
    "if and else",
    (second) => `if FAST:\n\n    def load():\n        time.sleep(1)\n\nelse:\n\n    def load():\n        ${second}\n`,
  ],
  [
    "if, elif and else",
    (second) =>
      `if FAST:\n\n    def load():\n        time.sleep(1)\n\nelif SLOW:\n\n    def load():\n        time.sleep(3)\n\nelse:\n\n    def load():\n        ${second}\n`,
  ],
  [
    "one that a branch replaces",
    (second) => `def load():\n    time.sleep(1)\n\n\nif FAST:\n\n    def load():\n        ${second}\n`,
  ],
  [
    "a fallback",
    (second) => `try:\n    from fast import load\nexcept ImportError:\n\n    def load():\n        ${second}\n`,
  ],
  [
    "names of two functions",
    (second) =>
      `def one():\n    time.sleep(1)\n\n\ndef two():\n    ${second}\n\n\nif FAST:\n    load = one\nelse:\n    load = two\n`,
  ],
  [
    "two classes",
    (second) =>
      `if FAST:\n\n    class Client:\n        def load(self):\n            time.sleep(1)\n\nelse:\n\n    class Client:\n        def load(self):\n            ${second}\n\n\ndef load():\n    Client().load()\n`,
  ],
  [
    "two objects",
    (second) =>
      `class One:\n    def load(self):\n        time.sleep(1)\n\n\nclass Two:\n    def load(self):\n        ${second}\n\n\nclient = One() if False else None\nif FAST:\n    client = One()\nelse:\n    client = Two()\n\n\ndef load():\n    client.load()\n`,
  ],
  [
    "methods in a class",
    (second) =>
      `class Client:\n    if FAST:\n\n        def load(self):\n            time.sleep(1)\n\n    else:\n\n        def load(self):\n            ${second}\n\n\ndef load():\n    Client().load()\n`,
  ],
  [
    "functions in a function",
    (second) =>
      `def load():\n    if FAST:\n\n        def inner():\n            time.sleep(1)\n\n    else:\n\n        def inner():\n            ${second}\n\n    inner()\n`,
  ],
];

describe.each(BOTH)("%s", (_name, code) => {
  const own = (second: string): ProjectFiles => ({
    ...OTHERS,
    "main.py": `import os\nimport time\n\nFAST = os.environ.get("FAST")\nSLOW = os.environ.get("SLOW")\n\n\n${code(second)}${main("load()")}`,
  });
  const elsewhere = (second: string): ProjectFiles => ({
    ...OTHERS,
    "own.py": `import os\nimport time\n\nFAST = os.environ.get("FAST")\nSLOW = os.environ.get("SLOW")\n\n\n${code(second)}`,
    "again.py": "from own import load as again\n\n\ndef deep():\n    again()\n",
    "main.py": main("load()\n    deep()", "from again import deep\nfrom own import load"),
  });

  it("is told where each blocks", () => {
    expect(stalls(own("time.sleep(2)"))).toEqual([expect.stringMatching(/time\.sleep\(\)/)]);
    const [load, deep, ...others] = stalls(elsewhere("time.sleep(2)"));
    expect(load).toMatch(/time\.sleep\(\) <- (?:own|fast)\.py:/);
    expect(deep).toMatch(/: deep\(\) .*<- again\.py:5 <- (?:own|fast)\.py:/);
    expect(others).toEqual([]);
  });

  it("is silent where one does not", () => {
    expect(stalls(own("return 2"))).toEqual([]);
    expect(stalls(elsewhere("return 2"))).toEqual([]);
  });
});

describe("imports that stand in for each other", () => {
  const FALLBACK = "try:\n    from fast import load\nexcept ImportError:\n    from slow import load\n";
  const reexported = { "own.py": FALLBACK, "main.py": main("load()", "from own import load") };
  it.each([
    ["in the file", { "main.py": main("load()", FALLBACK) }],
    ["in another one", reexported],
    [
      "of modules",
      { "main.py": main("impl.load()", "try:\n    import fast as impl\nexcept ImportError:\n    import slow as impl") },
    ],
  ])("%s are told where each blocks, and silent where one does not", (_name, files) => {
    expect(stalls({ ...OTHERS, ...files })).toHaveLength(1);
    expect(stalls({ ...OTHERS, "slow.py": RESTS, ...files })).toEqual([]);
    expect(stalls({ ...OTHERS, "fast.py": RESTS, ...files })).toEqual([]);
  });

  it("are the first where another is of no file", () => {
    expect(stalls({ "fast.py": BLOCKS, ...reexported })).toHaveLength(1);
    expect(stalls({ "fast.py": RESTS, ...reexported })).toEqual([]);
  });

  it("are followed with their fallback, all of which block", () => {
    const files = (last: string): ProjectFiles => ({
      ...OTHERS,
      "own.py": `import time\n\ntry:\n    from fast import load\nexcept ImportError:\n    try:\n        from slow import load\n    except ImportError:\n\n        def load():\n            ${last}\n`,
      "main.py": main("load()", "from own import load"),
    });
    expect(stalls(files("time.sleep(1)"))).toHaveLength(1);
    expect(stalls(files("return 1"))).toEqual([]);
  });
});

it("follows branches for versions by that which counts, in other files too", () => {
  const files = (old: string, fresh: string): ProjectFiles => ({
    "own.py": `import sys\nimport time\n\nif sys.version_info >= (3, 12):\n\n    def load():\n        ${fresh}\n\nelse:\n\n    def load():\n        ${old}\n`,
    "main.py": main("load()", "from own import load"),
  });
  expect(stalls(files("time.sleep(1)", "time.sleep(1)"))).toHaveLength(1);
  expect(stalls(files("return 1", "time.sleep(1)"))).toHaveLength(1);
  expect(stalls(files("time.sleep(1)", "return 1"))).toEqual([]);
});

it("keeps overloads, setters and what stands under them one definition", () => {
  expect(
    stalls({
      "own.py": `import time\nfrom typing import overload\n\n\n@overload\ndef load(a: int) -> int: ...\n@overload\ndef load(a: str) -> str: ...\n@overload\ndef load(a: bytes) -> bytes: ...\n@overload\ndef load(a: None) -> None: ...\ndef load(a):\n    time.sleep(1)\n\n\nclass Client:\n    @property\n    def rows(self):\n        time.sleep(1)\n\n    @rows.setter\n    def rows(self, value):\n        return None\n`,
      "main.py": main("load(1)\n    Client().rows", "from own import Client, load"),
    }),
  ).toHaveLength(2);
});
