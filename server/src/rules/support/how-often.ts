import type { RuleContext } from "../../analysis/rule";
import { decoratorsOf } from "../../model/definitions";
import type { Kind } from "../../syntax/kinds.generated";
import type { Node } from "../../syntax/tree";

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
    is = LOOPS.has(around.kind) || around.named.some((part) => part.kind === "for_in_clause") || known.get(around) === true;
    if (is || known.has(around)) break;
    passed.push(around);
  }
  for (const node of passed) known.set(node, is);
  return is;
}

/** Whether the file shows that a call is made often: again and again, or for whoever asks, be it by way of callers. */
export function isMadeOften(call: Node, function_: Node, context: RuleContext, depth = 0): boolean {
  if (isRepeated(call, function_) || answersRequests(function_, context)) return true;
  return depth < MAX_CALLERS && callsOf(function_, context).some(({ call: outer, caller }) => isMadeOften(outer, caller, context, depth + 1));
}

/** What a server, a bot or a framework hands to those that answer it. */
const REQUEST = /^(?:\w+_)?(?:request|req|websocket|interaction|update|message|callback_query|scope)$/i;

/** Decorators of these leave it to the program when the function is called. */
const LEAVES_CALLERS = /^(?:functools|contextlib|abc|typing|typing_extensions|tenacity|backoff)\./;

/** Whether a framework calls a coroutine function for each who asks: it is registered by a decorator, or given what was asked. */
function answersRequests(function_: Node, { infer }: RuleContext): boolean {
  const parameters = function_.child("parameters")?.named ?? [];
  if (parameters.some((parameter) => REQUEST.test((parameter.child("name") ?? parameter.named[0] ?? parameter).text))) return true;
  return decoratorsOf(function_).some((decorator) => {
    const named = decorator.kind === "call" ? decorator.child("function") : decorator;
    return named?.kind === "attribute" && !LEAVES_CALLERS.test(infer.name(named) ?? "");
  });
}

/** The calls of a function in coroutines of the file, as far as they are known. */
function callsOf(function_: Node, { infer }: RuleContext): readonly { readonly call: Node; readonly caller: Node }[] {
  const name = function_.child("name")?.text;
  if (name === undefined) return [];
  return [...infer.identifiers(name)].flatMap((id) => {
    const callee = id.field === "attribute" ? id.parent! : id;
    const call = callee.field === "function" ? callee.parent : undefined;
    const caller = call?.closest("function_definition");
    if (call?.kind !== "call" || caller === undefined) return [];
    const value = infer.value(callee);
    return value?.kind === "function" && value.definition.node === function_ ? [{ call, caller }] : [];
  });
}

/**
 * Whether a call is made once in a while at most, however often its function runs: where an error is dealt with, or where what it gives
 * isn't there yet (`if self.known is None: self.known = load()`, or behind `if self.known: return self.known`).
 */
export function isMadeOnce(call: Node, function_: Node): boolean {
  for (const around of call.ancestors()) {
    if (around === function_) break;
    if (LOOPS.has(around.kind)) return false;
    if (around.kind === "except_clause") return true;
    if (around.kind === "if_statement" && (around.child("consequence")?.contains(call) ?? false) && fills(around)) return true;
  }
  return (function_.child("body")?.named ?? []).some((statement) => statement.end <= call.start && returnsKnown(statement));
}

/** `if self.known is not None: return self.known`, of what outlives the function. */
function returnsKnown(statement: Node): boolean {
  if (statement.kind !== "if_statement") return false;
  const [first, ...more] = statement.child("consequence")?.named ?? [];
  const returned = first?.kind === "return_statement" && more.length === 0 ? first.named[0] : undefined;
  const condition = statement.child("condition");
  const asked = condition?.kind === "comparison_operator" && condition.named[1]?.kind === "none" ? condition.named[0] : condition;
  return returned !== undefined && returned.text === asked?.text && outlives(returned);
}

/** `if X is None:` or `if not X:` over what gives X a value that outlives the function: an attribute, or a name of the module. */
function fills(statement: Node): boolean {
  const missing = missingIn(statement.child("condition"));
  if (missing === undefined) return false;
  return [...(statement.child("consequence")?.descendants("assignment") ?? [])].some((assignment) => {
    const left = assignment.child("left");
    return left?.text === missing.text && outlives(left);
  });
}

function missingIn(condition: Node | undefined): Node | undefined {
  if (condition?.kind === "not_operator") return condition.named[0];
  const isNone = condition?.kind === "comparison_operator" && condition.hasToken("is") && condition.named[1]?.kind === "none";
  return isNone ? condition.named[0] : undefined;
}

/** An attribute, an item, or a name that the function doesn't bind for itself. */
function outlives(value: Node): boolean {
  if (value.kind === "attribute" || value.kind === "subscript") return true;
  const around = value.closest("function_definition");
  return [...(around?.descendants("global_statement") ?? [])].some((statement) => statement.named.some((one) => one.text === value.text));
}
