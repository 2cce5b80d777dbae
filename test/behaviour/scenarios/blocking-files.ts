import type { Settings } from "../../../server/src/config/settings";
import type { Scenario } from "../scenario";
import { blocking, type BlockingCase } from "./blocking";

const READ = "Read the file in a thread";
const WRITE = "Write the file in a thread";
const THREAD = "Run in a thread";
const LISTING = "Read the listing in a thread";
const AIOFILES = "Open with aiofiles.open()";
const withAiofiles: Partial<Settings> = { dependencies: ["aiofiles"] };

const CASES: readonly BlockingCase[] = [
  {
    rule: "blocking-file-io",
    title: "Path.read_text",
    fix: THREAD,
    imports: "from pathlib import Path",
    main: 'return Path("folder/a.txt").read_text(encoding="utf-8")',
  },
  {
    rule: "blocking-file-io",
    title: "Path.read_text, no such file",
    fix: THREAD,
    imports: "from pathlib import Path",
    main: 'return Path("gone").read_text()',
  },
  {
    rule: "blocking-file-io",
    title: "Path.write_bytes",
    fix: THREAD,
    imports: "from pathlib import Path",
    main: 'path = Path("new")\nreturn path.write_bytes(b"abc"), [*map(len, [open("new").read()])]',
  },
  {
    rule: "blocking-file-io",
    title: "open().read()",
    fix: READ,
    main: 'return open("folder/a.txt", encoding="utf-8").read().splitlines()',
  },
  {
    rule: "blocking-file-io",
    title: "open().read() of bytes",
    fix: READ,
    main: 'return open("folder/a.txt", "rb").read()',
  },
  {
    rule: "blocking-file-io",
    title: "with open, more statements",
    fix: READ,
    main: 'with open("folder/a.txt") as f:\n    text = f.read()\n    found = []\n    for line in text.splitlines():\n        found.append(line[::-1])\nreturn found',
  },
  {
    rule: "blocking-file-io",
    title: "with open, wrong encoding",
    fix: READ,
    main: 'with open("folder/a.txt", encoding="ascii") as f:\n    return f.read()',
  },
  {
    rule: "blocking-file-io",
    title: "json.load",
    fix: READ,
    imports: "import json",
    main: 'with open("state.json") as f:\n    return json.load(f)',
  },
  {
    rule: "blocking-file-io",
    title: "json.dump",
    fix: WRITE,
    imports: "import json",
    main: 'with open("out.json", "w", encoding="utf-8") as f:\n    json.dump({"ü": [1]}, f, indent=2, ensure_ascii=False)\nawait asyncio.sleep(0)\nwith open("./out.json", "rb") as g:\n    return len(g.readline()), g.readlines()',
  },
  {
    rule: "blocking-file-io",
    title: "f.write",
    fix: WRITE,
    main: 'with open("new", "w") as f:\n    count = f.write("one\\ntwo")\nreturn count, open("new").readline()',
  },
  {
    rule: "blocking-file-io",
    title: "opened and closed by hand",
    fix: READ,
    main: 'f = open("folder/a.txt")\ndata = f.read()\nf.close()\nreturn data',
  },
  {
    rule: "blocking-file-io",
    title: "pickle.load",
    fix: READ,
    imports: "import pickle",
    main: 'with open("folder/a.txt", "rb") as f:\n    return pickle.load(f)',
  },
  {
    rule: "blocking-file-io",
    title: "lines with aiofiles",
    fix: AIOFILES,
    settings: withAiofiles,
    main: 'with open("folder/a.txt") as f:\n    first = f.readline().strip()\n    return first, [line for line in f], f.name',
  },
  {
    rule: "blocking-file-io",
    title: "two files with aiofiles",
    fix: AIOFILES,
    settings: withAiofiles,
    main: 'with open("folder/a.txt", "rb") as f, open("copy", "wb") as g:\n    while chunk := f.read(4):\n        g.write(chunk)\n    f.seek(0)\n    return f.read(), g.tell()',
  },
  {
    rule: "blocking-file-io",
    title: "by hand with aiofiles",
    fix: AIOFILES,
    settings: withAiofiles,
    main: 'f = open("folder/a.txt")\ntry:\n    for line in f:\n        return line\nfinally:\n    f.close()',
  },
  {
    rule: "blocking-filesystem-call",
    title: "a folder that is made with aiofiles",
    fix: "Replace with await aiofiles.os.makedirs()",
    settings: withAiofiles,
    imports: 'import os\nimport aiofiles.os\n\n\nasync def names():\n    return await aiofiles.os.listdir("made")',
    main: 'os.makedirs("made/inner", exist_ok=True)\nawait asyncio.sleep(0)\nreturn await names()',
  },
  {
    rule: "blocking-filesystem-call",
    title: "iterdir in a loop",
    fix: LISTING,
    imports: "from pathlib import Path",
    main: 'found = []\nfor entry in Path("folder").iterdir():\n    found.append(entry.name)\nreturn sorted(found)',
  },
  {
    rule: "blocking-filesystem-call",
    title: "sorted glob",
    fix: LISTING,
    imports: "from pathlib import Path",
    main: 'return sorted(Path("folder").glob("*.txt"), key=lambda p: p.name)',
  },
  {
    rule: "blocking-filesystem-call",
    title: "os.walk in a comprehension",
    fix: LISTING,
    imports: "import os",
    main: 'return [sorted(files) for _, _, files in os.walk("folder")]',
  },
  {
    rule: "blocking-filesystem-call",
    title: "shutil.copytree with arguments on lines",
    fix: THREAD,
    imports: "import os\nimport shutil",
    main: 'shutil.copytree(\n    "folder",\n    "copy",\n    dirs_exist_ok=True,\n)\nawait asyncio.sleep(0)\nreturn sorted(os.listdir("copy"))',
  },
  {
    rule: "blocking-filesystem-call",
    title: "os.stat used further",
    fix: THREAD,
    imports: "import os",
    main: 'return os.stat("state.json").st_size',
  },
  {
    rule: "blocking-filesystem-call",
    title: "os.remove, no such file",
    fix: THREAD,
    imports: "import os",
    main: 'os.remove("gone")',
  },
];

/** Files and folders that are handled in threads, or by an async library. */
export const BLOCKING_FILES: readonly Scenario[] = CASES.map(blocking);
