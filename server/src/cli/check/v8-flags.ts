import { setFlagsFromString } from "node:v8";

/**
 * Has V8 inline less when it compiles our code. A scan is short: what is compiled with much inlined is thrown away as
 * soon as a file holds something new, and compiled again, which takes up to a fifth of all processor time.
 */
export function inlineLess(): void {
  setFlagsFromString("--max-inlined-bytecode-size-cumulative=300");
}

/**
 * Has V8 collect garbage before it is several times of what is alive, in each thread: nearly all that a file needs is
 * garbage after it.
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--heap-growing-percent=30");
}
