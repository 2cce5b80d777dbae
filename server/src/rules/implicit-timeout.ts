import type { Finding, Rule, RuleContext } from "./contract";
import { isAsNew } from "../config/locked";
import { addArgument } from "../fixes/arguments";
import { FixBuilder } from "../fixes/builder";
import type { Fix, Offer } from "../fixes/fix";
import { type TimeoutValue, timeoutValue } from "../fixes/time-limit";
import type { Timeout } from "../model/library/index";
import { namesOf } from "../model/mentions";
import type { Node } from "../syntax/tree";
import {
  argumentFor,
  calledName,
  isSetElsewhere,
  type NetworkCall,
  networkCall,
} from "./support/timeouts/network-call";
import { answersForTimeout, isGivenToOthers, isHandedOut } from "./support/timeouts/client-owners";
import { isEventStream } from "./support/timeouts/event-streams";
import { everyRequestStates, isSoOfRequests, requestsOfClient } from "./support/timeouts/client-requests";
import { asksOwnHost } from "./support/timeouts/own-host";
import { isLongRequest, sendsWork } from "./support/values/slow-work";
import { whyNoTotal } from "./support/timeouts/large-answers";
import { limitReady, longerBeside, timeoutBeside, timeoutOfFile } from "./support/timeouts/timeout-beside";
import { isProbe } from "./support/timeouts/probe";
import { areHandledOtherwise } from "./support/timeouts/timeout-handlers";
import { isBounded } from "./support/timeouts/time-limits";
import { isStartedByHand } from "./support/when/started-by-hand";

/** Seconds after which nobody has waited for long. */
const SHORT = 10;

export const implicitTimeout: Rule = {
  name: "implicit-timeout",
  yieldsTo: ["blocking-http-call", "unclosed-async-resource"],
  kinds: ["call"],
  needs: [namesOf((row) => typeof row.timeout?.default === "number")],
  check(node, context) {
    const call = networkCall(node, context);
    const timeout = call?.row.timeout;
    if (
      call === undefined ||
      typeof timeout?.default !== "number" ||
      (call.row.kind === "class" && (statesOther(node) || isPassedOn(node, timeout.parameter, context)))
    )
      return undefined;
    const standard = timeout.default;
    if (
      argumentFor(call, timeout.parameter).kind !== "missing" ||
      isSetElsewhere(call, timeout, context) ||
      isBounded(node, context, true)
    )
      return undefined;
    if (call.row.kind === "class" && isForOthers(node, context)) return undefined;
    const isAnsweredFor = (request: Node): boolean => standard <= SHORT && answersForTimeout(request);
    if (isAnsweredFor(node)) return undefined;
    if (call.row.kind === "class" && everyRequestStates(node, call.row, timeout.parameter, context, isAnsweredFor))
      return undefined;
    // A few seconds are what most requests need: only what takes longer should say so.
    if (standard <= SHORT && !takesLonger(call, timeout, standard, context)) return undefined;
    const isForEvents = asksForEvents(call, timeout, context);
    return {
      at: node,
      ...worthOf(call, standard, isForEvents, context),
      message: messageOf(call, timeout, isForEvents),
      act: { what: isForEvents ? `${call.row.name} for events` : call.row.name, within: "file" },
      fixes: () => repairs(call, timeout, standard, context),
    };
  },
};

function isForOthers(made: Node, context: RuleContext): boolean {
  return isGivenToOthers(made, context) || isHandedOut(made, context);
}

/** Whether all that is sent goes to this machine, where somebody answers or nobody listens. */
function staysAtHome(call: NetworkCall, context: RuleContext): boolean {
  if (call.row.kind !== "class") return asksOwnHost(call, context);
  return isSoOfRequests(call.call, call.row, context, (request) => {
    const sent = networkCall(request, context);
    return sent !== undefined && asksOwnHost(sent, context);
  });
}

function worthOf(
  call: NetworkCall,
  standard: number,
  isForEvents: boolean,
  context: RuleContext,
): Pick<Finding, "severity" | "atLeast" | "related"> {
  const isLittle = staysAtHome(call, context) || isStartedByHand(call.call, context);
  if (isForEvents) return isLittle ? { severity: "hint" } : { atLeast: "warning" };
  const unused = unusedLimit(call.call, context);
  if (standard <= SHORT || (isLittle && unused === undefined)) return { severity: "hint" };
  return unused === undefined
    ? {}
    : { atLeast: "warning", related: [{ at: unused, message: "this limit is never used" }] };
}

