import { type FromOthers, FunctionMove } from "../httpx/function-move";
import { finish, type Moving, movingOf } from "../httpx/moving";
import type { Gathered } from "../httpx/requests";
import { type Configured, SessionSettings } from "../httpx/session-settings";
import { writeCreation } from "../httpx/sessions";
import { type Settled, settleOpened } from "../httpx/settle";
import type { Node } from "../../syntax/tree";
import type { Client, SessionMove, UserMove } from "./client";

/** httpx, and what goes by another name and is the same. */
export function httpxClient(to: "httpx" | "httpx2"): Client {
  return {
    className: `${to}.AsyncClient`,
    close: "aclose",
    needsLoop: false,
    refusesForeign: true,
    moveFunction: (title, from, gathered, definition, context) => {
      const moving = movingOf({ from, to }, gathered.requests[0]!.call, definition, context);
      new FunctionMove(moving, gathered).write();
      return finish(title, moving);
    },
    moveSession: (session) => new HttpxSessionMove(session),
  };
}

class HttpxSessionMove implements SessionMove {
  readonly settings: SessionSettings;
  readonly #moves: FunctionMove[] = [];
  #settled: Settled | undefined;

  constructor(session: Configured) {
    this.settings = new SessionSettings(session);
  }

  read(moving: Moving, gathered: Gathered, others: FromOthers): UserMove {
    const move = new FunctionMove(moving, gathered, others);
    this.#moves.push(move);
    return { handedTo: move.handedTo, write: () => move.write(this.#settled) };
  }

  open(creation: Node, isReady: (value: Node) => boolean, moving: Moving): void {
    const sent = this.#moves.flatMap((move) => move.sent.filter(({ request }) => request.held));
    this.#settled = settleOpened(sent, isReady, moving, this.settings.options);
    writeCreation(creation, this.#settled, moving);
  }
}
