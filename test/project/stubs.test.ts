/**
 * Stubs tell what the sources of installed packages leave open: what functions give and attributes hold. Whether
 * anything blocks is said by sources alone. What both know of coroutine functions says where an `await` is missing.
 */
import { describe, expect, it } from "vitest";
import { Workspace } from "../../server/src/workspace/workspace";
import { open } from "../support/engine";
import { foundIn, hostOf, nameOf, type ProjectFiles, workspaceOf } from "./in-memory";

const PACKAGES = ".venv/lib/python3.12/site-packages";

/** A file of packages that are installed, and a project whose main.py uses them. */
function project(packages: ProjectFiles, imports: string, ...body: readonly string[]): ReadonlyMap<string, string> {
  const main = [imports, "", "", "async def main():", ...body.map((line) => `    ${line}`), ""].join("\n");
  const installed = Object.entries(packages).map(([name, text]) => [`${PACKAGES}/${name}`, text] as const);
  return new Map([[".venv/pyvenv.cfg", "home = /usr/bin\n"], ...installed, ["main.py", main]]);
}

function told(rule: string, files: ReadonlyMap<string, string>): readonly string[] {
  return foundIn("main.py", rule, files, workspaceOf(files)).map((one) => one.replaceAll(`${PACKAGES}/`, ""));
}

/** A package whose source says of no function what it gives, nor of any attribute what it holds. */
const SOURCE: ProjectFiles = {
  "sdk/__init__.py": "from ._client import Client, make_client, open_all, registry\n",
  "sdk/_client.py": `import time

registry = {}


class Client:
    def __init__(self, parts):
        for name, part in parts.items():
            setattr(self, name, part)

    def fetch(self):
        time.sleep(1)

    async def send(self, item):
        return registry.get(item)

    async def renew(self):
        return registry["x"]


def make_client(kind="x"):
    return registry[kind]


async def open_all(kinds):
    return [registry[kind] for kind in kinds][0]
`,
};

const STUB = `class Client:
    users: Users
    @property
    def first(self) -> Users: ...
    def fetch(self) -> None: ...
    async def send(self, item: str) -> str: ...
    async def renew(self) -> Client: ...

class Users:
    async def all(self) -> list[str]: ...

def make_client(kind: str = ...) -> Client: ...
async def open_all(kinds: list[str]) -> Client: ...
registry: dict[str, Client]
`;

const BESIDE: ProjectFiles = { ...SOURCE, "sdk/_client.pyi": STUB };
const APART: ProjectFiles = {
  ...SOURCE,
  "sdk-stubs/_client.pyi": STUB,
  "sdk-stubs/__init__.pyi": "from ._client import Client as Client, make_client as make_client\n",
};
const FETCHES = /^6: fetch\(\) stalls the event loop: it calls time\.sleep\(\) in sdk <- sdk\/_\w+\.py:12$/;

const blocking = (packages: ProjectFiles, ...body: readonly string[]): readonly string[] =>
  told("blocking-helper-call", project(packages, "import sdk", ...body));
const unawaited = (packages: ProjectFiles, ...body: readonly string[]): readonly string[] =>
  told("missing-await", project(packages, "import sdk", ...body));

describe("what the project's own folder of stubs says", () => {
  const CLIENT = ["client = sdk.make_client()", "client.fetch()"];
  const own = (
    packages: ProjectFiles,
    typings: ProjectFiles,
    ...body: readonly string[]
  ): ReadonlyMap<string, string> =>
    new Map([
      ...project(packages, "import sdk", ...body),
      ...Object.entries(typings).map(([name, text]) => [`typings/${name}`, text] as const),
    ]);

  it("is known of a package that has no stubs", () => {
    expect(told("blocking-helper-call", own(SOURCE, { "sdk/_client.pyi": STUB }, ...CLIENT))).toEqual([
      expect.stringMatching(FETCHES),
    ]);
  });

  it("comes before what stubs beside the source say", () => {
    const other = STUB.replace("-> Client: ...\nasync", "-> str: ...\nasync");
    expect(told("blocking-helper-call", own(BESIDE, { "sdk/_client.pyi": other }, ...CLIENT))).toEqual([]);
  });

  it("is all that is known of what has no source", () => {
    const stub = { "sdk.pyi": "async def send(item: str) -> None: ...\n" };
    expect(told("missing-await", own({}, stub, "sdk.send('x')"))).toEqual([expect.stringMatching(/^5: /)]);
    expect(
      told("missing-await", own({ "sdk.py": "def send(item):\n    return item\n" }, stub, "sdk.send('x')")),
    ).toEqual([]);
  });
});

