/** The ways by which code comes to a blocking call: each is looked at in one file and over three, and run in Python. */

export interface Way {
  readonly name: string;
  /** What the module between defines, of `pause`, which blocks, and of `quick`, which does not. */
  readonly between: string;
  /** What the coroutine function does with it. */
  readonly body: string;
  /** The names that it uses of it. */
  readonly uses: readonly string[];
}

/** Where the call that blocks stands. */
const FAR = `import time


def pause():
    time.sleep(0.01)


def quick():
    return 1
`;

const IMPORTS =
  "import asyncio\nimport contextlib\nimport dataclasses\nimport functools\nimport sys\nimport threading\n";

/** Everything in one file. */
export function inOneFile({ between, body }: Way): string {
  return `${IMPORTS}${FAR}\n\n${between}\n\n${coroutine(body)}`;
}

/** The blocking call in one file, what comes to it in another one, and who uses that in a third. */
export function overThreeFiles({ between, body, uses }: Way): Readonly<Record<string, string>> {
  return {
    "main.py": `import asyncio\nimport threading\nfrom between import ${uses.join(", ")}\n\n\n${coroutine(body)}`,
    "between.py": `${IMPORTS}from far import pause, quick\n\n\n${between}`,
    "far.py": FAR,
  };
}

function coroutine(body: string): string {
  return `async def main():\n${indented(body)}\n`;
}

function indented(code: string): string {
  return code
    .split("\n")
    .map((line) => (line === "" ? "" : `    ${line}`))
    .join("\n");
}

function way(name: string, uses: string, between: string, body: string): Way {
  return { name, uses: uses.split(" "), between: between.trim(), body: body.trim() };
}

const CONTEXT = `
class Held:
    def __enter__(self):
        pause()
        return self

    def __exit__(self, *error):
        return None
`;

const ROWS = `
class Rows:
    def __iter__(self):
        yield quick()
        pause()
`;

const ITERATOR = `
class Rows:
    def __init__(self):
        self.left = 2

    def __iter__(self):
        return self

    def __next__(self):
        if self.left == 0:
            raise StopIteration
        self.left -= 1
        pause()
        return self.left
`;

const TICKS = `
def ticks():
    yield quick()
    pause()
    yield quick()
`;

const CLIENT = `
class Client:
    def load(self):
        pause()

    @property
    def token(self):
        pause()
        return "token"

    @functools.cached_property
    def rows(self):
        pause()
        return []
`;

const WRAPPED = `
def timed(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        finally:
            quick()

    return wrapper
`;

/** They block the event loop. */
/** A metaclass that makes one object of each class. */
const KEPT = `class Kept(type):
    objects = {}

    def __call__(cls):
        if cls not in Kept.objects:
            Kept.objects[cls] = super().__call__()
        return Kept.objects[cls]
`;

