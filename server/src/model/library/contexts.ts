import { libraryRow, type Row } from "./index";

/**
 * The statement that manages an object: `with` where its class has `__enter__` alone, `async with` where it has
 * `__aenter__` alone (aiohttp.ClientSession has an `__enter__` that only raises). Classes and functions of which both
 * can be had are left out. Read from the libraries themselves: hasattr(cls, "__enter__"), hasattr(cls, "__aenter__").
 */
const WITH = `
  requests.Session requests.Response httpx.Client httpx2.Client urllib3.PoolManager http.client.HTTPResponse
  io.TextIOWrapper io.BufferedReader io.BufferedWriter io.BufferedRandom gzip.GzipFile bz2.BZ2File lzma.LZMAFile
  zipfile.ZipFile tarfile.TarFile tempfile.TemporaryDirectory subprocess.Popen socket.socket sqlite3.Connection
  redis.Redis threading.Lock threading.RLock threading.Semaphore threading.BoundedSemaphore threading.Condition
  concurrent.futures.ThreadPoolExecutor concurrent.futures.ProcessPoolExecutor multiprocessing.Pool smtplib.SMTP
  smtplib.SMTP_SSL ftplib.FTP imaplib.IMAP4 contextlib.ExitStack contextlib.suppress contextlib.closing
  contextlib.redirect_stdout contextlib.redirect_stderr trio.CancelScope trio.fail_after trio.move_on_after trio.fail_at
  trio.move_on_at anyio.CancelScope anyio.fail_after anyio.move_on_after
`;

const ASYNC_WITH = `
  asyncio.Lock asyncio.Semaphore asyncio.BoundedSemaphore asyncio.Condition asyncio.Barrier asyncio.TaskGroup
  asyncio.Timeout asyncio.timeout asyncio.timeout_at asyncio.Server httpx.AsyncClient httpx2.AsyncClient
  aiohttp.ClientSession aiohttp.ClientResponse aiohttp.request aiofiles.open redis.asyncio.Redis asyncpg.Pool
  asyncpg.transaction.Transaction aiosqlite.Connection aiosqlite.Cursor websockets.ClientConnection
  sqlalchemy.ext.asyncio.AsyncSession sqlalchemy.ext.asyncio.AsyncConnection psycopg.AsyncConnection psycopg.AsyncCursor
  psycopg_pool.AsyncConnectionPool redis.asyncio.lock.Lock pymongo.AsyncMongoClient openai.AsyncOpenAI
  anthropic.AsyncAnthropic playwright.async_api.PlaywrightContextManager mcp.client.session.ClientSession
  asgi_lifespan.LifespanManager apscheduler.AsyncScheduler anyio.from_thread.BlockingPortal discord.Client
  aiobotocore.client.AioBaseClient anyio.create_task_group anyio.Lock anyio.Semaphore anyio.Condition
  anyio.CapacityLimiter trio.open_nursery trio.Lock trio.Semaphore trio.Condition trio.CapacityLimiter
  contextlib.AsyncExitStack contextlib.aclosing
`;

export type ContextStatement = "with" | "async with";

const STATEMENTS: ReadonlyMap<string, ContextStatement> = new Map([
  ...split(WITH).map((name) => [name, "with"] as const),
  ...split(ASYNC_WITH).map((name) => [name, "async with"] as const),
]);

function split(names: string): readonly string[] {
  return names.trim().split(/\s+/);
}

/** The statement that an object of a class, or what a function gives, must be managed with, by canonical name. */
export function contextStatement(name: string): ContextStatement | undefined {
  const row = STATEMENTS.has(name) ? undefined : libraryRow(name);
  return STATEMENTS.get(name) ?? (row !== undefined && isEnteredAsync(row) ? "async with" : undefined);
}

/** Whether the row is of a function that gives something for `async with`, which nothing else can enter. */
export function isEnteredAsync({ use }: Row): boolean {
  return use === "async with" || use === "await or async with";
}

/** All names of the table, for tests. */
export const CONTEXT_NAMES: ReadonlyMap<string, ContextStatement> = STATEMENTS;
