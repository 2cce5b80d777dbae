import type { Severity } from "../../../config/settings";
import { ownNodes } from "../../../model/definitions";
import type { Row } from "../../../model/library/index";
import { CALLS } from "../../../syntax/node-kinds";
import type { Node } from "../../../syntax/tree";

/** `loop.call_soon_threadsafe(loop.stop)`, `queue.put(None)`, `loop.stop()` of a loop in another thread. */
const ENDS_IT = /\bcall_soon_threadsafe\([\w.]*\.stop\b|\.put(?:_nowait)?\(None\)$/;

/** `task.cancel()`, `cancel_tasks(tasks)`: a pool whose work is called off has little left to do. */
const CALLS_OFF = /^cancel(?:_|$)/;
const OF_WORK = /task|job|fut|work/i;

/**
 * What it is worth to wait for a thread, or the threads of a pool, that the function has told before to end: a loop that
 * was stopped, a queue that was closed by a last item. The pool whose work was just awaited has nothing left to do.
 * Undefined where nothing says so.
 */
export function weightOfEnd(call: Node, { name }: Row, function_: Node): Severity | undefined {
  const waited = call.child("function")?.child("object")?.text;
  if (name.endsWith("Executor.shutdown")) {
    if (isJustDone(waited, call, function_)) return "hint";
    return isCalledOff(call, function_) ? "information" : undefined;
  }
  if (!name.endsWith("Thread.join")) return undefined;
  for (const told of ownNodes(function_, CALLS)) {
    if (told.start >= call.start) break;
    if (ENDS_IT.test(told.text)) return "information";
  }
  return undefined;
}

/** `await loop.run_in_executor(self.pool, close)`, and then `self.pool.shutdown()`. */
function isJustDone(pool: string | undefined, call: Node, function_: Node): boolean {
  for (const work of ownNodes(function_, CALLS)) {
    if (work.start >= call.start) return false;
    if (
      work.parent?.kind === "await" &&
      work.child("function")?.child("attribute")?.text === "run_in_executor" &&
      work.child("arguments")?.named[0]?.text === pool
    )
      return true;
  }
  return false;
}

/** Whether a function that ends something has called off, before it shuts a pool down, what that was busy with. */
function isCalledOff(call: Node, function_: Node): boolean {
  for (const told of ownNodes(function_, CALLS)) {
    if (told.start >= call.start) return false;
    const callee = told.child("function");
    const name = (callee?.child("attribute") ?? callee)?.text ?? "";
    if (CALLS_OFF.test(name) && OF_WORK.test(callee?.text ?? "")) return true;
  }
  return false;
}
