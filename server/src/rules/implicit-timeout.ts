import type { Rule, RuleContext } from "./contract";
import { addArgument } from "../fixes/arguments";
import { FixBuilder } from "../fixes/builder";
import type { Fix, Offer } from "../fixes/fix";
import { timeoutValue } from "../fixes/time-limit";
import type { Timeout } from "../model/library/index";
import { namesOf } from "../model/mentions";
import type { Node } from "../syntax/tree";
import { argumentFor, calledName, isSetElsewhere, type NetworkCall, networkCall } from "./support/network-call";
import { answersForTimeout, isGivenToOthers, isHandedOut } from "./support/client-owners";
import { everyRequestStates } from "./support/client-requests";
import { isLongRequest } from "./support/slow-work";
import { areHandledOtherwise } from "./support/timeout-handlers";
import { isBounded } from "./support/time-limits";

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
      (call.row.is === "class" && (statesOther(node) || isPassedOn(node, timeout.parameter, context)))
    )
      return undefined;
    const standard = timeout.default;
    if (argumentFor(call, timeout.parameter).is !== "missing" || isSetElsewhere(call, timeout, context) || isBounded(node, context, true)) return undefined;
    if (call.row.is === "class" && (isGivenToOthers(node, context) || isHandedOut(node, context))) return undefined;
    if (standard <= SHORT && answersForTimeout(node)) return undefined;
    if (call.row.is === "class" && everyRequestStates(node, call.row, timeout.parameter, context)) return undefined;
    return {
      at: node,
      ...(standard <= SHORT ? { severity: "hint" } : {}),
      message: `${calledName(call)} does not state its timeout: the library's default of ${standard} seconds applies${timeout.each === true ? ", to each wait by itself" : ""}`,
      act: { what: call.row.name, within: "file" },
      fixes: () => repairs(call, timeout, standard, context),
    };
  },
};

/** Whether the function that makes a session gives a timeout to something else: to its requests, or to what waits for all of them. */
function statesOther(call: Node): boolean {
  let outermost: Node | undefined;
  for (const around of call.ancestors()) if (around.kind === "function_definition") outermost = around;
  for (const argument of outermost?.descendants("keyword_argument") ?? []) {
    if (argument.child("name")?.text === "timeout") return true;
  }
  return false;
}

/**
 * Whether a client that is there for longer gets its limits elsewhere in the file: a function takes one from its caller, or a request is
 * given one that is no number of its own.
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
  const { defaultTimeout } = context.settings;
  const stated = state(call, timeout, standard, context);
  const other =
    defaultTimeout === standard || (defaultTimeout < standard && (isLongRequest(call.call) || areHandledOtherwise(call.call)))
      ? undefined
      : state(call, timeout, defaultTimeout, context, standard);
  return [stated, other].filter((offer) => offer !== undefined);
}

function state(call: NetworkCall, timeout: Timeout, limit: number, context: RuleContext, instead?: number): Fix | undefined {
  const builder = new FixBuilder(context);
  const inFull = instead === undefined && timeout.standard !== undefined ? { ...timeout, value: timeout.standard } : timeout;
  const value = timeoutValue(builder, inFull, limit, call.call);
  const args = call.call.child("arguments");
  if (value === undefined || args === undefined || call.through?.keywords === false) return undefined;
  const argument = `${timeout.parameter}=${value.text}`;
  const before = timeout.parameter.length + 1;
  addArgument(builder, args, argument, { start: before + value.selection.start, end: before + value.selection.end });
  if (instead === undefined) return builder.build({ title: `State the default: ${argument}`, applicability: "safe" });
  return builder.build({
    title: `Set ${argument}`,
    applicability: "unsafe",
    annotation: `Gives up after ${limit} seconds instead of ${instead}`,
    differs: `gives up after ${limit} s`,
  });
}
