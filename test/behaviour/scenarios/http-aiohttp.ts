import { differs, refused, type Scenario } from "../scenario";
import { http, type HttpCase } from "./http";

const CASES: readonly HttpCase[] = [
  {
    title: "params of every kind",
    main: `r = requests.get(BASE + "/echo?z=0", params={"a": 1, "b": "x y", "c": 1.5}, timeout=5)
print(r.json()["query"])`,
  },
  {
    title: "params that are lists",
    main: `r = requests.get(BASE + "/echo", params={"a": ["1", "2"]}, timeout=5)
print(r.json()["query"])`,
  },
  {
    title: "params that are booleans",
    main: `try:
    r = requests.get(BASE + "/echo", params={"a": True}, timeout=5)
    print(r.json()["query"])
except TypeError:
    print("TypeError")`,
    outcome: differs("[['a', 'True']]\n", "TypeError\n", "aiohttp takes no none and no booleans"),
  },
  {
    title: "forms",
    main: `r = requests.post(BASE + "/echo", data={"a": "1", "b": "ü x"}, timeout=5)
print(r.json()["body"], r.json()["type"])
s = requests.put(BASE + "/echo", {"n": 1}, timeout=5)
print(s.json()["body"])`,
  },
  {
    title: "text and bytes with a type of their own",
    main: `r = requests.post(BASE + "/echo", data=json.dumps({"a": 1}), headers={"Content-Type": "application/json"}, timeout=5)
print(r.json()["body"], r.json()["type"])`,
  },
  {
    title: "text without a type",
    main: `r = requests.post(BASE + "/echo", data="plain", timeout=5)
print(r.json()["body"], repr(r.json()["type"]))`,
    outcome: differs("plain ''\n", "plain 'text/plain'\n", "text and bytes are sent with a content type"),
  },
  {
    title: "data and json at once",
    main: `r = requests.post(BASE + "/echo", data={"a": 1}, json={"b": 2}, timeout=5)
print(r.json()["body"])`,
    outcome: refused("both data and json"),
  },
  {
    title: "a header that is None",
    main: `r = requests.get(BASE + "/echo", headers={"X-Test": None}, timeout=5)
print(r.json()["x"])`,
    outcome: refused("no header that is None"),
  },
  {
    title: "redirects, and none",
    main: `a = requests.get(BASE + "/redirect/3", timeout=5)
print(a.status_code)
b = requests.get(BASE + "/redirect/3", allow_redirects=False, timeout=5)
print(b.status_code, b.headers["location"], b.ok)
b.raise_for_status()
c = requests.head(BASE + "/redirect/1", timeout=5)
print(c.status_code)
d = requests.post(BASE + "/redirect/307/echo", json={"a": 1}, timeout=5)
print(d.json()["method"], d.json()["body"])`,
  },
  {
    title: "text without a charset",
    main: `r = requests.get(BASE + "/latin", timeout=5)
print(ascii(r.text))`,
    // Debian's aiohttp guesses.
    says: "text without a charset is guessed, or read as utf-8",
  },
  {
    title: "a status that is an error",
    main: `for status in (200, 204, 404, 500):
    try:
        r = requests.get(f"{BASE}/status/{status}", timeout=5)
        print(r.ok, r.status_code)
        r.raise_for_status()
    except requests.HTTPError as error:
        print("status", error.response.status_code)`,
  },
  {
    title: "JSON that is none",
    main: `try:
    r = requests.get(BASE + "/broken-json", timeout=5)
    print(r.json())
except requests.RequestException:
    print("failed")`,
    holds: ["json.JSONDecodeError"],
  },
  {
    title: "requests' errors are OSErrors",
    main: `try:
    r = requests.get(BASE + "/status/500", timeout=5)
    r.raise_for_status()
except OSError:
    print("os")`,
    holds: ["except (OSError, aiohttp.ClientError"],
  },
  {
    title: "a connection that is not taken",
    head: "from silent_server import FULL, HOST\n",
    main: `try:
    r = requests.get(f"http://{HOST}:{FULL}/", timeout=0.5)
    print(r.status_code)
except requests.ConnectionError:
    print("connection")
except Exception as error:
    print(type(error).__name__)`,
    outcome: differs("connection\n", "TimeoutError\n", "a connection that takes too long raises asyncio.timeouterror"),
  },
  {
    title: "a read that takes too long",
    main: `try:
    r = requests.get(BASE + "/stall?seconds=9", timeout=(30, 1))
    print(r.status_code)
except requests.Timeout:
    print("too late")`,
  },
  {
    title: "URLs that are none",
    main: `for url in ("nowhere", "http://"):
    try:
        r = requests.get(url, timeout=5)
        print(r.status_code)
    except requests.RequestException:
        print("failed")`,
  },
  {
    title: "a response that is handed on",
    main: `def show(response):
    return response.status_code
r = requests.get(BASE + "/echo", timeout=5)
print(show(r))`,
    outcome: refused("the response is handed on"),
  },
];

/** What is moved to aiohttp, where the project has that. */
export const HTTP_AIOHTTP: readonly Scenario[] = CASES.map((one) =>
  http({ ...one, title: `aiohttp: ${one.title}`, fix: "Move to aiohttp", settings: { httpClient: "aiohttp" } }),
);
