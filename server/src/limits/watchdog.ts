/**
 * The thread that watches what another does in its own turns, and ends it where it takes too long. It looks every now
 * and then, so that whoever works has no more to do for it than to write a number, and no thread to wake.
 */
import { Session } from "node:inspector";
import { parentPort, workerData } from "node:worker_threads";
import type { Watch } from "./own-turns";

/** How often it looks within the time that is allowed. */
const LOOKS = 8;
/**
 * So many times as long by the clock, where the processor has too much else to do, or what hangs waits for something.
 */
const PATIENCE = 6;

const { current, milliseconds } = workerData as Watch;
let seen = 0;
let since = performance.now();
let spentBefore = process.cpuUsage();

setInterval(() => {
  const work = Atomics.load(current, 0);
  if (work !== seen) {
    seen = work;
    since = performance.now();
    spentBefore = process.cpuUsage();
  } else if (work > 0 && isOverdue()) end(work);
}, milliseconds / LOOKS);

/**
 * By the processor's time, which is about that of who is watched, as all others wait: a busy machine ends no sound
 * work.
 */
function isOverdue(): boolean {
  const { user, system } = process.cpuUsage(spentBefore);
  return (user + system) / 1000 >= milliseconds || performance.now() - since >= milliseconds * PATIENCE;
}

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
