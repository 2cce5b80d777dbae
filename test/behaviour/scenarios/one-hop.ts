import { refused, type Scenario } from "../scenario";
import { blocking, type BlockingCase } from "./blocking";

const ROW = "Run these statements in one thread";
const ALL = "Run it all in one thread";

const row = (title: string, fix: string, main: string, imports = "import os"): BlockingCase => ({
  rule: "blocking-filesystem-call",
  title,
  fix,
  main,
  imports,
});

/** A server that sends back what it is sent, and ends with the program. */
const SERVER = `import socket
import threading

server = socket.create_server(("127.0.0.1", 0))
PORT = server.getsockname()[1]


def answer():
    while True:
        with server.accept()[0] as connection:
            connection.sendall(connection.recv(10)[::-1])


threading.Thread(target=answer, daemon=True).start()`;

/** Fifty tasks that do the same at once, and whatever one of them fails with. */
const atOnce = (work: string, look: string): string => `async def work(i):
${work
  .split("\n")
  .map((line) => `    ${line}`)
  .join("\n")}
    await asyncio.sleep(0)

done = await asyncio.gather(*(work(i) for i in range(50)), return_exceptions=True)
return [type(one).__name__ for one in done if one is not None], ${look}`;

const CASES: readonly BlockingCase[] = [
  row(
    "calls in a row, and a loop",
    ROW,
    'os.makedirs("deep/er")\nfor name in ("a", "b"):\n    open(os.path.join("deep", name), "w").close()\nsize = os.stat("deep/a").st_size\nfound = sorted(os.listdir("deep"))\nreturn size, found',
  ),
  row(
    "folders that are removed whether they are there or not",
    ROW,
    'for name in ("folder/inner", "gone"):\n    if os.path.exists(name):\n        shutil.rmtree(name, ignore_errors=True)\n    shutil.copytree("folder", "copy-" + os.path.basename(name))\nreturn sorted(os.listdir("copy-inner")), sorted(os.listdir("copy-gone"))',
    "import os\nimport shutil",
  ),
  row(
    "a question to the disk, and one to nobody",
    "Find out in one thread",
    'async def look(force):\n    if (os.path.exists("folder") and os.listdir("folder")) and not force:\n        return "there"\n    await asyncio.sleep(0)\n    return "to be made"\n\nreturn await look(False), await look(True)',
    "import os",
  ),
  row("a failure half way", ROW, 'os.mkdir("half")\nos.remove("gone")\nos.mkdir("never")', "import os"),
  row(
    "a failure that is handled outside, and what was there before",
    ROW,
    'size = 1\ntry:\n    os.mkdir("half")\n    os.rmdir("gone")\nexcept OSError as error:\n    size = error.errno\nreturn size, os.path.isdir("half")',
  ),
  row(
    "names that are bound again in a loop",
    ROW,
    'total = 0\nfor name in ("folder/a.txt", "folder/b.txt"):\n    total += os.stat(name).st_size\n    os.chmod(name, 0o600)\n    await asyncio.sleep(0)\nreturn total, name',
  ),
  row(
    "a name that is bound on one way only",
    ROW,
    'kind = "none"\nif os.path.isdir("folder"):\n    kind = "folder"\nelif os.path.isfile("folder"):\n    kind = "file"\nsize = os.stat("folder/a.txt").st_size\nawait asyncio.sleep(0)\nreturn kind, size',
  ),
  row(
    "several questions in one condition",
    "Find out in one thread",
    'if not (os.path.exists("folder/a.txt") and os.path.isfile("folder")):\n    await asyncio.sleep(0)\n    return "none"\nawait asyncio.sleep(0)\nreturn "file"',
  ),
  row(
    "what returns early",
    ROW,
    'if not os.path.exists("folder/a.txt"):\n    return None\nreturn os.stat("folder/a.txt").st_size',
  ),
  {
    rule: "blocking-file-io",
    title: "lines that are read one by one",
    fix: ALL,
    main: 'lines = []\nwith open("folder/a.txt") as f:\n    for line in f:\n        lines.append(line.strip())\nawait asyncio.sleep(0)\nreturn lines',
  },
  {
    rule: "blocking-file-io",
    title: "an archive that is packed and opened again",
    fix: ROW,
    imports: "import os\nimport tarfile",
    main: 'with tarfile.open("made.tar", "w") as tar:\n    tar.add("folder")\nwith tarfile.open("made.tar") as tar:\n    tar.extractall("again")\nreturn sorted(os.listdir("again/folder"))',
  },
  row(
    "a folder for a while, and what is made in it",
    ALL,
    'with tempfile.TemporaryDirectory(prefix="x") as folder:\n    return os.path.isdir(folder), len(os.listdir(folder)), os.path.basename(folder)[0]',
    "import os\nimport tempfile",
  ),
  row(
    "fifty tasks that make a folder where there is none",
    "Create it in a thread, without the look before",
    atOnce('if not os.path.exists("made/by/many"):\n    os.makedirs("made/by/many")', 'os.path.isdir("made/by/many")'),
  ),
  row(
    "fifty tasks that remove a file where there is one",
    "Remove it in a thread, without the look before",
    atOnce('if os.path.exists("folder/a.txt"):\n    os.remove("folder/a.txt")', 'os.listdir("folder/inner")'),
  ),
  row(
    "fifty tasks that make a folder and write a file of their own in it",
    ROW,
    atOnce(
      'if not os.path.exists("made"):\n    os.makedirs("made")\nwith open(f"made/{i}", "w") as f:\n    f.write(str(i))',
      'len(os.listdir("made"))',
    ),
  ),
  {
    rule: "blocking-helper-call",
    title: "a helper for each item of a loop",
    fix: ALL,
    imports: 'def size_of(name):\n    with open("folder/" + name, "rb") as file:\n        return len(file.read())\n',
    main: 'found = []\nfor name in ("a.txt", "b.txt", "gone.txt", "a.txt"):\n    if name != "gone.txt":\n        found.append(size_of(name))\nawait asyncio.sleep(0)\nreturn found',
  },
  {
    rule: "cpu-bound-call",
    title: "bytes that are packed, and unpacked again",
    fix: ALL,
    imports: "import gzip\nimport zlib",
    main: 'body = b"a" * 100_000\nreturn len(zlib.compress(body)) < len(body), [gzip.decompress(gzip.compress(part)) == part for part in (body, body[:5])]',
  },
  {
    rule: "cpu-bound-call",
    title: "several computations in a row, one of which fails",
    fix: ROW,
    imports: "import gzip\nimport zlib",
    main: 'body = b"a" * 100_000\nsmall = zlib.compress(body)\nagain = gzip.compress(small)\nback = zlib.decompress(again)\nreturn len(back)',
  },
  {
    rule: "blocking-network-call",
    title: "all that is done with a connection",
    fix: ROW,
    imports: SERVER,
    main: 'sock = socket.create_connection(("127.0.0.1", PORT), timeout=5)\nsock.settimeout(4)\nsock.sendall(b"ping")\nanswer = sock.recv(10)\nsock.close()\nawait asyncio.sleep(0)\nreturn answer',
  },
  {
    rule: "blocking-network-call",
    title: "a connection that a block closes, and what is returned from within",
    fix: ALL,
    imports: SERVER,
    main: 'with socket.create_connection(("127.0.0.1", PORT), timeout=5) as sock:\n    sock.sendall(b"ping")\n    return sock.recv(10)',
  },
  {
    rule: "blocking-network-call",
    title: "a connection that awaits in between",
    fix: "Run in a thread",
    imports: SERVER,
    main: 'sock = socket.create_connection(("127.0.0.1", PORT), timeout=5)\nawait asyncio.sleep(0)\nsock.sendall(b"ping")\nreturn sock.recv(10)',
    outcome: refused("would still wait on the event loop"),
  },
  row(
    "a helper of another module that works on with the path",
    ROW,
    'path = "folder/a.txt"\nif not os.path.isfile(path):\n    return 0\nmade = compileall.compile_file(path, quiet=2)\nreturn made',
    "import compileall\nimport os",
  ),
  row(
    "a path that is there, and a file",
    "Find out in a thread",
    'found = []\nfor name in ("folder/a.txt", "folder", "gone"):\n    if not os.path.exists(name) or not os.path.isfile(name):\n        await asyncio.sleep(0)\n        found.append("none")\n    if os.path.exists(name) and os.path.isdir(name):\n        await asyncio.sleep(0)\n        found.append("folder")\nreturn found',
  ),
  row(
    "a path that is resolved for what is asked of it",
    "Find out in one thread",
    'await asyncio.sleep(0)\nprint(Path("folder/../folder/a.txt").resolve().stat().st_size, await asyncio.sleep(0))',
    "from pathlib import Path",
  ),
  {
    rule: "blocking-http-call",
    title: "two requests, one of which is refused",
    fix: ROW,
    imports: "import requests\nfrom local_server import BASE",
    main: 'await asyncio.sleep(0)\nfirst = requests.get(BASE + "/text", timeout=5).text\nsecond = requests.get(BASE + "/status/404", timeout=5)\nreturn first, second.status_code',
  },
  {
    rule: "blocking-http-call",
    title: "a response that is read within its block",
    fix: ALL,
    imports: "import urllib.request\nfrom local_server import BASE",
    main: 'with urllib.request.urlopen(BASE + "/text", timeout=5) as response:\n    return response.status, response.read()',
  },
  {
    rule: "blocking-helper-call",
    title: "two helpers, one after the other",
    fix: ROW,
    imports: "import time\n\n\ndef nap(name):\n    time.sleep(0.01)\n    return name.upper()",
    main: 'first = nap("a")\nsecond = nap("b")\nawait asyncio.sleep(0)\nreturn first, second',
    says: "runs in another thread",
  },
  row(
    "an endpoint that awaits nothing",
    "Make it a plain function, which FastAPI runs in a thread",
    'return await router.answer("/size", "folder/a.txt"), await router.answer("/size", "gone")',
    'import os\nfrom fastapi import APIRouter\n\nrouter = APIRouter()\n\n\n@router.get("/size")\nasync def size(path):\n    if not os.path.exists(path):\n        return None\n    return os.path.getsize(path)',
  ),
  ...(
    [
      ["blocking-subprocess", "subprocess.run(['sh', '-c', 'exit 3']).returncode"],
      ["blocking-helper-call", "size_of(path)"],
      ["blocking-file-io", "open(path).readline()"],
      ["blocking-database-call", "sqlite3.connect(path).total_changes"],
    ] as const
  ).map(([rule, answer]): BlockingCase => ({
    rule,
    title: "an endpoint that awaits nothing",
    fix: "Make it a plain function, which FastAPI runs in a thread",
    main: 'return await router.answer("/", "folder/a.txt")',
    imports: `import sqlite3\nimport subprocess\nfrom fastapi import APIRouter\n\nrouter = APIRouter()\n\n\ndef size_of(path):\n    with open(path) as file:\n        return len(file.read())\n\n\n@router.get("/")\nasync def answer(path):\n    return ${answer}`,
  })),
];

/** Several statements that go to one thread together. */
export const ONE_HOP: readonly Scenario[] = CASES.map(blocking);
