/** A call on a way: where it stands, and what it comes to. */
export interface Hop<F, Step, End> {
  readonly step: Step;
  /** What is reached with it; undefined where it goes on. */
  readonly end: End | undefined;
  /** What it goes on to. Where there are several, one of them runs, and nobody knows which: all must come to an end. */
  readonly to: readonly F[];
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

/** A way with more calls, through one of several functions, is not looked for. */
const MOST_CALLS = 40;

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

  /**
   * Where nothing was passed over at first, there is nothing more to find. A way that is sure goes before one of which
   * nobody knows which function it leads through.
   */
  #find(start: F): Way<Step, End> | undefined {
    for (const seldom of [false, true]) {
      const sure = this.#search(start, seldom);
      if (sure.way !== undefined) return sure.way;
      const either = sure.passedOver.either ? this.#searchThroughAll(start, seldom) : undefined;
      if (either !== undefined) return either;
      if (!sure.passedOver.seldom) return undefined;
    }
    return undefined;
  }

  /** What was left out: calls that are made once in a while, and those that go on to one of several functions. */
  #search(start: F, seldom: boolean): { readonly way: Way<Step, End> | undefined; readonly passedOver: PassedOver } {
    interface Visit {
      readonly from: F;
      readonly before: Visit | undefined;
      readonly step: Step | undefined;
    }
    const seen = new Set([this.keyOf(start)]);
    const queue: Visit[] = [{ from: start, before: undefined, step: undefined }];
    const passedOver = { seldom: false, either: false };
    for (let i = 0; i < queue.length && i < this.most; i++) {
      const visit = queue[i]!;
      const further: Visit[] = [];
      for (const { step, end, to, seldom: isSeldom } of this.hops(visit.from)) {
        if (isSeldom && !seldom) {
          passedOver.seldom = true;
          continue;
        }
        if (end !== undefined) {
          const steps = [step];
          for (let at: Visit | undefined = visit; at?.step !== undefined; at = at.before) steps.unshift(at.step);
          return { way: { steps, end, seldom }, passedOver };
        }
        const [next, ...others] = to;
        if (others.length > 0) passedOver.either = true;
        const key = next === undefined ? undefined : this.keyOf(next);
        if (next === undefined || others.length > 0 || seen.has(key)) continue;
        seen.add(key);
        further.push({ from: next, before: visit, step });
      }
      queue.push(...further);
    }
    // Where all was looked at, what was come to on the way comes to nothing either.
    if (!passedOver.seldom && !passedOver.either && queue.length <= this.most)
      for (const key of seen) this.#known.set(key, undefined);
    return { way: undefined, passedOver };
  }

  /**
   * The same where a call may go on to one of several functions, each of which has to come to an end. Those that come
   * there by a call are known first, then those that come there by two, and so on.
   */
  #searchThroughAll(start: F, seldom: boolean): Way<Step, End> | undefined {
    const hops = this.#allHops(start, seldom);
    const next = new Map<unknown, Hop<F, Step, End>>();
    const isKnown = (function_: F): boolean => next.has(this.keyOf(function_));
    for (let calls = 0; calls < MOST_CALLS && !isKnown(start); calls++) {
      const found: [unknown, Hop<F, Step, End>][] = [];
      for (const [key, own] of hops) {
        if (next.has(key)) continue;
        const hop = own.find(({ end, to }) => end !== undefined || (to.length > 0 && to.every(isKnown)));
        if (hop !== undefined) found.push([key, hop]);
      }
      if (found.length === 0) break;
      for (const [key, hop] of found) next.set(key, hop);
    }
    const steps: Step[] = [];
    for (let at: F | undefined = start; at !== undefined;) {
      const hop = next.get(this.keyOf(at));
      if (hop === undefined) return undefined;
      steps.push(hop.step);
      if (hop.end !== undefined) return { steps, end: hop.end, seldom };
      at = hop.to[0];
    }
    return undefined;
  }

  /** The calls of a function and of all that it comes to. */
  #allHops(start: F, seldom: boolean): ReadonlyMap<unknown, readonly Hop<F, Step, End>[]> {
    const found = new Map<unknown, readonly Hop<F, Step, End>[]>();
    const queue = [start];
    for (let i = 0; i < queue.length && found.size < this.most; i++) {
      const key = this.keyOf(queue[i]!);
      if (found.has(key)) continue;
      const hops = [...this.hops(queue[i]!)].filter((hop) => seldom || !hop.seldom);
      found.set(key, hops);
      queue.push(...hops.flatMap(({ end, to }) => (end === undefined ? to : [])));
    }
    return found;
  }
}

/** What a search has left out. */
interface PassedOver {
  readonly seldom: boolean;
  readonly either: boolean;
}
