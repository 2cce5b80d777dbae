import type { Rule, RuleContext } from "./contract";
import type { Offer } from "../fixes/fix";
import { callsOf, word } from "../model/mentions";
import type { Node } from "../syntax/tree";
import { isSettingUp } from "./support/when/at-start";
import { type BlockingCall, blockingCall, messageWithTwin } from "./support/blocking/blocking-call";
import { beforePlainEndpoint } from "./support/blocking/endpoint";
import { offersInThread } from "./support/blocking/in-thread";
import { awaitLookUp } from "./support/blocking/look-up";
import { looksUpNumber, opensConnection } from "./support/blocking/network-reach";
import { inOneExpression, inOneHop } from "./support/one-hop/index";

export const blockingNetworkCall: Rule = {
  name: "blocking-network-call",
  kinds: ["call"],
  stallsLoop: true,
  needs: [[word("async")], callsOf((row) => row.blocks === "network")],
  check(call, context) {
    const blocking = blockingCall(call, context, "network");
    if (blocking === undefined) return undefined;
    const { row } = blocking;
    const isHint = isSettingUp(call, blocking.function, context) || looksUpNumber(call, row, context);
    return {
      at: call,
      message: messageWithTwin(blocking),
      stalledBy: row.name,
      ...(isHint ? { severity: "hint" } : {}),
      related: blocking.related,
      act: blocking.act,
      fixes: () => beforePlainEndpoint(blocking.function, context, () => offers(blocking, context)),
    };
  },
};

/** What is done with a connection waits as its opening does: all of it goes to a thread, or nothing. */
function offers(blocking: BlockingCall, context: RuleContext): readonly Offer[] {
  const { call, row } = blocking;
  const hop = inOneHop(call, context);
  // The loop's own way needs no function, nor does it for several such calls.
  const isLookUp = hop?.hop.calls.every((one) => context.infer.callee(one) === context.infer.callee(call)) ?? true;
  const lookUp = isLookUp ? awaitLookUp(call, context) : undefined;
  if (lookUp !== undefined) return [lookUp];
  const together = hop?.fix ?? inOneExpression(call, context);
  if (together !== undefined) return [together];
  return opensConnection(row) && isUsedHere(call) ? [OPENS_ALONE] : offersInThread(blocking, context);
}

/**
 * Whether the function itself works with what a call opens: it gives it a name, enters it, or calls its methods on the
 * spot.
 */
function isUsedHere({ parent, field }: Node): boolean {
  if (parent?.kind === "assignment") return field === "right" && parent.child("left")?.kind !== "attribute";
  return parent?.kind === "as_pattern" || parent?.kind === "with_item" || parent?.kind === "attribute";
}

const OPENS_ALONE: Offer = {
  kind: "refusal",
  title: "Run in a thread",
  reason:
    "What is done with the connection would still wait on the event loop: make a function of all of it, and run that in a thread",
};
