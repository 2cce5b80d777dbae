/**
 * Blocking calls are followed through the files of a project, by whatever way they are reached; what can't be known is
 * silent.
 */
import { describe, expect, it } from "vitest";
import { type ProjectFiles, stallsIn, workspaceOf } from "./in-memory";

interface Case {
  readonly name: string;
  readonly files: ProjectFiles;
  /** What is found in main.py. */
  readonly found: readonly string[];
}

const SLEEPY = "import time\n\n\ndef pause():\n    time.sleep(1)\n";
const CLIENT = [
  "import requests",
  "",
  "",
  "class Base:",
  "    def load(self):",
  "        return self.fetch()",
  "",
  "",
  "class Client(Base):",
  "    def fetch(self):",
  '        return requests.get("https://example.org", timeout=5)',
  "",
].join("\n");
/** A coroutine function with a body. */
const main = (imports: string, ...body: readonly string[]): string =>
  [imports, "", "", "async def main():", ...body.map((line) => `    ${line}`), ""].join("\n");

/** A file of settings whose `load()` begins with these lines. */
const settings = (...first: readonly string[]): string =>
  [
    "import json",
    "",
    "",
    "class Settings:",
    "    def load(self):",
    ...first.map((line) => `        ${line}`),
    '        with open("settings.json") as file:',
    "            self.values = json.load(file)",
    "        self.known = True",
    "",
  ].join("\n");
const READS_SETTINGS = main(
  "from settings import Settings\n\nsettings = Settings()",
  "while True:",
  "    settings.load()",
);
const WAITS =
  "import time\n\n\ndef stop(worker, wait=False):\n    worker.stop()\n    if wait:\n        time.sleep(2)\n";

/** A session that a context manager hands out in one file, and what another one asks of it. */
const SESSIONS = {
  "db.py": [
    "from contextlib import contextmanager",
    "",
    "from sqlmodel import Session, create_engine",
    "",
    'engine = create_engine("postgresql://localhost/shop")',
    "",
    "",
    "@contextmanager",
    "def session_scope():",
    "    with Session(engine) as session:",
    "        yield session",
    "",
  ].join("\n"),
  "users.py": [
    "from db import session_scope",
    "",
    "",
    "def load_names(query):",
    "    with session_scope() as session:",
    "        return session.exec(query).all()",
    "",
  ].join("\n"),
};
/** Where a package is missing, it is installed; where several kinds of objects may be made, one of them is. */
const RARE = {
  "plugins.py": [
    "import subprocess",
    "",
    "",
    "def install(name):",
    '    subprocess.run(["pip", "install", name])',
    "",
    "",
    "def load(name):",
    "    try:",
    "        return __import__(name)",
    "    except ImportError:",
    "        install(name)",
    "",
  ].join("\n"),
  "stores.py": [
    "from search import Search",
    "from others import Memory, Table",
    "",
    "",
    "def create(config):",
    "    match config:",
    "        case Search.Config():",
    "            return Search(config)",
    "        case Memory.Config():",
    "            return Memory(config)",
    "        case Table.Config():",
    "            return Table(config)",
    "",
  ].join("\n"),
  "search.py": [
    "import asyncio",
    "",
    "",
    "class Search:",
    "    def __init__(self, config):",
    "        self.names = asyncio.run(config.names())",
    "",
  ].join("\n"),
};

