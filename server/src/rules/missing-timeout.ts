import type { Act, Rule, RuleContext } from "./contract";
import { DEFAULT_SETTINGS, type Severity } from "../config/settings";
import { addArgument, replaceArgument } from "../fixes/arguments";
import { FixBuilder } from "../fixes/builder";
import { type Fix, type Offer, withNote } from "../fixes/fix";
import {
  failsAfter,
  failsLater,
  limitObject,
  limitTime,
  seconds,
  type TimeLimit,
  timeoutValue,
} from "../fixes/time-limit";
import { asyncFunctionAround, executionOf } from "../model/execution";
import { ownNodes } from "../model/definitions";
import type { Infer } from "../model/infer";
import { libraryRow, type Row, type Timeout } from "../model/library/index";
import { namesOf } from "../model/mentions";
import { CALLS } from "../syntax/node-kinds";
import { rememberedAsInferred } from "../model/remembered";
import type { Node } from "../syntax/tree";
import {
  argumentFor,
  calledName,
  isCustomized,
  isSetElsewhere,
  type NetworkCall,
  networkCall,
} from "./support/timeouts/network-call";
import { secondsOfWork } from "./support/timeouts/expected-work";
import { isHandledOtherwise } from "./support/timeouts/timeout-handlers";
import { areLaterCallsBounded, isBounded } from "./support/timeouts/time-limits";
import { isNeverCalled } from "./support/when/never-called";
import { asksOwnHost, connectsAtOnce, connectsToOwn } from "./support/timeouts/own-host";
import { convertsFile, limitsItself, mayTakeLong, waitsForDevice, wordsOfCommand } from "./support/when/commands";
import { A_MINUTE, isCopy, isLongCommand, isShortCommand, MINUTES } from "./support/values/slow-work";
import { isStartedByHand } from "./support/when/started-by-hand";
import { isOfTerminal } from "./support/when/terminal";
import { limitAroundOthers, timeoutBeside, timeoutOfFile } from "./support/timeouts/timeout-beside";
import { madeBy, madeInFunction } from "./support/values/origin";
import { mayWaitForEver } from "./support/timeouts/unlimited-wait";
import { leavesPipeFull } from "./support/timeouts/unread-pipes";

export const missingTimeout: Rule = {
  name: "missing-timeout",
  kinds: ["call"],
  needs: [namesOf((row) => row.timeout !== undefined || row.unlimited !== undefined)],
  // Moved off the event loop, the call gets its timeout with it, or is found here afterwards.
  yieldsTo: [
    "blocking-http-call",
    "blocking-network-call",
    "blocking-database-call",
    "blocking-subprocess",
    "blocking-wait",
  ],
  check(node, context) {
    const call = networkCall(node, context);
    if (call === undefined || connectsAtOnce(call)) return undefined;
    const { timeout } = call.row;
    const found =
      timeout === undefined
        ? mayWaitForEver(call, context)
        : timeout.default === "inherited"
          ? isInheritedForEver(call, timeout, context)
          : isMissing(call, timeout, context);
    if (!found || isLimited(call, timeout, context) || isNeverCalled(node, context)) return undefined;
    if (isOfProcess(call) && limitsItself(wordsOfCommand(startOf(call, context), context))) return undefined;
    return {
      at: node,
      ...worthOf(call, context),
      message: messageOf(call, context),
      act: ofSession(call, context),
      fixes: () => repairs(call, timeout, context),
    };
  },
};

/** Requests by one session are one act: what is missing is missing of all that the session sends. */
function ofSession({ row, callee }: NetworkCall, { module }: RuleContext): Act | undefined {
  const session = callee.child("object");
  if (row.kind !== "function" || row.timeout?.default !== "forever" || row.timeout.perCall === true) return undefined;
  if (session?.kind !== "identifier" && session?.kind !== "attribute") return undefined;
  if (libraryRow(row.name.slice(0, row.name.lastIndexOf(".")))?.kind !== "class") return undefined;
  const scope = session.kind === "identifier" ? module.scopes(session.tree).of(session) : undefined;
  const isOwn = scope?.kind === "function" && scope.bindings.has(session.text);
  return { what: `sent by ${session.text}`, within: isOwn ? scope.node : "file" };
}

/** Whether something around bounds the time: of a call, or of what is called on the object that it gives. */
function isLimited(call: NetworkCall, timeout: Timeout | undefined, context: RuleContext): boolean {
  return timeout?.ofLaterCalls === true
    ? areLaterCallsBounded(call.call, context)
    : isBounded(call.call, context, isAwaited(call));
}

