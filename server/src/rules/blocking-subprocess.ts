import type { Rule, RuleContext } from "../analysis/rule";
import { canAwait, runInThread } from "../fixes/awaiting";
import type { Offer } from "../fixes/fix";
import { callsOf, word } from "../model/mentions";
import { openProcessAsync, runAsync } from "./support/async-process";
import { type BlockingCall, blockingCall, blockingMessage } from "./support/blocking-call";

export const blockingSubprocess: Rule = {
  name: "blocking-subprocess",
  kinds: ["call"],
  needs: [[word("async")], callsOf((row) => row.blocks === "subprocess")],
  check(call, context) {
    const blocking = blockingCall(call, context, "subprocess");
    if (blocking === undefined) return undefined;
    return { at: call, message: blockingMessage(blocking.row), related: blocking.related, fixes: () => offers(blocking, context) };
  },
};

function offers({ call, row }: BlockingCall, context: RuleContext): readonly Offer[] {
  if (!canAwait(call)) return [];
  if (row.is === "class") {
    const started = openProcessAsync(call, row, context);
    const inThread =
      started ??
      runInThread(call, context, {
        title: "Start in a thread",
        applicability: "unsafe",
        annotation: "Only the start moves to a thread, not the waiting for the process",
      });
    return inThread === undefined ? [] : [inThread];
  }
  if (row.returns !== undefined) {
    return [
      {
        kind: "refusal",
        title: "Run in a thread",
        reason: "Its output is read on the event loop: use asyncio.create_subprocess_shell(), or move the reading into a function for asyncio.to_thread()",
      },
    ];
  }
  return [runInThread(call, context), runAsync(call, row, context)].filter((fix) => fix !== undefined);
}
