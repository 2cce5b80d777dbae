import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import type { Target } from "../files/targets";
import type { CheckOptions } from "../options";
import { keptPlace } from "./kept-place";
import { engine } from "./lazy-engine";
import { placeOf } from "./project";
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
  /** Which thread has taken a file, by the file's place; they count from 1. */
  readonly takers: Int32Array;
}

const MAIN_THREAD = 1;

/** How many threads are worth it, the one that asks included. */
export function threadsFor(targets: readonly Target[], { workers }: CheckOptions, processors: number): number {
  const most = workers ?? Math.min(processors, MOST_THREADS);
  return Math.max(1, Math.min(most, Math.floor(targets.length / WORTH_A_THREAD) + 1));
}

/**
 * Checks files, some of them in other threads. One that ends before its time costs the file that it was at; those that
 * it had checked before are checked again.
 */
export async function checkInThreads(
  run: CheckRun,
  targets: readonly Target[],
  options: CheckOptions,
  threads: number,
): Promise<void> {
  const work: Work = { options, cwd: run.cwd, targets, next: shared(1), takers: shared(targets.length) };
  const others = Array.from({ length: threads - 1 }, (_, i) => startThread(work, MAIN_THREAD + 1 + i));
  await run.checkFiles(filesOf(work, MAIN_THREAD));
  for (const { thread, end } of others) {
    const found = await end;
    if (!(found instanceof Error)) run.takeOver(found);
    else await checkAgain(run, work, thread, found);
  }
}

/** @returns what the thread has found, or why it has ended without */
function startThread(work: Work, thread: number): { readonly thread: number; readonly end: Promise<Share | Error> } {
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { work, thread } });
  const end = new Promise<Share | Error>((resolve) => {
    worker.once("message", resolve);
    worker.once("error", resolve);
    worker.once("exit", (code) => resolve(new Error(`exit code ${code}`)));
  });
  return { thread, end };
}

async function checkAgain(run: CheckRun, { targets, takers }: Work, thread: number, { message }: Error): Promise<void> {
  const taken = targets.filter((_, place) => takers[place] === thread);
  const last = taken.pop();
  if (last !== undefined)
    run.onProblem({
      path: last.file,
      message: `not checked: the thread that was at it has ended (${message})`,
      asked: true,
    });
  await run.checkFiles(taken);
}

/** The files that no other thread has taken yet. */
function* filesOf({ targets, next, takers }: Work, thread: number): Iterable<Target> {
  for (let place = Atomics.add(next, 0, 1); place < targets.length; place = Atomics.add(next, 0, 1)) {
    Atomics.store(takers, place, thread);
    yield targets[place]!;
  }
}

function shared(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));
}

/** What such a thread does; returns false in the main one. */
export async function serveAsThread(): Promise<boolean> {
  if (isMainThread || parentPort === null) return false;
  const { work, thread } = workerData as { readonly work: Work; readonly thread: number };
  const run = new CheckRun(work.options, work.cwd, () =>
    engine(placeOf(work.options, work.cwd, keptPlace(work.options))),
  );
  await run.checkFiles(filesOf(work, thread));
  parentPort.postMessage(run.share(), []);
  return true;
}
