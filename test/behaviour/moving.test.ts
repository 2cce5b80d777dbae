/**
 * Code that is moved from requests to httpx prints what it printed before. Run with Debian's httpx 0.23 and requests
 * 2.28 (and once with httpx 0.28.1, with the same outcome): the old one keeps the line breaks of `aiter_lines()` (0.24.1 and later do not) and has no `proxy=`.
 */
import { expect, it } from "vitest";
import { runBeforeAfter } from "./run";

interface Case {
  readonly title: string;
  readonly source: string;
  /** What the fixed code must hold, where the output alone would not show it. */
  readonly holds?: readonly string[];
  readonly fix?: string;
  readonly client?: "aiohttp";
}

const HEAD = `import asyncio
import json

import requests

from local_server import BASE, CLOSED, SEEN


`;
const TAIL = `

asyncio.run(main())
`;

const CASES: readonly Case[] = [
  {
    title: "JSON of an answer",
    source: `async def main():
    response = requests.get(BASE + "/echo", timeout=5)
    response.raise_for_status()
    print(response.status_code, response.json())`,
  },
  {
    title: "redirects are followed, with their history",
    source: `async def main():
    r = requests.get(BASE + "/redirect/3", timeout=5)
    print(r.status_code, [h.status_code for h in r.history], r.url.endswith("/echo"))`,
    holds: ["follow_redirects=True"],
  },
  {
    title: "redirects are not followed where they were not",
    source: `async def main():
    r = requests.get(BASE + "/redirect/1", timeout=5, allow_redirects=False)
    print(r.status_code, r.is_redirect, r.headers["location"], r.ok)
    n = requests.get(BASE + "/status/304", timeout=5)
    print(n.status_code, n.is_redirect, n.ok)`,
  },
  {
    title: "head() follows nothing",
    source: `async def main():
    r = requests.head(BASE + "/redirect/1", timeout=5)
    g = requests.get(BASE + "/redirect/1", timeout=5)
    a = requests.head(BASE + "/redirect/2", timeout=5, allow_redirects=True)
    print(r.status_code, g.status_code, a.status_code, len(a.history))`,
  },
  {
    title: "request() follows, head too",
    source: `async def main():
    r = requests.request("HEAD", BASE + "/redirect/1", timeout=5)
    print(r.status_code)`,
  },
  {
    title: "positional arguments",
    source: `async def main():
    a = requests.get(BASE + "/echo", {"page": 1, "q": "x y"}, timeout=5)
    b = requests.post(BASE + "/echo", {"a": "1"}, timeout=5)
    c = requests.post(BASE + "/echo", None, {"a": [1, 2]}, timeout=5)
    d = requests.put(BASE + "/echo", b"raw", timeout=5)
    e = requests.patch(BASE + "/echo", "text", timeout=5)
    for r in a, b, c, d, e:
        print(r.json())`,
    holds: ['params={"page"', 'data={"a"', 'json={"a"', 'content=b"raw"', 'content="text"'],
  },
  {
    title: "bodies where httpx's short methods take none",
    source: `async def main():
    payload = json.dumps({"ids": [1, 2]})
    a = requests.delete(BASE + "/echo", json={"ids": [1]}, timeout=5)
    b = requests.get(BASE + "/echo", data=payload, timeout=5)
    c = requests.options(url=BASE + "/echo", timeout=5)
    print(a.json(), b.json(), c.json())`,
    holds: ["client.request(", '"DELETE"', "content=payload"],
  },
  {
    title: "headers, authentication and cookies",
    source: `async def main():
    r = requests.get(BASE + "/echo", headers={"X-Test": "yes"}, auth=("user", "secret"), cookies={"a": "b"}, timeout=5)
    print(r.json()["x"], r.json()["auth"], r.json()["cookie"])`,
    holds: ['cookies={"a": "b"}'],
  },
  {
    title: "an object of basic authentication",
    source: `async def main():
    r = requests.get(BASE + "/echo", auth=requests.auth.HTTPBasicAuth("user", "secret"), timeout=5)
    print(r.json()["auth"])`,
    holds: ["httpx.BasicAuth"],
  },
  {
    title: "files",
    source: `async def main():
    with open(__file__, "rb") as file:
        r = requests.post(BASE + "/echo", files={"file": file}, timeout=5)
    print(r.json()["type"], r.json()["body"])`,
  },
  {
    title: "truth, ok, reason and url",
    source: `async def main():
    for status in (200, 204, 302, 404, 500):
        r = requests.get(f"{BASE}/status/{status}", timeout=5)
        print(status, bool(r), r.ok, not r.ok, r.reason, r.url.rsplit("/", 1)[1], f"{r.ok}")
        if r:
            print("good")
        elif not r and r.status_code == 404:
            print("missing")
        print("yes" if r else "no", r.ok == True, not r)`,
  },
  {
    title: "names of status codes",
    source: `async def main():
    r = requests.get(BASE + "/status/404", timeout=5)
    print(r.status_code == requests.codes.not_found, r.status_code == requests.codes.OK)`,
    holds: ["httpx.codes.not_found"],
  },
  {
    title: "a loop with one client",
    source: `async def main():
    seen = []
    for page in range(4):
        r = requests.get(BASE + "/echo", params={"page": page}, timeout=5)
        if page == 2:
            break
        seen.append(r.json()["query"])
    print(seen)`,
  },
  {
    title: "a comprehension",
    source: `async def main():
    print([requests.get(f"{BASE}/echo?n={n}", timeout=5).json()["query"] for n in range(3)])`,
  },
  {
    title: "a call within a call",
    source: `async def main():
    r = requests.get(requests.get(BASE + "/redirect/1", timeout=5).url, timeout=5)
    print(r.json()["path"])`,
  },
  {
    title: "a session with its settings",
    source: `async def main():
    session = requests.Session()
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
    source: `async def main():
    with requests.Session() as session:
        a = session.get(BASE + "/redirect/2", timeout=5)
        b = session.post(BASE + "/echo", json={"a": 1}, timeout=5)
        print(a.status_code, b.json()["body"])`,
  },
  {
    title: "a session that is closed in finally",
    source: `async def main():
    session = requests.Session()
    try:
        print(session.get(BASE + "/echo", timeout=5).json()["method"])
    finally:
        session.close()
    print("closed")`,
    holds: ["await session.aclose()"],
  },
  {
    title: "a streamed body in chunks",
    source: `async def main():
    with requests.get(BASE + "/bytes", stream=True, timeout=(3, 5)) as r:
        r.raise_for_status()
        size = 0
        for chunk in r.iter_content(chunk_size=1000):
            size += len(chunk)
        print(size)
    r = requests.get(BASE + "/chunks", stream=True, timeout=5)
    parts = [part for part in r.iter_content(4)]
    print(b"".join(parts), r.status_code)`,
    holds: ["httpx.Timeout(5, connect=3)", 'client.stream("GET"', "async for chunk in r.aiter_bytes(chunk_size=1000)"],
  },
  {
    title: "a streamed body by lines",
    source: `async def main():
    with requests.get(BASE + "/lines", stream=True, timeout=5) as r:
        for line in r.iter_lines():
            if line:
                print(line.decode("utf-8").strip())`,
    holds: ["print(line.strip())"],
  },
  {
    title: "a streamed body that is read as a whole",
    source: `async def main():
    with requests.get(BASE + "/text", stream=True, timeout=5) as r:
        print(r.status_code, r.text, r.content)`,
    holds: ["await r.aread()"],
  },
  {
    title: "with around an answer that is there at once",
    source: `async def main():
    with requests.get(BASE + "/gzip", timeout=5) as r:
        # unpacked already
        print(r.text)
    print("done")`,
  },
  {
    title: "an answer read bit by bit though it is there",
    source: `async def main():
    r = requests.get(BASE + "/bytes", timeout=5)
    print([len(chunk) for chunk in r.iter_content(4000)])`,
  },
  {
    title: "errors of status",
    source: `async def main():
    try:
        r = requests.get(BASE + "/status/503", timeout=5)
        r.raise_for_status()
    except requests.exceptions.HTTPError as error:
        print("status", error.response.status_code, error.response.ok, error.response.reason)
    except requests.RequestException:
        print("other")`,
    holds: ["except httpx.HTTPStatusError as error"],
  },
  {
    title: "refused connections",
    source: `async def main():
    for handler in range(2):
        try:
            requests.get(CLOSED, timeout=5)
        except requests.HTTPError:
            print("status")
        except requests.exceptions.Timeout:
            print("timeout")
        except requests.exceptions.ConnectionError:
            print("connection")
    try:
        requests.get(CLOSED, timeout=5)
    except requests.RequestException as error:
        print("any", error.response is None)
    try:
        requests.get(CLOSED, timeout=5)
    except OSError:
        print("os")`,
    holds: ["except httpx.TransportError", "except (OSError, httpx.HTTPError)"],
  },
  {
    title: "timeouts, whichever handler comes first",
    source: `async def main():
    try:
        requests.get(BASE + "/stall?seconds=1", timeout=0.2)
    except requests.ConnectionError:
        print("connection")
    except requests.Timeout:
        print("timeout")
    try:
        requests.get(BASE + "/stall?seconds=1", timeout=(5, 0.2))
    except requests.ReadTimeout:
        print("read")
    try:
        requests.get(BASE + "/stall?seconds=1", timeout=0.2)
    except (requests.ConnectionError, requests.Timeout):
        print("either")`,
  },
  {
    title: "a connection that breaks off",
    source: `async def main():
    try:
        requests.get(BASE + "/drop", timeout=5)
    except requests.exceptions.ConnectionError:
        print("broke off")`,
  },
  {
    title: "bad JSON is an error of the request",
    source: `async def main():
    try:
        print(requests.get(BASE + "/not-json", timeout=5).json())
    except requests.RequestException as error:
        print("bad answer")
    try:
        print(requests.get(BASE + "/not-json", timeout=5).json())
    except (requests.RequestException, ValueError):
        print("bad answer")`,
    holds: ["except (httpx.HTTPError, json.JSONDecodeError) as error", "except (httpx.HTTPError, ValueError)"],
  },
  {
    title: "another URL scheme, and too many redirects",
    source: `async def main():
    for url in ("nowhere", BASE + "/redirect/60"):
        try:
            requests.get(url, timeout=5)
        except requests.exceptions.MissingSchema:
            print("schema")
        except requests.exceptions.TooManyRedirects:
            print("redirects")
        except requests.RequestException:
            print("other")`,
    holds: ["except httpx.UnsupportedProtocol", "except httpx.TooManyRedirects"],
  },
  {
    title: "an attempt that is made again",
    source: `async def main():
    for attempt in range(5):
        r = requests.get(BASE + "/flaky/one", timeout=5)
        if r.status_code < 500:
            break
        await asyncio.sleep(0)
    print(attempt, r.json())`,
  },
  {
    title: "what a request looked like",
    source: `async def main():
    r = requests.post(BASE + "/echo", data={"a": "b", "c": ["d", "e"]}, timeout=5)
    print(r.request.method, r.request.url.endswith("/echo"), r.request.body if isinstance(r.request.body, str) else r.request.body.decode(), SEEN[-1])`,
  },
  {
    title: "assignment in a condition",
    source: `async def main():
    if (r := requests.get(BASE + "/status/404", timeout=5)).ok:
        print("good")
    print(r.status_code)
    response = None
    for status in (500, 200):
        if response:
            print("before")
        response = requests.get(f"{BASE}/status/{status}", timeout=5)
    print(response.json())`,
  },
  {
    title: "encoding that is set",
    source: `async def main():
    r = requests.get(BASE + "/text", timeout=5)
    r.encoding = "latin-1"
    print(r.text, r.encoding)
    r.close()`,
    holds: ["await r.aclose()"],
  },
  {
    title: "retries, suppressed errors and classes of errors",
    source: `async def main():
    from contextlib import suppress
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
    client: "aiohttp",
    source: `async def main():
    r = requests.get(BASE + "/redirect/2", {"a": 1}, timeout=5)
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
    client: "aiohttp",
    source: `async def main():
    for url in (BASE + "/status/404", CLOSED, BASE + "/stall?seconds=1"):
        try:
            response = requests.get(url, timeout=0.3)
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
    source: `async def main():
    import httpx

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
    source: `async def main():
    print(requests.get(BASE + "/redirect/1", timeout=5).json()["path"])`,
  },
];

/** Two interpreters are started for each, on a machine that may do other things. */
const TIME_LIMIT = 180_000;

it.concurrent.each(CASES.map((one) => [one.title, one] as const))(
  "%s",
  async (_title, { source, holds, fix, client }) => {
    const { before, after, fixed } = await runBeforeAfter({
      source: HEAD + source + TAIL,
      fixTitle: fix ?? "Move to httpx",
      settings: client === undefined ? {} : { httpClient: client },
    });
    expect(before.status, before.stderr).toBe(0);
    expect(after.stdout, `${fixed}\n${after.stderr}`).toBe(before.stdout);
    expect(after.status, after.stderr).toBe(0);
    expect(after.stderr, fixed).not.toMatch(/DeprecationWarning/);
    for (const part of holds ?? []) expect(fixed).toContain(part);
  },
  TIME_LIMIT,
);
