/**
 * An object that is made in sight runs the methods of its class; one that is known by an annotation alone may be of a
 * derived class: what it comes to is told where each override in sight blocks too.
 */
import { describe, expect, it } from "vitest";
import { type ProjectFiles, stallsIn, workspaceOf } from "./in-memory";

const stalls = (files: ProjectFiles): readonly string[] => {
  const all = new Map(Object.entries(files));
  return stallsIn("main.py", all, workspaceOf(all));
};

const BASE = `import dataclasses
import time


class Base:
    def load(self):
        self.fetch()

    def fetch(self):
        time.sleep(1)

    @property
    def rows(self):
        time.sleep(1)

    def __enter__(self):
        time.sleep(1)

    def __exit__(self, *error):
        return None
`;
const RESTS = `

class Better(Base):
    def fetch(self):
        return 1

    @property
    def rows(self):
        return 1

    def __enter__(self):
        return self
`;
const BLOCKS = "\n\nclass Better(Base):\n    def fetch(self):\n        time.sleep(2)\n";
const DEEPER = "\n\nclass Middle(Base):\n    pass\n\n\nclass Last(Middle):\n    def fetch(self):\n        return 1\n";

/** What holds an object by its annotation. */
const TYPED: readonly (readonly [string, string, string])[] = [
  ["a parameter", "", "async def main(x: Base):\n    x.load()\n"],
  ["an optional one, in quotes", "", "async def main(x: 'Base | None'):\n    x.load()\n"],
  ["a method that is overridden itself", "", "async def main(x: Base):\n    x.fetch()\n"],
  ["a property", "", "async def main(x: Base):\n    print(x.rows)\n"],
  ["what a with statement enters", "", "async def main(x: Base):\n    with x:\n        pass\n"],
  ["a helper between", "def assist(x: Base):\n    x.load()\n", "async def main(x: Base):\n    assist(x)\n"],
  [
    "an attribute",
    "class Owner:\n    def __init__(self, base: Base):\n        self.base: Base = base\n\n    def run(self):\n        self.base.load()\n",
    "async def main():\n    Owner(None).run()\n",
  ],
  [
    "a field of a dataclass",
    "@dataclasses.dataclass\nclass Owner:\n    base: Base\n",
    "async def main(owner: Owner):\n    owner.base.load()\n",
  ],
  [
    "what a factory says that it gives",
    "def make() -> Base:\n    return globals()['x']\n",
    "async def main():\n    make().load()\n",
  ],
];

/** What makes an object of the base. */
const MADE: readonly (readonly [string, string, string])[] = [
  ["a name", "", "async def main():\n    x = Base()\n    x.load()\n"],
  ["a name with an annotation", "", "async def main():\n    x: Base = Base()\n    x.load()\n"],
  ["the call", "", "async def main():\n    Base().load()\n"],
  [
    "an attribute",
    "class Owner:\n    def __init__(self):\n        self.base = Base()\n\n    def run(self):\n        self.base.load()\n",
    "async def main():\n    Owner().run()\n",
  ],
  ["a helper between", "def assist():\n    x = Base()\n    x.load()\n", "async def main():\n    assist()\n"],
];

const ownFile = (base: string, helper: string, main: string): ProjectFiles => ({
  "main.py": `${base}\n\n${helper}\n\n${main}`,
});
const twoFiles = (base: string, helper: string, main: string): ProjectFiles => ({
  "base.py": `${base}\n\n${helper}`,
  "main.py": `from base import *\n\n\n${main}`,
});
const threeFiles = (base: string, helper: string, main: string): ProjectFiles => ({
  "base.py": base,
  "helper.py": `import dataclasses\n\nfrom base import Base\n\n\n${helper}`,
  "main.py": `from base import Base\nfrom helper import *\n\n\n${main}`,
});

describe.each([
  ["in one file", ownFile],
  ["over two files", twoFiles],
  ["over three files", threeFiles],
] as const)("%s", (_where, files) => {
  it.each(TYPED)("what is typed is told where each override blocks: %s", (_what, helper, main) => {
    expect(stalls(files(BASE, helper, main))).toHaveLength(1);
    expect(stalls(files(BASE + BLOCKS, helper, main))).toHaveLength(1);
    expect(stalls(files(BASE + RESTS, helper, main))).toEqual([]);
  });

  it("counts what is derived by a class between, and knows nothing of too many", () => {
    const main = "async def main(x: Base):\n    x.load()\n";
    expect(stalls(files(BASE + DEEPER, "", main))).toEqual([]);
    const many = Array.from({ length: 10 }, (_, i) => `\n\nclass B${i}(Base):\n    pass\n`).join("");
    expect(stalls(files(BASE + many, "", main))).toEqual([]);
  });

  it.each(MADE)("what is made runs its own class: %s", (_what, helper, main) => {
    expect(stalls(files(BASE + RESTS, helper, main))).toHaveLength(1);
    const better = (code: string): string => code.replaceAll("Base()", "Better()");
    const imported = files(BASE + RESTS, better(helper), better(main));
    const named = Object.fromEntries(
      Object.entries(imported).map(([name, text]) => [
        name,
        text.replace("from base import Base\n", "from base import Base, Better\n"),
      ]),
    );
    expect(stalls(named)).toEqual([]);
  });
});

it("takes the override of the class that an annotation names", () => {
  const main = "async def main(x: Better):\n    x.load()\n";
  expect(stalls(ownFile(BASE + RESTS, "", main))).toEqual([]);
  expect(stalls(twoFiles(BASE + RESTS, "", main))).toEqual([]);
  expect(stalls(twoFiles(BASE + BLOCKS, "", main))).toHaveLength(1);
});
