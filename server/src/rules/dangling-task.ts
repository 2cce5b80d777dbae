import type { Rule, RuleContext } from "./contract";
import { Names } from "../fixes/task-group/names";
import { goesOn } from "../fixes/task-group/ends";
import { awaitAtEnd } from "../fixes/task-group/await-at-end";
import { inLoopThread, startFromThread } from "../fixes/task-group/from-thread";
import { keepReference, ownByGroup, ownByOpenGroup } from "../fixes/task-group/keep";
import { keepInObject, startByHelper } from "../fixes/task-group/owners";
import { mainGuardAround } from "../fixes/imports";
import { ownNodes } from "../model/definitions";
import { executionOf } from "../model/execution";
import { isOverAtOnce } from "../model/idle";
import { isProgram } from "../model/one-shot";
import { callsOf } from "../model/mentions";
import { hasTaskFactory } from "../model/task-factory";
import { AWAITS } from "../syntax/node-kinds";
import type { Node } from "../syntax/tree";
import { hasErrorsTaken, losesNoErrors } from "../model/never-fails";
import { isSleep, onlyActsLater } from "../model/only-sleeps";
import { statementOf } from "../syntax/statements";
import { isLittleLost } from "./support/tasks/little-lost";
import { isCalledLikeStarter } from "./support/tasks/starter-words";

export const danglingTask: Rule = {
  name: "dangling-task",
  kinds: ["call"],
  needs: [callsOf((row) => row.tasks === "starts")],
  check(call, context) {
    const target = mayStart(call) ? droppedInto(call) : undefined;
    if (target === undefined || context.infer.row(call)?.tasks !== "starts") return undefined;
    const name = target === "nothing" ? undefined : target;
    if (name !== undefined && (isRead(name, context) || outlives(name, call, context))) return undefined;
    if (isHeldOtherwise(call, context)) return undefined;
    const [coroutine] = call.child("arguments")?.named ?? [];
    if (coroutine !== undefined && isHeldByLoop(coroutine, context)) return undefined;
    const isSafe = coroutine !== undefined && losesNoErrors(coroutine, context.infer);
    const areErrorsLost = !isSafe && !areErrorsTaken(coroutine, context);
    const isLittle = isSafe || isStartOfProgram(call) || isLittleLost(call, coroutine, context);
    return {
      at: call,
      ...(isLittle ? { severity: "hint" } : {}),
      message: messageOf(call, name, areErrorsLost),
      // Elsewhere the task isn't all that the statement gives.
      fixes: () =>
        wholeOf(call) !== call
          ? []
          : waysToKeep(coroutine, context)
              .map((way) => way(call, statementOf(call), name, context))
              .filter((fix) => fix !== undefined),
    };
  },
};

/** Whether what is started is no coroutine, or somebody sees to the task in another way. */
function isHeldOtherwise(call: Node, context: RuleContext): boolean {
  return (
    !startsCoroutine(call, context) || isOfWholeProgram(call) || isInFinalizer(call) || isMadeByFactory(call, context)
  );
}

/** The loop itself holds a task until its first step, which is the last one of what awaits nothing, and its timer what sleeps. */
function isHeldByLoop(coroutine: Node, { infer }: RuleContext): boolean {
  return isSleep(coroutine, infer) || isOverAtOnce(coroutine, infer) || onlyActsLater(coroutine, infer);
}

/** Whether a program starts a task as somebody starts it, before its loop runs: he sees what becomes of that. */
function isStartOfProgram(call: Node): boolean {
  return executionOf(call).kind === "module" && mainGuardAround(call) !== undefined;
}

function areErrorsTaken(coroutine: Node | undefined, { infer }: RuleContext): boolean {
  return coroutine !== undefined && hasErrorsTaken(coroutine, infer);
}

function messageOf(call: Node, name: Node | undefined, areErrorsLost: boolean): string {
  const errors = areErrorsLost ? ", and its errors are lost" : "";
  if (name !== undefined && !/^_+$/.test(name.text))
    return `${name.text} is never used: the task may vanish before it is done${errors}`;
  return `nobody keeps this task: it may vanish before it is done${hasCallback(call) ? ", and its callback with it" : errors}`;
}

type Way = typeof keepReference;

/**
 * An object keeps what goes on as it does; what is done sooner would keep its error to itself there until the object
 * goes. What somebody starts by hand waits for its task as it ends.
 */
function waysToKeep(coroutine: Node | undefined, context: RuleContext): readonly Way[] {
  const forSet: Way = (...args) =>
    (context.role === "script" || context.role === "command" ? awaitAtEnd(...args) : undefined) ??
    startFromThread(...args) ??
    inLoopThread(keepReference(...args), args[0], context);
  const isOfObject = coroutine !== undefined && goesOn(coroutine, context.infer);
  return [startByHelper, ...(isOfObject ? [keepInObject] : []), forSet, ownByOpenGroup, ownByGroup];
}

function mayStart(call: Node): boolean {
  const callee = call.child("function");
  return callee?.kind === "identifier" || isCalledLikeStarter(callee?.child("attribute")?.text ?? "");
}

