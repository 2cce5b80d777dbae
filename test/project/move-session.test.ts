/**
 * "Move the session to httpx" rewrites the class that holds a session, all who send by it, and all who call them, in
 * whatever files they stand; or it is refused for the first thing that can't be rewritten. Whatever it writes compiles,
 * and has lost the finding.
 */
import { describe, expect, it } from "vitest";
import type { Fix, Refusal } from "../../server/src/fixes/fix";
import { compileErrors } from "../support/python";
import { findingsIn, type ProjectFiles, workspaceOf } from "./in-memory";
import { projectFix, withFix } from "./project-fixes";

function moved(files: ProjectFiles): Fix | Refusal {
  return projectFix("main.py", new Map(Object.entries(files)), {}, "move session");
}

/** The files that are changed where the session by which main.py sends is moved, as they are then. */
async function changed(files: ProjectFiles): Promise<ProjectFiles> {
  const before = new Map(Object.entries(files));
  const fix = moved(files);
  if (fix.kind === "refusal") throw new Error(fix.reason);
  const after = withFix("main.py", fix, before);
  expect(await compileErrors([...after.values()])).toEqual([...after].map(() => null));
  const left = [...after.keys()].flatMap((name) => findingsIn(name, after, workspaceOf(after)));
  expect(left.filter((finding) => /^blocking-(?:http|helper)/.test(finding))).toEqual([]);
  return Object.fromEntries([...after].filter(([name, text]) => text !== files[name]));
}

function refused(files: ProjectFiles): string {
  const result = moved(files);
  return result.kind === "refusal" ? result.reason : "";
}

/** A class that holds a session, with more methods and settings than one. */
function api({
  init = "",
  methods = "",
  base = "",
}: { readonly init?: string; readonly methods?: string; readonly base?: string } = {}): string {
  return `import requests\n\n\nclass Api${base}:\n    def __init__(self):\n        self.session = requests.Session()\n${init}
    def load(self, path):\n        return self.session.get("https://example.com" + path, timeout=5).json()\n${methods}`;
}

function asyncApi({
  arguments: more = "",
  init = "",
  methods = "",
}: {
  readonly arguments?: string;
  readonly init?: string;
  readonly methods?: string;
}): string {
  return `import httpx\n\n\nclass Api:\n    def __init__(self):\n        self.session = httpx.AsyncClient(timeout=5, follow_redirects=True${more})\n${init}
    async def load(self, path):\n        return (await self.session.get("https://example.com" + path)).json()\n${methods}`;
}

/** A function that is given a session. */
const LOAD = `import requests\n\n\ndef load(session: requests.Session, path):\n    return session.get("https://example.com" + path, timeout=5).json()\n`;
const CLOSE = `\n    def close(self):\n        self.session.close()\n`;
const ASYNC_CLOSE = `\n    async def close(self):\n        await self.session.aclose()\n`;
const MAIN = `from api import Api\n\n\nasync def main(api: Api):\n    return api.load("/x")\n`;
const ASYNC_MAIN = MAIN.replace("return ", "return await ");