describe("what blocks behind what a stub says", () => {
  it.each<[string, ProjectFiles, readonly string[]]>([
    ["a stub beside the source gives", BESIDE, ["client = sdk.make_client()", "client.fetch()"]],
    ["a package of stubs gives", APART, ["client = sdk.make_client()", "client.fetch()"]],
    ["a coroutine function of a stub gives", BESIDE, ["client = await sdk.open_all(['x'])", "client.fetch()"]],
    ["a method of a stub gives", BESIDE, ["client = await sdk.make_client().renew()", "client.fetch()"]],
    [
      "a stub of a module gives that has the class from elsewhere",
      {
        ...BESIDE,
        "sdk/_client.py": "from ._parts import Client\n\n\ndef make_client():\n    return globals()['x']\n",
        "sdk/_parts.py": SOURCE["sdk/_client.py"]!,
      },
      ["client = sdk.make_client()", "client.fetch()"],
    ],
    [
      "an annotation of a typed package gives",
      {
        ...SOURCE,
        "sdk/py.typed": "",
        "sdk/_client.py": SOURCE["sdk/_client.py"]!.replace(
          'make_client(kind="x"):',
          'make_client(kind="x") -> Client:',
        ),
      },
      ["client = sdk.make_client()", "client.fetch()"],
    ],
  ])("is told of what %s", (_what, packages, body) => {
    expect(blocking(packages, ...body)).toEqual([expect.stringMatching(FETCHES)]);
  });

  it.each<[string, ProjectFiles, readonly string[]]>([
    ["nothing says what is given", SOURCE, ["client = sdk.make_client()", "client.fetch()"]],
    [
      "the stub alone has a body",
      {
        "sdk.pyi": "import time\n\ndef wait() -> None:\n    time.sleep(1)\n",
        "sdk.cpython-312-x86_64-linux-gnu.so": "",
      },
      ["sdk.wait()"],
    ],
    [
      "the stub has a method that the source may have from a base",
      {
        "sdk.py":
          "import time\n\n\nclass Base:\n    def fetch(self):\n        time.sleep(1)\n\n\nclass Client(Base):\n    pass\n\n\ndef make():\n    return globals()['x']\n",
        "sdk.pyi":
          "class Base: ...\n\nclass Client(Base):\n    def ask(self) -> None: ...\n\ndef make() -> Client: ...\n",
      },
      ["sdk.make().ask()"],
    ],
    [
      "the stub says several things",
      { ...BESIDE, "sdk/_client.pyi": STUB.replace("-> Client: ...\nasync", "-> Client | Users: ...\nasync") },
      ["sdk.make_client().fetch()"],
    ],
    [
      "the stub tells signatures apart",
      {
        ...BESIDE,
        "sdk/_client.pyi": `from typing import overload\n${STUB.replace("def make_client", "@overload\ndef make_client")}`,
      },
      ["sdk.make_client().fetch()"],
    ],
    [
      "the stub has a syntax error there",
      { ...BESIDE, "sdk/_client.pyi": STUB.replace("def make_client(", "def make_client((") },
      ["sdk.make_client().fetch()"],
    ],
  ])("is not told where %s", (_what, packages, body) => {
    expect(blocking(packages, ...body)).toEqual([]);
  });

  it("is a base's method that a stub names anew", () => {
    const packages = {
      "sdk.py":
        "import time\n\n\nclass Base:\n    def fetch(self):\n        time.sleep(1)\n\n\nclass Client(Base):\n    pass\n\n\ndef make():\n    return globals()['x']\n",
      "sdk.pyi":
        "class Base: ...\n\nclass Client(Base):\n    def fetch(self) -> None: ...\n\ndef make() -> Client: ...\n",
    };
    expect(blocking(packages, "sdk.make().fetch()")).toEqual([
      "5: fetch() stalls the event loop: it calls time.sleep() in sdk <- sdk.py:6",
    ]);
  });

  it("is not looked for where no environment is to be looked at", () => {
    const files = project(BESIDE, "import sdk", "client = sdk.make_client()", "client.fetch()");
    const workspace = new Workspace({ ...hostOf(files), environmentOf: () => ({ kind: "none" }) }, open);
    expect(foundIn("main.py", "blocking-helper-call", files, workspace)).toEqual([]);
    expect(foundIn("main.py", "missing-await", files, workspace)).toEqual([]);
  });
});

const DROPPED = "is never awaited: it makes a coroutine that does not run";

