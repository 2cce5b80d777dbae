/** A call on a way: where it stands, and what it comes to. */
export interface Hop<F, Step, End> {
  readonly step: Step;
  /** What is reached with it; undefined where it goes on. */
  readonly end: End | undefined;
  readonly to: F | undefined;
  /** Whether the call is made once in a while at most, however often its function runs. */
  readonly seldom: boolean;
}

export interface Way<Step, End> {
  readonly steps: readonly Step[];
  readonly end: End;
  /** Whether the way is walked once in a while at most. */
  readonly seldom: boolean;
}

/** More functions are not looked at for one question; a way through more is not known. */
const MOST_FUNCTIONS = 2000;

/**
 * The shortest way from a function to an end, by the calls that each function makes; of several equally short ones that
 * which comes first in the code. One that is walked whenever the function runs goes before one that is walked once in a
 * while. It does not depend on what was asked before: a function that calls itself, by whatever way, adds nothing.
 */
export class Reach<F, Step, End> {
  readonly #known = new Map<unknown, Way<Step, End> | undefined>();

  /**
   * @param hops the calls of a function, in their order
   * @param keyOf the same for the same function
   * @param most how many functions are looked at
   */
  constructor(
    readonly hops: (from: F) => Iterable<Hop<F, Step, End>>,
    readonly keyOf: (function_: F) => unknown,
    readonly most = MOST_FUNCTIONS,
  ) {}

  from(start: F): Way<Step, End> | undefined {
    const key = this.keyOf(start);
    if (!this.#known.has(key)) this.#known.set(key, this.#find(start));
    return this.#known.get(key);
  }

  /** Where nothing was passed over at first, there is nothing more to find. */
  #find(start: F): Way<Step, End> | undefined {
    const { way, passedOver } = this.#search(start, false);
    return way === undefined && passedOver ? this.#search(start, true).way : way;
  }

  #search(start: F, seldom: boolean): { readonly way: Way<Step, End> | undefined; readonly passedOver: boolean } {
    interface Visit {
      readonly from: F;
      readonly before: Visit | undefined;
      readonly step: Step | undefined;
    }
    const seen = new Set([this.keyOf(start)]);
    const queue: Visit[] = [{ from: start, before: undefined, step: undefined }];
    let passedOver = false;
    for (let i = 0; i < queue.length && i < this.most; i++) {
      const visit = queue[i]!;
      const further: Visit[] = [];
      for (const { step, end, to, seldom: isSeldom } of this.hops(visit.from)) {
        if (isSeldom && !seldom) {
          passedOver = true;
          continue;
        }
        if (end !== undefined) {
          const steps = [step];
          for (let at: Visit | undefined = visit; at?.step !== undefined; at = at.before) steps.unshift(at.step);
          return { way: { steps, end, seldom }, passedOver };
        }
        const key = to === undefined ? undefined : this.keyOf(to);
        if (to === undefined || seen.has(key)) continue;
        seen.add(key);
        further.push({ from: to, before: visit, step });
      }
      queue.push(...further);
    }
    // Where all was looked at, what was come to on the way comes to nothing either.
    if (!passedOver && queue.length <= this.most) for (const key of seen) this.#known.set(key, undefined);
    return { way: undefined, passedOver };
  }
}
