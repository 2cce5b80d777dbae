/**
 * Work in turns of its own: of the event loop, with nothing below it on the stack and nobody's promise behind it. What
 * takes too long there can be ended by another thread, and takes nobody with it. V8 itself ends what runs (loops,
 * regular expressions, WASM); its `finally` blocks don't run, so that whatever the work had in its hands is to be
 * thrown away.
 */
import { MessageChannel, Worker } from "node:worker_threads";
import { TimeLimitError } from "./time-limit-error";

/** What the watchdog is told when it starts. */
export interface Watch {
  /** One number that both threads see: 0, the piece of work that runs, or the negative of one that is being ended. */
  readonly current: Int32Array;
  readonly milliseconds: number;
}

interface Work {
  /** Does it, and returns how to tell of it. */
  readonly run: () => () => void;
  readonly end: () => void;
}

const MOST = 0x7f_ff_ff_ff;

export class OwnTurns {
  readonly #milliseconds: number;
  readonly #current = new Int32Array(new SharedArrayBuffer(4));
  /**
   * Node calls who listens to a port from the event loop itself, and once more where that was ended. Immediates and
   * timers would be lost.
   */
  readonly #door = new MessageChannel();
  readonly #waiting: Work[] = [];
  #running: Work | undefined;
  #count = 0;

  /** @param milliseconds after which a watchdog ends a piece of work */
  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
    this.#door.port2.on("message", () => this.#turn());
    this.#door.port2.unref();
  }

  /** Has a thread watch what runs; without one, or in a Node that can't end what runs, it takes as long as it takes. */
  watchBy(script: URL): void {
    const watchdog = new Worker(script, {
      workerData: { current: this.#current, milliseconds: this.#milliseconds } satisfies Watch,
    });
    watchdog.on("message", () => this.#bury());
    watchdog.on("error", () => {});
    watchdog.unref();
  }

  /**
   * Fulfilled with what the work gives, rejected with what it throws, or with a TimeLimitError. Work is done in the
   * order in which it comes.
   */
  do<Result>(work: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      const run = (): (() => void) => {
        try {
          const result = work();
          return () => resolve(result);
        } catch (error) {
          return () => reject(error);
        }
      };
      this.#waiting.push({ run, end: () => reject(new TimeLimitError(this.#milliseconds)) });
      this.#door.port1.postMessage(null);
    });
  }

  #turn(): void {
    this.#bury();
    const work = this.#waiting.shift();
    if (work === undefined) return;
    this.#running = work;
    this.#count = (this.#count % MOST) + 1;
    Atomics.store(this.#current, 0, this.#count);
    const tell = work.run();
    // Done, but too late: the end is on its way, and must not meet others.
    if (Atomics.compareExchange(this.#current, 0, this.#count, 0) !== this.#count) for (;;);
    this.#running = undefined;
    tell();
  }

  /** Tells of what was ended: nothing of it has run since. */
  #bury(): void {
    if (this.#running === undefined) return;
    const { end } = this.#running;
    this.#running = undefined;
    Atomics.store(this.#current, 0, 0);
    end();
  }
}