describe("an await is missing at a coroutine function of a package", () => {
  it.each<[string, ProjectFiles, readonly string[], string]>([
    ["by its source", SOURCE, ["sdk.open_all(['x'])"], `5: sdk.open_all() ${DROPPED}`],
    [
      "by its source, on an object that is made",
      SOURCE,
      ["client = sdk.Client({})", "client.send('x')"],
      `6: client.send() ${DROPPED}`,
    ],
    [
      "on what a stub says that is given",
      BESIDE,
      ["client = sdk.make_client()", "client.send('x')"],
      `6: client.send() ${DROPPED}`,
    ],
    [
      "on what a stub says that an attribute holds",
      BESIDE,
      ["users = sdk.make_client().users", "users.all()"],
      `6: users.all() ${DROPPED}`,
    ],
    [
      "on what a stub says that a property gives",
      BESIDE,
      ["sdk.make_client().first.all()"],
      `5: sdk.make_client().first.all() ${DROPPED}`,
    ],
    [
      "whose result is used",
      BESIDE,
      ["print(len(sdk.make_client().first.all()))"],
      "5: sdk.make_client().first.all() gives a coroutine, not its result: it has no length",
    ],
    [
      "of a module that is compiled",
      { "sdk.pyi": STUB, "sdk.cpython-312-x86_64-linux-gnu.so": "" },
      ["sdk.make_client().send('x')"],
      `5: sdk.make_client().send() ${DROPPED}`,
    ],
    [
      "of a compiled module of which a package of stubs speaks",
      {
        "sdk/_core.cpython-312-x86_64-linux-gnu.so": "",
        "sdk/__init__.py": "from ._core import Client\n",
        "sdk-stubs/_core.pyi": STUB,
      },
      ["sdk.Client().send('x')"],
      `5: sdk.Client().send() ${DROPPED}`,
    ],
    [
      "as a stub says of what is decorated",
      {
        ...BESIDE,
        "sdk/_client.py": SOURCE["sdk/_client.py"]!.replace("    async def send", "    @registry\n    async def send"),
      },
      ["sdk.make_client().send('x')"],
      `5: sdk.make_client().send() ${DROPPED}`,
    ],
  ])("%s", (_what, packages, body, finding) => {
    expect(unawaited(packages, ...body)).toEqual([finding]);
  });

  it.each<[string, ProjectFiles, readonly string[]]>([
    [
      "is awaited, or made a task of",
      BESIDE,
      [
        "import asyncio",
        "client = sdk.make_client()",
        "await client.send('x')",
        "asyncio.create_task(client.send('y'))",
      ],
    ],
    [
      "is plain in the source, whatever the stub says",
      { ...BESIDE, "sdk/_client.py": SOURCE["sdk/_client.py"]!.replace("async def send", "def send") },
      ["sdk.make_client().send('x')"],
    ],
    [
      "is decorated, and no stub speaks of it",
      {
        ...SOURCE,
        "sdk/_client.py": SOURCE["sdk/_client.py"]!.replace("    async def send", "    @registry\n    async def send"),
      },
      ["sdk.Client({}).send('x')"],
    ],
    [
      "is a method of a class that something remakes",
      {
        ...SOURCE,
        "sdk/_client.py": SOURCE["sdk/_client.py"]!.replace("class Client:", "@registry\nclass Client:").replace(
          "    async def send(self",
          "    @staticmethod\n    async def send(self",
        ),
      },
      ["sdk.Client.send('x')"],
    ],
    [
      "has overloads alone",
      {
        "sdk.pyi":
          "from typing import overload\n@overload\nasync def send(x: int) -> int: ...\n@overload\nasync def send(x: str) -> str: ...\n",
      },
      ["sdk.send(1)"],
    ],
    ["is an async generator", { "sdk.py": "async def pages():\n    yield 1\n" }, ["sdk.pages()"]],
  ])("unless it %s", (_what, packages, body) => {
    expect(unawaited(packages, ...body)).toEqual([]);
  });

  it("and packages are read for it where code is async alone", () => {
    const files = new Map(project(BESIDE, "import sdk", "pass"));
    files.set("main.py", `${files.get("main.py")!}\n\ndef load():\n    sdk.open_all(["x"])\n`);
    const read: string[] = [];
    const host = hostOf(files);
    const workspace = new Workspace({ ...host, read: (file) => (read.push(file), host.read(file)) }, open);
    expect(foundIn("main.py", "missing-await", files, workspace)).toEqual([]);
    expect(read.filter((file) => file.includes(PACKAGES))).toEqual([]);
  });

  it("where a helper of the project gives the object", () => {
    const files = new Map(project(BESIDE, "from clients import client", "client().send('x')"));
    files.set("clients.py", "import sdk\n\n\ndef client():\n    return sdk.make_client()\n");
    expect(told("missing-await", files)).toEqual([`5: client().send() ${DROPPED}`]);
  });
});

it("is known by and by, where files have to be waited for", () => {
  const files = project(BESIDE, "import sdk", "client = sdk.make_client()", "client.send('x')");
  const workspace = new Workspace({ ...hostOf(files), read: () => ({ kind: "later" }) }, open);
  expect(foundIn("main.py", "missing-await", files, workspace)).toEqual([]);
  const read: string[] = [];
  for (let wanted = workspace.takeWanted(); wanted.length > 0; wanted = workspace.takeWanted()) {
    for (const file of wanted) workspace.take(file, files.get(nameOf(file)));
    read.push(...wanted.map((file) => file.slice(file.lastIndexOf("/") + 1)));
    workspace.askAgain();
  }
  expect(read).toEqual(["__init__.py", "_client.py", "_client.pyi"]);
  expect(foundIn("main.py", "missing-await", files, workspace)).toEqual([`6: client.send() ${DROPPED}`]);
});
