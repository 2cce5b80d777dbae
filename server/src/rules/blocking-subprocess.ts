import type { Finding, Rule, RuleContext } from "./contract";
import { canAwait, runInThread } from "../fixes/awaiting";
import type { Offer } from "../fixes/fix";
import { ownNodes } from "../model/definitions";
import { asyncFunctionAround } from "../model/execution";
import { libraryRow } from "../model/library/index";
import { callsOf, namesOf, word } from "../model/mentions";
import { CALLS } from "../syntax/node-kinds";
import type { Node } from "../syntax/tree";
import { openProcessAsync, runAsync } from "./support/blocking/async-process";
import { isOfProgramOnce, isSettingUp } from "./support/when/at-start";
import { endsProcessBehind, killsItself } from "./support/when/before-exit";
import { type BlockingCall, blockingCall, blockingMessage } from "./support/blocking/blocking-call";
import { asksForName } from "./support/when/commands";
import { isMadeOnce } from "../model/seldom";
import { isForWhoeverAsks, isMadeInOneGo } from "./support/when/how-often";
import { beforePlainEndpoint } from "./support/blocking/endpoint";
import { consumerOf } from "./support/values/lazy";
import { worksElsewhere } from "./support/blocking/off-loop";
import { stopsNoOther } from "./support/blocking/own-thread";
import { madeInFunction } from "./support/values/origin";
import { isReadToItsEnd } from "./support/blocking/pipe-read";
import { hasEnded, isPipe, onlyStarts, processOf, readsWithoutWaiting } from "./support/blocking/processes";

export const blockingSubprocess: Rule = {
  name: "blocking-subprocess",
  kinds: ["call", "attribute"],
  stallsLoop: true,
  needs: [
    [word("async")],
    [
      ...callsOf((row) => row.blocks === "subprocess" && row.kind !== "attribute"),
      ...namesOf((row) => row.blocks === "subprocess" && row.kind === "attribute"),
    ],
  ],
  check(node, context) {
    return node.kind === "call" ? checkCall(node, context) : checkPipe(node, context);
  },
};

function checkCall(call: Node, context: RuleContext): Finding | undefined {
  const blocking = blockingCall(call, context, "subprocess");
  if (blocking === undefined) return undefined;
  const { row, related, act } = blocking;
  const fixes = (): readonly Offer[] =>
    beforePlainEndpoint(blocking.function, context, () => offers(blocking, context));
  if (!onlyStarts(call, row, context)) {
    if (isOfProgramOnce(call, blocking.function, context) || killsItself(call, context)) return undefined;
    // What is done once for each who asks is done while others ask.
    const isOnce =
      blocking.platform !== undefined ||
      (isMadeOnce(call, blocking.function) &&
        !isForWhoeverAsks(blocking.function, context) &&
        !readsToTheEnd(call, context)) ||
      isSettingUp(call, blocking.function, context);
    const isShort =
      isOnce ||
      isOverAtOnce(call, blocking.function, context) ||
      isReadToItsEnd(call, context) ||
      endsProcessBehind(call, context);
    return {
      at: call,
      message: blockingMessage(blocking),
      ...(isShort ? { severity: "hint" } : {}),
      related,
      act,
      fixes,
    };
  }
  // How it is done where the loop can't start any, or until it is there.
  if (isMadeOnce(call, blocking.function) || isPartOfMore(call, blocking.function, context)) return undefined;
  if (endsProcessBehind(call, context)) return undefined;
  return {
    at: call,
    message: `${row.name}() starts a process on the event loop: nothing else runs until it is started`,
    severity: "hint",
    related,
    act,
    fixes,
  };
}

/** Whether the process that a call waits for is done before anybody notices, and no other is waited for right behind it. */
function isOverAtOnce(call: Node, function_: Node, context: RuleContext): boolean {
  const start = madeInFunction(processOf(call.child("function"), context), context) ?? call;
  return asksForName(start) && !isMadeInOneGo(call, function_);
}

/**
 * Whether the function that starts a process waits for it as well: that is told, and speaks of both. Where it does so
 * in a thread, whoever wrote it has left the start where it is.
 */
function isPartOfMore(start: Node, function_: Node, context: RuleContext): boolean {
  if (worksElsewhere(function_, context)) return true;
  const name = start.field === "right" && start.parent?.kind === "assignment" ? start.parent.child("left") : undefined;
  if (name === undefined) return false;
  for (const call of ownNodes(function_, CALLS)) {
    const isOfProcess = call.start > start.end && call.child("function")?.child("object")?.text === name.text;
    if (isOfProcess && blockingCall(call, context, "subprocess") !== undefined) return true;
  }
  return false;
}

