import { freshName } from "../builder";
import { hasLinesOfItsOwn } from "../own-lines";
import type { Node } from "../../syntax/tree";
import { convertArguments, type Received, type Sent } from "./arguments";
import { isConditional } from "./body";
import { convertHandlers } from "./exceptions";
import { CannotMove, type Moving, named } from "./moving";
import { convertParameter, convertReceived } from "./received";
import { convertReferences } from "./references";
import type { Gathered } from "./requests";
import { Responses } from "./response";
import { clientInScope } from "./reuse";
import { branchesWith, isRepeated, smallestRun } from "./run";
import { convertSession } from "./sessions";
import { isReadyAt, settle, settleReused, type Settled } from "./settle";
import { writeCall } from "./write-call";

/** What a function has to do with requests that others send, which are moved with it. */
export interface FromOthers {
  /** Expressions that give their responses. */
  readonly received: readonly Node[];
  /** Calls that raise what they raise. */
  readonly calls: readonly Node[];
  /** Parameters that are given their responses. */
  readonly parameters: readonly string[];
  /** Whether what is given a response, as this argument, is moved as well. */
  readonly isTaken: (argument: Node) => boolean;
}

const NOTHING: FromOthers = { received: [], calls: [], parameters: [], isTaken: () => false };

/**
 * Moves what one function sends, and what it does with responses and errors. Made, it has read all of it, so that what
 * a client is opened with can be settled over several functions; then it is written.
 */
export class FunctionMove {
  readonly sent: readonly Sent[];
  readonly #responses: Responses;
  readonly #extents: ReadonlyMap<Received, Node>;

  /** @throws CannotMove */
  constructor(
    readonly moving: Moving,
    readonly gathered: Gathered,
    readonly others: FromOthers = NOTHING,
  ) {
    const { received, parameters, isTaken } = others;
    this.sent = gathered.requests.map((request) => convertArguments(request, moving));
    this.#responses = new Responses(moving, isTaken);
    this.#extents = convertReceived(
      [...this.sent, ...received.map((call) => ({ call, streamed: false }))],
      this.#responses,
      moving,
    );
    for (const name of parameters) convertParameter(name, this.#responses, moving);
    if (moving.from === "requests" && this.#responses.checksStatus) noteStatusChecks(this.sent, moving);
  }

  /** The arguments that are responses. */
  get handedTo(): readonly Node[] {
    return this.#responses.handedTo;
  }

  /** @param held how those are settled that are sent by a session from elsewhere */
  write(held?: Settled): void {
    const { moving, sent } = this;
    const { requests, sessions, foreign } = this.gathered;
    const clients = new Map<Sent, { readonly client: string; readonly settled: Settled }>();
    for (const one of sent)
      if (one.request.held && held !== undefined) clients.set(one, { client: one.request.session!, settled: held });
    for (const session of sessions) {
      const own = sent.filter((one) => !one.request.held && one.request.session === session.name);
      if (own.length === 0) continue;
      const settled = convertSession(session, own, moving);
      for (const one of own) clients.set(one, { client: session.name, settled });
    }
    const loose = sent.filter((one) => one.request.session === undefined);
    if (loose.length > 0) for (const [one, client] of this.#serve(loose)) clients.set(one, client);
    if (moving.from === "requests") {
      if (foreign.length > 0) moving.notes.add("requests by a session from elsewhere stay as they are");
      convertHandlers([...requests.map((request) => request.call), ...this.others.calls], this.#responses, moving);
      convertReferences(moving, this.others.parameters);
    }
    // Inner calls are written before those that they are arguments of.
    for (const one of [...sent].sort((a, b) => a.call.end - a.call.start - (b.call.end - b.call.start))) {
      const { client, settled } = clients.get(one)!;
      const isGiven = sent.some((other) => other !== one && other.call.contains(one.call));
      writeCall(one, { client, ...settled.calls.get(one)!, isGiven }, moving);
    }
    for (const work of moving.later) work();
    moving.rewriter.emit(moving.builder);
  }

  /** The client for calls that no session sends: one that is there, or a new one around them. */
  #serve(sent: readonly Sent[]): ReadonlyMap<Sent, { readonly client: string; readonly settled: Settled }> {
    const { moving } = this;
    const calls = sent.map((one) => one.call);
    const reused = sent.some((one) => one.options.size > 0)
      ? undefined
      : clientInScope(calls, moving.function, `${moving.to}.AsyncClient`, moving.context);
    if (reused !== undefined) {
      moving.notes.add(`requests share the headers, cookies and timeout of ${reused}`);
      const settled = settleReused(sent);
      return new Map(sent.map((one) => [one, { client: reused, settled }]));
    }
    const held = [...calls, ...sent.flatMap((one) => this.#extents.get(one) ?? [])];
    const run = smallestRun(held, moving.function);
    // Of several branches one runs: nothing is shared.
    const branches = branchesWith(held, run);
    if (branches !== undefined) {
      const apart = branches.map((branch) => sent.filter((one) => branch.contains(one.call)));
      return new Map(apart.flatMap((some) => [...this.#serve(some)]));
    }
    if (!hasLinesOfItsOwn(run.first, run.last)) throw new CannotMove("other code stands on the same line");
    const client = freshName(moving.context, "client", calls[0]!);
    const settled = settle(sent, (value) => isReadyAt(value, run.first.start, moving), moving);
    if (moving.from === "requests" && (calls.length > 1 || calls.some((call) => isRepeated(call, moving.function))))
      moving.notes.add("cookies that a server sets go with later requests");
    const opening = named(moving, `${moving.to}.AsyncClient`, calls[0]!);
    const header = `async with ${opening}(${settled.client.join(", ")}) as ${client}:`;
    const at = header.indexOf(`timeout=${settled.chosen}`) + "timeout=".length;
    moving.rewriter.wrap(
      run.first,
      run.last,
      header,
      settled.chosen === undefined ? undefined : { start: at, end: at + settled.chosen.length },
    );
    return new Map(sent.map((one) => [one, { client, settled }]));
  }
}

/** requests' raise_for_status() lets every status below 400 pass, httpx's only 2xx. */
function noteStatusChecks(sent: readonly Sent[], { notes, context }: Moving): void {
  if (sent.some((one) => one.redirects.follow !== true))
    notes.add("raise_for_status() also raises for redirects that aren't followed");
  if (sent.some((one) => isConditional(one.call, context.infer))) notes.add("raise_for_status() also raises for 304");
}
