import { differs, repairs, type Scenario, SILENT } from "../scenario";
import { scenariosOf } from "./plain";

const DANGLING = scenariosOf("dangling-task", "Keep a reference until it is done", [
  {
    title: "a task as a statement runs and is kept",
    source: `import asyncio
import gc


async def ping():
    print("ping")
    await asyncio.sleep(0)
    gc.collect()
    print("pong")


async def main():
    asyncio.create_task(ping())
    await asyncio.sleep(0.05)
    print(len(asyncio.all_tasks()))


asyncio.run(main())
`,
    holds: ["background_tasks.add(task)"],
  },
  {
    title: "a list that an object takes its done tasks out of keeps another",
    source: `import asyncio


class Hall:
    def __init__(self):
        self._tasks = []

    def start(self):
        task = asyncio.create_task(self.ping("start"))
        self._tasks.append(task)
        task.add_done_callback(self._tasks.remove)

    def poke(self):
        asyncio.create_task(self.ping("poke"))

    async def ping(self, name):
        await asyncio.sleep(0)
        print(name)


async def main():
    hall = Hall()
    hall.start()
    hall.poke()
    await asyncio.sleep(0.05)
    print(hall._tasks)


asyncio.run(main())
`,
    holds: ["self._tasks.append(task)"],
  },
  {
    title: "a task that nobody else holds survives a collection",
    source: `import asyncio
import gc
import weakref


class Waiting:
    def __await__(self):
        future = asyncio.get_running_loop().create_future()
        futures.append(weakref.ref(future))
        return (yield from future.__await__())


futures = []


async def ping():
    try:
        await Waiting()
    except GeneratorExit:
        print("lost")
        raise


async def main():
    asyncio.create_task(ping())
    await asyncio.sleep(0)
    gc.collect()
    print("alive" if futures[0]() is not None else "gone")


asyncio.run(main())
`,
    outcome: repairs("lost\ngone\n", "alive\n", "it may vanish before it is done"),
  },
  {
    title: "a name that is never used, and the task's name",
    source: `import asyncio


async def ping():
    await asyncio.sleep(0)
    print(asyncio.current_task().get_name())


def start(name):
    pinging = asyncio.create_task(ping(), name=name)
    print("started")


async def main():
    start("pinger")
    await asyncio.sleep(0.01)
    print("done")


asyncio.run(main())
`,
  },
  {
    title: "a TaskGroup waits for the task",
    fix: "Start it in a TaskGroup",
    source: `import asyncio


async def ping():
    await asyncio.sleep(0.05)
    print("ping")


async def main():
    asyncio.create_task(ping())
    await asyncio.sleep(0)
    print("main")


async def around():
    await main()
    print("after")


asyncio.run(around())
`,
    outcome: differs("main\nafter\n", "main\nping\nafter\n", "the function waits for the task before it returns"),
  },
  {
    title: "a TaskGroup raises what the task raises",
    fix: "Start it in a TaskGroup",
    source: `import asyncio
import logging

logging.disable()


async def fail():
    raise ValueError("lost")


async def main():
    asyncio.create_task(fail())
    await asyncio.sleep(0.01)
    print("went on")


try:
    asyncio.run(main())
except Exception as error:
    print(type(error).__name__)
`,
    outcome: differs("went on\n", "ExceptionGroup\n", "and is cancelled if the task fails"),
  },
  {
    title: "a group that is open waits for the tasks of a loop",
    fix: "Start it in group",
    source: `import asyncio


async def ping(number):
    await asyncio.sleep(0.02 * number)
    print("ping", number)


async def main():
    async with asyncio.TaskGroup() as group:
        for number in (1, 2):
            asyncio.create_task(ping(number))
        await asyncio.sleep(0)
    print("after")


asyncio.run(main())
`,
    outcome: differs("after\n", "ping 1\nping 2\nafter\n", "group waits for the task before it ends"),
  },
  {
    title: "a group that is given waits for the task",
    fix: "Start it in background",
    source: `import asyncio


async def ping():
    await asyncio.sleep(0.02)
    print("ping")


async def start(background: asyncio.TaskGroup):
    _ = asyncio.create_task(ping())
    print("started")


async def main():
    async with asyncio.TaskGroup() as group:
        await start(group)
    print("after")


asyncio.run(main())
`,
    outcome: differs("started\nafter\n", "started\nping\nafter\n", "background waits for the task before it ends"),
  },
]);

