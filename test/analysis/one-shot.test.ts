import { describe, expect, it } from "vitest";
import { analyze, diagnose } from "../support/engine";

/** The severities of what stalls the event loop, in a program that ends in `start`. */
function severities(text: string): readonly string[] {
  return diagnose(`import time\n${text}`)
    .filter(({ rule }) => rule.startsWith("blocking-"))
    .map(({ severity }) => severity);
}

const ASK = "import asyncio\nimport time\nimport anyio\n\n\nasync def main():\n    time.sleep(1)\n";
const MAIN = '\n\nif __name__ == "__main__":\n    asyncio.run(main())\n';

describe("what runs alone on its loop", () => {
  it.each([
    ["asyncio.run(main())", "asyncio.run(main())"],
    ["asyncio.run() in a plain function", "def start():\n    asyncio.run(main())"],
    ["anyio.run(main)", "anyio.run(main)"],
    ["run_until_complete()", "asyncio.new_event_loop().run_until_complete(main())"],
    ["a caller that runs alone", "async def start():\n    await main()\n\n\nasyncio.run(start())"],
    ["a helper that runs it", "def run(coroutine):\n    return asyncio.run(coroutine)\n\n\nrun(main())"],
    ["a helper that calls it", "def run(function: object):\n    return asyncio.run(function())\n\n\nrun(main)"],
    [
      "a task that was awaited before it",
      "async def start():\n    task = asyncio.create_task(work())\n    await task\n    await main()\n\n\nasyncio.run(start())",
    ],
    [
      "a group that has ended before it",
      "async def start():\n    async with asyncio.TaskGroup() as group:\n        group.create_task(work())\n    await main()\n\n\nasyncio.run(start())",
    ],
    [
      "within a session",
      "async def start():\n    async with make_session() as session:\n        await main()\n\n\nasyncio.run(start())",
    ],
    [
      "what an async with opens",
      "async def start():\n    async with make(await main()):\n        pass\n\n\nasyncio.run(start())",
    ],
    [
      "two callers that do",
      "async def start():\n    await main()\n\n\nasync def again():\n    await main()\n\n\nasyncio.run(start())\nasyncio.run(again())",
    ],
  ])("is not told: %s", (_what, end) => {
    expect(severities(`${ASK}\n\n${end}\n`)).toEqual([]);
  });

  it.each([
    ["nobody runs it", ""],
    [
      "within what nobody knows",
      "async def start():\n    async with make() as served:\n        await main()\n\n\nasyncio.run(start())",
    ],
    ["it is run as a task", "async def start():\n    await asyncio.gather(main(), main())\n\n\nasyncio.run(start())"],
    ["it is handed over", "async def start(app):\n    app.add(main)\n\n\nasyncio.run(main())"],
    [
      "a task was started before it",
      "async def start():\n    task = asyncio.create_task(work())\n    await main()\n    await task\n\n\nasyncio.run(start())",
    ],
    [
      "a task of a block that has ended goes on",
      "async def start(lock):\n    async with lock:\n        asyncio.create_task(work())\n    await main()\n\n\nasyncio.run(start())",
    ],
    [
      "it is awaited before the task",
      "async def start():\n    task = asyncio.create_task(work())\n    await main()\n    await task\n\n\nasyncio.run(start())",
    ],
    ["its caller is asked by anybody", "async def handler():\n    await main()\n\n\nasyncio.run(main())"],
    ["it is run by a running loop", "async def start():\n    asyncio.run(main())\n\n\nasyncio.run(start())"],
    ["it comes back to itself", "async def start():\n    await main()\n    await start()"],
  ])("is a warning: %s", (_what, end) => {
    expect(severities(`${ASK}\n\n${end}\n`)).toContain("warning");
  });
});

