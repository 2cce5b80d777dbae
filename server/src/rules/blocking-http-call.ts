import type { Rule, RuleContext } from "./contract";
import { runInThread } from "../fixes/awaiting";
import type { Fix, Offer, ProjectFix, Remedy } from "../fixes/fix";
import { moveToAsyncClient } from "../fixes/httpx/move";
import { isUsedAt } from "../fixes/imported";
import { installingNote } from "../fixes/new-library";
import { isHeldElsewhere, sessionMove } from "../fixes/httpx/session-move";
import { callsOf, word } from "../model/mentions";
import type { Node } from "../syntax/tree";
import { type BlockingCall, blockingCall, blockingMessage } from "./support/blocking/blocking-call";
import { beforePlainEndpoint } from "./support/blocking/endpoint";
import { inOneHop } from "./support/one-hop/index";
import { isPromptedProgram } from "./support/when/terminal";

export const blockingHttpCall: Rule = {
  name: "blocking-http-call",
  kinds: ["call"],
  stallsLoop: true,
  needs: [[word("async")], callsOf((row) => row.blocks === "http")],
  check(call, context) {
    const blocking = blockingCall(call, context, "http");
    if (blocking === undefined) return undefined;
    const { row, related, act } = blocking;
    return {
      at: call,
      message: blockingMessage(blocking),
      stalledBy: row.name,
      ...(isPromptedProgram(blocking.function, context) ? { severity: "hint" } : {}),
      related,
      act,
      fixes: () => offers(blocking, context),
    };
  },
};

function offers(blocking: BlockingCall, context: RuleContext): readonly Remedy[] {
  const { call, row } = blocking;
  const moved = moveOfHeld(call, row.name, context) ?? moveToAsyncClient(call, row, blocking.function, context);
  const threaded = (): readonly Offer[] =>
    [inOneHop(call, context)?.fix ?? inThread(blocking, context)].filter((fix) => fix !== undefined);
  const here = beforePlainEndpoint(blocking.function, context, threaded);
  if (moved === undefined) return here;
  // What the project has not is brought in by who wants it: a thread does without.
  const isLater = moved.kind !== "refusal" && here[0]?.kind === "fix" && bringsLibrary(moved, call, context);
  return isLater ? [here[0]!, moved, ...here.slice(1)] : [moved, ...here];
}

/** Whether a fix makes a project need a library that it hasn't, where it says which it has, and can't say so itself. */
function bringsLibrary(moved: Fix | ProjectFix, at: Node, context: RuleContext): boolean {
  const { addsDependencies, dependencies, locked } = context.settings;
  if (addsDependencies) return false;
  const to = moved.kind === "fix" ? moved.requires?.[0] : moved.does === "move session" ? moved.to : undefined;
  if (to === undefined || (dependencies === undefined && Object.keys(locked).length === 0)) return false;
  return installingNote(to, context.settings) !== undefined && !isUsedAt(context, to, at);
}

/** A session that an object or a module holds moves with all that use it. */
function moveOfHeld(call: Node, sends: string, context: RuleContext): ProjectFix | undefined {
  const object = call.child("function")?.child("object");
  return object !== undefined && isHeldElsewhere(object, context)
    ? sessionMove(object.text, sends, call, context)
    : undefined;
}

/** A thread helps where the call itself is what waits; what is read later still waits on the loop. */
function inThread({ call, row }: BlockingCall, context: RuleContext): Offer | undefined {
  if (row.waitsLater === "entering") return undefined;
  const streams =
    call
      .child("arguments")
      ?.named.some(
        (argument) => argument.child("name")?.text === "stream" && argument.child("value")?.kind !== "false",
      ) === true;
  if (row.waitsLater !== "reading" && !streams) return runInThread(call, context);
  if (isReadHere(call)) return READS_ALONE;
  return runInThread(call, context, {
    applicability: "unsafe",
    annotation: "Reading the response still stops the event loop",
    differs: "reading still blocks",
  });
}

/** Whether the function itself reads what it gets: it gives it a name, or enters it. */
function isReadHere({ parent, field }: Node): boolean {
  return (
    parent?.kind === "as_pattern" ||
    parent?.kind === "with_item" ||
    (parent?.kind === "assignment" && field === "right")
  );
}

const READS_ALONE: Offer = {
  kind: "refusal",
  title: "Run in a thread",
  reason:
    "Reading the response would still wait on the event loop: make a function of the request and all that reads it, and run that in a thread",
};
