/** What scripts print is the same before and after the fixes for blocking calls; and the event loop is free afterwards. */
import { describe, expect, it } from "vitest";
import type { Settings } from "../../server/src/analysis/settings";
import { runBeforeAfter } from "./run";

interface Case {
  readonly title: string;
  readonly fix: string;
  /** The body of `async def main()`, without its indentation; what it returns is printed. */
  readonly main: string;
  readonly imports?: string;
  readonly settings?: Partial<Settings>;
}

const lines = (text: string, indent: string): string =>
  text
    .trim()
    .split("\n")
    .map((line) => (line === "" ? "" : indent + line))
    .join("\n");

/** A script that prepares files in its folder, runs main() and prints what came of it. */
function script({ imports = "", main }: Case, library = "asyncio"): string {
  const run = library === "asyncio" ? "asyncio.run(shown())" : `${library}.run(shown)`;
  return `import ${library}
${imports}

def prepare():
    import os
    os.makedirs("folder/inner", exist_ok=True)
    for name in ("b.txt", "a.txt", "inner/c.txt"):
        with open("folder/" + name, "w") as f:
            f.write(name + "\\nümläut\\n")
    with open("state.json", "w") as f:
        f.write('{"a": [1, 2]}')


async def main():
${lines(main, "    ")}


async def shown():
    try:
        print(repr(await main()))
    except Exception as error:
        print(type(error).__name__, error)


prepare()
${run}
`;
}

const READ = "Read the file in a thread";
const WRITE = "Write the file in a thread";
const THREAD = "Run in a thread";
const LISTING = "Read the listing in a thread";
const AIOFILES = "Open with aiofiles.open()";
const withAiofiles: Partial<Settings> = { dependencies: ["aiofiles"] };

