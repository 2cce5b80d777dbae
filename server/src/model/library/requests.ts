import type { Library, Row, Timeout } from "./row";

const REQUESTS = "https://requests.readthedocs.io/en/latest/api/";

/** requests sets sockets to wait for ever, whatever their default is. */
const REQUESTS_TIMEOUT: Timeout = { parameter: "timeout", default: "forever", each: true };
/** What the methods of a session take by position; the functions of the module take the same. */
const REQUESTS_CALLS: Readonly<Record<string, readonly string[]>> = {
  request: [
    "method",
    "url",
    "params",
    "data",
    "headers",
    "cookies",
    "files",
    "auth",
    "timeout",
    "allow_redirects",
    "proxies",
    "hooks",
    "stream",
    "verify",
    "cert",
    "json",
  ],
  get: ["url"],
  options: ["url"],
  head: ["url"],
  post: ["url", "data", "json"],
  put: ["url", "data"],
  patch: ["url", "data"],
  delete: ["url"],
};

/** Where a function of the module takes other positions than the method. */
const REQUESTS_FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  request: ["method", "url"],
  get: ["url", "params"],
};

const requestsRows: readonly Row[] = [
  ...Object.entries(REQUESTS_CALLS).flatMap(([method, parameters]): readonly Row[] => {
    const twins = [`httpx.AsyncClient.${method}`, `httpx2.AsyncClient.${method}`, `aiohttp.ClientSession.${method}`];
    const shared = {
      kind: "function",
      returns: "requests.Response",
      blocks: "http",
      waitsFor: "the server",
      twins,
      timeout: REQUESTS_TIMEOUT,
    } as const;
    return [
      {
        ...shared,
        name: `requests.${method}`,
        parameters: REQUESTS_FUNCTIONS[method] ?? parameters,
        source: `${REQUESTS}#requests.${method}`,
      },
      { ...shared, name: `requests.Session.${method}`, parameters, source: `${REQUESTS}#requests.Session.${method}` },
    ];
  }),
  {
    name: "requests.Session",
    kind: "class",
    parameters: [],
    twins: ["httpx.AsyncClient", "httpx2.AsyncClient", "aiohttp.ClientSession"],
    closedBy: "close",
    source: `${REQUESTS}#requests.Session`,
  },
  {
    name: "requests.session",
    kind: "function",
    parameters: [],
    returns: "requests.Session",
    twins: ["httpx.AsyncClient", "httpx2.AsyncClient", "aiohttp.ClientSession"],
    source: `${REQUESTS}#requests.Session`,
  },
  {
    name: "requests.Session.send",
    kind: "function",
    parameters: ["request"],
    returns: "requests.Response",
    blocks: "http",
    waitsFor: "the server",
    twins: ["httpx.AsyncClient.send", "httpx2.AsyncClient.send"],
    timeout: REQUESTS_TIMEOUT,
    source: `${REQUESTS}#requests.Session.send`,
  },
  { name: "requests.Session.close", kind: "function", parameters: [], source: `${REQUESTS}#requests.Session.close` },
  {
    name: "requests.Session.prepare_request",
    kind: "function",
    parameters: ["request"],
    returns: "requests.PreparedRequest",
    source: `${REQUESTS}#requests.Session.prepare_request`,
  },
  { name: "requests.Response", kind: "class", source: `${REQUESTS}#requests.Response` },
  {
    name: "requests.Response.raise_for_status",
    kind: "function",
    parameters: [],
    source: `${REQUESTS}#requests.Response.raise_for_status`,
  },
  { name: "requests.Response.json", kind: "function", source: `${REQUESTS}#requests.Response.json` },
  { name: "requests.Response.close", kind: "function", parameters: [], source: `${REQUESTS}#requests.Response.close` },
  {
    name: "requests.Response.iter_content",
    kind: "function",
    parameters: ["chunk_size", "decode_unicode"],
    source: `${REQUESTS}#requests.Response.iter_content`,
  },
  {
    name: "requests.Response.iter_lines",
    kind: "function",
    parameters: ["chunk_size", "decode_unicode", "delimiter"],
    source: `${REQUESTS}#requests.Response.iter_lines`,
  },
  {
    name: "requests.Response.request",
    kind: "attribute",
    returns: "requests.PreparedRequest",
    source: `${REQUESTS}#requests.Response.request`,
  },
  ...["HTTPBasicAuth", "HTTPDigestAuth", "HTTPProxyAuth", "AuthBase"].map((name): Row => ({
    name: `requests.auth.${name}`,
    kind: "class",
    source: `${REQUESTS}#authentication`,
  })),
  { name: "requests.PreparedRequest", kind: "class", source: `${REQUESTS}#requests.PreparedRequest` },
  { name: "requests.Request", kind: "class", source: `${REQUESTS}#requests.Request` },
  {
    name: "requests.Request.prepare",
    kind: "function",
    parameters: [],
    returns: "requests.PreparedRequest",
    source: `${REQUESTS}#requests.Request.prepare`,
  },
];

/** Exceptions that requests also gives by its top-level name. */
const REQUESTS_EXCEPTIONS = [
  "ConnectTimeout",
  "ConnectionError",
  "HTTPError",
  "JSONDecodeError",
  "ReadTimeout",
  "RequestException",
  "Timeout",
  "TooManyRedirects",
  "URLRequired",
];

export const requests: Library = {
  rows: requestsRows,
  aliases: {
    "requests.api": "requests",
    "requests.sessions.Session": "requests.Session",
    "requests.sessions.session": "requests.session",
    "requests.models.Response": "requests.Response",
    "requests.models.Request": "requests.Request",
    "requests.models.PreparedRequest": "requests.PreparedRequest",
    "requests.packages.urllib3": "urllib3",
    ...Object.fromEntries(REQUESTS_EXCEPTIONS.map((name) => [`requests.${name}`, `requests.exceptions.${name}`])),
  },
};
