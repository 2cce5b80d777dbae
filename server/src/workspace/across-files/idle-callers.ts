import { ownNodes } from "../../model/definitions";
import { executionOf } from "../../model/execution";
import { suspendsBeside } from "../../model/idle";
import { runsAt } from "../../model/runs";
import type { FileId } from "../../project/files";
import { CALLS } from "../../syntax/node-kinds";
import type { Node } from "../../syntax/tree";
import type { Draft, Source } from "./draft";
import { helperOf, keyOf } from "./functions";
import type { Helper, Helpers } from "./helper";
import { isObstacle } from "./obstacle";
import { awaitedUsesOf, type Calls, type Use } from "./uses";

/** Callers of callers are followed so far, and no more functions become plain at once. */
const MOST_ROUNDS = 8;
const MOST_HELPERS = 20;

/** An async function by the names that lead to it. */
interface Caller {
  readonly source: Source;
  readonly path: string;
  readonly node: Node;
}

/**
 * The calls of coroutine functions that become plain, and of the private ones that awaited these alone, with who calls
 * them in turn: each round as a whole, or none of it.
 */
export function withIdleCallers(start: Calls, files: readonly FileId[], draft: Draft): Calls {
  let calls = start;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const callers = idleCallers(calls.helpers, calls.uses).flatMap((caller) => plainWith(caller, draft) ?? []);
    if (callers.length === 0 || calls.helpers.size + callers.length > MOST_HELPERS) return calls;
    const grown = new Map(calls.helpers);
    for (const caller of callers) grown.set(keyOf(caller.source.file, caller.path), caller);
    const more = awaitedUsesOf(grown, files, draft);
    if (isObstacle(more)) return calls;
    calls = more;
  }
  return calls;
}

/** The async functions that await nothing but what becomes plain, and don't so with it. */
export function idleCallers(helpers: Helpers, uses: readonly Use[]): readonly Caller[] {
  const callers = new Map<string, Caller>();
  for (const { source, call } of uses) {
    const execution = executionOf(call);
    const path = execution.kind === "async" ? source.pathOf(execution.function) : undefined;
    if (execution.kind !== "async" || path === undefined || helpers.has(keyOf(source.file, path))) continue;
    const taken = uses.filter((use) => use.source === source).map((use) => use.call);
    if (!suspendsBeside(execution.function, taken))
      callers.set(keyOf(source.file, path), { source, path, node: execution.function });
  }
  return [...callers.values()];
}

/** A private function as one that may be plain; undefined where a coroutine may be needed, or it lacks an `await`. */
function plainWith({ source, path, node }: Caller, draft: Draft): Helper | undefined {
  if (!/(?:^|\.)_(?!_)\w*$/.test(path) || lacksAwait(node, source)) return undefined;
  const helper = helperOf({ kind: "function", file: source.file, path }, draft);
  return isObstacle(helper) ? undefined : helper;
}

/** Whether it does what keeps the loop waiting, or makes a coroutine that nobody awaits. */
function lacksAwait(function_: Node, { infer, paths }: Source): boolean {
  for (const call of ownNodes(function_, CALLS)) {
    if (infer.row(call)?.blocks !== undefined) return true;
    if (call.parent?.kind === "expression_statement" && infer.value(call)?.kind === "awaitable") return true;
    if (runsAt(call, infer).some((run) => paths.from(run) !== undefined)) return true;
  }
  return false;
}
