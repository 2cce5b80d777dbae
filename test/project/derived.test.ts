/**
 * An object that is made in sight runs the methods of its class; one that is known by an annotation alone may be of a
 * derived class: what it comes to is told where each override in sight blocks too.
 */
import { describe, expect, it } from "vitest";
import { Workspace } from "../../server/src/workspace/workspace";
import { open } from "../support/engine";
import { hostOf, nameOf, pathOf, type ProjectFiles, stallsIn, workspaceOf } from "./in-memory";

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
    const many = Array.from({ length: 30 }, (_, i) => `\n\nclass B${i}(Base):\n    pass\n`).join("");
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

/** The base's file with what derives from it in another one, which nothing imports. */
const DERIVED_APART: ProjectFiles = {
  "better.py": `import time\n\nfrom base import Base${RESTS}`,
};
const apart = (name: string, derived: string): ProjectFiles => ({
  [name]: `import time\n\nfrom base import Base${derived}`,
});

describe("in files that nobody imports", () => {
  const layouts = [
    ["the base beside the caller", ownFile, "main"],
    ["the base in another file", twoFiles, "base"],
    ["a helper in between", threeFiles, "base"],
  ] as const;

  describe.each(layouts)("%s", (_where, files, module) => {
    const with_ = (derived: ProjectFiles, helper: string, main: string): ProjectFiles => ({
      ...files(BASE, helper, main),
      ...Object.fromEntries(
        Object.entries(derived).map(([name, text]) => [
          name,
          text.replaceAll(/\bbase\b(?! import|:)|(?<=from )base\b/g, module),
        ]),
      ),
    });

    it.each(TYPED)("each override counts: %s", (_what, helper, main) => {
      expect(stalls(with_({}, helper, main))).toHaveLength(1);
      expect(stalls(with_(apart("better.py", BLOCKS), helper, main))).toHaveLength(1);
      expect(stalls(with_(DERIVED_APART, helper, main))).toEqual([]);
    });

    it.each(MADE)("what is made runs its own class: %s", (_what, helper, main) => {
      expect(stalls(with_(DERIVED_APART, helper, main))).toHaveLength(1);
    });

    const main = "async def main(x: Base):\n    x.load()\n";
    const rests = "\n    def fetch(self):\n        return 1\n";

    it.each<[string, ProjectFiles]>([
      ["by a module", { "better.py": `import base\n\n\nclass Better(base.Base):${rests}` }],
      ["under another name", { "better.py": `from base import Base as Old\n\n\nclass Better(Old):${rests}` }],
      [
        "by what an assignment names",
        { "better.py": `import base\n\nOld = base.Base\n\n\nclass Better(Old):${rests}` },
      ],
      [
        "by what a package offers under another name",
        {
          "pkg/__init__.py": "from base import Base as Shown\n",
          "better.py": `from pkg import Shown\n\n\nclass Better(Shown):${rests}`,
        },
      ],
      [
        "by a class between, in a third file",
        {
          "middle.py": "from base import Base\n\n\nclass Middle(Base):\n    pass\n",
          "better.py": `from middle import Middle\n\n\nclass Better(Middle):${rests}`,
        },
      ],
      [
        "by a header of several lines",
        { "better.py": `from base import Base\n\n\nclass Better(\n    # (this\n    Base,\n):${rests}` },
      ],
      [
        "within a function",
        {
          "better.py": `from base import Base\n\n\ndef make():\n    class Better(Base):\n        def fetch(self):\n            return 1\n\n    return Better()\n`,
        },
      ],
      [
        "where imports stand in for each other",
        {
          "other.py": "class Base:\n    pass\n",
          "better.py": `try:\n    from base import Base\nexcept ImportError:\n    from other import Base\n\n\nclass Better(Base):${rests}`,
        },
      ],
    ])("a class is derived %s", (_how, derived) => {
      expect(stalls(with_(derived, "", main))).toEqual([]);
    });

    it.each<[string, ProjectFiles]>([
      [
        "of the same name from elsewhere",
        {
          "better.py": `from other import Base\n\n\nclass Better(Base):${rests}`,
          "other.py": "class Base:\n    pass\n",
        },
      ],
      [
        "that stands in for it in a test",
        { "tests/test_main.py": `from base import Base\n\n\nclass Fake(Base):${rests}` },
      ],
      ["that an example shows", { "examples/fake.py": `from base import Base\n\n\nclass Fake(Base):${rests}` }],
      ["that overrides nothing", { "better.py": "from base import Base\n\n\nclass Better(Base):\n    pass\n" }],
    ])("a class doesn't count %s", (_how, derived) => {
      expect(stalls(with_(derived, "", main))).toHaveLength(1);
    });
  });

  it("nothing is known where files are too many, or nobody can look through them", () => {
    const all = new Map(Object.entries(twoFiles(BASE, "", "async def main(x: Base):\n    x.load()\n")));
    const among = (pythonFiles: (() => readonly string[]) | (() => undefined)): readonly string[] =>
      stallsIn("main.py", all, new Workspace({ ...hostOf(all), pythonFiles }, open));
    expect(among(() => [])).toHaveLength(1);
    expect(among(() => undefined)).toEqual([]);
    expect(among(() => Array.from({ length: 10_001 }, (_, i) => `/project/m${i}.py`))).toEqual([]);
  });

  it("no file is read for it where nothing is known by an annotation alone", () => {
    const all = new Map(
      Object.entries({ ...twoFiles(BASE, "", "async def main():\n    Base().load()\n"), ...DERIVED_APART }),
    );
    const read: string[] = [];
    const host = hostOf(all);
    const workspace = new Workspace({ ...host, read: (file) => (read.push(nameOf(file)), host.read(file)) }, open);
    expect(stallsIn("main.py", all, workspace)).toHaveLength(1);
    expect(read).not.toContain("better.py");
  });

  it("is known by and by, where files have to be waited for", () => {
    const all = new Map(
      Object.entries({
        ...twoFiles(BASE, "", "async def main(x: Base):\n    x.load()\n"),
        ...apart("better.py", BLOCKS),
        "far.py": "pass\n",
      }),
    );
    const workspace = new Workspace({ ...hostOf(all), read: () => ({ kind: "later" }) }, open);
    const told = (): readonly string[] => stallsIn("main.py", all, workspace);
    const settle = (): void => {
      const takeWanted = (): readonly string[] => [...workspace.takeWanted(), ...workspace.takeWantedForBases()];
      for (let wanted = takeWanted(); wanted.length > 0; wanted = takeWanted()) {
        for (const file of wanted) workspace.take(file, all.get(nameOf(file)));
        told();
      }
    };
    expect(told()).toEqual([]);
    settle();
    expect(told()).toHaveLength(1);
    all.set("far.py", `from base import Base${RESTS}`);
    expect(workspace.knows(pathOf("far.py"))).toBe(true);
    expect(workspace.take(pathOf("far.py"), all.get("far.py"))).toBe(true);
    told();
    settle();
    expect(told()).toEqual([]);
    expect(workspace.take(pathOf("far.py"), `${all.get("far.py")}\n# said\n`)).toBe(false);
  });
});

it("asks a file nothing about itself where no class's header names its own", () => {
  const main = `${BASE}\n\nasync def main(x: Base):\n    x.load()\n`;
  const all = new Map(Object.entries({ "shop.py": main, "far.py": "class Other:\n    pass\n" }));
  const workspace = new Workspace({ ...hostOf(all), read: () => ({ kind: "later" }) }, open);
  const wanted = new Set<string>();
  for (let round = 0; round < 3; round++) {
    stallsIn("shop.py", all, workspace);
    for (const file of workspace.takeWanted()) wanted.add(nameOf(file));
    for (const file of workspace.takeWantedForBases()) workspace.take(file, all.get(nameOf(file)));
  }
  expect(stallsIn("shop.py", all, workspace)).toHaveLength(1);
  expect([...wanted]).not.toContain("shop.py");
});

it("takes the override of the class that an annotation names", () => {
  const main = "async def main(x: Better):\n    x.load()\n";
  expect(stalls(ownFile(BASE + RESTS, "", main))).toEqual([]);
  expect(stalls(twoFiles(BASE + RESTS, "", main))).toEqual([]);
  expect(stalls(twoFiles(BASE + BLOCKS, "", main))).toHaveLength(1);
});
