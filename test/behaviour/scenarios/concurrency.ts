import { indented, type Outcome, type Scenario, differs, refused } from "../scenario";

interface ConcurrentCase {
  readonly title: string;
  /** What stands at the top: imports, shared state, and `async def use(number)`. */
  readonly code: string;
  /** An expression that says what came of it. */
  readonly result: string;
  /**
   * Whether threads decide which of the tasks fail, and how two of them do: then only whether any of fifty does is
   * printed.
   */
  readonly byChance?: boolean;
  /** Statements that put everything back to the start. */
  readonly reset?: string;
  readonly rule?: string;
  readonly fix?: string;
  readonly outcome?: Outcome;
  readonly safe?: boolean;
}

/** A script that calls use() from two tasks at once, then from fifty, and prints what came of either. */
function concurrent({
  code,
  result,
  byChance = false,
  reset = "pass",
  rule = "blocking-sleep",
  fix = "Replace with await asyncio.sleep()",
  ...scenario
}: ConcurrentCase): Scenario {
  return {
    rule,
    fix,
    ...scenario,
    source: `import asyncio
${code.trim()}


def reset():
${indented(reset)}


async def together(count):
    return [
        type(error).__name__
        for error in await asyncio.gather(*[use(number) for number in range(count)], return_exceptions=True)
        if isinstance(error, Exception)
    ]


for count in 2, 50:
    reset()
    failures = asyncio.run(together(count))
    print(${byChance ? `count == 2 or (${result} and not failures)` : `${result}, len(failures), *sorted(set(failures))`})
`,
  };
}

/** A class whose one object all tasks use. */
function service(use: string, init: string): string {
  return `
import time


class Service:
    def __init__(self):
        self.loads = 0
${indented(init, "        ")}

    async def use(self, number):
${indented(use, "        ")}


def reset_service():
    global SERVICE
    SERVICE = Service()


async def use(number):
    await SERVICE.use(number)`;
}

const RESET = "reset_service()";
const LOADS = "SERVICE.loads";

