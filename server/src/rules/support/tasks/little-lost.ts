import type { RuleContext } from "../../contract";
import { ownNodes } from "../../../model/definitions";
import { isIdle, isSleep } from "../../../model/only-sleeps";
import type { Kind } from "../../../syntax/kinds.generated";
import { ASSIGNMENTS, AWAITS, CALLS, LOOPS } from "../../../syntax/node-kinds";
import type { Node } from "../../../syntax/tree";
import { lastNameOf } from "../values/closing";
import { callsOf } from "../when/how-often";

/**
 * Whether little is lost with a task that nobody keeps: it does a thing or two after a while, only waits for the end of
 * what somebody else holds, or asks for the state of things, as it will again in the next round.
 */
export function isLittleLost(start: Node, coroutine: Node | undefined, context: RuleContext): boolean {
  if (coroutine === undefined) return false;
  const function_ = functionOf(coroutine, context);
  if (function_ !== undefined && (onlyActsAfterAWhile(function_, context) || onlyWaitsForEnd(function_))) return true;
  return ASKS_AGAIN.test(lastNameOf(coroutine)) && isOfRounds(start, context, 0);
}

function functionOf(coroutine: Node, { infer }: RuleContext): Node | undefined {
  const callee = coroutine.kind === "call" ? coroutine.child("function") : undefined;
  const value = callee === undefined ? undefined : infer.value(callee);
  const node = value?.kind === "function" ? value.definition.node : undefined;
  return node?.hasToken("async") === true ? node : undefined;
}

/** More than this is work of its own, whenever it is done. */
const A_THING_OR_TWO = 2;

/**
 * `await sleep(0.5); self.state = ""; self.show()`: the loop's timer holds it while it waits, and it waits for nothing
 * else.
 */
function onlyActsAfterAWhile(function_: Node, { infer }: RuleContext): boolean {
  const awaits = [...ownNodes(function_, AWAITS)];
  if (awaits.length === 0 || !awaits.every((one) => isSleep(one.named[0], infer))) return false;
  for (const _ of ownNodes(function_, NO_LITTLE)) return false;
  const does = [...ownNodes(function_, CALLS)].filter((call) => !isIdle(call));
  // A sleep alone stands for work to come.
  if (does.length + [...ownNodes(function_, ASSIGNMENTS)].length === 0) return false;
  return does.length <= A_THING_OR_TWO && does.every((call) => infer.row(call)?.blocks === undefined);
}

/** What is done again and again, fails by itself, or opens something. */
const NO_LITTLE: ReadonlySet<Kind> = new Set([...LOOPS, "raise_statement", "with_statement", "yield"]);

/** What waits until something ends, or has happened. */
const WAITS_FOR_END =
  /^(?:wait_for_termination|wait_closed|wait_stopped|wait_until_(?:closed|done|stopped|finished)|wait)$/;

/** `await self.server.wait_closed()`, and nothing but that, besides what is done where it is cancelled. */
function onlyWaitsForEnd(function_: Node): boolean {
  const isAfterwards = (node: Node): boolean => {
    const clause = node.closest("except_clause", "function_definition");
    return clause?.kind === "except_clause";
  };
  const awaits = [...ownNodes(function_, AWAITS)].filter((one) => !isAfterwards(one));
  const [awaited] = awaits[0]?.named ?? [];
  if (awaits.length !== 1 || awaited?.kind !== "call" || !WAITS_FOR_END.test(lastNameOf(awaited))) return false;
  if (awaited.child("function")?.child("object")?.kind !== "attribute") return false;
  for (const _ of ownNodes(function_, NO_LITTLE)) return false;
  return [...ownNodes(function_, CALLS)].every((call) => call === awaited || isIdle(call) || isAfterwards(call));
}

/** What asks how things are, or lets them know that somebody is there. */
const ASKS_AGAIN = /(?:^|_)(?:poll|ping|query|refresh|heartbeat|keep_?alive|probe|check|update|send)(?:_|$)/;

/** Callers are asked so far up. */
const MAX_CALLERS = 2;

/**
 * Whether a call is made in rounds that only the time sets apart: `while True: self.update(); await asyncio.sleep(5)`.
 */
function isOfRounds(call: Node, context: RuleContext, depth: number): boolean {
  const loop = call.closest("while_statement", "function_definition", "lambda");
  if (loop?.kind === "while_statement") return isPacedByTime(loop, context);
  if (loop?.kind !== "function_definition" || depth >= MAX_CALLERS) return false;
  const callers = callsOf(loop, context);
  return callers.length > 0 && callers.every(({ call: outer }) => isOfRounds(outer, context, depth + 1));
}

function isPacedByTime(loop: Node, { infer }: RuleContext): boolean {
  const awaits = [...loop.descendants("await")];
  return awaits.length > 0 && awaits.every((one) => isSleep(one.named[0], infer));
}
