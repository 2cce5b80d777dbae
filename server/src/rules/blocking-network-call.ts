import type { Rule } from "../analysis/rule";
import { callsOf, word } from "../model/mentions";
import { isSettingUp } from "./support/at-start";
import { blockingCall, messageWithTwin } from "./support/blocking-call";
import { offersInThread } from "./support/in-thread";

export const blockingNetworkCall: Rule = {
  name: "blocking-network-call",
  kinds: ["call"],
  stallsLoop: true,
  needs: [[word("async")], callsOf((row) => row.blocks === "network")],
  check(call, context) {
    const blocking = blockingCall(call, context, "network");
    if (blocking === undefined) return undefined;
    const { row } = blocking;
    const severity = isSettingUp(call, blocking.function, context) ? ({ severity: "hint" } as const) : {};
    return {
      at: call,
      message: messageWithTwin(row),
      ...severity,
      related: blocking.related,
      act: blocking.act,
      fixes: () => offersInThread(blocking, context),
    };
  },
};
