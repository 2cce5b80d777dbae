import type { Offer } from "../fix";
import { rememberedAsInferred } from "../../model/remembered";
import type { Row } from "../../model/library/row";
import type { Node } from "../../syntax/tree";
import { CLIENTS } from "../clients/index";
import { CannotMove, type MoveContext, type Source, type Target } from "./moving";
import { gather, type Gathered, sourceOf } from "./requests";
import { httpClientFor } from "./target";

/**
 * Moves all calls of a synchronous HTTP library that a function makes to an async client, together: one client around
 * the fewest statements that hold them, sessions become clients, and what is done with responses and errors follows.
 * Undefined where nothing like it exists for the call.
 */
export function moveToAsyncClient(call: Node, row: Row, definition: Node, context: MoveContext): Offer | undefined {
  const from = sourceOf(row);
  if (from === undefined) return undefined;
  const chosen = httpClientFor(call, context);
  const to = from === "requests" ? chosen : from;
  const title = from === "requests" ? `Move to ${to}` : `Use ${to}.AsyncClient`;
  return unlessImpossible(title, () => {
    const calls = callsIn(definition, from, context);
    if (CLIENTS[to].refusesForeign && calls.foreign.has(call))
      throw new CannotMove(
        `${call.child("function")!.child("object")?.text ?? "its session"} is made outside of this function`,
      );
    if (!calls.own.has(call) && !calls.foreign.has(call))
      throw new CannotMove("it stands in the head of a function or class within");
    return (
      calls.moved.get(to) ??
      kept(
        calls.moved,
        to,
        unlessImpossible(title, () => CLIENTS[to].moveFunction(title, from, calls.gathered, definition, context)),
      )
    );
  });
}

function unlessImpossible(title: string, move: () => Offer): Offer {
  try {
    return move();
  } catch (error) {
    if (error instanceof CannotMove) return { kind: "refusal", title, reason: error.message };
    throw error;
  }
}

/** The calls of one library in a function, and the move of all of them: each of their findings offers the very same. */
interface Calls {
  readonly gathered: Gathered;
  readonly own: ReadonlySet<Node>;
  readonly foreign: ReadonlySet<Node>;
  readonly moved: Map<Target, Offer>;
}

const callsByLibrary = rememberedAsInferred(() => new Map<Source, Calls | CannotMove>());

/** @throws CannotMove */
function callsIn(definition: Node, from: Source, context: MoveContext): Calls {
  const known = callsByLibrary(definition, context.infer);
  const calls = known.get(from) ?? kept(known, from, lookFor(definition, from, context));
  if (calls instanceof CannotMove) throw calls;
  return calls;
}

function lookFor(definition: Node, from: Source, context: MoveContext): Calls | CannotMove {
  try {
    const gathered = gather(definition, from, context);
    return {
      gathered,
      own: new Set(gathered.requests.map((request) => request.call)),
      foreign: new Set(gathered.foreign),
      moved: new Map(),
    };
  } catch (error) {
    if (error instanceof CannotMove) return error;
    throw error;
  }
}

function kept<K, V>(map: Map<K, V>, key: K, value: V): V {
  map.set(key, value);
  return value;
}
