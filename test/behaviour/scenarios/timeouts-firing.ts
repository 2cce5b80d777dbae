import type { Settings } from "../../../server/src/config/settings";
import { ends, indented, type Scenario } from "../scenario";

const SETTINGS: Partial<Settings> = { defaultTimeout: 0.3 };
const ADD = "Add timeout=0.3";
const SET = "Set timeout=0.3";
const WRAP = "Wrap in async with asyncio.timeout(0.3)";

interface Stall {
  readonly rule: string;
  readonly title: string;
  /** Statements that wait for ever before the fix. */
  readonly code: string;
  readonly fix: string;
  /** The exception that ends the wait. */
  readonly raises: string;
  readonly imports: string;
  readonly runs?: "sync" | "asyncio" | "anyio" | "trio";
  readonly settings?: Partial<Settings>;
}

const RUN: Readonly<Record<"asyncio" | "anyio" | "trio", string>> = {
  asyncio: "asyncio.run(main())",
  anyio: "anyio.run(main)",
  trio: "trio.run(main)",
};

/** A script that prints the name of the exception that ended the wait. */
function stall({ code, imports, runs = "sync", raises, settings, rule, title, fix }: Stall): Scenario {
  return {
    rule,
    title,
    fix,
    settings: { ...SETTINGS, ...settings },
    source: `${imports}
from silent_server import FULL, HOST, SILENT, URL


${runs === "sync" ? "" : "async "}def main():
${indented(code)}


try:
    ${runs === "sync" ? "main()" : RUN[runs]}
    print("nothing was raised")
except Exception as error:
    print(type(error).__name__)
`,
    outcome: ends(`${raises}\n`),
  };
}

/** Other calls of the library, which say what they need. */
const OTHERS_TAKE_LONGER =
  "\n\n\ndef others():\n    httpx.post(URL, timeout=60)\n    return httpx.put(URL, timeout=90)";

/** By a constant that the code has for it. */
const BY_CONSTANT: readonly Stall[] = [
  {
    rule: "missing-timeout",
    title: "requests.get, by the constant of another request",
    imports: "import requests\n\nMOST = 0.3\n\n\ndef send():\n    return requests.post(URL, timeout=MOST)",
    code: "requests.get(URL)",
    fix: "Add timeout=MOST",
    raises: "ReadTimeout",
  },
  {
    rule: "implicit-timeout",
    title: "httpx.get, by the constant of another request",
    imports:
      "import httpx\n\nMOST = 0.3\n\n\ndef send():\n    httpx.post(URL, timeout=60)\n    return httpx.get(URL, timeout=MOST)",
    code: "httpx.get(URL)",
    fix: "Set timeout=MOST",
    raises: "ReadTimeout",
  },
  {
    rule: "implicit-timeout",
    title: "a session of aiohttp, by the file's constant for requests",
    imports: "import asyncio\nimport aiohttp\n\nREQUEST_TIMEOUT = 0.3",
    code: "async with aiohttp.ClientSession() as session:\n    await session.get(URL)",
    fix: "Set timeout=aiohttp.ClientTimeout(total=REQUEST_TIMEOUT)",
    raises: "TimeoutError",
    runs: "asyncio",
  },
  {
    rule: "missing-timeout",
    title: "a connection, by the constant of another one",
    imports:
      "import asyncio\n\nMOST = 0.3\n\n\nasync def other(host):\n    async with asyncio.timeout(MOST):\n        return await asyncio.open_connection(host, FULL)",
    code: "await asyncio.open_connection(HOST, FULL)",
    fix: "Wrap in async with asyncio.timeout(MOST)",
    raises: "TimeoutError",
    runs: "asyncio",
  },
];

