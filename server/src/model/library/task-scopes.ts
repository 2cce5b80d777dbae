import { classes, functions } from "./define";
import type { Library } from "./row";

const MCP = "https://github.com/modelcontextprotocol/python-sdk/tree/main/src/mcp/client";
const MCP_SERVER = "https://github.com/modelcontextprotocol/python-sdk/tree/main/src/mcp/server";
const LIFESPAN = "https://github.com/florimondmanca/asgi-lifespan/blob/master/src/asgi_lifespan/_manager.py";
const APSCHEDULER = "https://github.com/agronholm/apscheduler/blob/master/src/apscheduler/_schedulers/async_.py";
const TRIO_WEBSOCKET = "https://github.com/python-trio/trio-websocket/blob/master/trio_websocket/_impl.py";
const TRIO_ASYNCIO = "https://github.com/python-trio/trio-asyncio/blob/master/trio_asyncio/_loop.py";
const TRIO_UTIL = "https://github.com/groove-x/trio-util/blob/master/src/trio_util/_cancel_scopes.py";
const TRIO_PARALLEL = "https://trio-parallel.readthedocs.io/en/latest/reference.html";
const QTRIO = "https://github.com/altendky/qtrio/blob/main/qtrio/_core.py";
const ANYIO = "https://anyio.readthedocs.io/en/stable/api.html";

/** A function under `@asynccontextmanager` that has tasks running, or a cancel scope open, while its block runs. */
const scoped = { use: "async with", tasks: "scope within" } as const;

/** What has a group of tasks or a cancel scope inside, beside those that are one. */
export const taskScopeRows: Library = {
  rows: [
    ...functions("mcp.client.stdio", "stdio_client", { ...scoped, source: MCP }),
    ...functions("mcp.client.sse", "sse_client", { ...scoped, source: MCP }),
    ...functions("mcp.client.streamable_http", "streamable_http_client streamablehttp_client", {
      ...scoped,
      source: MCP,
    }),
    ...functions("mcp.client.websocket", "websocket_client", { ...scoped, source: MCP }),
    ...classes("mcp.client.session", "ClientSession", { tasks: "scope within", source: MCP }),
    ...functions("mcp.server.stdio", "stdio_server", { ...scoped, source: MCP_SERVER }),
    ...classes("asgi_lifespan", "LifespanManager", { tasks: "scope within", source: LIFESPAN }),
    ...classes("apscheduler", "AsyncScheduler", { tasks: "scope within", source: APSCHEDULER }),
    ...functions("trio_websocket", "open_websocket open_websocket_url", { ...scoped, source: TRIO_WEBSOCKET }),
    ...functions("trio_asyncio", "open_loop", { ...scoped, source: TRIO_ASYNCIO }),
    ...functions("trio_util", "move_on_when run_and_cancelling", { ...scoped, source: TRIO_UTIL }),
    ...functions("trio_parallel", "open_worker_context", { ...scoped, source: TRIO_PARALLEL }),
    ...functions("qtrio", "open_emissions_nursery", { ...scoped, source: QTRIO }),
    ...classes("anyio.from_thread", "BlockingPortal", { tasks: "scope within", source: ANYIO }),
    ...functions("anyio.from_thread", "start_blocking_portal", { tasks: "scope within", source: ANYIO }),
  ],
  aliases: {
    "mcp.stdio_client": "mcp.client.stdio.stdio_client",
    "mcp.ClientSession": "mcp.client.session.ClientSession",
    "mcp.stdio_server": "mcp.server.stdio.stdio_server",
    "anyio.start_blocking_portal": "anyio.from_thread.start_blocking_portal",
  },
};