describe("a method", () => {
  const program = (end: string): string =>
    `import asyncio\n\n\nclass Job:\n    async def main(self):\n        time.sleep(1)\n\n\n${end}\n`;

  it.each([
    ["asyncio.run()", "asyncio.run(Job().main())"],
    ["a name", "def start():\n    job = Job()\n    asyncio.run(job.main())"],
    ["a caller that runs alone", "async def start():\n    await Job().main()\n\n\nasyncio.run(start())"],
  ])("is not told where it runs alone by %s", (_what, end) => {
    expect(severities(program(end))).toEqual([]);
  });

  it.each([
    ["nobody calls it", ""],
    [
      "an unknown object may be called too",
      "async def handler(job):\n    await job.main()\n\n\nasyncio.run(Job().main())",
    ],
  ])("is a warning where %s", (_what, end) => {
    expect(severities(program(end))).toEqual(["warning"]);
  });
});

describe("a command of a command line", () => {
  it.each([
    ["typer", "import typer\n\napp = typer.Typer()\n\n\n@app.command()\nasync def ask():\n    time.sleep(1)\n"],
    [
      "an application of another file",
      "import typer\nfrom cli import jobs_app\n\n\n@jobs_app.command('list')\nasync def ask():\n    time.sleep(1)\n",
    ],
    ["cyclopts", "from cyclopts import App\n\napp = App()\n\n\n@app.default\nasync def ask():\n    time.sleep(1)\n"],
    [
      "asyncclick",
      "import asyncclick as click\n\n\n@click.command()\n@click.option('--name')\nasync def ask(name):\n    time.sleep(1)\n",
    ],
    [
      "a group of click",
      "import click\n\n\n@click.group()\ndef root():\n    pass\n\n\n@root.command()\n@run_async\nasync def ask():\n    time.sleep(1)\n",
    ],
  ])("is not told: %s", (_what, text) => {
    expect(severities(text)).toEqual([]);
  });

  it.each([
    [
      "a bot",
      "from discord.ext import commands\n\nbot = commands.Bot('!')\n\n\n@bot.command()\nasync def ask(ctx):\n    time.sleep(1)\n",
    ],
    [
      "a bot of another file beside click",
      "import click\nfrom bot import bot\n\n\n@bot.command()\nasync def ask(ctx):\n    time.sleep(1)\n",
    ],
    [
      "what started a task before",
      "import asyncio\nimport typer\n\napp = typer.Typer()\n\n\n@app.command()\nasync def ask():\n    task = asyncio.create_task(serve())\n    time.sleep(1)\n    await task\n",
    ],
  ])("is a warning: %s", (_what, text) => {
    expect(severities(text)).toEqual(["warning"]);
  });
});

describe("what has been started before in the function", () => {
  const program = (body: string): string =>
    `import asyncio\nimport aiohttp\n\n\nasync def main(app):\n${body}${MAIN.replace("main()", "main(None)")}`;

  it.each([
    ["nothing", "    config = open('x').read()\n    await app.use(config)\n"],
    ["what ended", "    await asyncio.gather(app.one(), app.two())\n    time.sleep(1)\n"],
    [
      "a client that runs nothing",
      "    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(5)) as session:\n        time.sleep(1)\n",
    ],
    ["a task behind it", "    time.sleep(1)\n    task = asyncio.create_task(app.one())\n    await task\n"],
  ])("nothing after %s", (_what, body) => {
    expect(severities(program(body))).toEqual([]);
  });

  it.each([
    ["a server", "    await app.start()\n    time.sleep(1)\n"],
    ["an unknown client around it", "    async with app.client():\n        time.sleep(1)\n"],
    [
      "a task of an earlier round",
      "    while True:\n        time.sleep(1)\n        tasks.add(asyncio.create_task(app.one()))\n",
    ],
    ["something that is given a callback", "    await app.listen_for(lambda: 1)\n    time.sleep(1)\n"],
    ["a stream", "    async for message in app:\n        time.sleep(1)\n"],
  ])("a warning after %s", (_what, body) => {
    expect(severities(program(body))).toEqual(["warning"]);
  });

  it("a warning after a function of the file that starts a task", () => {
    const text =
      "import asyncio\n\n\ndef prepare():\n    tasks.append(asyncio.create_task(work()))\n\n\nasync def main():\n    prepare()\n    time.sleep(1)\n";
    expect(severities(`${text}${MAIN}`)).toEqual(["warning"]);
  });
});

