import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import type { Target } from "../files/targets";
import type { CheckOptions } from "../options";
import { engine } from "./lazy-engine";
import { CheckRun, type Share } from "./run";

/** Fewer files are checked before another thread has started. */
const WORTH_A_THREAD = 120;
const MOST_THREADS = 4;

/** The same for all threads; each takes the next file when it is done with one. */
interface Work {
  readonly options: CheckOptions;
  readonly cwd: string;
  readonly targets: readonly Target[];
  /** Holds the place of the next file. */
  readonly next: Int32Array;
}

/** How many threads are worth it, the one that asks included. */
export function threadsFor(targets: readonly Target[], { workers }: CheckOptions, processors: number): number {
  const most = workers ?? Math.min(processors, MOST_THREADS);
  return Math.max(1, Math.min(most, Math.floor(targets.length / WORTH_A_THREAD) + 1));
}

/**
 * Checks files, some of them in other threads.
 *
 * @throws where a thread could not be started, or ended before its time
 */
export async function checkInThreads(run: CheckRun, targets: readonly Target[], options: CheckOptions, threads: number): Promise<void> {
  const work: Work = { options, cwd: run.cwd, targets, next: new Int32Array(new SharedArrayBuffer(4)) };
  const others = Array.from({ length: threads - 1 }, () => shareOf(new Worker(fileURLToPath(import.meta.url), { workerData: work })));
  await run.checkFiles(filesOf(work));
  for (const share of await Promise.all(others)) run.takeOver(share);
}

function shareOf(worker: Worker): Promise<Share> {
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("a thread ended before its time")));
  });
}

/** The files that no other thread has taken yet. */
function* filesOf({ targets, next }: Work): Iterable<Target> {
  for (let at = Atomics.add(next, 0, 1); at < targets.length; at = Atomics.add(next, 0, 1)) yield targets[at]!;
}

/** What such a thread does; returns false in the main one. */
export async function serveAsThread(): Promise<boolean> {
  if (isMainThread || parentPort === null) return false;
  const work = workerData as Work;
  const run = new CheckRun(work.options, work.cwd, engine);
  await run.checkFiles(filesOf(work));
  parentPort.postMessage(run.share(), []);
  return true;
}