/** Options by which programs say little. */
const QUIET = /^-+(?:log_?level|quiet|silent|nostats|q)$/;

/** The most that a finding is worth, where that is less than others. */
function worthOf(call: NetworkCall, context: RuleContext): { readonly severity?: Severity } {
  const words = isOfProcess(call) ? wordsOfCommand(startOf(call, context), context) : [];
  if (waitsForDevice(words)) return { severity: isOfTerminal(call.call, context) ? "hint" : "information" };
  if (isWorthLittle(call, context)) return { severity: "hint" };
  // What a program that converts a file tells of its progress is more than a pipe holds, unless it is told to be quiet.
  if (leavesPipeFull(call, context) && !words.some((word) => QUIET.test(word))) return {};
  // The system ends an attempt to connect, and a file its conversion.
  return call.row.unlimited === "connect" || convertsFile(words) ? { severity: "information" } : {};
}

/** Whether somebody sits before it, knows how long it takes, or has both ends of it on one machine. */
function isWorthLittle(call: NetworkCall, context: RuleContext): boolean {
  return (
    (isOfProcess(call) && (runsWhatIsGiven(call, context) || endsByItself(call, context))) ||
    asksOwnHost(call, context) ||
    connectsToOwn(call, context) ||
    isOfTerminal(call.call, context) ||
    isStartedByHand(call.call, context)
  );
}

/** Whether a process runs a program of this machine of which nothing says that it may take long, or wait for others. */
function endsByItself(call: NetworkCall, context: RuleContext): boolean {
  return isShortCommand(commandOf(call, context)) || !mayTakeLong(wordsOfCommand(startOf(call, context), context));
}

/** The call that starts a process which is waited for. */
function startOf(call: NetworkCall, context: RuleContext): Node {
  return madeInFunction(processOf(call), context) ?? call.call;
}

function isOfProcess({ row }: NetworkCall): boolean {
  return row.unlimited === "output" || row.unlimited === "exit" || row.waitsFor === "the process";
}

/** Whether a process runs what the callers of the function say: how long that takes is theirs to know. */
function runsWhatIsGiven(call: NetworkCall, context: RuleContext): boolean {
  const command = madeInFunction(processOf(call), context)?.child("arguments")?.named[0];
  const run = command?.kind === "list_splat" ? command.named[0] : command;
  const parameters = call.call.closest("function_definition")?.child("parameters")?.named ?? [];
  return run?.kind === "identifier" && parameters.some((parameter) => nameOf(parameter) === run.text);
}

function nameOf(parameter: Node): string {
  return (parameter.child("name") ?? (parameter.kind === "identifier" ? parameter : parameter.named[0]))?.text ?? "";
}

function messageOf(call: NetworkCall, context: RuleContext): string {
  if (leavesPipeFull(call, context))
    return `nobody reads the pipe while ${calledName(call)} waits: once it is full the program never ends, and this waits for ever; communicate() reads it`;
  return `${calledName(call)} sets no ${call.row.timeout?.parameter ?? "timeout"}: ${stallOf(call)}`;
}

/** What happens where nobody answers. */
function stallOf(call: NetworkCall): string {
  const { timeout, unlimited, waitsFor = "the server" } = call.row;
  // TCP ends an attempt to connect by itself, as asyncio does with a TLS handshake.
  if (unlimited === "connect")
    return "where the host doesn't answer, this waits until the system gives up, which may take minutes";
  const leaves = processOf(call) !== undefined ? "; a limit has to end it as well" : "";
  return `when ${waitsFor} stalls, ${timeout?.ofLaterCalls === true ? "what is called on it waits" : "this waits"} for ever${leaves}`;
}

/** A coroutine that is kept and awaited elsewhere may get its limit there. */
function isMissing(call: NetworkCall, timeout: Timeout, context: RuleContext): boolean {
  if (timeout.default !== "forever" || timeout.perCall === true) return false;
  if (timeout.inAsyncCode === true && asyncFunctionAround(call.call) === undefined) return false;
  if (argumentFor(call, timeout.parameter).kind !== "missing" || isSetElsewhere(call, timeout, context)) return false;
  if (call.row.use !== undefined && call.row.use !== "value" && !isAwaited(call)) return false;
  return !isCustomized(call, context) && !isOtherBranch(call, timeout, context);
}

