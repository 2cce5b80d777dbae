import type { Row, Timeout } from "./row";

const HTTPX = "https://www.python-httpx.org/api/";

/** The methods of httpx's clients and the functions of its module, with what they take by position. */
export const HTTPX_CALLS: Readonly<Record<string, readonly string[]>> = {
  request: ["method", "url"],
  get: ["url"],
  options: ["url"],
  head: ["url"],
  post: ["url"],
  put: ["url"],
  patch: ["url"],
  delete: ["url"],
  stream: ["method", "url"],
};

/** httpx waits five seconds for each of connecting, reading, writing and a free connection. */
export const HTTPX_DEFAULT_TIMEOUT = 5;

/** With a transport of one's own, a client may not reach a network at all. */
export const HTTPX_TRANSPORTS = ["transport", "app", "mounts"];

/** What both versions of the library have, but for the methods of its async clients. */
export function httpxRows(library: "httpx" | "httpx2"): readonly Row[] {
  const timeout: Timeout = { parameter: "timeout", default: HTTPX_DEFAULT_TIMEOUT, each: true };
  const response = `${library}.Response`;
  const client = `${library}.Client`;
  const asyncClient = `${library}.AsyncClient`;
  return [
    ...Object.entries(HTTPX_CALLS).flatMap(([method, parameters]): readonly Row[] => {
      const shared = {
        kind: "function",
        parameters,
        returns: response,
        blocks: "http",
        waitsFor: "the server",
        twins: [`${asyncClient}.${method}`],
        ...(method === "stream" ? { waitsLater: "entering" as const } : {}),
      } as const;
      return [
        { ...shared, name: `${library}.${method}`, timeout, source: `${HTTPX}#helper-functions` },
        {
          ...shared,
          name: `${client}.${method}`,
          timeout: { ...timeout, default: "inherited" },
          source: `${HTTPX}#client`,
        },
      ];
    }),
    {
      name: client,
      kind: "class",
      parameters: [],
      timeout: { ...timeout, notWith: HTTPX_TRANSPORTS },
      twins: [asyncClient],
      closedBy: "close",
      source: `${HTTPX}#client`,
    },
    {
      name: `${client}.send`,
      kind: "function",
      parameters: ["request"],
      returns: response,
      blocks: "http",
      waitsFor: "the server",
      twins: [`${asyncClient}.send`],
      source: `${HTTPX}#client`,
    },
    {
      name: `${client}.build_request`,
      kind: "function",
      parameters: ["method", "url"],
      returns: `${library}.Request`,
      timeout: { ...timeout, default: "inherited" },
      source: `${HTTPX}#client`,
    },
    { name: `${client}.close`, kind: "function", parameters: [], source: `${HTTPX}#client` },
    { name: `${library}.Request`, kind: "class", parameters: ["method", "url"], source: `${HTTPX}#request` },
    {
      name: `${library}.Timeout`,
      kind: "class",
      parameters: ["timeout"],
      source: "https://www.python-httpx.org/advanced/timeouts/",
    },
    { name: response, kind: "class", source: `${HTTPX}#response` },
    {
      name: `${response}.raise_for_status`,
      kind: "function",
      parameters: [],
      returns: response,
      source: `${HTTPX}#response`,
    },
    { name: `${response}.json`, kind: "function", source: `${HTTPX}#response` },
    { name: `${response}.read`, kind: "function", parameters: [], source: `${HTTPX}#response` },
    { name: `${response}.aread`, kind: "function", parameters: [], use: "await", source: `${HTTPX}#response` },
    { name: `${response}.close`, kind: "function", parameters: [], source: `${HTTPX}#response` },
    { name: `${response}.aclose`, kind: "function", parameters: [], use: "await", source: `${HTTPX}#response` },
    ...["bytes", "text", "lines", "raw"].flatMap((part): readonly Row[] => [
      { name: `${response}.iter_${part}`, kind: "function", source: `${HTTPX}#response` },
      { name: `${response}.aiter_${part}`, kind: "function", use: "async for", source: `${HTTPX}#response` },
    ]),
    { name: `${response}.request`, kind: "attribute", returns: `${library}.Request`, source: `${HTTPX}#response` },
    { name: `${response}.url`, kind: "attribute", returns: `${library}.URL`, source: `${HTTPX}#response` },
  ];
}
