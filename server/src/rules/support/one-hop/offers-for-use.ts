import type { RuleContext } from "../../contract";
import type { Offer, Refusal } from "../../../fixes/fix";
import type { Node } from "../../../syntax/tree";
import { throughAiofiles } from "../disk/aiofiles-twin";
import { throughAsyncPath } from "../disk/async-path";
import type { BlockingCall } from "../blocking/blocking-call";
import { beforePlainEndpoint } from "../blocking/endpoint";
import { asksEachRound } from "../when/how-often";
import { suspends } from "../../../model/idle";
import { offersInThread } from "../blocking/in-thread";
import { BESIDE_A_HOP, isBesideHop } from "./beside-hop";
import { inOneExpression, inOneHop, inOneHopWithCare, workLeft } from "./index";
import { blockingCallsIn } from "./stretch";

/**
 * What is offered for a call that the disk keeps waiting: one hop to a thread for all that belongs together, else one
 * for the call. A hop that would leave the longer work on the event loop, or be made in each round of a loop, is
 * nothing that anybody would choose.
 */
export function offersForUse(blocking: BlockingCall, context: RuleContext): readonly Offer[] {
  return beforePlainEndpoint(blocking.function, context, () => offersInThreads(blocking, context));
}

function offersInThreads(blocking: BlockingCall, context: RuleContext): readonly Offer[] {
  const { call, row } = blocking;
  const hop = inOneHop(call, context);
  const left = workLeft(hop?.hop.calls ?? [call], hop?.hop, context);
  if (left !== undefined) return [inOneHopWithCare(call, context)?.fix ?? leavesWork(left)];
  const together = hop?.fix ?? inOneExpression(call, context);
  const apart = (): readonly Offer[] =>
    [
      throughAsyncPath(call, row, context) ?? throughAiofiles(call, row, context) ?? [],
      offersInThread(blocking, context),
    ].flat();
  if (together === undefined && isBesideHop(call, context)) return [BESIDE_A_HOP];
  if (together === undefined) return (row.brief === true ? whyNotApart(blocking, context) : undefined) ?? apart();
  const others = together.applicability === "safe" ? [throughAsyncPath(call, row, context) ?? []].flat() : apart();
  return [together, ...others.filter((offer) => offer.kind === "fix" && offer.applicability === "safe")];
}

/** Why a short call of its own in a thread is no gain. */
function whyNotApart({ call, function: around }: BlockingCall, context: RuleContext): readonly Refusal[] | undefined {
  if (asksEachRound(call, around)) return [HOPS_EACH_ROUND];
  const body = around.child("body");
  const isOne = body === undefined || suspends(around) || blockingCallsIn(body, around, context).length < 2;
  return isOne ? undefined : [HOPS_FOR_EACH];
}

const HOPS_FOR_EACH: Refusal = {
  kind: "refusal",
  title: "Run in a thread",
  reason:
    "The function awaits nothing, and each of its calls would ask for a thread: make a plain function of its body, and run that in one",
};

function leavesWork(work: Node): Refusal {
  const callee = work.child("function")!;
  const name = (callee.child("attribute") ?? callee).text;
  const reason = `${name}() works longer with it, and would stay on the event loop: make a function of both, and run that in a thread`;
  return { kind: "refusal", title: "Run in a thread", reason };
}

/** For what a loop that awaits nothing asks for in each of its rounds. */
export const HOPS_EACH_ROUND: Refusal = {
  kind: "refusal",
  title: "Run in a thread",
  reason: "Each round of the loop would ask for a thread anew: make a function of the loop, and run that in a thread",
};
