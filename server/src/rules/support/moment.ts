import type { Row } from "../../model/library/row";
import type { Node } from "../../syntax/tree";

/** Seconds below which a sleep is over before anybody misses the event loop. */
const MOMENT = 0.01;

/** Whether a call sleeps for a moment only, as it is written out: `time.sleep(0.001)`. */
export function isMoment(call: Node, { blocks }: Row): boolean {
  const [given] = call.child("arguments")?.named ?? [];
  return blocks === "sleep" && (given?.kind === "float" || given?.kind === "integer") && Number(given.text) < MOMENT;
}
