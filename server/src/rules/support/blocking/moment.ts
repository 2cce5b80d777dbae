import type { Row } from "../../../model/library/row";
import type { Node } from "../../../syntax/tree";

/** Seconds below which a sleep is over before anybody misses the event loop. */
const MOMENT = 0.01;
/** Seconds below which it is missed by hardly anybody. */
const SHORT = 0.1;

/** Whether a call sleeps for a moment only, as it is written out: `time.sleep(0.001)`. */
export function isMoment(call: Node, row: Row): boolean {
  return sleepsBelow(MOMENT, call, row);
}

/** The same of what is over before most people notice: `time.sleep(0.05)`. */
export function isShort(call: Node, row: Row): boolean {
  return sleepsBelow(SHORT, call, row);
}

/** `time.sleep(0)`: it gives way to other threads, and is over at once. */
export function isNoSleep(call: Node, row: Row): boolean {
  return sleepsBelow(Number.MIN_VALUE, call, row);
}

function sleepsBelow(seconds: number, call: Node, { blocks }: Row): boolean {
  const [given] = call.child("arguments")?.named ?? [];
  return blocks === "sleep" && (given?.kind === "float" || given?.kind === "integer") && Number(given.text) < seconds;
}
