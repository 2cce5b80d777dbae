import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { ownNodes } from "./definitions";
import type { Infer } from "./infer";
import { ASSIGNMENTS, CALLS } from "../syntax/node-kinds";

/** What waits for the time to pass. */
const SLEEPS: ReadonlySet<string> = new Set(["asyncio.sleep", "trio.sleep", "anyio.sleep"]);

/** Where errors come from that are expected: what is waited for, and what is raised. */
export const MAY_FAIL: ReadonlySet<Kind> = new Set([
  "await",
  "raise_statement",
  "for_statement",
  "for_in_clause",
  "with_statement",
]);

/**
 * Whether a call gives a coroutine of the file that only sleeps and then cancels another task, sets a flag, stops the
 * loop or takes something out of what it is kept in: the loop's timer holds it, and nothing of that fails.
 */
export function onlyActsLater(call: Node, infer: Infer): boolean {
  const callee = call.kind === "call" ? call.child("function") : undefined;
  const value = callee === undefined ? undefined : infer.value(callee);
  if (value?.kind !== "function" || !value.definition.node.hasToken("async")) return false;
  const { node } = value.definition;
  let sleeps = 0;
  for (const one of ownNodes(node, MAY_FAIL)) {
    if (one.kind === "await" && isSleep(one.named[0], infer)) sleeps++;
    else if (one.kind === "raise_statement" || one.kind === "await" || one.hasToken("async")) return false;
    else if (one.kind === "with_statement") return false;
  }
  if (sleeps === 0) return false;
  const calls = [...ownNodes(node, CALLS)];
  return (
    (calls.some(acts) || [...ownNodes(node, ASSIGNMENTS)].some(setsFlag)) &&
    calls.every((one) => isIdle(one) || acts(one) || asksTask(one) || getsLoop(one, infer))
  );
}

export function isSleep(call: Node | undefined, infer: Infer): boolean {
  return call?.kind === "call" && SLEEPS.has(infer.callee(call) ?? "");
}

/** A call that looks at something, sleeps, or writes something down. */
export function isIdle(call: Node): boolean {
  const callee = call.child("function");
  return /^(?:print\w*|debug|info|warning|error|log|is_set|sleep|rand\w*|uniform|time|monotonic)$/.test(
    (callee?.child("attribute") ?? callee)?.text ?? "",
  );
}

const TASK = /(?:^|_)(?:task|future|fut|timer|timer_handle)$/;
const EVENT = /(?:^|_)(?:event|evt|flag|done|finished|stop|stopped|closed|ready|shutdown)$/;
const LOOP = /(?:^|_)loop$/;

/**
 * `self._task.cancel()`, `self._stopped.set()`, `loop.stop()`: what a task, a future or a timer does of itself, an event
 * or the loop, never fails.
 */
function acts(call: Node): boolean {
  return (
    isCalledOn(TASK, call, /^cancel$/) ||
    (isCalledOn(EVENT, call, /^set$/) && (call.child("arguments")?.named.length ?? 0) === 0) ||
    isCalledOn(LOOP, call, /^stop$/) ||
    takesOut(call) ||
    opensBrowser(call)
  );
}

/** It says by what it gives back whether there is one. */
function opensBrowser(call: Node): boolean {
  return /^webbrowser\.open(?:_new(?:_tab)?)?$/.test(call.child("function")?.text ?? "");
}

/** `codes.pop(code, None)`, `seen.discard(code)`: that it isn't there is no error. */
function takesOut(call: Node): boolean {
  const callee = call.child("function");
  const method = callee?.kind === "attribute" ? callee.child("attribute")?.text : undefined;
  const given = call.child("arguments")?.named ?? [];
  const isTaken = (method === "pop" && given.length === 2) || (method === "discard" && given.length === 1);
  return isTaken && given.every(({ kind }) => kind !== "keyword_argument" && kind !== "call" && kind !== "await");
}

function asksTask(call: Node): boolean {
  return isCalledOn(TASK, call, /^(?:done|cancelled)$/);
}

function isCalledOn(what: RegExp, call: Node, method: RegExp): boolean {
  const callee = call.child("function");
  const object = callee?.child("object");
  if (!method.test(callee?.child("attribute")?.text ?? "")) return false;
  // asyncio.get_running_loop().stop()
  const named = object?.kind === "call" ? object.child("function") : object;
  return what.test((named?.child("attribute") ?? named)?.text ?? "");
}

function getsLoop(call: Node, infer: Infer): boolean {
  return /^asyncio\.get_(?:running|event)_loop$/.test(infer.callee(call) ?? "");
}

/** `self._is_busy = False`: who reads an attribute that is set to what is written there. */
function setsFlag(assignment: Node): boolean {
  return (
    assignment.child("left")?.kind === "attribute" &&
    ["true", "false", "none"].includes(assignment.child("right")?.kind ?? "")
  );
}
