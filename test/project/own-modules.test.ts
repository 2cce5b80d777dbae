/** A module of the project's own that is called as a library is: an import means the project's. */
import { describe, expect, it } from "vitest";
import { findingsIn, type ProjectFiles, stallsIn, workspaceOf } from "./in-memory";

const main = (imports: string, ...body: readonly string[]): string =>
  [imports, "", "", "async def main():", ...body.map((line) => `    ${line}`), ""].join("\n");
const found = (files: ProjectFiles, name = "main.py"): readonly string[] => {
  const all = new Map(Object.entries(files));
  return findingsIn(name, all, workspaceOf(all));
};

describe("nothing is said of a library in whose place stands", () => {
  it.each<readonly [string, string, string, ProjectFiles]>([
    ["a module", "import requests", 'requests.get("x")', { "requests.py": "def get(url):\n    return 1\n" }],
    [
      "one whose functions are imported",
      "from requests import get as load",
      'load("x")',
      { "requests.py": "def get(url):\n    return 1\n" },
    ],
    [
      "one that all is imported from",
      "from requests import *",
      'get("x")',
      { "requests.py": "def get(url):\n    return 1\n" },
    ],
    [
      "a package",
      "import redis\n\nclient = redis.Redis()",
      'client.get("x")',
      { "redis/__init__.py": "class Redis:\n    def get(self, key):\n        return 1\n" },
    ],
    [
      "one that is annotated with",
      "from redis import Redis\n\nclient: Redis",
      'client.get("x")',
      { "redis/__init__.py": "class Redis:\n    def get(self, key):\n        return 1\n" },
    ],
    [
      "one on a way",
      "from helpers import load",
      "load()",
      {
        "helpers.py": 'import requests\n\n\ndef load():\n    requests.get("x")\n',
        "requests.py": "def get(url):\n    return 1\n",
      },
    ],
  ])("%s", (_name, imports, call, files) => {
    expect(found({ "main.py": main(imports, call), ...files })).toEqual([]);
  });
});

it("what the project's module does is told", () => {
  const all = new Map(
    Object.entries({
      "main.py": main("import requests", "requests.get(1)"),
      "requests.py": "import time\n\n\ndef get(url):\n    time.sleep(1)\n",
    }),
  );
  expect(stallsIn("main.py", all, workspaceOf(all))).toEqual([
    "5: get() stalls the event loop: it calls time.sleep() <- requests.py:5",
  ]);
});

it("a folder that is no package stands for no library, and a module within a package for none outside of it", () => {
  const sends = main("import requests", 'requests.get("https://example.org", timeout=5)');
  expect(found({ "main.py": sends, "requests/data.json": "" })).toEqual(["blocking-http-call warning"]);
  expect(found({ "app/__init__.py": "", "app/main.py": sends, "app/requests.py": "" }, "app/main.py")).toEqual([
    "blocking-http-call warning",
  ]);
});
