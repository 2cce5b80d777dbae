/**
 * Where the project shows what an application runs as it ends, "Move the session" closes there what a module, or an
 * object that is made at import, holds, in whatever file that stands.
 */
import { describe, expect, it } from "vitest";
import type { Fix } from "../../server/src/fixes/fix";
import { compileErrors } from "../support/python";
import type { ProjectFiles } from "./in-memory";
import { projectFix, withFix } from "./project-fixes";

interface Done {
  readonly changed: ProjectFiles;
  readonly annotation: string;
}

async function moved(files: ProjectFiles, httpClient: "httpx" | "aiohttp" = "httpx"): Promise<Done> {
  const before = new Map(Object.entries(files));
  const fix = projectFix("routes.py", before, { httpClient }, "move session");
  if (fix.kind === "refusal") throw new Error(fix.reason);
  const after = withFix("routes.py", fix satisfies Fix, before);
  expect(await compileErrors([...after.values()])).toEqual([...after].map(() => null));
  const changed = Object.fromEntries([...after].filter(([name, text]) => text !== files[name]));
  return { changed, annotation: fix.annotation ?? "" };
}

const WEB = `import requests

session = requests.Session()


def load(path):
    return session.get("https://example.com" + path, timeout=5).json()
`;

const ROUTES = `from web import load


async def show(path):
    return load(path)
`;

const CLIENT = `import requests


class Api:
    def __init__(self):
        self.session = requests.Session()

    def load(self, path):
        return self.session.get("https://example.com" + path, timeout=5).json()


api = Api()


def load(path):
    return path
`;

/** What the file that says how an application starts and ends becomes where a session of web.py is moved. */
async function hooked(main: string, more: ProjectFiles = {}): Promise<string> {
  const { changed, annotation } = await moved({ "main.py": main, "routes.py": ROUTES, "web.py": WEB, ...more });
  expect(annotation).not.toContain("nothing closes");
  return changed["main.py"] ?? "";
}

