import type { Rule } from "../analysis/rule";
import { callsOf, word } from "../model/mentions";
import { blockingCall, blockingMessage } from "./support/blocking-call";
import { offersInThread } from "./support/in-thread";

export const blockingInput: Rule = {
  name: "blocking-input",
  kinds: ["call"],
  stallsLoop: true,
  needs: [[word("async")], callsOf((row) => row.blocks === "input")],
  check(call, context) {
    const blocking = blockingCall(call, context, "input");
    if (blocking === undefined) return undefined;
    const { row, related, act } = blocking;
    return {
      at: call,
      message: blockingMessage(row),
      ...(row.ofCommands === true ? { severity: "hint" } : {}),
      related,
      act,
      fixes: () => offersInThread(blocking, context),
    };
  },
};
