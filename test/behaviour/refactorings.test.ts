/** Programs before and after a refactoring: what they print stays, and what the refactoring is for happens. */
import { describe, expect, it } from "vitest";
import { refactoringsAt } from "../../server/src/analysis/refactor";
import type { Settings } from "../../server/src/config/settings";
import { applyEdits, editsOf } from "../../server/src/fixes/apply";
import { REFACTORINGS } from "../../server/src/refactorings/index";
import { analyze } from "../support/engine";
import { type Output, runPython } from "./run";

const TOGETHER = "Run the iterations at the same time in a TaskGroup";
const BOUNDED = "Run the iterations at the same time, 10 at most";
const LIMIT = "Wrap in async with asyncio.timeout(10.0)";

interface Scenario {
  readonly title: string;
  /** A whole script; `|` marks the cursor, two of them a selection. */
  readonly source: string;
  readonly action: string;
  readonly settings?: Partial<Settings>;
}

interface BeforeAfter {
  readonly fixed: string;
  readonly before: Output;
  readonly after: Output;
}

/** Runs a script as it stands and as a refactoring leaves it. */
async function runBeforeAfter({ source, action, settings }: Scenario): Promise<BeforeAfter> {
  const [head = "", ...rest] = source.split("|");
  const text = [head, ...rest].join("");
  const end = rest.length > 1 ? head.length + rest[0]!.length : head.length;
  const analyzer = analyze(text, settings);
  const offers = refactoringsAt(analyzer, REFACTORINGS, head.length, end);
  const offer = offers.find(({ title }) => title === action);
  if (offer?.kind !== "fix")
    throw new Error(
      `"${action}" is not offered; there is: ${offers.map(({ title }) => title).join(", ") || "nothing"}`,
    );
  const fixed = applyEdits(text, editsOf(analyzer.module, offer));
  const [before, after] = await Promise.all([runPython(text), runPython(fixed)]);
  return { fixed, before, after };
}

/** Counts how many calls of work() are under way at once, and prints the most that were, in the end, where asked. */
const WORK = `import asyncio

running = most = 0


async def work(n, delay=0.02):
    global running, most
    running += 1
    most = max(most, running)
    await asyncio.sleep(delay / (n + 1))
    running -= 1
    return n * 10


async def fail(n):
    await asyncio.sleep(60 if n > 1 else 0)
    if n == 1:
        raise ValueError(n)
    print("done", n)


`;

const withMost = (main: string): string => `${WORK}${main}\n\nprint(asyncio.run(main()))\nprint("at most", most)\n`;

/** The same answers, in the same order, `at once` of them worked out together. */
const CONCURRENT: readonly (Scenario & { readonly atOnce: number })[] = [
  {
    title: "a loop",
    action: TOGETHER,
    atOnce: 5,
    source: withMost("async def main():\n    |for n in range(5):\n        await work(n)\n    return 'all'"),
  },
  {
    title: "a loop that skips some, with a name of its own",
    action: TOGETHER,
    atOnce: 4,
    source: withMost(
      "async def main():\n    for n in range(5):\n        if n == 2:\n            continue\n        delay = 0.01 * n\n        await |work(n, delay=delay)\n    return n, delay",
    ),
  },
  {
    title: "results that are appended",
    action: TOGETHER,
    atOnce: 5,
    source: withMost(
      "async def main():\n    results = []\n    for n in range(5):\n        results.append(await |work(n))\n    return results",
    ),
  },
  {
    title: "results that are appended to others, some of them",
    action: TOGETHER,
    atOnce: 3,
    source: withMost(
      "async def main():\n    results = ['first']\n    print(results)\n    for n in range(5):\n        if n % 2 == 0:\n            results.append(await |work(n))\n    results.append(n)\n    return results",
    ),
  },
  {
    title: "a comprehension",
    action: TOGETHER,
    atOnce: 6,
    source: withMost("async def main():\n    return [await |work(a + b) for a in (0, 1) for b in (0, 10, 20)]"),
  },
  {
    title: "a comprehension within an expression",
    action: TOGETHER,
    atOnce: 3,
    source: withMost("async def main():\n    print('sum', sum([await |work(n) for n in range(5) if n > 1]))"),
  },
  {
    title: "no iteration at all",
    action: TOGETHER,
    atOnce: 0,
    source: withMost(
      "async def main():\n    results = []\n    for n in ():\n        results.append(await |work(n))\n    return results",
    ),
  },
  {
    title: "a bounded loop",
    action: BOUNDED,
    atOnce: 10,
    source: withMost("async def main():\n    |for n in range(25):\n        await work(n)\n    return 'all'"),
  },
  {
    title: "a bounded loop whose arguments change behind its back",
    action: BOUNDED,
    atOnce: 10,
    source: withMost(
      "async def main():\n    seen = []\n    async def note(n, text):\n        await work(n)\n        seen.append((n, text))\n    for n in range(25):\n        text = str(n) * 2\n        await |note(n, text=text)\n    return sorted(seen)",
    ),
  },
  {
    title: "bounded results that are appended",
    action: BOUNDED,
    atOnce: 10,
    source: withMost(
      "async def main():\n    results = []\n    for n in range(25):\n        results.append(await |work(n))\n    return results",
    ),
  },
  {
    title: "a bounded comprehension",
    action: BOUNDED,
    atOnce: 10,
    source: withMost("async def main():\n    limit = 30\n    return [await |work(n) for n in range(limit) if n > 1]"),
  },
];

