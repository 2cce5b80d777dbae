/** A fix over several files does in Python what the files did before, and no longer stalls the event loop. */
import { expect, it } from "vitest";
import { projectFix, withFix } from "../project/project-fixes";
import { runPython } from "./run";

const HELPERS = {
  "script.py": `import asyncio

from shop.orders import total

beats = 0


async def heart():
    global beats
    while True:
        await asyncio.sleep(0.01)
        beats += 1


async def main():
    beating = asyncio.create_task(heart())
    await asyncio.sleep(0)
    result = total("b", "a")
    beating.cancel()
    print(result, "free" if beats > 5 else "stalled")


asyncio.run(main())
`,
  "shop/__init__.py": "",
  "shop/orders.py": `from .prices import Prices

prices = Prices()


def total(*names):
    """The sum of what is known."""
    found = [prices.of(name) for name in names]
    return sum(found) + prices.of("c")


async def cheapest(*names):
    return min([prices.of(name) for name in names])
`,
  "shop/prices.py": `import subprocess
import time


class Prices:
    known = {"a": 1, "b": 2, "c": 4}

    def of(self, name):
        self.wait()
        return self.known[name]

    @staticmethod
    def wait():
        time.sleep(0.1)
        subprocess.run(["true"], check=True)
`,
} as const;

it("makes a helper async over three files", async () => {
  const before = new Map(Object.entries(HELPERS));
  const fix = projectFix("script.py", before);
  if (fix.kind === "refusal") throw new Error(fix.reason);
  const after = withFix("script.py", fix, before);
  expect([...after].filter(([name, text]) => before.get(name) !== text).map(([name]) => name)).toEqual([
    "script.py",
    "shop/orders.py",
    "shop/prices.py",
  ]);
  const [old, made] = await Promise.all([before, after].map((files) => runPython(files.get("script.py")!, files)));
  expect(old).toEqual({ stdout: "7 stalled\n", stderr: "", status: 0 });
  expect(made).toEqual({ stdout: "7 free\n", stderr: "", status: 0 });
});

/** A client of a small API as people write it, used in two other files. */
const SESSION = {
  "script.py": `import asyncio

from shop.api import Api
from shop.report import report

beats = 0


async def heart():
    global beats
    while True:
        await asyncio.sleep(0.01)
        beats += 1


async def main():
    beating = asyncio.create_task(heart())
    await asyncio.sleep(0)
    with Api("secret") as api:
        print(api.echo("a"), api.missing("/status/404"))
        print(api.slow())
        print(await report(api))
        print(api.parts())
    beating.cancel()
    print("free" if beats > 20 else "stalled")


asyncio.run(main())
`,
  "shop/__init__.py": "",
  "shop/api.py": `import requests
from requests.adapters import HTTPAdapter

from local_server import BASE

from .answers import decoded

TIMEOUT = 5


class Api:
    """A client of the shop."""

    def __init__(self, token):
        self.session = requests.Session()
        self.session.headers.update({"X-Test": token})
        self.session.auth = ("user", token)
        self.session.params = {"key": "1"}
        self.session.params.update({"page": "2"})
        self.session.cookies.set("a", "1")
        self.session.mount("http://", HTTPAdapter(max_retries=1))

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()

    def close(self):
        self.session.close()

    def _get(self, path, **query):
        response = self.session.get(BASE + path, params=query, timeout=TIMEOUT)
        response.raise_for_status()
        return response

    def echo(self, name):
        answer = decoded(self._get("/echo", name=name))
        return answer["query"], answer["x"], answer["auth"], answer["cookie"]

    def redirected(self):
        return self._get("/redirect/2").url.rsplit("/", 1)[1]

    def missing(self, path):
        try:
            return self._get(path).text
        except requests.HTTPError as error:
            return error.response.status_code, error.response.reason, error.response.ok

    def slow(self):
        return self._get("/stall", seconds=0.5).json()

    def parts(self):
        with self.session.get(BASE + "/bytes", stream=True, timeout=TIMEOUT) as response:
            size = 0
            for part in response.iter_content(1024):
                size += len(part)
            return size
`,
  "shop/answers.py": `import requests


def decoded(response: requests.Response):
    if not response.ok:
        raise LookupError(response.reason)
    return response.json()
`,
  "shop/report.py": `from requests.exceptions import RequestException

from .api import Api


async def report(api: Api):
    try:
        return [api.redirected(), api.session.headers["X-Test"], api.slow(), api.redirected() == "", api.session.get("http://127.0.0.1:9", timeout=5)]
    except RequestException as error:
        return "no answer"
`,
} as const;

