// Generated from snippets/python.json by npm run generate.
import type { Snippet } from "./snippet";

export const SNIPPETS: readonly Snippet[] = [
  {
    "name": "TaskGroup",
    "words": [
      "skill-taskgroup",
      "taskgroup",
      "gather"
    ],
    "description": "Run different things at the same time; one failure cancels the rest",
    "needs": [
      {
        "module": "asyncio"
      }
    ],
    "body": "# If one task fails, the group cancels the others.\nasync with asyncio.TaskGroup() as group:\n\t${1:user}_task = group.create_task(${2:fetch_user()})\n\t${3:orders}_task = group.create_task(${4:fetch_orders()})\n${1:user}, ${3:orders} = ${1:user}_task.result(), ${3:orders}_task.result()\n$0",
    "shown": "# If one task fails, the group cancels the others.\nasync with asyncio.TaskGroup() as group:\n    user_task = group.create_task(fetch_user())\n    orders_task = group.create_task(fetch_orders())\nuser, orders = user_task.result(), orders_task.result()"
  },
  {
    "name": "TaskGroup over items",
    "words": [
      "skill-taskgroup-map"
    ],
    "description": "Do the same for every item at the same time, results in order",
    "needs": [
      {
        "module": "asyncio"
      },
      {
        "module": "collections.abc",
        "name": "Sequence"
      }
    ],
    "body": "async def ${1:fetch_all}(${2:items}: Sequence[${3:str}]) -> list[${4:Result}]:\n\t\"\"\"${5:Fetch every item at the same time.}\n\n\tIf one task fails, the group cancels the others.\n\t\"\"\"\n\tasync with asyncio.TaskGroup() as group:\n\t\ttasks = [group.create_task(${6:fetch}(item)) for item in ${2:items}]\n\treturn [task.result() for task in tasks]$0",
    "shown": "async def fetch_all(items: Sequence[str]) -> list[Result]:\n    \"\"\"Fetch every item at the same time.\n\n    If one task fails, the group cancels the others.\n    \"\"\"\n    async with asyncio.TaskGroup() as group:\n        tasks = [group.create_task(fetch(item)) for item in items]\n    return [task.result() for task in tasks]"
  },
  {
    "name": "TaskGroup, bounded",
    "words": [
      "skill-taskgroup-bounded"
    ],
    "description": "As many tasks as there are items, only a few of them at work at a time",
    "needs": [
      {
        "module": "asyncio"
      },
      {
        "module": "collections.abc",
        "name": "Sequence"
      }
    ],
    "body": "async def ${1:fetch_all}(${2:items}: Sequence[${3:str}], limit: int = ${4:10}) -> list[${5:Result}]:\n\t\"\"\"${6:Fetch every item, a few at a time.}\n\n\tIf one task fails, the group cancels the others.\n\t\"\"\"\n\tslots = asyncio.Semaphore(limit)\n\n\tasync def in_turn(item: ${3:str}) -> ${5:Result}:\n\t\tasync with slots:\n\t\t\treturn await ${7:fetch}(item)\n\n\tasync with asyncio.TaskGroup() as group:\n\t\ttasks = [group.create_task(in_turn(item)) for item in ${2:items}]\n\treturn [task.result() for task in tasks]$0",
    "shown": "async def fetch_all(items: Sequence[str], limit: int = 10) -> list[Result]:\n    \"\"\"Fetch every item, a few at a time.\n\n    If one task fails, the group cancels the others.\n    \"\"\"\n    slots = asyncio.Semaphore(limit)\n\n    async def in_turn(item: str) -> Result:\n        async with slots:\n            return await fetch(item)\n\n    async with asyncio.TaskGroup() as group:\n        tasks = [group.create_task(in_turn(item)) for item in items]\n    return [task.result() for task in tasks]"
  },
  {
    "name": "TaskGroup with except*",
    "words": [
      "skill-taskgroup-except"
    ],
    "description": "Handle what failed in a TaskGroup, which raises an ExceptionGroup",
    "needs": [
      {
        "module": "asyncio"
      }
    ],
    "body": "try:\n\t# If one task fails, the group cancels the others.\n\tasync with asyncio.TaskGroup() as group:\n\t\tgroup.create_task(${1:first()})\n\t\tgroup.create_task(${2:second()})\nexcept* ${3:OSError} as failures:\n\tfor failure in failures.exceptions:\n\t\t${4:log.error(\"failed\", exc_info=failure)}$0",
    "shown": "try:\n    # If one task fails, the group cancels the others.\n    async with asyncio.TaskGroup() as group:\n        group.create_task(first())\n        group.create_task(second())\nexcept* OSError as failures:\n    for failure in failures.exceptions:\n        log.error(\"failed\", exc_info=failure)"
  },
  {
    "name": "Workers on a queue",
    "words": [
      "skill-queue"
    ],
    "description": "A fixed number of workers that empty a queue, then end",
    "needs": [
      {
        "module": "asyncio"
      },
      {
        "module": "collections.abc",
        "name": "Iterable"
      }
    ],
    "body": "async def ${1:work_through}(${2:items}: Iterable[${3:str}], workers: int = ${4:4}) -> None:\n\t\"\"\"${5:Handle every item, with a fixed number of workers.}\n\n\tIf one worker fails, the group cancels the others.\n\t\"\"\"\n\tqueue: asyncio.Queue[${3:str}] = asyncio.Queue()\n\tfor item in ${2:items}:\n\t\tqueue.put_nowait(item)\n\n\tasync def worker() -> None:\n\t\twhile not queue.empty():\n\t\t\tawait ${6:handle}(queue.get_nowait())\n\n\tasync with asyncio.TaskGroup() as group:\n\t\tfor _ in range(workers):\n\t\t\tgroup.create_task(worker())$0",
    "shown": "async def work_through(items: Iterable[str], workers: int = 4) -> None:\n    \"\"\"Handle every item, with a fixed number of workers.\n\n    If one worker fails, the group cancels the others.\n    \"\"\"\n    queue: asyncio.Queue[str] = asyncio.Queue()\n    for item in items:\n        queue.put_nowait(item)\n\n    async def worker() -> None:\n        while not queue.empty():\n            await handle(queue.get_nowait())\n\n    async with asyncio.TaskGroup() as group:\n        for _ in range(workers):\n            group.create_task(worker())"
  },
  {
    "name": "HTTP client",
    "words": [
      "skill-client"
    ],
    "description": "An async HTTP client that is closed and never waits for ever",
    "needs": [
      {
        "module": "httpx"
      }
    ],
    "body": "async with httpx.AsyncClient(timeout=${1:10.0}) as client:\n\tresponse = await client.${2|get,post,put,patch,delete|}(${3:url})\n\tresponse.raise_for_status()\n$0",
    "shown": "async with httpx.AsyncClient(timeout=10.0) as client:\n    response = await client.get(url)\n    response.raise_for_status()"
  },
  {
    "name": "HTTP client with separate timeouts",
    "words": [
      "skill-client-timeouts"
    ],
    "description": "An async HTTP client that may read for longer than it may connect",
    "needs": [
      {
        "module": "httpx"
      }
    ],
    "body": "timeout = httpx.Timeout(${1:10.0}, connect=${2:5.0})\nasync with httpx.AsyncClient(timeout=timeout, base_url=${3:base_url}) as client:\n\tresponse = await client.get(${4:path})\n\tresponse.raise_for_status()\n$0",
    "shown": "timeout = httpx.Timeout(10.0, connect=5.0)\nasync with httpx.AsyncClient(timeout=timeout, base_url=base_url) as client:\n    response = await client.get(path)\n    response.raise_for_status()"
  },
  {
    "name": "HTTP client, aiohttp",
    "words": [
      "skill-client-aiohttp"
    ],
    "description": "An aiohttp session that is closed and never waits for ever",
    "needs": [
      {
        "module": "aiohttp"
      }
    ],
    "body": "async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=${1:10})) as session:\n\tasync with session.${2|get,post,put,patch,delete|}(${3:url}) as response:\n\t\tresponse.raise_for_status()\n\t\t${4:data} = await response.json()\n$0",
    "shown": "async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:\n    async with session.get(url) as response:\n        response.raise_for_status()\n        data = await response.json()"
  },
  {
    "name": "Client that a class owns",
    "words": [
      "skill-client-owner"
    ],
    "description": "A class that opens its HTTP client and closes it, used with async with",
    "needs": [
      {
        "module": "httpx"
      },
      {
        "module": "typing",
        "name": "Any"
      },
      {
        "module": "typing",
        "name": "Self"
      }
    ],
    "body": "class ${1:Api}:\n\tdef __init__(self, base_url: str) -> None:\n\t\tself._client = httpx.AsyncClient(base_url=base_url, timeout=${2:10.0})\n\n\tasync def __aenter__(self) -> Self:\n\t\tawait self._client.__aenter__()\n\t\treturn self\n\n\tasync def __aexit__(self, *failure: Any) -> None:\n\t\tawait self._client.__aexit__(*failure)\n\n\tasync def ${3:user}(self, ${4:user_id}: str) -> ${5:dict[str, Any]}:\n\t\tresponse = await self._client.get(f\"/${6:users}/{${4:user_id}}\")\n\t\tresponse.raise_for_status()\n\t\treturn response.json()$0",
    "shown": "class Api:\n    def __init__(self, base_url: str) -> None:\n        self._client = httpx.AsyncClient(base_url=base_url, timeout=10.0)\n\n    async def __aenter__(self) -> Self:\n        await self._client.__aenter__()\n        return self\n\n    async def __aexit__(self, *failure: Any) -> None:\n        await self._client.__aexit__(*failure)\n\n    async def user(self, user_id: str) -> dict[str, Any]:\n        response = await self._client.get(f\"/users/{user_id}\")\n        response.raise_for_status()\n        return response.json()"
  },
  {
    "name": "Timeout around anything",
    "words": [
      "skill-timeout",
      "timeout"
    ],
    "description": "Give up on whatever happens inside after some seconds",
    "needs": [
      {
        "module": "asyncio"
      }
    ],
    "body": "async with asyncio.timeout(${1:10}):\n\t${2:await something()}$0",
    "shown": "async with asyncio.timeout(10):\n    await something()"
  },
  {
    "name": "Timeout with another way out",
    "words": [
      "skill-timeout-else"
    ],
    "description": "Give up after some seconds, and say what happens then",
    "needs": [
      {
        "module": "asyncio"
      }
    ],
    "body": "try:\n\tasync with asyncio.timeout(${1:10}):\n\t\t${2:result} = await ${3:fetch()}\nexcept TimeoutError:\n\t${2:result} = ${4:None}$0",
    "shown": "try:\n    async with asyncio.timeout(10):\n        result = await fetch()\nexcept TimeoutError:\n    result = None"
  },
  {
    "name": "Async context manager",
    "words": [
      "skill-context-manager"
    ],
    "description": "A resource that is given back however its use ends",
    "needs": [
      {
        "module": "collections.abc",
        "name": "AsyncIterator"
      },
      {
        "module": "contextlib",
        "name": "asynccontextmanager"
      }
    ],
    "body": "@asynccontextmanager\nasync def ${1:resource}(${2:pool}: ${3:Pool}) -> AsyncIterator[${4:Connection}]:\n\t${5:connection} = await ${2:pool}.acquire()\n\ttry:\n\t\tyield ${5:connection}\n\tfinally:\n\t\tawait ${2:pool}.release(${5:connection})$0",
    "shown": "@asynccontextmanager\nasync def resource(pool: Pool) -> AsyncIterator[Connection]:\n    connection = await pool.acquire()\n    try:\n        yield connection\n    finally:\n        await pool.release(connection)"
  },
  {
    "name": "Transaction",
    "words": [
      "skill-transaction"
    ],
    "description": "A context manager that commits, or rolls back and raises again",
    "needs": [
      {
        "module": "collections.abc",
        "name": "AsyncIterator"
      },
      {
        "module": "contextlib",
        "name": "asynccontextmanager"
      }
    ],
    "body": "@asynccontextmanager\nasync def ${1:transaction}(pool: ${2:Pool}) -> AsyncIterator[${3:Connection}]:\n\tconnection = await pool.acquire()\n\ttry:\n\t\tawait connection.execute(\"BEGIN\")\n\t\tyield connection\n\t\tawait connection.execute(\"COMMIT\")\n\texcept BaseException:\n\t\t# Cancellation, too, must not leave the transaction open.\n\t\tawait connection.execute(\"ROLLBACK\")\n\t\traise\n\tfinally:\n\t\tawait pool.release(connection)$0",
    "shown": "@asynccontextmanager\nasync def transaction(pool: Pool) -> AsyncIterator[Connection]:\n    connection = await pool.acquire()\n    try:\n        await connection.execute(\"BEGIN\")\n        yield connection\n        await connection.execute(\"COMMIT\")\n    except BaseException:\n        # Cancellation, too, must not leave the transaction open.\n        await connection.execute(\"ROLLBACK\")\n        raise\n    finally:\n        await pool.release(connection)"
  },
  {
    "name": "Stream of an HTTP response",
    "words": [
      "skill-stream"
    ],
    "description": "An async generator over the lines of a response that may be large",
    "needs": [
      {
        "module": "httpx"
      },
      {
        "module": "collections.abc",
        "name": "AsyncIterator"
      }
    ],
    "body": "async def ${1:stream_logs}(${2:url}: str) -> AsyncIterator[${3:str}]:\n\tasync with httpx.AsyncClient(timeout=${4:10.0}) as client:\n\t\tasync with client.stream(\"GET\", ${2:url}) as response:\n\t\t\tresponse.raise_for_status()\n\t\t\tasync for line in response.aiter_lines():\n\t\t\t\tyield ${5:line}$0",
    "shown": "async def stream_logs(url: str) -> AsyncIterator[str]:\n    async with httpx.AsyncClient(timeout=10.0) as client:\n        async with client.stream(\"GET\", url) as response:\n            response.raise_for_status()\n            async for line in response.aiter_lines():\n                yield line"
  },
  {
    "name": "Async generator",
    "words": [
      "skill-async-generator"
    ],
    "description": "Give items on as they come, without keeping them",
    "needs": [
      {
        "module": "httpx"
      },
      {
        "module": "collections.abc",
        "name": "AsyncIterator"
      },
      {
        "module": "typing",
        "name": "Any"
      }
    ],
    "body": "async def ${1:pages}(${2:client}: ${3:httpx.AsyncClient}, ${4:url}: str | None) -> AsyncIterator[${5:dict[str, Any]}]:\n\twhile ${4:url}:\n\t\tpage = (await ${2:client}.get(${4:url})).json()\n\t\tfor item in page[\"${6:items}\"]:\n\t\t\tyield item\n\t\t${4:url} = page.get(\"${7:next}\")$0",
    "shown": "async def pages(client: httpx.AsyncClient, url: str | None) -> AsyncIterator[dict[str, Any]]:\n    while url:\n        page = (await client.get(url)).json()\n        for item in page[\"items\"]:\n            yield item\n        url = page.get(\"next\")"
  },
  {
    "name": "Close an async generator",
    "words": [
      "skill-aclosing"
    ],
    "description": "Leave an async generator early, and have it clean up at once",
    "needs": [
      {
        "module": "contextlib",
        "name": "aclosing"
      }
    ],
    "body": "async with aclosing(${1:stream()}) as ${2:items}:\n\tasync for ${3:item} in ${2:items}:\n\t\tif ${4:found(item)}:\n\t\t\tbreak\n$0",
    "shown": "async with aclosing(stream()) as items:\n    async for item in items:\n        if found(item):\n            break"
  },
  {
    "name": "Generator over a file",
    "words": [
      "skill-generator"
    ],
    "description": "Read a file of any size, line by line",
    "needs": [
      {
        "module": "collections.abc",
        "name": "Iterator"
      },
      {
        "module": "pathlib",
        "name": "Path"
      }
    ],
    "body": "def ${1:read_entries}(path: Path) -> Iterator[${2:Entry}]:\n\twith path.open(encoding=\"utf-8\") as file:\n\t\tfor line in file:\n\t\t\tif entry := ${3:parse}(line):\n\t\t\t\tyield entry$0",
    "shown": "def read_entries(path: Path) -> Iterator[Entry]:\n    with path.open(encoding=\"utf-8\") as file:\n        for line in file:\n            if entry := parse(line):\n                yield entry"
  },
  {
    "name": "Blocking call in a thread",
    "words": [
      "skill-to-thread",
      "to_thread"
    ],
    "description": "Call a function that blocks without holding up the event loop",
    "needs": [
      {
        "module": "asyncio"
      }
    ],
    "body": "${1:result} = await asyncio.to_thread(${2:blocking_function}, ${3:argument})$0",
    "shown": "result = await asyncio.to_thread(blocking_function, argument)"
  },
  {
    "name": "Read a file in a thread",
    "words": [
      "skill-read-file"
    ],
    "description": "Read a small file without holding up the event loop",
    "needs": [
      {
        "module": "asyncio"
      }
    ],
    "body": "${1:text} = await asyncio.to_thread(${2:path}.read_text, encoding=\"utf-8\")$0",
    "shown": "text = await asyncio.to_thread(path.read_text, encoding=\"utf-8\")"
  },
  {
    "name": "CPU work in a process",
    "words": [
      "skill-process-pool"
    ],
    "description": "Compute in another process while the event loop goes on",
    "needs": [
      {
        "module": "asyncio"
      },
      {
        "module": "concurrent.futures",
        "name": "ProcessPoolExecutor"
      }
    ],
    "body": "loop = asyncio.get_running_loop()\nwith ProcessPoolExecutor() as pool:\n\t${1:result} = await loop.run_in_executor(pool, ${2:compute}, ${3:data})$0",
    "shown": "loop = asyncio.get_running_loop()\nwith ProcessPoolExecutor() as pool:\n    result = await loop.run_in_executor(pool, compute, data)"
  },
  {
    "name": "Run a program",
    "words": [
      "skill-program"
    ],
    "description": "Run another program, with a limit on its time",
    "needs": [
      {
        "module": "asyncio"
      }
    ],
    "body": "process = await asyncio.create_subprocess_exec(\n\t${1:\"git\", \"status\"},\n\tstdout=asyncio.subprocess.PIPE,\n\tstderr=asyncio.subprocess.PIPE,\n)\ntry:\n\tasync with asyncio.timeout(${2:60}):\n\t\toutput, errors = await process.communicate()\nfinally:\n\tif process.returncode is None:\n\t\tprocess.kill()$0",
    "shown": "process = await asyncio.create_subprocess_exec(\n    \"git\", \"status\",\n    stdout=asyncio.subprocess.PIPE,\n    stderr=asyncio.subprocess.PIPE,\n)\ntry:\n    async with asyncio.timeout(60):\n        output, errors = await process.communicate()\nfinally:\n    if process.returncode is None:\n        process.kill()"
  },
  {
    "name": "Pydantic sequence",
    "words": [
      "skill-pydantic",
      "sequence"
    ],
    "description": "A model with a field of many: Sequence, since Iterable becomes a generator",
    "needs": [
      {
        "module": "collections.abc",
        "name": "Sequence"
      },
      {
        "module": "pydantic",
        "name": "BaseModel"
      }
    ],
    "body": "class ${1:Order}(BaseModel):\n\t${2:items}: Sequence[${3:Item}]$0",
    "shown": "class Order(BaseModel):\n    items: Sequence[Item]"
  },
  {
    "name": "Clean up on cancellation",
    "words": [
      "skill-cancel"
    ],
    "description": "Tidy up when cancelled, and let the cancellation go on",
    "needs": [
      {
        "module": "asyncio"
      }
    ],
    "body": "try:\n\t${1:await serve()}\nexcept asyncio.CancelledError:\n\t${2:log.info(\"stopped\")}\n\traise\nfinally:\n\t${3:await close()}$0",
    "shown": "try:\n    await serve()\nexcept asyncio.CancelledError:\n    log.info(\"stopped\")\n    raise\nfinally:\n    await close()"
  },
  {
    "name": "Background task",
    "words": [
      "skill-background"
    ],
    "description": "A task that outlives its caller, and is not lost",
    "needs": [
      {
        "module": "asyncio"
      },
      {
        "module": "collections.abc",
        "name": "Coroutine"
      },
      {
        "module": "typing",
        "name": "Any"
      }
    ],
    "body": "${1:_background}: set[asyncio.Task[None]] = set()\n\n\ndef ${2:start_in_background}(work: Coroutine[Any, Any, None]) -> None:\n\t# The event loop holds its tasks weakly: one that nobody keeps can vanish.\n\ttask = asyncio.create_task(work)\n\t${1:_background}.add(task)\n\ttask.add_done_callback(${1:_background}.discard)$0",
    "shown": "_background: set[asyncio.Task[None]] = set()\n\n\ndef start_in_background(work: Coroutine[Any, Any, None]) -> None:\n    # The event loop holds its tasks weakly: one that nobody keeps can vanish.\n    task = asyncio.create_task(work)\n    _background.add(task)\n    task.add_done_callback(_background.discard)"
  },
  {
    "name": "Lock",
    "words": [
      "skill-lock"
    ],
    "description": "Only one task at a time",
    "needs": [],
    "body": "async with ${1:self._lock}:\n\t${2:await write()}$0",
    "shown": "async with self._lock:\n    await write()"
  },
  {
    "name": "Retry",
    "words": [
      "skill-retry"
    ],
    "description": "Try again after a failure, waiting longer each time",
    "needs": [
      {
        "module": "asyncio"
      }
    ],
    "body": "for attempt in range(${1:3}):\n\ttry:\n\t\t${2:result} = await ${3:fetch()}\n\t\tbreak\n\texcept ${4:OSError}:\n\t\tif attempt == ${1:3} - 1:\n\t\t\traise\n\t\tawait asyncio.sleep(2**attempt)$0",
    "shown": "for attempt in range(3):\n    try:\n        result = await fetch()\n        break\n    except OSError:\n        if attempt == 3 - 1:\n            raise\n        await asyncio.sleep(2**attempt)"
  },
  {
    "name": "Async program",
    "words": [
      "skill-main"
    ],
    "description": "The one place where a program enters the event loop",
    "needs": [
      {
        "module": "asyncio"
      }
    ],
    "body": "async def main() -> None:\n\t${1:await serve()}$0\n\n\nif __name__ == \"__main__\":\n\tasyncio.run(main())",
    "shown": "async def main() -> None:\n    await serve()\n\n\nif __name__ == \"__main__\":\n    asyncio.run(main())"
  }
];
