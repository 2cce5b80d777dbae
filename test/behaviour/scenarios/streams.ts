import { differs, repairs, type Scenario, SILENT } from "../scenario";
import { scenariosOf } from "./plain";

const FILE = `with open("data.log", "w", newline="") as made:
    made.write("one\\ntwo\\r\\n\\nthree")

`;

const LINES = scenariosOf("read-all-lines-in-loop", "Iterate over the file", [
  {
    title: "readlines() in a loop",
    source: `${FILE}with open("data.log", encoding="utf-8") as lines:
    for line in lines.readlines():
        print(repr(line))
`,
    holds: ["for line in lines:"],
  },
  {
    title: "readlines() in a comprehension, of bytes",
    source: `${FILE}with open("data.log", "rb") as lines:
    print([line for line in lines.readlines() if b"b" in line])
`,
  },
  {
    title: "list() of a file, numbered",
    source: `${FILE}with open("data.log", encoding="utf-8") as lines:
    for number, line in enumerate(list(lines), 1):
        print(number, repr(line))
`,
  },
  {
    title: "lines whose ends are taken off by hand",
    source: `${FILE}with open("data.log", encoding="utf-8") as lines:
    for line in lines.read().splitlines():
        print(repr(line.strip()))
`,
  },
  {
    title: "form feeds",
    source: `with open("data.log", "w") as made:
    made.write("one\\ftwo\\n")

with open("data.log", encoding="utf-8") as lines:
    for line in lines.read().splitlines():
        print(line.strip().replace("\\f", "|"))
`,
    outcome: differs(
      "one\ntwo\n",
      "one|two\n",
      "form feeds and other separators that splitlines() knows no longer end a line",
    ),
  },
  {
    title: "lines without their ends",
    source: `${FILE}with open("data.log", encoding="utf-8") as lines:
    for line in lines.read().splitlines():
        print(repr(line))
`,
    holds: ['line = line.rstrip("\\n")'],
  },
  {
    title: "a file that is written while it is read",
    source: `${FILE}with open("data.log", "r+", encoding="utf-8") as lines:
    for line in lines.readlines():
        lines.write("more")
    lines.seek(0)
    print(repr(lines.read()))
`,
    outcome: SILENT,
  },
]);

const BUILT = scenariosOf("list-built-from-stream", "Make read_events() a generator", [
  {
    title: "callers that loop, and one that needs a list",
    source: `import json

with open("events", "w") as made:
    made.write('{"a": 1}\\n\\n{"a": 2}\\n')


def read_events(path) -> list[dict]:
    events = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                events.append(json.loads(line))
    return events


def main(path):
    for event in read_events(path):
        print(event)
    return len(read_events(path)), read_events(path)[1], sorted(event["a"] for event in read_events(path))


print(main("events"))
`,
    holds: ["yield json.loads(line)", "len(list(read_events(path)))"],
  },
  {
    title: "a caller that keeps the list",
    source: `with open("events", "w") as made:
    made.write("a\\nb\\n")


def read_events(path):
    events = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            events.append(line.strip())
    return events


def main(path):
    events = read_events(path)
    again = [event for event in events]
    return events, again, bool(read_events(path))


print(main("events"))
`,
  },
  {
    title: "a file that is not there, met where the list is made",
    source: `def read_events(path):
    events = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            events.append(line.strip())
    return events


def main(path):
    try:
        events = read_events(path)
    except FileNotFoundError:
        return "gone"
    for event in events:
        print(event)


print(main("nowhere"))
`,
  },
  {
    title: "lines of a response",
    source: `import asyncio

import httpx


async def read_events(response: httpx.Response):
    events = []
    async for line in response.aiter_lines():
        if line:
            events.append(line.title())
    return events


def answer(request):
    return httpx.Response(200, text="one\\n\\ntwo\\n")


async def main():
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        async with client.stream("GET", "http://localhost/") as response:
            for event in await read_events(response):
                print(event)
        async with client.stream("GET", "http://localhost/") as response:
            return sorted(await read_events(response), reverse=True)


print(asyncio.run(main()))
`,
    holds: ["async for event in read_events(response):"],
  },
]);

const EXHAUSTED = scenariosOf("exhausted-generator", "Make prices a list", [
  {
    title: "a generator that is summed and counted",
    source: `def report(orders):
    prices = (order * 2 for order in orders)
    total = sum(prices)
    return total, len(list(prices))


print(report([1, 2]))
`,
    outcome: repairs("(6, 0)\n", "(6, 2)\n", "is used up already"),
  },
  {
    title: "a map that is read twice",
    source: `def report(orders):
    prices = map(str, orders)
    first = list(prices)
    return first, list(prices)


print(report([1, 2]))
`,
    outcome: repairs("(['1', '2'], [])\n", "(['1', '2'], ['1', '2'])\n", "is used up already"),
  },
  {
    title: "work of a generator that is done at once",
    source: `def price(order):
    print("price", order)
    return order


def report(orders):
    prices = (price(order) for order in orders)
    print("made")
    total = sum(prices)
    return total + sum(prices)


print(report([1, 2]))
`,
    outcome: differs(
      "made\nprice 1\nprice 2\n3\n",
      "price 1\nprice 2\nmade\n6\n",
      "all its items are then made at once",
    ),
  },
]);

const CLOSED = scenariosOf("unclosed-async-generator", "Close it with aclosing()", [
  {
    title: "a generator that is left by break is closed at once",
    source: `import asyncio


async def lines():
    try:
        for n in range(5):
            yield n
    finally:
        print("closed")


async def main():
    async for line in lines():
        if line == 1:
            break
    print("after", line)


asyncio.run(main())
`,
    outcome: repairs("after 1\nclosed\n", "closed\nafter 1\n", "its cleanup runs at some later time, or never"),
  },
  {
    title: "a generator that is read to its end, or left by return",
    source: `import asyncio
import contextlib


async def lines():
    try:
        for n in range(2):
            yield n
    finally:
        await asyncio.sleep(0)


async def first(wanted):
    async for line in lines():
        if line == wanted:
            return line
    return "none"


print(asyncio.run(first(1)), asyncio.run(first(7)))
`,
  },
]);

/** Files, lists and generators that are read as they come. */
export const STREAMS: readonly Scenario[] = [...LINES, ...BUILT, ...EXHAUSTED, ...CLOSED];
