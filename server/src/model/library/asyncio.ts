import { attributes, classes, functions } from "./define";
import type { Library, Row } from "./row";

const LIBRARY = "https://docs.python.org/3/library";
const TASKS = `${LIBRARY}/asyncio-task.html`;
const STREAMS = `${LIBRARY}/asyncio-stream.html`;
const SUBPROCESS = `${LIBRARY}/asyncio-subprocess.html`;
const SYNC = `${LIBRARY}/asyncio-sync.html`;
const QUEUES = `${LIBRARY}/asyncio-queue.html`;
const LOOP = `${LIBRARY}/asyncio-eventloop.html`;
const FUTURE = `${LIBRARY}/asyncio-future.html`;
const RUNNER = `${LIBRARY}/asyncio-runner.html`;

const tasks: readonly Row[] = [
  ...functions("asyncio", "sleep", { parameters: ["delay", "result"], use: "await", neverFails: true, source: TASKS }),
  ...functions("asyncio", "gather", { use: "value", returns: "asyncio.Future", source: TASKS }),
  ...functions("asyncio", "wait", { parameters: ["fs"], use: "await", source: TASKS }),
  ...functions("asyncio", "wait_for", {
    parameters: ["fut", "timeout"],
    use: "await",
    givesFirstArgument: true,
    bounds: "first argument",
    source: TASKS,
  }),
  ...functions("asyncio", "shield", { parameters: ["arg"], givesFirstArgument: true, source: TASKS }),
  ...functions("asyncio", "timeout", {
    parameters: ["delay"],
    returns: "asyncio.Timeout",
    bounds: "block",
    source: TASKS,
  }),
  ...functions("asyncio", "timeout_at", {
    parameters: ["when"],
    returns: "asyncio.Timeout",
    bounds: "block",
    source: TASKS,
  }),
  ...classes("asyncio", "Timeout", { source: TASKS }),
  ...functions("asyncio.Timeout", "when expired", { parameters: [], source: TASKS }),
  ...functions("asyncio.Timeout", "reschedule", { parameters: ["when"], source: TASKS }),
  ...functions("asyncio", "create_task", { parameters: ["coro"], returns: "asyncio.Task", source: TASKS }),
  ...functions("asyncio", "ensure_future", { parameters: ["coro_or_future"], returns: "asyncio.Task", source: FUTURE }),
  ...functions("asyncio", "to_thread", {
    parameters: ["func"],
    use: "await",
    calls: { argument: 0, keywords: true },
    source: TASKS,
  }),
  ...functions("asyncio", "as_completed", { parameters: ["fs"], source: TASKS }),
  ...functions("asyncio", "run_coroutine_threadsafe", {
    parameters: ["coro", "loop"],
    returns: "concurrent.futures.Future",
    source: TASKS,
  }),
  ...functions("asyncio", "wrap_future", { parameters: ["future"], returns: "asyncio.Future", source: FUTURE }),
  ...functions("asyncio", "current_task", { parameters: ["loop"], returns: "asyncio.Task", source: TASKS }),
  ...functions("asyncio", "all_tasks", { parameters: ["loop"], source: TASKS }),
  ...functions("asyncio", "iscoroutine isfuture", { parameters: ["obj"], source: TASKS }),
  ...classes("asyncio", "TaskGroup", { parameters: [], source: TASKS }),
  ...functions("asyncio.TaskGroup", "create_task", { parameters: ["coro"], returns: "asyncio.Task", source: TASKS }),
  ...classes("asyncio", "Future", { parameters: [], source: FUTURE }),
  ...functions("asyncio.Future", "result exception cancelled done get_loop", { parameters: [], source: FUTURE }),
  ...functions("asyncio.Future", "cancel", { parameters: ["msg"], source: FUTURE }),
  ...functions("asyncio.Future", "set_result set_exception", { parameters: ["result"], source: FUTURE }),
  ...functions("asyncio.Future", "add_done_callback remove_done_callback", {
    parameters: ["callback"],
    source: FUTURE,
  }),
  ...classes("asyncio", "Task", { parameters: ["coro"], bases: ["asyncio.Future"], source: TASKS }),
  ...functions("asyncio.Task", "cancelling uncancel get_coro get_name", { parameters: [], source: TASKS }),
  ...functions("asyncio.Task", "set_name", { parameters: ["value"], source: TASKS }),
];