describe("closes a module's session", () => {
  it("behind the yield of a lifespan", async () => {
    const main = `from contextlib import asynccontextmanager

from fastapi import FastAPI

import routes


@asynccontextmanager
async def lifespan(app: FastAPI):
    print("up")
    yield
    print("down")  # at last


app = FastAPI(lifespan=lifespan)
`;
    expect(await hooked(main)).toBe(
      main
        .replace("import routes\n", "import routes\nfrom web import session\n")
        .replace("# at last\n", "# at last\n    await session.aclose()\n"),
    );
  });

  it.each([
    ["finally", "    try:\n        yield\n    finally:\n        print(1)\n", "        print(1)\n", "        "],
    ["with", "    async with app.pool:\n        yield\n", "        yield\n", "    "],
  ])("behind a yield in a statement with an end of its own: %s", async (_what, body, end, indentation) => {
    const main = `from litestar import Litestar\n\nimport routes\n\n\nasync def lifespan(app):\n${body}\n\napp = Litestar([], lifespan=[lifespan])\n`;
    expect(await hooked(main)).toContain(`${end}${indentation}await session.aclose()\n`);
  });

  it.each([
    ["fastapi", "FastAPI()", '@app.on_event("shutdown")'],
    ["quart", "Quart(__name__)", "@app.after_serving"],
    ["sanic", 'Sanic("a")', "@app.after_server_stop"],
    ["sanic", 'Sanic("a")', '@app.listener("after_server_stop")'],
    ["faststream", "FastStream()", "@app.after_shutdown"],
    ["aiogram", "Dispatcher()", "@app.shutdown()"],
  ])("where a decorator of %s says so: %s %s", async (library, made, decorator) => {
    const class_ = made.slice(0, made.indexOf("("));
    const main = `from ${library} import ${class_}\n\nimport routes\n\napp = ${made}\n\n\n${decorator}\nasync def close(*given):\n    pass\n`;
    expect(await hooked(main)).toContain("async def close(*given):\n    await session.aclose()\n");
  });

  it.each([
    ["from aiohttp import web as w", "w.Application()", "app.on_cleanup.append(close)"],
    ["from starlette.applications import Starlette", "Starlette()", 'app.add_event_handler("shutdown", close)'],
    ["from sanic import Sanic", 'Sanic("a")', 'app.register_listener(close, "after_server_stop")'],
    ["from quart import Quart", "Quart(__name__)", "app.after_serving(close)"],
    ["from aiogram import Dispatcher", "Dispatcher()", "app.shutdown.register(close)"],
  ])("where a call says so, of a function elsewhere: %s %s", async (imports, made, call) => {
    const main = `${imports}\n\nimport ending\nimport routes\n\napp = ${made}\n${call.replace("close", "ending.close")}\n`;
    const ending = `async def close(*given):\n    print("down")\n`;
    const { changed } = await moved({ "main.py": main, "ending.py": ending, "routes.py": ROUTES, "web.py": WEB });
    expect(changed["ending.py"]).toBe(`from web import session\n\n\n${ending}    await session.aclose()\n`);
  });

  it("of an application that another file makes, by the name that the file knows it by", async () => {
    const main = `from fastapi import FastAPI\n\nimport routes\n\napp = FastAPI()\n`;
    const events = `import web as http\nfrom main import app\n\n\n@app.on_event("shutdown")\nasync def close():\n    print("down")\n`;
    const { changed } = await moved({ "main.py": main, "events.py": events, "routes.py": ROUTES, "web.py": WEB });
    expect(changed["events.py"]).toBe(`${events}    await http.session.aclose()\n`);
  });

  it("of an application that a function without a type for it is given by all who call it", async () => {
    const main = `from aiohttp import web\n\nimport ending\nimport routes\n\n\ndef make():\n    app = web.Application()\n    ending.set_up(app)\n    return app\n`;
    const ending = `async def close(app):\n    print("down")\n\n\ndef add(app):\n    app.on_cleanup.append(close)\n\n\ndef set_up(app):\n    add(app)\n`;
    const files = { "main.py": main, "ending.py": ending, "routes.py": ROUTES, "web.py": WEB };
    const { changed, annotation } = await moved(files);
    expect(changed["ending.py"]).toContain(`    print("down")\n    await session.aclose()\n`);
    expect(annotation).toContain("close() in ending.py closes session of web.py");
    const bus = `import ending\nfrom bus import Bus\n\nending.set_up(Bus())\n`;
    expect((await moved({ ...files, "bus.py": bus })).annotation).toContain("nothing closes session of web.py");
  });

  it("by dots where the file imports so, and in the file itself", async () => {
    const files = {
      "app/__init__.py": "",
      "app/main.py": `from fastapi import FastAPI\n\nfrom . import routes\n\napp = FastAPI()\n\n\n@app.on_event("shutdown")\nasync def close():\n    print("down")\n`,
      "app/routes.py": "from .net.web import load\n",
      "app/net/__init__.py": "",
      "app/net/web.py": WEB,
      "routes.py": "from app.net.web import load\n\n\nasync def show(path):\n    return load(path)\n",
    };
    const { changed } = await moved(files);
    expect(changed["app/main.py"]).toContain("from .net.web import session\n");
    const one = `${WEB}\n\nasync def close(app):\n    print("down")\n\n\nfrom aiohttp import web\n\napp = web.Application()\napp.on_cleanup.append(close)\n`;
    const { changed: alone } = await moved({ "routes.py": ROUTES, "web.py": one });
    expect(alone["web.py"]).toContain('    print("down")\n    await session.aclose()\n');
  });
});