const CASES: readonly Case[] = [
  { title: "Path.read_text", fix: THREAD, imports: "from pathlib import Path", main: 'return Path("folder/a.txt").read_text(encoding="utf-8")' },
  { title: "Path.read_text, no such file", fix: THREAD, imports: "from pathlib import Path", main: 'return Path("gone").read_text()' },
  {
    title: "Path.write_bytes",
    fix: THREAD,
    imports: "from pathlib import Path",
    main: 'path = Path("new")\nreturn path.write_bytes(b"abc"), [*map(len, [open("new").read()])]',
  },
  { title: "open().read()", fix: READ, main: 'return open("folder/a.txt", encoding="utf-8").read().splitlines()' },
  { title: "open().read() of bytes", fix: READ, main: 'return open("folder/a.txt", "rb").read()' },
  {
    title: "with open, more statements",
    fix: READ,
    main: 'with open("folder/a.txt") as f:\n    text = f.read()\n    found = []\n    for line in text.splitlines():\n        found.append(line[::-1])\nreturn found',
  },
  { title: "with open, wrong encoding", fix: READ, main: 'with open("folder/a.txt", encoding="ascii") as f:\n    return f.read()' },
  { title: "json.load", fix: READ, imports: "import json", main: 'with open("state.json") as f:\n    return json.load(f)' },
  {
    title: "json.dump",
    fix: WRITE,
    imports: "import json",
    main: 'with open("out.json", "w", encoding="utf-8") as f:\n    json.dump({"ü": [1]}, f, indent=2, ensure_ascii=False)\nwith open("out.json", "rb") as g:\n    return len(g.readline()), g.readlines()',
  },
  { title: "f.write", fix: WRITE, main: 'with open("new", "w") as f:\n    count = f.write("one\\ntwo")\nreturn count, open("new", "rb").readline()' },
  { title: "opened and closed by hand", fix: READ, main: 'f = open("folder/a.txt")\ndata = f.read()\nf.close()\nreturn data' },
  {
    title: "pickle.load",
    fix: READ,
    imports: "import pickle",
    main: 'open("p", "wb").write(pickle.dumps([1, "a"])) if False else None\nwith open("folder/a.txt", "rb") as f:\n    return pickle.load(f)',
  },
  {
    title: "lines with aiofiles",
    fix: AIOFILES,
    settings: withAiofiles,
    main: 'with open("folder/a.txt") as f:\n    first = f.readline().strip()\n    return first, [line for line in f], f.name',
  },
  {
    title: "two files with aiofiles",
    fix: AIOFILES,
    settings: withAiofiles,
    main: 'with open("folder/a.txt", "rb") as f, open("copy", "wb") as g:\n    while chunk := f.read(4):\n        g.write(chunk)\n    f.seek(0)\n    return f.read(), g.tell()',
  },
  {
    title: "by hand with aiofiles",
    fix: AIOFILES,
    settings: withAiofiles,
    main: 'f = open("folder/a.txt")\ntry:\n    for line in f:\n        return line\nfinally:\n    f.close()',
  },
  {
    title: "iterdir in a loop",
    fix: LISTING,
    imports: "from pathlib import Path",
    main: 'found = []\nfor entry in Path("folder").iterdir():\n    found.append(entry.name)\nreturn sorted(found)',
  },
  { title: "sorted glob", fix: LISTING, imports: "from pathlib import Path", main: 'return sorted(Path("folder").glob("*.txt"), key=lambda p: p.name)' },
  { title: "os.walk in a comprehension", fix: LISTING, imports: "import os", main: 'return [sorted(files) for _, _, files in os.walk("folder")]' },
  {
    title: "shutil.copytree with arguments on lines",
    fix: THREAD,
    imports: "import os\nimport shutil",
    main: 'shutil.copytree(\n    "folder",\n    "copy",\n    dirs_exist_ok=True,\n)\nreturn sorted(os.listdir("copy"))',
  },
  { title: "os.stat used further", fix: THREAD, imports: "import os", main: 'return os.stat("state.json").st_size' },
  { title: "os.remove, no such file", fix: THREAD, imports: "import os", main: 'os.remove("gone")' },
  {
    title: "subprocess.run with text and check",
    fix: THREAD,
    imports: "import subprocess",
    main: 'return subprocess.run(["echo", "a"], check=True, text=True, stdout=subprocess.PIPE).stdout',
  },
  { title: "subprocess.run that fails", fix: THREAD, imports: "import subprocess", main: 'subprocess.run(["false"], check=True)' },
  {
    title: "subprocess.run, captured",
    fix: "Start with asyncio.create_subprocess_exec()",
    imports: "import subprocess",
    main: 'result = subprocess.run(["sh", "-c", "echo out; echo err >&2; exit 3"], capture_output=True)\nreturn result.stdout, result.stderr, result.returncode',
  },
  {
    title: "subprocess.call",
    fix: "Start with asyncio.create_subprocess_exec()",
    imports: "import subprocess",
    main: 'code = subprocess.call(["sh", "-c", "exit 4"])\nreturn code',
  },
  {
    title: "subprocess.run in a shell",
    fix: "Start with asyncio.create_subprocess_shell()",
    imports: "import subprocess",
    main: 'subprocess.run("echo shell > made", shell=True)\nreturn open("made").readline()',
  },
  {
    title: "Popen and communicate",
    fix: "Start with asyncio.create_subprocess_exec()",
    imports: "import subprocess",
    main: 'process = subprocess.Popen(["tr", "a", "b"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)\nout, err = process.communicate(b"abab")\nreturn out, err, process.returncode',
  },
  {
    title: "a future of a pool",
    fix: "Await the future",
    imports: "from concurrent.futures import ThreadPoolExecutor",
    main: "with ThreadPoolExecutor() as pool:\n    return pool.submit(pow, 2, 5).result() + 1",
  },
  {
    title: "a future that fails",
    fix: "Await the future",
    imports: "from concurrent.futures import ThreadPoolExecutor",
    main: 'with ThreadPoolExecutor() as pool:\n    future = pool.submit(int, "x")\n    return future.result()',
  },
  {
    title: "Executor.map",
    fix: "Collect the results in a thread",
    imports: "from concurrent.futures import ThreadPoolExecutor",
    main: "with ThreadPoolExecutor() as pool:\n    return list(pool.map(abs, [-1, 2]))",
  },
  {
    title: "sqlite3 across threads",
    fix: THREAD,
    imports: "import sqlite3",
    main: 'db = sqlite3.connect(":memory:", check_same_thread=False)\nreturn db.execute("select 1 + 1").fetchone()',
  },
  { title: "pbkdf2", fix: THREAD, imports: "import hashlib", main: 'return hashlib.pbkdf2_hmac("sha256", b"p", b"s" * 8, 1000).hex()[:8]' },
];

describe("what a script prints stays the same", () => {
  it.each(CASES.map((one) => [one.title, one] as const))("%s", async (_title, one) => {
    const { before, after } = await runBeforeAfter({
      source: script(one),
      fixTitle: one.fix,
      ...(one.settings === undefined ? {} : { settings: one.settings }),
    });
    expect(before.status).toBe(0);
    expect(after.stdout).toBe(before.stdout);
    expect(after.status).toBe(0);
  });

  it.each([
    ["anyio", "Open with anyio.open_file()", 'with open("folder/a.txt") as f:\n    return [line for line in f]', ""],
    ["anyio", "Replace with await anyio.Path()", 'return Path("folder/a.txt").exists()', "from pathlib import Path"],
    ["trio", "Open with trio.open_file()", 'with Path("folder/a.txt").open("rb") as f:\n    return f.readline()', "from pathlib import Path"],
    ["trio", THREAD, 'os.makedirs("x/y", exist_ok=True)\nreturn sorted(os.listdir("x"))', "import os"],
  ])("%s: %s", async (library, fix, main, imports) => {
    const { before, after } = await runBeforeAfter({ source: script({ title: "", fix, main, imports }, library), fixTitle: fix });
    expect(before.status).toBe(0);
    expect(after.stdout).toBe(before.stdout);
  });
});

