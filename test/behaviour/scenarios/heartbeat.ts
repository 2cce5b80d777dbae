import type { Settings } from "../../../server/src/config/settings";
import { FREES, indented, type Scenario } from "../scenario";

interface StallingCase {
  readonly rule: string;
  readonly title: string;
  readonly fix: string;
  /** The body of `async def main()`: waits for something that comes after a while. What it returns is printed. */
  readonly main: string;
  /** Imports, and what else stands at the top. */
  readonly imports?: string;
  readonly settings?: Partial<Settings>;
}

/** Beats that a loop must have while main() waits to count as free; without a stall it is a hundred of them. */
const ENOUGH = 5;

/** A script whose heart beats beside main(), and which prints whether it could. */
function withHeart({ main, imports = "", title, ...scenario }: StallingCase): Scenario {
  return {
    ...scenario,
    title: `the loop is free: ${title}`,
    source: `import asyncio
import os
import socket
import threading
import time
${imports}

beats = 0


def after_a_while(function, *args):
    threading.Timer(1, function, args).start()


async def heart():
    global beats
    while True:
        await asyncio.sleep(0.01)
        beats += 1


async def main():
${indented(main)}


async def shown():
    beating = asyncio.create_task(heart())
    await asyncio.sleep(0.05)
    before = beats
    result = await main()
    stalled = beats - before < ${ENOUGH}
    beating.cancel()
    print(repr(result))
    print("stalled" if stalled else "free")


asyncio.run(shown())
`,
    outcome: FREES,
  };
}

/** A pipe with a name: whoever reads it waits until somebody writes. */
const PIPE = `
os.mkfifo("pipe")


def write(path):
    with open(path, "w") as f:
        f.write("late")
`;

const READ = "Read the file in a thread";
const THREAD = "Run in a thread";