it("moves the session of a class over four files", async () => {
  const before = new Map(Object.entries(SESSION));
  const fix = projectFix("script.py", before, {}, "move session");
  if (fix.kind === "refusal") throw new Error(fix.reason);
  const after = withFix("script.py", fix, before);
  expect([...after].filter(([name, text]) => before.get(name) !== text)).toHaveLength(4);
  const [old, made] = await Promise.all([before, after].map((files) => runPython(files.get("script.py")!, files)));
  const answers =
    "([['key', '1'], ['page', '2'], ['name', 'a']], 'secret', 'Basic dXNlcjpzZWNyZXQ=', 'a=1') (404, 'Not Found', False)";
  const printed = `${answers}\n{'stalled': True}\nno answer\n10240\n`;
  expect(old).toEqual({ stdout: `${printed}stalled\n`, stderr: "", status: 0 });
  expect(made).toEqual({ stdout: `${printed}free\n`, stderr: "", status: 0 });
});

/** The same with what aiohttp has in the place of it: each answer is read where it is asked for. */
const AIOHTTP = {
  "script.py": `import asyncio

from shop.api import Api
from shop.report import report

beats = 0


async def heart():
    global beats
    while True:
        await asyncio.sleep(0.01)
        beats += 1


async def main():
    beating = asyncio.create_task(heart())
    await asyncio.sleep(0)
    with Api("secret") as api:
        print(api.echo("a"), api.missing("/status/404"))
        print(api.slow())
        print(await report(api))
        print(api.session.headers["X-Test"], api.limited())
    beating.cancel()
    print("free" if beats > 20 else "stalled")


asyncio.run(main())
`,
  "shop/__init__.py": "",
  "shop/api.py": `import requests

from local_server import BASE

TIMEOUT = 5


class Api:
    """A client of the shop."""

    def __init__(self, token):
        self.session = requests.Session()
        self.session.headers.update({"X-Test": token})
        self.session.auth = ("user", token)
        self.session.verify = False
        self.session.cookies.set("a", "1")

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()

    def close(self):
        self.session.close()

    def _get(self, path, **query):
        response = self.session.get(BASE + path, params=query, timeout=TIMEOUT)
        response.raise_for_status()
        return response.json()

    def echo(self, name):
        answer = self._get("/echo", name=name)
        return answer["query"], answer["x"], answer["auth"], answer["cookie"]

    def missing(self, path):
        try:
            return self._get(path)
        except requests.HTTPError as error:
            return error.response.status_code

    def slow(self):
        return self._get("/stall", seconds=0.5)

    def limited(self):
        try:
            return self.session.get(BASE + "/stall", params={"seconds": 2}, timeout=0.1).json()
        except requests.Timeout:
            return "too slow"
`,
  "shop/report.py": `from requests.exceptions import RequestException

from .api import Api


async def report(api: Api):
    try:
        return [api.slow(), api.session.get("http://127.0.0.1:9", timeout=5).text]
    except RequestException as error:
        return "no answer"
`,
} as const;

it("moves the session of a class to aiohttp", async () => {
  const before = new Map(Object.entries(AIOHTTP));
  const fix = projectFix("script.py", before, { httpClient: "aiohttp" }, "move session");
  if (fix.kind === "refusal") throw new Error(fix.reason);
  expect(fix.annotation).toContain("keeps no cookies of servers that go by a number");
  const after = withFix("script.py", fix, before);
  expect([...after].filter(([name, text]) => before.get(name) !== text)).toHaveLength(3);
  const [old, made] = await Promise.all([before, after].map((files) => runPython(files.get("script.py")!, files)));
  const printed =
    "([['name', 'a']], 'secret', 'Basic dXNlcjpzZWNyZXQ=', 'a=1') 404\n{'stalled': True}\nno answer\nsecret too slow\n";
  expect(old).toEqual({ stdout: `${printed}stalled\n`, stderr: "", status: 0 });
  expect(made).toEqual({ stdout: `${printed}free\n`, stderr: "", status: 0 });
});