/** Whether the function makes the same call with a timeout too: it has one where it was given one. */
function isOtherBranch(call: NetworkCall, { parameter }: Timeout, context: RuleContext): boolean {
  const execution = executionOf(call.call);
  if (execution.kind !== "sync" && execution.kind !== "async") return false;
  const limited = limitedCalls(execution.function, context.infer)(call.row, parameter);
  return limited !== undefined && limited !== call.call && (isConditional(limited) || isConditional(call.call));
}

/** Of a function, the first call of what a row stands for that is given a parameter. */
const limitedCalls = rememberedAsInferred((definition, infer) => {
  const byRow = new Map<Row, { readonly calls: Node[]; readonly limited: Map<string, Node | undefined> }>();
  for (const node of ownNodes(definition, CALLS)) {
    const row = infer.row(node);
    if (row === undefined) continue;
    const known = byRow.get(row);
    if (known === undefined) byRow.set(row, { calls: [node], limited: new Map() });
    else known.calls.push(node);
  }
  return (row: Row, parameter: string): Node | undefined => {
    const same = byRow.get(row);
    if (same === undefined) return undefined;
    if (!same.limited.has(parameter))
      same.limited.set(
        parameter,
        same.calls.find((node) => isGiven(node, parameter, infer)),
      );
    return same.limited.get(parameter);
  };
});

function isGiven(node: Node, parameter: string, infer: Infer): boolean {
  const call = networkCall(node, { infer });
  return call !== undefined && argumentFor(call, parameter).kind === "given";
}

function isAwaited({ call }: NetworkCall): boolean {
  let item: Node | undefined = call.parent;
  if (item?.kind === "await") return true;
  if (item?.kind === "as_pattern") item = item.parent;
  return item?.kind === "with_item" && item.closest("with_statement")?.hasToken("async") === true;
}

function isConditional(node: Node): boolean {
  return node.closest("if_statement", "function_definition")?.kind === "if_statement";
}

/**
 * Whether the object that a call is made on was made, for all to see, without the timeout that the call leaves to it.
 */
function isInheritedForEver(call: NetworkCall, timeout: Timeout, context: RuleContext): boolean {
  const made = madeBy(call.callee.child("object"), context);
  const making = made === undefined ? undefined : networkCall(made, context);
  const limit = making?.row.timeout;
  if (making === undefined || limit?.perCall !== true || limit.default !== "forever") return false;
  return (
    argumentFor(call, timeout.parameter).kind === "missing" &&
    argumentFor(making, limit.parameter).kind === "missing" &&
    !isSetElsewhere(making, limit, context)
  );
}

function repairs(call: NetworkCall, timeout: Timeout | undefined, context: RuleContext): readonly Offer[] {
  const { defaultTimeout, python } = context.settings;
  const offers: (Offer | undefined)[] = [];
  if (isOfProcess(call) && runsWhatIsGiven(call, context) && limitAroundOthers(call, context) === undefined)
    return [FOR_CALLERS];
  const object = call.callee.child("object");
  if (call.row.unlimited === "socket" && object !== undefined)
    offers.push(limitObject(object, "settimeout", context, defaultTimeout));
  else if (timeout !== undefined && isNewEnough(python, timeout.since)) offers.push(addTimeout(call, timeout, context));
  // A limit around a thread frees the caller alone: the thread waits on.
  if (call.call.parent?.kind === "await" && call.through === undefined && timeout?.ofLaterCalls !== true)
    offers.push(limitTime(call.call, context, { ...limitOf(call, context), python, process: processOf(call) }));
  else if (call.row.unlimited === "answer") {
    offers.push({
      kind: "refusal",
      title: "Add a timeout",
      reason: `${calledName(call)} takes none: call another function`,
    });
  }
  return offers
    .filter((offer) => offer !== undefined)
    .map((offer) => (offer.kind === "fix" ? withHandlers(offer, call) : offer));
}

const FOR_CALLERS: Offer = {
  kind: "refusal",
  title: "Add a timeout",
  reason: "How long the program may take that it is given, its callers know: give the function a parameter for it",
};

