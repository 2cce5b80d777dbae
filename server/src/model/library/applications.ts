import type { Hook, Library } from "./row";

const LIFESPAN: readonly Hook[] = [{ by: "keyword", name: "lifespan", runs: "around" }];

/** Functions under a name at the start, and others under another one at the end. */
function startsAndEnds(by: Hook["by"], start: string, end: string): readonly Hook[] {
  return [
    { by, name: start, runs: "at start" },
    { by, name: end, runs: "at end" },
  ];
}

/** The same where an argument says which of both a function is for. */
function events(by: Hook["by"], name: string, start: string, end: string): readonly Hook[] {
  return [
    { by, name, event: start, runs: "at start" },
    { by, name, event: end, runs: "at end" },
  ];
}

const STARLETTE: readonly Hook[] = [
  { by: "keyword", name: "lifespan", runs: "around", alone: true },
  ...events("decorator", "on_event", "startup", "shutdown"),
  ...events("call", "add_event_handler", "startup", "shutdown"),
  ...startsAndEnds("keyword", "on_startup", "on_shutdown"),
];

const AIOHTTP: readonly Hook[] = [
  { by: "call", name: "cleanup_ctx.append", runs: "around" },
  ...startsAndEnds("call", "on_startup.append", "on_cleanup.append"),
];

const QUART: readonly Hook[] = [
  { by: "decorator", name: "while_serving", runs: "around" },
  ...startsAndEnds("decorator", "before_serving", "after_serving"),
  ...startsAndEnds("call", "before_serving", "after_serving"),
];

const SANIC: readonly Hook[] = [
  ...startsAndEnds("decorator", "before_server_start", "after_server_stop"),
  ...events("decorator", "listener", "before_server_start", "after_server_stop"),
  ...events("call", "register_listener", "before_server_start", "after_server_stop"),
];

const LITESTAR: readonly Hook[] = [...LIFESPAN, ...startsAndEnds("keyword", "on_startup", "on_shutdown")];

const FASTSTREAM: readonly Hook[] = [...LIFESPAN, ...startsAndEnds("decorator", "on_startup", "after_shutdown")];

const AIOGRAM: readonly Hook[] = [
  ...startsAndEnds("call", "startup.register", "shutdown.register"),
  ...startsAndEnds("decorator", "startup", "shutdown"),
];

/** Web and message applications, whose set-up and tear-down stand in one context manager around all that they serve. */
export const applicationRows: Library = {
  aliases: {
    "fastapi.applications.FastAPI": "fastapi.FastAPI",
    "fastapi.routing.APIRouter": "fastapi.APIRouter",
    "starlette.applications.Starlette": "starlette.Starlette",
    "mcp.server.fastmcp.server.FastMCP": "mcp.server.fastmcp.FastMCP",
    "fastmcp.server.FastMCP": "fastmcp.FastMCP",
    "litestar.app.Litestar": "litestar.Litestar",
    "aiohttp.web_app.Application": "aiohttp.web.Application",
    "quart.app.Quart": "quart.Quart",
    "sanic.app.Sanic": "sanic.Sanic",
  },
  rows: [
    {
      name: "fastapi.FastAPI",
      kind: "class",
      hasLifespan: true,
      hooks: STARLETTE,
      source: "https://fastapi.tiangolo.com/advanced/events/",
    },
    { name: "fastapi.APIRouter", kind: "class", source: "https://fastapi.tiangolo.com/reference/apirouter/" },
    {
      name: "starlette.Starlette",
      kind: "class",
      hasLifespan: true,
      hooks: STARLETTE,
      source: "https://www.starlette.io/lifespan/",
    },
    {
      name: "fastmcp.FastMCP",
      kind: "class",
      hasLifespan: true,
      hooks: LIFESPAN,
      source: "https://gofastmcp.com/servers/server",
    },
    {
      name: "mcp.server.fastmcp.FastMCP",
      kind: "class",
      hasLifespan: true,
      hooks: LIFESPAN,
      source: "https://github.com/modelcontextprotocol/python-sdk#server",
    },
    {
      name: "mcp.server.Server",
      kind: "class",
      hasLifespan: true,
      hooks: LIFESPAN,
      source: "https://github.com/modelcontextprotocol/python-sdk#low-level-server",
    },
    {
      name: "litestar.Litestar",
      kind: "class",
      hasLifespan: true,
      hooks: LITESTAR,
      source: "https://docs.litestar.dev/latest/usage/applications.html",
    },
    {
      name: "faststream.FastStream",
      kind: "class",
      hasLifespan: true,
      hooks: FASTSTREAM,
      source: "https://faststream.ag2.ai/latest/getting-started/lifespan/context/",
    },
    {
      name: "discord.Client",
      kind: "class",
      startsIn: ["on_ready", "setup_hook"],
      source: "https://discordpy.readthedocs.io/en/stable/api.html#client",
    },
    {
      name: "discord.ext.commands.Cog",
      kind: "class",
      startsIn: ["cog_load"],
      source: "https://discordpy.readthedocs.io/en/stable/ext/commands/api.html#cogs",
    },
    {
      name: "textual.app.App",
      kind: "class",
      startsIn: ["on_load", "on_ready"],
      source: "https://textual.textualize.io/events/",
    },
    {
      name: "aiohttp.web.Application",
      startsIn: ["on_startup"],
      kind: "class",
      hasLifespan: true,
      hooks: AIOHTTP,
      source: "https://docs.aiohttp.org/en/stable/web_advanced.html#aiohttp-web-cleanup-ctx",
    },
    {
      name: "quart.Quart",
      kind: "class",
      hooks: QUART,
      source: "https://quart.palletsprojects.com/en/latest/how_to_guides/startup_shutdown.html",
    },
    { name: "sanic.Sanic", kind: "class", hooks: SANIC, source: "https://sanic.dev/en/guide/basics/listeners.html" },
    {
      name: "aiogram.Dispatcher",
      kind: "class",
      hooks: AIOGRAM,
      source: "https://docs.aiogram.dev/en/latest/dispatcher/dispatcher.html",
    },
  ],
};