const FOUND: readonly Case[] = [
  {
    name: "a session that a context manager of another file hands out",
    files: { "main.py": main("from users import load_names", "load_names(1)"), ...SESSIONS },
    found: ["5: load_names() stalls the event loop: it calls sqlmodel.Session.exec() <- users.py:6"],
  },
  {
    name: "a function of another module",
    files: { "main.py": main("from helpers import pause", "pause()"), "helpers.py": SLEEPY },
    found: ["5: pause() stalls the event loop: it calls time.sleep() <- helpers.py:5"],
  },
  {
    name: "by the module's name, under another one",
    files: { "main.py": main("import app.helpers as h", "h.pause()"), "app/__init__.py": "", "app/helpers.py": SLEEPY },
    found: ["5: pause() stalls the event loop: it calls time.sleep() <- app/helpers.py:5"],
  },
  {
    name: "what another call of the same function asks for",
    files: {
      "main.py": main("from a import leave, stop_all", "leave(None)", "stop_all(None)"),
      "a.py":
        "from worker import stop\n\n\ndef leave(worker):\n    stop(worker, wait=False)\n\n\ndef stop_all(worker):\n    stop(worker)\n    stop(worker, True)\n",
      "worker.py": WAITS,
    },
    found: ["6: stop_all() stalls the event loop: it calls stop(), which calls time.sleep() <- a.py:10 <- worker.py:7"],
  },
  {
    name: "through three files",
    files: {
      "main.py": main("from a import one", "one()"),
      "a.py": "from b import two\n\n\ndef one():\n    two()\n",
      "b.py": "import helpers\n\n\ndef two():\n    helpers.pause()\n",
      "helpers.py": SLEEPY,
    },
    found: [
      "5: one() stalls the event loop: it calls two(), which calls helpers.pause(), which calls time.sleep() <- a.py:5 <- b.py:5 <- helpers.py:5",
    ],
  },
  ...[
    "from .pause import pause",
    "from app.pause import pause",
    "from .pause import *",
    "from .pause import pause as pause",
  ].map((imports) => ({
    name: `what a package calls like the module that it is from: ${imports}`,
    files: {
      "main.py": main("import app\nfrom app import pause", "pause()", "app.pause()"),
      "app/__init__.py": `${imports}\n`,
      "app/pause.py": SLEEPY,
    },
    found: ["6: pause() stalls the event loop: it calls time.sleep() (and 1 more like it) <- app/pause.py:5"],
  })),
  {
    name: "in a package of src, beside a folder that merely has its name",
    files: {
      "main.py": main("from app.helpers import pause", "pause()"),
      "app/static/style.py": "",
      "src/app/__init__.py": "",
      "src/app/helpers.py": SLEEPY,
    },
    found: ["5: pause() stalls the event loop: it calls time.sleep() <- src/app/helpers.py:5"],
  },
  {
    name: "out of a module whose package calls a function so",
    files: {
      "main.py": main("from app import other\nfrom app.pause import pause", "pause()", "other()"),
      "app/__init__.py": "from .pause import other, pause\n",
      "app/pause.py": `${SLEEPY}\n\ndef other():\n    pause()\n`,
    },
    found: [
      "6: pause() stalls the event loop: it calls time.sleep() <- app/pause.py:5",
      "7: other() stalls the event loop: it calls pause(), which calls time.sleep() <- app/pause.py:9 <- app/pause.py:5",
    ],
  },
  {
    name: "an object that a package calls like the module that it is from, and two that are crossed",
    files: {
      "main.py": main(
        "from app import client, one\nfrom app.client import Client",
        "client.load()",
        "one()",
        "Client().load()",
      ),
      "app/__init__.py": "from .client import client\nfrom .one import two\nfrom .two import one\n",
      "app/client.py":
        "import time\n\n\nclass Client:\n    def load(self):\n        time.sleep(1)\n\n\nclient = Client()\n",
      "app/one.py": "def two():\n    pass\n",
      "app/two.py": SLEEPY.replace("pause", "one"),
    },
    found: [
      "6: load() stalls the event loop: it calls time.sleep() (and 1 more like it) <- app/client.py:6",
      "7: one() stalls the event loop: it calls time.sleep() <- app/two.py:5",
    ],
  },
  {
    name: "re-exported by a package under another name",
    files: {
      "main.py": main("from app import rest", "rest()"),
      "app/__init__.py": "from .inner.helpers import pause as rest\n",
      "app/inner/helpers.py": SLEEPY,
    },
    found: ["5: rest() stalls the event loop: it calls time.sleep() <- app/inner/helpers.py:5"],
  },
  {
    name: "by a star, through a module that itself has it by a star",
    files: { "main.py": main("from a import *", "pause()"), "a.py": "from helpers import *\n", "helpers.py": SLEEPY },
    found: ["5: pause() stalls the event loop: it calls time.sleep() <- helpers.py:5"],
  },
  {
    name: "in a src folder, with namespace packages",
    files: {
      "tests/check.py": "",
      "main.py": main("from org.tools.helpers import pause", "pause()"),
      "src/org/tools/helpers.py": SLEEPY,
    },
    found: ["5: pause() stalls the event loop: it calls time.sleep() <- src/org/tools/helpers.py:5"],
  },
  {
    name: "a method of an object that is made there and then",
    files: { "main.py": main("from client import Client", "Client().fetch()"), "client.py": CLIENT },
    found: ["5: fetch() stalls the event loop: it calls requests.get() <- client.py:11"],
  },
  {
    name: "a method of a parameter, by its annotation",
    files: {
      "main.py": "from client import Client\n\n\nasync def main(client: Client):\n    client.fetch()\n",
      "client.py": CLIENT,
    },
    found: ["5: fetch() stalls the event loop: it calls requests.get() <- client.py:11"],
  },
  {
    name: "a method of what a factory without an annotation gives, kept in a name",
    files: {
      "main.py": main("from factory import connect", "client = connect()", "client.fetch()"),
      "factory.py": "from client import Client\n\n\ndef connect():\n    return Client()\n",
      "client.py": CLIENT,
    },
    found: ["6: fetch() stalls the event loop: it calls requests.get() <- client.py:11"],
  },
  {
    name: "a method of an object that a module holds",
    files: {
      "main.py": main("from state import client", "client.fetch()"),
      "state.py": "from client import Client\n\nclient = Client()\n",
      "client.py": CLIENT,
    },
    found: ["5: fetch() stalls the event loop: it calls requests.get() <- client.py:11"],
  },
  {
    name: "a method of an attribute of self",
    files: {
      "main.py":
        "from client import Client\n\n\nclass Service:\n    def __init__(self):\n        self.client = Client()\n\n    async def serve(self):\n        self.client.fetch()\n",
      "client.py": CLIENT,
    },
    found: ["9: fetch() stalls the event loop: it calls requests.get() <- client.py:11"],
  },
  {
    name: "an attribute of an attribute, of a dataclass's field",
    files: {
      "main.py": "from state import State\n\n\nasync def main(state: State):\n    state.config.client.fetch()\n",
      "state.py":
        "from dataclasses import dataclass\n\nfrom client import Client\n\n\n@dataclass\nclass Config:\n    client: Client\n\n\n@dataclass\nclass State:\n    config: Config\n",
      "client.py": CLIENT,
    },
    found: ["5: fetch() stalls the event loop: it calls requests.get() <- client.py:11"],
  },
  {
    name: "a method that a base in another file has",
    files: {
      "main.py": "from base import Base\n\n\nclass Service(Base):\n    async def serve(self):\n        self.wait()\n",
      "base.py": "import time\n\n\nclass Base:\n    def wait(self):\n        time.sleep(1)\n",
    },
    found: ["6: wait() stalls the event loop: it calls time.sleep() <- base.py:6"],
  },
  {
    name: "an attribute of an object whose class's base is of another file",
    files: {
      "main.py": main("from client import Client", "Client().session.load()"),
      "client.py":
        "import time\n\nfrom base import Base\n\n\nclass Session:\n    def load(self):\n        time.sleep(1)\n\n\nclass Client(Base):\n    def __init__(self):\n        self.session = Session()\n",
      "base.py": "class Base:\n    pass\n",
    },
    found: ["5: load() stalls the event loop: it calls time.sleep() <- client.py:8"],
  },
  {
    name: "a constructor",
    files: {
      "main.py": main("from client import Client", "Client()"),
      "client.py":
        "import time\n\n\nclass Base:\n    def __init__(self):\n        time.sleep(1)\n\n\nclass Client(Base):\n    pass\n",
    },
    found: ["5: Client() stalls the event loop: it calls time.sleep() <- client.py:6"],
  },
  {
    name: "an own helper that calls one of another file",
    files: {
      "main.py": "from helpers import pause\n\n\ndef step():\n    pause()\n\n\nasync def main():\n    step()\n",
      "helpers.py": SLEEPY,
    },
    found: ["9: step() stalls the event loop: it calls pause(), which calls time.sleep() <- helpers.py:5"],
  },
  {
    name: "modules that import each other, and functions that call each other",
    files: {
      "main.py": main("from a import one", "one()"),
      "a.py": "import b\n\n\ndef one():\n    b.two()\n",
      "b.py": "import time\n\nimport a\n\n\ndef two():\n    a.one()\n    time.sleep(1)\n",
    },
    found: ["5: one() stalls the event loop: it calls b.two(), which calls time.sleep() <- a.py:5 <- b.py:8"],
  },
  {
    name: "a file that is written anew, or has bytes put at its end",
    files: {
      "main.py": main("from files import save, extend", 'save("")', 'extend(b"")'),
      "files.py":
        'def save(text):\n    with open("data.txt", "w") as file:\n        file.write(text)\n\n\ndef extend(data):\n    with open("data.bin", "ab") as file:\n        file.write(data)\n',
    },
    found: [
      "5: save() stalls the event loop: it calls open() <- files.py:2",
      "6: extend() stalls the event loop: it calls open() <- files.py:7",
    ],
  },
  {
    name: "imported within the function",
    files: { "main.py": "async def main():\n    from helpers import pause\n\n    pause()\n", "helpers.py": SLEEPY },
    found: ["4: pause() stalls the event loop: it calls time.sleep() <- helpers.py:5"],
  },
  {
    name: "a file that is read unless nobody wants it",
    files: { "main.py": READS_SETTINGS, "settings.py": settings("if self.quiet:", "    return") },
    found: ["8: load() stalls the event loop: it calls open() <- settings.py:8"],
  },
  {
    name: "what waits as the caller wants it to",
    files: { "main.py": main("from worker import stop", "stop(None, wait=True)"), "worker.py": WAITS },
    found: ["5: stop() stalls the event loop: it calls time.sleep() <- worker.py:7"],
  },
  {
    name: "a way that is walked each time, longer than one that is walked once",
    files: {
      "main.py": main("from a import one", "one()"),
      "a.py":
        "import time\nfrom b import two\n\n\ndef one():\n    global ready\n    if not ready:\n        time.sleep(1)\n        ready = True\n    two()\n",
      "b.py": "import helpers\n\n\ndef two():\n    helpers.pause()\n",
      "helpers.py": SLEEPY,
    },
    found: [
      "5: one() stalls the event loop: it calls two(), which calls helpers.pause(), which calls time.sleep() <- a.py:10 <- b.py:5 <- helpers.py:5",
    ],
  },
];

