/**
 * Modules, classes and functions that mean something only in the thread that they were called in: those of event loops
 * and what runs on them, and what is kept for each thread or for the main one.
 */
const THREAD_BOUND = words(`
  asyncio anyio trio uvloop nest_asyncio aiohttp aiofiles aiodns tornado.ioloop contextvars signal threading.local
  threading.current_thread threading.get_ident sys.exc_info sys._getframe inspect.currentframe inspect.stack
`);

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

/**
 * Functions of an event loop, and methods that only objects of one have or that wake what waits on it: by name, where
 * it isn't known whose they are.
 */
export const LOOP_METHODS: ReadonlySet<string> = new Set(
  words(`
create_task ensure_future create_future start_soon call_soon call_later call_at run_in_executor add_reader remove_reader
add_writer remove_writer add_signal_handler remove_signal_handler set_result set_exception add_done_callback put_nowait
get_nowait cancel cancelled abort notify notify_all get_running_loop get_event_loop current_task get_debug
resume_reading pause_reading write_eof
`),
);

/**
 * Objects, by what they are called, that belong to the event loop or to one thread: connections, streams, sessions of
 * databases.
 */
export const BOUND_OBJECT =
  /(?:^|_)(?:loop|task|future|fut|event|transport|protocol|proto|conn|connection|session|db|database|cursor|cur|tx|transaction|ws|websocket|sock|socket|reader|writer|stream|queue|channel|lock|log|logger)$/i;

/**
 * Methods of the built-in types, of loggers, and others that take no time worth a thread or belong to what waits on a
 * loop, by name.
 */
export const QUICK_METHODS: ReadonlySet<string> = new Set(
  words(`
append extend insert remove pop popitem clear copy count index reverse sort add discard update get setdefault keys
values items union intersection difference symmetric_difference issubset issuperset isdisjoint intersection_update
difference_update capitalize casefold center encode decode endswith startswith expandtabs find rfind format format_map
isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust
rjust lower lstrip rstrip strip partition rpartition removeprefix removesuffix replace rindex split rsplit splitlines
swapcase title translate upper zfill hex fromhex bit_length to_bytes from_bytes appendleft popleft extendleft rotate
group groups groupdict span isoformat timestamp total_seconds done locked is_set empty full set reset debug info warning
warn error exception critical log close write send sendall flush commit rollback start stop release acquire register
unregister poll fileno gettimeout settimeout setblocking setsockopt getsockopt raise_for_status json cast isawaitable
iscoroutine iscoroutinefunction isfuture exit with_traceback compile match fullmatch time now utcnow today random
randint addfinalizer partial
`),
);

/** Modules whose functions take no time worth a thread. */
const QUICK_MODULES = words(`
typing typing_extensions types functools itertools operator inspect contextlib collections enum dataclasses abc weakref
copy struct math random uuid datetime calendar time zoneinfo string textwrap shlex html warnings logging sys gc
threading traceback argparse getopt gettext locale urllib.parse ipaddress posixpath ntpath os.path os.environ os.getenv
os.getpid os.fspath os.fsencode os.fsdecode pytest unittest
`);

/** Whether a function outside of the file is known to take no time worth a thread, by its dotted name. */
export function isQuick(name: string): boolean {
  return QUICK_MODULES.some((one) => name === one || name.startsWith(`${one}.`));
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
