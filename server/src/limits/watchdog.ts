/**
 * The thread that watches what another does in its own turns, and ends it where it takes too long. It looks every now and then, so
 * that whoever works has no more to do for it than to write a number, and no thread to wake.
 */
import { Session } from "node:inspector";
import { parentPort, workerData } from "node:worker_threads";
import type { Watch } from "./own-turns";

/** How often it looks within the time that is allowed. */
const LOOKS = 8;

const { current, milliseconds } = workerData as Watch;
let seen = 0;
let since = 0;

setInterval(() => {
  const work = Atomics.load(current, 0);
  if (work !== seen) {
    seen = work;
    since = performance.now();
  } else if (work > 0 && performance.now() - since >= milliseconds) end(work);
}, milliseconds / LOOKS);

/** Only from here on it is to be ended, which whoever works sees where it is done at that very moment. */
function end(work: number): void {
  const session = new Session();
  session.connectToMainThread();
  if (Atomics.compareExchange(current, 0, work, -work) !== work) return session.disconnect();
  session.post("Runtime.terminateExecution", () => {
    session.disconnect();
    parentPort?.postMessage(null);
  });
}