/** To start it otherwise, of a process that the function has started itself. */
function offersAtStart(wait: Node, function_: Node, context: RuleContext): readonly Offer[] {
  const process = wait.child("function")?.child("object")?.text;
  const starts = [...ownNodes(function_, CALLS)].filter(
    (call) =>
      call.end < wait.start && call.parent?.kind === "assignment" && call.parent.child("left")?.text === process,
  );
  const start = starts.at(-1);
  const row = start === undefined ? undefined : context.infer.row(start);
  if (start === undefined || row?.startsOnly !== true || !canAwait(start)) return [];
  return [openProcessAsync(start, row, context) ?? []].flat();
}

/** `process.stdout.read()` of a process that still runs: be it done once, it comes back when that ends, or never. */
function readsToTheEnd(call: Node, context: RuleContext): boolean {
  const callee = call.child("function");
  return (
    callee?.child("attribute")?.text === "read" &&
    isPipe(callee.child("object"), context) &&
    call.child("arguments")?.named.length === 0
  );
}

const PIPES: ReadonlySet<string> = new Set(["stdout", "stderr"]);
const READERS: ReadonlySet<string> = new Set(["readline", "read"]);

/** `for line in process.stdout`, or over `iter(process.stdout.readline, b"")`. */
function checkPipe(attribute: Node, context: RuleContext): Finding | undefined {
  const name = attribute.child("attribute")?.text ?? "";
  const isReader = READERS.has(name);
  if (!PIPES.has(name) && !isReader) return undefined;
  const around = asyncFunctionAround(attribute);
  const pipe = isReader ? attribute.child("object") : attribute;
  if (around === undefined || pipe === undefined || !isPipe(pipe, context)) return undefined;
  const iterated = isReader ? iteratorOf(attribute, context) : attribute;
  const process = pipe.child("object");
  if (iterated === undefined || process === undefined || consumerOf(iterated, context.infer) === undefined)
    return undefined;
  if (stopsNoOther(around, "subprocess", context)) return undefined;
  if (readsWithoutWaiting(context) || hasEnded(process, attribute, context.infer)) return undefined;
  const row = libraryRow(context.infer.instanceOf(pipe) ?? "");
  const runner = around.child("name");
  return {
    at: iterated,
    message: `${row?.name ?? pipe.text} stops the event loop at each line: nothing else runs while it waits for the process`,
    related: runner === undefined ? [] : [{ at: runner, message: "runs on the event loop" }],
    fixes: () => [
      {
        kind: "refusal",
        title: "Read without blocking",
        reason:
          "Its lines come one by one: start it with asyncio.create_subprocess_exec(), whose stdout is read by async for",
      },
    ],
  };
}

/** `iter(read, sentinel)` around a method that is handed over uncalled. */
function iteratorOf(read: Node, { infer }: RuleContext): Node | undefined {
  const call = read.parent?.kind === "argument_list" ? read.parent.parent : undefined;
  const given = call?.child("arguments")?.named ?? [];
  return call?.kind === "call" && given.length === 2 && given[0] === read && infer.callee(call) === "iter"
    ? call
    : undefined;
}

function offers({ call, row, function: function_ }: BlockingCall, context: RuleContext): readonly Offer[] {
  if (!canAwait(call)) return [];
  if (row.kind === "class") {
    const started = openProcessAsync(call, row, context);
    const forks =
      call.child("arguments")?.named.some((argument) => argument.child("name")?.text === "preexec_fn") === true;
    if (started === undefined && forks)
      return [
        {
          kind: "refusal",
          title: "Start in a thread",
          reason:
            "Its preexec_fn may lock up where other threads run: process_group=0, start_new_session=True and their like do without",
        },
      ];
    if (started !== undefined) return [started];
    return [
      {
        kind: "refusal",
        title: "Start in a thread",
        reason:
          "To start it takes a moment, and a task that is cancelled meanwhile would lose the process: start it as the async library does",
      },
    ];
  }
  if (row.returns !== undefined) {
    return [
      {
        kind: "refusal",
        title: "Run in a thread",
        reason:
          "Its output is read on the event loop: use asyncio.create_subprocess_shell(), or move the reading into a function for asyncio.to_thread()",
      },
    ];
  }
  const atStart = offersAtStart(call, function_, context);
  return [...atStart, ...[runInThread(call, context), runAsync(call, row, context)].filter((fix) => fix !== undefined)];
}
