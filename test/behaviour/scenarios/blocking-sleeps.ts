import { differs, refused, type Scenario } from "../scenario";
import { blocking, type BlockingCase } from "./blocking";

const SLEEP = "Replace with await asyncio.sleep()";
const sleep = (one: Omit<BlockingCase, "rule" | "fix"> & { readonly fix?: string }): BlockingCase => ({
  rule: "blocking-sleep",
  fix: SLEEP,
  ...one,
});

const CASES: readonly BlockingCase[] = [
  sleep({
    title: "a pause",
    imports: "import time",
    main: 'print("before")\ntime.sleep(0.01)\nreturn "after"',
    holds: ["await asyncio.sleep(0.01)"],
  }),
  sleep({
    title: "a pause imported by name",
    imports: "from time import sleep as nap",
    main: "nap(0.001)\nreturn 'after'",
    holds: ["await asyncio.sleep(0.001)"],
  }),
  sleep({
    title: "pauses in a comprehension and a condition",
    imports: "import time",
    main: "return [time.sleep(0.001) or n for n in range(3) if not time.sleep(0.001)]",
  }),
  sleep({
    title: "a pause in a function that is handed on",
    imports: "import time",
    main: "async def pause(n):\n    time.sleep(0.001)\n    return n\nreturn await pause(1), await asyncio.wait_for(pause(2), 5)",
  }),
  sleep({
    title: "a pause that is less than nothing",
    imports: "import time",
    main: "time.sleep(-1)\nreturn 'after'",
    outcome: refused("raises ValueError for less than nothing"),
  }),
  sleep({
    title: "a pause that may be less than nothing",
    imports: "import time",
    main: "async def pause(seconds):\n    time.sleep(seconds)\n    return 'after'\nreturn await pause(-1)",
    outcome: differs(
      "ValueError sleep length must be non-negative\n",
      "'after'\n",
      "a negative number no longer raises ValueError",
    ),
  }),
  sleep({
    title: "a pause that is no number",
    imports: "import time",
    main: "async def pause(seconds):\n    try:\n        time.sleep(seconds)\n    except TypeError:\n        return 'no number'\nreturn await pause('1')",
  }),
  sleep({
    title: "a pause with a lock of threads in hand",
    imports: "import threading\nimport time\n\nlock = threading.Lock()",
    main: "with lock:\n    time.sleep(0.001)\nreturn 'after'",
    outcome: refused("stops the event loop for good"),
  }),
  sleep({
    title: "a pause behind a lock of threads",
    imports: "import threading\nimport time\n\nlock = threading.Lock()",
    main: "with lock:\n    n = 1\ntime.sleep(0.001)\nreturn n, lock.locked()",
  }),
  sleep({
    title: "a pause under anyio",
    library: "anyio",
    fix: "Replace with await anyio.sleep()",
    imports: "import time",
    main: "time.sleep(0.01)\nreturn 'after'",
    holds: ["await anyio.sleep(0.01)"],
  }),
  sleep({
    title: "a pause under trio",
    library: "trio",
    fix: "Replace with await trio.sleep()",
    imports: "import time",
    main: "time.sleep(0.01)\nreturn 'after'",
    holds: ["await trio.sleep(0.01)"],
  }),
  sleep({
    title: "a negative pause under trio fails as before",
    library: "trio",
    fix: "Replace with await trio.sleep()",
    imports: "import time",
    main: "try:\n    time.sleep(-1)\nexcept ValueError:\n    return 'less than nothing'",
  }),
  {
    rule: "cpu-bound-call",
    title: "a loop that never gives way",
    fix: "Give way with await asyncio.sleep(0)",
    main: `beats = []
async def beat():
    beats.append('beat')
async def spin(left):
    total = 0
    while True:
        total += 1 // left
        left -= 1
beating = asyncio.create_task(beat())
try:
    await spin(3)
except ZeroDivisionError:
    return beats`,
    outcome: differs("[]\n", "['beat']\n", "other tasks run at each round"),
  },
  {
    rule: "cpu-bound-call",
    title: "a loop that never gives way, under trio",
    library: "trio",
    fix: "Give way with await trio.sleep(0)",
    imports: "import itertools",
    main: "def test(n):\n    if n > 3:\n        raise ValueError(n)\nfor number in itertools.count():\n    test(number)",
    says: "other tasks run at each round",
  },
];

/** Pauses, and loops that give way. */
export const BLOCKING_SLEEPS: readonly Scenario[] = CASES.map(blocking);
