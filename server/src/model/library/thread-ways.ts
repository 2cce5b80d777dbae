/** A function that is awaited while a thread makes a call: `await run(f, ...)`. */
export interface ThreadWay {
  /** Dotted, as the library documents it. */
  readonly name: string;
  /**
   * What it hands on: arguments of every kind, or those alone that are given by position. One that makes a coroutine
   * function is given the function, and what that makes the arguments.
   */
  readonly takes: "all arguments" | "positions" | "the function";
  /** The libraries whose loops it works on. */
  readonly worksOn: readonly ("asyncio" | "anyio" | "trio")[];
  /** What else comes of it, in words that end a sentence. */
  readonly besides?: string;
  readonly source: string;
}

/**
 * The ways into a thread. Which of them a fix writes is the file's choice, and where that has made none, that of the
 * library which its loop is of: the first one here.
 */
export const THREAD_WAYS: readonly ThreadWay[] = [
  {
    name: "asyncio.to_thread",
    takes: "all arguments",
    worksOn: ["asyncio"],
    source: "https://docs.python.org/3/library/asyncio-task.html#asyncio.to_thread",
  },
  {
    name: "anyio.to_thread.run_sync",
    takes: "positions",
    worksOn: ["anyio", "asyncio", "trio"],
    source: "https://anyio.readthedocs.io/en/stable/api.html#anyio.to_thread.run_sync",
  },
  {
    name: "trio.to_thread.run_sync",
    takes: "positions",
    worksOn: ["trio"],
    source: "https://trio.readthedocs.io/en/stable/reference-core.html#trio.to_thread.run_sync",
  },
  {
    name: "starlette.concurrency.run_in_threadpool",
    takes: "all arguments",
    worksOn: ["asyncio", "anyio"],
    source: "https://www.starlette.io/threadpool/",
  },
  {
    name: "asgiref.sync.sync_to_async",
    takes: "the function",
    worksOn: ["asyncio", "anyio"],
    source: "https://github.com/django/asgiref/blob/main/README.rst#threading",
  },
  {
    name: "nicegui.run.io_bound",
    takes: "all arguments",
    worksOn: ["asyncio"],
    besides: "it gives None once the application stops",
    source: "https://nicegui.io/documentation/section_action_events#running_i_o-bound_tasks",
  },
  {
    name: "aiorpcx.run_in_thread",
    takes: "positions",
    worksOn: ["asyncio"],
    source: "https://github.com/kyuupichan/aiorpcX/blob/master/aiorpcx/curio.py",
  },
];

/** A way into a thread that a framework gives by an object: its applications are to take that, and no other. */
export interface ObjectWay {
  /** The package whose import tells that the code is written for the framework. */
  readonly of: string;
  /** How the object is written, as a rule: a parameter, or what an object keeps. */
  readonly objects: readonly string[];
  readonly method: string;
  readonly takes: "all arguments" | "positions";
  readonly source: string;
}

export const OBJECT_WAYS: readonly ObjectWay[] = [
  {
    of: "homeassistant",
    objects: ["hass", "self.hass", "self._hass"],
    method: "async_add_executor_job",
    takes: "positions",
    source: "https://developers.home-assistant.io/docs/asyncio_working_with_async/",
  },
];
