import type { ThroughSelf } from "./ways";
import type { Condition, Given } from "./given";
import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { ownNodes } from "./definitions";
import { executionOf } from "./execution";
import type { Infer } from "./infer";
import type { Row } from "./library/index";
import type { Stall } from "./library/row";
import { conditionsOn, givenBy } from "./conditions";
import { isForOtherThreads } from "./other-thread";
import { platformOf } from "./platform";
import { nameOfRun, type Run, RUNNING_KINDS, runsAt } from "./runs";
import { isForTrial } from "./for-debugging";
import { isForPlainCallers } from "./two-colours";
import { isCached, isMadeOnce } from "./seldom";
import { type Called, calledBy, selfIn, valueOf } from "./called";
import type { ClassDefinition, Value } from "./values";

/**
 * Says why a call of a name that the table knows to block really does, in the function that it stands in; undefined
 * where it does not.
 */
export type Blocks = (call: Node, row: Row, function_: Node, infer: Infer) => Stall | undefined;

/** A place in the own body of a function that runs something else. */
export interface OwnCall {
  readonly run: Run;
  /**
   * What it runs, as it reads in a message: `load`, `requests.get`; with brackets where it is no call that runs it:
   * `ticks()`, `self.rows`.
   */
  readonly callee: string;
  /** Why it stalls the thread by itself. */
  readonly blocks: Stall | undefined;
  /** What it runs, where that does not: what is called, entered or gone through; of what is read, the object. */
  readonly value: Value | undefined;
  readonly self: ThroughSelf | undefined;
  readonly called: readonly Called[];
  /** Whether that is done once in a while at most, however often the function runs. */
  readonly seldom: boolean;
  /** Whether nobody comes to it who has a loop to look after, or who isn't trying something out. */
  readonly spared: boolean;
  /** What the function has to be given for it to be done. */
  readonly when: readonly Condition[];
  /** What it gives to what it runs. */
  readonly given: Given | undefined;
}

const KINDS: ReadonlySet<Kind> = new Set(RUNNING_KINDS);

/**
 * What runs when the body of a plain function or lambda does, in its order.
 *
 * @param on the class of the object that the function is a method of, where that is derived from the one that defines
 * it
 */
export function* callsIn(
  function_: Node,
  on: ClassDefinition | undefined,
  infer: Infer,
  blocks: Blocks,
): Iterable<OwnCall> {
  let cached: boolean | undefined;
  const circumstances = (node: Node): Pick<OwnCall, "seldom" | "spared" | "when"> => ({
    seldom:
      (cached ??= isCached(function_, infer)) ||
      isMadeOnce(node, function_) ||
      platformOf(node, function_) !== undefined,
    spared: isForTrial(node, function_) || isForPlainCallers(node, function_, infer),
    when: conditionsOn(node, function_, infer),
  });
  for (const node of ownNodes(function_, KINDS)) {
    if (!infer.steps.take()) return;
    if (!isSurelyRun(node, function_)) continue;
    const row = node.kind === "call" ? infer.row(node) : undefined;
    const why = row?.blocks === undefined ? undefined : blocks(node, row, function_, infer);
    // What a process says on one platform alone hardly anybody waits for.
    if (why === "subprocess" && platformOf(node, function_) !== undefined) continue;
    if (row !== undefined && why !== undefined) {
      const run: Run = { at: node, way: "call", what: node };
      yield {
        run,
        callee: row.name,
        blocks: why,
        value: undefined,
        self: undefined,
        called: [],
        given: undefined,
        ...circumstances(node),
      };
      continue;
    }
    if (row !== undefined) continue;
    for (const run of runsAt(node, infer)) {
      const value = valueOf(run, undefined, infer);
      // Whatever a module holds is read everywhere, and is hardly ever an object with properties.
      const called = run.way === "read" && value?.kind === "name" ? [] : calledBy(run, on, infer);
      if (called.length === 0) continue;
      yield {
        run,
        callee: nameOfRun(run),
        blocks: undefined,
        value,
        self: selfIn(run, infer),
        called,
        given: givenIn(run),
        ...circumstances(node),
      };
    }
  }
}

/**
 * What is given to what a place runs: by the call itself, or by the call that makes what is entered or gone through.
 */
export function givenIn({ way, at, what }: Run): Given | undefined {
  const call = way === "call" ? at : what;
  return call.kind === "call" ? givenBy(call) : undefined;
}

/** Whether it is sure what a node is, and that the function runs it where it runs itself. */
function isSurelyRun(node: Node, function_: Node): boolean {
  return runsWith(node, function_) && !(node.tree.broken && node.hasError) && !isForOtherThreads(node, function_);
}

/** Whether a node of a function's own body runs whenever the function does, at once. */
function runsWith(node: Node, function_: Node): boolean {
  if (function_.kind !== "lambda") return executionOf(node).kind === "sync";
  return node.closest("lambda", "generator_expression") === function_;
}
