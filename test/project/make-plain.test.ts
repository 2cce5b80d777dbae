/**
 * An async function that awaits nothing becomes plain with all who await it, in whatever files; or it is refused for
 * the first who needs a coroutine. Whatever is written does what it did before.
 */
import { describe, expect, it } from "vitest";
import type { Fix, Refusal } from "../../server/src/fixes/fix";
import { foundIn, type ProjectFiles, workspaceOf } from "./in-memory";
import { projectFix, withFix } from "./project-fixes";
import { happens } from "./run-python";

function made(files: ProjectFiles, name = "prices.py"): Fix | Refusal {
  return projectFix(name, new Map(Object.entries(files)), {}, "make plain");
}

function applied(files: ProjectFiles, name = "prices.py"): ProjectFiles {
  const fix = made(files, name);
  if (fix.kind === "refusal") throw new Error(fix.reason);
  const after = withFix(name, fix, new Map(Object.entries(files)));
  expect(foundIn(name, "unnecessary-async", after, workspaceOf(after))).toEqual([]);
  return Object.fromEntries(after);
}

const changes = (before: ProjectFiles, after: ProjectFiles): ProjectFiles =>
  Object.fromEntries(Object.entries(after).filter(([name, text]) => text !== before[name]));

/** A function that awaits nothing, and who awaits it in its own file. */
const PRICES = `async def _total(items):
    return sum(items)


async def report(items):
    return f"{await _total(items)}"
`;
const MAIN = "from prices import report\n\n\nasync def main():\n    print(await report([1, 2]))\n";

const PROJECT: ProjectFiles = {
  "main.py":
    "import asyncio\n\nimport shop.till\nfrom prices import report\nfrom shop import add\n\n\nasync def main():\n    print(await report([1, 2]), await add([3]))\n    print(await asyncio.gather(shop.till.count([4]), report([5])))\n",
  "prices.py": PRICES,
  "shop/__init__.py": "from prices import _total as add\n",
  "shop/till.py":
    "import prices\n\n\nasync def count(items):\n    if await prices._total(items) > 3 and (await prices._total(items)).real:\n        return [await prices._total([item]) for item in items]\n    return []\n",
  "unused.py": "_total = 1\n",
};

describe("makes plain", () => {
  const after = applied(PROJECT);

  it("a function, and takes the await of all who call it in other files away", () => {
    expect(changes(PROJECT, after)).toEqual({
      "main.py": PROJECT["main.py"]!.replace("await add", "add"),
      "prices.py": PRICES.replace("async def _total", "def _total").replace("await _total", "_total"),
      "shop/till.py": PROJECT["shop/till.py"]!.replace(
        "(await prices._total(items))",
        "prices._total(items)",
      ).replaceAll("await prices._total", "prices._total"),
    });
  });

  it("a method of a class of its own, with who calls it on an object that is handed on", () => {
    const files = {
      "cache.py":
        "class _Cache:\n    async def read(self, key):\n        return await self._key(key)\n\n    async def _key(self, key):\n        return f'cache:{key}'\n\n\ndef make() -> _Cache:\n    return _Cache()\n",
      "main.py":
        "import cache\n\n\nasync def main():\n    kept = cache.make()\n    print(await kept.read(1), await kept._key(2))\n",
    };
    expect(changes(files, applied(files, "cache.py"))).toEqual({
      "cache.py": files["cache.py"].replace("async def _key", "def _key").replace("await self._key", "self._key"),
      "main.py": files["main.py"].replace("await kept._key", "kept._key"),
    });
  });

  it.each([
    ["drops what it gives", "def use(it):\n    it._key(1)\n"],
    ["asks what it gives", "def use(it):\n    key = it._key(1)\n    assert key\n    return key.upper()\n"],
  ])("a method, whatever object has one of its name, where plain code %s", (_, text) => {
    const files = {
      "cache.py":
        "class _Cache:\n    async def read(self, key):\n        return await self._key(key)\n\n    async def _key(self, key):\n        return f'cache:{key}'\n",
      "other.py": text,
    };
    expect(Object.keys(changes(files, applied(files, "cache.py")))).toEqual(["cache.py"]);
  });

  it("what does afterwards what it did before", () => {
    const [before, now] = happens([PROJECT, after]);
    expect(before).toEqual({ said: "", printed: "3 3\n[[4], '5']\n" });
    expect(now).toEqual(before);
  });

  it("with it what is private and awaited that alone, and says who is left async for nothing", () => {
    const files = {
      "prices.py": `import time


async def _total(items):
    return sum(items)


async def _line(items):
    return f"{await _total(items)}"


async def _slow(items):
    time.sleep(30)
    return await _total(items)
`,
      "main.py":
        "import prices\n\n\nasync def main():\n    print(await prices._line([1, 2]))\n\n\nasync def wait(items):\n    print(await prices._slow(items))\n",
    };
    const fix = made(files);
    expect(fix).toMatchObject({
      annotation:
        "Callers outside of the project that await it fail from now on; _slow() in prices.py, main() in main.py await nothing from then on",
    });
    const left = applied(files);
    expect(changes(files, left)).toEqual({
      "prices.py": files["prices.py"]
        .replace("async def _total", "def _total")
        .replace("async def _line", "def _line")
        .replaceAll("await _total", "_total"),
      "main.py": files["main.py"].replace("await prices._line", "prices._line"),
    });
    expect(happens([files, left])).toEqual([
      { said: "", printed: "3\n" },
      { said: "", printed: "3\n" },
    ]);
  });

  it("and is looked at before it is done", () => {
    expect(made(PROJECT)).toMatchObject({
      kind: "fix",
      title: "Make _total() a plain function",
      applicability: "unsafe",
      changesCallers: true,
      annotation:
        "Callers outside of the project that await it fail from now on; report() in prices.py, count() in shop/till.py await nothing from then on",
    });
  });
});

