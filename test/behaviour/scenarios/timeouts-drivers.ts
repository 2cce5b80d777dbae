import { ends, type Scenario } from "../scenario";
import { type PlainCase, scenariosOf } from "./plain";

/** A script that prints what a driver was given; the drivers are stubs, which keep that. */
const given = (title: string, module: string, call: string, after: string): PlainCase => ({
  title,
  source: `import asyncio

import ${module}


async def connect():
    made = ${call}
    return made.given


print(asyncio.run(connect()))
`,
  outcome: ends(`${after}\n`),
});

/** Drivers of databases are told the timeout under the name that they know it by. */
export const TIMEOUTS_DRIVERS: readonly Scenario[] = [
  ...scenariosOf("missing-timeout", "Add command_timeout=10.0", [
    given(
      "a pool of asyncpg",
      "asyncpg",
      "await asyncpg.create_pool('dsn', min_size=1)",
      "{'min_size': 1, 'command_timeout': 10.0}",
    ),
  ]),
  ...scenariosOf("missing-timeout", "Add connect_timeout=10.0", [
    given(
      "a connection of aiomysql",
      "aiomysql",
      "await aiomysql.connect(host='db')",
      "{'host': 'db', 'connect_timeout': 10.0}",
    ),
  ]),
  ...scenariosOf("missing-timeout", "Add connect_timeout=10", [
    {
      title: "a connection of psycopg2, in whole seconds",
      source: `import psycopg2

print(psycopg2.connect("dsn", user="app").given)
`,
      outcome: ends("{'user': 'app', 'connect_timeout': 10}\n"),
    },
  ]),
  ...scenariosOf("disabled-timeout", "Set command_timeout=10.0", [
    given(
      "no limit for asyncpg",
      "asyncpg",
      "await asyncpg.connect('dsn', command_timeout=None)",
      "{'command_timeout': 10.0}",
    ),
  ]),
  ...scenariosOf("disabled-timeout", "Set socket_timeout=10.0", [
    given(
      "no limit for redis",
      "redis.asyncio",
      "redis.asyncio.Redis(host='cache', socket_timeout=None)",
      "{'host': 'cache', 'socket_timeout': 10.0}",
    ),
  ]),
  ...scenariosOf("disabled-timeout", "Set connect_timeout=10", [
    given("no limit for psycopg2", "psycopg2", "psycopg2.connect('dsn', connect_timeout=0)", "{'connect_timeout': 10}"),
  ]),
];
