import type { Scenario } from "../scenario";
import { gather, type GatherCase } from "./gather";

const CASES: readonly GatherCase[] = [
  { title: "unpacked results", main: "a, b = await asyncio.gather(work(1), work(2))\nreturn a, b" },
  {
    title: "unpacked results, the later one first",
    main: "a, b = await asyncio.gather(work(1, 0.2), work(2))\nreturn a, b",
  },
  {
    title: "nested patterns",
    main: "(a, [b]), c = await asyncio.gather(asyncio.sleep(0, (1, [2])), work(2))\nreturn a, b, c",
  },
  {
    title: "an attribute and an item",
    main: "class Box: ...\nbox, items = Box(), {}\nbox.a, items['b'] = await asyncio.gather(work(1), work(2))\nreturn box.a, items",
  },
  { title: "a name that nobody reads", main: "a, _ = await asyncio.gather(work(1), work(2))\nreturn a" },
  { title: "a starred target", main: "a, *rest = await asyncio.gather(work(1), work(2), work(3))\nreturn a, rest" },
  { title: "a list", main: "results = await asyncio.gather(work(1, 0.2), work(2))\nreturn results, type(results)" },
  {
    title: "a list of different calls",
    main: "async def other():\n    return 'other'\nresults = await asyncio.gather(work(1), other())\nreturn results",
  },
  { title: "returned at once", main: "return await asyncio.gather(work(1), work(2), work(3))" },
  { title: "thrown away", main: "await asyncio.gather(work(1), work(2))\nprint('done')" },
  { title: "a starred list comprehension", main: "return await asyncio.gather(*[work(n) for n in range(4) if n % 2])" },
  { title: "a starred generator", main: "return await asyncio.gather(*(work(n, 0.6 - n / 5) for n in range(3)))" },
  { title: "no coroutines at all", main: "return await asyncio.gather(*[work(n) for n in []])" },
  {
    title: "a starred comprehension thrown away",
    main: "await asyncio.gather(*[work(a + b) for a in (1, 2) for b in (10, 20) if a])\nreturn 'done'",
  },
  { title: "a starred map", main: "return await asyncio.gather(*map(work, [1, 2, 3]))" },
  { title: "an asynchronous comprehension", main: "return await asyncio.gather(*[work(n) async for n in aiter(3)])" },
  {
    title: "mixed arguments",
    main: "return await asyncio.gather(work(0), *[work(n) for n in (1, 2)], work(3), *map(work, (4, 5)))",
  },
  {
    title: "mixed arguments thrown away",
    main: "await asyncio.gather(work(0), *[work(n) for n in (1, 2)], work(3))\nreturn 'done'",
  },
  {
    title: "tasks started in a loop",
    main: "tasks = []\nfor n in range(3):\n    if n != 1:\n        tasks.append(asyncio.create_task(work(n)))\nresults = await asyncio.gather(*tasks)\nreturn results",
  },
  {
    title: "tasks started in a loop with a pause in it",
    main: "tasks = []\nfor n in range(3):\n    tasks.append(asyncio.create_task(work(n)))\n    await asyncio.sleep(0.01)\nprint('all started')\nreturn await asyncio.gather(*tasks)",
  },
  {
    title: "tasks started in a loop, thrown away",
    main: "tasks = []\nfor n in range(3):\n    tasks.append(asyncio.create_task(work(n), name=str(n)))\nawait asyncio.gather(*tasks)\nreturn 'done'",
  },
  {
    title: "named tasks appended",
    main: "tasks = []\nfor n in range(3):\n    task = asyncio.create_task(work(n))\n    tasks.append(task)\nreturn await asyncio.gather(*tasks)",
  },
  {
    title: "a list of tasks",
    main: "tasks = [asyncio.create_task(work(n)) for n in range(3)]\nprint('created')\nresults = await asyncio.gather(*tasks)\nreturn results, [task.done() for task in tasks]",
  },
  {
    title: "two tasks by name",
    main: "first = asyncio.create_task(work(1))\nsecond = asyncio.create_task(work(2))\nawait asyncio.sleep(0)\nprint('meanwhile')\na, b = await asyncio.gather(first, second)\nreturn a, b",
  },
  {
    title: "coroutines in a list",
    main: "coros = [work(n) for n in range(3)]\nprint('nothing runs yet')\nreturn await asyncio.gather(*coros)",
  },
  {
    title: "coroutines in a list, run after a pause",
    main: "coros = [work(n) for n in range(3)]\nawait asyncio.sleep(0.01)\nprint('nothing runs yet')\nreturn await asyncio.gather(*coros)",
  },
  {
    title: "coroutines appended",
    main: "coros = [work(0)]\nfor n in (1, 2):\n    coros.append(work(n))\nreturn await asyncio.gather(*coros)",
  },
  {
    title: "within an expression",
    main: "results = ['before']\nresults.extend(await asyncio.gather(work(1), work(2)))\nreturn results",
  },
  { title: "the argument of sum()", main: "return sum(await asyncio.gather(*[work(n) for n in range(4)]))" },
  {
    title: "an augmented assignment",
    main: "results = [1]\nresults += await asyncio.gather(work(1), work(2))\nreturn results",
  },
  { title: "an item of the results", main: "return (await asyncio.gather(work(1), work(2)))[1]" },
  { title: "the items of a loop", main: "for result in await asyncio.gather(*map(work, (1, 2))):\n    print(result)" },
  { title: "a condition", main: "if all(await asyncio.gather(work(1), work(2))):\n    return 'all'\nreturn 'none'" },
  {
    title: "in a loop",
    main: "for n in range(2):\n    pair = await asyncio.gather(work(n), work(n + 1))\n    print(pair)",
  },
  {
    title: "a gather within another's coroutine",
    main: "async def inner(n):\n    return await asyncio.gather(work(n), work(n + 1))\nreturn await asyncio.gather(inner(1), inner(5))",
  },
  {
    title: "at the end of another group",
    main: "async with asyncio.TaskGroup() as group:\n    group.create_task(work(0))\n    a, b = await asyncio.gather(work(1), work(2))\nreturn a, b",
  },
  {
    title: "within another group that goes on",
    main: "async with asyncio.TaskGroup() as group:\n    group.create_task(work(0, 2))\n    a, b = await asyncio.gather(work(1), work(2))\n    group.create_task(work(a))\nreturn b",
  },
  {
    title: "under a timeout",
    main: "async with asyncio.timeout(5):\n    return await asyncio.gather(work(1), work(2))",
  },
  { title: "in wait_for()", main: "return await asyncio.wait_for(asyncio.gather(work(1), work(2)), timeout=5)" },
  {
    title: "what a comprehension runs over",
    main: "return {n: result for n, result in zip((1, 2), await asyncio.gather(*map(work, (1, 2)))) if result}",
  },
  {
    title: "tasks awaited one after the other",
    main: "tasks = [asyncio.create_task(work(n)) for n in range(3)]\nreturn [await task for task in tasks]",
  },
  {
    title: "handlers around that don't run",
    main: "try:\n    a, b = await asyncio.gather(work(1), work(2))\nexcept ValueError:\n    print('failed')\nelse:\n    print('fine')\nfinally:\n    print('at last')\nreturn a",
  },
  {
    title: "wait() for all",
    main: "tasks = [asyncio.create_task(work(n)) for n in range(3)]\nawait asyncio.wait(tasks)\nreturn 'done'",
  },
];

/** Paths on which nothing fails: everything printed stays, its order included. */
export const GATHER_RESULTS: readonly Scenario[] = CASES.map(gather);
