import { repairs, type Scenario, SILENT } from "../scenario";
import { scenariosOf } from "./plain";

const CLOSED = scenariosOf("unclosed-async-resource", "Close it with async with", [
  {
    title: "a client that is closed when its work is done",
    source: `import asyncio

import httpx
from local_server import BASE


async def load(paths):
    client = httpx.AsyncClient(timeout=10)
    pages = []
    for path in paths:
        response = await client.get(BASE + path)
        pages.append(response.json()["path"])

    return pages[::-1]


print(asyncio.run(load(["/a", "/b"])))
`,
  },
  {
    title: "a session whose warning goes",
    source: `import asyncio

import aiohttp
from local_server import BASE


async def load():
    session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))
    async with session.get(BASE + "/echo") as response:
        print(response.status)
        text = await response.json()
    return text["path"]


print(asyncio.run(load()))
`,
    holds: ["async with aiohttp.ClientSession("],
  },
  {
    title: "whether it is closed",
    source: `import asyncio

import httpx
from local_server import BASE

closed = []


class Transport(httpx.AsyncHTTPTransport):
    async def __aexit__(self, *error):
        closed.append(True)
        await super().__aexit__(*error)


async def load():
    client = httpx.AsyncClient(timeout=10, transport=Transport())
    response = await client.get(BASE + "/echo")
    return response.status_code


print(asyncio.run(load()), closed)
`,
    outcome: repairs("200 []\n", "200 [True]\n", "is never closed"),
  },
  {
    title: "a client that is handed on",
    source: `import asyncio

import httpx


async def make():
    client = httpx.AsyncClient(timeout=10)
    return client


print(type(asyncio.run(make())).__name__)
`,
    outcome: SILENT,
  },
]);

const SWAPPED = [
  ...scenariosOf("sync-with-on-async-resource", "Use async with", [
    {
      title: "a lock",
      source: `import asyncio


async def main(lock: asyncio.Lock):
    try:
        with lock:
            print(lock.locked())
    except (AttributeError, TypeError):
        print("no with")


asyncio.run(main(asyncio.Lock()))
`,
      outcome: repairs("no with\n", "True\n", "it has no __enter__"),
    },
    {
      title: "a timeout",
      source: `import asyncio


async def main():
    try:
        with asyncio.timeout(0.01):
            await asyncio.sleep(5)
    except (AttributeError, TypeError):
        print("no with")
    except TimeoutError:
        print("too late")


asyncio.run(main())
`,
      outcome: repairs("no with\n", "too late\n", "needs async with"),
    },
  ]),
  ...scenariosOf("sync-with-on-async-resource", "Use with", [
    {
      title: "a lock of threads",
      source: `import asyncio
import threading

lock = threading.Lock()


async def main():
    try:
        async with lock:
            print(lock.locked())
    except (AttributeError, TypeError):
        print("no async with")


asyncio.run(main())
`,
      outcome: repairs("no async with\n", "True\n", "has no __aenter__"),
    },
  ]),
];

const PROTECTED = scenariosOf("unprotected-context-manager-yield", "Clean up in finally", [
  {
    title: "an error in the block",
    source: `from contextlib import contextmanager


class Connection:
    def close(self):
        print("closed")


@contextmanager
def connection():
    conn = Connection()
    yield conn
    conn.close()


try:
    with connection() as conn:
        raise ValueError("failed")
except ValueError as error:
    print(error)
`,
    outcome: repairs("failed\n", "closed\nfailed\n", "what follows never runs"),
  },
  {
    title: "a cancellation in the block",
    source: `import asyncio
from contextlib import asynccontextmanager


class Pool:
    async def release(self):
        print("released")


@asynccontextmanager
async def connection(pool):
    yield pool
    await pool.release()


async def main():
    async with connection(Pool()):
        await asyncio.sleep(5)


async def around():
    task = asyncio.create_task(main())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    print(task.cancelled())


asyncio.run(around())
`,
    outcome: repairs("True\n", "released\nTrue\n", "an error or cancellation in the with block"),
  },
  {
    title: "a block that goes well",
    source: `import os
from contextlib import contextmanager


@contextmanager
def inside(path):
    before = os.getcwd()
    os.chdir(path)
    yield path

    # Back.
    os.chdir(before)


before = os.getcwd()
with inside("/") as path:
    print(os.getcwd(), path)
print(os.getcwd() == before)
`,
  },
]);

const LOCKED = scenariosOf("manual-lock-release", "Use async with", [
  {
    title: "with try and finally",
    source: `import asyncio


class Counter:
    def __init__(self):
        self.lock = asyncio.Lock()
        self.value = 0

    async def increment(self):
        await self.lock.acquire()
        try:
            value = self.value
            await asyncio.sleep(0)
            self.value = value + 1
        finally:
            self.lock.release()
        return value


async def main():
    counter = Counter()
    print(sorted(await asyncio.gather(*[counter.increment() for _ in range(5)])), counter.value, counter.lock.locked())


asyncio.run(main())
`,
    holds: ["async with self.lock:"],
  },
  {
    title: "an error while the lock is held",
    source: `import asyncio

lock = asyncio.Lock()


async def update(fail):
    await lock.acquire()
    await asyncio.sleep(0)
    if fail:
        raise ValueError("failed")
    lock.release()


async def main():
    try:
        await update(True)
    except ValueError as error:
        print(error, lock.locked())


asyncio.run(main())
`,
    outcome: repairs("failed True\n", "failed False\n", "lock stays locked for ever if anything fails"),
  },
  {
    title: "a semaphore that goes well",
    source: `import asyncio

slots = asyncio.Semaphore(2)


async def update(n):
    await slots.acquire()
    print("in", n)
    await asyncio.sleep(0)
    print("out", n)
    slots.release()


async def main():
    await asyncio.gather(*[update(n) for n in range(4)])
    print(slots.locked())


asyncio.run(main())
`,
  },
]);

/** Clients, locks and context managers that are closed whatever happens. */
export const RESOURCES: readonly Scenario[] = [...CLOSED, ...SWAPPED, ...PROTECTED, ...LOCKED];