/** What two tasks, and fifty, do to each other where a fix lets them in, or doesn't. */
export const CONCURRENCY: readonly Scenario[] = [
  concurrent({
    title: "an attribute that is looked at before the wait and set behind it",
    code: service(
      "if self.user_data is None:\n    time.sleep(0.01)\n    self.loads += 1\n    self.user_data = {}\nself.user_data[number] = True",
      "self.user_data = None",
    ),
    result: `${LOADS}, len(SERVICE.user_data)`,
    reset: RESET,
    outcome: differs(
      "1 2 0\n1 50 0\n",
      "2 1 0\n50 1 0\n",
      "Other tasks run while it waits: self.user_data may change meanwhile",
    ),
  }),
  concurrent({
    title: "an attribute that is set before the wait and read again behind it",
    code: service("self.key = number\ntime.sleep(0.01)\nself.right.append(self.key == number)", "self.right = []"),
    result: "all(SERVICE.right)",
    reset: RESET,
    outcome: differs(
      "True 0\nTrue 0\n",
      "False 0\nFalse 0\n",
      "Other tasks run while it waits: self.key, which is read again behind it, may be another by then",
    ),
  }),
  concurrent({
    title: "what is loaded once, under a lock",
    code: `${service("if self.user_data is None:\n    self.user_data = load(self)\nself.user_data[number] = True", "self.user_data = None")}


def load(service):
    time.sleep(0.01)
    service.loads += 1
    return {}`,
    result: `${LOADS}, len(SERVICE.user_data)`,
    reset: RESET,
    rule: "blocking-helper-call",
    fix: "Load it once, under a lock",
  }),
  concurrent({
    title: "what the module loads once, under a lock",
    code: `
import time

table = None
loads = 0


def load():
    global loads
    time.sleep(0.01)
    loads += 1
    return {}


async def use(number):
    global table
    if table is None:
        table = load()
    table[number] = True`,
    result: "loads, len(table)",
    // A lock that tasks have waited for belongs to their loop; its name would be taken if it stood here.
    reset: 'globals().update({"table": None, "loads": 0, "_table" + "_lock": asyncio.Lock()})',
    rule: "blocking-helper-call",
    fix: "Load it once, under a lock",
  }),
  concurrent({
    title: "an attribute that is looked at by way of a variable, and left where it is set",
    code: service(
      "data = self.user_data\nif data is not None:\n    return\ntime.sleep(0.01)\nself.loads += 1\nself.user_data = number",
      "self.user_data = None",
    ),
    result: LOADS,
    reset: RESET,
    outcome: differs("1 0\n1 0\n", "2 0\n50 0\n", "self.user_data may change meanwhile"),
  }),
  concurrent({
    title: "an entry that is looked for before the wait and deleted behind it",
    code: service(
      'if "url" in self.cache:\n    time.sleep(0.01)\n    del self.cache["url"]\n    self.loads += 1',
      'self.cache = {"url": 1}',
    ),
    result: LOADS,
    reset: RESET,
    outcome: differs("1 0\n1 0\n", "1 1 KeyError\n1 49 KeyError\n", 'self.cache["url"] may change meanwhile'),
  }),
  concurrent({
    title: "a total that is read before the wait and written behind it",
    code: service("before = self.loads\ntime.sleep(0.01)\nself.loads = before + 1", "pass"),
    result: LOADS,
    reset: RESET,
    outcome: differs("2 0\n50 0\n", "1 0\n1 0\n", "self.loads may change meanwhile"),
  }),
  concurrent({
    title: "what is looked at and changed behind the wait alone",
    code: service(
      "self.buffer.append(number)\ntime.sleep(0.01)\nfor one in self.buffer:\n    self.loads += 1\nself.buffer = []",
      "self.buffer = []",
    ),
    result: LOADS,
    reset: RESET,
    safe: true,
  }),
  concurrent({
    title: "what was gathered is counted, and then forgotten with what has come meanwhile",
    code: service(
      "self.buffer.append(number)\nbatch = self.buffer\ntime.sleep(0.01)\nself.loads += len(batch)\nself.buffer = []",
      "self.buffer = []",
    ),
    result: LOADS,
    reset: RESET,
    outcome: differs("2 0\n50 0\n", "4 0\n2500 0\n", "self.buffer may change meanwhile"),
  }),
  concurrent({
    title: "a variable of the module",
    code: `
import time
CONNECTION = None
LOADS = 0


async def use(number):
    global CONNECTION, LOADS
    if not CONNECTION:
        time.sleep(0.01)
        LOADS += 1
        CONNECTION = object()`,
    result: "LOADS",
    reset: "global CONNECTION, LOADS\nCONNECTION = None\nLOADS = 0",
    outcome: differs("1 0\n1 0\n", "2 0\n50 0\n", "CONNECTION may change meanwhile"),
  }),
  concurrent({
    title: "a container of the function around",
    code: `
import time


def make():
    seen = {}
    loads = []

    async def use(number):
        found = seen.get("key")
        if found is None:
            time.sleep(0.01)
            seen["key"] = number
            loads.append(number)

    return use, loads


def fresh():
    global use, loads
    use, loads = make()`,
    result: "len(loads)",
    reset: "fresh()",
    outcome: differs("1 0\n1 0\n", "2 0\n50 0\n", 'seen["key"] may change meanwhile'),
  }),
  concurrent({
    title: "under a lock of tasks everything stays as it was",
    code: service(
      "async with self.lock:\n    if self.user_data is None:\n        time.sleep(0.01)\n        self.loads += 1\n        self.user_data = {}",
      "self.user_data = None\nself.lock = asyncio.Lock()",
    ),
    result: LOADS,
    reset: RESET,
    safe: true,
  }),
  concurrent({
    title: "who has said that it is busy keeps the others out",
    code: service(
      "if self.busy:\n    return\nself.busy = True\ntime.sleep(0.01)\nself.loads += 1\nself.busy = False",
      "self.busy = False",
    ),
    result: LOADS,
    reset: RESET,
    outcome: differs("2 0\n50 0\n", "1 0\n1 0\n", ""),
  }),
  concurrent({
    title: "who waited there already has let the others in before",
    code: service(
      "if self.user_data is None:\n    await asyncio.sleep(0.01)\n    time.sleep(0.001)\n    self.loads += 1\n    self.user_data = {}",
      "self.user_data = None",
    ),
    result: LOADS,
    reset: RESET,
    safe: true,
  }),
  concurrent({
    title: "what no other task can reach",
    code: service(
      "data = {}\nif number not in data:\n    time.sleep(0.01)\n    data[number] = 1\nself.loads += len(data)",
      "pass",
    ),
    result: LOADS,
    reset: RESET,
    safe: true,
  }),
  concurrent({
    title: "a mapping that changes while a loop goes through it",
    code: service(
      "self.clients[number] = 1\nfor client in self.clients:\n    time.sleep(0.001)\nself.loads += 1",
      "self.clients = {}",
    ),
    result: LOADS,
    reset: RESET,
    outcome: differs(
      "2 0\n50 0\n",
      "1 1 RuntimeError\n1 49 RuntimeError\n",
      "self.clients may change while the loop goes through it",
    ),
  }),
  concurrent({
    title: "a copy of the mapping is gone through",
    code: service(
      "self.clients[number] = 1\nfor client in list(self.clients):\n    time.sleep(0.001)\nself.loads += 1",
      "self.clients = {}",
    ),
    result: LOADS,
    reset: RESET,
    safe: true,
  }),
  concurrent({
    title: "a folder that is looked for and then made",
    rule: "blocking-filesystem-call",
    fix: "Run in a thread",
    code: `
import os


noted = []


def note(number):
    noted.append(number)


async def use(number):
    await asyncio.sleep(0)
    if not os.path.exists("made"):
        note(number)
        os.makedirs("made")`,
    result: "os.path.isdir('made')",
    reset: "if os.path.isdir('made'):\n    os.rmdir('made')",
    byChance: true,
    outcome: differs("True\nTrue\n", "True\nFalse\n", 'what is at "made" may change meanwhile'),
  }),
  concurrent({
    title: "a folder that may be there already",
    rule: "blocking-filesystem-call",
    fix: "Run in a thread",
    code: `
import os


noted = []


def note(number):
    noted.append(number)


async def use(number):
    await asyncio.sleep(0)
    if not os.path.exists("made"):
        note(number)
        os.makedirs("made", exist_ok=True)`,
    result: "os.path.isdir('made')",
    reset: "if os.path.isdir('made'):\n    os.rmdir('made')",
    safe: true,
  }),
  concurrent({
    title: "a file that is read, changed and written back",
    rule: "blocking-file-io",
    fix: "Run in a thread",
    code: `
import json
import time
from pathlib import Path

STATE = Path("state.json")


noted = []


def note(number):
    noted.append(number)


async def use(number):
    numbers = json.loads(STATE.read_text())
    numbers.append(number)
    note(number)
    STATE.write_text(json.dumps(numbers))`,
    result: "len(json.loads(STATE.read_text())) == count",
    reset: 'STATE.write_text("[]")',
    byChance: true,
    outcome: differs("True\nTrue\n", "True\nFalse\n", "what is at STATE may change meanwhile"),
  }),
];