describe("closes objects that hold one", () => {
  const routes = `from client import api\n\n\nasync def show(path):\n    return api.load(path)\n`;
  const main = `from fastapi import FastAPI\n\nimport routes\n\napp = FastAPI()\n\n\n@app.on_event("shutdown")\nasync def close():\n    print("down")\n`;

  it("that are made at import", async () => {
    const { changed, annotation } = await moved({ "main.py": main, "routes.py": routes, "client.py": CLIENT });
    expect(changed["main.py"]).toBe(
      `${main.replace("import routes", "import routes\nfrom client import api")}    await api.aclose()\n`,
    );
    expect(annotation).toContain("close() in main.py closes Api.session");
    expect(annotation).not.toContain("nothing closes");
  });

  it("that the lifespan makes", async () => {
    const lifespan = `from fastapi import FastAPI\n\nimport routes\nfrom client import Api\n\n\nasync def lifespan(app: FastAPI):\n    app.state.api = Api()\n    yield\n\n\napp = FastAPI(lifespan=lifespan)\n`;
    const files = {
      "main.py": lifespan,
      "routes.py": `from client import Api\n\n\nasync def show(api: Api, path):\n    return api.load(path)\n`,
      "client.py": CLIENT.replace("api = Api()\n", ""),
    };
    const { changed } = await moved(files);
    expect(changed["main.py"]).toBe(lifespan.replace("    yield\n", "    yield\n    await app.state.api.aclose()\n"));
  });

  it("by the method that they have for it, where nobody calls that", async () => {
    const client = CLIENT.replace("\n\napi =", "\n    def shut(self):\n        self.session.close()\n\n\napi =");
    const files = { "main.py": main, "routes.py": routes, "client.py": client };
    const { changed } = await moved(files);
    expect(changed["main.py"]).toContain("    await api.shut()\n");
    const closing = `${main.replace("import routes", "import routes\nfrom client import api")}    api.shut()\n`;
    const { changed: closed } = await moved({ ...files, "main.py": closing });
    expect(closed["main.py"]).toBe(closing.replace("    api.shut", "    await api.shut"));
  });

  it("and says who has to close others", async () => {
    const other = "from client import Api\n\n\nasync def other():\n    return Api()\n";
    const { annotation } = await moved({
      "main.py": main,
      "routes.py": routes,
      "client.py": CLIENT,
      "other.py": other,
    });
    expect(annotation).toContain("closes Api.session");
    expect(annotation).toContain("whoever makes Api has to await its new aclose()");
  });
});

describe("leaves it to whoever looks after it", () => {
  const hook = '\n\n@app.on_event("shutdown")\nasync def close():\n    print("down")\n';
  const fastapi = `from fastapi import FastAPI\n\nimport routes\n\napp = FastAPI()\n${hook}`;

  it.each<readonly [string, ProjectFiles]>([
    ["several applications", { "main.py": fastapi, "admin.py": fastapi }],
    ["an application that does not use it", { "main.py": fastapi.replace("import routes\n", "") }],
    ["a test's application", { "tests/test_app.py": fastapi }],
    ["a hook that is no coroutine", { "main.py": fastapi.replace("async def close", "def close") }],
    ["a hook that may end before", { "main.py": fastapi.replace('print("down")', "return 1") }],
    ["a hook that something else is made of", { "main.py": fastapi.replace("@app", "@other\n@app") }],
    ["a hook that sees another session", { "main.py": fastapi.replace('print("down")', "session = 1") }],
    [
      "a hook that its application does not run",
      {
        "main.py": fastapi.replace("FastAPI()", "FastAPI(lifespan=routes.made_elsewhere)"),
      },
    ],
    [
      "a file that the session's imports",
      {
        "main.py": fastapi,
        "web.py": WEB.replace("import requests", "import main\nimport requests"),
      },
    ],
  ])("%s", async (_what, files) => {
    const { changed, annotation } = await moved({ "routes.py": ROUTES, "web.py": WEB, ...files });
    expect(annotation).toContain("nothing closes session of web.py");
    expect(Object.keys(changed).toSorted()).toEqual(["routes.py", "web.py"]);
  });
});

