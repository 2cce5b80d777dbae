import { classes, functions } from "./define";
import type { Library, Row } from "./row";

const ANYIO = "https://anyio.readthedocs.io/en/stable/api.html";
const TRIO = "https://trio.readthedocs.io/en/stable/reference-core.html";
const TRIO_IO = "https://trio.readthedocs.io/en/stable/reference-io.html";
const ASYNC_TIMEOUT = "https://github.com/aio-libs/async-timeout#usage-example";

const anyioRows: readonly Row[] = [
  ...functions("anyio", "sleep", { parameters: ["delay"], use: "await", source: ANYIO }),
  ...functions("anyio", "sleep_until", { parameters: ["deadline"], use: "await", source: ANYIO }),
  ...functions("anyio", "sleep_forever", { parameters: [], use: "await", source: ANYIO }),
  ...functions("anyio", "fail_after move_on_after", {
    parameters: ["delay", "shield"],
    bounds: "block",
    source: ANYIO,
  }),
  ...classes("anyio", "CancelScope", { bounds: "block", source: ANYIO }),
  ...functions("anyio", "create_task_group", { parameters: [], returns: "anyio.abc.TaskGroup", source: ANYIO }),
  ...classes("anyio.abc", "TaskGroup", { source: ANYIO }),
  ...functions("anyio.abc.TaskGroup", "start_soon", { parameters: ["func"], source: ANYIO }),
  ...functions("anyio.abc.TaskGroup", "start", { parameters: ["func"], use: "await", source: ANYIO }),
  ...functions("anyio.to_thread", "run_sync", {
    parameters: ["func"],
    use: "await",
    calls: { argument: 0, keywords: false },
    source: ANYIO,
  }),
  ...functions("anyio", "connect_tcp", {
    parameters: ["remote_host", "remote_port"],
    use: "await",
    waitsFor: "the connection",
    unlimited: "connect",
    source: ANYIO,
  }),
  ...functions("anyio", "connect_unix", { parameters: ["path"], use: "await", source: ANYIO }),
  ...functions("anyio", "run_process", {
    parameters: ["command"],
    use: "await",
    waitsFor: "the process",
    unlimited: "command",
    source: ANYIO,
  }),
  ...functions("anyio", "open_process", {
    parameters: ["command"],
    use: "await",
    returns: "anyio.abc.Process",
    source: ANYIO,
  }),
  ...classes("anyio.abc", "Process", { source: ANYIO }),
  ...functions("anyio.abc.Process", "wait", { parameters: [], use: "await", source: ANYIO }),
  ...functions("anyio", "run", { parameters: ["func"], source: ANYIO }),
];

const trioRows: readonly Row[] = [
  ...functions("trio", "sleep", { parameters: ["seconds"], use: "await", source: TRIO }),
  ...functions("trio", "sleep_until", { parameters: ["deadline"], use: "await", source: TRIO }),
  ...functions("trio", "sleep_forever", { parameters: [], use: "await", source: TRIO }),
  ...functions("trio", "fail_after move_on_after", { parameters: ["seconds"], bounds: "block", source: TRIO }),
  ...functions("trio", "fail_at move_on_at", { parameters: ["deadline"], bounds: "block", source: TRIO }),
  ...classes("trio", "CancelScope", { bounds: "block", source: TRIO }),
  ...functions("trio", "open_nursery", {
    parameters: ["strict_exception_groups"],
    enters: "trio.Nursery",
    source: TRIO,
  }),
  ...classes("trio", "Nursery", { source: TRIO }),
  ...functions("trio.Nursery", "start_soon", { parameters: ["async_fn"], source: TRIO }),
  ...functions("trio.Nursery", "start", { parameters: ["async_fn"], use: "await", source: TRIO }),
  ...functions("trio.to_thread", "run_sync", {
    parameters: ["sync_fn"],
    use: "await",
    calls: { argument: 0, keywords: false },
    source: TRIO,
  }),
  ...functions("trio", "open_tcp_stream open_ssl_over_tcp_stream", {
    parameters: ["host", "port"],
    use: "await",
    waitsFor: "the connection",
    unlimited: "connect",
    source: TRIO_IO,
  }),
  ...functions("trio", "open_unix_socket", { parameters: ["filename"], use: "await", source: TRIO_IO }),
  ...functions("trio", "run_process", {
    parameters: ["command"],
    use: "await",
    waitsFor: "the process",
    unlimited: "command",
    source: TRIO_IO,
  }),
  ...functions("trio", "run", { parameters: ["async_fn"], source: TRIO }),
];

const STARLETTE = "https://www.starlette.io/threadpool/";

/** anyio and trio, and what gives asyncio their time limits where it has none of its own. */
export const structuredRows: Library = {
  rows: [
    ...anyioRows,
    ...trioRows,
    {
      name: "starlette.concurrency.run_in_threadpool",
      kind: "function",
      parameters: ["func"],
      use: "await",
      calls: { argument: 0, keywords: true },
      source: STARLETTE,
    },
    { name: "async_timeout.timeout", kind: "function", parameters: ["delay"], bounds: "block", source: ASYNC_TIMEOUT },
    {
      name: "async_timeout.timeout_at",
      kind: "function",
      parameters: ["deadline"],
      bounds: "block",
      source: ASYNC_TIMEOUT,
    },
  ],
  aliases: { "fastapi.concurrency.run_in_threadpool": "starlette.concurrency.run_in_threadpool" },
};