/** What a fix of something else does to who catches, closes or waits. */
export const AROUND: readonly Scenario[] = [
  {
    rule: "gather-without-task-group",
    title: "callers in sight who catch nothing",
    fix: "Wrap in TaskGroup",
    source: `import asyncio


seen = []


async def load(page):
    global seen
    seen = [*seen, page]
    await asyncio.sleep(0)
    return page


async def _pages():
    return await asyncio.gather(load(1), load(2))


async def main():
    print(await _pages())


asyncio.run(main())
`,
    safe: true,
  },
  {
    rule: "gather-without-task-group",
    title: "a caller who catches the error gets it as before",
    fix: "Wrap in TaskGroup, raising the first error itself",
    source: `import asyncio


async def load(page):
    raise ValueError(page)


async def _pages():
    return await asyncio.gather(load(1), load(2))


async def main():
    try:
        print(await _pages())
    except ValueError as error:
        print("caught", error)
    except BaseException as error:
        print(type(error).__name__)


asyncio.run(main())
`,
    says: "its error is raised as before",
  },
  {
    rule: "blocking-sleep",
    title: "a cancellation that ends in a handler for everything, and is not asked for then",
    fix: "Replace with await asyncio.sleep()",
    source: `import asyncio
import time


async def ping():
    try:
        time.sleep(0.05)
    except:  # whatever it is: go on
        print("handled")
    print("went on")


async def main():
    task = asyncio.create_task(ping())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    print(task.cancelled())


asyncio.run(main())
`,
    outcome: differs(
      "went on\nFalse\n",
      "handled\nwent on\nFalse\n",
      'a cancellation while it waits ends in the "except:" around it',
    ),
  },
  {
    rule: "blocking-sleep",
    title: "a cancellation that a handler for everything hands on",
    fix: "Replace with await asyncio.sleep()",
    source: `import asyncio
import time


async def ping():
    try:
        time.sleep(0.05)
    except BaseException:
        print("handled")
        raise
    print("went on")


async def main():
    task = asyncio.create_task(ping())
    await asyncio.sleep(0)
    await task


asyncio.run(main())
`,
    safe: true,
  },
  {
    rule: "missing-await",
    title: "the await in front of what is behind a key moves",
    fix: "Await it",
    source: `import asyncio


async def load():
    return {"key": 1}


async def main():
    try:
        print(await load()["key"])
    except TypeError as error:
        print("TypeError")


asyncio.run(main())
`,
    outcome: differs("TypeError\n", "1\n", "What follows runs from now on"),
  },
];

