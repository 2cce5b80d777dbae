import { httpxRows } from "./httpx";
import type { Library, Row, Timeout } from "./row";

const URLLIB3 = "https://urllib3.readthedocs.io/en/stable/reference/";
const STANDARD_LIBRARY = "https://docs.python.org/3/library";
const HTTPLIB2 = "https://httplib2.readthedocs.io/en/latest/libhttplib2.html";

/** The others leave sockets to their default, which `socket.setdefaulttimeout` can change. */
const SOCKET_TIMEOUT: Timeout = { parameter: "timeout", default: "forever", globallyBy: "socket.setdefaulttimeout" };

const URLLIB3_POOLS: Readonly<Record<string, readonly string[]>> = {
  PoolManager: ["num_pools", "headers"],
  ProxyManager: ["proxy_url", "num_pools", "headers", "proxy_headers"],
  HTTPConnectionPool: ["host", "port"],
  HTTPSConnectionPool: ["host", "port"],
};

const URLLIB3_CALLS: Readonly<Record<string, readonly string[]>> = {
  request: ["method", "url"],
  request_encode_url: ["method", "url", "fields", "headers"],
  request_encode_body: ["method", "url", "fields", "headers"],
  urlopen: ["method", "url"],
};

const urllib3Rows: readonly Row[] = [
  ...Object.entries(URLLIB3_POOLS).flatMap(([pool, parameters]): readonly Row[] => [
    {
      name: `urllib3.${pool}`,
      kind: "class",
      parameters,
      timeout: { ...SOCKET_TIMEOUT, perCall: true },
      twins: ["httpx.AsyncClient", "httpx2.AsyncClient", "aiohttp.ClientSession"],
      source: `${URLLIB3}urllib3.${pool.endsWith("Manager") ? "poolmanager" : "connectionpool"}.html`,
    },
    ...Object.entries(URLLIB3_CALLS).map(([method, positions]): Row => ({
      name: `urllib3.${pool}.${method}`,
      kind: "function",
      parameters: positions,
      returns: "urllib3.HTTPResponse",
      blocks: "http",
      waitsFor: "the server",
      twins: ["httpx.AsyncClient.request", "httpx2.AsyncClient.request", "aiohttp.ClientSession.request"],
      timeout: { parameter: "timeout", default: "inherited" },
      source: `${URLLIB3}urllib3.${pool.endsWith("Manager") ? "poolmanager" : "connectionpool"}.html`,
    })),
  ]),
  {
    name: "urllib3.connection_from_url",
    kind: "function",
    parameters: ["url"],
    returns: "urllib3.HTTPConnectionPool",
    timeout: { ...SOCKET_TIMEOUT, perCall: true },
    source: `${URLLIB3}urllib3.connectionpool.html`,
  },
  {
    name: "urllib3.PoolManager.connection_from_url",
    kind: "function",
    parameters: ["url"],
    returns: "urllib3.HTTPConnectionPool",
    source: `${URLLIB3}urllib3.poolmanager.html`,
  },
  {
    name: "urllib3.PoolManager.connection_from_host",
    kind: "function",
    parameters: ["host", "port", "scheme"],
    returns: "urllib3.HTTPConnectionPool",
    source: `${URLLIB3}urllib3.poolmanager.html`,
  },
  // The only one of urllib3 that gives up by itself.
  {
    name: "urllib3.request",
    kind: "function",
    parameters: ["method", "url"],
    returns: "urllib3.HTTPResponse",
    blocks: "http",
    waitsFor: "the server",
    twins: ["httpx.AsyncClient.request", "httpx2.AsyncClient.request", "aiohttp.ClientSession.request"],
    timeout: { parameter: "timeout", default: 3 },
    source: `${URLLIB3}urllib3.html`,
  },
  { name: "urllib3.HTTPResponse", kind: "class", source: `${URLLIB3}urllib3.response.html` },
];

const URLLIB_TWINS = ["httpx.AsyncClient.get", "httpx2.AsyncClient.get", "aiohttp.ClientSession.get"];

