import { AiohttpFunctionMove, writeSession } from "../aiohttp/function-move";
import { moveToAiohttp } from "../aiohttp/move";
import { AiohttpSettings } from "../aiohttp/session-settings";
import type { Sent } from "../aiohttp/arguments";
import type { FromOthers } from "../httpx/function-move";
import type { Moving } from "../httpx/moving";
import type { Gathered } from "../httpx/requests";
import type { Configured } from "../httpx/session-settings";
import type { Node } from "../../syntax/tree";
import type { Client, SessionMove, UserMove } from "./client";

export const aiohttpClient: Client = {
  className: "aiohttp.ClientSession",
  close: "close",
  needsLoop: true,
  refusesForeign: false,
  moveFunction: (title, _from, gathered, definition, context) => moveToAiohttp(title, gathered, definition, context),
  moveSession: (session) => new AiohttpSessionMove(session),
};

class AiohttpSessionMove implements SessionMove {
  readonly settings: AiohttpSettings;
  readonly #moves: AiohttpFunctionMove[] = [];
  #states: (sent: Sent) => boolean = () => true;

  constructor(session: Configured) {
    this.settings = new AiohttpSettings(session);
  }

  read(moving: Moving, gathered: Gathered, { calls }: FromOthers): UserMove {
    const move = new AiohttpFunctionMove(moving, gathered, calls);
    this.#moves.push(move);
    return { handedTo: [], write: () => move.write(this.#states) };
  }

  open(creation: Node, isReady: (value: Node) => boolean, moving: Moving): void {
    const sent = this.#moves.flatMap((move) => move.sent);
    this.#states = writeSession(creation, sent, isReady, this.settings.options, moving);
  }
}
