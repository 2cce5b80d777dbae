/**
 * What is installed in the project's environment is read where async code calls it: only what surely reaches out of the
 * process is told.
 */
import { describe, expect, it } from "vitest";
import { explain } from "../../server/src/workspace/explain";
import { Workspace } from "../../server/src/workspace/workspace";
import { open } from "../support/engine";
import { hostOf, nameOf, pathOf, type ProjectFiles, stallsIn, workspaceOf } from "./in-memory";

const PACKAGES = ".venv/lib/python3.12/site-packages";

/** Files of an environment beside the project. */
function installed(files: ProjectFiles): ProjectFiles {
  return {
    ".venv/pyvenv.cfg": "home = /usr/bin\n",
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`${PACKAGES}/${name}`, text])),
  };
}

/** A coroutine function with a body. */
const main = (imports: string, ...body: readonly string[]): string =>
  [imports, "", "", "async def main():", ...body.map((line) => `    ${line}`), ""].join("\n");

function stalls(files: ProjectFiles): readonly string[] {
  const known = new Map(Object.entries(files));
  return stallsIn("main.py", known, workspaceOf(known)).map((told) => told.replaceAll(`${PACKAGES}/`, ""));
}

/** A package of one file, called by main.py. */
const one = (text: string, ...body: readonly string[]): ProjectFiles => ({
  ...installed({ "sdk.py": `import time\n${text}` }),
  "main.py": main("import sdk", ...body),
});

/** An SDK as they are written: a client that sends by a session of its own, two files down. */
const SDK = installed({
  "sdk/__init__.py": "from .client import Client\nfrom ._api import ping as check\n\n__all__ = ['Client', 'check']\n",
  "sdk/client.py": `from ._base import BaseClient


class Client(BaseClient):
    def __init__(self, token):
        self.token = token
        self.users = Users(self)

    def get_user(self, name):
        if not name:
            raise ValueError(name)
        return self._request("GET", f"/users/{name}")


class Users:
    def __init__(self, client: Client):
        self._client = client

    def list(self):
        return self._client.get_user("all")
`,
  "sdk/_base.py": `import urllib.request

from . import _api


class BaseClient:
    def _request(self, method, path):
        return self._send(method, path)

    def _send(self, method, path):
        for attempt in range(3):
            try:
                return _api.send(method, path)
            except OSError:
                _api.back_off(attempt)


class AsyncBase(BaseClient):
    async def _send(self, method, path):
        return None
`,
  "sdk/_api.py": `import time
import urllib.request


def send(method, path):
    request = urllib.request.Request("https://example.org" + path, method=method)
    return urllib.request.urlopen(request, timeout=10)


def ping():
    return send("GET", "/ping")


def back_off(attempt):
    time.sleep(attempt)
`,
});

