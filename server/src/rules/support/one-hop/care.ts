import type { RuleContext } from "../../contract";
import { type Exchange, type Stretch, within } from "../../../fixes/local-function";
import { asyncFunctionAround } from "../../../model/execution";
import { BOUND_OBJECT } from "../../../model/library/thread-bound";
import { runsAt } from "../../../model/runs";
import type { Node } from "../../../syntax/tree";
import { pathsIn } from "../blocking/blocking-paths";
import { whyRunStays } from "../blocking/helper-stays";
import { workOnPaths } from "./left-behind";

/**
 * Whether a call may go to a thread with what stands beside it though nobody sees all that it does: a helper that
 * blocks, or what works on a path that short calls touch. The fix says so.
 */
export function isCarried(call: Node, context: RuleContext): boolean {
  const callee = call.child("function");
  if (callee === undefined || call.parent?.kind === "await" || context.infer.row(call) !== undefined) return false;
  for (const run of runsAt(call, context.infer)) {
    const path = run.way === "call" ? pathsIn(context).from(run) : undefined;
    if (path !== undefined)
      return path.blocks !== "second loop" && path.blocks !== "input" && whyRunStays(run, path, context) === undefined;
  }
  const function_ = asyncFunctionAround(call);
  const object = callee.child("object");
  // What a method changes of its own object others may look at meanwhile.
  if (
    function_ === undefined ||
    (object !== undefined && (BOUND_OBJECT.test(object.text) || /^(?:self|cls)\b/.test(object.text)))
  )
    return false;
  return workOnPaths(function_, context).has(call);
}

/**
 * Whether what statements bind is awaited behind them: then one of the calls gave a coroutine, or what belongs to the
 * event loop.
 */
export function awaitsResult(stretch: Stretch, { results }: Exchange): boolean {
  const function_ = asyncFunctionAround(stretch.first);
  for (const awaiting of function_?.descendants("await") ?? []) {
    let root = awaiting.named[0];
    if (root?.kind === "call" && root.child("function")?.text.startsWith("asyncio.") === true)
      root = root.child("arguments");
    const names = root?.kind === "argument_list" ? [...root.descendants("identifier")] : [rootOf(root)];
    if (names.some((name) => name !== undefined && results.includes(name.text))) return true;
  }
  return false;
}

function rootOf(expression: Node | undefined): Node | undefined {
  let node = expression;
  while (node !== undefined && node.kind !== "identifier")
    node = node.child("function") ?? node.child("object") ?? node.child("value");
  return node;
}

/** What is said of a fix that carries calls along, by the names of the functions. */
export function carriedBy(stretch: Stretch, context: RuleContext): readonly Node[] {
  return [...within(stretch, "call")].filter((call) => isCarried(call, context));
}

export function careFor(calls: readonly Node[]): { readonly annotation: string; readonly differs: string } {
  const names = [
    ...new Set(
      calls.map((call) => `${(call.child("function")!.child("attribute") ?? call.child("function")!).text}()`),
    ),
  ];
  const all = names.length === 1 ? names[0]! : `${names.slice(0, -1).join(", ")} and ${names.at(-1)!}`;
  const shares =
    names.length === 1 ? `runs in another thread: what it shares` : `run in another thread: what they share`;
  return {
    annotation: `${all} then ${shares} with other code must be safe for that`,
    differs: "what is shared must be thread-safe",
  };
}
