import { differs, refused, type Scenario } from "../scenario";
import { http, type HttpCase } from "./http";

/** Tries each request, and prints which handler took its error. */
const CASES: readonly HttpCase[] = [
  {
    title: "handlers from the special to the general",
    main: `for url in (BASE + "/status/404", CLOSED, BASE + "/stall?seconds=9", BASE + "/redirect/60", "nowhere", "ftp://x/"):
    try:
        r = requests.get(url, timeout=3)
        r.raise_for_status()
    except requests.exceptions.HTTPError:
        print("status")
    except requests.exceptions.TooManyRedirects:
        print("redirects")
    except requests.exceptions.ConnectTimeout:
        print("connect timeout")
    except requests.exceptions.ReadTimeout:
        print("read timeout")
    except requests.exceptions.ConnectionError:
        print("connection")
    except requests.exceptions.RequestException:
        print("other")`,
    // Behind a handler for timeouts, the one for connections becomes wide.
    outcome: differs(
      "status\nconnection\nread timeout\nredirects\nother\nother\n",
      "status\nconnection\nread timeout\nredirects\nconnection\nconnection\n",
      "a URL that is no HTTP is met as a connection that fails",
    ),
  },
  {
    title: "the general handler before the special",
    main: `for url in (BASE + "/status/404", CLOSED):
    try:
        requests.get(url, timeout=5).raise_for_status()
    except requests.RequestException:
        print("request")
    except requests.HTTPError:
        print("status")`,
  },
  {
    title: "a connection that is not taken",
    head: "from silent_server import FULL, HOST\n",
    main: `for limit in (0.2, (0.2, 5)):
    try:
        requests.get(f"http://{HOST}:{FULL}/", timeout=limit)
    except requests.exceptions.ConnectTimeout:
        print("connect timeout")
try:
    requests.get(f"http://{HOST}:{FULL}/", timeout=0.2)
except requests.ConnectionError:
    print("connection")
try:
    requests.get(f"http://{HOST}:{FULL}/", timeout=0.2)
except requests.Timeout:
    print("timeout")`,
  },
  {
    title: "a host that there is not",
    main: `try:
    requests.get("http://nowhere.invalid/", timeout=5)
except requests.ConnectionError:
    print("connection")`,
  },
  {
    title: "a read that takes too long is no failed connection",
    main: `async def send():
    try:
        requests.get(BASE + "/stall?seconds=9", timeout=(30, 1))
    except requests.ConnectionError:
        print("connection")
try:
    await send()
except Exception as error:
    print(type(error).__name__)`,
  },
  {
    title: "a refused connection is no timeout",
    main: `async def send():
    try:
        requests.get(CLOSED, timeout=5)
    except requests.Timeout:
        print("timeout")
try:
    await send()
except Exception as error:
    print("Connect" in type(error).__name__ or "Connection" in type(error).__name__)`,
  },
  {
    title: "a body that breaks off",
    main: `try:
    requests.get(BASE + "/cut", timeout=5)
except requests.exceptions.ChunkedEncodingError:
    print("broken off")
try:
    requests.get(BASE + "/cut", timeout=5)
except requests.RequestException:
    print("request")`,
  },
  {
    title: "a body that breaks off is no failed connection",
    main: `try:
    try:
        requests.get(BASE + "/cut", timeout=5)
    except requests.ConnectionError:
        print("connection")
except requests.RequestException:
    print("request")`,
    outcome: differs("request\n", "connection\n", "a body that breaks off is met as a connection that fails"),
  },
  {
    title: "a body that is not packed as it says",
    main: `try:
    requests.get(BASE + "/bad-gzip", timeout=5)
except requests.exceptions.ContentDecodingError:
    print("decoding")
try:
    requests.get(BASE + "/bad-gzip", timeout=5)
except requests.RequestException:
    print("request")`,
  },
  {
    title: "URLs without a scheme, with another, and without a host",
    main: `for url in ("nowhere", "ftp://example.test/"):
    try:
        requests.get(url, timeout=5)
    except requests.exceptions.MissingSchema:
        print("missing")
    except requests.exceptions.InvalidSchema:
        print("invalid")`,
    outcome: differs("missing\ninvalid\n", "missing\nmissing\n", "a missing and an unknown scheme both raise"),
  },
  {
    title: "a malformed URL",
    main: `for url in ("http://[::1/", "http://", "http://x:port/"):
    try:
        requests.get(url, timeout=5)
    except requests.exceptions.InvalidURL:
        print("invalid")`,
    says: "a URL without a scheme is met as a malformed one",
  },
  {
    title: "a malformed URL, and a handler for all errors of requests",
    main: `async def send():
    try:
        requests.get("http://[::1/", timeout=5)
    except requests.RequestException:
        print("request")
try:
    await send()
except Exception as error:
    print(type(error).__name__)`,
    // Debian's httpx raises UnsupportedProtocol, which is one.
    says: "a malformed url raises httpx.InvalidURL",
  },
  {
    title: "a proxy that is not there",
    main: `import os

async def send():
    try:
        requests.get("http://example.test/", timeout=5)
    except requests.exceptions.ProxyError:
        print("proxy")
os.environ["http_proxy"] = CLOSED
try:
    await send()
except Exception as error:
    print(type(error).__name__)`,
    outcome: differs("proxy\n", "ConnectError\n", "a proxy that can't be reached raises httpx.connecterror"),
  },
  {
    title: "JSON that is none, by its own error",
    main: `try:
    requests.get(BASE + "/not-json", timeout=5).json()
except requests.exceptions.JSONDecodeError as error:
    print("no JSON", error.args[0])
try:
    requests.get(BASE + "/not-json", timeout=5).json()
except ValueError:
    print("no value")
try:
    requests.get(BASE + "/not-json", timeout=5).json()
except json.JSONDecodeError:
    print("no JSON")`,
    holds: ["except json.JSONDecodeError as error"],
  },
  {
    title: "JSON that is none, before and behind other handlers",
    main: `for path in ("/not-json", "/status/500"):
    try:
        r = requests.get(BASE + path, timeout=5)
        r.raise_for_status()
        r.json()
    except ValueError:
        print("value")
    except requests.RequestException:
        print("request")`,
  },
  {
    title: "requests' errors are OSErrors",
    main: `for path in ("/status/500", "/echo"):
    try:
        requests.get(BASE + path, timeout=5).raise_for_status()
        open("gone")
    except OSError:
        print("os")`,
    holds: ["except (OSError, httpx.HTTPError)"],
  },
  {
    title: "errors that are raised again, and kept",
    main: `last = None
async def send():
    try:
        requests.get(CLOSED, timeout=5)
    except requests.RequestException as error:
        raise RuntimeError("failed") from error
try:
    await send()
except RuntimeError as error:
    print(error, isinstance(error.__cause__, Exception))`,
  },
  {
    title: "handlers further out",
    main: `async def send():
    requests.get(CLOSED, timeout=5)
try:
    await send()
except requests.ConnectionError:
    print("connection")
except Exception as error:
    print(type(error).__name__)`,
    outcome: differs("connection\n", "ConnectError\n", "handlers further out must catch httpx.httperror"),
  },
  {
    title: "else and finally",
    main: `for url in (BASE + "/echo", CLOSED):
    try:
        r = requests.get(url, timeout=5)
    except requests.RequestException:
        print("failed")
    else:
        print(r.status_code)
    finally:
        print("at last")`,
  },
  {
    title: "a tuple of exceptions in a variable",
    head: "",
    main: `FAILURES = (requests.ConnectionError, requests.Timeout)
try:
    requests.get(CLOSED, timeout=5)
except FAILURES:
    print("failed")`,
    outcome: refused("names requests' exceptions"),
  },
  {
    title: "an exception that httpx has nothing for",
    main: `try:
    requests.get(BASE + "/echo", timeout=5)
except requests.exceptions.InvalidHeader:
    print("header")`,
    outcome: refused("nothing for requests.exceptions.InvalidHeader"),
  },
  {
    title: "exceptions of requests that the code raises itself",
    main: `try:
    r = requests.get(BASE + "/echo", timeout=5)
    if r.status_code == 200:
        raise requests.HTTPError("own")
except requests.HTTPError:
    print("own")`,
    outcome: refused("raises requests' exceptions itself"),
  },
  {
    title: "certificates and connections at once",
    main: `try:
    requests.get(CLOSED, timeout=5)
except requests.exceptions.SSLError:
    print("certificate")
except requests.ConnectionError:
    print("connection")`,
    outcome: refused("same error for a bad certificate"),
  },
  {
    title: "a body that was streamed already",
    main: `with requests.get(BASE + "/bytes", stream=True, timeout=5) as r:
    for chunk in r.iter_content(100):
        pass
    try:
        for chunk in r.iter_content(100):
            print("again")
    except requests.exceptions.StreamConsumedError:
        print("consumed")`,
    says: "errors are httpx's",
  },
  {
    title: "whether an error has a response",
    main: `for url in (CLOSED, BASE + "/status/500"):
    try:
        requests.get(url, timeout=5).raise_for_status()
    except requests.RequestException as error:
        if error.response is not None:
            print(error.response.status_code, error.response.reason)
        else:
            print("none")`,
  },
];

/** How each exception of requests is met, in whatever order its handlers stand. */
export const HTTP_EXCEPTIONS: readonly Scenario[] = CASES.map(http);
