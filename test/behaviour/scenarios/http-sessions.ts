import { refused, type Scenario } from "../scenario";
import { http, type HttpCase } from "./http";

const refusals = (cases: readonly (readonly [title: string, setting: string, reason: string])[]): readonly HttpCase[] =>
  cases.map(([title, setting, reason]) => ({
    title: `a session with ${title}`,
    main: `session = requests.Session()
${setting}
print(session.get(BASE + "/echo", timeout=5).status_code)`,
    outcome: refused(reason),
  }));

const CASES: readonly HttpCase[] = [
  {
    title: "a session's headers, set in every way",
    main: `session = requests.Session()
session.headers["X-Test"] = "1"
print(session.get(BASE + "/echo", timeout=5).json()["x"])
session.headers.update({"X-Test": "2"})
print(session.get(BASE + "/echo", timeout=5).json()["x"], session.get(BASE + "/echo", headers={"X-Test": "3"}, timeout=5).json()["x"])
del session.headers["X-Test"]
print(session.get(BASE + "/echo", timeout=5).json()["x"])`,
  },
  {
    title: "a session's cookies, set by hand and by a server",
    main: `with requests.Session() as session:
    session.cookies.set("a", "1")
    session.cookies.update({"b": "2"})
    print(session.get(BASE + "/echo", timeout=5).json()["cookie"])
    session.get(BASE + "/set-cookie", timeout=5)
    print(session.cookies["token"], sorted(session.get(BASE + "/echo", timeout=5).json()["cookie"].split("; ")))`,
  },
  {
    title: "a session's parameters and those of a request",
    main: `session = requests.Session()
session.params = {"key": "1"}
print(session.get(BASE + "/echo", params={"page": 2}, timeout=5).json()["query"])`,
  },
  {
    title: "a session's parameters, to which others come",
    main: `session = requests.Session()
session.params = {"key": "1"}
session.params.update({"page": "2"})
print(session.get(BASE + "/echo", timeout=5).json()["query"])`,
  },
  {
    title: "a session that keeps some connections",
    main: `from requests.adapters import HTTPAdapter

session = requests.Session()
session.mount("http://", HTTPAdapter(pool_connections=2, pool_maxsize=2))
print(session.get(BASE + "/echo", timeout=5).status_code)`,
    says: "connections are kept within httpx's own limits",
  },
  {
    title: "a session's authentication and that of a request",
    main: `session = requests.Session()
session.auth = ("user", "secret")
print(session.get(BASE + "/echo", timeout=5).json()["auth"] == session.get(BASE + "/echo", auth=("a", "b"), timeout=5).json()["auth"])`,
  },
  {
    title: "a session's digest authentication",
    main: `from requests.auth import HTTPDigestAuth

session = requests.Session()
session.auth = HTTPDigestAuth("user", "secret")
print(session.get(BASE + "/digest", timeout=5).status_code)`,
    holds: ["session.auth = httpx.DigestAuth("],
  },
  {
    title: "a session that follows few redirects",
    main: `session = requests.Session()
session.max_redirects = 2
try:
    session.get(BASE + "/redirect/3", timeout=5)
except requests.TooManyRedirects:
    print("too many")
print(session.get(BASE + "/redirect/2", timeout=5).status_code)`,
  },
  {
    title: "a session that looks at no environment",
    head: "import os\n\nos.environ['http_proxy'] = 'http://127.0.0.1:9'\n",
    main: `session = requests.Session()
session.trust_env = False
print(session.get(BASE + "/echo", timeout=5).status_code)`,
    holds: ["trust_env=False"],
  },
  {
    title: "a session that looks at no certificate",
    head: "import warnings\n\nfrom local_server import tls\n\nwarnings.simplefilter('ignore')",
    main: `URL, CERTIFICATE = tls()
session = requests.Session()
session.verify = False
print(session.get(URL + "/echo", timeout=5).status_code)
print(session.post(URL + "/echo", json={}, timeout=5).status_code)`,
    holds: ["verify=False"],
  },
  {
    title: "a session that starts anew where nothing answers",
    main: `from requests.adapters import HTTPAdapter

session = requests.Session()
session.mount("http://", HTTPAdapter(max_retries=3))
print(session.get(BASE + "/echo", timeout=5).status_code)`,
    holds: ["httpx.AsyncHTTPTransport(retries=3)"],
    says: "only connecting is tried again",
  },
  ...refusals([
    [
      "adapters that wait for a connection",
      "session.mount('http://', requests.adapters.HTTPAdapter(pool_block=True))",
      "has nothing for HTTPAdapter(pool_block=True)",
    ],
    ["hooks", "session.hooks['response'].append(print)", "has no hooks"],
    ["a look at its adapters", "print(session.adapters)", "has no adapters"],
    ["a prepared request", "session.prepare_request(requests.Request('GET', BASE))", "has no prepare_request"],
    [
      "merged settings",
      "session.merge_environment_settings(BASE, {}, None, None, None)",
      "has no merge_environment_settings",
    ],
    ["a switch that changes later", "if SEEN:\n    session.verify = False", "changes while it is used"],
    ["a certificate that is found later", "found = BASE\nsession.verify = found", "given what is not known yet"],
    ["a parameter that is set alone", "session.params['a'] = 'b'", "are set as a whole"],
    ["cookies of a jar", "session.cookies.set_policy(None)", "have no set_policy"],
    [
      "a policy of trying again",
      "from requests.adapters import HTTPAdapter, Retry\nsession.mount('http://', HTTPAdapter(max_retries=Retry(total=2)))",
      "tries nothing but connecting again",
    ],
    ["a method that is handed on", "await asyncio.to_thread(session.get, BASE)", "session.get is handed on"],
    ["another name", "other = session", "is handed on"],
    ["a function within that uses it", "def more():\n    return session.get(BASE)", "is used by a function within"],
  ]),
  {
    title: "a session that comes from elsewhere",
    main: `async def send(session: requests.Session):
    return session.get(BASE + "/echo", timeout=5).status_code
print(await send(requests.Session()))`,
    outcome: refused("made outside of this function"),
  },
  {
    title: "two sessions side by side",
    main: `one = requests.Session()
two = requests.Session()
one.headers["X-Test"] = "one"
one.get(BASE + "/set-cookie", timeout=5)
print(one.get(BASE + "/echo", timeout=5).json()["cookie"], two.get(BASE + "/echo", timeout=5).json()["cookie"])`,
  },
  {
    title: "a session and requests without one",
    main: `session = requests.Session()
session.headers["X-Test"] = "session"
a = session.get(BASE + "/echo", timeout=5).json()["x"]
b = requests.get(BASE + "/echo", timeout=5).json()["x"]
print(a, b)`,
  },
  {
    title: "a client that is there already",
    main: `import httpx

async with httpx.AsyncClient(headers={"X-Test": "shared"}, timeout=5) as client:
    print((await client.get(BASE + "/echo")).json()["x"])
    print(requests.get(BASE + "/redirect/1", timeout=5).json()["path"])`,
    says: "requests share the headers, cookies and timeout of client",
  },
  {
    title: "httpx2",
    fix: "Move to httpx2",
    settings: { httpClient: "httpx2" },
    main: `r = requests.get(BASE + "/redirect/1", timeout=5)
print(r.ok, r.json()["path"])`,
    holds: ["async with httpx2.AsyncClient("],
  },
];