const streams: readonly Row[] = [
  ...functions("asyncio", "open_connection", {
    parameters: ["host", "port"],
    use: "await",
    unpacks: ["asyncio.StreamReader", "asyncio.StreamWriter"],
    waitsFor: "the connection",
    unlimited: "connect",
    source: STREAMS,
  }),
  ...functions("asyncio", "open_unix_connection", {
    parameters: ["path"],
    use: "await",
    unpacks: ["asyncio.StreamReader", "asyncio.StreamWriter"],
    source: STREAMS,
  }),
  ...functions("asyncio", "start_server", {
    parameters: ["client_connected_cb", "host", "port"],
    use: "await",
    returns: "asyncio.Server",
    source: STREAMS,
  }),
  ...functions("asyncio", "start_unix_server", {
    parameters: ["client_connected_cb", "path"],
    use: "await",
    returns: "asyncio.Server",
    source: STREAMS,
  }),
  ...classes("asyncio", "StreamReader", { source: STREAMS }),
  ...classes("asyncio", "StreamWriter", { closedBy: "close", source: STREAMS }),
  ...functions("asyncio.StreamReader", "read readexactly", {
    parameters: ["n"],
    use: "await",
    waitsFor: "the other side",
    unlimited: "answer",
    source: STREAMS,
  }),
  ...functions("asyncio.StreamReader", "readline", {
    parameters: [],
    use: "await",
    waitsFor: "the other side",
    unlimited: "answer",
    source: STREAMS,
  }),
  ...functions("asyncio.StreamReader", "readuntil", {
    parameters: ["separator"],
    use: "await",
    waitsFor: "the other side",
    unlimited: "answer",
    source: STREAMS,
  }),
  ...functions("asyncio.StreamReader", "at_eof feed_eof", { parameters: [], source: STREAMS }),
  ...functions("asyncio.StreamWriter", "drain wait_closed", {
    parameters: [],
    use: "await",
    waitsFor: "the other side",
    source: STREAMS,
  }),
  ...functions("asyncio.StreamWriter", "start_tls", { parameters: ["sslcontext"], use: "await", source: STREAMS }),
  ...functions("asyncio.StreamWriter", "write writelines", { parameters: ["data"], source: STREAMS }),
  ...functions("asyncio.StreamWriter", "close write_eof can_write_eof is_closing", { parameters: [], source: STREAMS }),
  ...functions("asyncio.StreamWriter", "get_extra_info", { parameters: ["name", "default"], source: STREAMS }),
];

const subprocesses: readonly Row[] = [
  ...functions("asyncio", "create_subprocess_exec", {
    parameters: ["program"],
    use: "await",
    returns: "asyncio.subprocess.Process",
    source: SUBPROCESS,
  }),
  ...functions("asyncio", "create_subprocess_shell", {
    parameters: ["cmd", "stdin", "stdout", "stderr", "limit"],
    use: "await",
    returns: "asyncio.subprocess.Process",
    source: SUBPROCESS,
  }),
  ...classes("asyncio.subprocess", "Process", { source: SUBPROCESS }),
  ...functions("asyncio.subprocess.Process", "communicate", {
    parameters: ["input"],
    use: "await",
    waitsFor: "the process",
    unlimited: "output",
    source: SUBPROCESS,
  }),
  ...functions("asyncio.subprocess.Process", "wait", {
    parameters: [],
    use: "await",
    waitsFor: "the process",
    unlimited: "exit",
    neverFails: true,
    source: SUBPROCESS,
  }),
  ...functions("asyncio.subprocess.Process", "terminate kill", { parameters: [], source: SUBPROCESS }),
  ...functions("asyncio.subprocess.Process", "send_signal", { parameters: ["signal"], source: SUBPROCESS }),
  ...attributes("asyncio.subprocess.Process", "stdin", { returns: "asyncio.StreamWriter", source: SUBPROCESS }),
  ...attributes("asyncio.subprocess.Process", "stdout stderr", { returns: "asyncio.StreamReader", source: SUBPROCESS }),
];

const synchronisation: readonly Row[] = [
  ...classes("asyncio", "Lock Event Condition Semaphore BoundedSemaphore", { source: SYNC }),
  ...functions("asyncio.Lock", "acquire", { parameters: [], use: "await", neverFails: true, source: SYNC }),
  ...functions("asyncio.Lock", "release locked", { parameters: [], source: SYNC }),
  ...functions("asyncio.Event", "wait", { parameters: [], use: "await", neverFails: true, source: SYNC }),
  ...functions("asyncio.Event", "set clear is_set", { parameters: [], source: SYNC }),
  ...functions("asyncio.Condition", "acquire wait", { parameters: [], use: "await", source: SYNC }),
  ...functions("asyncio.Condition", "wait_for", { parameters: ["predicate"], use: "await", source: SYNC }),
  ...functions("asyncio.Condition", "release locked notify_all", { parameters: [], source: SYNC }),
  ...functions("asyncio.Condition", "notify", { parameters: ["n"], source: SYNC }),
  ...["Semaphore", "BoundedSemaphore"].flatMap((name) => [
    ...functions(`asyncio.${name}`, "acquire", { parameters: [], use: "await", neverFails: true, source: SYNC }),
    ...functions(`asyncio.${name}`, "release locked", { parameters: [], source: SYNC }),
  ]),
  ...classes("asyncio", "Barrier", { parameters: ["parties"], source: SYNC }),
  ...functions("asyncio.Barrier", "wait reset abort", { parameters: [], use: "await", source: SYNC }),
  ...classes("asyncio", "Queue PriorityQueue LifoQueue", { parameters: ["maxsize"], source: QUEUES }),
  ...["Queue", "PriorityQueue", "LifoQueue"].flatMap((name) => [
    ...functions(`asyncio.${name}`, "get", { parameters: [], use: "await", source: QUEUES }),
    ...functions(`asyncio.${name}`, "join", { parameters: [], use: "await", neverFails: true, source: QUEUES }),
    ...functions(`asyncio.${name}`, "put", {
      parameters: ["item"],
      use: "await",
      waitsIfMadeWith: "maxsize",
      source: QUEUES,
    }),
    ...functions(`asyncio.${name}`, "put_nowait", { parameters: ["item"], source: QUEUES }),
    ...functions(`asyncio.${name}`, "get_nowait task_done qsize empty full shutdown", { source: QUEUES }),
  ]),
];

