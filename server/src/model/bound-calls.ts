import { CALLS } from "../syntax/node-kinds";
import type { Node } from "../syntax/tree";
import { ownNodes } from "./definitions";
import type { Infer } from "./infer";
import { isThreadBound } from "./library/thread-bound";

/** Methods of event loops, and of what only a loop may settle. */
const OF_LOOPS: ReadonlySet<string> = new Set(
  "create_task ensure_future create_future call_soon call_later call_at run_in_executor add_reader add_writer add_signal_handler set_result".split(
    " ",
  ),
);

/**
 * Locks and events of asyncio may be made anywhere; what else it has asks for the loop that runs. Who asks for the thread
 * is answered.
 */
const ANYWHERE = /^(?:asyncio\.(?:[A-Z]|is)|signal\.[A-Z]|contextvars\.|threading\.|inspect\.|sys\.)/;

/** What a call does that can't be done in a thread of its own. */
export interface BoundCall {
  readonly name: string;
  readonly to: "thread" | "loop";
}

/** What a call calls that works in the thread of the event loop alone, or is the loop's own. */
export function boundCall(call: Node, infer: Infer): BoundCall | undefined {
  const callee = call.child("function");
  if (callee === undefined) return undefined;
  const name = infer.name(callee);
  if (name !== undefined) return isThreadBound(name) && !ANYWHERE.test(name) ? { name, to: "thread" } : undefined;
  return OF_LOOPS.has(callee.child("attribute")?.text ?? "") ? { name: callee.text, to: "loop" } : undefined;
}

/** Words that such a call has in its name, so that others needn't be looked up. */
const WORDS =
  /^(?:asyncio|anyio|trio|signal)\b|(?:^|\.)(?:[a-z]+_)*(?:loop|task|signal|siginterrupt|alarm|result|soon|later)\b/;

/** The first thing that a plain function calls itself which works in the thread of the event loop alone. */
export function firstBound(function_: Node, infer: Infer): string | undefined {
  if (function_.hasToken("async")) return undefined;
  for (const call of ownNodes(function_, CALLS)) {
    if (!WORDS.test(call.child("function")?.text ?? "")) continue;
    const bound = boundCall(call, infer);
    if (bound?.to === "thread") return bound.name;
  }
  return undefined;
}
