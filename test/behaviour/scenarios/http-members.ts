import { differs, refused, type Scenario } from "../scenario";
import { http, type HttpCase } from "./http";

const CASES: readonly HttpCase[] = [
  {
    title: "what reads the same of a response",
    main: `r = requests.get(BASE + "/links", timeout=5)
print(r.status_code, r.headers["x-mixed-case"], r.headers.get("Gone", "none"), "X-Mixed-Case" in r.headers)
print(r.text, r.content, r.json(), r.links["next"]["url"], r.links["last"]["rel"], r.history, r.elapsed.total_seconds() > 0)`,
  },
  {
    title: "names of headers that are listed",
    main: `r = requests.get(BASE + "/links", timeout=5)
print([name for name in r.headers if name.lower() == "x-mixed-case"])`,
    outcome: differs("['X-Mixed-Case']\n", "['x-mixed-case']\n", "names of headers are lower-case"),
  },
  {
    title: "responses on the way, and what is asked of them",
    main: `r = requests.get(BASE + "/redirect/2", timeout=5)
for step in r.history:
    print(step.status_code, step.headers["location"])
print(len(r.history), bool(r.history), r.history[0].status_code)`,
  },
  {
    title: "the addresses of responses on the way",
    main: `r = requests.get(BASE + "/redirect/2", timeout=5)
try:
    print([step.url.rsplit("/", 1)[1] for step in r.history])
except AttributeError:
    print("no str")`,
    outcome: differs("['2', '1']\n", "no str\n", "the responses of history are httpx's"),
  },
  {
    title: "addresses in every place",
    main: `r = requests.get(BASE + "/echo", timeout=5)
print(r.url == BASE + "/echo", r.url.endswith("/echo"), f"{r.url}" == r.url, str(r.url) == r.url, len(r.url) == len(BASE + "/echo"), "path " + r.url[-5:])
print(json.dumps({"url": r.url}) == json.dumps({"url": BASE + "/echo"}))`,
  },
  {
    title: "truth within larger conditions",
    main: `for status in (200, 404):
    r = requests.get(f"{BASE}/status/{status}", timeout=5)
    while not r and r.status_code:
        print("bad")
        break
    if r and r.status_code == 200 or status == 1:
        print("good")
    print(bool(r), [1 for _ in range(1) if r], 1 if not r else 2, r.ok and "fine", r.ok is True)
    assert r or status == 404`,
  },
  {
    title: "truth and value at once",
    main: `r = requests.get(BASE + "/status/404", timeout=5) or "nothing"
print(r)`,
    outcome: refused("its truth and its value"),
  },
  {
    title: "the reason, with and without one",
    main: `for status in (200, 404, 503):
    print(requests.get(f"{BASE}/status/{status}", timeout=5).reason)`,
    holds: ["reason_phrase"],
  },
  {
    title: "text that is decoded while it streams",
    main: `with requests.get(BASE + "/text", stream=True, timeout=5) as r:
    print("".join([part for part in r.iter_content(chunk_size=None, decode_unicode=True)]))`,
    holds: ["aiter_text()"],
  },
  {
    title: "lines as text",
    main: `with requests.get(BASE + "/lines", stream=True, timeout=5) as r:
    for line in r.iter_lines(decode_unicode=True):
        print(line.strip())`,
  },
  {
    title: "lines as bytes",
    main: `with requests.get(BASE + "/lines", stream=True, timeout=5) as r:
    lines = [line for line in r.iter_lines()]
print(len(lines), type(lines[0]).__name__)`,
    outcome: differs("5 bytes\n", "5 str\n", "lines are str, not bytes"),
  },
  {
    title: "lines that meet bytes",
    main: `with requests.get(BASE + "/lines", stream=True, timeout=5) as r:
    for line in r.iter_lines():
        print(line.split(b" "))`,
    outcome: refused("its lines, now str, meet bytes"),
  },
  {
    title: "lines that end in something else",
    main: `with requests.get(BASE + "/chunks", stream=True, timeout=5) as r:
    for line in r.iter_lines(delimiter=b";"):
        print(line)`,
    outcome: refused("split lines at a delimiter"),
  },
  {
    title: "chunks of no stated size",
    main: `with requests.get(BASE + "/chunks", stream=True, timeout=5) as r:
    print(b"".join([chunk for chunk in r.iter_content()]))`,
    says: "chunks come in the size they arrive in",
  },
  {
    title: "the raw body",
    main: `with requests.get(BASE + "/bytes", stream=True, timeout=5) as r:
    print(len(r.raw.read()))`,
    outcome: refused("has no raw"),
  },
  {
    title: "a streamed response that is iterated itself",
    main: `with requests.get(BASE + "/bytes", stream=True, timeout=5) as r:
    print(sum(len(part) for part in r))`,
    outcome: refused("can't be iterated itself"),
  },
  {
    title: "a streamed response that is handed on",
    main: `def size(r):
    return sum(len(part) for part in r.iter_content(100))
print(size(requests.get(BASE + "/bytes", stream=True, timeout=5)))`,
    outcome: refused("streamed response"),
  },
  {
    title: "a streamed response that is read in part, and closed",
    main: `r = requests.get(BASE + "/bytes", stream=True, timeout=5)
for chunk in r.iter_content(100):
    print(len(chunk))
    break
r.close()
print("closed")`,
    holds: ["await r.aclose()"],
  },
  {
    title: "a streamed response whose status only is asked",
    main: `with requests.get(BASE + "/bytes", stream=True, timeout=5) as r:
    print(r.status_code, r.headers["Content-Length"], r.ok)`,
  },
  {
    title: "where a redirect leads",
    main: `r = requests.get(BASE + "/redirect/1", allow_redirects=False, timeout=5)
print(r.next is not None, r.next.method, r.next.url.endswith("/echo"))`,
    holds: ["r.next_request is not None", "str(r.next_request.url).endswith("],
  },
  {
    title: "an encoding that is guessed",
    main: `print(requests.get(BASE + "/text", timeout=5).apparent_encoding)`,
    outcome: refused("has no apparent_encoding"),
  },
  {
    title: "whether a redirect is permanent",
    main: `print(requests.get(BASE + "/redirect/1", allow_redirects=False, timeout=5).is_permanent_redirect)`,
    outcome: refused("has no is_permanent_redirect"),
  },
  {
    title: "cookies that are read",
    main: `r = requests.get(BASE + "/set-cookie", timeout=5)
print(r.cookies["token"], r.cookies.get("gone"), "token" in r.cookies, r.cookies.get_dict(), dict(r.cookies))`,
  },
  {
    title: "the body that was sent",
    main: `r = requests.post(BASE + "/echo", data={"a": "1"}, timeout=5)
print(type(r.request.body).__name__, r.request.method)`,
    outcome: differs("str POST\n", "bytes POST\n", "the body of a request is bytes"),
  },
  {
    title: "headers that were sent",
    main: `r = requests.post(BASE + "/echo", json={"a": 1}, headers={"X-Test": "1"}, timeout=5)
print(r.request.headers["x-test"], r.request.headers["Content-Type"], r.request.url == BASE + "/echo")`,
  },
  {
    title: "text without a charset",
    main: `print(ascii(requests.get(BASE + "/latin", timeout=5).text))`,
    outcome: differs("'gr\\xfc\\xdfe'\n", "'gr\\ufffd\\ufffde'\n", "text without a charset is read as utf-8"),
  },
  {
    title: "text with a charset",
    main: `print(requests.get(BASE + "/text", timeout=5).text)`,
  },
  {
    title: "the encoding of what has none",
    main: `r = requests.get(BASE + "/latin", timeout=5)
print(r.encoding)`,
    outcome: differs("ISO-8859-1\n", "utf-8\n", "text without a charset is read as utf-8"),
  },
  {
    title: "raise_for_status() of a redirect that is not followed",
    main: `r = requests.get(BASE + "/redirect/1", allow_redirects=False, timeout=5)
try:
    r.raise_for_status()
    print("fine", r.status_code)
except requests.HTTPError as error:
    print("raised", error.response.status_code)`,
    outcome: differs("fine 302\n", "raised 302\n", "raise_for_status() also raises for redirects that aren't followed"),
  },
  {
    title: "raise_for_status() of what has not changed",
    main: `r = requests.get(BASE + "/unchanged", headers={"If-None-Match": '"1"'}, timeout=5)
try:
    r.raise_for_status()
    print("fine", r.status_code)
except requests.HTTPError as error:
    print("raised", error.response.status_code)`,
    outcome: differs("fine 304\n", "raised 304\n", "raise_for_status() also raises for 304"),
  },
  {
    title: "raise_for_status() of every kind of status",
    main: `for status in (200, 201, 204, 400, 404, 500, 503):
    try:
        requests.get(f"{BASE}/status/{status}", timeout=5).raise_for_status()
        print(status, "fine")
    except requests.HTTPError as error:
        print(status, error.response.status_code, error.request.method)`,
  },
  {
    title: "a response that is handed on",
    main: `def show(response):
    return response.ok
try:
    print(show(requests.get(BASE + "/echo", timeout=5)))
except AttributeError:
    print("no ok")`,
    outcome: differs("True\n", "no ok\n", "what is handed on is an httpx.Response, without ok"),
  },
  {
    title: "JSON with arguments",
    main: `from decimal import Decimal

print(requests.post(BASE + "/echo", json={"a": 1.5}, timeout=5).json(parse_float=Decimal)["body"])`,
  },
  {
    title: "status codes by every name",
    main: `r = requests.get(BASE + "/status/418", timeout=5)
print(r.status_code == requests.codes.im_a_teapot, requests.codes.ok, requests.codes.okay, requests.codes.NOT_FOUND, requests.codes["not_found"])`,
    holds: ["requests.codes.okay", "httpx.codes.ok", "requests.codes.im_a_teapot", "import requests"],
  },
];

/** What becomes of each member of a response. */
export const HTTP_MEMBERS: readonly Scenario[] = CASES.map(http);
