/** A call on a way: where it stands, and what it comes to. */
export interface Hop<F, Step, End> {
  readonly step: Step;
  /** What is reached with it; undefined where it goes on. */
  readonly end: End | undefined;
  /** What it goes on to. Where there are several, one of them runs, and nobody knows which: all must come to an end. */
  readonly to: readonly F[];
  /** Whether the call is made once in a while at most, however often its function runs. */
  readonly seldom: boolean;
  /** How long what is reached keeps its thread. */
  readonly keeps: Keeps;
}

/** For *long*, as what waits for people, servers and other programs; for *less*, as a disk; for a *moment*. */
export type Keeps = "long" | "less" | "moment";

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

/** How readily a call is taken for a part of a way. */
const READILY = { long: 0, less: 1, moment: 2, seldom: 3 } as const;

type Readily = (typeof READILY)[keyof typeof READILY];

/**
 * The shortest way from a function to an end, by the calls that each function makes; of several equally short ones that
 * which comes first in the code. One that is walked whenever the function runs goes before one that is walked once in a
 * while, and of the former one to what keeps its thread for long before one to what is over sooner. It does not depend on what was asked
 * before: a function that calls itself, by whatever way, adds nothing.
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
    let readily: Readily | undefined = READILY.long;
    while (readily !== undefined) {
      const sure = this.#search(start, readily);
      if (sure.way !== undefined) return sure.way;
      const either: Found<Step, End> | undefined = sure.isEither ? this.#searchThroughAll(start, readily) : undefined;
      if (either?.way !== undefined) return either.way;
      readily = sooner(sure.next, either?.next);
    }
    return undefined;
  }

  /** Calls that go on to one of several functions are left out as well. */
  #search(start: F, readily: Readily): Found<Step, End> & { readonly isEither: boolean } {
    interface Visit {
      readonly from: F;
      readonly before: Visit | undefined;
      readonly step: Step | undefined;
    }
    const seen = new Set([this.keyOf(start)]);
    const queue: Visit[] = [{ from: start, before: undefined, step: undefined }];
    let left: Readily | undefined;
    let isEither = false;
    for (let i = 0; i < queue.length && i < this.most; i++) {
      const visit = queue[i]!;
      const further: Visit[] = [];
      for (const hop of this.hops(visit.from)) {
        const { step, end, to } = hop;
        const needed = neededFor(hop);
        if (needed > readily) {
          left = sooner(left, needed);
          continue;
        }
        if (end !== undefined) {
          const steps = [step];
          for (let at: Visit | undefined = visit; at?.step !== undefined; at = at.before) steps.unshift(at.step);
          return { way: { steps, end, seldom: readily === READILY.seldom }, next: left, isEither };
        }
        const [next, ...others] = to;
        if (others.length > 0) isEither = true;
        const key = next === undefined ? undefined : this.keyOf(next);
        if (next === undefined || others.length > 0 || seen.has(key)) continue;
        seen.add(key);
        further.push({ from: next, before: visit, step });
      }
      queue.push(...further);
    }
    // Where all was looked at, what was come to on the way comes to nothing either.
    if (left === undefined && !isEither && queue.length <= this.most)
      for (const key of seen) this.#known.set(key, undefined);
    return { way: undefined, next: left, isEither };
  }

  /**
   * The same where a call may go on to one of several functions, each of which has to come to an end. Those that come
   * there by a call are known first, then those that come there by two, and so on.
   */
  #searchThroughAll(start: F, readily: Readily): Found<Step, End> {
    const { hops, next: left } = this.#allHops(start, readily);
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
      if (hop === undefined) break;
      steps.push(hop.step);
      if (hop.end !== undefined)
        return { way: { steps, end: hop.end, seldom: readily === READILY.seldom }, next: left };
      at = hop.to[0];
    }
    return { way: undefined, next: left };
  }

  /** The calls of a function and of all that it comes to. */
  #allHops(start: F, readily: Readily): AllHops<F, Step, End> {
    const found = new Map<unknown, readonly Hop<F, Step, End>[]>();
    const queue = [start];
    let left: Readily | undefined;
    for (let i = 0; i < queue.length && found.size < this.most; i++) {
      const key = this.keyOf(queue[i]!);
      if (found.has(key)) continue;
      const all = [...this.hops(queue[i]!)];
      const hops = all.filter((hop) => neededFor(hop) <= readily);
      for (const hop of all) if (neededFor(hop) > readily) left = sooner(left, neededFor(hop));
      found.set(key, hops);
      queue.push(...hops.flatMap(({ end, to }) => (end === undefined ? to : [])));
    }
    return { hops: found, next: left };
  }
}

/** What a search comes to, and how readily the calls that it left out would be taken which are next. */
interface Found<Step, End> {
  readonly way: Way<Step, End> | undefined;
  readonly next: Readily | undefined;
}

interface AllHops<F, Step, End> {
  readonly hops: ReadonlyMap<unknown, readonly Hop<F, Step, End>[]>;
  readonly next: Readily | undefined;
}

function neededFor({ seldom, keeps }: { readonly seldom: boolean; readonly keeps: Keeps }): Readily {
  return seldom ? READILY.seldom : READILY[keeps];
}

function sooner(a: Readily | undefined, b: Readily | undefined): Readily | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}
