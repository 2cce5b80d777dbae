/**
 * Modules, classes and functions that mean something only in the thread that they were called in: those of event loops
 * and what runs on them, and what is kept for each thread or for the main one.
 */
const THREAD_BOUND = `
  asyncio anyio trio uvloop nest_asyncio aiohttp aiofiles aiodns tornado.ioloop
  contextvars signal threading.local threading.current_thread threading.get_ident sys.exc_info sys._getframe inspect.currentframe inspect.stack
`
  .trim()
  .split(/\s+/);

/** What hands work from a thread to the loop: code that calls it is written for a thread. */
const FROM_THREADS: ReadonlySet<string> = new Set([
  "asyncio.run",
  "asyncio.run_coroutine_threadsafe",
  "asyncio.AbstractEventLoop.call_soon_threadsafe",
  "anyio.from_thread.run",
  "anyio.from_thread.run_sync",
  "trio.from_thread.run",
  "trio.from_thread.run_sync",
]);

/** Whether something with this dotted name must stay in the thread of the event loop. */
export function isThreadBound(name: string): boolean {
  return !FROM_THREADS.has(name) && THREAD_BOUND.some((one) => name === one || name.startsWith(`${one}.`));
}

/** Methods that only objects of an event loop have, or that wake what waits on one: by their names, for objects that aren't known. */
export const LOOP_METHODS: ReadonlySet<string> = new Set(
  `
create_task ensure_future create_future start_soon call_soon call_later call_at run_in_executor add_reader remove_reader add_writer remove_writer
add_signal_handler remove_signal_handler set_result set_exception add_done_callback put_nowait get_nowait cancel cancelled notify notify_all
`
    .trim()
    .split(/\s+/),
);

/** Methods of the built-in types and of loggers: calling one costs less than handing it to a thread. */
export const QUICK_METHODS: ReadonlySet<string> = new Set(
  `
append extend insert remove pop popitem clear copy count index reverse sort add discard update get setdefault keys values items
union intersection difference symmetric_difference issubset issuperset isdisjoint intersection_update difference_update
capitalize casefold center encode decode endswith startswith expandtabs find rfind format format_map isalnum isalpha isascii isdecimal isdigit
isidentifier islower isnumeric isprintable isspace istitle isupper join ljust rjust lower lstrip rstrip strip partition rpartition removeprefix
removesuffix replace rindex split rsplit splitlines swapcase title translate upper zfill hex fromhex bit_length to_bytes from_bytes
appendleft popleft extendleft rotate group groups groupdict span isoformat total_seconds
done locked is_set empty full set
debug info warning warn error exception critical
`
    .trim()
    .split(/\s+/),
);