/** What a cancellation does where a fix waits among what is done at the end. */
export const AT_THE_END: readonly Scenario[] = [
  {
    rule: "blocking-sleep",
    title: "a second cancellation skips the rest of a finally block",
    fix: "Replace with await asyncio.sleep()",
    source: `import asyncio
import time


async def work():
    try:
        await asyncio.sleep(10)
    finally:
        time.sleep(0.05)
        print("closed")


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    print("over")


asyncio.run(main())
`,
    outcome: differs("closed\nover\n", "over\n", "A cancellation while it waits leaves the finally block unfinished"),
  },
  {
    rule: "blocking-sleep",
    title: "a second cancellation skips the rest of a handler of the first",
    fix: "Replace with await asyncio.sleep()",
    source: `import asyncio
import time


async def work():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        time.sleep(0.05)
        print("closed")
        raise


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    print("over")


asyncio.run(main())
`,
    outcome: differs("closed\nover\n", "over\n", "A cancellation while it waits leaves the handler unfinished"),
  },
  {
    rule: "blocking-sleep",
    title: "a cancellation leaves what is set back behind the wait",
    fix: "Replace with await asyncio.sleep()",
    source: `import asyncio
import time


class Worker:
    def __init__(self):
        self.busy = False

    async def work(self):
        self.busy = True
        time.sleep(0.05)
        self.busy = False

    def show(self):
        print(self.busy)


async def main():
    worker = Worker()
    task = asyncio.create_task(worker.work())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    worker.show()


asyncio.run(main())
`,
    outcome: differs("False\n", "True\n", "A cancellation while it waits leaves self.busy as it is set before"),
  },
  {
    rule: "blocking-filesystem-call",
    title: "a cancellation leaves out what is noted behind a thread that goes on",
    fix: "Run in a thread",
    source: `import asyncio
import os
import time


class Files:
    def __init__(self):
        self.known = ["a.txt"]

    async def remove(self, path):
        os.remove(path)
        self.known.remove(path)


async def main():
    open("a.txt", "w").close()
    files = Files()
    task = asyncio.create_task(files.remove("a.txt"))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    time.sleep(0.2)
    print(files.known, os.path.exists("a.txt"))


asyncio.run(main())
`,
    outcome: differs(
      "[] False\n",
      "['a.txt'] False\n",
      "A cancellation while it waits leaves self.known[path] as it is, though the thread goes on",
    ),
  },
  {
    rule: "blocking-sleep",
    title: "a cancelled scope ends every wait of a finally block",
    fix: "Replace with await trio.sleep()",
    source: `import time
import trio


async def work():
    try:
        await trio.sleep(10)
    finally:
        time.sleep(0.05)
        print("closed")


async def main():
    with trio.move_on_after(0.01):
        await work()
    print("over")


trio.run(main)
`,
    outcome: refused("A cancelled scope ends the wait at once"),
  },
];
