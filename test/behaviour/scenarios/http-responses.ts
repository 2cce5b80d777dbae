import type { Scenario } from "../scenario";
import { http, type HttpCase } from "./http";

const CASES: readonly HttpCase[] = [
  {
    title: "JSON of an answer",
    main: `response = requests.get(BASE + "/echo", timeout=5)
response.raise_for_status()
print(response.status_code, response.json())`,
  },
  {
    title: "truth, ok, reason and url",
    main: `for status in (200, 204, 302, 404, 500):
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
    main: `r = requests.get(BASE + "/status/404", timeout=5)
print(r.status_code == requests.codes.not_found, r.status_code == requests.codes.OK)`,
    holds: ["httpx.codes.not_found"],
  },
  {
    title: "a streamed body in chunks",
    main: `with requests.get(BASE + "/bytes", stream=True, timeout=(3, 5)) as r:
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
    main: `with requests.get(BASE + "/lines", stream=True, timeout=5) as r:
    for line in r.iter_lines():
        if line:
            print(line.decode("utf-8").strip())`,
    holds: ["print(line.strip())"],
  },
  {
    title: "a streamed body that is read as a whole",
    main: `with requests.get(BASE + "/text", stream=True, timeout=5) as r:
    print(r.status_code, r.text, r.content)`,
    holds: ["await r.aread()"],
  },
  {
    title: "with around an answer that is there at once",
    main: `with requests.get(BASE + "/gzip", timeout=5) as r:
    # unpacked already
    print(r.text)
print("done")`,
  },
  {
    title: "an answer read bit by bit though it is there",
    main: `r = requests.get(BASE + "/bytes", timeout=5)
print([len(chunk) for chunk in r.iter_content(4000)])`,
  },
  {
    title: "what a request looked like",
    main: `r = requests.post(BASE + "/echo", data={"a": "b", "c": ["d", "e"]}, timeout=5)
print(r.request.method, r.request.url.endswith("/echo"), r.request.body if isinstance(r.request.body, str) else r.request.body.decode(), SEEN[-1])`,
  },
  {
    title: "assignment in a condition",
    main: `if (r := requests.get(BASE + "/status/404", timeout=5)).ok:
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
    main: `r = requests.get(BASE + "/text", timeout=5)
r.encoding = "latin-1"
print(r.text, r.encoding)
r.close()`,
    holds: ["await r.aclose()"],
  },
];

/** What code that is moved from requests to httpx does with responses. */
export const HTTP_RESPONSES: readonly Scenario[] = CASES.map(http);