const CASES: readonly Stall[] = [
  ...BY_CONSTANT,
  {
    rule: "missing-timeout",
    title: "requests.post",
    imports: "import requests",
    code: "requests.post(URL)",
    fix: ADD,
    raises: "ReadTimeout",
  },
  {
    rule: "missing-timeout",
    title: "requests.put",
    imports: "import requests",
    code: "requests.put(URL)",
    fix: ADD,
    raises: "ReadTimeout",
  },
  {
    rule: "missing-timeout",
    title: "requests.patch",
    imports: "import requests",
    code: "requests.patch(URL)",
    fix: ADD,
    raises: "ReadTimeout",
  },
  {
    rule: "missing-timeout",
    title: "requests.delete",
    imports: "import requests",
    code: "requests.delete(URL)",
    fix: ADD,
    raises: "ReadTimeout",
  },
  {
    rule: "missing-timeout",
    title: "requests.head",
    imports: "import requests",
    code: "requests.head(URL)",
    fix: ADD,
    raises: "ReadTimeout",
  },
  {
    rule: "missing-timeout",
    title: "requests.options",
    imports: "import requests",
    code: "requests.options(URL)",
    fix: ADD,
    raises: "ReadTimeout",
  },
  {
    rule: "missing-timeout",
    title: "requests.request that is not taken",
    imports: "import requests",
    code: 'requests.request("GET", f"http://{HOST}:{FULL}/")',
    fix: ADD,
    raises: "ConnectTimeout",
  },
  {
    rule: "missing-timeout",
    title: "a session in a with statement",
    imports: "import requests",
    code: "with requests.Session() as session:\n    session.get(URL)",
    fix: ADD,
    raises: "ReadTimeout",
  },
  {
    rule: "missing-timeout",
    title: "urlopen of a request, with data by position",
    imports: "from urllib.request import Request, urlopen",
    code: 'urlopen(Request(URL), b"data")',
    fix: ADD,
    raises: "TimeoutError",
  },
  {
    rule: "missing-timeout",
    title: "http.client over TLS",
    imports: "import http.client",
    code: 'connection = http.client.HTTPSConnection(HOST, SILENT)\nconnection.request("GET", "/")',
    fix: ADD,
    raises: "TimeoutError",
  },
  {
    rule: "missing-timeout",
    title: "smtplib over TLS",
    imports: "import smtplib",
    code: "smtplib.SMTP_SSL(HOST, SILENT)",
    fix: ADD,
    raises: "TimeoutError",
  },
  {
    rule: "missing-timeout",
    title: "imaplib over TLS",
    imports: "import imaplib",
    code: "imaplib.IMAP4_SSL(HOST, SILENT)",
    fix: ADD,
    raises: "TimeoutError",
  },
  {
    rule: "missing-timeout",
    title: "poplib over TLS",
    imports: "import poplib",
    code: "poplib.POP3_SSL(HOST, SILENT)",
    fix: ADD,
    raises: "TimeoutError",
  },
  {
    rule: "missing-timeout",
    title: "telnetlib",
    imports: 'import warnings\n\nwarnings.simplefilter("ignore")\n\nimport telnetlib',
    code: "telnetlib.Telnet(HOST, FULL)",
    fix: ADD,
    raises: "TimeoutError",
  },
  {
    rule: "missing-timeout",
    title: "reader.read(1)",
    imports: "import asyncio",
    code: "async with asyncio.timeout(5):\n    reader, writer = await asyncio.open_connection(HOST, SILENT)\nreturn await reader.read(1)",
    fix: WRAP,
    raises: "TimeoutError",
    runs: "asyncio",
  },
  {
    rule: "missing-timeout",
    title: "reader.readexactly(4)",
    imports: "import asyncio",
    code: "async with asyncio.timeout(5):\n    reader, writer = await asyncio.open_connection(HOST, SILENT)\nreturn await reader.readexactly(4)",
    fix: WRAP,
    raises: "TimeoutError",
    runs: "asyncio",
  },
  {
    rule: "missing-timeout",
    title: 'reader.readuntil(b".")',
    imports: "import asyncio",
    code: 'async with asyncio.timeout(5):\n    reader, writer = await asyncio.open_connection(HOST, SILENT)\nreturn await reader.readuntil(b".")',
    fix: WRAP,
    raises: "TimeoutError",
    runs: "asyncio",
  },
  {
    rule: "implicit-timeout",
    title: "a client of httpx with the default",
    imports: `import asyncio\nimport httpx${OTHERS_TAKE_LONGER}`,
    code: "async with httpx.AsyncClient() as client:\n    await client.get(URL)",
    fix: SET,
    raises: "ReadTimeout",
    runs: "asyncio",
  },
  {
    rule: "disabled-timeout",
    title: "a synchronous client of httpx with none",
    imports: "import httpx",
    code: "with httpx.Client(timeout=None) as client:\n    client.get(URL)",
    fix: SET,
    raises: "ReadTimeout",
  },
  {
    rule: "implicit-timeout",
    title: "a session of aiohttp with the default",
    imports: "import asyncio\nimport aiohttp",
    code: "async with aiohttp.ClientSession() as session:\n    await session.get(URL)",
    fix: "Set timeout=aiohttp.ClientTimeout(total=0.3)",
    raises: "TimeoutError",
    runs: "asyncio",
  },
  {
    rule: "missing-timeout",
    title: "requests.get",
    imports: "import requests",
    code: "requests.get(URL)",
    fix: ADD,
    raises: "ReadTimeout",
  },
  {
    rule: "missing-timeout",
    title: "Session.post over several lines",
    imports: "import requests",
    code: "session = requests.Session()\nsession.post(\n    URL,\n    json={},  # nothing\n)",
    fix: ADD,
    raises: "ReadTimeout",
  },
  {
    rule: "missing-timeout",
    title: "urlopen",
    imports: "from urllib.request import urlopen",
    code: "with urlopen(URL) as response:\n    response.read()",
    fix: ADD,
    raises: "TimeoutError",
  },
  {
    rule: "missing-timeout",
    title: "OpenerDirector.open",
    imports: "from urllib.request import build_opener",
    code: "build_opener().open(URL)",
    fix: ADD,
    raises: "TimeoutError",
  },
  {
    rule: "missing-timeout",
    title: "http.client",
    imports: "import http.client",
    code: 'connection = http.client.HTTPConnection(HOST, SILENT)\nconnection.request("GET", "/")\nconnection.getresponse()',
    fix: ADD,
    raises: "TimeoutError",
  },
  {
    rule: "missing-timeout",
    title: "urllib3",
    imports: "import urllib3",
    code: 'urllib3.PoolManager(retries=False).request("GET", URL)',
    fix: ADD,
    raises: "ReadTimeoutError",
  },
  {
    rule: "missing-timeout",
    title: "httplib2",
    imports: "import httplib2",
    code: "httplib2.Http().request(URL)",
    fix: ADD,
    raises: "TimeoutError",
  },
  {
    rule: "missing-timeout",
    title: "socket.create_connection",
    imports: "import socket",
    code: "socket.create_connection((HOST, SILENT)).recv(1)",
    fix: ADD,
    raises: "TimeoutError",
  },
  {
    rule: "missing-timeout",
    title: "socket.create_connection that is not taken",
    imports: "import socket",
    code: "socket.create_connection((HOST, FULL))",
    fix: ADD,
    raises: "TimeoutError",
  },
  {
    rule: "missing-timeout",
    title: "a socket that is made by hand",
    imports: "import socket",
    code: "with socket.socket() as line:\n    line.connect((HOST, SILENT))\n    line.recv(1)",
    fix: "Add line.settimeout(0.3)",
    raises: "TimeoutError",
  },
  {
    rule: "missing-timeout",
    title: "ssl.get_server_certificate",
    imports: "import ssl",
    code: "ssl.get_server_certificate((HOST, SILENT))",
    fix: ADD,
    raises: "TimeoutError",
  },
  {
    rule: "missing-timeout",
    title: "smtplib",
    imports: "import smtplib",
    code: "smtplib.SMTP(HOST, SILENT)",
    fix: ADD,
    raises: "SMTPServerDisconnected",
  },
  {
    rule: "missing-timeout",
    title: "smtplib that connects later",
    imports: "import smtplib",
    code: "mail = smtplib.SMTP()\nmail.connect(HOST, SILENT)",
    fix: ADD,
    raises: "SMTPServerDisconnected",
  },
  {
    rule: "missing-timeout",
    title: "ftplib",
    imports: "import ftplib\n\nimport silent_server\n\nftplib.FTP.port = silent_server.SILENT",
    code: "ftplib.FTP(HOST)",
    fix: ADD,
    raises: "TimeoutError",
  },
  {
    rule: "missing-timeout",
    title: "imaplib",
    imports: "import imaplib",
    code: "imaplib.IMAP4(HOST, SILENT)",
    fix: ADD,
    raises: "TimeoutError",
  },
  {
    rule: "missing-timeout",
    title: "poplib",
    imports: "import poplib",
    code: "poplib.POP3(HOST, SILENT)",
    fix: ADD,
    raises: "TimeoutError",
  },
  {
    rule: "missing-timeout",
    title: "a thread of asyncio",
    imports: "import asyncio\nimport requests",
    code: "await asyncio.to_thread(requests.get, URL)",
    fix: ADD,
    raises: "ReadTimeout",
    runs: "asyncio",
  },
  {
    rule: "missing-timeout",
    title: "an executor",
    imports: "import asyncio\nimport requests",
    code: "await asyncio.get_running_loop().run_in_executor(None, requests.get, URL)",
    fix: ADD,
    raises: "ReadTimeout",
    runs: "asyncio",
  },
  {
    rule: "missing-timeout",
    title: "a child process that async code runs in a thread",
    imports: "import asyncio\nimport subprocess",
    code: 'await asyncio.to_thread(subprocess.run, ["sleep", "20"])',
    fix: ADD,
    raises: "TimeoutExpired",
    runs: "asyncio",
  },
  {
    rule: "missing-timeout",
    title: "asyncio.open_connection",
    imports: "import asyncio",
    code: "reader, writer = await asyncio.open_connection(HOST, FULL)",
    fix: WRAP,
    raises: "TimeoutError",
    runs: "asyncio",
  },
  {
    rule: "missing-timeout",
    title: "asyncio.open_connection before Python 3.11",
    imports: "import asyncio",
    code: "reader, writer = await asyncio.open_connection(HOST, FULL)",
    fix: "Wait with asyncio.wait_for(..., timeout=0.3)",
    raises: "TimeoutError",
    runs: "asyncio",
    settings: { python: [3, 10] },
  },
  {
    rule: "missing-timeout",
    title: "loop.create_connection",
    imports: "import asyncio",
    code: "loop = asyncio.get_running_loop()\nreturn await loop.create_connection(asyncio.Protocol, HOST, FULL)",
    fix: WRAP,
    raises: "TimeoutError",
    runs: "asyncio",
  },
  {
    rule: "missing-timeout",
    title: "an answer on an own connection",
    imports: "import asyncio",
    code: "async with asyncio.timeout(5):\n    reader, writer = await asyncio.open_connection(HOST, SILENT)\nreturn await reader.readline()",
    fix: WRAP,
    raises: "TimeoutError",
    runs: "asyncio",
  },
  {
    rule: "missing-timeout",
    title: "anyio.connect_tcp",
    imports: "import anyio",
    code: "stream = await anyio.connect_tcp(HOST, FULL)",
    fix: "Wrap in with anyio.fail_after(0.3)",
    raises: "TimeoutError",
    runs: "anyio",
  },
  {
    rule: "missing-timeout",
    title: "anyio.run_process",
    imports: "import anyio",
    code: 'await anyio.run_process(["sleep", "20"])',
    fix: "Wrap in with anyio.fail_after(0.3)",
    raises: "TimeoutError",
    runs: "anyio",
  },
  {
    rule: "missing-timeout",
    title: "trio.open_tcp_stream",
    imports: "import trio",
    code: "stream = await trio.open_tcp_stream(HOST, FULL)",
    fix: "Wrap in with trio.fail_after(0.3)",
    raises: "TooSlowError",
    runs: "trio",
  },
  {
    rule: "missing-timeout",
    title: "a stream of trio that is opened for a block",
    imports: "import trio",
    code: "async with await trio.open_tcp_stream(HOST, FULL) as stream:\n    await stream.receive_some()",
    fix: "Wrap in with trio.fail_after(0.3)",
    raises: "TooSlowError",
    runs: "trio",
  },
  {
    rule: "disabled-timeout",
    title: "None for requests",
    imports: "import requests\n\nLIMIT = None",
    code: "requests.get(URL, timeout=LIMIT)",
    fix: SET,
    raises: "ReadTimeout",
  },
  {
    rule: "disabled-timeout",
    title: "None and None for requests",
    imports: "import requests",
    code: "requests.get(URL, timeout=(None, None))",
    fix: SET,
    raises: "ReadTimeout",
  },
  {
    rule: "disabled-timeout",
    title: "None by position",
    imports: "from urllib.request import urlopen",
    code: "urlopen(URL, None, None)",
    fix: SET,
    raises: "TimeoutError",
  },
  {
    rule: "disabled-timeout",
    title: "None for httpx",
    imports: "import httpx",
    code: "httpx.get(URL, timeout=None)",
    fix: SET,
    raises: "ReadTimeout",
  },
  {
    rule: "disabled-timeout",
    title: "None for a client of httpx",
    imports: "import asyncio\nimport httpx",
    code: "async with httpx.AsyncClient(timeout=None) as client:\n    await client.get(URL)",
    fix: SET,
    raises: "ReadTimeout",
    runs: "asyncio",
  },
  {
    rule: "disabled-timeout",
    title: "no limit in a set of httpx",
    imports: "import httpx",
    code: "httpx.get(URL, timeout=httpx.Timeout(None))",
    fix: "Set a limit of 0.3 seconds",
    raises: "ReadTimeout",
  },
  {
    rule: "disabled-timeout",
    title: "no limit in a set of aiohttp",
    imports: "import asyncio\nimport aiohttp",
    code: "async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout()) as session:\n    await session.get(URL)",
    fix: "Set a limit of 0.3 seconds",
    raises: "TimeoutError",
    runs: "asyncio",
  },
  {
    rule: "disabled-timeout",
    title: "None for a request of aiohttp",
    imports: "import asyncio\nfrom aiohttp import ClientSession, ClientTimeout",
    code: "async with ClientSession(timeout=ClientTimeout(total=60)) as session:\n    await session.get(URL, timeout=None)",
    fix: "Set timeout=ClientTimeout(total=0.3)",
    raises: "TimeoutError",
    runs: "asyncio",
  },
  {
    rule: "implicit-timeout",
    title: "a default that is too long",
    imports: `import httpx${OTHERS_TAKE_LONGER}`,
    code: "httpx.get(URL)",
    fix: SET,
    raises: "ReadTimeout",
  },
];