const SWALLOWED = [
  ...scenariosOf("swallowed-cancellation", "Let the cancellation pass", [
    {
      title: "a handler that does nothing, around what is tried again",
      source: `import asyncio


async def worker():
    for _ in range(3):
        try:
            # Sleep.
            await asyncio.sleep(
                5
            )
            print("slept")
        except asyncio.CancelledError:
            pass


async def main():
    task = asyncio.create_task(worker())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task], timeout=0.05)
    print(task.done())
    for _ in range(5):
        task.cancel()
        await asyncio.sleep(0)


asyncio.run(main())
`,
      outcome: repairs("False\n", "True\n", "the cancellation ends here"),
    },
    {
      title: "a handler that does nothing, before one of errors",
      source: `import asyncio


async def worker():
    for n in range(3):
        try:
            if n == 0:
                raise KeyError(n)
            await asyncio.sleep(5)
        except asyncio.CancelledError:
            pass
        except (KeyError, Exception) as error:
            print("failed", error)
        finally:
            print("done", n)


async def main():
    task = asyncio.create_task(worker())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task], timeout=0.05)
    print(task.done())
    for _ in range(5):
        task.cancel()
        await asyncio.sleep(0)


asyncio.run(main())
`,
      outcome: repairs(
        "failed 0\ndone 0\ndone 1\nFalse\ndone 2\n",
        "failed 0\ndone 0\ndone 1\nTrue\n",
        "the cancellation ends here",
      ),
    },
  ]),
  ...scenariosOf("swallowed-cancellation", "Raise it again", [
    {
      title: "a worker that would not end",
      source: `import asyncio


async def worker():
    for _ in range(3):
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError:
            print("cancelled")


async def main():
    task = asyncio.create_task(worker())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task], timeout=0.05)
    print(task.done())
    for _ in range(5):
        task.cancel()
        await asyncio.sleep(0)


asyncio.run(main())
`,
      outcome: repairs("cancelled\nFalse\ncancelled\ncancelled\n", "cancelled\nTrue\n", "the cancellation ends here"),
    },
    {
      title: "a result at cancellation is given up",
      source: `import asyncio


async def read():
    chunks = []
    try:
        while True:
            await asyncio.sleep(0.01)
            chunks.append(1)
            if len(chunks) > 100:
                break
    except asyncio.CancelledError:
        print("stopped")
    return chunks


async def main():
    task = asyncio.create_task(read())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    print(task.cancelled())


asyncio.run(main())
`,
      outcome: differs("stopped\nFalse\n", "stopped\nTrue\n", "whoever awaits this sees the cancellation"),
    },
    {
      title: "a path on which nothing is cancelled",
      source: `import asyncio


async def read():
    for _ in range(2):
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            print("stopped")
    return "read"


print(asyncio.run(read()))
`,
    },
  ]),
  ...scenariosOf("dangling-task", "Await it at the end", [
    {
      title: "the one task of an example",
      settings: { role: { role: "script", by: "setting" } },
      source: `import asyncio


async def ping():
    await asyncio.sleep(0.05)
    print("pong")


async def main():
    asyncio.create_task(ping())
    await asyncio.sleep(0)
    print("asked")


asyncio.run(main())
`,
      outcome: differs("asked\n", "asked\npong\n", "waits for the task before it ends"),
    },
  ]),
  ...scenariosOf("dangling-task", "Start it by asyncio.run_coroutine_threadsafe()", [
    {
      title: "a loop that another thread was given",
      source: `import asyncio


async def ping(seen):
    await asyncio.sleep(0)
    seen.set()


class Block:
    def __init__(self, loop: asyncio.AbstractEventLoop, seen):
        self.loop = loop
        self.seen = seen

    def execute(self):
        self.loop.create_task(ping(self.seen))


async def main():
    loop = asyncio.get_running_loop()
    loop.set_debug(True)
    seen = asyncio.Event()
    try:
        await loop.run_in_executor(None, Block(loop, seen).execute)
        await asyncio.wait_for(seen.wait(), 1)
        print("seen")
    except RuntimeError as error:
        print("other thread")


asyncio.run(main())
`,
      outcome: differs("other thread\n", "seen\n", "begins a moment later"),
    },
  ]),
  ...scenariosOf("dangling-task", "Keep it as self._poll_task", [
    {
      title: "an object that is started and stopped keeps its task",
      source: `import asyncio
import gc


class Poller:
    seen = ""

    async def start(self):
        asyncio.create_task(self.poll())

    async def poll(self):
        while len(self.seen) < 2:
            await asyncio.sleep(0.02)
            self.seen += "."
        print("polled", self.seen)

    async def stop(self):
        await asyncio.sleep(0)


async def main():
    poller = Poller()
    await poller.start()
    gc.collect()
    await asyncio.sleep(0.2)
    await poller.stop()


asyncio.run(main())
`,
      holds: ["self._poll_task = asyncio.create_task(self.poll())"],
    },
  ]),
  ...scenariosOf("dangling-task", "Start it with in_background()", [
    {
      title: "the function that the file has for it keeps the task",
      source: `import asyncio
import gc

running = set()


def in_background(coro):
    task = asyncio.create_task(coro)
    running.add(task)
    task.add_done_callback(running.discard)


async def save():
    await asyncio.sleep(0.05)
    print("saved")


async def main():
    asyncio.create_task(save())
    await asyncio.sleep(0)
    gc.collect()
    await asyncio.sleep(0.2)
    print("left:", len(running))


asyncio.run(main())
`,
      holds: ["    in_background(save())"],
    },
  ]),
  ...scenariosOf("swallowed-cancellation", "Let the cancellation pass", [
    {
      title: "one of several types",
      source: `import asyncio


async def worker(seconds):
    for _ in range(2):
        try:
            await asyncio.wait_for(asyncio.sleep(5), seconds)
        except (asyncio.CancelledError, asyncio.TimeoutError):
            print("not slept")
        await asyncio.sleep(0)


async def main():
    await worker(0.01)
    task = asyncio.create_task(worker(5))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task], timeout=0.05)
    print(task.done())
    for _ in range(5):
        task.cancel()
        await asyncio.sleep(0)


asyncio.run(main())
`,
      outcome: repairs(
        "not slept\nnot slept\nnot slept\nFalse\nnot slept\n",
        "not slept\nnot slept\nTrue\n",
        "the cancellation ends here",
      ),
    },
    {
      title: "what follows where nothing was raised",
      source: `import asyncio


async def receive(queue):
    try:
        frame = await queue.get()
    except asyncio.CancelledError as error:
        raise ValueError("ended") from error
    else:
        print("got", frame)
        return frame


async def main():
    queue = asyncio.Queue()
    queue.put_nowait(1)
    print(await receive(queue))
    task = asyncio.create_task(receive(queue))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    print(task.cancelled() or task.exception())


asyncio.run(main())
`,
      outcome: repairs("got 1\n1\nended\n", "got 1\n1\nTrue\n", "becomes another error"),
    },
    {
      title: "what a handler ends is ended for a cancellation too",
      source: `import asyncio


class Monitor:
    def __init__(self):
        self.heart = asyncio.ensure_future(asyncio.sleep(5))

    async def cancel_all(self):
        self.heart.cancel()
        print("heart stopped")

    async def listen(self):
        for _ in range(2):
            try:
                await asyncio.sleep(5)
            except:
                print("lost")
                await self.cancel_all()
            print("going on")


async def main():
    task = asyncio.create_task(Monitor().listen())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task], timeout=0.05)
    print(task.done())
    for _ in range(5):
        task.cancel()
        await asyncio.sleep(0)


asyncio.run(main())
`,
      outcome: repairs(
        "lost\nheart stopped\ngoing on\nFalse\nlost\nheart stopped\ngoing on\n",
        "heart stopped\nTrue\n",
        "this catches the task's cancellation too",
      ),
    },
    {
      title: "what ends the program in code that somebody gives stays caught",
      source: `import asyncio
import sys


async def evaluate(code):
    try:
        await asyncio.sleep(0)
        return eval(code)
    except:
        return "failed"


async def main():
    print(await evaluate("sys.exit(3)"))


asyncio.run(main())
`,
      holds: ["    except asyncio.CancelledError:\n        raise\n    except:\n"],
    },
    {
      title: "a timeout that a bare except ate",
      source: `import asyncio


async def poll():
    for _ in range(3):
        try:
            await asyncio.sleep(0.2)
        except:
            print("failed")
    return "polled"


async def main():
    try:
        async with asyncio.timeout(0.05):
            print(await poll())
        print("no timeout")
    except TimeoutError:
        print("too late")


asyncio.run(main())
`,
      outcome: repairs("failed\npolled\nno timeout\n", "too late\n", "timeouts and TaskGroups no longer work"),
    },
    {
      title: "other errors are handled as before",
      source: `import asyncio


class Connection:
    async def ping(self):
        raise ValueError("wrong")


async def once(connection, log):
    for attempt in range(2):
        try:
            await connection.ping()
        except ConnectionError:
            return False
        except BaseException as error:
            log("handled", error)
    return True


print(asyncio.run(once(Connection(), print)))
`,
    },
  ]),
];