describe.concurrent("iterations that run together", () => {
  it.each(CONCURRENT)(
    "$title",
    async (scenario) => {
      const { before, after, fixed } = await runBeforeAfter(scenario);
      expect(before.stderr, scenario.source).toBe("");
      expect(before.stdout).toMatch(/at most [01]\n$/);
      expect(after.stderr, fixed).toBe("");
      expect(after.stdout, fixed).toBe(before.stdout.replace(/at most [01]\n$/, `at most ${scenario.atOnce}\n`));
    },
    60_000,
  );

  it("cancels the others when one fails", async () => {
    const main =
      "async def main():\n    try:\n        |for n in range(4):\n            await fail(n)\n    except ValueError:\n        print('handled')";
    const { before, after } = await runBeforeAfter({
      title: "",
      action: TOGETHER,
      source: `${WORK}${main}\n\nasyncio.run(main())\n`,
    });
    expect(before.stdout).toBe("done 0\nhandled\n");
    expect(after.stdout).toBe("done 0\nhandled\n");
  });

  for (const library of ["anyio", "trio"]) {
    for (const [title, most] of [
      [
        library === "trio"
          ? "Run the iterations at the same time in a nursery"
          : "Run the iterations at the same time in a task group",
        25,
      ],
      [BOUNDED, 10],
    ] as const) {
      it(`${library}: ${title}`, async () => {
        const source = `${WORK.replaceAll("asyncio", library)}async def main():\n    |for n in range(25):\n        await work(n)\n    return 'all'\n\n\nprint(${library}.run(main))\nprint("at most", most)\n`;
        const { before, after, fixed } = await runBeforeAfter({ title: "", action: title, source });
        expect(before).toMatchObject({ stdout: "all\nat most 1\n", status: 0 });
        expect(after, fixed).toMatchObject({ stdout: `all\nat most ${most}\n`, status: 0 });
      });
    }
  }
});

/** Prints whether the loop went on while the function worked: a heartbeat every ten milliseconds. */
const HEART = `import asyncio
import time


class Index:
    def __init__(self):
        self.words = {}

    def build(self, words, *, twice=False):
        time.sleep(0.3)
        self.words = {word: len(word) * (1 + twice) for word in words}
        return self.words


def count(words):
    time.sleep(0.3)
    return len(words)


async def beat(beats):
    while True:
        await asyncio.sleep(0.01)
        beats.append(1)


async def measured(coroutine):
    beats = []
    heart = asyncio.create_task(beat(beats))
    print(await coroutine)
    heart.cancel()
    print("went on" if beats else "stood still")


`;

const inThread: readonly Scenario[] = [
  {
    title: "a method with keywords",
    action: "Run build() in a thread",
    source: `${HEART}async def main(index, words):\n    built = index.|build(words, twice=True)\n    return built\n\n\nasyncio.run(measured(main(Index(), ["a", "bc"])))\n`,
  },
  {
    title: "a result that is used at once",
    action: "Run build() in a thread",
    source: `${HEART}async def main(index, words):\n    if index.build(|words)["bc"] == 2:\n        return index.words\n\n\nasyncio.run(measured(main(Index(), ["a", "bc"])))\n`,
  },
  {
    title: "an argument that is awaited",
    action: "Run build() in a thread",
    source: `${HEART}async def load():\n    return ["a"]\n\n\nasync def main(index):\n    return index.|build(await load())\n\n\nasyncio.run(measured(main(Index())))\n`,
  },
];

describe.concurrent("a call in a thread", () => {
  it.each(inThread)(
    "$title",
    async (scenario) => {
      const { before, after, fixed } = await runBeforeAfter(scenario);
      expect(before, scenario.source).toMatchObject({ stderr: "", stdout: expect.stringMatching(/stood still\n$/) });
      expect(after, fixed).toEqual({ ...before, stdout: before.stdout.replace("stood still", "went on") });
    },
    60_000,
  );

  it("is no refactoring where a rule offers the same fix", () => {
    const text = HEART + "async def main(words):\n    return count(words)\n";
    const analyzer = analyze(text);
    const at = text.lastIndexOf("count(");
    expect(analyzer.repairs(at, at).flatMap(({ offers }) => offers.map(({ title }) => title))).toContain(
      "Run count() in a thread",
    );
    expect(refactoringsAt(analyzer, REFACTORINGS, at, at)).toEqual([]);
  });
});

