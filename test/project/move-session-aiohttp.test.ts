/**
 * "Move the session to aiohttp" does for aiohttp what test/project/move-session.test.ts says of httpx, where the session
 * is made while an event loop runs and each response is read in the function that asks for it.
 */
import { describe, expect, it } from "vitest";
import type { Fix, Refusal } from "../../server/src/fixes/fix";
import { compileErrors } from "../support/python";
import { findingsIn, type ProjectFiles, workspaceOf } from "./in-memory";
import { projectFix, withFix } from "./project-fixes";

function moved(files: ProjectFiles): Fix | Refusal {
  return projectFix("main.py", new Map(Object.entries(files)), { httpClient: "aiohttp" }, "move session");
}

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

function api({ init = "", methods = "" }: { readonly init?: string; readonly methods?: string } = {}): string {
  return `import requests\n\n\nclass Api:\n    def __init__(self):\n        self.session = requests.Session()\n${init}
    def load(self, path):\n        return self.session.get("https://example.com" + path, timeout=5).json()\n${methods}`;
}

const CLOSE = `\n    def close(self):\n        self.session.close()\n`;
const MAIN = `from api import Api\n\n\nasync def main():\n    api = Api()\n    print(api.load("/x"))\n    api.close()\n`;

describe("moves", () => {
  it("a class with the methods that send by it, and those who call them in other files", async () => {
    expect(await changed({ "main.py": MAIN, "api.py": api({ methods: CLOSE }) })).toEqual({
      "main.py": MAIN.replace("print(api", "print(await api").replace("api.close", "await api.close"),
      "api.py": `import aiohttp


class Api:
    def __init__(self):
        self.session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5))

    async def load(self, path):
        async with self.session.get("https://example.com" + path) as response:
            return await response.json()

    async def close(self):
        await self.session.close()
`,
    });
  });

  it("what the session is given where it is made", async () => {
    const init = [
      'headers.update({"A": "b"})',
      'cookies.set("a", "b")',
      'auth = ("a", "b")',
      "verify = False",
      "trust_env = True",
    ];
    const text = api({ init: init.map((one) => `        self.session.${one}\n`).join(""), methods: CLOSE });
    const { "api.py": after } = await changed({ "main.py": MAIN, "api.py": text });
    expect(after).toContain(`        self.session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=5),
            auth=aiohttp.BasicAuth("a", "b"),
            connector=aiohttp.TCPConnector(ssl=False),
            trust_env=True,
        )
        self.session.headers.update({"A": "b"})
        self.session.cookie_jar.update_cookies({"a": "b"})
`);
  });

  it("what is caught, here and in callers, and a timeout of each request's own", async () => {
    const methods = `${CLOSE}\n    def ok(self, path, limit):\n        try:\n            response = self.session.head(path, timeout=limit)\n            response.raise_for_status()\n            return response.status_code\n        except requests.HTTPError as error:\n            return error.response.status_code\n`;
    const main = `import requests\n\n${MAIN}\n\nasync def again(api: Api):\n    try:\n        return api.ok("/", 3)\n    except requests.ConnectionError:\n        return None\n`;
    const after = await changed({ "main.py": main, "api.py": api({ methods }) });
    expect(after["api.py"]).toContain(`        try:
            async with self.session.head(
                path, timeout=aiohttp.ClientTimeout(total=limit)
            ) as response:
                response.raise_for_status()
                return response.status
        except aiohttp.ClientResponseError as error:
            return error.status
`);
    expect(after["api.py"]).toContain("aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5))");
    expect(after["main.py"]).toContain("        return await api.ok");
    expect(after["main.py"]).toContain("    except aiohttp.ClientConnectionError:");
  });

  it("a class without an end, which gets one, made by another that is made in a coroutine", async () => {
    const main = `from api import Api\n\n\nclass Service:\n    def __init__(self):\n        self.api = Api()\n\n    async def run(self):\n        return self.api.load("/x")\n\n\nasync def main():\n    return await Service().run()\n`;
    const { "api.py": after } = await changed({ "main.py": main, "api.py": api() });
    expect(after).toContain("    async def aclose(self) -> None:\n        await self.session.close()\n");
  });
});

describe("refuses", () => {
  it.each([
    ["params", 'params = {"a": "b"}', "an aiohttp session has no params"],
    ["proxies", 'proxies.update({"https": "http://p"})', "aiohttp takes a proxy with each request"],
    ["a certificate", 'cert = "a.pem"', "aiohttp takes a certificate in an SSL context"],
    ["adapters", 'mount("https://", object())', "an aiohttp session has no adapters"],
    ["hooks", 'hooks["response"].append(print)', "aiohttp has no hooks"],
    ["other headers as a whole", 'headers = {"a": "b"}', "the headers of an aiohttp session are changed, and not set"],
    ["what reads cookies", "cookies.get_dict()", "the cookie jar of an aiohttp session has no get_dict"],
  ])("%s", (_what, setting, reason) => {
    const text = api({ init: `        self.session.${setting}\n`, methods: CLOSE });
    expect(refused({ "main.py": MAIN, "api.py": text })).toBe(`Api.__init__() in api.py: ${reason}`);
  });

  it("a response that is handed on", () => {
    const methods = `\n    def raw(self, path):\n        return self.session.get(path, timeout=5)\n${CLOSE}`;
    expect(refused({ "main.py": MAIN, "api.py": api({ methods }) })).toBe(
      "Api.raw() in api.py: the response is handed on, and aiohttp closes it",
    );
  });

  it("parts of a response that come one by one", () => {
    const methods = `\n    def save(self, path):\n        response = self.session.get(path, timeout=5, stream=True)\n        for part in response.iter_content(10):\n            print(part)\n${CLOSE}`;
    expect(refused({ "main.py": MAIN, "api.py": api({ methods }) })).toMatch(/^Api\.save\(\) in api\.py: /);
  });

  it("a session that is made where no loop need run", () => {
    const made = "makes Api where no event loop need run, which aiohttp wants";
    const main = `${MAIN}\n\ndef start():\n    return Api()\n`;
    expect(refused({ "main.py": main, "api.py": api({ methods: CLOSE }) })).toBe(`start() in main.py ${made}`);
    const atImport = `${MAIN}\n\napi = Api()\n`;
    expect(refused({ "main.py": atImport, "api.py": api({ methods: CLOSE }) })).toContain(made);
    const handed = `${MAIN}\n\ndef start(make):\n    return make(Api)\n`;
    expect(refused({ "main.py": handed, "api.py": api({ methods: CLOSE }) })).toBe(
      "start() in main.py hands Api on: who makes one isn't known",
    );
    const renamed = "from api import Api as Client\n\napi = Client()\n";
    expect(refused({ "main.py": MAIN, "api.py": api({ methods: CLOSE }), "other.py": renamed })).toContain(
      "imports Api under another name",
    );
    const derived = "from api import Api\n\n\nclass More(Api):\n    pass\n";
    expect(refused({ "main.py": MAIN, "api.py": api({ methods: CLOSE }), "other.py": derived })).toBe(
      "More derives from Api: who makes one isn't followed",
    );
    const module = `import requests\n\nsession = requests.Session()\n\n\ndef load():\n    return session.get("https://example.com", timeout=5).text\n`;
    const user = `from web import load\n\n\nasync def main():\n    return load()\n`;
    expect(refused({ "main.py": user, "web.py": module })).toContain("where no event loop need run");
  });
});
