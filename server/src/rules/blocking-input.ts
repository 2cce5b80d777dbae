import type { Rule } from "./contract";
import type { Refusal } from "../fixes/fix";
import { callsOf, word } from "../model/mentions";
import { isOfProgramOnce } from "./support/when/at-start";
import { blockingCall, blockingMessage } from "./support/blocking/blocking-call";
import { offersInThread } from "./support/blocking/in-thread";
import type { Node } from "../syntax/tree";
import { isPromptedProgram, isTerminalDialog, servesOthers } from "./support/when/terminal";

const INTERRUPT_IS_WORTH_MORE: Refusal = {
  kind: "refusal",
  title: "Run in a thread",
  reason:
    "Whoever starts the command answers it, and nobody else waits; in a thread Ctrl+C would no longer interrupt the question",
};

export const blockingInput: Rule = {
  name: "blocking-input",
  kinds: ["call"],
  stallsLoop: true,
  needs: [[word("async")], callsOf((row) => row.blocks === "input")],
  check(call, context) {
    const blocking = blockingCall(call, context, "input");
    if (blocking === undefined || isTerminalDialog(blocking.function, context)) return undefined;
    const { row, related, act } = blocking;
    const isOfProgram =
      isOfProgramOnce(call, blocking.function, context) || isPromptedProgram(blocking.function, context);
    const asksWhoStarted = row.ofCommands === true || context.role !== "application" || asksToConfirm(call);
    const isCommand = (asksWhoStarted && !servesOthers(context)) || isOfProgram;
    return {
      at: call,
      message: blockingMessage(blocking),
      // Who asks a person at a terminal is a command most of the time, and keeps nobody else waiting.
      ...(row.ofCommands === true || !servesOthers(context) || isOfProgram ? { severity: "hint" } : {}),
      related,
      act,
      fixes: () => (isCommand ? [INTERRUPT_IS_WORTH_MORE] : offersInThread(blocking, context)),
    };
  },
};

/** `[y/N]`, `(yes/no)` */
const YES_OR_NO = /[[(]\s*y(?:es)?\s*[/|]\s*no?\s*[\])]/i;

/** Whether a question is to be confirmed: whoever starts something that does much is asked whether it may go on. */
function asksToConfirm(call: Node): boolean {
  return YES_OR_NO.test(call.child("arguments")?.text ?? "");
}