const standardLibraryRows: readonly Row[] = [
  {
    name: "urllib.request.urlopen",
    kind: "function",
    parameters: ["url", "data", "timeout"],
    returns: "http.client.HTTPResponse",
    blocks: "http",
    waitsFor: "the server",
    waitsLater: "reading",
    twins: URLLIB_TWINS,
    timeout: { ...SOCKET_TIMEOUT, each: true },
    source: `${STANDARD_LIBRARY}/urllib.request.html#urllib.request.urlopen`,
  },
  {
    name: "urllib.request.urlretrieve",
    kind: "function",
    parameters: ["url", "filename", "reporthook", "data"],
    blocks: "http",
    waitsFor: "the server",
    twins: URLLIB_TWINS,
    source: `${STANDARD_LIBRARY}/urllib.request.html#urllib.request.urlretrieve`,
  },
  {
    name: "urllib.request.build_opener",
    kind: "function",
    returns: "urllib.request.OpenerDirector",
    source: `${STANDARD_LIBRARY}/urllib.request.html#urllib.request.build_opener`,
  },
  {
    name: "urllib.request.OpenerDirector",
    kind: "class",
    parameters: [],
    source: `${STANDARD_LIBRARY}/urllib.request.html#urllib.request.OpenerDirector`,
  },
  {
    name: "urllib.request.OpenerDirector.open",
    kind: "function",
    parameters: ["url", "data", "timeout"],
    returns: "http.client.HTTPResponse",
    blocks: "http",
    waitsFor: "the server",
    waitsLater: "reading",
    twins: URLLIB_TWINS,
    timeout: SOCKET_TIMEOUT,
    source: `${STANDARD_LIBRARY}/urllib.request.html#urllib.request.OpenerDirector.open`,
  },
  {
    name: "urllib.request.Request",
    kind: "class",
    parameters: ["url", "data", "headers", "origin_req_host", "unverifiable", "method"],
    source: `${STANDARD_LIBRARY}/urllib.request.html#urllib.request.Request`,
  },
  {
    name: "http.client.HTTPConnection",
    kind: "class",
    parameters: ["host", "port", "timeout", "source_address", "blocksize"],
    timeout: SOCKET_TIMEOUT,
    twins: ["httpx.AsyncClient", "httpx2.AsyncClient", "aiohttp.ClientSession"],
    closedBy: "close",
    source: `${STANDARD_LIBRARY}/http.client.html#http.client.HTTPConnection`,
  },
  {
    name: "http.client.HTTPSConnection",
    kind: "class",
    parameters: ["host", "port"],
    bases: ["http.client.HTTPConnection"],
    timeout: SOCKET_TIMEOUT,
    twins: ["httpx.AsyncClient", "httpx2.AsyncClient", "aiohttp.ClientSession"],
    closedBy: "close",
    source: `${STANDARD_LIBRARY}/http.client.html#http.client.HTTPSConnection`,
  },
  ...Object.entries({
    request: ["method", "url", "body", "headers"],
    getresponse: [],
    connect: [],
    send: ["data"],
    endheaders: ["message_body"],
  }).map(([method, parameters]): Row => ({
    name: `http.client.HTTPConnection.${method}`,
    kind: "function",
    parameters,
    ...(method === "getresponse" ? { returns: "http.client.HTTPResponse", waitsLater: "reading" as const } : {}),
    blocks: "http",
    waitsFor: "the server",
    source: `${STANDARD_LIBRARY}/http.client.html#http.client.HTTPConnection.${method}`,
  })),
  {
    name: "http.client.HTTPConnection.close",
    kind: "function",
    parameters: [],
    source: `${STANDARD_LIBRARY}/http.client.html#http.client.HTTPConnection.close`,
  },
  {
    name: "http.client.HTTPResponse",
    kind: "class",
    source: `${STANDARD_LIBRARY}/http.client.html#http.client.HTTPResponse`,
  },
  {
    name: "http.client.HTTPResponse.read",
    kind: "function",
    parameters: ["amt"],
    source: `${STANDARD_LIBRARY}/http.client.html#http.client.HTTPResponse.read`,
  },
];

const httplib2Rows: readonly Row[] = [
  {
    name: "httplib2.Http",
    kind: "class",
    parameters: ["cache", "timeout"],
    timeout: SOCKET_TIMEOUT,
    twins: ["httpx.AsyncClient", "httpx2.AsyncClient", "aiohttp.ClientSession"],
    closedBy: "close",
    source: `${HTTPLIB2}#httplib2.Http`,
  },
  {
    name: "httplib2.Http.request",
    kind: "function",
    parameters: ["uri", "method", "body", "headers", "redirections", "connection_type"],
    blocks: "http",
    waitsFor: "the server",
    twins: ["httpx.AsyncClient.request", "httpx2.AsyncClient.request", "aiohttp.ClientSession.request"],
    source: `${HTTPLIB2}#httplib2.Http.request`,
  },
];

export const http: Library = {
  rows: [...httpxRows("httpx"), ...httpxRows("httpx2"), ...urllib3Rows, ...standardLibraryRows, ...httplib2Rows],
  aliases: {
    // What code that also runs on Python 2 imports first.
    urllib2: "urllib.request",
    "urllib.urlopen": "urllib.request.urlopen",
    "urllib.urlretrieve": "urllib.request.urlretrieve",
    "urllib3.poolmanager": "urllib3",
    "urllib3.connectionpool": "urllib3",
    "urllib3.response.HTTPResponse": "urllib3.HTTPResponse",
    "urllib3.util.Timeout": "urllib3.Timeout",
    "urllib3.util.timeout.Timeout": "urllib3.Timeout",
  },
};
