import { differs, refused, type Scenario, SILENT } from "../scenario";
import { gather, type GatherCase } from "./gather";

const ANNOTATED = "if one task fails, the others are cancelled and an exceptiongroup is raised";

const FIRST_ITSELF = "Wrap in TaskGroup, raising the first error itself";

const CASES: readonly GatherCase[] = [
  {
    title: "the others are cancelled when one fails, where gather() let them run on",
    main: `handled = asyncio.Event()
async def slow():
    try:
        await handled.wait()
        print('ran on')
    except asyncio.CancelledError:
        print('cancelled')
        raise
try:
    await asyncio.gather(slow(), fail(1))
except ValueError:
    print('handled')
    handled.set()
await asyncio.sleep(0.1)`,
    outcome: differs("handled\nran on\nNone\n", "cancelled\nhandled\nNone\n", ANNOTATED),
  },
  {
    title: "a handler further out meets the error itself",
    main: `async def both():
    a, b = await asyncio.gather(work(1), fail(2))
    return a
try:
    await both()
except ValueError:
    print('value')
except Exception as error:
    print(type(error).__name__, [type(one).__name__ for one in error.exceptions])`,
    fix: FIRST_ITSELF,
    holds: ["except BaseExceptionGroup as errors:"],
  },
  {
    title: "a handler further out meets a group where that is chosen",
    main: `async def both():
    a, b = await asyncio.gather(work(1), fail(2))
    return a
try:
    await both()
except ValueError:
    print('value')
except Exception as error:
    print(type(error).__name__, [type(one).__name__ for one in error.exceptions])`,
    outcome: differs(
      "start 1\nend 1\nvalue\nNone\n",
      "start 1\nend 1\nExceptionGroup ['ValueError']\nNone\n",
      ANNOTATED,
    ),
  },
  {
    title: "of two that fail the first is raised",
    main: `async def both():
    await asyncio.gather(fail(1), fail(2))
try:
    await both()
except ValueError as error:
    print('one', error)
except Exception as error:
    print('group', [str(one) for one in error.exceptions])`,
    fix: FIRST_ITSELF,
    holds: ["except BaseExceptionGroup as errors:"],
  },
  {
    title: "an error keeps its cause, and a group that a task raises is raised as it is",
    main: `async def because():
    try:
        await fail(1)
    except ValueError as error:
        raise RuntimeError('because') from error
async def several():
    async with asyncio.TaskGroup() as group:
        group.create_task(fail(2))
async def both(other):
    a, b = await asyncio.gather(work(1), other())
    return a
for other in (because, several):
    try:
        await both(other)
    except Exception as error:
        print(type(error).__name__, repr(error.__cause__), error.__context__ is error)
        print([type(one).__name__ for one in getattr(error, 'exceptions', ())])`,
    fix: FIRST_ITSELF,
    holds: ["except BaseExceptionGroup as errors:"],
  },
  {
    title: "an error that only a BaseExceptionGroup can hold",
    main: `class Left(BaseException):
    pass
async def stray():
    raise Left(3)
async def both():
    await asyncio.gather(stray(), asyncio.sleep(5))
try:
    await both()
except Left as error:
    print('left', error)`,
    fix: FIRST_ITSELF,
    holds: ["except BaseExceptionGroup as errors:"],
  },
  {
    title: "cancelled from outside while callers tell errors apart",
    main: `async def both():
    tasks = []
    for n in range(2):
        tasks.append(asyncio.create_task(work(n, 5)))
    results = await asyncio.gather(*tasks)
    return results
async def guarded():
    try:
        return await both()
    except ValueError:
        print('value')
task = asyncio.create_task(guarded())
await asyncio.sleep(0.01)
task.cancel()
try:
    await task
except asyncio.CancelledError:
    print('cancelled')`,
    fix: FIRST_ITSELF,
    holds: ["except BaseExceptionGroup as errors:"],
  },
  {
    title: "a child that is cancelled by itself, its result thrown away",
    main: `async def leave():
    raise asyncio.CancelledError
async def gone():
    await leave()
async def both():
    await asyncio.gather(gone(), work(1))
    print('went on')
try:
    await both()
except asyncio.CancelledError:
    print('cancelled')`,
    outcome: differs(
      "start 1\nend 1\ncancelled\nNone\n",
      "start 1\nend 1\nwent on\nNone\n",
      "a task that is cancelled alone no longer ends the wait",
    ),
  },
  {
    title: "a child that is cancelled by itself, its result read",
    main: `async def leave():
    raise asyncio.CancelledError
async def gone():
    await leave()
async def both():
    a, b = await asyncio.gather(gone(), work(1))
    print('went on')
try:
    await both()
except asyncio.CancelledError:
    print('cancelled')`,
  },
  {
    title: "a child that ends the program",
    main: `async def leave():
    raise SystemExit(3)
try:
    await asyncio.gather(work(1), leave())
finally:
    print('at last')`,
  },
  {
    title: "gather() within gather()",
    main: "return await asyncio.gather(work(1), asyncio.gather(work(2), work(3)))",
    outcome: refused("gives something else"),
  },
  {
    title: "a future among the arguments",
    main: "future = asyncio.get_running_loop().create_future()\nfuture.set_result(7)\nreturn await asyncio.gather(work(1), future)",
    outcome: refused("future"),
  },
  {
    title: "a future that a thread will fill",
    main: "loop = asyncio.get_running_loop()\nreturn await asyncio.gather(work(1), loop.run_in_executor(None, len, 'abc'))",
    outcome: refused("gives something else"),
  },
  {
    title: "a shielded coroutine",
    main: "return await asyncio.gather(work(1), asyncio.shield(work(2)))",
    outcome: refused("asyncio.shield() gives something else"),
  },
  {
    title: "a coroutine wrapped for another thread",
    main: "return await asyncio.gather(asyncio.to_thread(len, 'abc'), work(1))",
  },
  {
    title: "wait_for() among the arguments",
    main: "return await asyncio.gather(asyncio.wait_for(work(1), 5), work(2))",
  },
  {
    title: "an object of a class that can be awaited",
    main: `class Job:
    def __await__(self):
        return asyncio.sleep(0, 'job').__await__()
return await asyncio.gather(Job(), work(1))`,
    outcome: refused("Job() gives something else"),
  },
  {
    title: "objects that can be awaited, from a function",
    main: `class Job:
    def __await__(self):
        return asyncio.sleep(0, 'job').__await__()
def make():
    return Job()
return await asyncio.gather(make(), work(1))`,
    outcome: refused("gives something else"),
  },
  {
    title: "the same coroutine twice",
    main: "one = work(1)\nreturn await asyncio.gather(one, one, work(2))",
    outcome: refused("one is given twice"),
  },
  {
    title: "the same task twice",
    main: "one = asyncio.create_task(work(1))\nreturn await asyncio.gather(one, one)",
    outcome: refused("one is used for something else"),
  },
  {
    title: "no arguments",
    main: "return await asyncio.gather()",
    outcome: SILENT,
  },
  {
    title: "a future that is not awaited",
    main: "future = asyncio.gather(work(1), work(2))\nprint('later')\nreturn await future",
    outcome: SILENT,
  },
  {
    title: "errors that are wanted as results",
    main: "return await asyncio.gather(work(1), fail(2), return_exceptions=True)",
    outcome: SILENT,
  },
  {
    title: "errors that nobody looks at",
    main: "await asyncio.gather(work(1), fail(2), return_exceptions=True)\nprint('done')",
    outcome: refused("nothing like return_exceptions=True"),
  },
  {
    title: "a handler that returns",
    main: "try:\n    return await asyncio.gather(work(1), fail(2))\nexcept ValueError:\n    return 'failed'",
    fix: FIRST_ITSELF,
    holds: ["except BaseExceptionGroup as errors:"],
  },
  {
    title: "a handler that breaks out of a loop",
    main: "for n in range(2):\n    try:\n        await asyncio.gather(work(n), fail(n))\n    except ValueError:\n        break",
    fix: FIRST_ITSELF,
    holds: ["except BaseExceptionGroup as errors:"],
  },
  {
    title: "a handler that goes on with the next round",
    main: "for n in range(2):\n    try:\n        await asyncio.gather(work(n), fail(n))\n    except ValueError:\n        continue",
    fix: FIRST_ITSELF,
    holds: ["except BaseExceptionGroup as errors:"],
  },
  {
    title: "a handler that reads the error",
    main: "try:\n    await asyncio.gather(work(1), fail(2))\nexcept ValueError as error:\n    print(error)",
    fix: FIRST_ITSELF,
    holds: ["except BaseExceptionGroup as errors:"],
  },
  {
    title: "a handler that raises another error",
    main: "try:\n    await asyncio.gather(work(1), fail(2))\nexcept ValueError:\n    raise RuntimeError('failed')",
    fix: FIRST_ITSELF,
    holds: ["except BaseExceptionGroup as errors:"],
  },
  {
    title: "a handler that raises again",
    main: `async def both():
    try:
        await asyncio.gather(work(1), fail(2))
    except ValueError:
        print('seen')
        raise
try:
    await both()
except Exception as error:
    print(type(error).__name__)`,
    fix: FIRST_ITSELF,
    holds: ["except BaseExceptionGroup as errors:"],
  },
  {
    title: "a handler for cancellation beside one for an error",
    main: "try:\n    await asyncio.gather(work(1), fail(2))\nexcept (asyncio.CancelledError, ValueError):\n    print('either')",
    fix: FIRST_ITSELF,
    holds: ["except BaseExceptionGroup as errors:"],
  },
  {
    title: "handlers for everything, the error read",
    main: "try:\n    await asyncio.gather(work(1), fail(2))\nexcept Exception as error:\n    print(type(error).__name__)",
    fix: FIRST_ITSELF,
    holds: ["except BaseExceptionGroup as errors:"],
  },
  {
    title: "errors that are suppressed by name",
    main: "from contextlib import suppress\nwith suppress(ValueError):\n    await asyncio.gather(work(1), fail(2))\nprint('done')",
    fix: FIRST_ITSELF,
    holds: ["except BaseExceptionGroup as errors:"],
  },
  {
    title: "all errors suppressed",
    main: "from contextlib import suppress\nwith suppress(Exception):\n    await asyncio.gather(work(1), fail(2))\nprint('done')",
  },
  {
    title: "an error in the arguments",
    main: `def broken():
    raise KeyError('broken')
async def both():
    await asyncio.gather(work(1), work(broken()))
try:
    await both()
except Exception as error:
    print(type(error).__name__)`,
    // What is not started is never awaited before, and is started and cancelled afterwards.
    fix: FIRST_ITSELF,
    holds: ["except BaseExceptionGroup as errors:"],
  },
  {
    title: "in an async generator that yields what it gathered",
    main: `async def pairs():
    for n in range(2):
        yield await asyncio.gather(work(n), work(n + 1))
return [pair async for pair in pairs()]`,
  },
  {
    title: "tasks that are cancelled before they are waited for",
    main: "tasks = [asyncio.create_task(work(n, 5)) for n in range(2)]\nawait asyncio.sleep(0)\nfor task in tasks:\n    task.cancel()\nreturn [type(one).__name__ for one in await asyncio.gather(*tasks, return_exceptions=True)]",
    outcome: SILENT,
  },
  {
    title: "tasks that are used for something else as well",
    main: "tasks = [asyncio.create_task(work(n)) for n in range(2)]\ntasks[0].add_done_callback(lambda task: print('done'))\nreturn await asyncio.gather(*tasks)",
    outcome: refused("tasks is used for something else"),
  },
  {
    title: "tasks that are handed on",
    main: "def keep(tasks):\n    return tasks\ntasks = [asyncio.create_task(work(n)) for n in range(2)]\nkept = keep(tasks)\nreturn await asyncio.gather(*tasks)",
    outcome: refused("tasks is used for something else"),
  },
  {
    title: "tasks that are waited for a screen further down",
    main: `tasks = [asyncio.create_task(work(n)) for n in range(2)]\n${"print('meanwhile')\n".repeat(45)}return await asyncio.gather(*tasks)`,
    outcome: refused("much else stands between"),
  },
  {
    title: "an older Python",
    main: "await asyncio.gather(work(1), work(2), return_exceptions=True)\nreturn 1",
    settings: { python: [3, 10] },
    outcome: refused("needs Python 3.11"),
  },
  {
    title: "names of tasks stay",
    main: `async def name():
    global at_work
    at_work += 1
    await asyncio.sleep(0)
    return asyncio.current_task().get_name()
tasks = [asyncio.create_task(name(), name=f"job {n}") for n in range(2)]
return await asyncio.gather(*tasks)`,
  },
  {
    title: "context variables reach the tasks",
    main: `import contextvars
var = contextvars.ContextVar('var', default=0)
async def read():
    global at_work
    at_work += 1
    await asyncio.sleep(0)
    return var.get()
var.set(5)
return await asyncio.gather(read(), read())`,
  },
];

/** What a TaskGroup does otherwise, and where it can't do the same. */
export const GATHER_REFUSED: readonly Scenario[] = CASES.map(gather);
