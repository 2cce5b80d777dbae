import { classes, functions } from "./define";
import type { Library } from "./row";

const TASKS = "https://docs.python.org/3/library/asyncio-task.html";
const FUTURE = "https://docs.python.org/3/library/asyncio-future.html";
const LOOP = "https://docs.python.org/3/library/asyncio-eventloop.html";
const ANYIO = "https://anyio.readthedocs.io/en/stable/api.html";
const TRIO = "https://trio.readthedocs.io/en/stable/reference-core.html";

/**
 * What starts tasks, holds them together, bounds them, and waits for several. Joined with what other files say of the
 * same names.
 */
export const taskRows: Library = {
  rows: [
    ...functions("asyncio", "gather", { tasks: "gathers", source: TASKS }),
    ...functions("asyncio", "wait", { tasks: "waits", source: TASKS }),
    ...functions("asyncio", "create_task", { tasks: "starts", source: TASKS }),
    ...functions("asyncio", "ensure_future", { tasks: "starts", source: FUTURE }),
    ...functions("asyncio.AbstractEventLoop", "create_task", { tasks: "starts", source: LOOP }),
    ...classes("asyncio", "TaskGroup", { tasks: "group", since: [3, 11], source: TASKS }),
    ...functions("asyncio.TaskGroup", "create_task", { tasks: "starts in group", source: TASKS }),
    ...functions("asyncio", "timeout timeout_at", { tasks: "scope", since: [3, 11], source: TASKS }),
    ...classes("asyncio", "Runner Barrier", { since: [3, 11], source: TASKS }),

    ...functions("anyio", "create_task_group", { tasks: "group", source: ANYIO }),
    ...functions("anyio.abc.TaskGroup", "start_soon", { tasks: "starts in group", source: ANYIO }),
    ...functions("anyio.abc.TaskGroup", "start", { tasks: "starts in group", source: ANYIO }),
    ...functions("anyio", "fail_after move_on_after CancelScope", { tasks: "scope", source: ANYIO }),

    ...functions("trio", "open_nursery", { tasks: "group", returns: "trio.Nursery", source: TRIO }),
    ...functions("trio.Nursery", "start_soon", { tasks: "starts in group", source: TRIO }),
    ...functions("trio.Nursery", "start", { tasks: "starts in group", source: TRIO }),
    ...functions("trio", "fail_after fail_at move_on_after move_on_at CancelScope", { tasks: "scope", source: TRIO }),
  ],
};
