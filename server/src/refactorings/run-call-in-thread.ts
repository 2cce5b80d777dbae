import type { Refactoring } from "./contract";
import type { RuleContext } from "../rules/contract";
import { canAwait, runInThread } from "../fixes/awaiting";
import { decoratorsOf, isGenerator } from "../model/definitions";
import { leavesFunction } from "../model/decorators";
import type { Infer } from "../model/infer";
import { BUILTIN_NAMES } from "../model/library/builtins";
import { libraryRow } from "../model/library/index";
import { isQuick, QUICK_METHODS } from "../model/library/thread-bound";
import { callBelongsToLoop, workOf } from "../model/thread-bound";
import type { FunctionDefinition, Value } from "../model/values";
import type { Node } from "../syntax/tree";
import { swallowsCancellation } from "./support/cancellation";
import { isPlainResult } from "./support/plain-result";
import { isSuite, statementOf } from "../syntax/statements";

export const runCallInThread: Refactoring = {
  name: "run-call-in-thread",
  offers({ node }, context) {
    for (const call of callsAround(node)) {
      const callee = call.child("function");
      if (callee === undefined || !mayLeaveLoop(call, callee, context)) continue;
      const name = `${(callee.child("attribute") ?? callee).text}()`;
      const fix = runInThread(call, context, {
        title: `Run ${name} in a thread`,
        applicability: "unsafe",
        annotation: `${name} then runs in another thread, and other tasks run meanwhile: what it shares with them must be safe for that`,
      });
      return fix === undefined ? [] : [fix];
    }
    return [];
  },
};

/** The calls around a node within its statement, innermost first. */
function* callsAround(node: Node): Iterable<Node> {
  const statement = statementOf(node);
  for (let around: Node | undefined = node; around !== undefined && !isSuite(around); around = around.parent) {
    if (around.kind === "call") yield around;
    if (around === statement) return;
  }
}

/** Whether a call does its work there and then, none of which needs the event loop. */
function mayLeaveLoop(call: Node, callee: Node, context: RuleContext): boolean {
  const { infer } = context;
  if (
    !canAwait(call) ||
    isEntered(call) ||
    bearsNoAwait(call, context) ||
    !isSimple(callee) ||
    infer.value(call)?.kind === "awaitable" ||
    callBelongsToLoop(call, infer)
  )
    return false;
  const object = callee.child("object");
  if (object !== undefined && !canMove(infer.value(object))) return false;
  const value = infer.value(callee);
  switch (value?.kind) {
    case "name":
      return (
        isWorthThread(value.name) && (isKnownPlain(value.name) || (!readsQuick(callee) && isPlainResult(call, context)))
      );
    case "function":
      return (
        isPlainFunction(value.definition, infer) &&
        workOf(value.definition, infer) === "long" &&
        isPlainResult(call, context)
      );
    case "class":
    case "object":
    case "awaitable":
    case "manager":
    case "generator":
    case "lambda":
    case "literal":
    case "either":
      return false;
    case "instance":
    case "outside":
    case undefined:
      return object !== undefined && !isSelf(object, context) && !readsQuick(callee) && isPlainResult(call, context);
    default:
      return value satisfies never;
  }
}

/**
 * Whether code around a call must not be left in between: a lock of threads is held, or a handler takes a cancellation.
 */
function bearsNoAwait(call: Node, context: RuleContext): boolean {
  for (const around of call.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (
      around.kind === "with_statement" &&
      !around.hasToken("async") &&
      /lock|mutex|semaphore|condition/i.test(around.children.find((child) => child.kind === "with_clause")?.text ?? "")
    )
      return true;
    const isTried = around.kind === "try_statement" && around.child("body")?.contains(call) === true;
    if (
      isTried &&
      around.named.some((clause) => clause.kind === "except_clause" && swallowsCancellation(clause, context))
    )
      return true;
  }
  return false;
}

/** Whether a call of a function runs its body there and then. */
function isPlainFunction({ node, async }: FunctionDefinition, infer: Infer): boolean {
  return !async && !isGenerator(node) && decoratorsOf(node).every((decorator) => leavesFunction(decorator, infer));
}

/** What `with` enters goes on in its block: opening alone in a thread is half a measure. */
function isEntered(call: Node): boolean {
  return call.parent?.kind === "with_item" || (call.parent?.kind === "as_pattern" && call.parent.named[0] === call);
}

/** Names and attributes of names: what else a callee is made of may be where the work is done. */
function isSimple(callee: Node): boolean {
  for (const part of callee.subtree()) {
    if (part.isNamed && part.kind !== "identifier" && part.kind !== "attribute" && !isSuper(part)) return false;
  }
  return true;
}

/** `super()` and its parts. */
function isSuper(node: Node): boolean {
  const call = node.kind === "argument_list" ? node.parent : node;
  return call?.kind === "call" && call.text === "super()";
}

/** Whether a method of an object may be called in another thread. */
function canMove(object: Value | undefined): boolean {
  if (object?.kind === "literal") return false;
  return object?.kind !== "instance" || libraryRow(object.name)?.threads !== "its own";
}

function isWorthThread(name: string): boolean {
  const row = libraryRow(name);
  if (row?.blocks === undefined && isQuick(name)) return false;
  if (row === undefined) return !BUILTIN_NAMES.has(name);
  if (row.tasks !== undefined || row.lazy === true || row.blocks === "sleep") return false;
  // A class that does nothing slow when its objects are made.
  if (row.kind === "class" && row.blocks === undefined) return false;
  return row.use === undefined || row.use === "value";
}

/** Whether the table knows what it gives, and that it is there to be used at once. */
function isKnownPlain(name: string): boolean {
  const row = libraryRow(name);
  return row !== undefined && (row.blocks !== undefined || row.use === "value");
}

/** Whether a callee's name says that it does little: a method of a built-in type or a logger, a check, a class. */
function readsQuick(callee: Node): boolean {
  const name = (callee.child("attribute") ?? callee).text;
  return (
    QUICK_METHODS.has(name) ||
    /^_*(?:[A-Z]|(?:is|has|can|check|debug|log|on|set|add|remove|start|stop|register|schedule|notify)(?:_|\d|$))/.test(
      name,
    )
  );
}

/** Whether an object is the method's own: what its class inherits isn't known here. */
function isSelf(object: Node, { infer }: RuleContext): boolean {
  return object.kind === "call" || infer.value(object)?.kind === "object" || infer.value(object)?.kind === "class";
}
