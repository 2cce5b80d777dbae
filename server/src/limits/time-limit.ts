/**
 * Stops synchronous work that takes too long: the net below the engine's own bounds, which count steps, for what nobody
 * foresaw. V8 itself ends what runs (loops, regular expressions, WASM); its `finally` blocks don't run, so that
 * whatever the work had in its hands is to be thrown away.
 */
import type * as Inspector from "node:inspector";
import { createRequire } from "node:module";
import os from "node:os";
import { TimeLimitError } from "./time-limit-error";

/** Runs what `NAME` holds in the global scope, and ends it after so many milliseconds. Must not throw where it does. */
type RunGlobal = (milliseconds: number) => void;

const NAME = "__asyncSkillWork";
const CALL = `${NAME}()`;
const scope = globalThis as unknown as Record<typeof NAME, () => void>;

let runGlobal: RunGlobal | undefined;
let isRunning = false;

/**
 * Runs work that may take so long and no longer. Within other such work that work's limit holds.
 *
 * @throws TimeLimitError
 */
export function withinTime<Result>(milliseconds: number, work: () => Result): Result {
  if (isRunning) return work();
  runGlobal ??= byInspector();
  // What was ended may not even have begun, on a machine that is busy.
  let end: End<Result> = { kind: "ended" };
  scope[NAME] = () => {
    try {
      end = { kind: "done", result: work() };
    } catch (error) {
      end = { kind: "failed", error };
    }
  };
  isRunning = true;
  runGlobal(milliseconds);
  isRunning = false;
  return resultOf(end, milliseconds);
}

/** For tests, and for who stands at a breakpoint: other milliseconds, or 0 for no limit. */
const VARIABLE = "ASYNC_SKILL_TIME_LIMIT";

/** So many milliseconds, or as many as the environment says. */
export function millisecondsOr(milliseconds: number): number {
  const given = process.env[VARIABLE];
  return given === undefined ? milliseconds : Number(given);
}

/** A busy machine is waited for so many times as long, and no longer: what hangs has to end some time. */
const PATIENCE = 6;

/**
 * How many times as long work takes by the clock as it would on an idle machine; 1 where that isn't known, as on
 * Windows.
 */
function slowness(): number {
  return Math.min(Math.max(os.loadavg()[0]! / os.availableParallelism(), 1), PATIENCE);
}

/**
 * Runs pieces of work that may each take so many milliseconds, more where others want the processor too, or as many as
 * the environment says: the clock runs on while a thread waits for its turn, and a thread's own time can't be told in
 * Node 20.
 */
export function limitedTo(milliseconds: number): <Result>(work: () => Result) => Result {
  const limit = millisecondsOr(milliseconds);
  const isGiven = process.env[VARIABLE] !== undefined;
  return (work) => (limit > 0 ? withinTime(isGiven ? limit : Math.round(limit * slowness()), work) : work());
}

type End<Result> =
  | { readonly kind: "ended" }
  | { readonly kind: "done"; readonly result: Result }
  | { readonly kind: "failed"; readonly error: unknown };

function resultOf<Result>(end: End<Result>, milliseconds: number): Result {
  switch (end.kind) {
    case "ended":
      throw new TimeLimitError(milliseconds);
    case "done":
      return end.result;
    case "failed":
      throw end.error;
  }
}

/**
 * Through the inspector of this very thread, whose clock runs in a thread that is there anyway: 20 µs a call, where
 * `timeout` of node:vm starts a thread each time (80 µs). Without a limit in a Node that has no inspector, or where
 * nothing may be evaluated.
 */
function byInspector(): RunGlobal {
  const unlimited: RunGlobal = () => scope[NAME]();
  try {
    const inspector = createRequire(import.meta.url)("node:inspector") as typeof Inspector;
    const session = new inspector.Session();
    session.connect();
    const evaluate = (expression: string, timeout?: number): void =>
      session.post("Runtime.evaluate", { expression, silent: true, ...(timeout === undefined ? {} : { timeout }) });
    let works = false;
    scope[NAME] = () => (works = true);
    evaluate(CALL);
    return works ? (timeout) => evaluate(CALL, timeout) : unlimited;
  } catch {
    return unlimited;
  }
}