/** An application whose routes ask by a session that a module, or an object made at import, holds. */
function site(how: "module" | "object"): Readonly<Record<string, string>> {
  const session = `requests.Session()\nINDENTsession.headers.update({\n    INDENT"X-Test": "secret",\nINDENT})\n`;
  const load = `"""What is asked for."""\nBODYreturn session.get(BASE + path, timeout=5).json()\n`;
  const ofModule = `session = ${session.replaceAll("INDENT", "")}\n\ndef load(path):\n    ${load.replace("BODY", "    ")}`;
  const ofObject = `class Rates:\n    def __init__(self):\n        self.${`session = ${session}`.replaceAll("INDENT", "        ").replace("        session", "        self.session")}
    def load(self, path):\n        ${load.replace("BODY", "        ").replace("session", "self.session")}\n\nrates = Rates()\n`;
  const called = how === "module" ? "load" : "rates.load";
  return {
    "script.py": `import asyncio

import aiohttp
from aiohttp import web

from shop import rates
from shop.app import app

beats = 0


async def heart():
    global beats
    while True:
        await asyncio.sleep(0.01)
        beats += 1


async def main():
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    beating = asyncio.create_task(heart())
    async with aiohttp.ClientSession() as visitor:
        for path in ("echo", "stall"):
            async with visitor.get(f"http://{host}:{port}/{path}") as answer:
                print(answer.status, await answer.text())
    beating.cancel()
    await runner.cleanup()
    held = vars(${how === "module" ? "rates" : 'vars(rates)["rates"]'})["session"]
    print("closed" if getattr(held, "is_closed", getattr(held, "closed", False)) else "open")
    print("free" if beats > 20 else "stalled")


asyncio.run(main())
`,
    "shop/__init__.py": "",
    "shop/rates.py": `import requests\n\nfrom local_server import BASE\n\n${how === "module" ? ofModule : `\n${ofObject}`}`,
    "shop/routes.py": `from aiohttp import web

from .rates import ${called.split(".", 1)[0]}


async def echo(request):
    return web.Response(text=str(${called}("/echo")["x"]))


async def stall(request):
    return web.json_response(${called}("/stall?seconds=0.5"))
`,
    "shop/app.py": `from aiohttp import web

from . import routes
from .ending import around

app = web.Application()
app.router.add_get("/echo", routes.echo)
app.router.add_get("/stall", routes.stall)
app.cleanup_ctx.append(around)
`,
    "shop/ending.py": `from . import routes


async def around(app):
    print("up", routes.__name__)
    yield
    print("down")
`,
  };
}

it.each([
  ["httpx", "module"],
  ["httpx", "object"],
  ["aiohttp", "module"],
  ["aiohttp", "object"],
] as const)("closes with %s what the %s holds, as its application ends", async (httpClient, how) => {
  const before = new Map(Object.entries(site(how)));
  const fix = projectFix("shop/routes.py", before, { httpClient }, "move session");
  if (fix.kind === "refusal") throw new Error(fix.reason);
  expect(fix.annotation).not.toContain("nothing closes");
  const after = withFix("shop/routes.py", fix, before);
  const changed = [...after].filter(([name, text]) => before.get(name) !== text).map(([name]) => name);
  expect(changed).toEqual(["shop/rates.py", "shop/routes.py", "shop/ending.py"]);
  const [old, made] = await Promise.all([before, after].map((files) => runPython(files.get("script.py")!, files)));
  const printed = 'up shop.routes\n200 secret\n200 {"stalled": true}\ndown\n';
  // What requests leaves open is told of on stderr.
  expect(old).toMatchObject({ stdout: `${printed}open\nstalled\n`, status: 0 });
  expect(made).toEqual({ stdout: `${printed}closed\nfree\n`, stderr: "", status: 0 });
});
