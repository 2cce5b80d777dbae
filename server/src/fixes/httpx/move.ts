import { freshName } from "../builder";
import type { Offer } from "../fix";
import { rememberedAsInferred } from "../../model/remembered";
import type { Row } from "../../model/library/row";
import type { Node } from "../../syntax/tree";
import { moveToAiohttp } from "../aiohttp/move";
import { convertArguments, type Sent } from "./arguments";
import { convertHandlers } from "./exceptions";
import { CannotMove, finish, type MoveContext, type Moving, movingOf, named, type Source, type Target } from "./moving";
import { convertReceived } from "./received";
import { convertReferences } from "./references";
import { gather, type Gathered, sourceOf } from "./requests";
import { Responses } from "./response";
import { isConditional } from "./body";
import { clientInScope } from "./reuse";
import { isRepeated, smallestRun } from "./run";
import { convertSession } from "./sessions";
import { settle, settleReused, type Settled } from "./settle";
import { httpClientFor } from "./target";
import { writeCall } from "./write-call";

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
    if (to !== "aiohttp" && calls.foreign.has(call))
      throw new CannotMove(`${call.child("function")!.child("object")?.text ?? "its session"} is made outside of this function`);
    if (!calls.own.has(call) && !calls.foreign.has(call)) throw new CannotMove("it stands in the head of a function or class within");
    return (
      calls.moved.get(to) ??
      kept(
        calls.moved,
        to,
        unlessImpossible(title, () => moveAll(title, from, to, calls.gathered, definition, context)),
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
    return { gathered, own: new Set(gathered.requests.map((request) => request.call)), foreign: new Set(gathered.foreign), moved: new Map() };
  } catch (error) {
    if (error instanceof CannotMove) return error;
    throw error;
  }
}

function kept<K, V>(map: Map<K, V>, key: K, value: V): V {
  map.set(key, value);
  return value;
}

/** @throws CannotMove */
function moveAll(title: string, from: Source, to: Target, gathered: Gathered, definition: Node, context: MoveContext): Offer {
  if (to === "aiohttp") return moveToAiohttp(title, gathered, definition, context);
  return new Move(from, to, gathered, definition, context).fix(title);
}

/** requests' raise_for_status() lets every status below 400 pass, httpx's only 2xx. */
function noteStatusChecks(sent: readonly Sent[], { notes, context }: Moving): void {
  if (sent.some((one) => one.redirects.follow !== true)) notes.add("raise_for_status() also raises for redirects that aren't followed");
  if (sent.some((one) => isConditional(one.request.call, context.infer))) notes.add("raise_for_status() also raises for 304");
}

class Move {
  readonly #moving: Moving;

  constructor(
    from: Source,
    to: Target,
    readonly gathered: Gathered,
    definition: Node,
    context: MoveContext,
  ) {
    this.#moving = movingOf(from, to, gathered.requests[0]!.call, definition, context);
  }

  fix(title: string): Offer {
    const moving = this.#moving;
    const { requests, sessions, foreign } = this.gathered;
    const sent = requests.map((request) => convertArguments(request, moving));
    const responses = new Responses(moving);
    const extents = convertReceived(sent, responses, moving);
    if (moving.from === "requests" && responses.checksStatus) noteStatusChecks(sent, moving);
    const clients = new Map<Sent, { readonly client: string; readonly settled: Settled }>();
    for (const session of sessions) {
      const own = sent.filter((one) => one.request.session === session.name);
      if (own.length === 0) continue;
      const settled = convertSession(session, own, moving);
      for (const one of own) clients.set(one, { client: session.name, settled });
    }
    const loose = sent.filter((one) => one.request.session === undefined);
    if (loose.length > 0) for (const [one, client] of this.#serve(loose, extents)) clients.set(one, client);
    if (moving.from === "requests") {
      if (foreign.length > 0) moving.notes.add("requests by a session from elsewhere stay as they are");
      convertHandlers(
        requests.map((request) => request.call),
        responses,
        moving,
      );
      convertReferences(moving);
    }
    // Inner calls are written before those that they are arguments of.
    for (const one of [...sent].sort((a, b) => a.request.call.end - a.request.call.start - (b.request.call.end - b.request.call.start))) {
      const { client, settled } = clients.get(one)!;
      writeCall(one, { client, ...settled.calls.get(one)! }, moving);
    }
    for (const work of moving.later) work();
    moving.rewriter.emit(moving.builder);
    return finish(title, moving);
  }

  /** The client for calls that no session sends: one that is there, or a new one around them. */
  #serve(sent: readonly Sent[], extents: ReadonlyMap<Sent, Node>): ReadonlyMap<Sent, { readonly client: string; readonly settled: Settled }> {
    const moving = this.#moving;
    const calls = sent.map((one) => one.request.call);
    const reused = sent.some((one) => one.options.size > 0) ? undefined : clientInScope(calls, moving.function, `${moving.to}.AsyncClient`, moving.context);
    if (reused !== undefined) {
      moving.notes.add(`requests share the headers, cookies and timeout of ${reused}`);
      const settled = settleReused(sent);
      return new Map(sent.map((one) => [one, { client: reused, settled }]));
    }
    const run = smallestRun([...calls, ...sent.flatMap((one) => extents.get(one) ?? [])], moving.function);
    const client = freshName(moving.context, "client", calls[0]!);
    const settled = settle(sent, run.first.start, moving);
    if (moving.from === "requests" && (calls.length > 1 || calls.some((call) => isRepeated(call, moving.function))))
      moving.notes.add("cookies that a server sets go with later requests");
    const opening = named(moving, `${moving.to}.AsyncClient`, calls[0]!);
    const header = `async with ${opening}(${settled.client.join(", ")}) as ${client}:`;
    const at = header.indexOf(`timeout=${settled.chosen}`) + "timeout=".length;
    moving.rewriter.wrap(run.first, run.last, header, settled.chosen === undefined ? undefined : { start: at, end: at + settled.chosen.length });
    return new Map(sent.map((one) => [one, { client, settled }]));
  }
}