const AWAITED = scenariosOf("missing-await", "Await it", [
  {
    title: "a coroutine that was dropped runs",
    source: `import asyncio
import warnings

warnings.simplefilter("ignore")


async def save(item):
    print("saved", item)


async def main():
    save(1)
    print("done")


asyncio.run(main())
`,
    outcome: differs("done\n", "saved 1\ndone\n", "the coroutine runs, where it did nothing before"),
  },
  {
    title: "a coroutine that was used as its result",
    source: `import asyncio
import warnings

warnings.simplefilter("ignore")


class Users:
    async def find(self, name):
        return [name]

    async def show(self):
        try:
            print(self.find("a")[0])
        except TypeError:
            print("no items")


asyncio.run(Users().show())
`,
    outcome: repairs("no items\n", "a\n", "gives a coroutine, not its result: it has no items"),
  },
  {
    title: "a pause that was none",
    source: `import asyncio
import warnings

warnings.simplefilter("ignore")


async def other():
    print("other")


async def main():
    task = asyncio.ensure_future(other())
    asyncio.sleep(0.01)
    print("main")
    await task


asyncio.run(main())
`,
    outcome: repairs("main\nother\n", "other\nmain\n", "is never awaited"),
  },
]);

const PLAIN = [
  ...scenariosOf("unnecessary-async", "Make _total() a plain function", [
    {
      title: "a helper that awaits nothing",
      source: `import asyncio


async def _total(prices, *, tax=0):
    """Add up."""
    return sum(prices) + tax


async def report():
    total = await _total([1, 2], tax=3)
    await asyncio.sleep(0)
    return total, (await _total([5])) + 1, [await _total([n]) for n in range(2)]


print(asyncio.run(report()))
`,
      holds: ["def _total(prices, *, tax=0):"],
    },
    {
      title: "a helper that fails",
      source: `import asyncio


async def _total(prices):
    return prices / 0


async def report():
    try:
        await _total(1)
    except ZeroDivisionError:
        print("failed")
    await asyncio.sleep(0)


asyncio.run(report())
`,
    },
    {
      title: "a helper that is handed on",
      source: `import asyncio


async def _total(prices):
    return sum(prices)


async def report():
    return await asyncio.gather(_total([1]), _total([2]))


print(asyncio.run(report()))
`,
      outcome: SILENT,
    },
  ]),
  ...scenariosOf("unnecessary-async", "Make wanted() a plain function", [
    {
      title: "a function within a function",
      source: `import asyncio


async def crawl(pages):
    found = []

    async def wanted(page):
        found.append(page)
        return page < 2

    for page in pages:
        if not await wanted(page):
            break
        await asyncio.sleep(0)
    return found


print(asyncio.run(crawl(range(5))))
`,
    },
  ]),
];