describe("finds what surely blocks in a package", () => {
  it.each<[string, ProjectFiles, string | readonly string[]]>([
    [
      "through three of its files",
      { ...SDK, "main.py": main("from sdk import Client", 'client = Client("x")', 'client.get_user("a")') },
      "6: get_user() stalls the event loop: it comes to urllib.request.urlopen() in sdk <- sdk/client.py:12 <- sdk/_base.py:8 <- sdk/_base.py:13 <- sdk/_api.py:7",
    ],
    [
      "that hands a function on under another name",
      { ...SDK, "main.py": main("import sdk", "sdk.check()") },
      "5: check() stalls the event loop: it comes to urllib.request.urlopen() in sdk <- sdk/_api.py:11 <- sdk/_api.py:7",
    ],
    [
      "that a helper of the project calls",
      {
        ...SDK,
        "main.py": main("from helpers import load", "load()"),
        "helpers.py": 'import sdk\n\nclient = sdk.Client("x")\n\n\ndef load():\n    return client.get_user("a")\n',
      },
      "5: load() stalls the event loop: it calls client.get_user(), which comes to urllib.request.urlopen() in sdk <- helpers.py:7 <- sdk/client.py:12 <- sdk/_base.py:8 <- sdk/_base.py:13 <- sdk/_api.py:7",
    ],
    [
      "of which a helper of the project gives an object",
      {
        ...SDK,
        "main.py": main("from helpers import connect", 'connect().get_user("a")'),
        "helpers.py": 'import sdk\n\n\ndef connect():\n    return sdk.Client("x")\n',
      },
      "5: get_user() stalls the event loop: it comes to urllib.request.urlopen() in sdk <- sdk/client.py:12 <- sdk/_base.py:8 <- sdk/_base.py:13 <- sdk/_api.py:7",
    ],
    [
      "before a folder of the project that merely has its name",
      { ...SDK, "sdk/notes.txt": "", "main.py": main("import sdk", "sdk.check()") },
      "5: check() stalls the event loop: it comes to urllib.request.urlopen() in sdk <- sdk/_api.py:11 <- sdk/_api.py:7",
    ],
    [
      "that is one file",
      {
        ...installed({
          "tool.py": 'import subprocess\n\n\ndef version():\n    return subprocess.check_output(["tool"])\n',
        }),
        "main.py": main("import tool", "tool.version()"),
      },
      "5: version() stalls the event loop: it calls subprocess.check_output() in tool <- tool.py:5",
    ],
    [
      "of a namespace that several share",
      {
        ...installed({
          "org/store/__init__.py": "from .disk import load\n",
          "org/store/disk.py": "import sqlite3\n\n\ndef load(path):\n    return sqlite3.connect(path)\n",
        }),
        "main.py": main("from org.store import load", 'load("a")'),
      },
      "5: load() stalls the event loop: it calls sqlite3.connect() in org <- org/store/disk.py:5",
    ],
    [
      "in each branch, or but for an error",
      one(
        `
def send(method):
    if method == "GET":
        return time.sleep(1)
    elif method == "PUT":
        if method:
            raise ValueError
        time.sleep(2)
    elif method:
        raise ValueError
    else:
        time.sleep(3)
`,
        "sdk.send(1)",
      ),
      "5: send() stalls the event loop: it calls time.sleep() in sdk <- sdk.py:5",
    ],
    [
      "by a decorator of its own that runs what it decorates",
      {
        ...installed({
          "sdk.py": `import time


def logged(function):
    def wrapper(*args):
        print(args)
        return function(*args)

    return wrapper


@logged
def wait():
    time.sleep(1)
`,
        }),
        "main.py": main("import sdk", "sdk.wait()"),
      },
      "5: wait() stalls the event loop: it calls time.sleep() in sdk <- sdk.py:14",
    ],
    [
      "where an object is made, entered, gone through or read",
      {
        ...installed({
          "sdk.py": `import time


class Session:
    def __enter__(self):
        time.sleep(1)

    def __exit__(self, *error):
        pass

    @property
    def rows(self):
        time.sleep(1)


class Made:
    def __init__(self):
        time.sleep(1)


def pages():
    while True:
        time.sleep(1)
        yield 1
`,
        }),
        "main.py": main(
          "import sdk",
          "sdk.Made()",
          "with sdk.Session() as session:",
          "    pass",
          "sdk.Session().rows",
          "for page in sdk.pages():",
          "    pass",
        ),
      },
      [
        "5: Made() stalls the event loop: it calls time.sleep() in sdk <- sdk.py:18",
        "6: with Session() stalls the event loop: it calls time.sleep() in sdk <- sdk.py:6",
        "8: reading rows stalls the event loop: it calls time.sleep() in sdk <- sdk.py:13",
        "9: iterating over pages() stalls the event loop: it calls time.sleep() in sdk <- sdk.py:23",
      ],
    ],
    [
      "through an object that holds the client",
      { ...SDK, "main.py": main("import sdk", 'sdk.Client("x").users.list()') },
      "5: list() stalls the event loop: it comes to urllib.request.urlopen() in sdk <- sdk/client.py:20 <- sdk/client.py:12 <- sdk/_base.py:8 <- sdk/_api.py:7",
    ],
  ])("%s", (_what, files, found) => {
    expect(stalls(files)).toEqual([found].flat());
  });

  it("tells of a long way the first steps in the package and the last", () => {
    const steps = Array.from(
      { length: 8 },
      (_, i) => `def step${i}():\n    ${i === 7 ? "time.sleep(1)" : `step${i + 1}()`}\n\n\n`,
    ).join("");
    const files = {
      ...installed({ "sdk.py": `import time\n\n\n${steps}` }),
      "main.py": main("import sdk", "sdk.step0()"),
    };
    expect(stalls(files)).toEqual([
      "5: step0() stalls the event loop: it comes to time.sleep() in sdk <- sdk.py:5 <- sdk.py:9 <- sdk.py:13 <- sdk.py:33",
    ]);
  });
});

