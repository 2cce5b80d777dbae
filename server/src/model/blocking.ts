import type { Node } from "../syntax/tree";
import { type Blocks, type Called, calledBy, callsIn } from "./calls";
import type { ElsewhereStep } from "./imports";
import type { Infer } from "./infer";
import type { BlockingKind } from "./library/row";
import { type Hop, Reach } from "./reach";

/** One call on the way from a function to what blocks in it: in the file itself, or in another one. */
export type BlockingStep = { readonly kind: "here"; readonly call: Node; readonly callee: string } | ({ readonly kind: "elsewhere" } & ElsewhereStep);

export interface BlockingPath {
  /** The name of the function that runs first: `__init__` where the call makes an object. */
  readonly runs: string;
  /** The one that blocks last. */
  readonly steps: readonly BlockingStep[];
  readonly blocks: BlockingKind;
}

/** The end of a way: it may lie in another file, with steps of its own. */
interface End {
  readonly blocks: BlockingKind;
  readonly further: readonly ElsewhereStep[];
}

/** What keeps a thread waiting for people, servers and other programs before what waits for this machine. */
const WORST_FIRST: readonly BlockingKind[] = ["input", "sleep", "http", "network", "database", "subprocess", "wait", "file", "cpu", "filesystem"];

type Hops = readonly Hop<Called, BlockingStep, End>[];

/**
 * Finds the calls by which a call of the project's own code comes to one that stalls its thread. What it has found it
 * keeps, so that many calls that come to the same functions cost what one does.
 */
export class BlockingPaths {
  readonly #reach = new Reach<Called, BlockingStep, End>((called) => this.#hopsOf(called), keyOf);
  readonly #hops = new Map<Node, Hops>();

  constructor(
    readonly infer: Infer,
    readonly blocks: Blocks,
  ) {}

  /** Undefined where the call comes to none that blocks, or where that is not sure. */
  from(call: Node): BlockingPath | undefined {
    const called = calledBy(call, this.infer);
    if (called === undefined) return undefined;
    if (called.kind === "elsewhere") return this.#elsewhere(called.reference);
    const way = this.#reach.from(called);
    if (way === undefined) return undefined;
    const runs = called.definition.name;
    return { runs, steps: [...way.steps, ...way.end.further.map((step) => ({ kind: "elsewhere", ...step }) as const)], blocks: way.end.blocks };
  }

  #elsewhere(reference: string): BlockingPath | undefined {
    const path = this.infer.blockingElsewhere(reference);
    return path === undefined ? undefined : { ...path, steps: path.steps.map((step) => ({ kind: "elsewhere", ...step })) };
  }

  #hopsOf(called: Called): Hops {
    if (called.kind === "elsewhere") return [];
    const { node } = called.definition;
    const known = this.#hops.get(node);
    if (known !== undefined) return known;
    const hops = [...callsIn(node, this.infer, this.blocks)].map(({ call, callee, blocks, called: further }): Hop<Called, BlockingStep, End> => {
      const step = { kind: "here", call, callee } as const;
      if (blocks?.blocks !== undefined) return { step, end: { blocks: blocks.blocks, further: [] }, to: undefined };
      if (further?.kind !== "elsewhere") return { step, end: undefined, to: further };
      const path = this.infer.blockingElsewhere(further.reference);
      return { step, end: path === undefined ? undefined : { blocks: path.blocks, further: path.steps }, to: undefined };
    });
    // What stalls by itself is the shorter way, whatever the calls before it come to; of several of those the worst is told.
    const nearestFirst = hops.toSorted((a, b) => (a.end?.further.length ?? 0) - (b.end?.further.length ?? 0) || rankOf(a.end) - rankOf(b.end));
    this.#hops.set(node, nearestFirst);
    return nearestFirst;
  }
}

function rankOf(end: End | undefined): number {
  return end === undefined ? WORST_FIRST.length : WORST_FIRST.indexOf(end.blocks);
}

function keyOf(called: Called): unknown {
  return called.kind === "own" ? called.definition.node : called.reference;
}