/** A child that is waited for too long is killed, by the name that it has. */
const KILLED: readonly Scenario[] = ["out = await process.communicate()", "return await process.wait()"].map(
  (wait) => ({
    rule: "missing-timeout",
    title: `the child is killed: ${wait}`,
    fix: `${WRAP}, and kill process when the time is up`,
    settings: { ...SETTINGS, python: [3, 11] },
    source: `import asyncio

STARTED = []


async def main():
    process = await asyncio.create_subprocess_exec("sleep", "20")
    STARTED.append(process)
    ${wait}


try:
    asyncio.run(main())
except TimeoutError as error:
    print(type(error).__name__, STARTED[0].returncode)
`,
    outcome: ends("TimeoutError -9\n"),
  }),
);

/** The same before Python 3.11. */
const KILLED_BY_HANDLER: readonly Scenario[] = [
  {
    rule: "missing-timeout",
    title: "the child is killed before Python 3.11",
    fix: "Wait with asyncio.wait_for(..., timeout=0.3), and kill process when the time is up",
    settings: { ...SETTINGS, python: [3, 10] },
    source: `import asyncio

STARTED = []


async def main():
    process = await asyncio.create_subprocess_exec("sleep", "20", stderr=asyncio.subprocess.PIPE)
    STARTED.append(process)
    _, errors = await process.communicate()
    print(errors)


try:
    asyncio.run(main())
except asyncio.TimeoutError as error:
    print(type(error).__name__, STARTED[0].returncode)
`,
    outcome: ends("TimeoutError -9\n"),
  },
];

/** Timeouts that a fix sets end the wait for a server that accepts and says nothing. */
export const TIMEOUTS_FIRING: readonly Scenario[] = [...CASES.map(stall), ...KILLED, ...KILLED_BY_HANDLER];
