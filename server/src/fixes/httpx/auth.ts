import type { Node } from "../../syntax/tree";
import { originOf } from "./body";
import { CannotMove, type Moving, named } from "./moving";

/** What httpx has in the place of requests' classes. */
const COUNTERPARTS: ReadonlyMap<string, string> = new Map(
  Object.entries({ "requests.auth.HTTPBasicAuth": "BasicAuth", "requests.auth.HTTPDigestAuth": "DigestAuth" }),
);

/**
 * Rewrites the value that a request or session is authenticated with. @throws CannotMove where httpx has nothing like
 * it
 */
export function convertAuth(value: Node, moving: Moving): void {
  const { infer } = moving.context;
  const callee = value.kind === "call" ? infer.callee(value) : undefined;
  const counterpart = callee === undefined ? undefined : COUNTERPARTS.get(callee);
  if (counterpart !== undefined) {
    const written = value.child("function")!;
    moving.rewriter.replace(written, named(moving, `${moving.to}.${counterpart}`, value));
    return;
  }
  // One that is made elsewhere is called with the request to sign, as httpx calls a function.
  if (infer.instanceOf(value) === "requests.auth.HTTPBasicAuth") return;
  if (infer.instanceOf(value)?.startsWith("requests.") === true)
    throw new CannotMove("httpx has nothing for this authentication");
  if (originOf(value, infer).kind !== "tuple") moving.notes.add("auth must be a pair, or made for httpx");
}
