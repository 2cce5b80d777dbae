/** Code that is written to be hard on whoever moves statements about. */
export const HOSTILE: Readonly<Record<string, string>> = {
  clauses: `import asyncio
import time
import requests


async def f(event, client, lock, path):
    match event:
        case int() if requests.get("a"):
            print(await client.a(requests.get("b").text))
        case str():
            await client.b(requests.post("c", json={}).json())
    if time.sleep(1):
        pass
    elif await client.c(): await client.d()
    else: time.sleep(2)
    try: data = open(path).read()
    except OSError: time.sleep(3)
    except: await client.e()
    finally: time.sleep(4)
    while requests.get("d").ok: time.sleep(5)
    for line in open(path): print(line)
    with lock, open(path) as file: file.write("x")
    return data, [requests.get(u) for u in event], (lambda: time.sleep(6))
`,
  "processes and tasks": `import asyncio
import subprocess


async def f(urls, fetch, process):
    asyncio.create_task(fetch(0))
    if asyncio.create_task(fetch(1)): asyncio.ensure_future(fetch(2))
    results = await asyncio.gather(*[fetch(u) for u in urls], return_exceptions=True)
    a, b = await asyncio.gather(fetch(3), fetch(4)); print(a, b)
    await process.wait()
    out = subprocess.run(["ls"], capture_output=True).stdout
    subprocess.check_call("ls"); subprocess.Popen("ls").wait()
    return [await asyncio.gather(*map(fetch, urls)) for _ in urls], results, out


class _A:
    async def __m(self, queue):
        import time; time.sleep(1)
        item = await queue.get(); return item

    async def n(self, queue):
        x = await self.__m(queue); await asyncio.wait([asyncio.ensure_future(self.__m(queue))]); return x
`,
  "locks and generators": `import asyncio
import threading
from contextlib import asynccontextmanager, contextmanager


async def f(lock: asyncio.Lock, source):
    await lock.acquire()
    # Held.
    try:
        async for item in source:
            yield item
    except asyncio.CancelledError: pass
    finally: lock.release()


async def g(client):
    found = []
    async for page in client.pages():
        for entry in page: found.append(entry)
    return found


@asynccontextmanager
async def h(make):
    made = await make(); yield made; await made.close()


async def i(client):
    try:
        await client.run()
    except BaseException as error: print(error)
    try: await client.run()
    except:
        print("failed")
`,
  "a client for several": `import requests
from requests import Session


async def f(urls):
    session = requests.Session(); session.headers["a"] = "b"
    for url in urls:
        try:
            response = session.get(url, timeout=3)
            response.raise_for_status()
        except requests.RequestException as error: print(error)
        else: print(response.json())
    with Session() as s: print(s.get("u").text, end="")
    with requests.get("v", stream=True) as r, open("w", "wb") as out:
        for chunk in r.iter_content(10): out.write(chunk)
    return requests.get("x", params={"a": 1}).json() if urls else (requests.get("y")
        .text)
`,
};
