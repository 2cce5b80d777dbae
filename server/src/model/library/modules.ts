/**
 * What is known of modules as wholes: what it says of a file that it imports them. By their names as they are imported.
 */

/** Imported by nothing but tests. */
export const TEST_MODULES = [
  "pytest",
  "_pytest",
  "pytest_asyncio",
  "unittest",
  "mock",
  "asynctest",
  "nose",
  "hypothesis",
  "django.test",
  "aiohttp.test_utils",
] as const;

/** Imported by nothing but scripts that build or check a project. */
export const SCRIPT_MODULES = ["setuptools", "distutils.core", "nox"] as const;

/** What other libraries are built on: declared to hold it to a version, more often than to be imported. */
export const UNDERLYING_MODULES = ["botocore", "httplib2", "urllib3"] as const;

/** Frameworks of command lines, each command of which has a loop of its own. */
export const COMMAND_LINE_MODULES = ["typer", "click", "asyncclick", "cyclopts", "rich_click"] as const;

/** Imported by what goes on serving: servers and their frameworks, bots, and what they are built on. */
export const SERVING_MODULES = [
  "aiogram",
  "discord",
  "disnake",
  "fastapi",
  "hikari",
  "homeassistant",
  "hypercorn",
  "mautrix",
  "nextcord",
  "nio",
  "pyrogram",
  "quart",
  "sanic",
  "slack_bolt",
  "socketio",
  "starlette",
  "telegram",
  "telethon",
  "tornado",
  "twitchio",
  "uvicorn",
  "websockets",
] as const;

/**
 * What runs a coroutine as the only one of its loop, and takes the function uncalled; the table knows what makes a loop
 * otherwise.
 */
export const RUNNERS: ReadonlySet<string> = new Set(["anyio.run", "trio.run", "uvloop.run"]);

/** What makes it possible after all to run a loop within another: nest_asyncio, and those that apply it. */
export const NESTING_MODULES: ReadonlySet<string> = new Set(["nest_asyncio", "chainlit"]);

/** The names that these are imported under. */
export const NESTING_NAMES = ["nest_asyncio", "chainlit", "cl"] as const;
