import { canAwait } from "../awaiting";
import { executionOf } from "../../model/execution";
import { ownNodes } from "../../model/definitions";
import { libraryRow } from "../../model/library/index";
import type { Row } from "../../model/library/row";
import { CALLS } from "../../syntax/node-kinds";
import type { Node } from "../../syntax/tree";
import { scopeOf } from "./bindings";
import { CannotMove, type MoveContext, type Request, type Source } from "./moving";

const SOURCES: readonly Source[] = ["requests", "httpx", "httpx2"];

/** The classes and functions that make a session, by library. */
const SESSIONS: Readonly<Record<Source, readonly string[]>> = {
  requests: ["requests.Session", "requests.session"],
  httpx: ["httpx.Client"],
  httpx2: ["httpx2.Client"],
};

/** The library whose session a function or class makes, by its name. */
export function libraryOfSession(name: string | undefined): Source | undefined {
  return name === undefined ? undefined : SOURCES.find((from) => SESSIONS[from].includes(name));
}

/** Whether a method of a library's sessions sends a request. */
export function isSending(method: string, from: Source): boolean {
  return libraryRow(`${SESSIONS[from][0]}.${method}`)?.blocks === "http";
}

/** The library of a row, where its calls can be moved. */
export function sourceOf(row: Row): Source | undefined {
  const library = row.name.split(".")[0]!;
  return library === "requests" || library === "httpx" || library === "httpx2" ? library : undefined;
}

/** A session that the function opens. */
export interface Session {
  readonly name: string;
  /** The call that makes it. */
  readonly creation: Node;
  /** The statement that holds it by its name, or `with` it. */
  readonly statement: Node;
  readonly form: "assignment" | "with";
}

export interface Gathered {
  readonly requests: readonly Request[];
  readonly sessions: readonly Session[];
  /** Calls sent by a session that comes from elsewhere. */
  readonly foreign: readonly Node[];
}

/**
 * All calls of a library that a function sends itself, and the sessions it sends them by.
 *
 * @param isHeld whether an expression stands for a session from elsewhere that is moved with the function
 */
export function gather(
  definition: Node,
  from: Source,
  context: MoveContext,
  isHeld: (object: Node) => boolean = () => false,
): Gathered {
  const sessions = sessionsOf(definition, from, context);
  const requests: Request[] = [];
  const foreign: Node[] = [];
  for (const call of ownNodes(definition, CALLS)) {
    const row = context.infer.row(call);
    if (row?.blocks !== "http" || sourceOf(row) !== from || call.parent?.kind === "await") continue;
    if (executionOf(call).kind !== "async") continue;
    if (!canAwait(call)) throw new CannotMove(`${row.name}() stands where nothing can be awaited`);
    const callee = call.child("function")!;
    const object = callee.child("object");
    const method = row.name.slice(row.name.lastIndexOf(".") + 1);
    const held = object !== undefined && isHeld(object);
    const sender = held ? { session: object.text } : senderOf(callee, row, from, sessions, context);
    if (sender === undefined) foreign.push(call);
    else requests.push({ call, callee, row, method, session: sender.session, held });
  }
  return { requests, sessions, foreign };
}

/** By what a call is sent: a session of this function, or none; undefined where that comes from elsewhere. */
function senderOf(
  callee: Node,
  row: Row,
  from: Source,
  sessions: readonly Session[],
  context: MoveContext,
): { readonly session: string | undefined } | undefined {
  if (row.name.split(".").length === 2) return { session: undefined };
  const object = callee.child("object");
  if (object?.kind === "identifier")
    return sessions.some((session) => session.name === object.text) ? { session: object.text } : undefined;
  const isThrownAway =
    object?.kind === "call" &&
    SESSIONS[from].includes(context.infer.callee(object) ?? "") &&
    object.child("arguments")!.named.length === 0;
  return isThrownAway ? { session: undefined } : undefined;
}

function sessionsOf(definition: Node, from: Source, context: MoveContext): readonly Session[] {
  const sessions: Session[] = [];
  const scope = scopeOf(definition, context);
  for (const creation of ownNodes(definition, CALLS)) {
    if (!SESSIONS[from].includes(context.infer.callee(creation) ?? "")) continue;
    const session = boundSession(creation);
    if (session === undefined) continue;
    // A name that is given twice could stand for either.
    if (
      scope.bindings.get(session.name)?.length === 1 &&
      !scope.globals.has(session.name) &&
      !scope.nonlocals.has(session.name)
    )
      sessions.push(session);
  }
  return sessions;
}

function boundSession(creation: Node): Session | undefined {
  const parent = creation.parent;
  if (parent?.kind === "assignment" && creation.field === "right") {
    const left = parent.child("left");
    const statement = parent.parent;
    return left?.kind === "identifier" && statement?.kind === "expression_statement"
      ? { name: left.text, creation, statement, form: "assignment" }
      : undefined;
  }
  const statement = parent?.kind === "as_pattern" ? parent.closest("with_statement", "block") : undefined;
  const alias = parent?.child("alias")?.named[0];
  return statement?.kind === "with_statement" && alias?.kind === "identifier"
    ? { name: alias.text, creation, statement, form: "with" }
    : undefined;
}

/** The one item of a `with` statement. @throws CannotMove where it opens something else as well */
export function onlyItem(statement: Node): Node {
  const items = [...statement.descendants("with_item")].filter(
    (item) => item.parent?.parent === statement || item.parent?.parent?.parent === statement,
  );
  if (items.length !== 1) throw new CannotMove("its with statement opens something else too");
  return items[0]!;
}
