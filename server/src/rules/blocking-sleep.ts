import type { Finding, Rule, RuleContext } from "./contract";
import { asyncLibraryAt } from "../fixes/async-library";
import { awaited, canAwait } from "../fixes/awaiting";
import { FixBuilder, type FixContext } from "../fixes/builder";
import type { Offer } from "../fixes/fix";
import { callsOf, word } from "../model/mentions";
import type { Node } from "../syntax/tree";
import { type BlockingCall, blockingCall } from "./support/blocking/blocking-call";
import { isMoment, isNoSleep, isShort } from "./support/blocking/moment";
import { isPromptedProgram } from "./support/when/terminal";

export const blockingSleep: Rule = {
  name: "blocking-sleep",
  kinds: ["call"],
  stallsLoop: true,
  needs: [[word("async")], callsOf((row) => row.blocks === "sleep")],
  check(call, context) {
    const blocking = blockingCall(call, context, "sleep");
    if (blocking === undefined || isNoSleep(call, blocking.row)) return undefined;
    return {
      at: call,
      message: `${blocking.row.name}() stops the whole event loop: nothing else runs until it returns`,
      ...weightOf(blocking, context),
      related: blocking.related,
      act: blocking.act,
      fixes: () => sleepInstead(call, context),
    };
  },
};

/**
 * A moment is over before anybody misses the loop, and hardly anybody notices a tenth of a second; in a program that
 * asks a person at a terminal it is for that person to see.
 */
function weightOf({ call, row, function: function_ }: BlockingCall, context: RuleContext): Pick<Finding, "severity"> {
  if (isMoment(call, row) || isPromptedProgram(function_, context)) return { severity: "hint" };
  return isShort(call, row) ? { severity: "information" } : {};
}

function sleepInstead(call: Node, context: FixContext): readonly Offer[] {
  const callee = call.child("function");
  const args = call.child("arguments");
  if (callee === undefined || args === undefined || !canAwait(call)) return [];
  const library = asyncLibraryAt(context, call);
  const builder = new FixBuilder(context);
  const sleep = builder.need(`${library}.sleep`, call);
  if (sleep === undefined) return [];
  // time.sleep takes its one argument by position only, so that it fits the others as it stands.
  const [before, after] = awaited(call, "\0").split("\0") as [string, string];
  builder.replace(callee, before + sleep);
  if (after !== "") builder.insertAfter(args, after);
  const title = `Replace with await ${library}.sleep()`;
  const seconds = args.named[0];
  if (seconds?.kind === "unary_operator" && library !== "trio")
    return [
      {
        kind: "refusal",
        title,
        reason: `time.sleep() raises ValueError for less than nothing, where ${library}.sleep() returns at once`,
      },
    ];
  const known = seconds === undefined ? undefined : context.infer.value(seconds);
  const isSure = library === "trio" || (known?.kind === "literal" && ["integer", "float"].includes(known.node.kind));
  return [
    builder.build({
      title,
      applicability: "safe",
      ...(isSure ? {} : { annotation: "A negative number no longer raises ValueError" }),
    }),
  ];
}
