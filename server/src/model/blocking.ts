import type { Way } from "./ways";
import type { Condition, Given } from "./given";
import type { Node } from "../syntax/tree";
import { type Called, calledBy, type CalledOne } from "./called";
import { type Blocks, callsIn, givenIn } from "./calls";
import { conditionsIn, isExcluded } from "./conditions";
import type { ElsewhereStep } from "./imports";
import type { Infer } from "./infer";
import { libraryRow } from "./library/index";
import type { Stall } from "./library/row";
import { type Hop, type Keeps, Reach } from "./reach";
import type { Run } from "./runs";

/** One call on the way from a function to what blocks in it: in the file itself, or in another one. */
export type BlockingStep =
  | { readonly kind: "here"; readonly at: Node; readonly way: Way; readonly callee: string }
  | ({ readonly kind: "elsewhere" } & ElsewhereStep);

export interface BlockingPath {
  /**
   * The name of the function that runs first: `__init__` where the call makes an object, none where it runs a lambda.
   */
  readonly runs: string;
  /** The one that blocks last. */
  readonly steps: readonly BlockingStep[];
  readonly blocks: Stall;
  /** Whether the way is walked once in a while at most: what is found out there is kept. */
  readonly seldom: boolean;
}

/** The end of a way: it may lie in another file, with steps of its own. */
interface End {
  readonly blocks: Stall;
  readonly further: readonly ElsewhereStep[];
}

/**
 * What can't work before what keeps a thread waiting for people, servers and other programs, and that before what waits
 * for this machine.
 */
const WORST_FIRST: readonly Stall[] = [
  "second loop",
  "input",
  "sleep",
  "http",
  "network",
  "database",
  "subprocess",
  "wait",
  "hashed file",
  "file",
  "cpu",
  "filesystem",
  "text file",
];

/** What waits for this machine alone, and hardly anybody for it. */
const KEEPS_LESS: ReadonlySet<Stall> = new Set(["file", "cpu", "filesystem"]);

/** How long what stalls keeps its thread. */
export function keepsThread(blocks: Stall): Keeps {
  if (blocks === "text file") return "moment";
  return KEEPS_LESS.has(blocks) ? "less" : "long";
}

const LONGEST_FIRST: readonly Keeps[] = ["long", "less", "moment"];

/** What of a way says how bad it is. */
interface Ranked {
  readonly seldom: boolean;
  readonly blocks: Stall;
  readonly steps: readonly unknown[];
}

/** Of several ways the one that is walked each time, to what keeps the thread for longest; of like ones the shortest. */
export function worstOf<P extends Ranked>(paths: readonly P[]): P | undefined {
  const rank = ({ seldom, blocks }: P): number =>
    seldom ? LONGEST_FIRST.length : LONGEST_FIRST.indexOf(keepsThread(blocks));
  return paths.toSorted((a, b) => rank(a) - rank(b) || a.steps.length - b.steps.length)[0];
}

/** Of several calls of which one is made, how soon it may be over. */
function soonest(hops: readonly { readonly keeps: Keeps }[]): Keeps {
  return LONGEST_FIRST.findLast((keeps) => hops.some((hop) => hop.keeps === keeps)) ?? "long";
}

/** What runs, and what it is given. */
interface Running {
  readonly called: CalledOne;
  readonly given: Given | undefined;
}

interface OwnHop extends Hop<Running, BlockingStep, End> {
  /** What the function has to be given for it to be made. */
  readonly when: readonly Condition[];
}

type Hops = readonly OwnHop[];

/**
 * Finds the calls by which a call of the project's own code comes to one that stalls its thread. What it has found it
 * keeps, so that many calls that come to the same functions cost what one does.
 */