/** A task that beats beside main(), and notes how long it was kept from it. */
function withHeart({ imports = "", main }: Case): string {
  return `import asyncio
import os
import socket
import threading
import time
${imports}

gaps = []


def after_a_second(function, *args):
    threading.Timer(1, function, args).start()


async def heart():
    last = time.perf_counter()
    while True:
        await asyncio.sleep(0.01)
        gaps.append(time.perf_counter() - last)
        last = time.perf_counter()


async def main():
${lines(main, "    ")}


async def shown():
    beat = asyncio.create_task(heart())
    await asyncio.sleep(0.05)
    result = await main()
    await asyncio.sleep(0.05)
    beat.cancel()
    print(repr(result))
    print("stalled" if max(gaps) > 0.7 else "free")


asyncio.run(shown())
`;
}

/** A pipe with a name: whoever reads it waits until somebody writes. */
const PIPE = `
os.mkfifo("pipe")


def write(path):
    with open(path, "w") as f:
        f.write("late")
`;

const STALLING: readonly Case[] = [
  {
    title: "a pipe read as a file",
    fix: THREAD,
    imports: `from pathlib import Path\n${PIPE}`,
    main: 'after_a_second(write, "pipe")\nreturn Path("pipe").read_text()',
  },
  { title: "a pipe read in a with statement", fix: READ, imports: PIPE, main: 'after_a_second(write, "pipe")\nwith open("pipe") as f:\n    return f.read()' },
  { title: "a process in a thread", fix: THREAD, imports: "import subprocess", main: 'return subprocess.run(["sleep", "1"]).returncode' },
  {
    title: "a process of asyncio",
    fix: "Start with asyncio.create_subprocess_exec()",
    imports: "import subprocess",
    main: 'code = subprocess.call(["sleep", "1"])\nreturn code',
  },
  { title: "a queue", fix: "Wait in a thread", imports: "import queue\n\njobs = queue.Queue()", main: 'after_a_second(jobs.put, "job")\nreturn jobs.get()' },
  {
    title: "an event of threads",
    fix: "Wait in a thread",
    imports: "event = threading.Event()",
    main: "after_a_second(event.set)\nreturn event.wait(timeout=10)",
  },
  {
    title: "a future of a pool",
    fix: "Await the future",
    imports: "from concurrent.futures import ThreadPoolExecutor\n\npool = ThreadPoolExecutor()",
    main: "future = pool.submit(time.sleep, 1)\nreturn future.result()",
  },
  {
    title: "a slow query",
    fix: THREAD,
    imports: 'import sqlite3\n\ndb = sqlite3.connect(":memory:", check_same_thread=False)\ndb.create_function("nap", 1, time.sleep)',
    main: 'return db.execute("select nap(1)").fetchall()',
  },
  {
    title: "a mail server",
    fix: THREAD,
    imports: 'import smtplib\n\nserver = socket.create_server(("127.0.0.1", 0))\nPORT = server.getsockname()[1]',
    main: 'after_a_second(lambda: server.accept()[0].sendall(b"220 late ESMTP\\r\\n"))\nclient = smtplib.SMTP("127.0.0.1", PORT, timeout=5)\nreturn client.timeout',
  },
  {
    title: "a question",
    fix: THREAD,
    imports: "import sys\n\nreading, writing = os.pipe()\nsys.stdin = os.fdopen(reading)",
    main: 'after_a_second(os.write, writing, b"answer\\n")\nreturn input()',
  },
  { title: "a key derivation", fix: THREAD, imports: "import hashlib", main: 'return hashlib.pbkdf2_hmac("sha256", b"p", b"s" * 8, 4_000_000).hex()[:8]' },
];

describe("the event loop stood still before, and is free afterwards", () => {
  it.each(STALLING.map((one) => [one.title, one] as const))("%s", async (_title, one) => {
    const { before, after } = await runBeforeAfter({ source: withHeart(one), fixTitle: one.fix });
    expect(before.stdout).toContain("stalled");
    expect(after.stdout).toBe(before.stdout.replace("stalled", "free"));
  });
});