const eventLoop: readonly Row[] = [
  ...functions("asyncio", "get_running_loop get_event_loop new_event_loop", {
    parameters: [],
    returns: "asyncio.AbstractEventLoop",
    source: LOOP,
  }),
  ...classes("asyncio", "AbstractEventLoop", { source: LOOP }),
  ...functions("asyncio.AbstractEventLoop", "create_task", {
    parameters: ["coro"],
    returns: "asyncio.Task",
    source: LOOP,
  }),
  ...functions("asyncio.AbstractEventLoop", "create_future", {
    parameters: [],
    returns: "asyncio.Future",
    source: LOOP,
  }),
  ...functions("asyncio.AbstractEventLoop", "run_in_executor", {
    parameters: ["executor", "func"],
    returns: "asyncio.Future",
    calls: { argument: 1, keywords: false },
    source: LOOP,
  }),
  ...functions("asyncio.AbstractEventLoop", "create_connection", {
    parameters: ["protocol_factory", "host", "port"],
    use: "await",
    waitsFor: "the connection",
    unlimited: "connect",
    source: LOOP,
  }),
  ...functions("asyncio.AbstractEventLoop", "create_server create_datagram_endpoint", {
    parameters: ["protocol_factory"],
    use: "await",
    source: LOOP,
  }),
  ...functions("asyncio.AbstractEventLoop", "create_unix_connection create_unix_server", {
    parameters: ["protocol_factory", "path"],
    use: "await",
    source: LOOP,
  }),
  ...functions("asyncio.AbstractEventLoop", "start_tls", {
    parameters: ["transport", "protocol", "sslcontext"],
    use: "await",
    source: LOOP,
  }),
  ...functions("asyncio.AbstractEventLoop", "sock_connect", {
    parameters: ["sock", "address"],
    use: "await",
    waitsFor: "the connection",
    unlimited: "connect",
    source: LOOP,
  }),
  ...functions(
    "asyncio.AbstractEventLoop",
    "sock_accept sock_recv sock_recv_into sock_recvfrom sock_recvfrom_into sock_sendall sock_sendto sock_sendfile sendfile",
    { use: "await", source: LOOP },
  ),
  ...functions(
    "asyncio.AbstractEventLoop",
    "getaddrinfo getnameinfo connect_read_pipe connect_write_pipe subprocess_exec subprocess_shell",
    {
      use: "await",
      source: LOOP,
    },
  ),
  ...functions("asyncio.AbstractEventLoop", "shutdown_asyncgens shutdown_default_executor", {
    use: "await",
    source: LOOP,
  }),
  ...functions("asyncio.AbstractEventLoop", "run_until_complete", { parameters: ["future"], source: LOOP }),
  ...functions("asyncio.AbstractEventLoop", "run_forever stop close is_running is_closed time", {
    parameters: [],
    source: LOOP,
  }),
  ...functions("asyncio.AbstractEventLoop", "call_soon call_soon_threadsafe", {
    parameters: ["callback"],
    source: LOOP,
  }),
  ...functions("asyncio.AbstractEventLoop", "call_later call_at", { parameters: ["delay", "callback"], source: LOOP }),
  ...classes("asyncio", "Server", { source: LOOP }),
  ...functions("asyncio.Server", "start_serving wait_closed", { parameters: [], use: "await", source: LOOP }),
  ...functions("asyncio.Server", "serve_forever", {
    parameters: [],
    use: "await",
    cancelledByClosing: true,
    source: LOOP,
  }),
  ...functions("asyncio.Server", "close get_loop is_serving", { parameters: [], source: LOOP }),
  ...functions("asyncio", "run", { parameters: ["main"], source: RUNNER }),
  ...classes("asyncio", "Runner", { parameters: [], source: RUNNER }),
  ...functions("asyncio.Runner", "run", { parameters: ["coro"], source: RUNNER }),
  ...functions("asyncio.Runner", "close get_loop", { parameters: [], source: RUNNER }),
];

export const asyncioRows: Library = {
  rows: [...tasks, ...streams, ...subprocesses, ...synchronisation, ...eventLoop],
  aliases: {
    "asyncio.tasks": "asyncio",
    "asyncio.streams": "asyncio",
    "asyncio.events": "asyncio",
    "asyncio.queues": "asyncio",
    "asyncio.locks": "asyncio",
    "asyncio.taskgroups": "asyncio",
    "asyncio.futures": "asyncio",
    "asyncio.timeouts": "asyncio",
    "asyncio.subprocess.create_subprocess_exec": "asyncio.create_subprocess_exec",
    "asyncio.subprocess.create_subprocess_shell": "asyncio.create_subprocess_shell",
  },
};
