/** What a call that keeps the loop waiting is worth: by what it moves or waits for, how often, and when. */
import { expect, it } from "vitest";
import { analyze } from "../support/engine";

const IMPORTS =
  "import asyncio, glob, json, os, shutil, socket, threading\nfrom concurrent.futures import ThreadPoolExecutor\nfrom pathlib import Path\n\n\n";

/** Coroutines by what their first finding is worth. */
const WORTH = {
  warning: [
    'async def f(path):\n    return open(path, "rb").read()',
    'async def f(path):\n    with open(path, "rb") as file:\n        return rows(file)',
    "async def f(request):\n    return open(request.path).read()",
    'async def f(source, path):\n    with open(path, "wb") as file:\n        async for chunk in source:\n            file.write(chunk)',
    'async def f(request):\n    shutil.rmtree(request.query["folder"])',
    "async def f(source, target):\n    shutil.copytree(source, target)",
    "async def f(host):\n    return socket.getaddrinfo(host, 80)",
    "async def f(job):\n    thread = threading.Thread(target=job)\n    thread.start()\n    thread.join()",
  ],
  information: [
    "async def f(paths):\n    return [open(path).read() for path in paths]",
    'async def f(client, path):\n    with open(path, "rb") as file:\n        client.add_field("file", file)\n        await client.finish()',
    "async def f(request, folder):\n    text = open(folder / request.name).read()\n    return Queue.from_json(text)",
    'async def f(request, folder):\n    with open(folder / f"{request.name}.yaml") as file:\n        return file.read()',
    "async def f(db, names):\n    for name in names:\n        with open(name) as file:\n            text = file.read()\n        await db.apply(text)",
    'async def f(request, path):\n    with open(path, "w") as file:\n        file.write(report())',
    "async def f(folder):\n    shutil.rmtree(folder)",
    "class Site:\n    async def f(self, request):\n        shutil.rmtree(self.folder)",
    "class Link:\n    def __init__(self):\n        self.thread = threading.Thread(target=print)\n\n    async def stop(self):\n        self.loop.call_soon_threadsafe(self.loop.stop)\n        self.thread.join()",
    "async def f(folder):\n    return {name: os.path.getsize(name) for name in os.listdir(folder)}",
    "async def f(folder: Path):\n    return list(folder.rglob('*'))",
  ],
  hint: [
    'async def f(text, path):\n    with open(path, "wb") as file:\n        file.write(text.encode())',
    "async def f(paths):\n    return [path for path in paths if os.path.exists(path)]",
    'async def f(path):\n    open(path, "wb").close()',
    'async def f(path):\n    with open(path, "rb"):\n        return True',
    "async def f(session, items):\n    files = {}\n    for item in items:\n        files[item.name] = open(item.path)\n    await session.send_all(files)",
    'async def f(image):\n    with open(image, "rb") as file:\n        return file.read(512)',
    'async def f(cmd, out):\n    with open(out, "wb") as file:\n        await asyncio.create_subprocess_exec(*cmd, stdout=file)',
    'async def f(content, config_path):\n    with open(config_path, "wb") as file:\n        file.write(content)',
    "async def f(tool, disks):\n    for disk in disks:\n        if os.path.exists(disk):\n            await tool.check(disk)",
    "async def f(folder):\n    return os.listdir(folder)[0]",
    "async def f(folder):\n    return glob.glob(folder + '/*.log')",
    "async def f(host):\n    return socket.getaddrinfo(host, 0, socket.AF_UNSPEC, socket.SOCK_STREAM, 0, socket.AI_PASSIVE)",
    'class Monitor:\n    def __init__(self, host="127.0.0.1"):\n        self.host = host\n\n    async def f(self):\n        return socket.getaddrinfo(self.host, 0)',
    "class Base:\n    def __init__(self):\n        self.writers = ThreadPoolExecutor(1)\n\n    async def close(self):\n        await asyncio.get_running_loop().run_in_executor(self.writers, print)\n        self.writers.shutdown(wait=True)",
    'import fastapi\n\n\nasync def main():\n    await start_worker()\n    while True:\n        await answer(input("> "))\n\n\nasyncio.run(main())',
    "class ConfigFile:\n    async def create(self):\n        shutil.copyfile(self.template, self.path)",
  ],
} as const;

/** Coroutines in which nobody waits long enough to be told. */
const NOTHING = [
  "class Wallet:\n    async def start(self):\n        os.makedirs(self.path, exist_ok=True)\n        await self.load()",
  "class JSONConfigFile:\n    async def load(self):\n        with open(self.path) as file:\n            return json.load(file)",
  "async def f(work, loop):\n    future = asyncio.run_coroutine_threadsafe(work(), loop)\n    done = asyncio.Event()\n    future.add_done_callback(lambda _: done.set())\n    await done.wait()\n    return future.result()",
] as const;

it.each(NOTHING)("nothing: %s", (code) => {
  expect(analyze(`${IMPORTS}${code}\n`).diagnostics()).toEqual([]);
});

it.each(Object.entries(WORTH).flatMap(([worth, all]) => all.map((code) => ({ worth, code }))))(
  "$worth: $code",
  ({ worth, code }) => {
    const found = analyze(`${IMPORTS}${code}\n`)
      .diagnostics()
      .filter(({ rule }) => rule.startsWith("blocking-"));
    expect(found.map(({ severity }) => severity)).toEqual([worth]);
  },
);