describe("is silent about", () => {
  it.each<[string, ProjectFiles]>([
    [
      "what a module of the project hides",
      { ...SDK, "sdk.py": "def check():\n    pass\n", "main.py": main("import sdk", "sdk.check()") },
    ],
    [
      "what the table of libraries knows",
      {
        ...installed({ "anyio.py": "import time\n\n\ndef wait():\n    time.sleep(1)\n" }),
        "main.py": main("import anyio", "anyio.wait()"),
      },
    ],
    [
      "what the standard library has",
      {
        ...installed({ "json.py": "import time\n\n\ndef loads(text):\n    time.sleep(1)\n" }),
        "main.py": main("import json", 'json.loads("1")'),
      },
    ],
    ["a call under a condition", one("\ndef wait(long):\n    if long:\n        time.sleep(1)\n", "sdk.wait(1)")],
    [
      "a call that may not be reached",
      one("\ndef wait(long):\n    if not long:\n        return 1\n    time.sleep(1)\n", "sdk.wait(1)"),
    ],
    [
      "branches of which one does nothing",
      one(
        "\ndef wait(long):\n    if long == 1:\n        time.sleep(1)\n    elif long == 2:\n        time.sleep(2)\n",
        "sdk.wait(1)",
      ),
    ],
    [
      "a call for an error",
      one("\ndef wait(job):\n    try:\n        job()\n    except OSError:\n        time.sleep(1)\n", "sdk.wait(print)"),
    ],
    [
      "a call for each of some items",
      one(
        "\ndef wait(items):\n    for item in items:\n        time.sleep(item)\n    return [time.sleep(i) for i in items]\n",
        "sdk.wait([])",
      ),
    ],
    [
      "a call of which only one side runs",
      one("\ndef wait(long):\n    long and time.sleep(1)\n    return time.sleep(2) if long else 3\n", "sdk.wait(1)"),
    ],
    ["what is kept", one("import functools\n\n\n@functools.lru_cache\ndef wait():\n    time.sleep(1)\n", "sdk.wait()")],
    [
      "names that are looked up",
      one("import socket\n\n\ndef listen(host):\n    return socket.getaddrinfo(host, 80)\n", 'sdk.listen("::")'),
    ],
    ["files", one('\ndef load():\n    return open("a").read()\n', "sdk.load()")],
    [
      "what starts a process and no more",
      one("import subprocess\n\n\ndef start():\n    return subprocess.Popen(['a'])\n", "sdk.start()"),
    ],
    [
      "a decorator that may not run what it decorates",
      one(
        "\ndef once(f):\n    def inner():\n        if f:\n            f()\n\n    return inner\n\n\n@once\ndef wait():\n    time.sleep(1)\n",
        "sdk.wait()",
      ),
    ],
    [
      "an override that is awaited",
      { ...SDK, "main.py": main("from sdk._base import AsyncBase", 'AsyncBase()._request("GET", "/")') },
    ],
    [
      "what a derived class may override",
      {
        ...SDK,
        "main.py": main("import sdk", 'Mine().get_user("a")').replace(
          "async def",
          "class Mine(sdk.Client):\n    def _send(self, method, path):\n        return None\n\n\nasync def",
        ),
      },
    ],
    [
      "an object that a derived class holds in the place of another",
      one(
        `
class Slow:
    def get(self):
        time.sleep(1)


class Client:
    def __init__(self):
        self.session = Slow()

    def get(self):
        return self.session.get()


class AsyncClient(Client):
    def __init__(self):
        self.session = Quick()


class Quick:
    async def get(self):
        return 1
`,
        "await sdk.AsyncClient().get()",
        "sdk.AsyncClient().get()",
      ),
    ],
    [
      "what is awaited, or handed to a thread",
      {
        ...SDK,
        "main.py": main("import asyncio\nimport sdk", "await sdk.check()", "await asyncio.to_thread(sdk.check)"),
      },
    ],
    [
      "what nobody knows",
      { ...SDK, "main.py": main("import sdk", "sdk.unknown()", "sdk.Client().unknown()", "sdk.missing.check()") },
    ],
    [
      "a file that a machine has written",
      one(`\ndef wait():\n    time.sleep(1)\n${"# padding\n".repeat(60_000)}`, "sdk.wait()"),
    ],
  ])("%s", (_what, files) => {
    expect(stalls(files)).toEqual([]);
  });
});

