import type { Scenario } from "../scenario";
import { http, type HttpCase } from "./http";

const CASES: readonly HttpCase[] = [
  {
    title: "a loop with one client",
    main: `seen = []
for page in range(4):
    r = requests.get(BASE + "/echo", params={"page": page}, timeout=5)
    if page == 2:
        break
    seen.append(r.json()["query"])
print(seen)`,
  },
  {
    title: "a comprehension",
    main: `print([requests.get(f"{BASE}/echo?n={n}", timeout=5).json()["query"] for n in range(3)])`,
  },
  {
    title: "a call within a call",
    main: `r = requests.get(requests.get(BASE + "/redirect/1", timeout=5).url, timeout=5)
print(r.json()["path"])`,
  },
  {
    title: "a session with its settings",
    main: `session = requests.Session()
session.headers.update({"X-Test": "session"})
session.auth = ("user", "secret")
session.params = {"key": "1"}
session.verify = False
session.get(BASE + "/set-cookie", timeout=5)
r = session.get(BASE + "/echo", timeout=5)
print(r.json()["x"], r.json()["auth"], r.json()["cookie"], r.json()["query"], session.cookies.get("token"), session.cookies.get_dict())
session.close()`,
    holds: ["async with httpx.AsyncClient(", "verify=False", "as session:"],
  },
  {
    title: "a session in a with statement",
    main: `with requests.Session() as session:
    a = session.get(BASE + "/redirect/2", timeout=5)
    b = session.post(BASE + "/echo", json={"a": 1}, timeout=5)
    print(a.status_code, b.json()["body"])`,
  },
  {
    title: "a session that is closed in finally",
    main: `session = requests.Session()
try:
    print(session.get(BASE + "/echo", timeout=5).json()["method"])
finally:
    session.close()
print("closed")`,
    holds: ["await session.aclose()"],
  },
  {
    title: "an attempt that is made again",
    main: `for attempt in range(5):
    r = requests.get(BASE + "/flaky/one", timeout=5)
    if r.status_code < 500:
        break
    await asyncio.sleep(0)
print(attempt, r.json())`,
  },
  {
    title: "retries, suppressed errors and classes of errors",
    main: `from contextlib import suppress
from requests.adapters import HTTPAdapter

session = requests.Session()
session.mount("http://", HTTPAdapter(max_retries=2))
with suppress(requests.ConnectionError):
    session.get(CLOSED, timeout=5)
    print("never")
try:
    session.get(CLOSED, timeout=5)
except Exception as error:
    print(isinstance(error, requests.ConnectionError), isinstance(error, requests.RequestException), isinstance(error, requests.HTTPError))
print(session.get(BASE + "/echo", timeout=5).json()["path"], f"{session.get(BASE + '/echo', timeout=5).url[-5:]!r}")`,
    holds: ["transport=httpx.AsyncHTTPTransport(retries=2)"],
  },
  {
    title: "aiohttp: JSON, text and bytes",
    fix: "Move to aiohttp",
    settings: { httpClient: "aiohttp" },
    main: `r = requests.get(BASE + "/redirect/2", {"a": 1}, timeout=5)
r.raise_for_status()
print(r.status_code, r.ok, r.reason, r.json()["path"], r.url.endswith("/echo"))
text = requests.get(BASE + "/text", timeout=5).text
head = requests.head(BASE + "/redirect/1", timeout=5)
print(text.upper(), head.status_code)
for body in ({"a": "b"}, "text", b"bytes"):
    sent = requests.post(BASE + "/echo", body, auth=("user", "secret"), headers={"X-Test": "yes"}, timeout=5)
    print(sent.json()["body"], sent.json()["auth"], sent.json()["x"])
requests.delete(BASE + "/echo", json={"ids": [1]}, timeout=5)
print(SEEN[-1][0], json.loads(SEEN[-1][2]))`,
    holds: ["async with session.get(", "await r.json()"],
  },
  {
    title: "aiohttp: errors",
    fix: "Move to aiohttp",
    settings: { httpClient: "aiohttp" },
    main: `for url in (BASE + "/status/404", CLOSED, BASE + "/stall?seconds=9"):
    try:
        response = requests.get(url, timeout=2)
        response.raise_for_status()
    except requests.HTTPError as error:
        print("status", error.response.status_code)
    except requests.Timeout:
        print("timeout")
    except requests.RequestException:
        print("other")`,
  },
  {
    title: "httpx: its synchronous client and functions",
    fix: "Use httpx.AsyncClient",
    main: `import httpx

first = httpx.get(BASE + "/redirect/1")
print(first.status_code, httpx.post(BASE + "/echo", json={"a": 1}, timeout=5).json()["body"])
with httpx.stream("GET", BASE + "/bytes") as response:
    print(response.status_code, sum(len(chunk) for chunk in [part for part in response.iter_bytes(100)]))
client = httpx.Client(headers={"X-Test": "yes"}, follow_redirects=True)
try:
    print(client.get(BASE + "/redirect/2").json()["x"], client.send(client.build_request("GET", BASE + "/echo")).json()["path"])
finally:
    client.close()
with httpx.Client(base_url=BASE) as other:
    with other.stream("GET", "/lines") as lines:
        lines.read()
        print(lines.text)`,
    holds: ["await client.aclose()", "await lines.aread()", "async for part in response.aiter_bytes(100)"],
  },
  {
    title: "a thread in its place",
    fix: "Run in a thread",
    main: `print(requests.get(BASE + "/redirect/1", timeout=5).json()["path"])`,
  },
];

/** Sessions, loops and other clients in code that is moved to an async client. */
export const HTTP_CLIENTS: readonly Scenario[] = CASES.map(http);
