import type { Scenario } from "../scenario";
import { http, type HttpCase } from "./http";

const CASES: readonly HttpCase[] = [
  {
    title: "redirects are followed, with their history",
    main: `r = requests.get(BASE + "/redirect/3", timeout=5)
print(r.status_code, [h.status_code for h in r.history], r.url.endswith("/echo"))`,
    holds: ["follow_redirects=True"],
  },
  {
    title: "redirects are not followed where they were not",
    main: `r = requests.get(BASE + "/redirect/1", timeout=5, allow_redirects=False)
print(r.status_code, r.is_redirect, r.headers["location"], r.ok)
n = requests.get(BASE + "/status/304", timeout=5)
print(n.status_code, n.is_redirect, n.ok)`,
  },
  {
    title: "head() follows nothing",
    main: `r = requests.head(BASE + "/redirect/1", timeout=5)
g = requests.get(BASE + "/redirect/1", timeout=5)
a = requests.head(BASE + "/redirect/2", timeout=5, allow_redirects=True)
print(r.status_code, g.status_code, a.status_code, len(a.history))`,
  },
  {
    title: "request() follows, head too",
    main: `r = requests.request("HEAD", BASE + "/redirect/1", timeout=5)
print(r.status_code)`,
  },
  {
    title: "positional arguments",
    main: `a = requests.get(BASE + "/echo", {"page": 1, "q": "x y"}, timeout=5)
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
    main: `payload = json.dumps({"ids": [1, 2]})
a = requests.delete(BASE + "/echo", json={"ids": [1]}, timeout=5)
b = requests.get(BASE + "/echo", data=payload, timeout=5)
c = requests.options(url=BASE + "/echo", timeout=5)
print(a.json(), b.json(), c.json())`,
    holds: ["client.request(", '"DELETE"', "content=payload"],
  },
  {
    title: "headers, authentication and cookies",
    main: `r = requests.get(BASE + "/echo", headers={"X-Test": "yes"}, auth=("user", "secret"), cookies={"a": "b"}, timeout=5)
print(r.json()["x"], r.json()["auth"], r.json()["cookie"])`,
    holds: ['cookies={"a": "b"}'],
  },
  {
    title: "an object of basic authentication",
    main: `r = requests.get(BASE + "/echo", auth=requests.auth.HTTPBasicAuth("user", "secret"), timeout=5)
print(r.json()["auth"])`,
    holds: ["httpx.BasicAuth"],
  },
  {
    title: "files",
    main: `with open(__file__, "rb") as file:
    r = requests.post(BASE + "/echo", files={"file": file}, timeout=5)
print(r.json()["type"], r.json()["body"])`,
  },
];

/** What is sent by code that is moved from requests to httpx. */
export const HTTP_REQUESTS: readonly Scenario[] = CASES.map(http);