export class BlockingPaths {
  readonly #reach = new Reach<Running, BlockingStep, End>(
    ({ called, given }) => this.#hopsOf(called).filter(({ when }) => !isExcluded(when, given)),
    (running) => this.#keyOf(running),
  );
  readonly #hops = new Map<unknown, Hops>();
  readonly #keys = new Map<Node, Map<Node | undefined, Map<string, object>>>();
  readonly #conditions = new Map<Node, readonly Condition[]>();

  constructor(
    readonly infer: Infer,
    readonly blocks: Blocks,
  ) {}

  /** The worst of what a place runs, by the shortest way; undefined where that comes to nothing that blocks, or it is not sure. */
  from(run: Run): BlockingPath | undefined {
    const given = givenIn(run);
    const paths = calledBy(run, undefined, this.infer).flatMap((called) => this.#pathOf(called, given) ?? []);
    return worstOf(paths);
  }

  /** The shortest of a function of the file itself, whoever calls it. */
  of(function_: Node): BlockingPath | undefined {
    return this.#pathOf({ kind: "own", node: function_, on: undefined }, undefined);
  }

  #pathOf(called: Called, given: Given | undefined): BlockingPath | undefined {
    if (called.kind === "either") {
      const paths = called.of.map((one) => this.#pathOf(one, given));
      return paths.includes(undefined) ? undefined : paths[0];
    }
    if (called.kind === "elsewhere") {
      const path = this.infer.blockingElsewhere(called.reference, called.way, given);
      return path === undefined
        ? undefined
        : { ...path, steps: path.steps.map((step) => ({ kind: "elsewhere", ...step })) };
    }
    const way = this.#reach.from({ called, given });
    if (way === undefined) return undefined;
    const runs = called.node.child("name")?.text ?? "";
    return {
      runs,
      steps: [...way.steps, ...way.end.further.map((step) => ({ kind: "elsewhere", ...step }) as const)],
      blocks: way.end.blocks,
      seldom: way.seldom,
    };
  }

  #hopsOf(called: CalledOne): Hops {
    if (called.kind === "elsewhere") return [];
    const key = this.#keyOf({ called, given: undefined });
    const known = this.#hops.get(key);
    if (known !== undefined) return known;
    const hops = [...callsIn(called.node, called.on, this.infer, this.blocks)].flatMap((call): Hops => {
      const { run, callee, blocks, seldom, spared, when } = call;
      if (spared) return [];
      const step = { kind: "here", at: run.at, way: run.way, callee } as const;
      if (blocks !== undefined)
        return [{ step, end: { blocks, further: [] }, to: [], seldom, keeps: keepsThread(blocks), when }];
      return call.called.map((to) => {
        const hop = this.#hopTo(to, call.given);
        return { step, ...hop, seldom: hop.seldom || seldom, when };
      });
    });
    // What stalls by itself is the shorter way, whatever the calls before it come to; of several of those the worst is
    // told.
    const nearestFirst = hops.toSorted(
      (a, b) => (a.end?.further.length ?? 0) - (b.end?.further.length ?? 0) || rankOf(a) - rankOf(b),
    );
    this.#hops.set(key, nearestFirst);
    return nearestFirst;
  }

  /**
   * The same for the same function of an object of the same class, whose questions are answered alike by what it is
   * given.
   */
  #keyOf({ called, given }: Running): unknown {
    if (called.kind === "elsewhere") return `${called.way} ${called.reference}`;
    let byClass = this.#keys.get(called.node);
    if (byClass === undefined) this.#keys.set(called.node, (byClass = new Map()));
    let byAnswers = byClass.get(called.on?.node);
    if (byAnswers === undefined) byClass.set(called.on?.node, (byAnswers = new Map()));
    const answers =
      given === undefined
        ? ""
        : this.#conditionsIn(called.node)
            .flatMap((one, index) => (isExcluded([one], given) ? [index] : []))
            .join();
    let key = byAnswers.get(answers);
    if (key === undefined) byAnswers.set(answers, (key = {}));
    return key;
  }

  #conditionsIn(function_: Node): readonly Condition[] {
    let conditions = this.#conditions.get(function_);
    if (conditions === undefined) this.#conditions.set(function_, (conditions = conditionsIn(function_, this.infer)));
    return conditions;
  }

  #hopTo(to: Called, given: Given | undefined): Omit<OwnHop, "step" | "when"> {
    if (to.kind === "either") return this.#hopToEither(to.of, given);
    if (to.kind === "own") return { end: undefined, to: [{ called: to, given }], seldom: false, keeps: "long" };
    const path = this.infer.blockingElsewhere(to.reference, to.way, given);
    return {
      end: path === undefined ? undefined : { blocks: path.blocks, further: path.steps },
      to: [],
      seldom: path?.seldom ?? false,
      keeps: path === undefined ? "long" : keepsThread(path.blocks),
    };
  }

  /** Those of other files are followed there: where one of them comes to nothing, the others don't count. */
  #hopToEither(of: readonly CalledOne[], given: Given | undefined): Omit<OwnHop, "step" | "when"> {
    const hops = of.map((one) => this.#hopTo(one, given));
    const own = hops.flatMap(({ to }) => to);
    const known = hops.every(({ end, to }) => end !== undefined || to.length > 0);
    return {
      end: known && own.length === 0 ? hops[0]?.end : undefined,
      to: known ? own : [],
      seldom: hops.some(({ seldom }) => seldom),
      keeps: soonest(hops),
    };
  }
}

/** Of two that wait for the same, what takes longer as there is more of it comes first. */
function rankOf({ end, step }: OwnHop): number {
  if (end === undefined) return WORST_FIRST.length;
  const isHeavy = end.further.length === 0 && libraryRow(step.callee)?.heavy === true;
  return WORST_FIRST.indexOf(end.blocks === "filesystem" ? "file" : end.blocks) - (isHeavy ? 0.5 : 0);
}
