/**
 * A coroutine function of another file is one as well: called without `await` it does nothing, and what it gives is no
 * result.
 */
import { describe, expect, it } from "vitest";
import { foundIn, type ProjectFiles, workspaceOf } from "./in-memory";
import { fixedIn } from "./project-fixes";
import { happens } from "./run-python";

interface Case {
  readonly name: string;
  readonly files: ProjectFiles;
}

function told({ files }: Case): readonly string[] {
  const known = new Map(Object.entries(files));
  return foundIn("main.py", "missing-await", known, workspaceOf(known));
}

/** A file whose functions note that they have run. */
const STORE = `ran = []


async def save(item="x"):
    ran.append(item)
    return [item]


class Store:
    async def put(self, item="x"):
        return await save(item)


def make() -> Store:
    return Store()
`;

/** Async code that does one thing. */
const main = (imports: string, ...body: readonly string[]): string =>
  [imports, "", "", "async def main():", ...body.map((line) => `    ${line}`), ""].join("\n");

const DROPPED = /is never awaited: it makes a coroutine that does not run$/;

const MISSING: readonly (Case & { readonly says: RegExp })[] = [
  {
    name: "a function that is imported",
    files: { "main.py": main("from store import save", "save()"), "store.py": STORE },
    says: DROPPED,
  },
  {
    name: "a function of a module",
    files: { "main.py": main("import store", "store.save()"), "store.py": STORE },
    says: DROPPED,
  },
  {
    name: "a function that a package hands on under another name",
    files: {
      "main.py": main("from app import keep", "keep()"),
      "app/__init__.py": "from .store import save as keep\n",
      "app/store.py": STORE,
    },
    says: DROPPED,
  },
  {
    name: "a method of an object that is made here",
    files: { "main.py": main("from store import Store", "Store().put()"), "store.py": STORE },
    says: DROPPED,
  },
  {
    name: "a method of what a factory gives",
    files: { "main.py": main("import store", "kept = store.make()", "kept.put()"), "store.py": STORE },
    says: DROPPED,
  },
  {
    name: "a method of an attribute",
    files: {
      "main.py":
        "from store import Store\n\n\nclass Service:\n    def __init__(self, store: Store):\n        self.store = store\n\n    async def run(self):\n        self.store.put()\n\n\nasync def main():\n    await Service(Store()).run()\n",
      "store.py": STORE,
    },
    says: DROPPED,
  },
  {
    name: "a method that a class has from its base",
    files: {
      "main.py": main("from better import Better", "Better().put()"),
      "better.py": "from store import Store\n\n\nclass Better(Store):\n    pass\n",
      "store.py": STORE,
    },
    says: DROPPED,
  },
  {
    name: "what is used as if it were the result",
    files: { "main.py": main("from store import save", "print(len(save()))"), "store.py": STORE },
    says: /gives a coroutine, not its result: it has no length$/,
  },
  {
    name: "what is kept by a name and then used as the result",
    files: {
      "main.py": main("from store import save", "saved = save()", "for item in saved:", "    print(item)"),
      "store.py": STORE,
    },
    says: /gives a coroutine, not its result: saved can't be iterated$/,
  },
];

const SILENT: readonly Case[] = [
  {
    name: "one that is awaited",
    files: { "main.py": main("from store import save", "await save()"), "store.py": STORE },
  },
  {
    name: "one that is started as a task, gathered or handed on",
    files: {
      "main.py": main(
        "import asyncio\n\nfrom store import save",
        "task = asyncio.create_task(save())",
        "await asyncio.gather(save(), task)",
        "later = save()",
        "await later",
        "return save",
      ),
      "store.py": STORE,
    },
  },
  {
    name: "a plain function that has the name in one of two branches",
    files: {
      "main.py": main("from store import save", "save()"),
      "store.py":
        "import os\n\nif os.name:\n    def save():\n        return []\nelse:\n    async def save():\n        return []\n",
    },
  },
  {
    name: "one under a decorator that nobody knows",
    files: {
      "main.py": main("from store import save", "save()"),
      "store.py": "from jobs import task\n\n\n@task\nasync def save():\n    return []\n",
      "jobs.py":
        "import asyncio\n\n\ndef task(function):\n    def started():\n        return asyncio.get_running_loop().create_task(function())\n\n    return started\n",
    },
  },
  {
    name: "one of which one import is taken or the other",
    files: {
      "main.py": main("try:\n    from fast import save\nexcept ImportError:\n    from store import save", "save()"),
      "fast.py": "def save():\n    return []\n",
      "store.py": STORE,
    },
  },
  {
    name: "a method that a derived class may make a generator of",
    files: {
      "main.py":
        "from store import Base\n\n\nasync def main(base: Base = None):\n    if base is not None:\n        async for item in base.items():\n            print(item)\n",
      "store.py": "class Base:\n    async def items(self):\n        raise NotImplementedError\n",
    },
  },
  {
    name: "a method that does nothing, where a plain one stands in for it",
    files: {
      "main.py": main("from store import Base, Plain", "base: Base = Plain()", "base.notify()"),
      "store.py":
        'class Base:\n    async def notify(self):\n        """Nothing to do here."""\n\n\nclass Plain(Base):\n    def notify(self):\n        return None\n',
    },
  },
  {
    name: "an object that may be of one of two classes",
    files: {
      "main.py": main(
        "from store import Store\nfrom plain import Plain",
        "store = Store() if __name__ == 'other' else Plain()",
        "store.put()",
      ),
      "plain.py": "class Plain:\n    def put(self):\n        return []\n",
      "store.py": STORE,
    },
  },
  {
    name: "an async generator and an async context manager",
    files: {
      "main.py": main(
        "from store import items, opened",
        "for_later = items()",
        "async with opened() as it:",
        "    print(it, for_later)",
      ),
      "store.py":
        "import contextlib\n\n\nasync def items():\n    yield 1\n\n\n@contextlib.asynccontextmanager\nasync def opened():\n    yield 1\n",
    },
  },
];

describe("missing-await over files", () => {
  it.each(MISSING)("tells of $name", (one) => {
    expect(told(one)).toEqual([expect.stringMatching(one.says)]);
  });

  it.each(SILENT)("is silent about $name", (one) => {
    expect(told(one)).toEqual([]);
  });
});

describe("Python", () => {
  it("never runs what is told, runs it once that is repaired, and has nothing to say of the rest", () => {
    const repaired = MISSING.map(({ files }) => ({
      ...files,
      "main.py": fixedIn("main.py", "missing-await", new Map(Object.entries(files))),
    }));
    const said = happens([...MISSING.map(({ files }) => files), ...repaired, ...SILENT.map(({ files }) => files)]).map(
      ({ said: told }) => told,
    );
    expect(said.slice(0, MISSING.length)).toEqual(
      MISSING.map(() => expect.stringMatching(/was never awaited|TypeError/) as string),
    );
    expect(said.slice(MISSING.length)).toEqual([...repaired, ...SILENT].map(() => ""));
  });
});
