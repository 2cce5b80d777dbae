import type { Library } from "./row";

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
  },
  rows: [
    {
      name: "fastapi.FastAPI",
      kind: "class",
      hasLifespan: true,
      source: "https://fastapi.tiangolo.com/advanced/events/",
    },
    { name: "fastapi.APIRouter", kind: "class", source: "https://fastapi.tiangolo.com/reference/apirouter/" },
    { name: "starlette.Starlette", kind: "class", hasLifespan: true, source: "https://www.starlette.io/lifespan/" },
    { name: "fastmcp.FastMCP", kind: "class", hasLifespan: true, source: "https://gofastmcp.com/servers/server" },
    {
      name: "mcp.server.fastmcp.FastMCP",
      kind: "class",
      hasLifespan: true,
      source: "https://github.com/modelcontextprotocol/python-sdk#server",
    },
    {
      name: "mcp.server.Server",
      kind: "class",
      hasLifespan: true,
      source: "https://github.com/modelcontextprotocol/python-sdk#low-level-server",
    },
    {
      name: "litestar.Litestar",
      kind: "class",
      hasLifespan: true,
      source: "https://docs.litestar.dev/latest/usage/applications.html",
    },
    {
      name: "faststream.FastStream",
      kind: "class",
      hasLifespan: true,
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
      source: "https://docs.aiohttp.org/en/stable/web_advanced.html#aiohttp-web-cleanup-ctx",
    },
  ],
};