/** The variable that a call's result goes into, or nothing, where it is a whole statement. */
function droppedInto(call: Node): Node | "nothing" | undefined {
  const value = wholeOf(call);
  const { parent } = value;
  if (parent?.kind === "expression_statement") return parent.named.length === 1 ? "nothing" : undefined;
  // What a method of the task gives is no task.
  if (value.kind === "call" && value !== call) return undefined;
  if (parent?.kind !== "assignment" || parent.parent?.kind !== "expression_statement") return undefined;
  const left = parent.child("left");
  return left?.kind === "identifier" &&
    parent.closest("function_definition", "class_definition", "lambda")?.kind === "function_definition"
    ? left
    : undefined;
}

/** What is all that is done with a task where it is made: one of two, one of a list, or a callback is hung on it. */
function wholeOf(call: Node): Node {
  let node = call;
  for (let parent = node.parent; parent !== undefined; parent = node.parent) {
    const goesOn =
      parent.kind === "parenthesized_expression" ||
      parent.kind === "list" ||
      (parent.kind === "list_comprehension" && node.field === "body") ||
      (parent.kind === "conditional_expression" && parent.named[1] !== node);
    const hung = goesOn ? parent : calledOn(node, "add_done_callback");
    if (hung === undefined) return node;
    node = hung;
  }
  return node;
}

function hasCallback(call: Node): boolean {
  return calledOn(call, "add_done_callback") !== undefined;
}

/** The call of a method on an expression. */
function calledOn(object: Node, method: string): Node | undefined {
  const attribute = object.parent;
  if (attribute?.kind !== "attribute" || object.field !== "object" || attribute.child("attribute")?.text !== method)
    return undefined;
  return attribute.parent?.kind === "call" && attribute.field === "function" ? attribute.parent : undefined;
}

/** Whether anything in its function uses the variable, or the variable is not the function's own. */
function isRead(name: Node, { module }: RuleContext): boolean {
  const definition = name.closest("function_definition");
  if (definition === undefined) return true;
  for (const statement of definition.descendants("global_statement", "nonlocal_statement")) {
    if (statement.named.some((one) => one.text === name.text)) return true;
  }
  return new Names(definition, module).usesOf(name.text).some((use) => !isTarget(use));
}

/**
 * Whether the function goes on long enough for its variable to keep the task: people name one to that end. An underscore
 * keeps it as well, though most write one to be rid of it: it counts where the function is the program, which has nothing
 * left to run when that ends, or goes on for ever.
 */
function outlives(name: Node, call: Node, context: RuleContext): boolean {
  const definition = name.closest("function_definition");
  if (definition === undefined) return false;
  const waits = [...ownNodes(definition, AWAITS)].filter((node) => node.start > call.end);
  if (waits.length === 0) return false;
  if (!/^_+$/.test(name.text)) return true;
  if (isGivenAnew(name, definition, context)) return false;
  return isProgram(definition, context.infer) || waits.some((wait) => isInEndlessLoop(wait, call));
}

/** Whether the variable is given something else, be it in the next round of a loop. */
function isGivenAnew(name: Node, definition: Node, { module }: RuleContext): boolean {
  for (const around of name.ancestors()) {
    if (around === definition) break;
    if (around.kind === "for_statement" || around.kind === "while_statement") return true;
  }
  return new Names(definition, module).usesOf(name.text).length > 1;
}

function isInEndlessLoop(wait: Node, call: Node): boolean {
  for (const around of wait.ancestors()) {
    if (around.contains(call)) return false;
    if (around.kind === "while_statement" && /^(?:True|1)$/.test(around.child("condition")?.text ?? "")) return true;
  }
  return false;
}

/** The program's own task, of the old way to start one: `loop.create_task(main())`, and then `loop.run_forever()`. */
function isOfWholeProgram(call: Node): boolean {
  const around = call.closest("function_definition") ?? call.tree.root;
  if (around.hasToken("async")) return false;
  for (const attribute of around.descendants("attribute"))
    if (attribute.start > call.end && attribute.child("attribute")?.text === "run_forever") return true;
  return false;
}

/**
 * Whether tasks start at once, and so end at once where nothing keeps them waiting, or are made in a way of the
 * project's own, which may keep them.
 */
function isMadeByFactory(call: Node, { infer }: RuleContext): boolean {
  for (const around of call.ancestors()) {
    if (around.kind !== "with_statement") continue;
    if (/eager_task_factory\(/.test(around.children.find((child) => child.kind === "with_clause")?.text ?? ""))
      return true;
  }
  return hasTaskFactory(infer);
}

/** Where an object is done with, it can keep nothing. */
function isInFinalizer(call: Node): boolean {
  return call.closest("function_definition")?.child("name")?.text === "__del__";
}

/** ensure_future() gives a future back that somebody else may hold. */
function startsCoroutine(call: Node, { infer }: RuleContext): boolean {
  if (infer.row(call)?.parameters?.[0] === "coro") return true;
  const argument = call.child("arguments")?.named[0];
  return argument !== undefined && (argument.kind === "call" || infer.value(argument)?.kind === "awaitable");
}

function isTarget(use: Node): boolean {
  const parent = use.parent;
  if (parent?.kind === "assignment") return use.field === "left";
  return (
    parent?.kind === "pattern_list" ||
    parent?.kind === "tuple_pattern" ||
    ((parent?.kind === "for_statement" || parent?.kind === "for_in_clause") && use.field === "left")
  );
}