const CASES: readonly StallingCase[] = [
  {
    rule: "blocking-sleep",
    title: "a pause",
    fix: "Replace with await asyncio.sleep()",
    main: "time.sleep(1)\nreturn 'after'",
  },
  {
    rule: "blocking-helper-call",
    title: "a helper",
    fix: "Run pause() in a thread",
    imports: "\n\ndef pause():\n    time.sleep(1)\n    return 'after'",
    main: "return pause()",
  },
  {
    rule: "blocking-helper-call",
    title: "a helper that is made async, with the one behind it",
    fix: "Make pause() async",
    imports: "\n\ndef sleep():\n    time.sleep(1)\n\n\ndef pause():\n    sleep()\n    return 'after'",
    main: "return pause()",
  },
  ...["Move to httpx", THREAD].map((fix): StallingCase => ({
    rule: "blocking-http-call",
    title: `a server that takes its time (${fix})`,
    fix,
    imports: "import requests\nfrom local_server import BASE",
    main: 'return requests.get(BASE + "/stall?seconds=1", timeout=30).json()',
  })),
  {
    rule: "blocking-http-call",
    title: "a body that takes its time",
    fix: "Move to httpx",
    imports: "import requests\nfrom local_server import BASE",
    main: 'with requests.get(BASE + "/drip", stream=True, timeout=30) as r:\n    size = 0\n    for chunk in r.iter_content(1):\n        size += len(chunk)\nreturn size',
  },
  {
    rule: "blocking-http-call",
    title: "a synchronous client of httpx",
    fix: "Use httpx.AsyncClient",
    imports: "import httpx\nfrom local_server import BASE",
    main: 'with httpx.Client(timeout=30) as client:\n    return client.get(BASE + "/stall?seconds=1").status_code',
  },
  {
    rule: "blocking-http-call",
    title: "urllib",
    fix: THREAD,
    imports: "import urllib.request\nfrom local_server import BASE",
    main: 'return urllib.request.urlopen(BASE + "/stall?seconds=1", timeout=30).status',
  },
  {
    rule: "blocking-http-call",
    title: "a server that takes its time (Move to aiohttp)",
    fix: "Move to aiohttp",
    settings: { httpClient: "aiohttp" },
    imports: "import requests\nfrom local_server import BASE",
    main: 'r = requests.get(BASE + "/stall?seconds=1", timeout=30)\nreturn r.json()',
  },
  {
    rule: "blocking-filesystem-call",
    title: "a slow disk",
    fix: THREAD,
    imports:
      "def slow(function):\n    def call(*args):\n        time.sleep(1)\n        return function(*args)\n    return call\n\n\nos.listdir = slow(os.listdir)",
    main: "return os.listdir('.')",
  },
  {
    rule: "blocking-filesystem-call",
    title: "a listing of a slow disk",
    fix: "Read the listing in a thread",
    imports:
      "from pathlib import Path\n\n\ndef slow(path):\n    time.sleep(1)\n    return iter(['a'])\n\n\nPath.iterdir = slow",
    main: "found = []\nfor path in Path('.').iterdir():\n    found.append(path)\nreturn found",
  },
  {
    rule: "blocking-file-io",
    title: "a pipe that is written",
    fix: "Write the file in a thread",
    imports: `${PIPE}\n\ndef read(path):\n    with open(path) as f:\n        f.read()`,
    main: 'after_a_while(read, "pipe")\nwith open("pipe", "w") as f:\n    f.write("late")\nreturn "written"',
  },
  {
    rule: "blocking-file-io",
    title: "a pipe that aiofiles opens",
    fix: "Open with aiofiles.open()",
    settings: { dependencies: ["aiofiles"] },
    imports: PIPE,
    main: 'after_a_while(write, "pipe")\nwith open("pipe") as f:\n    return f.readline(), [line for line in f]',
  },
  {
    rule: "blocking-subprocess",
    title: "a process in a shell",
    fix: "Start with asyncio.create_subprocess_shell()",
    imports: "import subprocess",
    main: 'subprocess.run("sleep 1", shell=True)\nreturn "slept"',
  },
  {
    rule: "blocking-subprocess",
    title: "output that takes its time",
    fix: "Start with asyncio.create_subprocess_exec()",
    imports: "import subprocess",
    main: 'process = subprocess.Popen(["sh", "-c", "sleep 1; echo late"], stdout=subprocess.PIPE)\nout, _ = process.communicate()\nreturn out',
  },
  {
    rule: "blocking-wait",
    title: "results of a pool",
    fix: "Collect the results in a thread",
    imports: "from concurrent.futures import ThreadPoolExecutor\n\npool = ThreadPoolExecutor()",
    main: "return list(pool.map(time.sleep, [1, 0]))",
  },
  {
    rule: "blocking-wait",
    title: "a thread that is joined",
    fix: "Wait in a thread",
    main: "thread = threading.Thread(target=time.sleep, args=(1,))\nthread.start()\nthread.join()\nreturn thread.is_alive()",
  },
  {
    rule: "blocking-file-io",
    title: "a pipe read as a file",
    fix: THREAD,
    imports: `from pathlib import Path\n${PIPE}`,
    main: 'after_a_while(write, "pipe")\nreturn Path("pipe").read_text()',
  },
  {
    rule: "blocking-file-io",
    title: "a pipe read in a with statement",
    fix: READ,
    imports: PIPE,
    main: 'after_a_while(write, "pipe")\nwith open("pipe") as f:\n    return f.read()',
  },
  {
    rule: "blocking-subprocess",
    title: "a process in a thread",
    fix: THREAD,
    imports: "import subprocess",
    main: 'return subprocess.run(["sleep", "1"]).returncode',
  },
  {
    rule: "blocking-subprocess",
    title: "a process of asyncio",
    fix: "Start with asyncio.create_subprocess_exec()",
    imports: "import subprocess",
    main: 'code = subprocess.call(["sleep", "1"])\nreturn code',
  },
  {
    rule: "blocking-wait",
    title: "a queue",
    fix: "Wait in a thread",
    imports: "import queue\n\njobs = queue.Queue()",
    main: 'after_a_while(jobs.put, "job")\nreturn jobs.get()',
  },
  {
    rule: "blocking-wait",
    title: "an event of threads",
    fix: "Wait in a thread",
    imports: "event = threading.Event()",
    main: "after_a_while(event.set)\nreturn event.wait(timeout=10)",
  },
  {
    rule: "blocking-wait",
    title: "a future of a pool",
    fix: "Await the future",
    imports: "from concurrent.futures import ThreadPoolExecutor\n\npool = ThreadPoolExecutor()",
    main: "future = pool.submit(time.sleep, 1)\nreturn future.result()",
  },
  {
    rule: "blocking-database-call",
    title: "a slow query",
    fix: THREAD,
    imports:
      'import sqlite3\n\ndb = sqlite3.connect("data.db", check_same_thread=False)\ndb.create_function("nap", 1, time.sleep)',
    main: 'return db.execute("select nap(1)").fetchall()',
  },
  {
    rule: "blocking-network-call",
    title: "a mail server",
    fix: "Run these statements in one thread",
    imports: 'import smtplib\n\nserver = socket.create_server(("127.0.0.1", 0))\nPORT = server.getsockname()[1]',
    main: 'after_a_while(lambda: server.accept()[0].sendall(b"220 late ESMTP\\r\\n"))\nclient = smtplib.SMTP("127.0.0.1", PORT, timeout=5)\nreturn client.timeout',
  },
  {
    rule: "blocking-input",
    title: "a question",
    fix: THREAD,
    imports: "import sys\n\nreading, writing = os.pipe()\nsys.stdin = os.fdopen(reading)",
    main: 'after_a_while(os.write, writing, b"answer\\n")\nreturn input()',
  },
  {
    rule: "cpu-bound-call",
    title: "a key derivation",
    fix: THREAD,
    imports: "import hashlib",
    main: 'return hashlib.pbkdf2_hmac("sha256", b"p", b"s" * 8, 4_000_000).hex()[:8]',
  },
];

/** The loop stands still while main() waits before the fix, and not afterwards. */
export const HEARTBEAT: readonly Scenario[] = CASES.map(withHeart);
