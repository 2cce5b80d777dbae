import type { RuleContext } from "../../contract";
import { isThreadWrapper } from "../../../fixes/own-thread-ways";
import { ownNodes } from "../../../model/definitions";
import { CALLS } from "../../../syntax/node-kinds";
import type { Node } from "../../../syntax/tree";
import { perContext } from "../values/per-context";

/** Files and processes that keep no loop waiting, as their libraries call them. */
const ASYNC_WORK =
  /^(?:aiofiles|aioshutil|aiopath|anyio\.(?:Path|open_file|run_process|open_process|to_process)|trio\.(?:Path|open_file|run_process)|asyncio\.create_subprocess_(?:exec|shell))(?:\.|$)/;

const known = perContext(() => new Map<Node, boolean>());

/**
 * Whether a coroutine itself has its heavy work done elsewhere: it awaits threads, files that are opened
 * asynchronously, or processes. Whoever wrote it knows what keeps a loop waiting, and has left the short touches beside
 * that where they are.
 */
export function worksElsewhere(function_: Node, context: RuleContext): boolean {
  const asked = known(context);
  let answer = asked.get(function_);
  if (answer === undefined) asked.set(function_, (answer = handsOver(function_, context)));
  return answer;
}

function handsOver(function_: Node, context: RuleContext): boolean {
  for (const call of ownNodes(function_, CALLS)) if (isWaitedFor(call) && isElsewhere(call, context)) return true;
  return false;
}

/** `await open(...)`, `async with open(...)` */
function isWaitedFor(call: Node): boolean {
  if (call.parent?.kind === "await") return true;
  const item = call.parent?.kind === "as_pattern" ? call.parent.parent : call.parent;
  return item?.kind === "with_item" && item.closest("with_statement")?.hasToken("async") === true;
}

function isElsewhere(call: Node, { infer }: RuleContext): boolean {
  const callee = call.child("function");
  if (callee === undefined) return false;
  const row = infer.row(call);
  if (row?.calls !== undefined && row.use === "await") return true;
  if (callee.child("attribute")?.text === "run_in_executor") return true;
  return ASYNC_WORK.test(infer.callee(call) ?? "") || isThreadWrapper(callee, infer);
}
