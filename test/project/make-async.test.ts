/**
 * "Make the helper async" rewrites helpers, what blocks in them, and all who call them, in whatever files they stand;
 * or it is refused for the first thing that can't be rewritten. Whatever it writes compiles, has lost the finding, and
 * stays as it is.
 */
import { describe, expect, it } from "vitest";
import { compileErrors } from "../support/python";
import { type ProjectFiles, stallsIn, workspaceOf } from "./in-memory";
import { projectFix, withFix } from "./project-fixes";

/** The files as they are when the first helper that main.py calls was made async. */
async function applied(files: ProjectFiles): Promise<ProjectFiles> {
  const before = new Map(Object.entries(files));
  const fix = projectFix("main.py", before);
  if (fix.kind === "refusal") throw new Error(fix.reason);
  const after = withFix("main.py", fix, before);
  const python = [...after].flatMap(([name, text]) => (name.endsWith(".ipynb") ? [] : [text]));
  expect(await compileErrors(python)).toEqual(python.map(() => null));
  expect(stallsIn("main.py", after, workspaceOf(after)).length).toBeLessThan(
    stallsIn("main.py", before, workspaceOf(before)).length,
  );
  return Object.fromEntries(after);
}

async function changed(files: ProjectFiles): Promise<ProjectFiles> {
  return Object.fromEntries(Object.entries(await applied(files)).filter(([name, text]) => text !== files[name]));
}

function refused(files: ProjectFiles): string {
  const result = projectFix("main.py", new Map(Object.entries(files)));
  return result.kind === "refusal" ? result.reason : "";
}

const SLEEPY = "import time\n\n\ndef pause():\n    time.sleep(1)\n";
const AWAKE = "import asyncio\n\n\nasync def pause():\n    await asyncio.sleep(1)\n";
const MAIN = "from helpers import pause\n\n\nasync def main():\n    pause()\n";
const ASYNC_MAIN = "from helpers import pause\n\n\nasync def main():\n    await pause()\n";