const DOCUMENTED_SOURCE = `import asyncio


at_work = 0


async def work(n):
    global at_work
    at_work += 1
    await asyncio.sleep(0)
    at_work -= 1
    return n


async def run(items):
    """Work on all items."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(work(item)) for item in items]
    return [task.result() for task in tasks]


print(asyncio.run(run([1, 2])), run.__doc__.splitlines()[0])
`;

const DOCUMENTED = [
  ...scenariosOf("undocumented-cancellation", "Say so in the docstring", [
    {
      title: "the docstring goes on",
      source: DOCUMENTED_SOURCE,
      holds: ["If one of the tasks fails, the others are cancelled."],
    },
    {
      title: "a raw docstring in single quotes keeps what it says",
      source: DOCUMENTED_SOURCE.replace('"""Work on all items."""', "r'''Work on \\\\d items.'''"),
    },
  ]),
  ...scenariosOf("undocumented-cancellation", "Say so in a comment", [
    { title: "a comment changes nothing", source: DOCUMENTED_SOURCE },
  ]),
  ...scenariosOf("undocumented-cancellation", "Add a docstring that says so", [
    {
      title: "a docstring where there was none",
      source: DOCUMENTED_SOURCE.replace('    """Work on all items."""\n', "").replace(
        ", run.__doc__.splitlines()[0]",
        "",
      ),
    },
  ]),
];

const OLDER = scenariosOf("task-group-needs-python-311", "Use anyio.fail_after()", [
  {
    title: "a limit that is kept, and one that isn't",
    settings: { python: [3, 10] },
    source: `import asyncio

import anyio


async def pause(limit):
    try:
        async with asyncio.timeout(limit):
            await anyio.sleep(0.1)
        print("slept")
    except TimeoutError:
        print("too late")


for limit in (5, 0.01, None):
    asyncio.run(pause(limit))
`,
    holds: ["with anyio.fail_after(limit):"],
  },
]);

/** Tasks that are kept, cancelled, awaited and described. */
export const TASKS: readonly Scenario[] = [...DANGLING, ...SWALLOWED, ...AWAITED, ...PLAIN, ...DOCUMENTED, ...OLDER];
