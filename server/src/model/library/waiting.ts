import { classes, functions } from "./define";
import type { Library } from "./row";

const REFERENCE = "https://docs.python.org/3/library";
const THREADING = `${REFERENCE}/threading.html`;
const QUEUE = `${REFERENCE}/queue.html`;
const FUTURES = `${REFERENCE}/concurrent.futures.html`;
const MULTIPROCESSING = `${REFERENCE}/multiprocessing.html`;
const RUNNER = `${REFERENCE}/asyncio-runner.html`;
const LOOP = `${REFERENCE}/asyncio-eventloop.html`;

const lock = {
  blocks: "wait",
  waitsFor: "another thread to release it",
  parameters: ["blocking", "timeout"],
  twins: ["asyncio.Lock"],
} as const;
const thread = { blocks: "wait", waitsFor: "another thread" } as const;
const worker = { blocks: "wait", waitsFor: "another process" } as const;
const future = { blocks: "wait", waitsFor: "the future's result" } as const;

/** Waiting for other threads, other processes and whole event loops. */
export const waitingRows: Library = {
  aliases: {
    "concurrent.futures._base.Future": "concurrent.futures.Future",
    "concurrent.futures.thread.ThreadPoolExecutor": "concurrent.futures.ThreadPoolExecutor",
    "concurrent.futures.process.ProcessPoolExecutor": "concurrent.futures.ProcessPoolExecutor",
    "multiprocessing.context.Process": "multiprocessing.Process",
    "multiprocessing.process.BaseProcess": "multiprocessing.Process",
    "multiprocessing.pool.ThreadPool": "multiprocessing.pool.Pool",
    "multiprocessing.queues.Queue": "multiprocessing.Queue",
    "_thread.allocate_lock": "threading.Lock",
  },
  rows: [
    ...classes("threading", "Lock Semaphore BoundedSemaphore Event Barrier", { source: THREADING }),
    ...classes("threading", "RLock Condition", { threads: "its own", source: THREADING }),
    ...classes("threading", "Thread", {
      parameters: ["group", "target", "name", "args", "kwargs"],
      runsElsewhere: "target",
      source: THREADING,
    }),
    ...classes("threading", "Timer", {
      bases: ["threading.Thread"],
      parameters: ["interval", "function", "args", "kwargs"],
      runsElsewhere: "function",
      source: THREADING,
    }),
    ...["Lock", "RLock", "Condition"].flatMap((name) =>
      functions(`threading.${name}`, "acquire", { ...lock, source: THREADING }),
    ),
    ...functions("threading.Lock", "acquire_lock", { ...lock, source: THREADING }),
    ...["Semaphore", "BoundedSemaphore"].flatMap((name) =>
      functions(`threading.${name}`, "acquire", { ...lock, twins: [`asyncio.${name}`], source: THREADING }),
    ),
    ...functions("threading.Condition", "wait wait_for", {
      ...thread,
      twins: ["asyncio.Condition"],
      source: THREADING,
    }),
    ...functions("threading.Event", "wait", {
      ...thread,
      parameters: ["timeout"],
      twins: ["asyncio.Event"],
      source: THREADING,
    }),
    ...functions("threading.Barrier", "wait", {
      ...thread,
      parameters: ["timeout"],
      twins: ["asyncio.Barrier"],
      source: THREADING,
    }),
    ...functions("threading.Thread", "join", { ...thread, parameters: ["timeout"], source: THREADING }),

    ...classes("queue", "Queue LifoQueue PriorityQueue", {
      parameters: ["maxsize"],
      twins: ["asyncio.Queue"],
      source: QUEUE,
    }),
    ...classes("queue", "SimpleQueue", { twins: ["asyncio.Queue"], source: QUEUE }),
    ...["Queue", "LifoQueue", "PriorityQueue", "SimpleQueue"].flatMap((name) => [
      ...functions(`queue.${name}`, "get", {
        ...thread,
        parameters: ["block", "timeout"],
        twins: [`asyncio.${name === "SimpleQueue" ? "Queue" : name}`],
        source: QUEUE,
      }),
      // Without a maxsize, as a SimpleQueue always is, put() never waits.
      ...(name === "SimpleQueue"
        ? []
        : functions(`queue.${name}`, "put", {
            ...thread,
            parameters: ["item", "block", "timeout"],
            waitsIfMadeWith: "maxsize",
            twins: [`asyncio.${name}`],
            source: QUEUE,
          })),
      ...(name === "SimpleQueue"
        ? []
        : functions(`queue.${name}`, "join", { ...thread, twins: [`asyncio.${name}`], source: QUEUE })),
    ]),

    ...classes("concurrent.futures", "Future Executor", { source: FUTURES }),
    ...classes("concurrent.futures", "ThreadPoolExecutor ProcessPoolExecutor InterpreterPoolExecutor", {
      bases: ["concurrent.futures.Executor"],
      source: FUTURES,
    }),
    ...functions("concurrent.futures.Executor", "submit", {
      parameters: ["fn"],
      runsElsewhere: "fn",
      returns: "concurrent.futures.Future",
      source: FUTURES,
    }),
    ...functions("concurrent.futures.Executor", "map", { ...future, lazy: true, source: FUTURES }),
    ...functions("concurrent.futures.Executor", "shutdown", {
      ...thread,
      waitsFor: "the work that is left",
      parameters: ["wait"],
      source: FUTURES,
    }),
    ...functions("concurrent.futures.Future", "result exception", {
      ...future,
      parameters: ["timeout"],
      twins: ["asyncio.wrap_future"],
      source: FUTURES,
    }),
    ...functions("concurrent.futures", "wait", {
      ...future,
      parameters: ["fs", "timeout", "return_when"],
      twins: ["asyncio.wait"],
      source: FUTURES,
    }),
    ...functions("concurrent.futures", "as_completed", {
      ...future,
      lazy: true,
      yields: "concurrent.futures.Future",
      parameters: ["fs", "timeout"],
      twins: ["asyncio.as_completed"],
      source: FUTURES,
    }),

    ...classes(
      "multiprocessing",
      "Queue JoinableQueue SimpleQueue Lock RLock Semaphore BoundedSemaphore Event Barrier Condition",
      {
        source: MULTIPROCESSING,
      },
    ),
    ...classes("multiprocessing", "Process", {
      parameters: ["group", "target", "name", "args", "kwargs"],
      runsElsewhere: "target",
      source: MULTIPROCESSING,
    }),
    ...functions("multiprocessing.Process", "join", { ...worker, parameters: ["timeout"], source: MULTIPROCESSING }),
    ...["Queue", "JoinableQueue", "SimpleQueue"].flatMap((name) =>
      functions(`multiprocessing.${name}`, "get", {
        ...worker,
        parameters: ["block", "timeout"],
        source: MULTIPROCESSING,
      }),
    ),
    ...functions("multiprocessing.JoinableQueue", "join", { ...worker, source: MULTIPROCESSING }),
    ...["Lock", "RLock", "Semaphore", "BoundedSemaphore", "Condition"].flatMap((name) =>
      functions(`multiprocessing.${name}`, "acquire", {
        ...worker,
        parameters: ["block", "timeout"],
        source: MULTIPROCESSING,
      }),
    ),
    ...["Event", "Barrier", "Condition"].flatMap((name) =>
      functions(`multiprocessing.${name}`, "wait", { ...worker, parameters: ["timeout"], source: MULTIPROCESSING }),
    ),
    ...functions("multiprocessing", "Pool", { returns: "multiprocessing.pool.Pool", source: MULTIPROCESSING }),
    ...classes("multiprocessing.pool", "Pool", { source: MULTIPROCESSING }),
    ...functions("multiprocessing.pool.Pool", "apply map starmap join", { ...worker, source: MULTIPROCESSING }),
    ...functions("multiprocessing.pool.Pool", "imap imap_unordered", {
      ...worker,
      lazy: true,
      source: MULTIPROCESSING,
    }),
    ...functions("multiprocessing.pool.Pool", "apply_async map_async starmap_async", {
      returns: "multiprocessing.pool.AsyncResult",
      source: MULTIPROCESSING,
    }),
    ...classes("multiprocessing.pool", "AsyncResult", { source: MULTIPROCESSING }),
    ...functions("multiprocessing.pool.AsyncResult", "get wait", {
      ...worker,
      parameters: ["timeout"],
      source: MULTIPROCESSING,
    }),

    ...functions("asyncio", "run", {
      blocks: "wait",
      nestsLoop: true,
      awaitsFirst: true,
      parameters: ["main"],
      source: RUNNER,
    }),
    ...functions("asyncio", "run_coroutine_threadsafe", {
      returns: "concurrent.futures.Future",
      source: `${REFERENCE}/asyncio-task.html`,
    }),
    ...functions("asyncio.AbstractEventLoop", "run_until_complete", {
      blocks: "wait",
      nestsLoop: true,
      awaitsFirst: true,
      parameters: ["future"],
      source: LOOP,
    }),
    ...functions("asyncio.AbstractEventLoop", "run_forever", {
      blocks: "wait",
      nestsLoop: true,
      parameters: [],
      source: LOOP,
    }),
    ...functions("asyncio.Runner", "run", {
      blocks: "wait",
      nestsLoop: true,
      awaitsFirst: true,
      parameters: ["coro"],
      source: RUNNER,
    }),
  ],
};
