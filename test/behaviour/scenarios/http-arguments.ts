import { differs, refused, type Scenario, warns } from "../scenario";
import { http, type HttpCase } from "./http";

const CASES: readonly HttpCase[] = [
  {
    title: "positional params that a variable holds",
    main: `query = {"page": 2, "tags": ["a", "b"]}
r = requests.get(BASE + "/echo", query, timeout=5)
print(r.json()["query"])`,
    holds: ["params=query"],
  },
  {
    title: "more positional arguments than there are",
    main: `print(requests.get(BASE + "/echo", {"a": 1}, {"X-Test": "1"}, timeout=5))`,
    outcome: refused("more positional arguments"),
  },
  {
    title: "arguments in a dictionary",
    main: `options = {"timeout": 5}
print(requests.get(BASE + "/echo", **options).status_code)`,
    outcome: refused("may hold arguments"),
  },
  {
    title: "params that are None",
    main: `requests.get(BASE + "/echo", params={"a": None, "b": 1}, timeout=5)
print(SEEN[-1][1])`,
    outcome: differs("/echo?b=1\n", "/echo?a=&b=1\n", "None is sent as an empty value"),
  },
  {
    title: "params that are booleans",
    main: `requests.get(BASE + "/echo", params={"a": True}, timeout=5)
print(SEEN[-1][1])`,
    outcome: differs("/echo?a=True\n", "/echo?a=true\n", "True as true"),
  },
  {
    title: "params that are changed before they are sent",
    main: `query = {"b": 1}
query["a"] = None
requests.get(BASE + "/echo", params=query, timeout=5)
print(SEEN[-1][1])`,
    outcome: differs("/echo?b=1\n", "/echo?b=1&a=\n", "None is sent as an empty value"),
  },
  {
    title: "params beside a query in the URL",
    main: `print(requests.get(BASE + "/echo?a=1", params={"b": 2}, timeout=5).json()["query"])`,
    outcome: refused("replaces the query"),
  },
  {
    title: "empty params beside a query in the URL",
    main: `print(requests.get(BASE + "/echo?a=1", params={}, timeout=5).json()["query"])`,
    outcome: refused("replaces the query"),
  },
  {
    title: "params beside a query in a URL that nobody knows",
    main: `async def send(url):
    return requests.get(url, params={"b": 2}, timeout=5).json()["query"]
print(await send(BASE + "/echo?a=1"))`,
    // Debian's httpx still joins them.
    says: "params replace a query that the URL has",
  },
  {
    title: "params as pairs, as text and none at all",
    main: `pairs = requests.get(BASE + "/echo", params=[("a", "1"), ("a", "ü")], timeout=5)
text = requests.get(BASE + "/echo", params="a=1&b=x", timeout=5)
none = requests.get(BASE + "/echo?a=1", params=None, timeout=5)
print(pairs.json()["query"], text.json()["query"], none.json()["query"])`,
  },
  {
    title: "form fields that are None and booleans",
    main: `print(requests.post(BASE + "/echo", data={"a": None, "b": True}, timeout=5).json()["body"])`,
    outcome: differs("b=True\n", "a=&b=true\n", "in data, None is sent as an empty value and True as true"),
  },
  {
    title: "text, bytes and encoded text as data",
    main: `text = "plain"
for_later = f"a={text}"
a = requests.post(BASE + "/echo", data=text, timeout=5)
b = requests.put(BASE + "/echo", data=b"bytes", timeout=5)
c = requests.patch(BASE + "/echo", data="grün".encode("latin-1"), timeout=5)
d = requests.post(BASE + "/echo", data=for_later, headers={"Content-Type": "application/x-www-form-urlencoded"}, timeout=5)
e = requests.post(BASE + "/echo", data=json.dumps({"a": [1]}), headers={"Content-Type": "application/json"}, timeout=5)
for r in a, b, c, d, e:
    print(r.json()["body"], r.json()["type"])`,
    holds: ["content=text", 'content=b"bytes"', "content=for_later", "content=json.dumps("],
  },
  {
    title: "data that nobody knows, and is text",
    main: `async def send(payload):
    return requests.post(BASE + "/echo", data=payload, timeout=5).json()["body"]
print(await send("plain"))`,
    outcome: warns("data must be a mapping"),
  },
  {
    title: "data that nobody knows, and is a mapping",
    main: `async def send(payload):
    return requests.post(BASE + "/echo", data=payload, timeout=5).json()["body"]
print(await send({"a": "b"}))`,
  },
  {
    title: "pairs as data",
    main: `print(requests.post(BASE + "/echo", data=[("a", "1"), ("a", "2")], timeout=5).json()["body"])`,
    outcome: refused("no list of pairs"),
  },
  {
    title: "a generator as data",
    main: `print(requests.post(BASE + "/echo", data=(part for part in [b"a", b"b"]), timeout=5).json()["body"])`,
    outcome: refused("no file or generator"),
  },
  {
    title: "a file as data",
    main: `with open(__file__, "rb") as file:
    print(requests.post(BASE + "/echo", data=file, timeout=5).json()["body"])`,
    outcome: refused("no file or generator"),
  },
  {
    title: "no data, and empty data",
    main: `for r in requests.post(BASE + "/echo", timeout=5), requests.post(BASE + "/echo", data=None, timeout=5), requests.post(BASE + "/echo", data="", timeout=5), requests.post(BASE + "/echo", data={}, timeout=5):
    print(r.json()["body"], r.json()["type"])`,
  },
  {
    title: "data and json at once",
    main: `print(requests.post(BASE + "/echo", data={"a": 1}, json={"b": 2}, timeout=5).json()["body"])`,
    outcome: refused("both data and json"),
  },
  {
    title: "JSON with every method",
    main: `for r in (
    requests.get(BASE + "/echo", json={"a": 1}, timeout=5),
    requests.delete(BASE + "/echo", json=[1, None, True], timeout=5),
    requests.options(BASE + "/echo", json={}, timeout=5),
    requests.post(BASE + "/echo", json="ü", timeout=5),
    requests.request("PUT", BASE + "/echo", json={"ü": 1.5}, timeout=5),
):
    print(r.json()["method"], r.json()["body"], r.json()["type"])
requests.head(BASE + "/echo", json={"a": 1}, timeout=5)
print(SEEN[-1][0], json.loads(SEEN[-1][2]))
print(requests.post(BASE + "/echo", json=None, timeout=5).json()["body"])`,
    holds: ["client.request("],
  },
  {
    title: "a header that is None",
    main: `print(requests.get(BASE + "/echo", headers={"X-Test": None}, timeout=5).json()["x"])`,
    outcome: refused("no header that is None"),
  },
  {
    title: "a header that may be None",
    main: `async def send(token: str | None = None):
    return requests.get(BASE + "/echo", headers={"X-Test": token}, timeout=5).json()["x"]
try:
    print(await send())
except (AttributeError, TypeError) as error:
    print("raised")`,
    outcome: differs("None\n", "raised\n", "a header that is None raises an error"),
  },
  {
    title: "cookies of one request of several",
    main: `a = requests.get(BASE + "/echo", cookies={"a": "1"}, timeout=5)
b = requests.get(BASE + "/echo", timeout=5)
print(a.json()["cookie"], b.json()["cookie"])`,
    // Only newer ones warn.
    says: "cookies of a single request are deprecated",
  },
  {
    title: "the same cookies with every request",
    main: `jar = {"a": "1", "b": "2"}
for page in range(2):
    print(requests.get(f"{BASE}/echo?{page}", cookies=jar, timeout=5).json()["cookie"])`,
    holds: ["cookies=jar"],
  },
  {
    title: "cookies that a server sets",
    main: `requests.get(BASE + "/set-cookie", timeout=5)
print(requests.get(BASE + "/echo", timeout=5).json()["cookie"])`,
    outcome: differs("None\n", "token=abc\n", "cookies that a server sets go with later requests"),
  },
  {
    title: "a file with its name and type, and fields",
    main: `with open("note.bin", "wb") as made:
    made.write(b"content")
with open("note.bin", "rb") as file:
    requests.post(BASE + "/echo", files={"file": ("a.txt", file, "text/plain")}, data={"a": "1"}, timeout=5)
parts = SEEN[-1][2].split(b"\\r\\n")
print(sorted(part for part in parts if part and not part.startswith(b"--")))`,
  },
  {
    title: "a file without a type",
    main: `with open("note.txt", "wb") as made:
    made.write(b"content")
with open("note.txt", "rb") as file:
    requests.post(BASE + "/echo", files={"file": file}, timeout=5)
print([part.decode() for part in SEEN[-1][2].split(b"\\r\\n") if part.startswith(b"Content")])`,
    outcome: differs(
      `['Content-Disposition: form-data; name="file"; filename="note.txt"']\n`,
      `['Content-Disposition: form-data; name="file"; filename="note.txt"', 'Content-Type: text/plain']\n`,
      "files are sent with the type and name that httpx guesses",
    ),
  },
  {
    title: "a file that is text",
    main: `with open(__file__) as file:
    pass
print(requests.post(BASE + "/echo", files={"file": open(__file__)}, timeout=5).status_code)`,
    outcome: refused("binary mode only"),
  },
  {
    title: "basic authentication in a variable",
    main: `from requests.auth import HTTPBasicAuth

pair = ("user", "secret")
made = HTTPBasicAuth("user", "secret")
print(requests.get(BASE + "/echo", auth=pair, timeout=5).json()["auth"], requests.get(BASE + "/echo", auth=made, timeout=5).json()["auth"])`,
  },
  {
    title: "digest authentication",
    main: `from requests.auth import HTTPDigestAuth

right = requests.get(BASE + "/digest", auth=HTTPDigestAuth("user", "secret"), timeout=5)
wrong = requests.get(BASE + "/digest", auth=HTTPDigestAuth("user", "false"), timeout=5)
print(right.status_code, right.json(), wrong.status_code)`,
    holds: ["httpx.DigestAuth"],
  },
  {
    title: "authentication for a proxy",
    main: `from requests.auth import HTTPProxyAuth

print(requests.get(BASE + "/echo", auth=HTTPProxyAuth("user", "secret"), timeout=5).status_code)`,
    outcome: refused("nothing for this authentication"),
  },
  {
    title: "a pair of timeouts in a variable, and none",
    main: `LIMITS = (3, 5)
a = requests.get(BASE + "/echo", timeout=LIMITS)
b = requests.get(BASE + "/echo", timeout=None)
c = requests.get(BASE + "/echo", timeout=(3, None))
print(a.status_code, b.status_code, c.status_code)`,
    holds: ["httpx.Timeout(LIMITS[1], connect=LIMITS[0])", "timeout=None", "httpx.Timeout(None, connect=3)"],
  },
  {
    title: "a pair of timeouts that runs out",
    main: `try:
    requests.get(BASE + "/stall?seconds=2", timeout=(5, 0.2))
except requests.ReadTimeout:
    print("read")`,
  },
  {
    title: "a timeout of urllib3",
    main: `import urllib3

print(requests.get(BASE + "/echo", timeout=urllib3.Timeout(5)).status_code)`,
    outcome: refused("made for urllib3"),
  },
  {
    title: "no timeout at all",
    main: `try:
    print(requests.get(BASE + "/stall?seconds=4").json())
except requests.Timeout:
    print("too late")`,
    settings: { defaultTimeout: 1.5 },
    outcome: differs("{'stalled': True}\n", "too late\n", "requests give up after 1.5 seconds"),
  },
  {
    title: "redirects with every method",
    main: `for status in (301, 302, 303, 307, 308):
    r = requests.post(f"{BASE}/redirect/{status}/echo", data={"a": "1"}, timeout=5)
    print(status, r.json()["method"], r.json()["body"])
for r in requests.put(f"{BASE}/redirect/307/echo", {"a": "1"}, timeout=5), requests.delete(f"{BASE}/redirect/301/echo", timeout=5), requests.patch(f"{BASE}/redirect/303/echo", timeout=5):
    print(r.json()["method"], r.json()["body"])
print(requests.options(f"{BASE}/redirect/302/echo", timeout=5).json()["method"])`,
  },
  {
    title: "a redirect of what has a body",
    main: `r = requests.put(f"{BASE}/redirect/301/echo", data={"a": "1"}, timeout=5)
print(r.json()["method"], r.json()["body"])`,
    outcome: differs("PUT \n", "PUT a=1\n", "a redirected PUT, PATCH or DELETE keeps its body"),
  },
  {
    title: "redirects as a variable says",
    main: `for follow in (True, False):
    r = requests.get(BASE + "/redirect/1", allow_redirects=follow, timeout=5)
    print(r.status_code, len(r.history))`,
    holds: ["follow_redirects=follow"],
  },
  {
    title: "a proxy for one scheme",
    main: `try:
    r = requests.get("http://example.test/echo", proxies={"http": BASE}, timeout=5)
    print(r.json()["path"], SEEN[-1][1])
except (AttributeError, TypeError):
    print("too old")`,
    // Debian's httpx is older than what the annotation asks for.
    outcome: differs("/echo http://example.test/echo\n", "too old\n", "a proxy needs httpx 0.26"),
  },
  {
    title: "proxies that nobody knows",
    main: `async def send(proxies):
    return requests.get("http://example.test/echo", proxies=proxies, timeout=5)
print((await send({"http": BASE})).status_code)`,
    outcome: refused("proxies are not known"),
  },
  {
    title: "proxies of the environment",
    main: `import os

os.environ["http_proxy"] = BASE
r = requests.get("http://example.test/echo", timeout=5)
print(r.json()["path"], SEEN[-1][1])`,
  },
  {
    title: "a certificate that is not looked at",
    head: "import warnings\n\nfrom local_server import tls\n\nwarnings.simplefilter('ignore')",
    main: `URL, CERTIFICATE = tls()
try:
    requests.get(URL + "/echo", timeout=5)
except requests.exceptions.SSLError:
    print("not trusted")
print(requests.get(URL + "/echo", timeout=5, verify=False).json()["path"])`,
    outcome: refused("verify differs between its requests"),
  },
  {
    title: "no look at the certificate of any request",
    head: "import warnings\n\nfrom local_server import tls\n\nwarnings.simplefilter('ignore')",
    main: `URL, CERTIFICATE = tls()
print(requests.get(URL + "/echo", timeout=5, verify=False).json()["path"])`,
    holds: ["timeout=5, follow_redirects=True, verify=False"],
  },
  {
    title: "a certificate of one's own",
    head: `import shutil

from local_server import tls

URL, CERTIFICATE = tls()
shutil.copy(CERTIFICATE, "own.pem")`,
    main: `print(requests.get(URL + "/echo", timeout=5, verify="own.pem").json()["path"])`,
    holds: ['ssl.create_default_context(cafile="own.pem")'],
  },
  {
    title: "a certificate that nobody knows the kind of",
    head: `from local_server import tls

URL, CERTIFICATE = tls()`,
    main: `print(requests.get(URL + "/echo", timeout=5, verify=CERTIFICATE).json()["path"])`,
    holds: ["verify=CERTIFICATE"],
    says: "a path as verify is deprecated",
  },
  {
    title: "a certificate that is not trusted",
    head: "import ssl\n\nfrom local_server import tls\n\nURL, CERTIFICATE = tls()",
    // Debian's httpx lets the error of ssl through, as newer ones don't.
    main: `async def send():
    try:
        requests.get(URL + "/echo", timeout=5)
    except requests.exceptions.SSLError:
        print("not trusted")
try:
    await send()
except ssl.SSLError:
    print("not trusted")`,
    says: "a refused connection raises httpx.ConnectError too",
    holds: ["except httpx.ConnectError"],
  },
  {
    title: "hooks",
    main: `print(requests.get(BASE + "/echo", hooks={"response": lambda r, **_: print("hook")}, timeout=5).status_code)`,
    outcome: refused("hooks for the whole client"),
  },
  {
    title: "streaming that is decided when it runs",
    main: `lazily = bool(SEEN)
print(requests.get(BASE + "/echo", stream=lazily, timeout=5).status_code)`,
    outcome: refused("known only when it runs"),
  },
];

/** What becomes of each argument of a request. */
export const HTTP_ARGUMENTS: readonly Scenario[] = CASES.map(http);
