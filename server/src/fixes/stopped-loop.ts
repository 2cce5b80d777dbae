import { ownNodes } from "../model/definitions";
import type { Infer } from "../model/infer";
import { rememberedOf } from "../model/remembered";
import { turnOf } from "../model/shared/order";
import { CALLS, PAUSES } from "../syntax/node-kinds";
import type { Node } from "../syntax/tree";
import type { Wait } from "./wait";

/** What tells a loop to do something soon. */
const SOON: ReadonlySet<string> = new Set(["call_soon", "call_soon_threadsafe"]);

/**
 * A loop that a function stops before it waits, in words that end a sentence: code that blocks is done before the loop
 * ends, and what awaits there never goes on where the loop is its own. Whether it is nobody can tell from here.
 */
export function onStoppedLoop(wait: Wait, infer: Infer): string | undefined {
  for (const call of stopsOf(wait.function)) {
    const loop = call.end <= wait.at.start ? loopStoppedBy(call) : undefined;
    if (loop === undefined || !isLoop(loop, infer) || isAwaitedBetween(call, wait)) continue;
    return `the wait never ends where ${loop.text}, which is stopped before, is the loop that runs this`;
  }
  return undefined;
}

/** `loop.stop()`, `loop.call_soon_threadsafe(loop.stop)`. */
function loopStoppedBy(call: Node): Node | undefined {
  const callee = call.child("function");
  const method = callee?.child("attribute")?.text ?? "";
  const stop = SOON.has(method) ? call.child("arguments")?.named[0] : callee;
  if (stop?.child("attribute")?.text !== "stop") return undefined;
  return stop.child("object");
}

const stopsOf = rememberedOf((function_) =>
  [...ownNodes(function_, CALLS)].filter((call) => loopStoppedBy(call) !== undefined),
);

function isLoop(object: Node, infer: Infer): boolean {
  const type = infer.instanceOf(object);
  return type === undefined
    ? /(?:^|_)loop$/i.test((object.child("attribute") ?? object).text)
    : type === "asyncio.AbstractEventLoop";
}

/** Who waited since, and went on, runs on another loop, or had its own started again. */
function isAwaitedBetween(stop: Node, wait: Wait): boolean {
  for (const pause of ownNodes(wait.function, PAUSES)) {
    const turn = pause.kind === "await" || pause.hasToken("async") ? turnOf(pause, pause.start) : undefined;
    if (turn !== undefined && turn > stop.end && turn < wait.start) return true;
  }
  return false;
}