describe("makes async", () => {
  it("what another file defines, and leaves the others alone", async () => {
    expect(await changed({ "main.py": MAIN, "helpers.py": SLEEPY, "other.py": "pause = 1\n" })).toEqual({
      "main.py": ASYNC_MAIN,
      "helpers.py": AWAKE,
    });
  });

  it("every function on the way, and every caller in every file, by whatever name it knows them", async () => {
    expect(
      await changed({
        "main.py": "from app import load\n\n\nasync def main():\n    return load(1)\n",
        "app/__init__.py": "from .deep.wait import retried as load\n",
        "app/deep/__init__.py": "",
        "app/deep/wait.py":
          "import app.pauses as pauses\n\n\ndef retried(count):\n    pauses.pause()\n    return count\n",
        "app/pauses.py": SLEEPY,
        "app/jobs.py":
          "import app.deep.wait\nfrom app import load as fetch\n\n\nasync def job():\n    return -fetch(2), app.deep.wait.retried(3).real\n",
        "app/beside.py":
          "from .pauses import pause as rest\n\n\nasync def beside(items):\n    return [rest() for _ in items]\n",
      }),
    ).toEqual({
      "main.py": "from app import load\n\n\nasync def main():\n    return await load(1)\n",
      "app/deep/wait.py":
        "import app.pauses as pauses\n\n\nasync def retried(count):\n    await pauses.pause()\n    return count\n",
      "app/pauses.py": AWAKE,
      "app/jobs.py":
        "import app.deep.wait\nfrom app import load as fetch\n\n\nasync def job():\n    return -await fetch(2), (await app.deep.wait.retried(3)).real\n",
      "app/beside.py":
        "from .pauses import pause as rest\n\n\nasync def beside(items):\n    return [await rest() for _ in items]\n",
    });
  });

  it("a method that classes of other files don't override", async () => {
    const store = "import time\n\n\nclass Store:\n    def load(self):\n        time.sleep(1)\n";
    const files = {
      "main.py": `${store}\n\nasync def main(store: Store):\n    store.load()\n`,
      "better.py": "from main import Store\n\n\nclass Better(Store):\n    pass\n",
    };
    expect(await changed(files)).toEqual({
      "main.py":
        "import asyncio\n\n\nclass Store:\n    async def load(self):\n        await asyncio.sleep(1)\n\n\nasync def main(store: Store):\n    await store.load()\n",
    });
    const overriding = {
      ...files,
      "better.py": files["better.py"].replace("pass", "def load(self):\n        super().load()"),
    };
    expect(refused(overriding)).toMatch(/^Better.load\(\) in better.py may take the place of Store.load\(\);/);
  });

  it("all that branches define under a name, for callers in whatever file", async () => {
    const files = {
      "main.py": MAIN,
      "helpers.py":
        "import sys\nimport time\n\nif sys.argv:\n\n    def pause():\n        time.sleep(1)\n\nelse:\n\n    def pause():\n        time.sleep(2)\n\n\ndef twice():\n    pause()\n    pause()\n",
      "app/__init__.py": "",
      "app/jobs.py": "import helpers\n\n\nasync def job():\n    helpers.pause()\n",
    };
    const twice = refused(files);
    expect(twice).toBe("twice() in helpers.py calls pause() and is not async");
    expect(
      await changed({
        ...files,
        "helpers.py": files["helpers.py"].slice(0, files["helpers.py"].indexOf("\n\ndef twice")),
      }),
    ).toEqual({
      "main.py": ASYNC_MAIN,
      "helpers.py":
        "import asyncio\nimport sys\n\nif sys.argv:\n\n    async def pause():\n        await asyncio.sleep(1)\n\nelse:\n\n    async def pause():\n        await asyncio.sleep(2)\n",
      "app/jobs.py": "import helpers\n\n\nasync def job():\n    await helpers.pause()\n",
    });
  });

  it("what branches of the file itself define, and methods", async () => {
    const branches = (name: string, indent: string): string =>
      [
        "if time.time() > 1:",
        "",
        `    def ${name}:`,
        "        time.sleep(1)",
        "",
        "else:",
        "",
        `    def ${name}:`,
        "        time.sleep(2)",
        "",
      ]
        .map((line) => (line === "" ? line : indent + line))
        .join("\n");
    const own = { "main.py": `import time\n\n${branches("pause()", "")}\n\nasync def main():\n    pause()\n` };
    expect((await changed(own))["main.py"]).toMatch(/async def pause[^]*async def pause[^]*await pause\(\)/);
    const method = {
      "main.py": "from clients import Client\n\n\nasync def main():\n    Client().pause()\n",
      "clients.py": `import time\n\n\nclass Client:\n${branches("pause(self)", "    ")}`,
    };
    const after = await changed(method);
    expect(after["main.py"]).toContain("await Client().pause()");
    expect(after["clients.py"]).toMatch(/async def pause[^]*asyncio.sleep\(1[^]*async def pause[^]*asyncio.sleep\(2/);
  });

  it("what calls an installed package, whose calls go to a thread", async () => {
    const files = {
      ".venv/pyvenv.cfg": "",
      ".venv/lib/python3.12/site-packages/sdk.py": SLEEPY,
      "main.py": MAIN.replaceAll("pause", "rest"),
      "helpers.py": "import sdk\n\n\ndef rest():\n    sdk.pause()\n",
    };
    expect(await changed(files)).toEqual({
      "main.py": ASYNC_MAIN.replaceAll("pause", "rest"),
      "helpers.py": "import asyncio\n\nimport sdk\n\n\nasync def rest():\n    await asyncio.to_thread(sdk.pause)\n",
    });
  });

  it("methods of objects of whatever file's classes", async () => {
    expect(
      await changed({
        "main.py": "from client import Client\n\n\nasync def main(client: Client):\n    return client.fetch()\n",
        "client.py":
          "import time\n\n\nclass Client:\n    def fetch(self):\n        self._wait()\n        return self\n\n    def _wait(self):\n        time.sleep(1)\n",
        "service.py":
          "from client import Client\n\n\nclass Service:\n    def __init__(self):\n        self.client = Client()\n\n    async def run(self):\n        return self.client.fetch().fetch()\n",
      }),
    ).toEqual({
      "main.py": "from client import Client\n\n\nasync def main(client: Client):\n    return await client.fetch()\n",
      "client.py":
        "import asyncio\n\n\nclass Client:\n    async def fetch(self):\n        await self._wait()\n        return self\n\n    async def _wait(self):\n        await asyncio.sleep(1)\n",
      "service.py":
        "from client import Client\n\n\nclass Service:\n    def __init__(self):\n        self.client = Client()\n\n    async def run(self):\n        return await (await self.client.fetch()).fetch()\n",
    });
  });

  it("all that blocks in a helper, be it on other ways than the shortest", async () => {
    const { "helpers.py": helpers } = await changed({
      "main.py": "from helpers import refresh\n\n\nasync def main(url):\n    return refresh(url)\n",
      "helpers.py":
        "import subprocess\nimport time\n\nimport requests\n\n\ndef settle():\n    time.sleep(1)\n\n\ndef refresh(url):\n    settle()\n    subprocess.run(['sync'], check=True)\n    return requests.get(url, timeout=5).json()\n",
    });
    expect(helpers).not.toMatch(/\btime\.|\brequests\.|subprocess\.run\(|\ndef /);
    expect(helpers).toMatch(
      /async def settle\(\)[^]*async def refresh\(url\)[^]*await settle\(\)[^]*httpx\.AsyncClient/,
    );
  });

  it("keeps comments, quotes, line ends and indentation", async () => {
    const helpers =
      "import time  # for waiting\r\n\r\n\r\ndef pause():\r\n\t'''Waits.'''\r\n\ttime.sleep(1)  # a while\r\n\treturn 'done'\r\n";
    const main =
      "from helpers import pause\r\n\r\n\r\nasync def main():\r\n\tif pause() == 'done':  # at last\r\n\t\tprint('x')\r\n";
    expect(await changed({ "main.py": main, "helpers.py": helpers })).toEqual({
      "main.py": main.replace("pause() ==", "await pause() =="),
      "helpers.py": helpers
        .replace("import time  # for waiting\r\n", "import asyncio\r\n")
        .replace("def pause", "async def pause")
        .replace("time.sleep", "await asyncio.sleep"),
    });
  });

  it("says what it brings, and what the calls would have come to besides", () => {
    const fix = projectFix(
      "main.py",
      new Map([
        ["main.py", "from helpers import get\n\n\nasync def main(url):\n    return get(url)\n"],
        ["helpers.py", "import requests\n\n\ndef get(url):\n    return requests.get(url, timeout=5).text\n"],
      ]),
      { dependencies: ["requests"], addsDependencies: true },
    );
    expect(fix).toMatchObject({
      kind: "fix",
      title: "Make get() async",
      applicability: "unsafe",
      changesCallers: true,
      requires: ["httpx"],
    });
    expect(fix).toHaveProperty(
      "annotation",
      expect.stringMatching(/^Callers outside of the project .*errors are httpx's/),
    );
  });
});

const CLIENT = "import time\n\n\nclass Client:\n    def fetch(self):\n        time.sleep(1)\n";
const CLIENT_MAIN = "from client import Client\n\n\nasync def main(client: Client):\n    client.fetch()\n";

const notebook = (...cells: readonly string[]): string =>
  JSON.stringify({
    cells: [
      { cell_type: "markdown", source: ["pause() is called"] },
      ...cells.map((cell) => ({ cell_type: "code", source: cell.split(/(?<=\n)/), outputs: ["pause"] })),
    ],
  });

describe("asks notebooks", () => {
  const files = { "main.py": MAIN, "helpers.py": SLEEPY };
  const uses = "the notebook notes/tries.ipynb uses pause()";

  it.each<[string, readonly string[]]>([
    ["imports it", ["from helpers import pause", "pause()"]],
    ["imports it under another name", ["from helpers import pause as rest\nrest()"]],
    ["calls it by its module, behind a magic", ["%load_ext x\nimport helpers", "!ls\nhelpers.pause()"]],
    ["takes all", ["from helpers import *", "pause()"]],
  ])("and ends where one %s", (_how, cells) => {
    expect(refused({ ...files, "notes/tries.ipynb": notebook(...cells) })).toBe(uses);
  });

  it.each<[string, readonly string[]]>([
    ["tells of it alone", ["print('pause')  # pause"]],
    ["has another function of the name", ["def pause():\n    pass", "pause()"]],
    ["uses another module's", ["import pygame", "pygame.pause()"]],
  ])("and goes on where one %s", async (_how, cells) => {
    const after = await changed({ ...files, "notes/tries.ipynb": notebook(...cells) });
    expect(Object.keys(after)).toEqual(["main.py", "helpers.py"]);
  });

  it("and leaves alone what is no notebook", async () => {
    expect(Object.keys(await changed({ ...files, "broken.ipynb": "{", "other.ipynb": "[1]" }))).toHaveLength(2);
  });
});

describe("is refused", () => {
  it.each<{ readonly name: string; readonly files: ProjectFiles; readonly reason: string }>([
    {
      name: "for a caller that isn't async",
      files: {
        "main.py": MAIN,
        "helpers.py": SLEEPY,
        "cli/run.py": "import helpers\n\n\ndef run():\n    helpers.pause()\n",
      },
      reason: "run() in cli/run.py calls helpers.pause() and is not async",
    },
    ...(
      [
        [
          "from a.helpers import pause\n\n\nasync def run():\n    pause()\n",
          "what packages/b/run.py, line 1 imports as pause isn't found",
        ],
        [
          "from a.helpers import pause as wait\n\n\nasync def run():\n    wait()\n",
          "what packages/b/run.py, line 1 imports as wait isn't found",
        ],
        [
          "import a.helpers\n\n\nasync def run():\n    a.helpers.pause()\n",
          "whether a.helpers.pause in run() in packages/b/run.py is pause() isn't known",
        ],
        [
          "from a.helpers import *\n\n\nasync def run():\n    pause()\n",
          "whether pause in run() in packages/b/run.py is pause() isn't known",
        ],
      ] as const
    ).map(([run, reason]) => ({
      name: `for a caller in another package, which isn't found from there: ${run.split("\n", 1)[0]}`,
      files: {
        "main.py": "from packages.a.src.a.helpers import pause\n\n\nasync def main():\n    pause()\n",
        "packages/a/src/a/helpers.py": SLEEPY,
        "packages/b/run.py": run,
      },
      reason,
    })),
    {
      name: "for a file that is too large for the parser",
      files: {
        "main.py": MAIN,
        "helpers.py": SLEEPY,
        "table.py": `from helpers import pause\nROWS = [\n${'    ("some", "text"),\n'.repeat(200_000)}]\n`,
      },
      reason:
        "a file of the project can't be looked into: a statement, or a run of simple ones, is 4400037 characters long: more than 4000000, which is the most",
    },
    {
      name: "for a file with bytes that are no UTF-8",
      files: {
        "main.py": MAIN,
        "helpers.py": SLEEPY,
        "other.py": 'from helpers import pause\n\n\nasync def other():\n    s = "\uFFFD"; pause()\n',
      },
      reason: "other.py is not in UTF-8",
    },
    {
      name: "for a call while a module is imported",
      files: { "main.py": MAIN, "helpers.py": `${SLEEPY}\n\nif __name__ == "__main__":\n    pause()\n` },
      reason: "helpers.py, line 9 calls pause() where nothing can be awaited",
    },
    {
      name: "for a call in a lambda or generator",
      files: {
        "main.py": MAIN,
        "helpers.py": SLEEPY,
        "a.py": "from helpers import pause\n\n\nasync def a(xs):\n    return (pause() for _ in xs)\n",
      },
      reason: "a() in a.py calls pause() where nothing can be awaited",
    },
    {
      name: "for a function that is handed on",
      files: {
        "main.py": MAIN,
        "helpers.py": SLEEPY,
        "a.py": "import asyncio\nfrom helpers import pause\n\n\nasync def a():\n    await asyncio.to_thread(pause)\n",
      },
      reason: "a() in a.py uses pause without calling it",
    },
    {
      name: "for a helper that enters, goes through or reads what blocks",
      files: {
        "main.py": MAIN,
        "helpers.py":
          "import contextlib\nimport time\n\n\n@contextlib.contextmanager\ndef held():\n    time.sleep(1)\n    yield\n\n\ndef pause():\n    with held():\n        pass\n",
      },
      reason: "pause() in helpers.py enters held(), which can't be awaited",
    },
    {
      name: "for a method that runs what the class of its object overrides",
      files: {
        "main.py": "from helpers import Better\n\n\nasync def main():\n    Better().load()\n",
        "helpers.py":
          "import time\n\n\nclass Base:\n    def load(self):\n        self.fetch()\n\n    def fetch(self):\n        pass\n\n\nclass Better(Base):\n    def fetch(self):\n        time.sleep(1)\n",
      },
      reason: "what Base.load() in helpers.py runs depends on the class of its object",
    },
    {
      name: "for one under a decorator",
      files: {
        "main.py": MAIN,
        "helpers.py": "import functools\nimport time\n\n\n@functools.cache\ndef pause():\n    time.sleep(1)\n",
      },
      reason: "pause() in helpers.py is decorated with functools.cache, which may need a plain function",
    },
    {
      name: "for a class on the way, which makes its objects itself",
      files: {
        "main.py": MAIN,
        "helpers.py": "from client import Client\n\n\ndef pause():\n    return Client()\n",
        "client.py": CLIENT.replace("fetch", "__init__"),
      },
      reason: "Client() in client.py is a class: making its object can't be awaited",
    },
    {
      name: "for a method that a class derived from its own has too",
      files: {
        "main.py": CLIENT_MAIN,
        "client.py": CLIENT,
        "fake.py":
          "import time\n\nimport client\n\n\nclass Fake(client.Client):\n    def fetch(self):\n        time.sleep(2)\n",
      },
      reason: "Fake.fetch() in fake.py may take the place of Client.fetch()",
    },
    {
      name: "for a method that a base has, or may have",
      files: {
        "main.py": CLIENT_MAIN,
        "client.py": `import unknown\n${CLIENT.replace("Client", "Client(unknown.Base)")}`,
      },
      reason: "Client.fetch() in client.py may override a method of unknown.Base",
    },
    {
      name: "for a method that a protocol asks for",
      files: {
        "main.py": CLIENT_MAIN,
        "client.py": CLIENT,
        "port.py": "from typing import Protocol\n\n\nclass Fetches(Protocol):\n    def fetch(self): ...\n",
      },
      reason: "Fetches.fetch() in port.py asks for Client.fetch()",
    },
    {
      name: "for a call of what may be the method",
      files: { "main.py": CLIENT_MAIN, "client.py": CLIENT, "use.py": "async def use(it):\n    it.fetch()\n" },
      reason: "whether it.fetch in use() in use.py is Client.fetch() isn't known",
    },
    {
      name: "for a name that may mean the function or another one",
      files: {
        "main.py": MAIN,
        "helpers.py": SLEEPY,
        "a.py":
          "try:\n    from fast import pause\nexcept ImportError:\n    from helpers import pause\n\n\nasync def a():\n    pause()\n",
      },
      reason: "whether pause in a() in a.py is pause() isn't known",
    },
    {
      name: "for a name that one of two functions on the way has, nobody knows which",
      files: {
        "main.py":
          "import one\nimport two\n\n\ndef both():\n    one.pause()\n    two.pause()\n\n\nasync def main():\n    both()\n",
        "one.py": SLEEPY,
        "two.py": SLEEPY,
        "a.py":
          "def pick(flag):\n    if flag:\n        from one import pause\n    else:\n        from two import pause\n    pause()\n",
      },
      reason: "whether pause in pick() in a.py is pause() isn't known",
    },
    {
      name: "for what a package offers to others",
      files: { "main.py": MAIN.replace("helpers", "app"), "app/__init__.py": `__all__ = ["pause"]\n${SLEEPY}` },
      reason: "app/__init__.py offers pause() to other projects",
    },
    {
      name: "for a file that can't be parsed",
      files: {
        "main.py": MAIN,
        "helpers.py": SLEEPY,
        "a.py": "from helpers import pause\n\n\nasync def a(:\n    pause()\n",
      },
      reason: "a.py has a syntax error",
    },
    {
      name: "for another library than asyncio that the helper's file doesn't know",
      files: { "main.py": `import trio\n${MAIN}`, "helpers.py": SLEEPY },
      reason: "helpers.py does not import trio, which awaits in another way than asyncio",
    },
    {
      name: "for a lock of threads that is held meanwhile",
      files: {
        "main.py":
          "import threading\n\nfrom helpers import pause\n\nlock = threading.Lock()\n\n\nasync def main():\n    with lock:\n        pause()\n",
        "helpers.py": SLEEPY,
      },
      reason:
        "in main.py lock is held there: another task that wants it while this awaits stops the event loop for good",
    },
    {
      name: "with all who call it, of many the first",
      files: {
        "main.py": MAIN,
        "helpers.py": SLEEPY,
        "a.py": `from helpers import pause\n\n\n${[1, 2, 3, 4, 5].map((i) => `def f${i}():\n    pause()\n`).join("\n\n")}`,
      },
      reason:
        "f1() in a.py calls pause() and is not async; f2() in a.py calls pause() and is not async; f3() in a.py calls pause() and is not async; and more",
    },
  ])("$name", ({ files, reason }) => {
    expect(refused(files)).toBe(reason);
  });

  it("is not even offered for making an object", () => {
    const files = {
      "main.py": "from client import Client\n\n\nasync def main():\n    Client()\n",
      "client.py": CLIENT.replace("fetch", "__init__"),
    };
    expect(() => refused(files)).toThrow("offers nothing");
  });

  it("is not refused for what only reads alike", async () => {
    const files = {
      "main.py": CLIENT_MAIN,
      "client.py": CLIENT,
      "other.py":
        "import requests\n\n\nclass Other:\n    def fetch(self):\n        return self.fetch() or self.send(fetch=1)\n\n    def send(self, fetch):\n        return fetch\n\n\ndef use(other: Other):\n    other.fetch()\n    requests.Session().fetch()\n",
    };
    expect(Object.keys(await changed(files)).sort()).toEqual(["client.py", "main.py"]);
  });
});