const SILENT: readonly Case[] = [
  {
    name: "a file that is read once, as a flag says",
    files: { "main.py": READS_SETTINGS, "settings.py": settings("if self.known:", "    return") },
    found: [],
  },
  {
    name: "a request of another file, for a text that is missing, which is kept",
    files: {
      "main.py": main("from strings import text_of", 'text_of("hello")'),
      "strings.py": [
        "from translator import translate",
        "",
        "texts = {}",
        "",
        "",
        "def text_of(key):",
        "    try:",
        "        return texts[key]",
        "    except KeyError:",
        "        texts[key] = translate(key)",
        "        return texts[key]",
        "",
      ].join("\n"),
      "translator.py":
        'import requests\n\n\ndef translate(text):\n    return requests.get("https://example.org", timeout=60).text\n',
    },
    found: [],
  },
  {
    name: "a file that is read by what a decorator keeps",
    files: {
      "main.py": main("from settings import load", "while True:", "    load()"),
      "settings.py":
        'import functools\n\n\n@functools.lru_cache(maxsize=1)\ndef load():\n    return open("settings.ini").read()\n',
    },
    found: [],
  },
  {
    name: "a file that is read as the program starts",
    files: {
      "main.py": READS_SETTINGS.replace("main()", "setup_storage()").replace("while", "if"),
      "settings.py": settings(),
    },
    found: [],
  },
  {
    name: "what a function on the way says that it does not want",
    files: {
      "main.py": main(
        "from a import leave\nfrom worker import stop\n\n\ndef end(worker):\n    stop(worker, wait=False)",
        "leave(None)",
        "end(None)",
      ),
      "a.py": "from worker import stop\n\n\ndef leave(worker):\n    stop(worker)\n    stop(worker, wait=False)\n",
      "worker.py": WAITS,
    },
    found: [],
  },
  {
    name: "what waits only where the caller wants it to",
    files: { "main.py": main("from worker import stop", "stop(None)", "stop(None, wait=False)"), "worker.py": WAITS },
    found: [],
  },
  {
    name: "a line that is put at the end of a log",
    files: {
      "main.py": main("from log import note", 'note("started")'),
      "log.py": 'def note(text):\n    with open("app.log", "a", encoding="utf-8") as log:\n        log.write(text)\n',
    },
    found: [],
  },
  {
    name: "a question to the person at the terminal",
    files: {
      "main.py": main("from ask import sure", "sure()"),
      "ask.py": 'def sure():\n    return input("Sure? ") == "y"\n',
    },
    found: [],
  },
  {
    name: "what runs in a thread",
    files: {
      "main.py": main("import asyncio\n\nfrom helpers import pause", "await asyncio.to_thread(pause)"),
      "helpers.py": SLEEPY,
    },
    found: [],
  },
  {
    name: "what hands the blocking call to a thread itself",
    files: {
      "main.py": main("from helpers import start", "start()"),
      "helpers.py":
        "import threading\nimport time\n\n\ndef start():\n    threading.Thread(target=time.sleep, args=(1,)).start()\n",
    },
    found: [],
  },
  {
    name: "a coroutine function, be it awaited or not",
    files: {
      "main.py": main("from helpers import pause", "await pause()"),
      "helpers.py": "import asyncio\n\n\nasync def pause():\n    await asyncio.sleep(1)\n",
    },
    found: [],
  },
  {
    name: "a decorator that makes something else of it",
    files: {
      "main.py": main("from helpers import pause", "pause()"),
      "helpers.py": "import time\n\nfrom jobs import task\n\n\n@task\ndef pause():\n    time.sleep(1)\n",
      "jobs.py":
        "class Task:\n    def __init__(self, function):\n        self.function = function\n\n\ndef task(function):\n    return Task(function)\n",
    },
    found: [],
  },
  {
    name: "a name that the importing file gives another meaning",
    files: {
      "main.py": "from helpers import pause\n\n\ndef pause():\n    pass\n\n\nasync def main():\n    pause()\n",
      "helpers.py": SLEEPY,
    },
    found: [],
  },
  {
    name: "a name that the other file gives two meanings",
    files: {
      "main.py": main("from helpers import pause", "pause()"),
      "helpers.py":
        "import sys\nimport time\n\nif sys.argv:\n\n    def pause():\n        time.sleep(1)\nelse:\n\n    def pause():\n        pass\n",
    },
    found: [],
  },
  {
    name: "a star that `__all__` keeps the name from",
    files: { "main.py": main("from helpers import *", "pause()"), "helpers.py": `__all__ = ["other"]\n${SLEEPY}` },
    found: [],
  },
  {
    name: "an abstract method, whose overrides nobody knows",
    files: {
      "main.py": "from client import Client\n\n\nasync def main(client: Client):\n    client.fetch()\n",
      "client.py":
        "import abc\nimport time\n\n\nclass Client(abc.ABC):\n    @abc.abstractmethod\n    def fetch(self):\n        time.sleep(1)\n",
    },
    found: [],
  },
  {
    name: "a method that a base nobody knows may have",
    files: {
      "main.py": main("from client import Client", "Client().fetch()"),
      "client.py":
        "import time\n\nfrom unknown import Other\n\n\nclass Base:\n    def fetch(self):\n        time.sleep(1)\n\n\nclass Client(Other, Base):\n    pass\n",
    },
    found: [],
  },
  {
    name: "a module of the standard library, whatever file of its name lies there",
    files: { "main.py": main("import queue", "queue.pause()"), "queue.py": SLEEPY },
    found: [],
  },
  {
    name: "a package that is installed where it is missing, by a further call",
    files: { "main.py": main("from plugins import load", 'load("fast")'), ...RARE },
    found: [],
  },
  {
    name: "one kind of many that a factory makes",
    files: { "main.py": main("from stores import create", "create(1)"), ...RARE },
    found: [],
  },
  {
    name: "a generator, which runs where somebody iterates",
    files: {
      "main.py": main("from helpers import ticks", "ticks()"),
      "helpers.py": "import time\n\n\ndef ticks():\n    time.sleep(1)\n    yield\n",
    },
    found: [],
  },
  {
    name: "stars that go round, and a class that is its own base",
    files: {
      "main.py": main("from a import *", "Loop().fetch()", "nowhere()"),
      "a.py": "from b import *\n",
      "b.py": "from a import *\n\n\nclass Loop(Loop):\n    pass\n",
    },
    found: [],
  },
];

describe.each([
  { title: "finds", cases: FOUND },
  { title: "is silent about", cases: SILENT },
])("$title", ({ cases }) => {
  it.each(cases)("$name", ({ files, found }) => {
    const texts = new Map(Object.entries(files));
    expect(stallsIn("main.py", texts, workspaceOf(texts))).toEqual(found);
  });
});
