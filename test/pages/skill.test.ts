/** The skill's own examples: what it forbids is found, what it shows as right gives no warning. */
import { describe, expect, it } from "vitest";
import { diagnose } from "../support/engine";

const IMPORTS = `import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import requests
from app import Connection, LogEntry, Pool, ProcessedData, Request, Response, User, UserData, parse_log_line, save_result


`;

const WRONG: Readonly<Record<string, { readonly code: string; readonly rules: readonly string[] }>> = {
  "blocking I/O in an async function": {
    code: `async def bad():
    return requests.get(url)
`,
    rules: ["blocking-http-call"],
  },
  "all three of the forbidden": {
    code: `async def bad():
    requests.get(url)
    open("file").read()
    time.sleep(1)
`,
    rules: ["blocking-file-io", "blocking-http-call", "blocking-sleep"],
  },
};

const RIGHT: Readonly<Record<string, string>> = {
  "async for I/O": `async def fetch_user_data(user_id: str) -> UserData:
    async with httpx.AsyncClient() as client:
        return await client.get(f"/users/{user_id}")
`,
  "a timeout": `async def fetch(url: str) -> Response:
    async with httpx.AsyncClient(timeout=10.0) as client:
        return await client.get(url)
`,
  "a TaskGroup": `async def process_users(user_ids: list[str]) -> list[UserData]:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(fetch_user_data(uid)) for uid in user_ids]
    return [task.result() for task in tasks]
`,
  "async alternatives": `async def good():
    async with httpx.AsyncClient() as client:
        await client.get(url)
    await asyncio.sleep(1)
`,
  "explicit boundaries": `async def handle_request(request: Request) -> Response:
    user_data = await fetch_user_data(request.user_id)  # Async I/O
    result = process_data(user_data)  # Sync CPU work
    await save_result(result)  # Async I/O
    return Response(data=result)


def process_data(data: UserData) -> ProcessedData:
    """Sync - no I/O."""
    return ProcessedData(...)
`,
  "a generator, and a list": `def read_logs(path: Path) -> Iterator[LogEntry]:
    with path.open() as f:
        for line in f:
            if entry := parse_log_line(line):
                yield entry


def get_active_users(users: list[User]) -> list[User]:
    return [u for u in users if u.is_active]
`,
  "an async context manager": `@asynccontextmanager
async def database_transaction(pool: Pool) -> AsyncIterator[Connection]:
    conn = await pool.acquire()
    try:
        await conn.execute("BEGIN")
        yield conn
        await conn.execute("COMMIT")
    except Exception:
        await conn.execute("ROLLBACK")
        raise
    finally:
        await pool.release(conn)
`,
  "an async generator": `async def stream_logs(source: str) -> AsyncIterator[LogEntry]:
    async with httpx.AsyncClient() as client:
        async with client.stream("GET", f"/logs/{source}") as response:
            async for line in response.aiter_lines():
                if entry := parse_log_line(line):
                    yield entry
`,
};

describe("the skill", () => {
  it.each(Object.entries(WRONG))("forbids: %s", (_title, { code, rules }) => {
    // A small file of the program's own is found, and worth less than a warning.
    const found = diagnose(IMPORTS + code).filter(
      ({ severity, rule }) => severity === "warning" || rules.includes(rule),
    );
    expect(found.map(({ rule }) => rule).sort()).toEqual(rules);
  });

  it.each(Object.entries(RIGHT))("approves: %s", (_title, code) => {
    const found = diagnose(IMPORTS + code);
    expect(found.filter(({ severity }) => severity === "warning" || severity === "error")).toEqual([]);
  });
});
