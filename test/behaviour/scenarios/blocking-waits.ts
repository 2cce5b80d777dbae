import { differs, type Scenario } from "../scenario";
import { blocking, type BlockingCase } from "./blocking";

const THREAD = "Run in a thread";

const CASES: readonly BlockingCase[] = [
  {
    rule: "blocking-wait",
    title: "a future of a pool",
    fix: "Await the future",
    imports: "from concurrent.futures import ThreadPoolExecutor",
    main: "with ThreadPoolExecutor() as pool:\n    return pool.submit(pow, 2, 5).result() + 1",
  },
  {
    rule: "blocking-wait",
    title: "a future that fails",
    fix: "Await the future",
    imports: "from concurrent.futures import ThreadPoolExecutor",
    main: 'with ThreadPoolExecutor() as pool:\n    future = pool.submit(int, "x")\n    return future.result()',
  },
  {
    rule: "blocking-wait",
    title: "a future that others have cancelled",
    fix: "Await the future",
    imports: "import concurrent.futures",
    main: 'future = concurrent.futures.Future()\nfuture.cancel()\ntry:\n    return future.result()\nexcept asyncio.CancelledError:\n    return "no Exception"\nexcept Exception as error:\n    return "an Exception"',
    outcome: differs("'an Exception'\n", "'no Exception'\n", "asyncio.CancelledError is raised"),
  },
  {
    rule: "blocking-network-call",
    title: "a name that is looked up, by the loop's own",
    fix: "Await loop.getaddrinfo()",
    imports: "import socket",
    main: 'host = "".join(("local", "host"))\nreturn socket.getaddrinfo(host, 80, socket.AF_INET, socket.SOCK_STREAM, 0)',
    holds: ["family=socket.AF_INET", "type=socket.SOCK_STREAM"],
  },
  {
    rule: "blocking-network-call",
    title: "a name that nobody knows",
    fix: "Await loop.getaddrinfo()",
    imports: "import socket",
    main: 'try:\n    return socket.getaddrinfo("no-such-host.invalid", 80)\nexcept socket.gaierror as error:\n    return type(error).__name__',
  },
  {
    rule: "blocking-wait",
    title: "Executor.map",
    fix: "Collect the results in a thread",
    imports: "from concurrent.futures import ThreadPoolExecutor",
    main: "with ThreadPoolExecutor() as pool:\n    return list(pool.map(abs, [-1, 2]))",
  },
  {
    rule: "blocking-network-call",
    title: "the pages of a listing",
    fix: "Collect the results in a thread",
    imports: "import boto3",
    main: 'paginator = boto3.client("s3").get_paginator("list_objects_v2")\nreturn [page for page in paginator.paginate(Bucket="b")]',
  },
  {
    rule: "blocking-database-call",
    title: "sqlite3 across threads",
    fix: THREAD,
    imports: "import sqlite3",
    main: 'db = sqlite3.connect("data.db", check_same_thread=False)\nreturn db.execute("select 1 + 1").fetchone()',
  },
  {
    rule: "cpu-bound-call",
    title: "pbkdf2",
    fix: THREAD,
    imports: "import hashlib",
    main: 'return hashlib.pbkdf2_hmac("sha256", b"p", b"s" * 8, 1000).hex()[:8]',
  },
];

/** Waiting, queries and computing that move to threads or are awaited. */
export const BLOCKING_WAITS: readonly Scenario[] = [
  ...CASES.map(blocking),
  {
    rule: "blocking-wait",
    title: "a flag that another task takes back while the fix waits",
    fix: "Wait in a thread",
    source: `import asyncio
import threading


class Player:
    def __init__(self):
        self.stopped = threading.Event()
        self.thread = None

    def play(self):
        self.stopped.wait()

    async def change(self, song):
        if song is None:
            self.stopped.set()
            self.thread.join()
            print("silence")
        else:
            self.stopped.clear()
            self.thread = threading.Thread(target=self.play)
            self.thread.start()
            print(song)


async def main():
    player = Player()
    await player.change("one")
    await asyncio.gather(player.change(None), player.change("two"))
    player.stopped.set()


asyncio.run(main())
`,
    outcome: differs("one\nsilence\ntwo\n", "one\ntwo\nsilence\n", "self.stopped may be changed back"),
  },
  {
    rule: "blocking-sleep",
    title: "a lock that nobody has seen held so far",
    fix: "Replace with await asyncio.sleep()",
    source: `import asyncio
import time


class Songs:
    def __init__(self):
        self.lock = asyncio.Lock()
        self.songs = []

    async def load(self):
        if self.lock.locked():
            return
        async with self.lock:
            time.sleep(0.05)
            self.songs = ["one"]


async def shown(songs):
    await songs.load()
    print(songs.songs)


async def main():
    songs = Songs()
    await asyncio.gather(shown(songs), shown(songs))


asyncio.run(main())
`,
    outcome: differs("['one']\n['one']\n", "[]\n['one']\n", "others now see self.lock held"),
  },
];