/** Says where the handlers around a connection, which know of errors of connecting, know nothing of a limit. */
function withHandlers(fix: Fix, call: NetworkCall): Fix {
  const byDriver = call.row.timeout?.parameter === "connect_timeout" && call.row.waitsFor === "the database";
  if (!isConnecting(call) || !isHandledOtherwise(call.call, byDriver)) return fix;
  const note = "The handlers around it don't catch what the limit raises";
  return {
    ...fix,
    applicability: "unsafe",
    annotation: withNote(fix.annotation, note),
    differs: "its handlers don't catch the limit",
  };
}

/**
 * To connect takes a moment or fails. How long other work takes nobody knows who reads the call: a build, a download,
 * an answer that is made up.
 */
function isConnecting({ row }: NetworkCall): boolean {
  return (
    row.unlimited === "connect" ||
    row.unlimited === "socket" ||
    row.waitsFor === "the connection" ||
    row.timeout?.parameter === "connect_timeout"
  );
}

/** The child process that goes on running when nobody waits for it any more. */
function processOf({ row, callee }: NetworkCall): Node | undefined {
  return row.unlimited === "output" || row.unlimited === "exit" ? callee.child("object") : undefined;
}

/**
 * The limit of a wait: that of others of its kind, or the usual one; more for a process whose command line says that it
 * works for minutes.
 */
function limitOf(call: NetworkCall, context: RuleContext): Pick<TimeLimit, "limit" | "seconds"> {
  const beside = limitAroundOthers(call, context);
  if (beside !== undefined) return { limit: beside.text, seconds: beside.seconds };
  const { defaultTimeout } = context.settings;
  const command = [...commandOf(call, context), ...programOf(call, context)];
  const value = Math.max(isLongCommand(command) ? MINUTES : isCopy(command) ? A_MINUTE : 0, defaultTimeout);
  return { limit: seconds(value), seconds: value };
}

/** What the first word of a command line is called, where it is no string: `ffmpeg_path`. */
function programOf(call: NetworkCall, context: RuleContext): readonly string[] {
  const program = madeInFunction(processOf(call), context)?.child("arguments")?.named[0];
  const name = program?.kind === "attribute" ? program.child("attribute") : program;
  return name?.kind === "identifier" ? [name.text.toLowerCase()] : [];
}

/** What the strings say that a process is started with. */
function commandOf(call: NetworkCall, context: RuleContext): readonly string[] {
  const started = madeInFunction(processOf(call), context);
  if (started === undefined && call.row.waitsFor !== "the process") return [];
  const commands = [started?.child("arguments"), call.call.child("arguments")];
  return commands.flatMap((args) => [...(args?.descendants("string_content") ?? [])].map(({ text }) => text));
}

function isNewEnough(
  python: readonly [number, number] | undefined,
  since: readonly [number, number] | undefined,
): boolean {
  return (
    python === undefined ||
    since === undefined ||
    python[0] > since[0] ||
    (python[0] === since[0] && python[1] >= since[1])
  );
}

function addTimeout(call: NetworkCall, timeout: Timeout, context: RuleContext): Fix | undefined {
  const builder = new FixBuilder(context);
  const { defaultTimeout } = context.settings;
  const long = isConnecting(call) ? 0 : secondsOfWork(call, timeout, context);
  // Who says how long he waits for anything, says it for those as well that may take their time.
  const patience = defaultTimeout === DEFAULT_SETTINGS.defaultTimeout ? (timeout.patience ?? 0) : 0;
  const limit = Math.max(long, patience, defaultTimeout);
  const beside =
    timeoutBeside(call, timeout, context) ?? (long > 0 ? undefined : timeoutOfFile(call, timeout, context, builder));
  const value = beside ?? timeoutValue(builder, timeout, limit, call.call);
  const args = call.call.child("arguments");
  if (value === undefined || args === undefined) return undefined;
  const argument = `${timeout.parameter}=${value.text}`;
  const before = timeout.parameter.length + 1;
  const selection = { start: before + value.selection.start, end: before + value.selection.end };
  if (call.through?.keywords === false) {
    const partial = builder.need("functools.partial", call.call);
    if (partial === undefined) return undefined;
    const made = `${partial}(${call.callee.text}, ${argument})`;
    replaceArgument(builder, call.callee, made, {
      start: made.length - 1 - argument.length + selection.start,
      end: made.length - 1 - argument.length + selection.end,
    });
  } else addArgument(builder, args, argument, selection);
  const title = `Add ${argument}`;
  const known = beside === undefined ? limit : beside.seconds;
  return builder.build({
    title,
    applicability: "unsafe",
    ...(known === undefined ? failsAfter(value.text) : failsLater(known)),
  });
}
