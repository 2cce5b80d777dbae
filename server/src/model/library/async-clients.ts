import { HTTPX_CALLS, HTTPX_DEFAULT_TIMEOUT, HTTPX_TRANSPORTS } from "./httpx";
import type { Library, Row, Timeout } from "./row";

const HTTPX = "https://www.python-httpx.org/api/#asyncclient";
const AIOHTTP = "https://docs.aiohttp.org/en/stable/client_reference.html";

function httpxRows(library: "httpx" | "httpx2"): readonly Row[] {
  const timeout: Timeout = { parameter: "timeout", default: HTTPX_DEFAULT_TIMEOUT, each: true };
  const client = `${library}.AsyncClient`;
  return [
    {
      name: client,
      kind: "class",
      parameters: [],
      timeout: { ...timeout, notWith: HTTPX_TRANSPORTS },
      closedBy: "aclose",
      source: HTTPX,
    },
    ...Object.entries(HTTPX_CALLS).map(([method, parameters]): Row => ({
      name: `${client}.${method}`,
      kind: "function",
      parameters,
      returns: `${library}.Response`,
      use: method === "stream" ? "async with" : "await",
      timeout: { ...timeout, default: "inherited" },
      source: HTTPX,
    })),
    {
      name: `${client}.send`,
      kind: "function",
      parameters: ["request"],
      returns: `${library}.Response`,
      use: "await",
      source: HTTPX,
    },
    {
      name: `${client}.build_request`,
      kind: "function",
      parameters: ["method", "url"],
      returns: `${library}.Request`,
      source: HTTPX,
    },
    { name: `${client}.aclose`, kind: "function", parameters: [], use: "await", source: HTTPX },
  ];
}

/** aiohttp gives a whole exchange five minutes. */
const AIOHTTP_TIMEOUT: Timeout = {
  parameter: "timeout",
  default: 300,
  value: "aiohttp.ClientTimeout(total={})",
  standard: {
    value: "aiohttp.ClientTimeout(total={}, sock_connect=30)",
    library: "aiohttp",
    since: "3.10.9",
    adds: "30 seconds to connect",
  },
};

const AIOHTTP_CALLS: Readonly<Record<string, readonly string[]>> = {
  request: ["method", "url"],
  get: ["url"],
  options: ["url"],
  head: ["url"],
  post: ["url"],
  put: ["url"],
  patch: ["url"],
  delete: ["url"],
};

const aiohttpRows: readonly Row[] = [
  {
    name: "aiohttp.ClientSession",
    kind: "class",
    parameters: ["base_url"],
    timeout: { ...AIOHTTP_TIMEOUT, notWith: ["read_timeout", "conn_timeout"] },
    closedBy: "close",
    source: `${AIOHTTP}#aiohttp.ClientSession`,
  },
  ...Object.entries(AIOHTTP_CALLS).map(([method, parameters]): Row => ({
    name: `aiohttp.ClientSession.${method}`,
    kind: "function",
    parameters,
    returns: "aiohttp.ClientResponse",
    use: "await or async with",
    readsFilesInThread: true,
    timeout: { ...AIOHTTP_TIMEOUT, default: "inherited" },
    source: `${AIOHTTP}#aiohttp.ClientSession.${method}`,
  })),
  { name: "aiohttp.FormData", kind: "class", source: `${AIOHTTP}#aiohttp.FormData` },
  ...["add_field", "add_fields"].map((method): Row => ({
    name: `aiohttp.FormData.${method}`,
    kind: "function",
    readsFilesInThread: true,
    source: `${AIOHTTP}#aiohttp.FormData.${method}`,
  })),
  // Its own `timeout` is for closing the connection, so that it stands in no row.
  {
    name: "aiohttp.ClientSession.ws_connect",
    kind: "function",
    parameters: ["url"],
    returns: "aiohttp.ClientWebSocketResponse",
    use: "await or async with",
    staysOpen: true,
    source: `${AIOHTTP}#aiohttp.ClientSession.ws_connect`,
  },
  {
    name: "aiohttp.ClientSession.close",
    kind: "function",
    parameters: [],
    use: "await",
    source: `${AIOHTTP}#aiohttp.ClientSession.close`,
  },
  {
    name: "aiohttp.request",
    kind: "function",
    parameters: ["method", "url"],
    returns: "aiohttp.ClientResponse",
    use: "async with",
    timeout: AIOHTTP_TIMEOUT,
    source: `${AIOHTTP}#aiohttp.request`,
  },
  {
    name: "aiohttp.ClientTimeout",
    kind: "class",
    parameters: ["total", "connect", "sock_read", "sock_connect", "ceil_threshold"],
    source: `${AIOHTTP}#aiohttp.ClientTimeout`,
  },
  { name: "aiohttp.ClientResponse", kind: "class", source: `${AIOHTTP}#aiohttp.ClientResponse` },
  ...["text", "json", "read"].map((method): Row => ({
    name: `aiohttp.ClientResponse.${method}`,
    kind: "function",
    use: "await",
    source: `${AIOHTTP}#aiohttp.ClientResponse.${method}`,
  })),
  {
    name: "aiohttp.ClientResponse.raise_for_status",
    kind: "function",
    parameters: [],
    source: `${AIOHTTP}#aiohttp.ClientResponse.raise_for_status`,
  },
  {
    name: "aiohttp.ClientWebSocketResponse",
    kind: "class",
    closedBy: "close",
    source: `${AIOHTTP}#aiohttp.ClientWebSocketResponse`,
  },
  // A socket that listens waits for ever on purpose: no timeouts here.
  ...[
    "receive",
    "receive_str",
    "receive_bytes",
    "receive_json",
    "send_str",
    "send_bytes",
    "send_json",
    "ping",
    "pong",
    "close",
  ].map((method): Row => ({
    name: `aiohttp.ClientWebSocketResponse.${method}`,
    kind: "function",
    use: "await",
    source: `${AIOHTTP}#aiohttp.ClientWebSocketResponse.${method}`,
  })),
];

export const asyncClientRows: Library = {
  rows: [...httpxRows("httpx"), ...httpxRows("httpx2"), ...aiohttpRows],
  aliases: {
    "aiohttp.client.ClientSession": "aiohttp.ClientSession",
    "aiohttp.client.ClientTimeout": "aiohttp.ClientTimeout",
  },
};
