/** Timeouts that a fix adds fire where a server stalls, and change nothing where it answers. */
import { describe, expect, it } from "vitest";
import type { Settings } from "../../server/src/analysis/settings";
import { applyFix, runBeforeAfter, runPython } from "./run";

const SETTINGS: Partial<Settings> = { defaultTimeout: 0.3 };
const ADD = "Add timeout=0.3";
const SET = "Set timeout=0.3";
const WRAP = "Wrap in async with asyncio.timeout(0.3)";

interface Stall {
  readonly name: string;
  /** Statements that wait for ever before the fix. */
  readonly code: string;
  readonly fix: string;
  /** The exception that ends the wait. */
  readonly raises: string;
  readonly imports: string;
  readonly runs?: "sync" | "asyncio" | "anyio" | "trio";
  readonly settings?: Partial<Settings>;
}

const RUN: Readonly<Record<"asyncio" | "anyio" | "trio", string>> = { asyncio: "asyncio.run(main())", anyio: "anyio.run(main)", trio: "trio.run(main)" };

/** A script that prints the name of the exception that ended the wait. */
function script({ code, imports, runs = "sync" }: Stall): string {
  const body = code
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
  const call = runs === "sync" ? "main()" : RUN[runs];
  return `${imports}
from silent_server import FULL, HOST, SILENT, URL


${runs === "sync" ? "" : "async "}def main():
${body}


try:
    ${call}
    print("nothing was raised")
except Exception as error:
    print(type(error).__name__)
`;
}