export const BLOCKING: readonly Way[] = [
  way(
    "a constructor under a metaclass that makes objects as ever",
    "Client",
    "import abc\n\n\nclass Client(metaclass=abc.ABCMeta):\n    def __init__(self):\n        pause()",
    "Client()",
  ),
  way(
    "a method of an object that a metaclass keeps",
    "Client",
    `${KEPT}\n\nclass Client(metaclass=Kept):\n    def load(self):\n        pause()`,
    "Client().load()",
  ),
  way("a function", "load", "def load():\n    pause()", "load()"),
  way("another name of it", "wait", "wait = pause", "wait()"),
  way(
    "a static method, a class method",
    "Client",
    "class Client:\n    @classmethod\n    def load(cls):\n        cls.wait()\n\n    @staticmethod\n    def wait():\n        pause()",
    "Client.load()",
  ),
  way(
    "with: a generator under contextmanager",
    "held",
    "@contextlib.contextmanager\ndef held():\n    pause()\n    yield",
    "with held():\n    pass",
  ),
  way(
    "with: behind its yield",
    "held",
    "@contextlib.contextmanager\ndef held():\n    yield\n    pause()",
    "with held() as one:\n    pass",
  ),
  way("with: __enter__", "Held", CONTEXT, "with Held():\n    pass"),
  way(
    "with: __exit__",
    "Held",
    "class Held:\n    def __enter__(self):\n        return self\n\n    def __exit__(self, *error):\n        pause()",
    "with Held() as held:\n    pass",
  ),
  way("with: an object of the module", "lock", `${CONTEXT}\n\nlock = Held()`, "with lock:\n    pass"),
  way("with, in a function between", "load", `${CONTEXT}\n\ndef load():\n    with Held():\n        return 1`, "load()"),
  way("a generator, in a loop", "ticks", TICKS, "for tick in ticks():\n    pass"),
  way("a generator, in a comprehension", "ticks", TICKS, "[tick for tick in ticks()]"),
  way("a generator, by list()", "ticks", TICKS, "list(ticks())"),
  way("a generator, by sorted(), kept in a name", "ticks", TICKS, "rows = ticks()\nsorted(rows)"),
  way("a generator, by a star", "ticks", TICKS, "print(*ticks(), end='')"),
  way("a generator, by next()", "ticks", "def ticks():\n    pause()\n    yield 1", "next(ticks())"),
  way(
    "a generator that another one goes through",
    "twice",
    `${TICKS}\n\ndef twice():\n    yield from ticks()\n`,
    "for tick in twice():\n    pass",
  ),
  way(
    "a generator, in a function between",
    "load",
    `${TICKS}\n\ndef load():\n    return [tick for tick in ticks()]`,
    "load()",
  ),
  way("__iter__, a generator", "Rows", ROWS, "for row in Rows():\n    pass"),
  way("__iter__ and __next__", "Rows", ITERATOR, "for row in Rows():\n    pass"),
  way("__iter__, by list()", "rows", `${ROWS}\n\nrows = Rows()`, "list(rows)"),
  way("a property", "Client", CLIENT, "Client().token"),
  way("a property, of what is kept in a name", "Client", CLIENT, "client = Client()\nprint(client.token, end='')"),
  way("a cached property", "Client", CLIENT, "client = Client()\nfor row in client.rows:\n    pass"),
  way("a property, of an object of the module", "client", `${CLIENT}\n\nclient = Client()`, "client.token"),
  way("a property that a base has", "Better", `${CLIENT}\n\nclass Better(Client):\n    pass`, "Better().token"),
  way(
    "a property, in a method of the class",
    "Better",
    `${CLIENT}\n\nclass Better(Client):\n    def load(self):\n        return self.token`,
    "Better().load()",
  ),
  way("partial", "later", "def load(times):\n    pause()\n\n\nlater = functools.partial(load, 1)", "later()"),
  way(
    "partial, in a function between",
    "load",
    "def load():\n    later = functools.partial(pause)\n    later()",
    "load()",
  ),
  way("a lambda of the module", "later", "later = lambda: pause()", "later()"),
  way("a lambda, in a function between", "load", "def load():\n    later = lambda: pause()\n    later()", "load()"),
  way(
    "a function within a function",
    "load",
    "def load():\n    def inner():\n        pause()\n\n    inner()",
    "load()",
  ),
  way(
    "super().__init__()",
    "Client",
    "class Base:\n    def __init__(self):\n        pause()\n\n\nclass Client(Base):\n    def __init__(self):\n        super().__init__()",
    "Client()",
  ),
  way(
    "super().load()",
    "Better",
    `${CLIENT}\n\nclass Better(Client):\n    def load(self):\n        super().load()`,
    "Better().load()",
  ),
  way(
    "super() among several bases",
    "Better",
    `class Mixin:\n    pass\n\n${CLIENT}\n\nclass Better(Mixin, Client):\n    def load(self):\n        super().load()`,
    "Better().load()",
  ),
  way(
    "__post_init__",
    "Config",
    "@dataclasses.dataclass\nclass Config:\n    name: str = ''\n\n    def __post_init__(self):\n        pause()",
    "Config()",
  ),
  way(
    "__post_init__ of a base",
    "Better",
    "@dataclasses.dataclass\nclass Config:\n    name: str = ''\n\n    def __post_init__(self):\n        pause()\n\n\nclass Better(Config):\n    pass",
    "Better()",
  ),
  way(
    "a field of a dataclass",
    "state",
    `${CLIENT}\n\n@dataclasses.dataclass\nclass State:\n    client: Client\n\n\nstate = State(Client())`,
    "state.client.load()",
  ),
  way("an object of the module", "client", `${CLIENT}\n\nclient = Client()`, "client.load()"),
  way(
    "a factory with an annotation",
    "connect",
    `${CLIENT}\n\ndef connect() -> Client:\n    quick()\n    return Client()`,
    "connect().load()",
  ),
  way(
    "a factory without one",
    "connect",
    `${CLIENT}\n\ndef connect():\n    client = Client()\n    return client`,
    "connect().load()",
  ),
  way("an object that is called", "Job", "class Job:\n    def __call__(self):\n        pause()", "job = Job()\njob()"),
  way("a decorator that calls it", "load", `${WRAPPED}\n\n@timed\ndef load():\n    pause()`, "load()"),
  way(
    "a decorator that gives it back",
    "load",
    "def known(function):\n    quick()\n    return function\n\n\n@known\ndef load():\n    pause()",
    "load()",
  ),
  way(
    "a decorator that is made by a call",
    "load",
    "def repeated(times):\n    def decorate(function):\n        def wrapper():\n            for _ in range(times):\n                function()\n\n        return wrapper\n\n    return decorate\n\n\n@repeated(2)\ndef load():\n    pause()",
    "load()",
  ),
  way(
    "a decorator that itself waits",
    "load",
    "def slow(function):\n    def wrapper():\n        pause()\n        return function()\n\n    return wrapper\n\n\n@slow\ndef load():\n    return 1",
    "load()",
  ),
  way(
    "a method under a decorator that calls it",
    "Better",
    `${WRAPPED}\n\nclass Better:\n    @timed\n    def load(self):\n        pause()`,
    "Better().load()",
  ),
  way(
    "the method that overrides another one",
    "Better",
    "class Base:\n    def load(self):\n        self.fetch()\n\n    def fetch(self):\n        quick()\n\n\nclass Better(Base):\n    def fetch(self):\n        pause()",
    "Better().load()",
  ),
  way(
    "definitions in branches, each of which blocks",
    "load",
    "if sys.flags.dev_mode:\n\n    def load():\n        return pause()\n\nelse:\n\n    def load():\n        pause()",
    "load()",
  ),
  way(
    "an object of one of two classes",
    "client",
    `class Base:\n    def load(self):\n        self.fetch()\n\n    def fetch(self):\n        quick()\n\n\nclass One(Base):\n    def fetch(self):\n        pause()\n\n\nclass Two(Base):\n    def fetch(self):\n        pause()\n\n\nif sys.flags.dev_mode:\n    client = One()\nelse:\n    client = Two()`,
    "client.load()",
  ),
];

