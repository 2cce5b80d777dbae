import type { Scenario } from "../scenario";

/** Where the server answers, a timeout changes nothing. */
export const TIMEOUTS_ANSWERED: readonly Scenario[] = [
  {
    rule: "missing-timeout",
    title: "requests that are answered",
    fix: "Add timeout=10.0",
    source: "import requests\nfrom local_server import BASE\n\nprint(requests.get(BASE + '/echo').status_code)\n",
  },
  {
    rule: "missing-timeout",
    title: "urlopen that is answered",
    fix: "Add timeout=10.0",
    source:
      "from urllib.request import urlopen\nfrom local_server import BASE\n\nprint(urlopen(BASE + '/text').read())\n",
  },
  {
    rule: "implicit-timeout",
    title: "httpx, its default stated",
    fix: "State the default: timeout=5.0",
    source:
      "import httpx\nfrom local_server import BASE\n\n\ndef download():\n    with httpx.Client() as client:\n        print(client.timeout, client.get(BASE + '/echo').status_code)\n\n\ndownload()\n",
  },
  {
    rule: "implicit-timeout",
    title: "aiohttp, its default stated",
    fix: "State the default: timeout=ClientTimeout(total=300, sock_connect=30)",
    source:
      "import asyncio\nfrom aiohttp import ClientSession\nfrom local_server import BASE\n\n\nasync def main():\n    async with ClientSession() as session, session.get(BASE + '/echo') as response:\n        print(session.timeout.total, response.status)\n\n\nasyncio.run(main())\n",
  },
  {
    rule: "implicit-timeout",
    title: "aiohttp, its default stated as the version that is installed has it",
    settings: { locked: { aiohttp: "3.8.4" } },
    fix: "State the default: timeout=ClientTimeout(total=300)",
    safe: true,
    source:
      "import asyncio\nfrom aiohttp import ClientSession\nfrom local_server import BASE\n\n\nasync def main():\n    async with ClientSession() as session, session.get(BASE + '/echo') as response:\n        print(session.timeout, response.status)\n\n\nasyncio.run(main())\n",
  },
  {
    rule: "implicit-timeout",
    title: "aiohttp by its module, its default stated as the version that is installed has it",
    settings: { locked: { aiohttp: "3.8.4" } },
    fix: "State the default: timeout=aiohttp.ClientTimeout(total=300)",
    safe: true,
    source:
      "import asyncio\n\nimport aiohttp\nfrom local_server import BASE\n\n\nasync def main():\n    async with aiohttp.ClientSession() as session, session.get(BASE + '/echo') as response:\n        print(session.timeout, response.status)\n\n\nasyncio.run(main())\n",
  },
  {
    rule: "implicit-timeout",
    title: "aiohttp, by the limit that the file has ready",
    fix: "Set timeout=timeout",
    says: "Gives up after 2 seconds",
    source:
      "import asyncio\n\nimport aiohttp\nfrom local_server import BASE\n\ntimeout = aiohttp.ClientTimeout(total=2)\n\n\nasync def main():\n    async with aiohttp.ClientSession() as session, session.get(BASE + '/echo') as response:\n        print(response.status)\n\n\nasyncio.run(main())\n",
  },
  {
    rule: "missing-timeout",
    title: "an answer of a child process",
    fix: "Wait with asyncio.wait_for(..., timeout=10.0), and kill process when the time is up",
    source:
      'import asyncio\n\n\nasync def main():\n    process = await asyncio.create_subprocess_exec("echo", "hello", stdout=asyncio.subprocess.PIPE)\n    out, _ = await process.communicate()\n    print(out, process.returncode)\n\n\nasyncio.run(main())\n',
  },
  {
    rule: "missing-timeout",
    title: "a connection that is refused",
    fix: "Wrap in async with asyncio.timeout(10.0)",
    source:
      "import asyncio\n\n\nasync def main(host):\n    try:\n        await asyncio.open_connection(host, 9)\n    except OSError as error:\n        print(type(error).__name__)\n\n\nasyncio.run(main('127.0.0.1'))\n",
  },
  {
    rule: "implicit-timeout",
    title: "aiohttp by its module, its default stated",
    fix: "State the default: timeout=aiohttp.ClientTimeout(total=300, sock_connect=30)",
    source: `import asyncio

import aiohttp
from local_server import BASE


async def main():
    async with aiohttp.ClientSession() as session, session.get(BASE + "/echo") as response:
        print(session.timeout.total, response.status)


asyncio.run(main())
`,
  },
  {
    rule: "implicit-timeout",
    title: "aiohttp by its module, another limit",
    fix: "Set timeout=aiohttp.ClientTimeout(total=10.0)",
    source: `import asyncio

import aiohttp
from local_server import BASE


async def main():
    async with aiohttp.ClientSession() as session, session.get(BASE + "/echo") as response:
        print(session.timeout.connect, response.status)


asyncio.run(main())
`,
  },
  {
    rule: "implicit-timeout",
    title: "a session imported by name, another limit",
    fix: "Set timeout=ClientTimeout(total=10.0)",
    source: `import asyncio

from aiohttp import ClientSession
from local_server import BASE


async def main():
    async with ClientSession() as session, session.get(BASE + "/echo") as response:
        print(session.timeout.connect, response.status)


asyncio.run(main())
`,
  },
];