const STALLS: readonly Stall[] = [
  { name: "requests.get", imports: "import requests", code: "requests.get(URL)", fix: ADD, raises: "ReadTimeout" },
  {
    name: "Session.post over several lines",
    imports: "import requests",
    code: "session = requests.Session()\nsession.post(\n    URL,\n    json={},  # nothing\n)",
    fix: ADD,
    raises: "ReadTimeout",
  },
  {
    name: "urlopen",
    imports: "from urllib.request import urlopen",
    code: "with urlopen(URL) as response:\n    response.read()",
    fix: ADD,
    raises: "TimeoutError",
  },
  { name: "OpenerDirector.open", imports: "from urllib.request import build_opener", code: "build_opener().open(URL)", fix: ADD, raises: "TimeoutError" },
  {
    name: "http.client",
    imports: "import http.client",
    code: 'connection = http.client.HTTPConnection(HOST, SILENT)\nconnection.request("GET", "/")\nconnection.getresponse()',
    fix: ADD,
    raises: "TimeoutError",
  },
  { name: "urllib3", imports: "import urllib3", code: 'urllib3.PoolManager(retries=False).request("GET", URL)', fix: ADD, raises: "ReadTimeoutError" },
  { name: "httplib2", imports: "import httplib2", code: "httplib2.Http().request(URL)", fix: ADD, raises: "TimeoutError" },
  { name: "socket.create_connection", imports: "import socket", code: "socket.create_connection((HOST, SILENT)).recv(1)", fix: ADD, raises: "TimeoutError" },
  {
    name: "socket.create_connection that is not taken",
    imports: "import socket",
    code: "socket.create_connection((HOST, FULL))",
    fix: ADD,
    raises: "TimeoutError",
  },
  {
    name: "a socket that is made by hand",
    imports: "import socket",
    code: "with socket.socket() as line:\n    line.connect((HOST, SILENT))\n    line.recv(1)",
    fix: "Add line.settimeout(0.3)",
    raises: "TimeoutError",
  },
  { name: "ssl.get_server_certificate", imports: "import ssl", code: "ssl.get_server_certificate((HOST, SILENT))", fix: ADD, raises: "TimeoutError" },
  { name: "smtplib", imports: "import smtplib", code: "smtplib.SMTP(HOST, SILENT)", fix: ADD, raises: "SMTPServerDisconnected" },
  {
    name: "smtplib that connects later",
    imports: "import smtplib",
    code: "mail = smtplib.SMTP()\nmail.connect(HOST, SILENT)",
    fix: ADD,
    raises: "SMTPServerDisconnected",
  },
  {
    name: "ftplib",
    imports: "import ftplib\n\nimport silent_server\n\nftplib.FTP.port = silent_server.SILENT",
    code: "ftplib.FTP(HOST)",
    fix: ADD,
    raises: "TimeoutError",
  },
  { name: "imaplib", imports: "import imaplib", code: "imaplib.IMAP4(HOST, SILENT)", fix: ADD, raises: "TimeoutError" },
  { name: "poplib", imports: "import poplib", code: "poplib.POP3(HOST, SILENT)", fix: ADD, raises: "TimeoutError" },
  {
    name: "a thread of asyncio",
    imports: "import asyncio\nimport requests",
    code: "await asyncio.to_thread(requests.get, URL)",
    fix: ADD,
    raises: "ReadTimeout",
    runs: "asyncio",
  },
  {
    name: "an executor",
    imports: "import asyncio\nimport requests",
    code: "await asyncio.get_running_loop().run_in_executor(None, requests.get, URL)",
    fix: ADD,
    raises: "ReadTimeout",
    runs: "asyncio",
  },
  {
    name: "a child process that async code runs in a thread",
    imports: "import asyncio\nimport subprocess",
    code: 'await asyncio.to_thread(subprocess.run, ["sleep", "20"])',
    fix: ADD,
    raises: "TimeoutExpired",
    runs: "asyncio",
  },
  {
    name: "asyncio.open_connection",
    imports: "import asyncio",
    code: "reader, writer = await asyncio.open_connection(HOST, FULL)",
    fix: WRAP,
    raises: "TimeoutError",
    runs: "asyncio",
  },
  {
    name: "asyncio.open_connection before Python 3.11",
    imports: "import asyncio",
    code: "reader, writer = await asyncio.open_connection(HOST, FULL)",
    fix: "Wait with asyncio.wait_for(..., timeout=0.3)",
    raises: "TimeoutError",
    runs: "asyncio",
    settings: { python: [3, 10] },
  },
  {
    name: "loop.create_connection",
    imports: "import asyncio",
    code: "loop = asyncio.get_running_loop()\nreturn await loop.create_connection(asyncio.Protocol, HOST, FULL)",
    fix: WRAP,
    raises: "TimeoutError",
    runs: "asyncio",
  },
  {
    name: "an answer on an own connection",
    imports: "import asyncio",
    code: "async with asyncio.timeout(5):\n    reader, writer = await asyncio.open_connection(HOST, SILENT)\nreturn await reader.readline()",
    fix: WRAP,
    raises: "TimeoutError",
    runs: "asyncio",
  },
  {
    name: "anyio.connect_tcp",
    imports: "import anyio",
    code: "stream = await anyio.connect_tcp(HOST, FULL)",
    fix: "Wrap in with anyio.fail_after(0.3)",
    raises: "TimeoutError",
    runs: "anyio",
  },
  {
    name: "anyio.run_process",
    imports: "import anyio",
    code: 'await anyio.run_process(["sleep", "20"])',
    fix: "Wrap in with anyio.fail_after(0.3)",
    raises: "TimeoutError",
    runs: "anyio",
  },
  {
    name: "trio.open_tcp_stream",
    imports: "import trio",
    code: "stream = await trio.open_tcp_stream(HOST, FULL)",
    fix: "Wrap in with trio.fail_after(0.3)",
    raises: "TooSlowError",
    runs: "trio",
  },
  {
    name: "a stream of trio that is opened for a block",
    imports: "import trio",
    code: "async with await trio.open_tcp_stream(HOST, FULL) as stream:\n    await stream.receive_some()",
    fix: "Wrap in with trio.fail_after(0.3)",
    raises: "TooSlowError",
    runs: "trio",
  },
  { name: "None for requests", imports: "import requests\n\nLIMIT = None", code: "requests.get(URL, timeout=LIMIT)", fix: SET, raises: "ReadTimeout" },
  { name: "None and None for requests", imports: "import requests", code: "requests.get(URL, timeout=(None, None))", fix: SET, raises: "ReadTimeout" },
  { name: "None by position", imports: "from urllib.request import urlopen", code: "urlopen(URL, None, None)", fix: SET, raises: "TimeoutError" },
  { name: "None for httpx", imports: "import httpx", code: "httpx.get(URL, timeout=None)", fix: SET, raises: "ReadTimeout" },
  {
    name: "None for a client of httpx",
    imports: "import asyncio\nimport httpx",
    code: "async with httpx.AsyncClient(timeout=None) as client:\n    await client.get(URL)",
    fix: SET,
    raises: "ReadTimeout",
    runs: "asyncio",
  },
  {
    name: "no limit in a set of httpx",
    imports: "import httpx",
    code: "httpx.get(URL, timeout=httpx.Timeout(None))",
    fix: "Set a limit of 0.3 seconds",
    raises: "ReadTimeout",
  },
  {
    name: "no limit in a set of aiohttp",
    imports: "import asyncio\nimport aiohttp",
    code: "async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout()) as session:\n    await session.get(URL)",
    fix: "Set a limit of 0.3 seconds",
    raises: "TimeoutError",
    runs: "asyncio",
  },
  {
    name: "None for a request of aiohttp",
    imports: "import asyncio\nfrom aiohttp import ClientSession, ClientTimeout",
    code: "async with ClientSession(timeout=ClientTimeout(total=60)) as session:\n    await session.get(URL, timeout=None)",
    fix: "Set timeout=ClientTimeout(total=0.3)",
    raises: "TimeoutError",
    runs: "asyncio",
  },
  { name: "a default that is too long", imports: "import httpx", code: "httpx.get(URL)", fix: SET, raises: "ReadTimeout" },
];

