import { FREES, indented, type Scenario } from "../scenario";

interface StallingCase {
  readonly rule: string;
  readonly title: string;
  readonly fix: string;
  /** The body of `async def main()`: waits for something that comes after a while. What it returns is printed. */
  readonly main: string;
  /** Imports, and what else stands at the top. */
  readonly imports?: string;
}

/** Beats that a loop must have while main() waits to count as free; without a stall it is a hundred of them. */
const ENOUGH = 5;

/** A script whose heart beats beside main(), and which prints whether it could. */
function withHeart({ main, imports = "", rule, title, fix }: StallingCase): Scenario {
  return {
    rule,
    title,
    fix,
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
    imports: 'import sqlite3\n\ndb = sqlite3.connect(":memory:", check_same_thread=False)\ndb.create_function("nap", 1, time.sleep)',
    main: 'return db.execute("select nap(1)").fetchall()',
  },
  {
    rule: "blocking-network-call",
    title: "a mail server",
    fix: THREAD,
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