function messageOf(call: NetworkCall, timeout: Timeout, isForEvents: boolean): string {
  const ofEach = isForEvents ? ", and ends a stream in which no event comes for so long" : ", to each wait by itself";
  return `${calledName(call)} does not state its timeout: the library's default of ${timeout.default} seconds applies${timeout.each === true ? ofEach : ""}`;
}

/** Whether the code shows that a short default is none for a call: by what is asked for, or by the limits beside it. */
function takesLonger(call: NetworkCall, timeout: Timeout, standard: number, context: RuleContext): boolean {
  return (
    requestsBy(call, context).some((one) => isLongRequest(one, context)) ||
    longerBeside(call, timeout, standard, context)
  );
}

/** Whether events are asked for, here or by a client that is made here, under a few seconds for each wait. */
function asksForEvents(call: NetworkCall, timeout: Timeout, context: RuleContext): boolean {
  const isShort = typeof timeout.default === "number" && timeout.default <= SHORT && timeout.each === true;
  return isShort && requestsBy(call, context).some(isEventStream);
}

function requestsBy(call: NetworkCall, context: RuleContext): readonly Node[] {
  return call.row.kind === "class" ? [call.call, ...requestsOfClient(call.call, call.row, context)] : [call.call];
}

/** The name of a set of limits that the file makes and nobody uses: `timeout = aiohttp.ClientTimeout(total=2)`. */
function unusedLimit(call: Node, { infer }: RuleContext): Node | undefined {
  if (!infer.ofFile("unused limits", (ofFile) => unusedLimits(ofFile).length > 0)) return undefined;
  const function_ = call.closest("function_definition");
  return unusedLimits(infer).find((name) => {
    const around = name.closest("function_definition");
    return around === undefined || (name.tree === call.tree && around === function_);
  });
}

function unusedLimits(infer: RuleContext["infer"]): readonly Node[] {
  return [...infer.identifiers("timeout")].filter((id) => {
    const made = id.field === "left" && id.parent?.kind === "assignment" ? id.parent.child("right") : undefined;
    if (made?.kind !== "call" || infer.row(made)?.limits === undefined) return false;
    return [...infer.usesOf(id)].every((use) => use === id);
  });
}

/**
 * Whether the function that makes a session gives a timeout to something else: to its requests, or to what waits for
 * all of them.
 */
function statesOther(call: Node): boolean {
  let outermost: Node | undefined;
  for (const around of call.ancestors()) if (around.kind === "function_definition") outermost = around;
  for (const argument of outermost?.descendants("keyword_argument") ?? []) {
    if (argument.child("name")?.text === "timeout") return true;
  }
  return false;
}

/**
 * Whether a client that is there for longer gets its limits elsewhere in the file: a function takes one from its
 * caller, or a request is given one that is no number of its own.
 */
function isPassedOn(made: Node, parameter: string, { infer }: RuleContext): boolean {
  if (made.parent?.kind === "as_pattern" || made.closest("with_item") !== undefined) return false;
  for (const id of infer.identifiers(parameter)) {
    const { parent } = id;
    if (
      parent?.kind === "keyword_argument" &&
      id.field === "name" &&
      ["identifier", "attribute", "subscript", "call"].includes(parent.child("value")?.kind ?? "") &&
      !isLimitOfAnything(parent.parent?.parent, infer)
    )
      return true;
    if (parent?.kind === "parameters" || parent?.parent?.kind === "parameters") return true;
  }
  return false;
}

/** `wait_for(anything, timeout=limit)`: that is no limit of a request. */
function isLimitOfAnything(call: Node | undefined, infer: RuleContext["infer"]): boolean {
  return call?.kind === "call" && infer.row(call)?.bounds !== undefined;
}

function repairs(call: NetworkCall, timeout: Timeout, standard: number, context: RuleContext): readonly Offer[] {
  const stated = stateDefault(call, timeout, standard, context);
  const other = setOther(call, timeout, standard, context);
  // Where the file has one ready, or gives one to others of its kind, that is what was meant.
  const isReady = limitReady(call, timeout, context) !== undefined;
  const isMeant = stated?.applicability !== "safe" && other !== undefined && isGivenBeside(call, timeout, context);
  const offers = [isReady || isMeant ? undefined : stated, other].filter((offer) => offer !== undefined);
  // Whoever asks whether somebody is there waits for minutes for nothing.
  return standard > SHORT && probes(call, context) ? offers.reverse() : offers;
}