describe("a job of RQ", () => {
  const job = (imports: string, end: string): string =>
    `${imports}\n\n\nasync def main(ids, wait=False):\n    time.sleep(1)\n\n\n${end}\n`;
  const QUEUE = "from redis import Redis\nfrom rq import Queue\n\nqueue = Queue(connection=Redis())";

  it.each([
    ["a queue", QUEUE, "def start(ids):\n    return queue.enqueue(main, ids, job_timeout=60)"],
    [
      "a queue of another file",
      "from rq.job import Job\nfrom queues import low",
      "async def start(ids):\n    return low.enqueue(main, ids)",
    ],
    ["a queue, later", QUEUE, "def start(ids, delay):\n    queue.enqueue_in(delay, main, ids)"],
    [
      "a queue, and called in the server as well",
      QUEUE,
      "async def start(ids):\n    await main(ids)\n    queue.enqueue(main, ids)",
    ],
  ])("is not told where it is given to %s", (_what, imports, end) => {
    expect(severities(job(imports, end))).toEqual([]);
  });

  it("is not told where a decorator makes it one", () => {
    expect(
      severities('from rq.decorators import job\n\n\n@job("low")\nasync def main():\n    time.sleep(1)\n'),
    ).toEqual([]);
  });

  it.each([
    ["another kind of queue takes it", "from queues import low", "def start(ids):\n    low.enqueue(main, ids)"],
    [
      "a queue of asyncio does",
      "import asyncio\nimport rq",
      "queue = asyncio.Queue()\n\n\ndef start():\n    queue.enqueue(main)",
    ],
    ["it is what a job is given", QUEUE, "def start(work):\n    queue.enqueue(work, main)"],
    ["the queue is awaited", "import rq", "async def start(queue, ids):\n    await queue.enqueue(main, ids)"],
  ])("is a warning where %s", (_what, imports, end) => {
    expect(severities(job(imports, end))).toEqual(["warning"]);
  });
});

describe("what an application does before it serves anybody", () => {
  const lifespan = (body: string, end: string): string =>
    `from contextlib import asynccontextmanager\nfrom fastapi import FastAPI\n\n\n@asynccontextmanager\nasync def start(app):\n${body}\n\n${end}\n`;

  it("is not told up to the yield of its lifespan", () => {
    const body = "    time.sleep(1)\n    yield\n    time.sleep(1)\n";
    expect(severities(lifespan(body, "app = FastAPI(lifespan=start)"))).toEqual(["warning"]);
    expect(severities(lifespan(body, ""))).toEqual(["warning", "warning"]);
  });

  it("is not told in what aiohttp and FastAPI call at their start", () => {
    expect(
      severities("async def load(app):\n    open('x').read()\n\n\ndef make(app):\n    app.on_startup.append(load)\n"),
    ).toEqual([]);
    expect(severities("@app.on_event('startup')\nasync def load():\n    open('x').read()\n")).toEqual([]);
    expect(severities("@app.on_event('shutdown')\nasync def load():\n    open('x', 'rb').read()\n")).toEqual(["hint"]);
  });
});

it("follows what is typed elsewhere in the file", () => {
  const analyzer = analyze(`${ASK}\n\nasyncio.run(main())\n`);
  const { document } = analyzer;
  const found = (): readonly string[] => {
    analyzer.update();
    const now = analyzer.diagnostics();
    expect(now).toEqual(diagnose(document.text));
    return now.map(({ severity }) => severity);
  };
  expect(found()).toEqual([]);
  const end = document.positionAt(document.length);
  document.apply([{ range: { start: end, end }, text: "\n\nasync def handler():\n    await main()\n" }], 1);
  expect(found()).toEqual(["warning"]);
});