it("looks into no package unless async code runs something of it", () => {
  const files = new Map(
    Object.entries({
      ...SDK,
      "main.py": `import sdk\n\nclient = sdk.Client("x")\n\n\ndef load():\n    return client.get_user("a")\n\n\n${main("", "print(1)")}`,
    }),
  );
  const read: string[] = [];
  const host = hostOf(files);
  const workspace = new Workspace({ ...host, read: (file) => (read.push(file), host.read(file)) }, open);
  expect(stallsIn("main.py", files, workspace)).toEqual([]);
  expect(read.filter((file) => file.includes("site-packages"))).toEqual([]);
});

it("is read to the end of a way before whoever has asked has to ask again", () => {
  const files = new Map(Object.entries({ ...SDK, "main.py": main("import sdk", 'sdk.Client("x").users.list()') }));
  const workspace = new Workspace({ ...hostOf(files), read: () => ({ kind: "later" }) }, open);
  expect(stallsIn("main.py", files, workspace)).toEqual([]);
  const read: string[] = [];
  for (let wanted = workspace.takeWanted(); wanted.length > 0; wanted = workspace.takeWanted()) {
    for (const file of wanted) workspace.take(file, files.get(nameOf(file)));
    read.push(...wanted.map((file) => file.slice(file.lastIndexOf("/") + 1)));
    workspace.askAgain();
  }
  expect(read).toEqual(["__init__.py", "client.py", "_base.py", "_api.py"]);
  expect(stallsIn("main.py", files, workspace)).toHaveLength(1);
});

it("is explained: the way to what blocks, or that none is known", () => {
  const text = main("import sdk", 'client = sdk.Client("x")', 'client.get_user("a")', "client.unknown()");
  const explained = explain(
    open(text),
    workspaceOf(new Map(Object.entries({ ...SDK, "main.py": text }))).importsOf(pathOf("main.py")),
    0,
    text.length,
  );
  expect(explained.map(({ what, reason, steps }) => `${what}: ${reason} ${steps.length}`)).toEqual([
    "calls sdk.Client(): comes to no call that is known to block 0",
    "calls client.get_user(): blocks the event loop 4",
    "calls client.unknown(): comes to no call that is known to block 0",
  ]);
});

it("answers by the files as they are when packages come, change and go", () => {
  const files = new Map(Object.entries({ ".venv/pyvenv.cfg": "", "main.py": main("import sdk", "sdk.wait()") }));
  const workspace = workspaceOf(files);
  const sdk = `${PACKAGES}/sdk.py`;
  expect(stallsIn("main.py", files, workspace)).toEqual([]);
  files.set(sdk, "import time\n\n\ndef wait():\n    time.sleep(1)\n");
  workspace.filesChanged([pathOf(sdk)]);
  expect(stallsIn("main.py", files, workspace)).toHaveLength(1);
  files.set(sdk, "def wait():\n    pass\n");
  expect(workspace.take(pathOf(sdk), files.get(sdk))).toBe(true);
  expect(stallsIn("main.py", files, workspace)).toEqual([]);
  files.delete(sdk);
  workspace.filesChanged([pathOf(sdk)]);
  expect(stallsIn("main.py", files, workspace)).toEqual([]);
});
