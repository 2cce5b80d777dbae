import type { Scenario } from "../scenario";
import { http, type HttpCase } from "./http";

const CASES: readonly HttpCase[] = [
  {
    title: "errors of status",
    main: `try:
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
    main: `for handler in range(2):
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
    main: `try:
    requests.get(BASE + "/stall?seconds=9", timeout=(30, 1))
except requests.ConnectionError:
    print("connection")
except requests.Timeout:
    print("timeout")
try:
    requests.get(BASE + "/stall?seconds=9", timeout=(30, 1))
except requests.ReadTimeout:
    print("read")
try:
    requests.get(BASE + "/stall?seconds=9", timeout=(30, 1))
except (requests.ConnectionError, requests.Timeout):
    print("either")`,
  },
  {
    title: "a connection that breaks off",
    main: `try:
    requests.get(BASE + "/drop", timeout=5)
except requests.exceptions.ConnectionError:
    print("broke off")`,
  },
  {
    title: "bad JSON is an error of the request",
    main: `try:
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
    main: `for url in ("nowhere", BASE + "/redirect/60"):
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
];

/** How code that is moved from requests to httpx meets errors. */
export const HTTP_ERRORS: readonly Scenario[] = CASES.map(http);