describe("is refused", () => {
  it.each<{ readonly name: string; readonly files: ProjectFiles; readonly reason: string }>([
    {
      name: "for who makes a task of it",
      files: {
        "prices.py": PRICES,
        "main.py":
          "import asyncio\n\nfrom prices import _total\n\n\nasync def main():\n    print(await asyncio.create_task(_total([1])))\n",
      },
      reason: "main() in main.py needs a coroutine of _total()",
    },
    {
      name: "for who gathers it",
      files: {
        "prices.py": PRICES,
        "main.py":
          "import asyncio\n\nimport prices\n\n\nasync def main():\n    print(await asyncio.gather(prices._total([1]), prices._total([2])))\n",
      },
      reason: "main() in main.py needs a coroutine of prices._total()",
    },
    {
      name: "for who runs a loop for it",
      files: {
        "prices.py": PRICES,
        "run.py": "import asyncio\n\nimport prices\n\nprint(asyncio.run(prices._total([1])))\n",
      },
      reason: "run.py, line 5 needs a coroutine of prices._total()",
    },
    {
      name: "for who keeps what it gives",
      files: {
        "prices.py": PRICES,
        "main.py":
          "from prices import _total\n\n\nasync def main():\n    later = _total([1])\n    print(await later)\n",
      },
      reason: "main() in main.py needs a coroutine of _total()",
    },
    {
      name: "for who hands it on",
      files: { "prices.py": PRICES, "bus.py": "from prices import _total\n\nHANDLERS = {'total': _total}\n" },
      reason: "bus.py, line 3 uses _total without calling it",
    },
    {
      name: "for a class elsewhere that has its own",
      files: {
        "cache.py":
          "class _Cache:\n    async def read(self, key):\n        return await self._key(key)\n\n    async def _key(self, key):\n        return f'cache:{key}'\n",
        "remote.py":
          "import asyncio\n\nfrom cache import _Cache\n\n\nclass Remote(_Cache):\n    async def _key(self, key):\n        await asyncio.sleep(0)\n        return key\n",
      },
      reason: "Remote._key() in remote.py may take the place of _Cache._key()",
    },
    {
      name: "for a protocol elsewhere that asks for it",
      files: {
        "cache.py":
          "class _Cache:\n    async def read(self, key):\n        return await self._key(key)\n\n    async def _key(self, key):\n        return f'cache:{key}'\n",
        "types_of_caches.py":
          "from typing import Protocol\n\n\nclass Cache(Protocol):\n    async def _key(self, key): ...\n",
      },
      reason: "Cache._key() in types_of_caches.py asks for _Cache._key()",
    },
    {
      name: "for what may be it",
      files: {
        "cache.py":
          "class _Cache:\n    async def read(self, key):\n        return await self._key(key)\n\n    async def _key(self, key):\n        return f'cache:{key}'\n",
        "other.py": "async def use(it):\n    return await it._key(1)\n",
      },
      reason: "whether it._key in use() in other.py is _Cache._key() isn't known",
    },
    {
      name: "for what may be it, where what it gives is handed on",
      files: {
        "cache.py":
          "class _Cache:\n    async def read(self, key):\n        return await self._key(key)\n\n    async def _key(self, key):\n        return f'cache:{key}'\n",
        "other.py": "import asyncio\n\n\ndef use(it):\n    key = it._key(1)\n    asyncio.run(key)\n",
      },
      reason: "whether it._key in use() in other.py is _Cache._key() isn't known",
    },
    {
      name: "where another file gives the name something else",
      files: {
        "main.py": MAIN,
        "prices.py": PRICES,
        "other.py":
          "try:\n    from fast import _total\nexcept ImportError:\n    from prices import _total\n\n\nasync def use():\n    return await _total([1])\n",
      },
      reason: "whether _total in use() in other.py is _total() isn't known",
    },
  ])("$name", ({ files, reason }) => {
    const result = made(
      files,
      Object.keys(files).find((name) => files[name]!.includes("async def _") && name !== "remote.py"),
    );
    expect(result).toMatchObject({ kind: "refusal", reason });
  });
});
