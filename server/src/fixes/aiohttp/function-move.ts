import { seconds } from "../time-limit";
import { CannotMove, type Moving, named } from "../httpx/moving";
import type { Gathered } from "../httpx/requests";
import type { Shared } from "../httpx/moving";
import type { Node } from "../../syntax/tree";
import { convertArguments, type Sent } from "./arguments";
import { convertHandlers } from "./handlers";
import { type Exchange, exchangeOf, mustBeApart, writeExchange } from "./move";

/** What one function does with a session that is held elsewhere, where one of aiohttp takes its place. */
export class AiohttpFunctionMove {
  readonly #moving: Moving;
  readonly #exchanges: readonly Exchange[];
  readonly #calls: readonly Node[];

  /**
   * @param calls awaited calls of functions that send by the session
   * @throws CannotMove
   */
  constructor(moving: Moving, { requests, sessions, foreign }: Gathered, calls: readonly Node[]) {
    this.#moving = moving;
    this.#calls = calls;
    if (sessions.length + foreign.length > 0 || requests.some(({ held }) => !held))
      throw new CannotMove("it sends requests in other ways too");
    if (calls.some((call) => moving.context.infer.instanceOf(call) === "requests.Response"))
      throw new CannotMove("the response is handed on, and aiohttp closes it");
    this.#exchanges = requests.map((request) => exchangeOf(convertArguments(request, moving), moving));
    mustBeApart(this.#exchanges);
  }

  get sent(): readonly Sent[] {
    return this.#exchanges.map(({ sent }) => sent);
  }

  /** @param states whether a request says its timeout itself */
  write(states: (sent: Sent) => boolean): void {
    const moving = this.#moving;
    for (const exchange of this.#exchanges) {
      const { sent } = exchange;
      writeExchange(exchange, { name: sent.request.session!, hasTimeout: !states(sent) }, moving);
    }
    convertHandlers([...this.#exchanges.map(({ sent }) => sent.request.call), ...this.#calls], moving);
    for (const work of moving.later) work();
    moving.rewriter.emit(moving.builder);
  }
}

/**
 * Writes the call that makes a session, with the timeout that all of its requests state, or one for those that state
 * none.
 *
 * @param isReady whether what a call is given is known, and the same, where the session is made
 * @returns whether a request goes on stating its timeout
 */
export function writeSession(
  creation: Node,
  sent: readonly Sent[],
  isReady: (value: Node) => boolean,
  options: ReadonlyMap<string, Shared>,
  moving: Moving,
): (sent: Sent) => boolean {
  const args = creation.child("arguments")!;
  if (args.named.length > 0) throw new CannotMove("its session is made with arguments");
  const first = sent[0]?.timeout;
  const isShared = first !== undefined && isReady(first.node) && sent.every(({ timeout }) => timeout !== undefined);
  const limit = seconds(moving.context.settings.defaultTimeout);
  if (!isShared && sent.some(({ timeout }) => timeout === undefined))
    moving.notes.add(`requests give up after ${limit} seconds`);
  const timeout = isShared ? first.text : `${named(moving, "aiohttp.ClientTimeout", creation)}(total=${limit})`;
  const given = [`timeout=${timeout}`, ...[...options].map(([name, { text }]) => `${name}=${text}`)];
  const callee = named(moving, "aiohttp.ClientSession", creation);
  moving.rewriter.replaceRange(creation.start, args.end, `${callee}(${given.join(", ")})`);
  moving.notes.add("aiohttp takes no proxy from the environment, and keeps no cookies of servers that go by a number");
  return (one) => !(isShared && one.timeout?.text === timeout && isReady(one.timeout.node));
}
