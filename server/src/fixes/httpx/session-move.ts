import type { ProjectFix } from "../fix";
import type { Node } from "../../syntax/tree";
import { libraryRow } from "../../model/library/index";
import { localBindings } from "../../model/local-bindings";
import type { MoveContext } from "./moving";
import { libraryOfSession, sourceOf } from "./requests";
import { httpClientFor } from "./target";

/** Whether a session is held where functions beside this one may see it: by an object, or by a module. */
export function isHeldElsewhere(session: Node, { module }: MoveContext): boolean {
  return (
    session.kind === "attribute" || (session.kind === "identifier" && localBindings(session, module) === undefined)
  );
}

/**
 * The move of a session that objects or modules hold to an async client, as who sends by it is told; where it is held,
 * and who else uses it, is looked for when somebody asks. Undefined for a request that no session sends.
 *
 * @param what how the session is called in the title
 * @param sends the library's function that sends the request
 */
export function sessionMove(what: string, sends: string, at: Node, context: MoveContext): ProjectFix | undefined {
  const row = libraryRow(sends);
  const from = row === undefined ? undefined : sourceOf(row);
  if (from === undefined || libraryOfSession(sends.slice(0, sends.lastIndexOf("."))) === undefined) return undefined;
  const to = from === "requests" ? httpClientFor(at, context) : from;
  return {
    kind: "project fix",
    does: "move session",
    to,
    title: from === "requests" ? `Move ${what} to ${to}` : `Use ${to}.AsyncClient for ${what}`,
    annotation:
      "Callers outside of the project have to await what sends by it, and other tasks run where nothing could come in between; " +
      "a client belongs to the event loop that it is first used in",
    differs: from === "requests" ? "errors differ, callers elsewhere fail" : "callers elsewhere fail",
  };
}
