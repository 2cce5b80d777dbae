/**
 * Which files may mean a function, told by what their texts import. Whoever uses it has to be among them, by whatever
 * way it comes there: a change would break its call otherwise. Who only has the same word isn't looked into.
 */
import { describe, expect, it } from "vitest";
import type { UsedElsewhere } from "../../server/src/model/used-elsewhere";
import { Reach } from "../../server/src/workspace/reach";
import { ProjectCallers } from "../../server/src/workspace/project-callers";
import { open } from "../support/engine";
import { WorkCounter } from "../support/work";
import { hostOf, pathOf, type ProjectFiles } from "./in-memory";

const HELPER = "shop/api/stock.py";
const BASE: ProjectFiles = {
  "shop/__init__.py": "",
  "shop/api/__init__.py": "",
  [HELPER]: "async def load():\n    return 1\n",
};

const NO_HANDLER: ProjectFiles = {
  "shop/other.py": "def load():\n    return 2\n",
  "user.py": "from shop.other import load\n\nload()\n",
  "client.py": "def run(client):\n    load = client.load()\n    return client.load(load=load)\n",
  "shop/api/beside.py": "import json\n\nload = json.loads\n",
  "says.py": "# shop.api.stock has a load as well\nload = 1\n",
};

function usedBy(files: ProjectFiles): UsedElsewhere {
  const all = new Map(Object.entries({ ...BASE, ...files }));
  return new ProjectCallers(hostOf(all), open).usedElsewhere(pathOf(HELPER), "load", all.get(HELPER)!);
}

/** The files that may reach the function, without its own. */
function reaching(files: ProjectFiles, words: readonly string[] = ["load"]): readonly string[] {
  const all = new Map(Object.entries({ ...BASE, ...files }));
  const paths = [...all.keys()].map(pathOf);
  const found = new Reach().of([pathOf(HELPER)], words, paths, (file) => all.get(file.slice(pathOf("").length)));
  return paths
    .filter((file) => found!.has(file) && file !== pathOf(HELPER))
    .map((file) => file.slice(pathOf("").length));
}

describe("a use is found that comes", () => {
  const call = "\n\nasync def main():\n    await load()\n";
  const WAYS: Readonly<Record<string, ProjectFiles>> = {
    "by its name": { "user.py": `from shop.api.stock import load${call}` },
    "under another name": { "user.py": "from shop.api.stock import load as fetch\n\nfetch()\n" },
    "by several lines": { "user.py": `from shop.api.stock import (\n    load,\n)${call}` },
    "over a broken line": { "user.py": `from shop.api.stock \\\n    import load${call}` },
    "by its module": { "user.py": "from shop.api import stock\n\nstock.load()\n" },
    "by the path of its module": { "user.py": "import shop.api.stock\n\nshop.api.stock.load()\n" },
    "by another name of its module": { "user.py": "import json, shop.api.stock as goods\n\ngoods.load()\n" },
    "from beside it": { "shop/api/user.py": `from .stock import load${call}` },
    "by its module, from beside it": { "shop/api/user.py": "from . import stock\n\nstock.load()\n" },
    "from above": { "shop/user.py": `from .api.stock import load${call}` },
    "from a folder beside": { "shop/web/user.py": `from ..api.stock import load${call}` },
    "by a star": { "user.py": `from shop.api.stock import *${call}` },
    "within a function": { "user.py": "def main():\n    from shop.api.stock import load\n\n    return load()\n" },
    "behind a colon": { "user.py": "if True: from shop.api.stock import load\nload()\n" },
    "by its package": {
      "shop/api/__init__.py": "from .stock import load\n",
      "user.py": `from shop.api import load${call}`,
    },
    "by its package's star": {
      "shop/api/__init__.py": "from .stock import *\n",
      "user.py": `from shop.api import load${call}`,
    },
    "by its package, from within": {
      "shop/api/__init__.py": "from .stock import load\n",
      "shop/api/user.py": `from . import load${call}`,
    },
    "by another name that a module gives it": {
      "shop/names.py": "from shop.api.stock import load as fetch\n",
      "user.py": "from shop.names import fetch\n\nfetch()\n",
    },
    "by another name that a module gives its module": {
      "shop/names.py": "from shop.api import stock as goods\n",
      "user.py": "from shop.names import goods\n\ngoods.load()\n",
    },
    "by a module of stars behind another": {
      "shop/all.py": "from shop.api.stock import *\n",
      "shop/more.py": "from shop.all import *\n",
      "user.py": `from shop.more import load${call}`,
    },
    "by a name that an object has as well": {
      "user.py": "from shop.api import stock\n\nstock.load(load=stock.load)\n",
    },
  };
  it.each(Object.entries(WAYS))("%s", (_way, files) => {
    expect(usedBy(files).kind).toBe("by somebody");
  });
});

describe("nobody is looked into who", () => {
  it("only says the word", () => {
    expect(reaching(NO_HANDLER)).toEqual([]);
    expect(usedBy(NO_HANDLER)).toEqual({ kind: "by nobody" });
  });

  it("imports of its package, and says neither its word nor its module's name", () => {
    expect(reaching({ "user.py": "from shop.api import other\n" })).toEqual([]);
  });

  it("can't be read is looked into all the same", () => {
    const files = [pathOf(HELPER), pathOf("user.py")];
    expect(new Reach().of([pathOf(HELPER)], ["load"], files, () => undefined)).toEqual(new Set(files));
  });
});

it("packages of a repository are imported as they are installed", () => {
  const kept = { "shop/api/__init__.py": "from .stock import load\n" };
  expect(reaching({ ...kept, "user.py": "from api import load\n" })).toEqual(["shop/api/__init__.py", "user.py"]);
  expect(reaching({ "user.py": "from stock import load\n" })).toEqual(["user.py"]);
});

it("files that only say the word cost next to nothing", () => {
  const counter = new WorkCounter();
  const [said, unsaid] = ["load", "lose"].map((word) => {
    const body = `def run(client, path):\n    client = client.open(path)\n    return client.get(path).${word}()\n`;
    const files = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`part${index}.py`, body]));
    return counter.count(() => usedBy(files)).total;
  }) as [number, number];
  counter.stop();
  expect(unsaid).toBeGreaterThan(100);
  expect(said / unsaid).toBeLessThan(2);
});

it("all may where too many hand names on", () => {
  const many = Object.fromEntries(
    Array.from({ length: 70 }, (_, index) => [`hand${index}.py`, "from shop.api.stock import load\n"]),
  );
  const paths = [...Object.keys(many), HELPER].map(pathOf);
  const textOf = (file: string): string => many[file.slice(pathOf("").length)] ?? "";
  expect(new Reach().of([pathOf(HELPER)], ["load"], paths, textOf)).toBeUndefined();
});