describe("makes a session of aiohttp where an application starts", () => {
  const main = `from contextlib import asynccontextmanager

from fastapi import FastAPI

import routes


@asynccontextmanager
async def lifespan(app: FastAPI):
    """Runs around it."""
    print("up")
    yield


app = FastAPI(lifespan=lifespan)
`;

  it("for a module, with what sets it up", async () => {
    const web = WEB.replace(
      "requests.Session()\n",
      'requests.Session()\nsession.headers.update({\n    "A": "b",\n})  # always\nsession.trust_env = True\nBASE = "https://example.com"\n',
    ).replace('"https://example.com" +', "BASE +");
    const { changed, annotation } = await moved({ "main.py": main, "routes.py": ROUTES, "web.py": web }, "aiohttp");
    expect(changed).toEqual({
      "main.py": main
        .replace("import routes", "import routes\nfrom web import close_session, open_session")
        .replace(
          '    print("up")\n    yield\n',
          '    await open_session()\n    print("up")\n    yield\n    await close_session()\n',
        ),
      "routes.py": ROUTES.replace("return load", "return await load"),
      "web.py": `import aiohttp

session: aiohttp.ClientSession


async def open_session() -> None:
    global session
    session = aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=5), trust_env=True
    )
    session.headers.update(
        {
            "A": "b",
        }
    )  # always


async def close_session() -> None:
    await session.close()


BASE = "https://example.com"


async def load(path):
    async with session.get(BASE + path) as response:
        return await response.json()
`,
    });
    expect(annotation).toContain("session of web.py is there once lifespan() in main.py has run");
    expect(annotation).not.toContain("nothing closes");
  });

  it("for an object that is made at import", async () => {
    const routes = `from client import api\n\n\nasync def show(path):\n    return api.load(path)\n`;
    const client = CLIENT.replace(
      "Session()\n",
      "Session()\n        self.session.headers.update(HEADERS)\n        self.count = 0\n",
    ).replace("class", 'HEADERS = {"A": "b"}\n\n\nclass');
    const app = `from aiohttp import web\n\nimport routes\n\n\nasync def start(app):\n    pass\n\n\nasync def stop(app):\n    print("down")\n\n\napp = web.Application()\napp.on_startup.append(start)\napp.on_cleanup.append(stop)\n`;
    const { changed } = await moved({ "main.py": app, "routes.py": routes, "client.py": client }, "aiohttp");
    expect(changed["main.py"]).toBe(
      app
        .replace("import routes", "import routes\nfrom client import api")
        .replace("    pass", "    await api.open()")
        .replace('print("down")', 'print("down")\n    await api.aclose()'),
    );
    expect(changed["client.py"]).toContain(`    def __init__(self):
        self.count = 0

    async def open(self) -> None:
        self.session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5))
        self.session.headers.update(HEADERS)

    async def aclose(self) -> None:
        await self.session.close()

    async def load(self, path):
`);
  });

  const user =
    "from web import session\n\n\nasync def other():\n    return session.get('https://example.com', timeout=5).text\n";
  it.each<readonly [string, ProjectFiles, string]>([
    [
      "a variable that others import by its name",
      { "other.py": user },
      "other.py imports session by its name, before it could be made",
    ],
    [
      "a session that is handed on at import",
      { "web.py": `${WEB}\n\nHOLDERS = {}\nif session is not None:\n    HOLDERS["a"] = 1\n` },
      "web.py, line 11 uses session of web.py while it is made",
    ],
    [
      "a name that is taken",
      { "web.py": `${WEB}\n\ndef open_session():\n    pass\n` },
      "open_session means something else in web.py",
    ],
    [
      "an application that is not in sight",
      { "main.py": "import routes\n" },
      "web.py, line 3 makes session of web.py where no event loop need run, which aiohttp wants",
    ],
  ])("but not %s", async (_what, more, reason) => {
    await expect(moved({ "main.py": main, "routes.py": ROUTES, "web.py": WEB, ...more }, "aiohttp")).rejects.toThrow(
      reason,
    );
  });

  it("but not what only who makes the object knows", async () => {
    const routes = `from client import api\n\n\nasync def show(path):\n    return api.load(path)\n`;
    const client = CLIENT.replace("(self):", "(self, token):")
      .replace("Session()\n", "Session()\n        self.session.headers['A'] = token\n")
      .replace("Api()", "Api('b')");
    await expect(moved({ "main.py": main, "routes.py": routes, "client.py": client }, "aiohttp")).rejects.toThrow(
      "Api.__init__() in client.py sets session up with token, which nobody else knows",
    );
  });
});
