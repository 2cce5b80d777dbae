import type { Settings } from "../../../server/src/config/settings";
import { indented, type Outcome, type Scenario } from "../scenario";

export interface GatherCase {
  readonly title: string;
  /** The body of `async def main()`; what it returns is printed. */
  readonly main: string;
  /** The title of the fix; the plain group when left out. */
  readonly fix?: string;
  readonly holds?: readonly string[];
  readonly settings?: Partial<Settings>;
  readonly outcome?: Outcome;
}

/** A script whose coroutines take turns and print, so that the order of what runs can be seen. */
export function gather({ main, ...scenario }: GatherCase): Scenario {
  return {
    holds: scenario.outcome === undefined ? [".create_task("] : [],
    fix: "Wrap in TaskGroup",
    ...scenario,
    rule: "gather-without-task-group",
    source: `import asyncio
import logging


at_work = 0


async def work(n, delay=0.0):
    global at_work
    at_work += 1
    print("start", n)
    await asyncio.sleep(delay)
    print("end", n)
    return n * 10


async def fail(n):
    global at_work
    at_work += 1
    await asyncio.sleep(0)
    raise ValueError(n)


async def aiter(n):
    for i in range(n):
        yield i


async def main():
${indented(main)}


print(asyncio.run(main()))
`,
  };
}
