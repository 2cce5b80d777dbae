/**
 * A stub beside a module of the project tells the types that its source leaves open, and nothing of what is done; one
 * without a source is the module.
 */
import { describe, expect, it } from "vitest";
import { foundIn, pathOf, type ProjectFiles, stallsIn, workspaceOf } from "./in-memory";
import { projectFix } from "./project-fixes";

const SOURCE: ProjectFiles = {
  "shop/__init__.py": "",
  "shop/clients.py":
    "import time\n\n\nclass Client:\n    def fetch(self):\n        time.sleep(1)\n\n    async def send(self):\n        return 1\n\n\ndef client():\n    return globals()['x']\n",
};
const STUB: ProjectFiles = {
  "shop/clients.pyi":
    "class Client:\n    def fetch(self) -> None: ...\n    async def send(self) -> int: ...\n\ndef client() -> Client: ...\n",
};
const main = (line: string): ProjectFiles => ({
  "main.py": `from shop.clients import client\n\n\nasync def main():\n    ${line}\n`,
});

function found(files: ProjectFiles, rule = "blocking-helper-call"): readonly string[] {
  const all = new Map(Object.entries(files));
  return foundIn("main.py", rule, all, workspaceOf(all));
}

const FETCHES = "5: fetch() stalls the event loop: it calls time.sleep() <- shop/clients.py:6";

describe("a stub beside a module of the project", () => {
  it("tells the types that the source leaves open", () => {
    expect(found({ ...SOURCE, ...main("client().fetch()") })).toEqual([]);
    expect(found({ ...SOURCE, ...STUB, ...main("client().fetch()") })).toEqual([FETCHES]);
    expect(found({ ...SOURCE, ...STUB, ...main("client().send()") }, "missing-await")).toEqual([
      "5: client().send() is never awaited: it makes a coroutine that does not run",
    ]);
  });

  it("tells of a package as well", () => {
    const files = {
      "shop/__init__.py": SOURCE["shop/clients.py"]!,
      "shop/__init__.pyi": STUB["shop/clients.pyi"]!,
      "main.py": main("client().fetch()")["main.py"]!.replace("shop.clients", "shop"),
    };
    expect(found(files)).toEqual([FETCHES.replace("clients", "__init__")]);
  });

  it("says nothing of what is done", () => {
    const stub = {
      "shop/clients.pyi": `import time\n${STUB["shop/clients.pyi"]!}\ndef wait() -> None:\n    time.sleep(1)\n`,
    };
    const calling = { "main.py": "from shop.clients import wait\n\n\nasync def main():\n    wait()\n" };
    expect(found({ ...SOURCE, ...stub, ...calling })).toEqual([]);
    const source = { ...SOURCE, "shop/clients.py": `${SOURCE["shop/clients.py"]}\n\ndef wait():\n    time.sleep(1)\n` };
    expect(found({ ...source, ...stub, ...calling })).toHaveLength(1);
    expect(found({ ...source, ...STUB, ...calling })).toHaveLength(1);
  });

  it("is the module where that has no source", () => {
    const files = { ...STUB, "shop/__init__.pyi": "", ...main("client().send()") };
    expect(found(files, "missing-await")).toHaveLength(1);
    expect(found({ ...files, ...main("client().fetch()") })).toEqual([]);
    const relative = {
      ...files,
      "shop/run.py": "from .clients import client\n\n\nasync def main():\n    client().send()\n",
    };
    const all = new Map(Object.entries(relative));
    expect(foundIn("shop/run.py", "missing-await", all, workspaceOf(all))).toHaveLength(1);
  });

  it("of a library takes that's place for nobody", () => {
    const stub = "def get(url: str, timeout: int) -> int: ...\n";
    const calling = "import requests\n\n\nasync def main():\n    requests.get('https://example.org', timeout=5)\n";
    expect(found({ "requests.pyi": stub, "main.py": calling }, "blocking-http-call")).toHaveLength(1);
  });

  it("counts as it now is", () => {
    const files = new Map(Object.entries({ ...SOURCE, ...main("client().fetch()") }));
    const workspace = workspaceOf(files);
    const told = (): readonly string[] => stallsIn("main.py", files, workspace);
    expect(told()).toEqual([]);
    files.set("shop/clients.pyi", STUB["shop/clients.pyi"]!);
    workspace.filesChanged([pathOf("shop/clients.pyi")]);
    expect(told()).toEqual([FETCHES]);
    files.set("shop/clients.pyi", "def client() -> int: ...\n");
    expect(workspace.take(pathOf("shop/clients.pyi"), files.get("shop/clients.pyi"))).toBe(true);
    expect(told()).toEqual([]);
    files.set("shop/clients.pyi", STUB["shop/clients.pyi"]!);
    workspace.take(pathOf("shop/clients.pyi"), files.get("shop/clients.pyi"));
    expect(told()).toEqual([FETCHES]);
    files.set("shop/clients.py", SOURCE["shop/clients.py"]!.replace("time.sleep(1)", "pass"));
    workspace.take(pathOf("shop/clients.py"), files.get("shop/clients.py"));
    expect(told()).toEqual([]);
  });

  it("ends a fix that would have to change it", () => {
    const fix = projectFix("main.py", new Map(Object.entries({ ...SOURCE, ...STUB, ...main("client().fetch()") })));
    expect(fix).toMatchObject({
      kind: "refusal",
      reason: "the stub shop/clients.pyi declares Client.fetch(), and is left as it is",
    });
  });
});