const LIMITED = `import asyncio


async def step(n, seconds=0.0):
    print("step", n)
    await asyncio.sleep(seconds)
    return n


`;

describe.concurrent("a limit", () => {
  it("changes nothing where there is time enough", async () => {
    const source = `${LIMITED}async def main():\n    |first = await step(1)\n    for n in range(3):\n        if n == 2:\n            break\n        await step(n)\n    if first:\n        return await step(|9)\n    return first, n\n\n\nprint(asyncio.run(main()))\n`;
    const { before, after, fixed } = await runBeforeAfter({ title: "", action: LIMIT, source });
    expect(before.stderr).toBe("");
    expect(after, fixed).toEqual(before);
    expect(fixed).toContain("    async with asyncio.timeout(10.0):\n        first = await step(1)\n");
    expect(fixed).toContain("            return await step(9)\n    return first, n\n");
  });

  it("ends what takes longer", async () => {
    const source = `${LIMITED}async def main():\n    try:\n        |await step(1)\n        await step(2, 2)\n        await step(|3)\n    except TimeoutError:\n        print("too late")\n    await step(4)\n\n\nasyncio.run(main())\n`;
    const { before, after, fixed } = await runBeforeAfter({
      title: "",
      action: "Wrap in async with asyncio.timeout(0.1)",
      source,
      settings: { defaultTimeout: 0.1 },
    });
    expect(before.stdout).toBe("step 1\nstep 2\nstep 3\nstep 4\n");
    expect(after.stdout, fixed).toBe("step 1\nstep 2\ntoo late\nstep 4\n");
  });

  for (const [library, error] of [
    ["anyio", "TimeoutError"],
    ["trio", "trio.TooSlowError"],
  ] as const) {
    it(`ends what takes longer, with ${library}`, async () => {
      const source = `${LIMITED.replaceAll("asyncio", library)}async def main():\n    try:\n        await |step(2, 2)\n    except ${error}:\n        print("too late")\n\n\n${library}.run(main)\n`;
      const { before, after, fixed } = await runBeforeAfter({
        title: "",
        action: `Wrap in with ${library}.fail_after(0.1)`,
        source,
        settings: { defaultTimeout: 0.1 },
      });
      expect(before.stdout).toBe("step 2\n");
      expect(after.stdout, fixed).toBe("step 2\ntoo late\n");
    });
  }
});

const generators: readonly Scenario[] = [
  {
    title: "a function, in loops, lists and sums",
    action: "Make squares() a generator",
    source:
      "def |squares(n) -> list[int]:\n    found = []\n    for i in range(n):\n        if i != 2:\n            found.append(\n                i\n                * i,\n            )\n    return found\n\n\nfor square in squares(4):\n    print(square)\nprint(sum(squares(4)), max(squares(4), default=0), squares(4)[1], len(squares(3)), [s + 1 for s in squares(3)])\n",
  },
  {
    title: "an async method and those who await it",
    action: "Make lines() a generator",
    source:
      "import asyncio\n\n\nclass Reader:\n    async def lines(self, n) -> list[str]:\n        found = []\n        while n:\n            |await asyncio.sleep(0)\n            found.append('line %d' % n)\n            n -= 1\n        return found\n\n    async def show(self):\n        for line in await self.lines(2):\n            print(line)\n        return len(await self.lines(5))\n\n\nprint(asyncio.run(Reader().show()))\n",
  },
];

describe.concurrent("a list that becomes a generator", () => {
  it.each(generators)(
    "$title",
    async (scenario) => {
      const { before, after, fixed } = await runBeforeAfter(scenario);
      expect(before.stderr, scenario.source).toBe("");
      expect(after, fixed).toEqual(before);
      expect(fixed).toContain("yield ");
    },
    60_000,
  );

  it("hands the first item on before the last is there", async () => {
    const source =
      "def |ticks(n):\n    found = []\n    for i in range(n):\n        print('made', i)\n        found.append(i)\n    return found\n\n\nfor i in ticks(2):\n    print('got', i)\n";
    const { before, after } = await runBeforeAfter({ title: "", action: "Make ticks() a generator", source });
    expect(before.stdout).toBe("made 0\nmade 1\ngot 0\ngot 1\n");
    expect(after.stdout).toBe("made 0\ngot 0\nmade 1\ngot 1\n");
  });
});