/** They start a second event loop, which raises an error. */
export const NESTING: readonly Way[] = [
  way(
    "a facade over asyncio.run()",
    "load",
    "async def work():\n    return 1\n\n\ndef load():\n    return asyncio.run(work())",
    "load()",
  ),
  way(
    "a loop that it makes itself",
    "load",
    "async def work():\n    return 1\n\n\ndef load():\n    loop = asyncio.new_event_loop()\n    try:\n        return loop.run_until_complete(work())\n    finally:\n        loop.close()",
    "load()",
  ),
  way(
    "a method of a client for plain code",
    "Client",
    "async def work():\n    return 1\n\n\nclass Client:\n    def load(self):\n        return self._run(work())\n\n    def _run(self, coroutine):\n        return asyncio.run(coroutine)",
    "Client().load()",
  ),
];

/** They do not, at least where they are run here. */
export const HARMLESS: readonly Way[] = [
  way(
    "an object that a metaclass has made before",
    "Client",
    `${KEPT}\n\nclass Client(metaclass=Kept):\n    def __init__(self):\n        pause()\n\n\nClient()`,
    "Client()",
  ),
  way(
    "an object that the metaclass of a base has made before",
    "Client",
    `${KEPT}\n\nclass Base(metaclass=Kept):\n    pass\n\n\nclass Client(Base):\n    def __init__(self):\n        pause()\n\n\nClient()`,
    "Client()",
  ),
  way("in a thread", "load", "def load():\n    pause()", "await asyncio.to_thread(load)"),
  way(
    "in an executor",
    "load",
    "def load():\n    pause()",
    "await asyncio.get_running_loop().run_in_executor(None, load)",
  ),
  way("in a thread of its own", "load", "def load():\n    threading.Thread(target=pause).start()", "load()"),
  way("a partial in a thread", "later", "later = functools.partial(pause)", "await asyncio.to_thread(later)"),
  way("a partial that nobody calls", "make", "def make():\n    return functools.partial(pause)", "make()"),
  way("a lambda that nobody calls", "make", "def make():\n    return lambda: pause()", "make()"),
  way("a lambda in a thread", "load", "def load():\n    pause()", "await asyncio.to_thread(lambda: load())"),
  way("a generator that nobody goes through", "ticks", TICKS, "ticks()"),
  way("a generator that is gone through in a thread", "ticks", TICKS, "await asyncio.to_thread(list, ticks())"),
  way(
    "a manager that nobody enters",
    "held",
    "@contextlib.contextmanager\ndef held():\n    pause()\n    yield",
    "held()",
  ),
  way("an object with __enter__ that nobody enters", "Held", CONTEXT, "Held()"),
  way("a property that nobody reads", "Client", CLIENT, "Client()"),
  way("a method that nobody calls", "Client", CLIENT, "Client().load"),
  way(
    "a plain function that gives a coroutine",
    "load",
    "async def work():\n    await asyncio.sleep(0)\n\n\ndef load():\n    return work()",
    "await load()",
  ),
  way(
    "a decorator that runs it in a thread",
    "load",
    "def threaded(function):\n    def wrapper():\n        return asyncio.to_thread(function)\n\n    return wrapper\n\n\n@threaded\ndef load():\n    pause()",
    "await load()",
  ),
  way(
    "a decorator that starts a thread where a loop runs",
    "load",
    "def careful(function):\n    def wrapper():\n        if asyncio.get_running_loop():\n            return threading.Thread(target=function).start()\n        return function()\n\n    return wrapper\n\n\n@careful\ndef load():\n    pause()",
    "load()",
  ),
  way(
    "a decorator that calls something else",
    "load",
    "def replaced(function):\n    def wrapper():\n        return quick()\n\n    return wrapper\n\n\n@replaced\ndef load():\n    pause()",
    "load()",
  ),
  way(
    "the method that overrides the one which blocks",
    "Better",
    "class Base:\n    def load(self):\n        self.fetch()\n\n    def fetch(self):\n        pause()\n\n\nclass Better(Base):\n    def fetch(self):\n        quick()",
    "Better().load()",
  ),
  way(
    "a property that overrides the one which blocks",
    "Better",
    `${CLIENT}\n\nclass Better(Client):\n    token = "known"`,
    "Better().token",
  ),
  way(
    "definitions in branches of which one blocks",
    "load",
    "if sys.platform == 'win32':\n\n    def load():\n        pause()\n\nelse:\n\n    def load():\n        quick()",
    "load()",
  ),
  way(
    "an object of one of two classes, of which one does not block",
    "client",
    `class Base:\n    def load(self):\n        self.fetch()\n\n    def fetch(self):\n        pause()\n\n\nclass One(Base):\n    pass\n\n\nclass Two(Base):\n    def fetch(self):\n        quick()\n\n\nif sys.flags.dev_mode:\n    client = One()\nelse:\n    client = Two()`,
    "client.load()",
  ),
  way(
    "asyncio.run() where no loop runs",
    "load",
    "async def work():\n    return 1\n\n\ndef load():\n    try:\n        loop = asyncio.get_running_loop()\n    except RuntimeError:\n        return asyncio.run(work())\n    return loop.create_task(work())",
    "await load()",
  ),
  way(
    "asyncio.run() in a thread",
    "load",
    "async def work():\n    return 1\n\n\ndef load():\n    return asyncio.run(work())",
    "await asyncio.to_thread(load)",
  ),
  way(
    "a class that makes its objects itself",
    "Made",
    "class Made:\n    def __new__(cls):\n        return 1\n\n    def __init__(self):\n        pause()",
    "Made()",
  ),
];
