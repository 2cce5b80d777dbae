import type { RuleContext } from "../../contract";
import { matchArguments } from "../../../model/arguments";
import { executionOf } from "../../../model/execution";
import { ownNodes } from "../../../model/definitions";
import { libraryRow } from "../../../model/library/index";
import type { Stall } from "../../../model/library/row";
import type { ClassDefinition, Value } from "../../../model/values";
import type { Kind } from "../../../syntax/kinds.generated";
import { isKeyword } from "../../../syntax/identifiers";
import type { Node } from "../../../syntax/tree";
import { CALLS } from "../../../syntax/node-kinds";

const SUSPENDING: ReadonlySet<Kind> = new Set(["await", "for_statement", "with_statement", "for_in_clause", "yield"]);

/** Calls that start a task on a loop, whatever loop it is. */
const STARTS = /^(?:create_task|ensure_future|start_soon|call_soon|call_later|call_at)$/;

/** Functions that are called by others are followed so far. */
const MAX_CALLERS = 4;

/**
 * Whether blocking for this reason, or for any where none is given, stops no other task, as a coroutine runs in a
 * thread of its own.
 */
export function stopsNoOther(function_: Node, kind: Stall | undefined, context: RuleContext): boolean {
  return kind === "wait" ? hasThreadOfItsOwn(function_, context) : isAloneInThread(function_, context);
}

/**
 * Whether a coroutine runs on a loop that a thread of its own made for it: `Thread(target=self._run)`, where `_run` is
 * a plain function that runs the coroutine to its end. To wait for other threads is what such a thread is there for.
 */
function hasThreadOfItsOwn(function_: Node, context: RuleContext): boolean {
  return (
    belongsToThread(context.module.function(function_).owner, context) || isRunInThread(function_, false, context, 0)
  );
}

/** Whether, besides, nothing else can be on that loop: what blocks there keeps no other task waiting. */
function isAloneInThread(function_: Node, context: RuleContext): boolean {
  return isRunInThread(function_, true, context, 0) && startsNothing(function_, context, 0);
}

function belongsToThread(owner: ClassDefinition | undefined, { infer }: RuleContext): boolean {
  return (
    owner !== undefined && infer.bases(owner).some((base) => base?.kind === "name" && base.name === "threading.Thread")
  );
}

/**
 * Whether all that calls the coroutine function in this file runs it so.
 *
 * @param alone whether nothing on the way may start a task beside it
 */
function isRunInThread(function_: Node, alone: boolean, context: RuleContext, depth: number): boolean {
  let found = false;
  for (const use of usesOf(function_, context)) {
    const call = use.field === "function" && use.parent?.kind === "call" ? use.parent : undefined;
    if (depth >= MAX_CALLERS || call === undefined || !isCalledInThread(call, alone, context, depth)) return false;
    found = true;
  }
  return found;
}

function isCalledInThread(call: Node, alone: boolean, context: RuleContext, depth: number): boolean {
  const { parent } = call;
  if (parent?.kind === "await") {
    const caller = executionOf(call);
    if (caller.kind !== "async" || (alone && !startsNothing(caller.function, context, depth))) return false;
    return isRunInThread(caller.function, alone, context, depth + 1);
  }
  const runner = parent?.closest("call", "function_definition", "lambda");
  if (runner?.kind !== "call") return false;
  // Thread(target=asyncio.run, args=(main(),))
  const handed = runsElsewhere(runner, context);
  if (handed !== undefined) return isRunner(handed, context) && handed !== call;
  if (parent?.kind !== "argument_list" || !(alone ? isRunnerCall(runner, context) : runs(runner, context)))
    return false;
  const lambda = runner.closest("lambda", "function_definition");
  if (lambda?.kind === "lambda") return isHandedToThread(lambda, context);
  const execution = executionOf(runner);
  return execution.kind === "sync" && isTarget(execution.function, context);
}

/**
 * Whether a call runs the coroutine that it is given: to its end, or as a task of a loop that the same function keeps
 * running.
 */
function runs(call: Node, context: RuleContext): boolean {
  const callee = call.child("function");
  if (callee === undefined) return false;
  if (isRunnerCall(call, context)) return true;
  const around = executionOf(call);
  if (!STARTS.test((callee.child("attribute") ?? callee).text) || around.kind !== "sync") return false;
  for (const other of ownNodes(around.function, CALLS))
    if (other.child("function")?.child("attribute")?.text === "run_forever") return true;
  return false;
}

function isRunnerCall(call: Node, context: RuleContext): boolean {
  const callee = call.child("function");
  return callee !== undefined && isRunner(callee, context);
}

function isRunner(callee: Node, { infer }: RuleContext): boolean {
  const name = infer.name(callee);
  return name === undefined
    ? callee.child("attribute")?.text === "run_until_complete"
    : libraryRow(name)?.nestsLoop === true;
}

/** Whether a plain function is what a thread runs. */
function isTarget(function_: Node, context: RuleContext): boolean {
  const { owner, name } = context.module.function(function_);
  if (name === "run" && belongsToThread(owner, context)) return true;
  for (const use of usesOf(function_, context)) if (isHandedToThread(use, context)) return true;
  return false;
}

/** Whether a function that stands here uncalled is handed to what runs it in a thread or process. */
function isHandedToThread(function_: Node, context: RuleContext): boolean {
  const call = function_.closest("argument_list")?.parent;
  return call?.kind === "call" && runsElsewhere(call, context) === function_;
}

/** The function that a call hands to a thread or process. */
function runsElsewhere(call: Node, { infer }: RuleContext): Node | undefined {
  const row = infer.row(call);
  if (row?.calls !== undefined && row.use === "await") return call.child("arguments")?.named[row.calls.argument];
  return row?.runsElsewhere === undefined
    ? undefined
    : matchArguments(call, row.parameters ?? []).values.get(row.runsElsewhere);
}

/** Where the file uses a function, or what may be it. */
function* usesOf(function_: Node, { infer }: RuleContext): Iterable<Node> {
  const name = function_.child("name");
  for (const id of infer.identifiers(name?.text ?? "")) {
    if (id === name || isKeyword(id)) continue;
    const use = id.field === "attribute" ? id.parent! : id;
    const value = infer.value(use);
    if (value === undefined || isFunction(value, function_)) yield use;
  }
}

function isFunction(value: Value, function_: Node): boolean {
  return value.kind === "function" && value.definition.node === function_;
}

/** Whether a coroutine, and what it awaits, starts no task: all that it awaits is of the file, or of asyncio. */
function startsNothing(function_: Node, context: RuleContext, depth: number): boolean {
  if (depth >= MAX_CALLERS) return false;
  for (const call of ownNodes(function_, CALLS)) {
    const callee = call.child("function");
    if (context.infer.row(call)?.tasks !== undefined || STARTS.test((callee?.child("attribute") ?? callee)?.text ?? ""))
      return false;
  }
  for (const node of ownNodes(function_, SUSPENDING)) {
    if (node.kind === "await" ? !awaitsNobody(node, context, depth) : node.kind === "yield" || node.hasToken("async"))
      return false;
  }
  return true;
}

function awaitsNobody(await_: Node, context: RuleContext, depth: number): boolean {
  const call = await_.named[0];
  const callee = call?.kind === "call" ? call.child("function") : undefined;
  const value = callee === undefined ? undefined : context.infer.value(callee);
  if (value?.kind === "function") return startsNothing(value.definition.node, context, depth + 1);
  return value?.kind === "name" && value.name.startsWith("asyncio.");
}