/**
 * Sessions that functions beside the one with the finding see; over several files they are moved in `project.test.ts`.
 */
const HELD: readonly Scenario[] = [
  {
    rule: "blocking-http-call",
    title: "a session that objects hold",
    fix: "Move self.session to httpx",
    source: `import asyncio

import requests

from local_server import BASE


class Api:
    def __init__(self):
        self.session = requests.Session()
        self.session.headers["X-Test"] = "1"

    async def echo(self):
        return self.session.get(BASE + "/echo", timeout=5).json()["x"], self.status(404), self.status(200)

    def status(self, code):
        try:
            response = self.session.get(f"{BASE}/status/{code}", timeout=5)
            response.raise_for_status()
            return response.ok
        except requests.HTTPError as error:
            return error.response.reason

    def close(self):
        self.session.close()


async def main():
    api = Api()
    print(await api.echo(), api.status(500))
    api.close()


asyncio.run(main())
`,
  },
  {
    rule: "blocking-http-call",
    title: "a session that a module holds",
    fix: "Move session to httpx",
    source: `import asyncio

import requests

from local_server import BASE

session = requests.Session()
session.params = {"key": "1"}
session.auth = ("user", "secret")


def fetch(path):
    return session.get(BASE + path, timeout=5)


async def main():
    answer = fetch("/echo")
    print(answer.ok, answer.json()["query"], answer.json()["auth"])
    print(session.get(BASE + "/redirect/1", timeout=5).url == BASE + "/echo?key=1")
    session.close()


asyncio.run(main())
`,
  },
];

/** What sessions carry from one request to the next, and other clients. */
export const HTTP_SESSIONS: readonly Scenario[] = [...CASES.map(http), ...HELD];
