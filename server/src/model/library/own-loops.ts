import { classes, functions } from "./define";
import type { Library } from "./row";

const UVICORN = "https://github.com/encode/uvicorn/blob/master/uvicorn/server.py";
const ASGIREF = "https://github.com/django/asgiref/blob/main/asgiref/sync.py";

const ownLoop = { blocks: "wait", nestsLoop: true } as const;

/**
 * What runs an event loop of its own inside, though no coroutine shows: servers, bots, plain faces of async libraries.
 */
export const ownLoopRows: Library = {
  rows: [
    ...functions("uvloop", "run", {
      ...ownLoop,
      awaitsFirst: true,
      parameters: ["main"],
      source: "https://github.com/MagicStack/uvloop#using-uvloop",
    }),
    ...functions("anyio", "run", { ...ownLoop, source: "https://anyio.readthedocs.io/en/stable/api.html" }),
    ...functions("uvicorn", "run", { ...ownLoop, source: UVICORN }),
    ...classes("uvicorn", "Server", { source: UVICORN }),
    ...functions("uvicorn.Server", "run", { ...ownLoop, source: UVICORN }),
    ...functions("aiohttp.web", "run_app", {
      ...ownLoop,
      source: "https://docs.aiohttp.org/en/stable/web_reference.html",
    }),
    ...functions("discord.Client", "run", {
      ...ownLoop,
      source: "https://discordpy.readthedocs.io/en/stable/api.html",
    }),
    ...classes("aiogram", "Dispatcher", { source: "https://docs.aiogram.dev/en/latest/dispatcher/dispatcher.html" }),
    ...functions("aiogram.Dispatcher", "run_polling", {
      ...ownLoop,
      source: "https://docs.aiogram.dev/en/latest/dispatcher/dispatcher.html",
    }),
    ...classes("telegram.ext", "Application", {
      source: "https://docs.python-telegram-bot.org/en/stable/telegram.ext.application.html",
    }),
    ...functions("telegram.ext.Application", "run_polling run_webhook", {
      ...ownLoop,
      source: "https://docs.python-telegram-bot.org/en/stable/telegram.ext.application.html",
    }),
    ...functions("playwright.sync_api", "sync_playwright", {
      ...ownLoop,
      raises: "playwright.sync_api.Error",
      source: "https://github.com/microsoft/playwright-python/blob/main/playwright/sync_api/_context_manager.py",
    }),
    ...classes("asgiref.sync", "async_to_sync", { source: ASGIREF }),
    ...functions("asgiref.sync.async_to_sync", "__call__", { ...ownLoop, source: ASGIREF }),
  ],
  aliases: {
    "asgiref.sync.AsyncToSync": "asgiref.sync.async_to_sync",
    "aiohttp.web_runner.run_app": "aiohttp.web.run_app",
    "aiogram.dispatcher.dispatcher.Dispatcher": "aiogram.Dispatcher",
    "uvicorn.main.run": "uvicorn.run",
    "uvicorn.server.Server": "uvicorn.Server",
  },
};