describe("moves", () => {
  it("a class with the methods that send by it, and those who call them in other files", async () => {
    const other = `from api import Api\n\n\nasync def names(api: Api, paths):\n    found = [api.load(path)["name"] for path in paths]\n    api.close()\n    return found\n`;
    expect(await changed({ "main.py": MAIN, "api.py": api({ methods: CLOSE }), "other.py": other })).toEqual({
      "main.py": ASYNC_MAIN,
      "api.py": asyncApi({ methods: ASYNC_CLOSE }),
      "other.py": other
        .replace("api.load(path)", "(await api.load(path))")
        .replace("    api.close", "    await api.close"),
    });
  });

  it("methods of the class, and of those derived from it, that come to it by others", async () => {
    const methods = `${CLOSE}\n    def first(self):\n        return self.all()[0]\n\n    def all(self):\n        return self.load("/all")\n`;
    const users = `from api import Api\n\n\nclass Users(Api):\n    def one(self):\n        return self.first(), self.session.get("https://example.com", timeout=5).content\n`;
    const main = `from users import Users\n\n\nclass Service:\n    def __init__(self):\n        self.users = Users()\n\n    async def run(self):\n        return self.users.one()\n`;
    expect(await changed({ "main.py": main, "users.py": users, "api.py": api({ methods }) })).toEqual({
      "main.py": main.replace("self.users.one", "await self.users.one"),
      "users.py": users
        .replace("def one", "async def one")
        .replace(
          /return .*/,
          'return (\n            await self.first(),\n            (await self.session.get("https://example.com")).content,\n        )',
        ),
      "api.py": asyncApi({
        methods: `${ASYNC_CLOSE}\n    async def first(self):\n        return (await self.all())[0]\n\n    async def all(self):\n        return await self.load("/all")\n`,
      }),
    });
  });

  it("what the session is given where it is made, in the arguments of the client; the rest stays", async () => {
    const settings = [
      "verify = False",
      "trust_env = False",
      'proxies.update({"http": "http://p", "https": "http://p"})',
      'headers.update({"A": "b"})',
      'auth = ("a", "b")',
      'cookies.set("a", "b")',
      "max_redirects = 3",
    ];
    const init = settings.map((setting) => `        self.session.${setting}\n`).join("");
    const { "api.py": after } = await changed({ "main.py": MAIN, "api.py": api({ init, methods: CLOSE }) });
    expect(after).toContain(
      'httpx.AsyncClient(\n            timeout=5,\n            follow_redirects=True,\n            verify=False,\n            trust_env=False,\n            proxy="http://p",\n        )\n',
    );
    expect(after!.match(/self\.session\.(\w+.*)/g)!.slice(0, 4)).toEqual(
      settings.slice(3).map((setting) => `self.session.${setting}`),
    );
  });

  it("adapters that connect again or keep connections, which is what a transport does", async () => {
    const init = `        adapter = HTTPAdapter(max_retries=3, pool_maxsize=5)\n        self.session.mount("https://", adapter)\n        self.session.mount("http://", adapter)\n`;
    const text = `from requests.adapters import HTTPAdapter\n${api({ init, methods: CLOSE })}`;
    const { "api.py": after } = await changed({ "main.py": MAIN, "api.py": text });
    expect(after).toContain("transport=httpx.AsyncHTTPTransport(retries=3),\n        )\n\n    async def load");
    expect(after).not.toContain("requests");
  });

  it("a session that is made when it is first needed", async () => {
    const text = `from typing import Optional\n\nimport requests\n\n\nclass Api:\n    session: Optional[requests.Session] = None\n\n    def connect(self):\n        if self.session is None:\n            self.session = requests.Session()\n\n    def load(self, path):\n        self.connect()\n        return self.session.get("https://example.com" + path, timeout=5).json()\n`;
    const { "api.py": after } = await changed({ "main.py": MAIN, "api.py": text });
    expect(after).toContain(
      "    session: Optional[httpx.AsyncClient] = None\n\n    def connect(self):\n        if self.session is None:\n",
    );
    expect(after).toContain(
      "\n    async def aclose(self) -> None:\n        if self.session is not None:\n            await self.session.aclose()\n",
    );
    expect(after).not.toContain("requests");
  });

  it("a client of httpx, which keeps what it was given", async () => {
    const text = `import httpx\n\n\nclass Api:\n    def __init__(self, base):\n        self.session = httpx.Client(base_url=base, timeout=3)\n\n    def load(self, path):\n        return self.session.get(path).json()\n${CLOSE}`;
    expect(await changed({ "main.py": MAIN, "api.py": text })).toEqual({
      "main.py": ASYNC_MAIN,
      "api.py": text
        .replace("httpx.Client", "httpx.AsyncClient")
        .replace("def load", "async def load")
        .replace("self.session.get(path)", "(await self.session.get(path))")
        .replace(CLOSE, ASYNC_CLOSE),
    });
  });

  it("a context manager that enters and leaves its client", async () => {
    const text = `import httpx\n\n\nclass Api:\n    def __init__(self):\n        self._client = httpx.Client()\n\n    def __enter__(self):\n        self._client.__enter__()\n        return self\n\n    def __exit__(self, *error):\n        self._client.__exit__(*error)\n\n    def load(self, path):\n        return self._client.get(path)\n`;
    const { "api.py": after } = await changed({ "main.py": MAIN, "api.py": text });
    expect(after!.match(/(?:async|await) .*/g)).toEqual([
      "async def __aenter__(self):",
      "await self._client.__aenter__()",
      "async def __aexit__(self, *error):",
      "await self._client.__aexit__(*error)",
      "async def load(self, path):",
      "await self._client.get(path)",
    ]);
  });

  it("a context manager, and all who enter it", async () => {
    const manager = `\n    def __enter__(self):\n        return self\n\n    def __exit__(self, *error):\n        self.close()\n`;
    const main = `from api import Api\n\n\nasync def main():\n    with Api() as api:\n        return api.load("/x")\n`;
    expect(await changed({ "main.py": main, "api.py": api({ methods: CLOSE + manager }) })).toEqual({
      "main.py": main.replace("with", "async with").replace("return", "return await"),
      "api.py": asyncApi({
        methods: `${ASYNC_CLOSE}${manager.replace("def __enter__", "async def __aenter__").replace("def __exit__", "async def __aexit__").replace("self.close", "await self.close")}`,
      }),
    });
  });

  it("responses that methods give, and that functions are given, with the errors that callers catch", async () => {
    const text = `import requests\nfrom answers import read\n\n\nclass Api:\n    def __init__(self):\n        self.session = requests.Session()\n\n    def load(self, path) -> requests.Response:\n        response = self.session.get("https://example.com" + path, timeout=5)\n        read(response)\n        return response\n${CLOSE}`;
    const answers = `import requests\n\n\ndef read(answer: requests.Response, strict=True):\n    if not answer.ok and strict:\n        answer.raise_for_status()\n`;
    const main = `import requests\n\nfrom api import Api\n\n\nasync def main(api: Api):\n    try:\n        response = api.load("/x")\n    except requests.Timeout:\n        return None\n    return response.reason if response.ok else str(response.url)\n`;
    expect(await changed({ "main.py": main, "api.py": text, "answers.py": answers })).toEqual({
      "main.py": main
        .replace("import requests", "import httpx")
        .replace("api.load", "await api.load")
        .replace("requests.Timeout", "httpx.TimeoutException")
        .replace("response.reason if response.ok", "response.reason_phrase if not response.is_error"),
      "api.py": text
        .replace("import requests\n", "import httpx\n")
        .replace("requests.Session()", "httpx.AsyncClient(timeout=5, follow_redirects=True)")
        .replace("def load", "async def load")
        .replace("requests.Response", "httpx.Response")
        .replace("self.session.get", "await self.session.get")
        .replace(", timeout=5)\n        read", ")\n        read")
        .replace(CLOSE, ASYNC_CLOSE),
      "answers.py": answers.replaceAll("requests", "httpx").replace("not answer.ok", "answer.is_error"),
    });
  });

  it("a variable of a module, by whatever names others know it, with the functions of the module that send by it", async () => {
    const main = `import requests\n\nTIMEOUT = 3\n\nsession: requests.Session = requests.Session()\nsession.headers["A"] = "b"\nsession.verify = False\n\n\ndef send(path):\n    return session.get("https://example.com" + path, timeout=TIMEOUT)\n\n\ndef load(path):\n    return send(path).json()\n\n\nasync def main():\n    return load("/x")\n`;
    const other = `import app\nimport main as m\n\n\nasync def other(session):\n    from main import session as web\n\n    session.get("https://example.com")\n    web.get("https://example.com/1", timeout=TIMEOUT)\n    m.session.get("https://example.com/2", timeout=3)\n    app.http.close()\n`;
    const star = `from main import *\n\n\nasync def star():\n    return session.get("https://example.com/3", timeout=TIMEOUT).ok\n`;
    expect(
      await changed({
        "main.py": main,
        "app/__init__.py": "from main import session as http\n",
        "other.py": other,
        "star.py": star,
      }),
    ).toEqual({
      "main.py": main
        .replace("import requests", "import httpx")
        .replace(
          /session: requests.Session = .*/,
          "session: httpx.AsyncClient = httpx.AsyncClient(\n    timeout=TIMEOUT, follow_redirects=True, verify=False\n)",
        )
        .replace("session.verify = False\n", "")
        .replace("def send", "async def send")
        .replace(/return session.*/, 'return await session.get("https://example.com" + path)')
        .replace("def load", "async def load")
        .replace("send(path).", "(await send(path)).")
        .replace("return load", "return await load"),
      "other.py": other
        .replace("    web.get", "    await web.get")
        .replace("    m.session", "    await m.session")
        .replace("app.http.close", "await app.http.aclose"),
      "star.py": star.replace(
        /return .*/,
        'return not (await session.get("https://example.com/3", timeout=TIMEOUT)).is_error',
      ),
    });
  });

  it("one that functions elsewhere are given, and hand on, with those who call them", async () => {
    const files = {
      "main.py": `from api import Api\nfrom pages import titles\n\n\nasync def main(api: Api):\n    return titles(api.session, ["/x"])\n`,
      "api.py": api({ methods: CLOSE }),
      "pages.py": `import requests\n\nfrom page import load\n\n\ndef titles(session: requests.Session, paths):\n    return [load(path, web=session)["title"] for path in paths]\n`,
      "page.py": `import requests\n\n\ndef load(path, *, web: requests.Session):\n    answer = web.get("https://example.com" + path, timeout=5)\n    answer.raise_for_status()\n    return answer.json()\n`,
      "other.py": `from api import Api\nfrom page import load\n\n\nasync def other(api: Api):\n    api.close()\n    return load("/y", web=api.session)\n`,
    };
    expect(await changed(files)).toEqual({
      "main.py": files["main.py"].replace("return titles", "return await titles"),
      "api.py": asyncApi({ methods: ASYNC_CLOSE }),
      "pages.py": files["pages.py"]
        .replace("import requests", "import httpx")
        .replace("def titles(session: requests.Session", "async def titles(session: httpx.AsyncClient")
        .replace("load(path, web=session)", "(await load(path, web=session))"),
      "page.py": files["page.py"]
        .replace("import requests", "import httpx")
        .replace("def load", "async def load")
        .replace("requests.Session", "httpx.AsyncClient")
        .replace(/web\.get\(.*\)/, 'await web.get("https://example.com" + path)'),
      "other.py": files["other.py"].replace("api.close", "await api.close").replace("return load", "return await load"),
    });
  });

  it("a variable that is given to methods and functions by their positions", async () => {
    const main = `import requests\n\nfrom load import Loader\n\nsession = requests.Session()\n\n\nasync def main(loader: Loader):\n    return loader.load(session, "/x")\n`;
    const load = `from requests import Session\n\n\nclass Loader:\n    def load(self, http: Session, path):\n        return http.get("https://example.com" + path, timeout=5).json()\n`;
    expect(await changed({ "main.py": main, "load.py": load })).toEqual({
      "main.py": main
        .replace("import requests", "import httpx")
        .replace("requests.Session()", "httpx.AsyncClient(timeout=5, follow_redirects=True)")
        .replace("return loader", "return await loader"),
      "load.py": load
        .replace("from requests import Session", "import httpx")
        .replace("def load", "async def load")
        .replace("http: Session", "http: httpx.AsyncClient")
        .replace(/http\.get\(.*\)\./, '(await http.get("https://example.com" + path)).'),
    });
  });

  it("one that whoever makes the object may give it, where nobody does: by itself, in derived classes, by the class", async () => {
    const made = "session if session is not None else requests.Session()";
    const files = {
      "main.py": `from api import Api\nfrom users import Groups, Users\n\n\nasync def main():\n    return Api(session=None).load("/x"), Users().load("/y"), Groups().load("/z"), Api.local().load("/")\n`,
      "api.py": api({ methods: `${CLOSE}\n    @classmethod\n    def local(cls):\n        return cls()\n` })
        .replace("(self):", "(self, session: requests.Session | None = None):")
        .replace("requests.Session()", made),
      "users.py": `from api import Api\n\n\nclass Users(Api):\n    def __init__(self):\n        super().__init__()\n\n\nclass Groups(Api):\n    pass\n`,
    };
    const { "api.py": after, "users.py": users } = await changed(files);
    expect(users).toBeUndefined();
    expect(after).toContain("(self, session: httpx.AsyncClient | None = None):");
    expect(after!.replaceAll(/\s+/g, " ")).toContain(
      "session if session is not None else httpx.AsyncClient(timeout=5, follow_redirects=True)",
    );
  });

  it("one that is made in a statement of its own where nobody gives one", async () => {
    const made =
      "if session is None:\n            session = requests.Session()\n            session.headers['A'] = 'b'\n        self.session = session";
    const files = {
      "main.py": `import requests\nfrom api import Api\n\n\nasync def main():\n    return Api().load("/x"), Api(requests.Session()).load("/y")\n`,
      "api.py": api({ methods: CLOSE })
        .replace("(self):", "(self, session: requests.Session | None = None):")
        .replace("self.session = requests.Session()", made),
    };
    const { "api.py": after, "main.py": main } = await changed(files);
    expect(after).toContain("(self, session: httpx.AsyncClient | None = None):");
    expect(after).toContain("            session = httpx.AsyncClient(timeout=5, follow_redirects=True)\n");
    expect(after).toContain("            session.headers['A'] = 'b'\n        self.session = session\n");
    expect(main).not.toContain("requests");
    const otherwise = files["api.py"].replace(
      "        self.session = session",
      "        else:\n            session = make()\n        self.session = session",
    );
    expect(refused({ ...files, "api.py": otherwise })).toBe(
      "Api.session may also be session, which Api.__init__() in api.py is given",
    );
  });

  it("one that callers may give it, with those that they make and give", async () => {
    const files = {
      "main.py": `import requests\n\nfrom api import Api\n\n\nasync def main():\n    session = requests.Session()\n    session.headers["A"] = "b"\n    one, other = Api(session), Api(session=session)\n    found = one.load("/x"), other.load("/y")\n    session.close()\n    return found\n`,
      "api.py": api().replace("(self):", "(self, session=None):").replace("requests.S", "session or requests.S"),
      "other.py": `import requests\nfrom api import Api\n\n\nasync def other():\n    return Api(requests.Session()).load("/x"), Api().load("/y")\n`,
    };
    const made = "httpx.AsyncClient(timeout=5, follow_redirects=True)";
    const { "main.py": main, "api.py": after, "other.py": other } = await changed(files);
    expect(main).toContain(`    session = ${made}\n    session.headers["A"] = "b"\n`);
    expect(main).toContain(`await one.load("/x"), await other.load("/y")\n    await session.aclose()\n`);
    expect(after).toContain(`self.session = session or ${made}\n`);
    expect(other!.replaceAll(/\(\s+|\s+\)/g, (bracket) => bracket.trim())).toContain(`await Api(${made}).load("/x")`);
    expect(moved(files)).toMatchObject({
      annotation: expect.stringContaining(
        "whoever gives Api.session from outside has to give an httpx.AsyncClient",
      ) as string,
    });
  });

  it("nothing of what only goes by the same name", async () => {
    const other = `async def view(request, db):\n    request.session["a"] = 1\n    await db.session.get(1)\n    async with db.session.get(2) as row:\n        return db.session.query(row)\n\n\nclass View:\n    def __init__(self, session):\n        self.session = session\n\n    def get(self):\n        return self.session.get(1)\n`;
    expect(
      Object.keys(await changed({ "main.py": MAIN, "api.py": api({ methods: CLOSE }), "other.py": other })),
    ).toEqual(["main.py", "api.py"]);
  });

  it("says what it brings, what differs, and who has to close it", () => {
    const fix = moved({ "main.py": MAIN, "api.py": api() });
    expect(fix).toMatchObject({
      kind: "fix",
      title: "Move the session of load() to httpx",
      applicability: "unsafe",
      changesCallers: true,
      requires: ["httpx"],
    });
    expect(fix).toHaveProperty(
      "annotation",
      expect.stringMatching(/event loop.*nothing closes Api\.session yet.*aclose\(\).*errors are httpx's/),
    );
  });

  it("says what still blocks in methods that have become async", () => {
    const methods = `\n    def save(self, path):\n        with open(path, "w") as file:\n            for line in self.load("/lines"):\n                file.write(line)\n`;
    const fix = moved({ "main.py": MAIN, "api.py": api({ methods }) });
    expect(fix).toHaveProperty(
      "annotation",
      expect.stringMatching(/nothing can be awaited in the place of open\(\) in Api\.save\(\) in api\.py$/),
    );
  });
});

describe("is refused", () => {
  it.each<{ readonly name: string; readonly files: ProjectFiles; readonly reason: string }>([
    {
      name: "for a caller outside of the class that isn't async",
      files: {
        "main.py": MAIN,
        "api.py": api(),
        "cli.py": `from api import Api\n\n\ndef run():\n    print(Api().load("/x"))\n`,
      },
      reason: "run() in cli.py calls Api().load() and is not async",
    },
    {
      name: "for one that sends by the session itself",
      files: {
        "main.py": MAIN,
        "api.py": api(),
        "cli.py": `from api import Api\n\n\ndef run():\n    Api().session.get("https://example.com")\n\n\nrun()\n`,
      },
      reason: "cli.py, line 8 calls run() where nothing can be awaited",
    },
    {
      name: "for a method that Python calls itself",
      files: { "main.py": MAIN, "api.py": api({ init: '        self.load("/login")\n' }) },
      reason: "Api.__init__() in api.py is called by Python itself, which awaits nothing",
    },
    {
      name: "for a property",
      files: {
        "main.py": MAIN,
        "api.py": api({ methods: '\n    @property\n    def all(self):\n        return self.load("/all")\n' }),
      },
      reason: "Api.all() in api.py is decorated with property, which may need a plain function",
    },
    {
      name: "for a generator",
      files: { "main.py": MAIN, "api.py": api({ methods: '\n    def pages(self):\n        yield self.load("/1")\n' }) },
      reason: "Api.pages() in api.py is a generator, whose callers would go through it in another way",
    },
    {
      name: "for a session that is handed on",
      files: { "main.py": MAIN, "api.py": api({ methods: "\n    def raw(self):\n        return self.session\n" }) },
      reason: "Api.raw() in api.py hands self.session on",
    },
    {
      name: "for a method of it that is handed on",
      files: {
        "main.py": MAIN,
        "api.py": `import asyncio\n\nimport httpx\n\n\nclass Api:\n    def __init__(self):\n        self.session = httpx.Client()\n\n    def load(self, path):\n        return self.session.get(path)\n\n    async def other(self, path):\n        return await asyncio.to_thread(self.session.get, path)\n`,
      },
      reason: "Api.other() in api.py: Api.session.get is handed on",
    },
    {
      name: "for a function that is given another session elsewhere",
      files: {
        "main.py":
          "from api import Api\nfrom load import load\n\n\nasync def main(api: Api):\n    return load(api.session, '/x')\n",
        "api.py": api({ methods: CLOSE }),
        "load.py": LOAD,
        "other.py":
          "import requests\n\nfrom load import load\n\nOTHER = requests.Session()\n\n\nasync def other():\n    return load(OTHER, '/y')\n",
      },
      reason: "session of load() in load.py is Api.session or OTHER of other.py",
    },
    {
      name: "for a function that is given one that its caller makes for itself",
      files: {
        "main.py":
          "import requests\n\nfrom load import load\n\n\nasync def main():\n    session = requests.Session()\n    return load(session, '/x')\n",
        "load.py": LOAD,
      },
      reason: "session in main() in main.py is a variable of its function alone",
    },
    {
      name: "for a function that somebody calls without one",
      files: {
        "main.py":
          "from api import Api\nfrom load import load\n\n\nasync def main(api: Api):\n    return load(api.session, '/x')\n",
        "api.py": api({ methods: CLOSE }),
        "load.py": LOAD,
        "other.py": "from load import load\n\n\nasync def other(given):\n    return load(*given)\n",
      },
      reason: "not every call gives session of load() in load.py",
    },
    {
      name: "for a function that is handed on itself",
      files: {
        "main.py":
          "from api import Api\nfrom load import load\n\n\nasync def main(api: Api):\n    return load(api.session, '/x')\n",
        "api.py": api({ methods: CLOSE }),
        "load.py": LOAD,
        "other.py": "from load import load\n\nLOADERS = [load]\n",
      },
      reason: "who gives session of load() in load.py isn't known",
    },
    {
      name: "for a function that somebody knows by another name",
      files: {
        "main.py":
          "from api import Api\nfrom load import load\n\n\nasync def main(api: Api):\n    return load(api.session, '/x')\n",
        "api.py": api({ methods: CLOSE }),
        "load.py": LOAD,
        "other.py": "from load import load as fetch\n\n\nasync def other(mine):\n    return fetch(mine, '/y')\n",
      },
      reason: "who gives session of load() in load.py isn't known",
    },
    {
      name: "for a method that a derived class has for itself",
      files: {
        "main.py":
          "from api import Api\nfrom load import Loader\n\n\nasync def main(api: Api):\n    return Loader().fetch(api.session, '/x')\n",
        "api.py": api({ methods: CLOSE }),
        "load.py":
          "import requests\n\n\nclass Loader:\n    def fetch(self, session: requests.Session, path):\n        return session.get('https://example.com' + path, timeout=5).json()\n",
        "other.py":
          "from load import Loader\n\n\nclass Quick(Loader):\n    def fetch(self, session, path):\n        return session\n",
      },
      reason: "who gives session of Loader.fetch() in load.py isn't known",
    },
    {
      name: "for who hands it to something that nobody can see into",
      files: {
        "main.py": MAIN,
        "api.py": api({ methods: CLOSE }),
        "other.py":
          "from api import Api\nfrom elsewhere import use\n\n\nasync def other(api: Api):\n    use(api.session)\n",
      },
      reason: "other() in other.py hands api.session on",
    },
    {
      name: "for who hands it to a function that others give another one",
      files: {
        "main.py": MAIN,
        "api.py": api({ methods: CLOSE }),
        "load.py": LOAD,
        "other.py":
          "from api import Api\nfrom load import load\n\n\nasync def other(api: Api, mine):\n    return load(api.session, '/x'), load(mine, '/y')\n",
      },
      reason: "load() in load.py is not always given Api.session",
    },
    {
      name: "for one that others give it",
      files: {
        "main.py": MAIN,
        "api.py": api(),
        "test.py": "from api import Api\n\n\ndef test(fake):\n    api = Api()\n    api.session = fake\n",
      },
      reason: "test() in test.py gives Api.session another session",
    },
    ...[
      ["if", "self.session = session if session is not None else requests.Session()"],
      ["or", "self.session = session or requests.Session()"],
      [
        "a statement",
        "self.session = requests.Session()\n        if session is not None:\n            self.session = session",
      ],
    ].map(([how, made]) => ({
      name: `for one that whoever makes the object may give it: ${how}`,
      files: {
        "main.py": MAIN,
        "api.py": api()
          .replace("(self):", "(self, session: requests.Session | None = None):")
          .replace("self.session = requests.Session()", made!),
      },
      reason: "Api.session may also be session, which Api.__init__() in api.py is given",
    })),
    ...[
      ["gives what isn't made in sight", "Api(fake)", "Api.session may also be fake, which test() in test.py gives"],
      ["may give one", "Api(*fake)", "whether test() in test.py gives Api.session isn't known"],
      ["may make the object", "fake(Api)", "test() in test.py may make Api in a way that can't be followed"],
    ].map(([how, makes, reason]) => ({
      name: `for a caller elsewhere that ${how}`,
      files: {
        "main.py": MAIN,
        "api.py": api().replace("(self):", "(self, session=None):").replace("requests.S", "session or requests.S"),
        "test.py": `from api import Api\n\n\ndef test(fake):\n    ${makes}\n`,
      },
      reason: reason!,
    })),
    {
      name: "for one that is made in two places",
      files: {
        "main.py": MAIN,
        "api.py": api({ methods: "\n    def reset(self):\n        self.session = requests.Session()\n" }),
      },
      reason: "Api.session is made in 2 places",
    },
    {
      name: "for a variable that a caller elsewhere sends by",
      files: {
        "main.py":
          'import requests\n\nsession = requests.Session()\n\n\nasync def main():\n    return session.get("https://example.com", timeout=5).json()\n',
        "cli.py":
          'from main import session\n\n\ndef run():\n    session.get("https://example.com", timeout=5)\n\n\nrun()\n',
      },
      reason: "cli.py, line 8 calls run() where nothing can be awaited",
    },
    ...["from a.web import session", "import a.web"].map((imports) => ({
      name: `for a module's session that another package may import, which isn't found from there: ${imports}`,
      files: {
        "main.py": "from packages.a.src.a.web import load\n\n\nasync def main():\n    return load()\n",
        "packages/a/src/a/web.py":
          'import requests\n\nsession = requests.Session()\n\n\ndef load():\n    return session.get("https://example.com", timeout=5).text\n',
        "packages/b/run.py": `${imports}\n\n\nasync def run():\n    ${imports.startsWith("import") ? "a.web." : ""}session.get("https://example.com/b", timeout=5)\n`,
      },
      reason: `whether session in ${imports.startsWith("import") ? "run() in packages/b/run.py" : "packages/b/run.py, line 1"} is session of packages/a/src/a/web.py isn't known`,
    })),
    {
      name: "for a variable that is sent by while the module is imported",
      files: {
        "main.py":
          'import requests\n\nsession = requests.Session()\nsession.get("https://example.com", timeout=5)\n\n\nasync def main():\n    return session.get("https://example.com", timeout=5).json()\n',
      },
      reason: "main.py, line 4 sends by session where nothing can be awaited",
    },
    {
      name: "for a variable that another file gives another session",
      files: {
        "main.py":
          'import requests\n\nsession = requests.Session()\n\n\nasync def main():\n    return session.get("https://example.com", timeout=5).json()\n',
        "test.py": "import main\n\n\ndef test(fake):\n    main.session = fake\n",
      },
      reason: "test() in test.py gives session of main.py another session",
    },
    {
      name: "for what may be the session",
      files: {
        "main.py": MAIN,
        "api.py": api(),
        "other.py": "def use(it):\n    it.session.get('https://example.com')\n",
      },
      reason: "whether it.session in use() in other.py is Api.session isn't known",
    },
    {
      name: "for who enters the object and isn't async",
      files: {
        "main.py": MAIN,
        "api.py": api({
          methods:
            "\n    def __enter__(self):\n        return self\n\n    def __exit__(self, *error):\n        self.session.close()\n",
        }),
        "cli.py": "from api import Api\n\n\ndef run():\n    with Api():\n        pass\n",
      },
      reason: "run() in cli.py enters Api() and is not async",
    },
    {
      name: "for who enters it beside something else",
      files: {
        "main.py": `${MAIN}\n\nasync def more():\n    with Api() as api, open("x") as file:\n        return file\n`,
        "api.py": api({
          methods:
            "\n    def __enter__(self):\n        return self\n\n    def __exit__(self, *error):\n        self.session.close()\n",
        }),
      },
      reason: "more() in main.py enters Api() beside something else",
    },
    {
      name: "for who has it closed by something else",
      files: {
        "main.py": MAIN,
        "api.py": api({ methods: CLOSE }),
        "cli.py":
          "from contextlib import closing\n\nfrom api import Api\n\n\nasync def run():\n    with closing(Api()):\n        pass\n",
      },
      reason: "run() in cli.py hands Api() to closing()",
    },
    {
      name: "for an adapter that does more than connect again",
      files: {
        "main.py": MAIN,
        "api.py": `from requests.adapters import HTTPAdapter, Retry\n${api({ init: '        self.session.mount("https://", HTTPAdapter(max_retries=Retry(total=3)))\n' })}`,
      },
      reason: "Api.__init__() in api.py: httpx tries nothing but connecting again, which Retry(...) is more than",
    },
    {
      name: "for what the client has to be told before it is known",
      files: {
        "main.py": MAIN,
        "api.py": api({ init: "        self.ca = find()\n        self.session.verify = self.ca\n" }),
      },
      reason: "Api.__init__() in api.py: Api.session.verify is given what is not known yet where the session is made",
    },
    {
      name: "for what httpx has nothing for, in whatever file",
      files: {
        "main.py": MAIN,
        "api.py": api(),
        "other.py":
          'from api import Api\n\n\nasync def use(api: Api):\n    return api.session.get("https://example.com", timeout=5).raw\n',
      },
      reason: "use() in other.py: an httpx response has no raw",
    },
    {
      name: "for a caller who catches errors of other requests too",
      files: {
        "main.py": `import requests\n\n${MAIN}\n\nasync def more(api: Api):\n    try:\n        requests.get("https://example.com", timeout=5)\n        return api.load("/y")\n    except requests.RequestException:\n        return None\n`,
        "api.py": api(),
      },
      reason: "more() in main.py: it catches errors of other requests too",
    },
    {
      name: "for errors of requests that the code raises itself",
      files: {
        "main.py": MAIN,
        "api.py": api({
          methods:
            '\n    def check(self):\n        if not self.load("/x"):\n            raise requests.HTTPError("no")\n',
        }),
      },
      reason: "Api.check() in api.py: the code raises requests' exceptions itself",
    },
  ])("$name", ({ files, reason }) => {
    expect(refused(files)).toBe(reason);
  });
});