describe("a timeout that a fix sets ends the wait", () => {
  it.concurrent.each(STALLS.map((stall) => [stall.name, stall] as const))("%s", async (_name, stall) => {
    const fixed = applyFix(script(stall), stall.fix, { ...SETTINGS, ...stall.settings });
    const { stdout, stderr } = await runPython(fixed);
    expect(stdout, `${fixed}\n${stderr}`).toBe(`${stall.raises}\n`);
  });

  it.each([
    ["communicate", "out = await process.communicate()"],
    ["wait", "return await process.wait()"],
  ])("the process is killed: %s", async (_name, wait) => {
    const source = `import asyncio

STARTED = []


async def main():
    process = await asyncio.create_subprocess_exec("sleep", "20")
    STARTED.append(process)
    ${wait}


try:
    asyncio.run(main())
except TimeoutError as error:
    print(type(error).__name__, STARTED[0].returncode)
`;
    const { stdout } = await runPython(applyFix(source, `${WRAP}, and kill process when the time is up`, SETTINGS));
    expect(stdout).toBe("TimeoutError -9\n");
  });
});

const SAME: readonly { readonly name: string; readonly source: string; readonly fixTitle: string }[] = [
  {
    name: "requests",
    fixTitle: "Add timeout=10.0",
    source: "import requests\nfrom local_server import BASE\n\nprint(requests.get(BASE + '/echo').status_code)\n",
  },
  {
    name: "urlopen",
    fixTitle: "Add timeout=10.0",
    source: "from urllib.request import urlopen\nfrom local_server import BASE\n\nprint(urlopen(BASE + '/text').read())\n",
  },
  {
    name: "httpx, its default stated",
    fixTitle: "State the default: timeout=5.0",
    source:
      "import httpx\nfrom local_server import BASE\n\nwith httpx.Client() as client:\n    print(client.timeout, client.get(BASE + '/echo').status_code)\n",
  },
  {
    name: "aiohttp, its default stated",
    fixTitle: "State the default: timeout=ClientTimeout(total=300)",
    source:
      "import asyncio\nfrom aiohttp import ClientSession\nfrom local_server import BASE\n\n\nasync def main():\n    async with ClientSession() as session, session.get(BASE + '/echo') as response:\n        print(session.timeout, response.status)\n\n\nasyncio.run(main())\n",
  },
  {
    name: "an answer of a child process",
    fixTitle: "Wrap in async with asyncio.timeout(10.0), and kill process when the time is up",
    source:
      'import asyncio\n\n\nasync def main():\n    process = await asyncio.create_subprocess_exec("echo", "hello", stdout=asyncio.subprocess.PIPE)\n    out, _ = await process.communicate()\n    print(out, process.returncode)\n\n\nasyncio.run(main())\n',
  },
  {
    name: "a connection that is refused",
    fixTitle: "Wrap in async with asyncio.timeout(10.0)",
    source:
      "import asyncio\n\n\nasync def main(host):\n    try:\n        await asyncio.open_connection(host, 9)\n    except OSError as error:\n        print(type(error).__name__)\n\n\nasyncio.run(main('127.0.0.1'))\n",
  },
];

describe("where the server answers, nothing changes", () => {
  it.each(SAME.map((scenario) => [scenario.name, scenario] as const))("%s", async (_name, { source, fixTitle }) => {
    const { before, after } = await runBeforeAfter({ source, fixTitle });
    expect(after).toEqual(before);
    expect(before.stdout).not.toBe("");
  });
});
