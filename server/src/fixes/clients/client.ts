import type { Offer } from "../fix";
import type { FromOthers } from "../httpx/function-move";
import type { MoveContext, Moving } from "../httpx/moving";
import type { Gathered } from "../httpx/requests";
import type { Configured, Option } from "../httpx/session-settings";
import type { Node } from "../../syntax/tree";

/** A library's async client, as what takes the place of requests and sessions. */
export interface Client {
  /** The class whose objects send, by its dotted name. */
  readonly className: string;
  /** The method that closes one, and is awaited. */
  readonly close: string;
  /** Whether one has to be made while an event loop runs. */
  readonly needsLoop: boolean;
  /** Whether it can't take the place of a session that is made outside of the function whose requests are moved. */
  readonly refusesForeign: boolean;
  /** Moves the requests of one function, by themselves. @throws CannotMove */
  moveFunction(title: string, from: Moving["from"], gathered: Gathered, definition: Node, context: MoveContext): Offer;
  /** Begins to put one in the place of a session that many functions use. */
  moveSession(session: Configured): SessionMove;
}

/** What is done with a session besides sending. */
export interface Settings {
  /** Calls that close it. */
  readonly closes: readonly Node[];
  /** Calls of its `__enter__` and `__exit__`. */
  readonly entries: readonly Node[];
  /** What the client is told when it is made, by the names of its arguments. */
  readonly options: ReadonlyMap<string, Option>;
  /** @throws CannotMove where the library has nothing for a member that is read, called or set */
  take(access: Node, moving: Moving): void;
}

/** A session whose place a client takes: first all of its users are read, then the client is opened, then they are written. */
export interface SessionMove {
  readonly settings: Settings;
  /** Reads what a function does with the session, and with what others send by it. @throws CannotMove */
  read(moving: Moving, gathered: Gathered, others: FromOthers): UserMove;
  /**
   * Writes the call that makes the client, as all that is sent by it wants it.
   *
   * @param isReady whether what a call is given is known, and the same, where the client is made
   * @throws CannotMove
   */
  open(creation: Node, isReady: (value: Node) => boolean, moving: Moving): void;
}

/** One function that uses the session. */
export interface UserMove {
  /** The arguments that are responses. */
  readonly handedTo: readonly Node[];
  /** Writes it, once the client is opened. @throws CannotMove */
  write(): void;
}
