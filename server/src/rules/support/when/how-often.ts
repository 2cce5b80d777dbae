import type { RuleContext } from "../../contract";
import { decoratorsOf } from "../../../model/definitions";
import { isProgram } from "../../../model/one-shot";
import { rememberedOf } from "../../../model/remembered";
import { isStartupOrShutdown } from "../../../model/startup";
import type { Kind } from "../../../syntax/kinds.generated";
import type { Node } from "../../../syntax/tree";
import { lastNameOf } from "../values/closing";

const LOOPS: ReadonlySet<Kind> = new Set(["for_statement", "while_statement", "for_in_clause"]);

/** Callers are asked so far up. */
const MAX_CALLERS = 2;

/** By function and node. Calls of a chain stand within one another, and each of them asks. */
const repeated = new WeakMap<Node, Map<Node, boolean>>();

/** Whether a call is made again and again: in a loop or comprehension of the function. */
export function isRepeated(call: Node, function_: Node): boolean {
  const known = repeated.get(function_) ?? new Map<Node, boolean>();
  repeated.set(function_, known);
  const passed: Node[] = [call];
  let is = false;
  for (const around of call.ancestors()) {
    if (around === function_) break;
    is =
      LOOPS.has(around.kind) ||
      around.named.some((part) => part.kind === "for_in_clause") ||
      known.get(around) === true;
    if (is || known.has(around)) break;
    passed.push(around);
  }
  for (const node of passed) known.set(node, is);
  return is;
}

/** Whether the file shows that a call is made often: again and again, or for whoever asks, be it by way of callers. */
export function isMadeOften(call: Node, function_: Node, context: RuleContext, depth = 0): boolean {
  if (isRepeated(call, function_) || answersRequests(function_, context)) return true;
  return (
    depth < MAX_CALLERS &&
    callsOf(function_, context).some(({ call: outer, caller }) => isMadeOften(outer, caller, context, depth + 1))
  );
}

/** Whether the file shows that a function runs for whoever asks, be it by way of callers. */
export function isForWhoeverAsks(function_: Node, context: RuleContext, depth = 0): boolean {
  if (answersRequests(function_, context)) return true;
  return (
    depth < MAX_CALLERS &&
    callsOf(function_, context).some(({ caller }) => isForWhoeverAsks(caller, context, depth + 1))
  );
}

/** What a server, a bot or a framework hands to those that answer it. */
const REQUEST = /^(?:\w+_)?(?:request|req|websocket|interaction|update|message|callback_query|scope)$/i;

/** Decorators of these leave it to the program when the function is called. */
const LEAVES_CALLERS = /^(?:functools|contextlib|abc|typing|typing_extensions|tenacity|backoff)\./;

/** What decorators say of a command that only those may give who run a program: one at a time, and seldom. */
const OF_OWNER =
  /(?:^|[^a-z])(?:owners?|admins?|administrators?|sudo(?:ers)?|superusers?|dev(?:eloper)?s?)(?:_?only)?(?:[^a-z]|$)/i;

/** `@commands.is_owner()`, `@has_permissions(Level.OWNER)`, `@on_message(filters.command("restart") & filters.sudo)` */
function isForOwner(function_: Node): boolean {
  const decorators = decoratorsOf(function_);
  // Those of a web site work on it while others are served, and are many.
  if (decorators.some((decorator) => IS_ROUTE.test(lastNameOf(decorator)))) return false;
  return decorators.some((decorator) =>
    [...decorator.subtree()].some(({ kind, text }) => kind === "identifier" && OF_OWNER.test(text)),
  );
}

const IS_ROUTE = /^(?:get|head|post|put|patch|delete|route|api_route|websocket)$/;

/**
 * Whether a framework calls a coroutine function for each who asks: it is registered by a decorator, or given what was
 * asked. What its owner alone asks for is done for him, now and then.
 */
function answersRequests(function_: Node, { infer }: RuleContext): boolean {
  if (isForOwner(function_)) return false;
  const parameters = function_.child("parameters")?.named ?? [];
  if (parameters.some((parameter) => REQUEST.test((parameter.child("name") ?? parameter.named[0] ?? parameter).text)))
    return true;
  return decoratorsOf(function_).some((decorator) => {
    const named = decorator.kind === "call" ? decorator.child("function") : decorator;
    return (
      named?.kind === "attribute" &&
      !isStartupOrShutdown(decorator) &&
      !LEAVES_CALLERS.test(infer.name(named) ?? "") &&
      !isProgram(function_, infer)
    );
  });
}

/** The calls of a function in coroutines of the file, as far as they are known. */
export function callsOf(
  function_: Node,
  { infer }: RuleContext,
): readonly { readonly call: Node; readonly caller: Node }[] {
  const name = function_.child("name")?.text;
  if (name === undefined) return [];
  return [...infer.identifiersIfFew(name)].flatMap((id) => {
    const callee = id.field === "attribute" ? id.parent! : id;
    const call = callee.field === "function" ? callee.parent : undefined;
    const caller = call?.closest("function_definition");
    if (call?.kind !== "call" || caller === undefined) return [];
    const value = infer.value(callee);
    return value?.kind === "function" && value.definition.node === function_ ? [{ call, caller }] : [];
  });
}

/** Whether a call is made in each round of a loop that awaits nothing, and so could go elsewhere as a whole. */
export function asksEachRound(call: Node, function_: Node): boolean {
  let child = call;
  for (const around of call.ancestors()) {
    if (around === function_) return false;
    if ((around.kind === "for_statement" || around.kind === "while_statement") && child.field !== "right")
      return !awaits(around);
    child = around;
  }
  return false;
}

/** Whether a call is made for one thing after the other in one go: in a loop or comprehension that awaits nothing. */
export function isMadeInOneGo(call: Node, function_: Node): boolean {
  if (asksEachRound(call, function_)) return true;
  const comprehension = call.closest(...COMPREHENSIONS, "function_definition", "lambda");
  return (
    comprehension !== undefined &&
    function_ !== comprehension &&
    function_.contains(comprehension) &&
    COMPREHENSIONS.includes(comprehension.kind) &&
    !awaits(comprehension)
  );
}

const COMPREHENSIONS: readonly Kind[] = [
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
  "generator_expression",
];

const awaits = rememberedOf((loop: Node): boolean => {
  for (const _ of loop.descendants("await", "async", "yield")) return true;
  return false;
});