/** Whether a call, or the client that it makes for a block, only asks whether somebody answers. */
function probes(call: NetworkCall, context: RuleContext): boolean {
  return call.row.kind === "class"
    ? call.call.closest("with_item") !== undefined && isSoOfRequests(call.call, call.row, context, isProbe)
    : isProbe(call.call);
}

function isGivenBeside(call: NetworkCall, timeout: Timeout, context: RuleContext): boolean {
  return timeoutBeside(call, timeout, context) !== undefined;
}

function stateDefault(call: NetworkCall, timeout: Timeout, seconds: number, context: RuleContext): Fix | undefined {
  const builder = new FixBuilder(context);
  const { standard } = timeout;
  const isNew = standard === undefined ? true : isAsNew(context.settings.locked, standard.library, standard.since);
  // Where nobody says which one is installed, most likely it is a newer one.
  const inFull = standard === undefined || isNew === false ? timeout : { ...timeout, value: standard.value };
  const argument = state(call, timeout, timeoutValue(builder, inFull, seconds, call.call), builder);
  if (argument === undefined) return undefined;
  const title = `State the default: ${argument}`;
  if (standard === undefined || isNew !== undefined) return builder.build({ title, applicability: "safe" });
  return builder.build({
    title,
    applicability: "unsafe",
    annotation: `The default since ${standard.library} ${standard.since}; with an older one, ${standard.adds} are new`,
    differs: `before ${standard.library} ${standard.since}`,
  });
}

const UNHANDLED = "; the handlers around it don't catch what the limit raises";

/** The limit of the calls around, or ours. */
function setOther(call: NetworkCall, timeout: Timeout, standard: number, context: RuleContext): Fix | undefined {
  const { defaultTimeout } = context.settings;
  const builder = new FixBuilder(context);
  const isLong = isLongRequest(call.call, context);
  const beside =
    timeoutBeside(call, timeout, context) ?? (isLong ? undefined : timeoutOfFile(call, timeout, context, builder));
  const seconds = beside === undefined ? defaultTimeout : beside.seconds;
  const mayBeShorter = seconds === undefined || seconds < standard;
  if (seconds === standard || (mayBeShorter && endsLarge(call, timeout, context))) return undefined;
  if (mayBeShorter && !probes(call, context) && (isLong || mayFail(call, standard, beside))) return undefined;
  const value = beside ?? timeoutValue(builder, timeout, defaultTimeout, call.call);
  const argument = state(call, timeout, value, builder);
  if (argument === undefined) return undefined;
  const limit = seconds === undefined ? (value?.text ?? "") : `${seconds} seconds`;
  const unhandled = mayBeShorter && areHandledOtherwise(call.call) ? UNHANDLED : "";
  return builder.build({
    title: `Set ${argument}`,
    applicability: "unsafe",
    annotation: `Gives up after ${limit}; the library's default is ${standard}${unhandled}`,
    differs: `gives up after ${seconds === undefined ? limit : `${seconds} s`}`,
  });
}

/** Whether a shorter limit may be one too many: nobody takes what it raises, or ours may be short for what is sent. */
function mayFail(call: NetworkCall, standard: number, beside: TimeoutValue | undefined): boolean {
  return areHandledOtherwise(call.call) || (beside === undefined && mayTakeLong(call, standard));
}

/**
 * Whether a limit of ours may be short for what is sent: for work, or by a client that is there for longer than a block,
 * by whoever sends something.
 */
function mayTakeLong({ call, row }: NetworkCall, standard: number): boolean {
  return standard > SHORT && (sendsWork(call) || (row.kind === "class" && call.closest("with_item") === undefined));
}

/** Whether a limit on the whole of a client's answers would end what is large. */
function endsLarge({ call, row }: NetworkCall, timeout: Timeout, context: RuleContext): boolean {
  return row.kind === "class" && timeout.each !== true && whyNoTotal(call, context) !== undefined;
}

/** Adds the argument, and says how it reads. */
function state(
  { call, through }: NetworkCall,
  { parameter }: Timeout,
  value: TimeoutValue | undefined,
  builder: FixBuilder,
): string | undefined {
  const args = call.child("arguments");
  if (value === undefined || args === undefined || through?.keywords === false) return undefined;
  const argument = `${parameter}=${value.text}`;
  const before = parameter.length + 1;
  addArgument(builder, args, argument, { start: before + value.selection.start, end: before + value.selection.end });
  return argument;
}
