import { describe, expect, it } from "vitest";
import { analyze, diagnose } from "../support/engine";

/** The severities of what stalls the event loop, in a program that ends in `start`. */
function severities(text: string): readonly string[] {
  return diagnose(text)
    .filter(({ rule }) => rule.startsWith("blocking-"))
    .map(({ severity }) => severity);
}

const ASK = "import asyncio\nimport anyio\n\n\nasync def main():\n    input()\n";
const MAIN = '\n\nif __name__ == "__main__":\n    asyncio.run(main())\n';

describe("what runs alone on its loop", () => {
  it.each([
    ["asyncio.run(main())", "asyncio.run(main())"],
    ["asyncio.run() in a plain function", "def start():\n    asyncio.run(main())"],
    ["anyio.run(main)", "anyio.run(main)"],
    ["run_until_complete()", "asyncio.new_event_loop().run_until_complete(main())"],
    ["a caller that runs alone", "async def start():\n    await main()\n\n\nasyncio.run(start())"],
    ["two callers that do", "async def start():\n    await main()\n\n\nasync def again():\n    await main()\n\n\nasyncio.run(start())\nasyncio.run(again())"],
  ])("is a hint: %s", (_what, end) => {
    expect(severities(`${ASK}\n\n${end}\n`)).toEqual(["hint"]);
  });

  it.each([
    ["nobody runs it", ""],
    ["it is run as a task", "async def start():\n    await asyncio.gather(main(), main())\n\n\nasyncio.run(start())"],
    ["it is handed over", "async def start(app):\n    app.add(main)\n\n\nasyncio.run(main())"],
    ["a task was started before it", "async def start():\n    task = asyncio.create_task(work())\n    await main()\n    await task\n\n\nasyncio.run(start())"],
    ["its caller is asked by anybody", "async def handler():\n    await main()\n\n\nasyncio.run(main())"],
    ["it is run by a running loop", "async def start():\n    asyncio.run(main())\n\n\nasyncio.run(start())"],
    ["it comes back to itself", "async def start():\n    await main()\n    await start()"],
  ])("is a warning: %s", (_what, end) => {
    expect(severities(`${ASK}\n\n${end}\n`)).toContain("warning");
  });
});

describe("what has been started before in the function", () => {
  const program = (body: string): string => `import asyncio\nimport aiohttp\n\n\nasync def main(app):\n${body}${MAIN.replace("main()", "main(None)")}`;

  it.each([
    ["nothing", "    config = open('x').read()\n    await app.use(config)\n"],
    ["what ended", "    await asyncio.gather(app.one(), app.two())\n    input()\n"],
    ["a client that runs nothing", "    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(5)) as session:\n        input()\n"],
    ["a task behind it", "    input()\n    task = asyncio.create_task(app.one())\n    await task\n"],
  ])("a hint after %s", (_what, body) => {
    expect(severities(program(body))).toEqual(["hint"]);
  });

  it.each([
    ["a server", "    await app.start()\n    input()\n"],
    ["an unknown client around it", "    async with app.client():\n        input()\n"],
    ["a task of an earlier round", "    while True:\n        input()\n        tasks.add(asyncio.create_task(app.one()))\n"],
    ["something that is given a callback", "    await app.listen_for(lambda: 1)\n    input()\n"],
    ["a stream", "    async for message in app:\n        input()\n"],
  ])("a warning after %s", (_what, body) => {
    expect(severities(program(body))).toEqual(["warning"]);
  });

  it("a warning after a function of the file that starts a task", () => {
    const text = "import asyncio\n\n\ndef prepare():\n    tasks.append(asyncio.create_task(work()))\n\n\nasync def main():\n    prepare()\n    input()\n";
    expect(severities(`${text}${MAIN}`)).toEqual(["warning"]);
  });
});

describe("what an application does before it serves anybody", () => {
  const lifespan = (body: string, end: string): string =>
    `from contextlib import asynccontextmanager\nfrom fastapi import FastAPI\n\n\n@asynccontextmanager\nasync def start(app):\n${body}\n\n${end}\n`;

  it("is a hint up to the yield of its lifespan", () => {
    const body = "    open('x').read()\n    yield\n    open('x').read()\n";
    expect(severities(lifespan(body, "app = FastAPI(lifespan=start)"))).toEqual(["hint", "warning"]);
    expect(severities(lifespan(body, ""))).toEqual(["warning", "warning"]);
  });

  it("is a hint in what aiohttp and FastAPI call at their start", () => {
    expect(severities("async def load(app):\n    open('x').read()\n\n\ndef make(app):\n    app.on_startup.append(load)\n")).toEqual(["hint"]);
    expect(severities("@app.on_event('startup')\nasync def load():\n    open('x').read()\n")).toEqual(["hint"]);
    expect(severities("@app.on_event('shutdown')\nasync def load():\n    open('x').read()\n")).toEqual(["warning"]);
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
  expect(found()).toEqual(["hint"]);
  const end = document.positionAt(document.length);
  document.apply([{ range: { start: end, end }, text: "\n\nasync def handler():\n    await main()\n" }], 1);
  expect(found()).toEqual(["warning"]);
});
