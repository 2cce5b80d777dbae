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
    const caught = caughtBy(clause, calls, moving);
    if (caught === undefined) continue;
    const { types, errors, names, readsJson, catchesOs } = caught;
    if (names.includes("ConnectionError") && !names.includes("Timeout") && !names.includes("RequestException"))
      moving.notes.add("a connection that takes too long raises asyncio.TimeoutError");
    all ||= names.includes("RequestException");
    const written = errors.flatMap((node, i) => counterpartsOf(node, names[i], moving));
    if (readsJson) written.push(named(moving, "json.JSONDecodeError", types));
    if (catchesOs && !names.includes("RequestException")) written.push(named(moving, "aiohttp.ClientError", types));
    const unique = [...new Set(written)];
    moving.rewriter.replace(types, unique.length === 1 ? unique[0]! : `(${unique.join(", ")})`);
    const alias = clause.child("value")?.child("alias");
    if (alias !== undefined) convertCaught(clause, alias.text, moving);
  }
  if (!all)
    moving.notes.add(
      "errors are aiohttp's: handlers further out must catch aiohttp.ClientError and asyncio.TimeoutError",
    );
}

/** What a handler catches of the moved calls' errors. */
interface Caught {
  /** One type, or a tuple of them. */
  readonly types: Node;
  readonly errors: readonly Node[];
  /** What requests calls each of them; undefined for an error of others. */
  readonly names: readonly (string | undefined)[];
  /** Whether it takes an error that the server's JSON makes: it is one of requests, and none of aiohttp. */
  readonly readsJson: boolean;
  readonly catchesOs: boolean;
}

function caughtBy(clause: Node, calls: readonly Node[], moving: Moving): Caught | undefined {
  const value = clause.child("value");
  const types = value?.kind === "as_pattern" ? value.named[0] : value;
  if (types === undefined) return undefined;
  const errors = types.kind === "tuple" ? types.named : [types];
  const names = errors.map((node) => exceptionName(node, moving));
  const body = clause.parent?.child("body");
  const sends = body !== undefined && calls.some((call) => body.contains(call));
  const others = errors.map((node) => moving.context.infer.name(node) ?? "");
  const catchesOs = sends && others.some((name) => OS_ERRORS.has(name));
  if (names.every((name) => name === undefined) && !catchesOs) return undefined;
  const readsJson =
    names.includes("RequestException") && !others.includes("ValueError") && body !== undefined && callsJson(body);
  return { types, errors, names, readsJson, catchesOs };
}

/** What aiohttp and asyncio raise where requests raises an error of a name. */
function counterpartsOf(error: Node, name: string | undefined, moving: Moving): readonly string[] {
  if (name === undefined) return [error.text];
  const counterparts = COUNTERPARTS.get(name);
  if (counterparts === undefined) throw new CannotMove(`aiohttp has nothing for ${EXCEPTION_MODULE}${name}`);
  return counterparts.map((one) => named(moving, one, error));
}

function callsJson(body: Node): boolean {
  for (const call of body.descendants("call"))
    if (call.child("function")?.child("attribute")?.text === "json") return true;
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
    const isStatus =
      access.child("attribute")!.text === "response" &&
      outer?.kind === "attribute" &&
      outer.child("attribute")!.text === "status_code";
    if (!isStatus) throw new CannotMove("an error of aiohttp holds no response");
    moving.rewriter.replace(outer, `${alias}.status`);
  }
}
