import { ownNodes } from "../../model/definitions";
import { CannotMove, type Moving, named } from "../httpx/moving";
import { EXCEPTION_MODULE } from "../httpx/requests-facts";
import type { Kind } from "../../syntax/kinds.generated";
import { namesVariable } from "../../syntax/identifiers";
import type { Node } from "../../syntax/tree";

const HANDLERS: ReadonlySet<Kind> = new Set(["except_clause"]);

const COUNTERPARTS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    RequestException: ["aiohttp.ClientError", "asyncio.TimeoutError"],
    HTTPError: ["aiohttp.ClientResponseError"],
    ConnectionError: ["aiohttp.ClientConnectionError"],
    Timeout: ["asyncio.TimeoutError"],
    ReadTimeout: ["asyncio.TimeoutError"],
    TooManyRedirects: ["aiohttp.TooManyRedirects"],
    InvalidURL: ["aiohttp.InvalidURL"],
    JSONDecodeError: ["json.JSONDecodeError"],
  }),
);

/** What requests' errors are, and most of aiohttp's are not. */
const OS_ERRORS: ReadonlySet<string> = new Set(["OSError", "IOError", "EnvironmentError"]);

/** Rewrites the handlers around the moved calls, and others that name requests' exceptions, to aiohttp's. */
export function convertHandlers(calls: readonly Node[], moving: Moving): void {
  let all = false;
  for (const clause of ownNodes(moving.function, HANDLERS)) {
    const value = clause.child("value");
    const types = value?.kind === "as_pattern" ? value.named[0] : value;
    if (types === undefined) continue;
    const caught = types.kind === "tuple" ? types.named : [types];
    const names = caught.map((node) => exceptionName(node, moving));
    const body = clause.parent?.child("body");
    const sends = body !== undefined && calls.some((call) => body.contains(call));
    const others = caught.map((node) => moving.context.infer.name(node) ?? "");
    const catchesOs = sends && others.some((name) => OS_ERRORS.has(name));
    if (names.every((name) => name === undefined) && !catchesOs) continue;
    // An error that the server's JSON makes is one of requests, and none of aiohttp.
    const readsJson = names.includes("RequestException") && !others.includes("ValueError") && body !== undefined && callsJson(body);
    if (names.includes("ConnectionError") && !names.includes("Timeout") && !names.includes("RequestException"))
      moving.notes.add("a connection that takes too long raises asyncio.TimeoutError");
    all ||= names.includes("RequestException");
    const written = caught.flatMap((node, i) => {
      const name = names[i];
      if (name === undefined) return [node.text];
      const counterparts = COUNTERPARTS.get(name);
      if (counterparts === undefined) throw new CannotMove(`aiohttp has nothing for ${EXCEPTION_MODULE}${name}`);
      return counterparts.map((one) => named(moving, one, node));
    });
    if (readsJson) written.push(named(moving, "json.JSONDecodeError", types));
    if (catchesOs && !names.includes("RequestException")) written.push(named(moving, "aiohttp.ClientError", types));
    const unique = [...new Set(written)];
    moving.rewriter.replace(types, unique.length === 1 ? unique[0]! : `(${unique.join(", ")})`);
    if (value?.kind === "as_pattern") convertCaught(clause, value.child("alias")!.text, moving);
  }
  if (!all) moving.notes.add("errors are aiohttp's: handlers further out must catch aiohttp.ClientError and asyncio.TimeoutError");
}

function callsJson(body: Node): boolean {
  for (const call of body.descendants("call")) if (call.child("function")?.child("attribute")?.text === "json") return true;
  return false;
}

function exceptionName(node: Node, moving: Moving): string | undefined {
  const name = moving.context.infer.name(node);
  return name?.startsWith(EXCEPTION_MODULE) === true ? name.slice(EXCEPTION_MODULE.length) : undefined;
}

/** `error.response.status_code` is `error.status`; more of a response an error of aiohttp does not hold. */
function convertCaught(clause: Node, alias: string, moving: Moving): void {
  for (const id of clause.descendants("identifier")) {
    const access = id.parent;
    if (id.text !== alias || !namesVariable(id) || access?.kind !== "attribute") continue;
    const outer = access.parent;
    const isStatus = access.child("attribute")!.text === "response" && outer?.kind === "attribute" && outer.child("attribute")!.text === "status_code";
    if (!isStatus) throw new CannotMove("an error of aiohttp holds no response");
    moving.rewriter.replace(outer, `${alias}.status`);
  }
}
