import type { Library, Row, Timeout } from "./row";

interface Driver {
  readonly kind: Row["kind"];
  readonly use?: Row["use"];
  readonly waitsFor: string;
  readonly timeout: Timeout;
  readonly source: string;
}

/** How long drivers of databases wait; what else is known of them stands with their other rows. */
const drivers: Readonly<Record<string, Driver>> = {
  // libpq waits for as long as TCP does; a connection string can say otherwise.
  "psycopg2.connect": {
    kind: "function",
    waitsFor: "the database",
    timeout: {
      parameter: "connect_timeout",
      default: "forever",
      unit: "whole seconds",
      within: "dsn",
      notWith: ["service"],
      disabledBy: ["0"],
    },
    source: "https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-CONNECT-TIMEOUT",
  },
  "asyncpg.connect": {
    kind: "function",
    use: "await",
    waitsFor: "the database",
    timeout: { parameter: "command_timeout", default: "forever", ofLaterCalls: true },
    source: "https://magicstack.github.io/asyncpg/current/api/index.html#asyncpg.connection.connect",
  },
  "asyncpg.create_pool": {
    kind: "function",
    use: "await or async with",
    waitsFor: "the database",
    timeout: { parameter: "command_timeout", default: "forever", ofLaterCalls: true },
    source: "https://magicstack.github.io/asyncpg/current/api/index.html#asyncpg.pool.create_pool",
  },
  "aiomysql.connect": {
    kind: "function",
    use: "await or async with",
    waitsFor: "the database",
    timeout: {
      parameter: "connect_timeout",
      default: "forever",
      notWith: ["unix_socket", "read_default_file", "read_default_group"],
    },
    source: "https://aiomysql.readthedocs.io/en/stable/connection.html#aiomysql.connect",
  },
  "aiomysql.create_pool": {
    kind: "function",
    use: "await or async with",
    waitsFor: "the database",
    timeout: {
      parameter: "connect_timeout",
      default: "forever",
      notWith: ["unix_socket", "read_default_file", "read_default_group"],
    },
    source: "https://aiomysql.readthedocs.io/en/stable/pool.html#aiomysql.create_pool",
  },
  // Five seconds since redis-py 8, for ever before it.
  ...Object.fromEntries(
    [
      "redis.Redis",
      "redis.asyncio.Redis",
      "redis.from_url",
      "redis.Redis.from_url",
      "redis.asyncio.from_url",
      "redis.asyncio.Redis.from_url",
    ].map((name): readonly [string, Driver] => [
      name,
      {
        kind: name.endsWith("Redis") ? "class" : "function",
        waitsFor: "the database",
        timeout: { parameter: "socket_timeout", default: "limited" },
        source: "https://redis.readthedocs.io/en/stable/connections.html",
      },
    ]),
  ),
};

const REQUESTS = "https://requests.readthedocs.io/en/latest/user/advanced/#transport-adapters";

const HTTPX_LIMITS = ["timeout", "connect", "read", "write", "pool"];
const HTTPX_SOURCE = "https://www.python-httpx.org/advanced/timeouts/";

/** Objects that hold several limits. */
const limitSets: readonly Row[] = [
  { name: "httpx.Timeout", kind: "class", parameters: ["timeout"], limits: HTTPX_LIMITS, source: HTTPX_SOURCE },
  { name: "httpx2.Timeout", kind: "class", parameters: ["timeout"], limits: HTTPX_LIMITS, source: HTTPX_SOURCE },
  {
    name: "aiohttp.ClientTimeout",
    kind: "class",
    parameters: ["total", "connect", "sock_read", "sock_connect", "ceil_threshold"],
    limits: ["total", "connect", "sock_read", "sock_connect"],
    source: "https://docs.aiohttp.org/en/stable/client_reference.html#aiohttp.ClientTimeout",
  },
  {
    name: "urllib3.Timeout",
    kind: "class",
    parameters: ["total", "connect", "read"],
    limits: ["total", "connect", "read"],
    source: "https://urllib3.readthedocs.io/en/stable/reference/urllib3.util.html#urllib3.util.Timeout",
  },
];

/** Time limits of what other files describe. */
export const timeoutRows: Library = {
  rows: [
    ...Object.entries(drivers).map(([name, { kind, use, waitsFor, timeout, source }]): Row => ({
      name,
      kind,
      waitsFor,
      timeout,
      ...(use === undefined ? {} : { use }),
      source,
    })),
    ...limitSets,
    ...["run", "call", "check_call", "check_output"].map((name): Row => ({
      name: `subprocess.${name}`,
      kind: "function",
      timeout: { parameter: "timeout", default: "forever", inAsyncCode: true },
      source: `https://docs.python.org/3/library/subprocess.html#subprocess.${name}`,
    })),
    {
      name: "socket.socket",
      kind: "class",
      parameters: ["family", "type", "proto", "fileno"],
      source: "https://docs.python.org/3/library/socket.html#socket.socket",
    },
    {
      name: "socket.socket.connect",
      kind: "function",
      parameters: ["address"],
      waitsFor: "the other side",
      unlimited: "socket",
      source: "https://docs.python.org/3/library/socket.html#socket.socket.connect",
    },
    // Adapters of the user's own often bring a timeout to every request.
    {
      name: "requests.Session",
      kind: "class",
      customizedBy: { overriding: ["request", "send", "get_adapter"], calling: ["mount"] },
      source: REQUESTS,
    },
    { name: "requests.Session.mount", kind: "function", parameters: ["prefix", "adapter"], source: REQUESTS },
    { name: "requests.Session.get_adapter", kind: "function", parameters: ["url"], source: REQUESTS },
    { name: "requests.adapters.HTTPAdapter", kind: "class", source: REQUESTS },
    {
      name: "urllib.request.urlretrieve",
      kind: "function",
      unlimited: "answer",
      source: "https://docs.python.org/3/library/urllib.request.html#urllib.request.urlretrieve",
    },
  ],
};
