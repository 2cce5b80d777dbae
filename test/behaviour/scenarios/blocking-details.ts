import type { Scenario } from "../scenario";
import { blocking, type BlockingCase } from "./blocking";

const READ = "Read the file in a thread";
const WRITE = "Write the file in a thread";
const THREAD = "Run in a thread";

const file = (title: string, fix: string, main: string, imports = ""): BlockingCase => ({
  rule: "blocking-file-io",
  title,
  fix,
  main,
  imports,
});

const CASES: readonly BlockingCase[] = [
  file(
    "errors that are replaced",
    READ,
    'with open("folder/a.txt", encoding="ascii", errors="replace") as f:\n    return f.read()',
  ),
  file(
    "line ends are translated",
    READ,
    'with open("crlf") as f:\n    return f.read()',
    'open("crlf", "wb").write(b"a\\r\\nb")',
  ),
  file(
    "bytes that are read",
    READ,
    'with open("folder/a.txt", mode="rb") as f:\n    data = f.read()\nreturn len(data), data[:3]',
  ),
  file(
    "a path that a variable holds",
    READ,
    'from pathlib import Path\nfor path in ("folder/a.txt", Path("folder") / "b.txt"):\n    with open(path, encoding="utf-8") as f:\n        text = f.read()\n    print(text)\nreturn text',
  ),
  file(
    "JSON with its own reader",
    READ,
    'with open("state.json") as f:\n    return json.load(f, parse_int=str)',
    "import json",
  ),
  file("JSON that is none", READ, 'with open("folder/a.txt") as f:\n    return json.load(f)', "import json"),
  file(
    "JSON that can't be written",
    WRITE,
    'with open("out.json", "w") as f:\n    json.dump({"a": object()}, f)',
    "import json",
  ),
  file("a file that is written where no folder is", WRITE, 'with open("gone/out.txt", "w") as f:\n    f.write("text")'),
  file(
    "bytes that are written and counted",
    WRITE,
    'with open("out", "wb") as f:\n    count = f.write(b"abc")\nreturn count',
  ),
  file(
    "text that the file itself gave",
    WRITE,
    'with open("state.json", "w") as f:\n    f.write(str(1 + 1))\nreturn open("state.json").read()',
  ),
  file(
    "TOML, which another library reads",
    "Run it all in one thread",
    'with open("made.toml", "rb") as f:\n    return tomllib.load(f)',
    "import tomllib",
  ),
  {
    rule: "blocking-wait",
    title: "a future that takes too long",
    fix: "Wait in a thread",
    imports: "import time\nfrom concurrent.futures import ThreadPoolExecutor\n\npool = ThreadPoolExecutor()",
    main: "future = pool.submit(time.sleep, 0.3)\ntry:\n    return future.result(timeout=0.05)\nexcept TimeoutError:\n    return 'too late', future.cancelled()",
  },
  {
    rule: "blocking-wait",
    title: "a future that was cancelled",
    fix: "Await the future",
    imports: "from concurrent.futures import Future",
    main: "future: Future = Future()\nfuture.set_result(7)\nreturn future.result()",
  },
  {
    rule: "blocking-database-call",
    title: "rows that are read in a loop",
    fix: THREAD,
    imports: "import sqlite3",
    main: 'db = sqlite3.connect("data.db", check_same_thread=False)\nrows = db.execute("select 1 union select 2")\nreturn rows.fetchall(), db.in_transaction',
  },
  {
    rule: "blocking-filesystem-call",
    title: "a folder that is made for a while",
    fix: THREAD,
    imports: "import os\nimport tempfile",
    main: "folder = tempfile.mkdtemp(prefix='made')\nreturn os.path.basename(folder).startswith('made')",
  },
  {
    rule: "blocking-helper-call",
    title: "a helper within an f-string and a condition",
    fix: "Run it all in one thread",
    imports: "import time\n\n\ndef load(n):\n    time.sleep(0.01)\n    return n",
    main: 'return f"{load(1)}" if load(2) else None',
  },
];

/** Details of files, futures and rows that have to stay. */
export const BLOCKING_DETAILS: readonly Scenario[] = CASES.map(blocking);
