import type { Rule, RuleContext } from "./contract";
import { speaksOfCancellation } from "../fixes/task-group/mention";
import { rememberedAsInferred, rememberedOf } from "../model/remembered";
import { asyncFunctionAround } from "../model/execution";
import { ownNodes } from "../model/definitions";
import { isOverAtOnce } from "../model/idle";
import { word } from "../model/mentions";
import { AWAITS, CALLS } from "../syntax/node-kinds";
import type { Node } from "../syntax/tree";
import { isKeyword } from "../syntax/identifiers";
import { BARE_EXCEPT } from "../syntax/marks";
import {
  aliasOf,
  type Caught,
  caughtBy,
  isOverSoon,
  neverEnds,
  onlyWindsUp,
  type Raised,
  raisesLater,
  uncancels,
} from "./support/tasks/cancellation";
import { repairs } from "./support/tasks/cancellation-repairs";
import { lastNameOf, logs } from "./support/values/closing";
import { callsOf, isRepeated } from "./support/when/how-often";
import { attributeKeeping, awaitsCancelledByFile } from "./support/tasks/kept-tasks";
import { waitsForMessagesAlone } from "./support/tasks/only-messages";
import { becomes, takesCancellation } from "./support/tasks/taken-within";
import { isEntryOfTask, isOnlyTask } from "./support/tasks/private-task";

const LEAVING: ReadonlySet<string> = new Set(["sys.exit", "os._exit", "os.abort", "exit", "quit"]);

export const swallowedCancellation: Rule = {
  name: "swallowed-cancellation",
  kinds: ["except_clause"],
  needs: [
    [word("async")],
    [word("except")],
    [word(BARE_EXCEPT, "BaseException", "CancelledError", "Cancelled", "get_cancelled_exc_class")],
  ],
  check(clause, context) {
    const statement = clause.parent;
    const caught = caughtBy(clause, context);
    if (caught === undefined || statement?.kind !== "try_statement" || clause.hasToken("*")) return undefined;
    const definition = asyncFunctionAround(clause);
    const body = statement.child("body");
    const handler = clause.named.find((child) => child.kind === "block");
    if (definition === undefined || body === undefined || handler === undefined || !suspends(body, context))
      return undefined;
    if (isCaughtBefore(clause, statement, context) || leavesProgram(handler, context)) return undefined;
    const raised = becomes(clause, handler, caught, context);
    if (raised.kind === "raised" || isExpected(caught, statement, definition, raised, context) || isExplained(clause))
      return undefined;
    if (isAnswered(raised.kind, handler, caught)) return undefined;
    if (
      raised.kind === "dropped" &&
      (usesException(clause, handler, context) || endsAsAsked(handler, caught, definition, context))
    )
      return undefined;
    const head = clause.child("value") ?? clause.children[0]!;
    return {
      at: head,
      ...severityOf(raised.kind, handler, caught, context),
      message: messageOf(caught, raised.kind === "replaced"),
      fixes: () => repairs(clause, handler, caught, context),
    };
  },
};

function severityOf(
  raised: Raised["kind"],
  handler: Node,
  caught: Caught,
  context: RuleContext,
): { readonly severity?: "hint" } {
  const definition = asyncFunctionAround(handler);
  if (raised !== "dropped" || definition === undefined) return {};
  return isLastOfAll(handler, definition, context) ||
    isEndOfWorker(handler, definition, caught, context) ||
    (waitsForMessagesAlone(handler.closest("try_statement")!) && endsFunction(handler, definition, true))
    ? { severity: "hint" }
    : {};
}

const lastAwait = rememberedOf((definition) => {
  let last = -1;
  for (const one of ownNodes(definition, AWAITS)) last = Math.max(last, one.start);
  return last;
});

/**
 * Whether a cancellation alone ends a loop without an end, and the function with it, which waits for nothing more: that is
 * the work of a task of its own, and who cancels that has what he asked for.
 */
function isEndOfWorker(handler: Node, definition: Node, { what }: Caught, context: RuleContext): boolean {
  if (what !== "cancellation") return false;
  const loop = handler.closest("while_statement", "function_definition");
  if (loop?.kind !== "while_statement" || !/^(?:True|1)$/.test(loop.child("condition")?.text ?? "")) return false;
  if (!/^(?:break|return)_statement$/.test(handler.named.at(-1)?.kind ?? "")) return false;
  return (
    lastAwait(definition) < loop.end &&
    [...handler.descendants("await")].length === 0 &&
    isOverSoon(handler, definition) &&
    callsOf(definition, context).every(({ call }) => call.parent?.kind === "argument_list")
  );
}

/** Whether who sent a request is told that it was cancelled, by the error that a framework makes its answer of. */
function isAnswered(raised: Raised["kind"], handler: Node, { what }: Caught): boolean {
  return raised === "replaced" && what === "cancellation" && answersRequest(handler.named.at(-1));
}

function messageOf({ what, comesAgain }: Caught, replaced: boolean): string {
  if (replaced)
    return "the cancellation becomes another error here: timeouts and TaskGroups no longer know it for theirs";
  if (what === "everything")
    return "this catches the task's cancellation too, and ends it: timeouts and TaskGroups no longer work";
  if (comesAgain) return "the cancellation isn't passed on: a cancel scope raises it again at every further await";
  return "the cancellation ends here: whoever cancelled goes on as if nothing had happened";
}

/** A task whose own code ends where it is cancelled has ended, as was asked of it. */
function endsAsAsked(handler: Node, { what }: Caught, definition: Node, context: RuleContext): boolean {
  if (neverEnds(handler)) return false;
  if (what !== "everything" && endsFunction(handler, definition, false)) return true;
  if (what === "cancellation" && (answersRequest(handler.named.at(-1)) || isToldOthers(handler, definition)))
    return true;
  if (endsFunction(handler, definition, true) && isEntryOfTask(definition, context)) return true;
  return isOverSoon(handler, definition) && isOnlyTask(definition, context);
}

/**
 * Whether a handler for cancellations alone keeps for others that one came: `self.stopped = True`, `interrupted = True`
 * that is read behind the statement, `self._stop("cancelled")`.
 */
function isToldOthers(handler: Node, definition: Node): boolean {
  return handler.named.some((statement) => {
    const [inner] = statement.kind === "expression_statement" ? statement.named : [];
    if (inner?.kind === "call")
      return !logs(lastNameOf(inner)) && (inner.child("arguments")?.named ?? []).some(saysCancelled);
    const left = inner?.kind === "assignment" ? inner.child("left") : undefined;
    const right = inner?.child("right");
    if (left === undefined || right === undefined || (right.kind !== "true" && !saysCancelled(right))) return false;
    if (left.kind !== "identifier") return left.kind === "attribute";
    return [...definition.descendants("identifier")].some(
      (id) => id.text === left.text && id.start > handler.end && id.field !== "left",
    );
  });
}

function saysCancelled(value: Node): boolean {
  return value.kind === "string" && speaksOfCancellation(value.text);
}

/** `return HTTPClientClosedRequest()`, `raise HTTPException(409, "cancelled")`: the answer for the cancellation. */
function answersRequest(last: Node | undefined): boolean {
  if (last?.kind !== "return_statement" && last?.kind !== "raise_statement") return false;
  return [...last.descendants("call")].some((call) => /^HTTP[A-Z]|Response$/.test(lastNameOf(call)));
}

/** Whether the function is over when the handler is; what an entry of a task returns is of no matter. */
function endsFunction(handler: Node, definition: Node, isEntry: boolean): boolean {
  const last = handler.named.at(-1);
  if (last?.kind === "return_statement") return isEntry || last.named.length === 0 || last.named[0]!.kind === "none";
  if (last?.kind === "continue_statement") return false;
  const loop = last?.kind === "break_statement" ? last.closest("for_statement", "while_statement") : undefined;
  return onlyWindsUp(loop ?? handler.closest("try_statement")!, definition);
}

/**
 * Whether nothing runs after a handler in its function, and the file shows no loop that calls it again: what a
 * cancellation should end is over.
 */
function isLastOfAll(handler: Node, definition: Node, context: RuleContext): boolean {
  if (!endsFunction(handler, definition, false) || [...handler.descendants("await")].length > 0) return false;
  return callsOf(definition, context).every(({ call, caller }) => !isRepeated(call, caller));
}

/**
 * Whether other tasks run, and so can cancel, while the block does, and that comes out of what it awaits: what is over in
 * one step lets none of them, and a function may take the cancellation before.
 */
function suspends(body: Node, context: RuleContext): boolean {
  for (const node of body.subtree()) {
    const isAsync =
      node.kind === "await" ||
      (["for_statement", "with_statement", "for_in_clause"].includes(node.kind) && node.hasToken("async"));
    if (!isAsync) continue;
    const scope = node.closest("function_definition", "lambda");
    if (scope !== undefined && body.contains(scope)) continue;
    const [awaited] = node.kind === "await" ? node.named : [];
    if (awaited === undefined) return true;
    if (!isOverAtOnce(awaited, context.infer) && !takesCancellation(awaited, context)) return true;
  }
  return false;
}

/** An earlier clause of the statement takes the cancellation, or what is called one. */
function isCaughtBefore(clause: Node, statement: Node, context: RuleContext): boolean {
  return statement.named.some(
    (other) =>
      other.kind === "except_clause" &&
      other.start < clause.start &&
      (caughtBy(other, context) !== undefined || /cancel/i.test(other.child("value")?.text ?? "")),
  );
}

/** A comment says why the cancellation is caught. */
function isExplained(clause: Node): boolean {
  for (const comment of clause.descendants("comment")) if (speaksOfCancellation(comment.text)) return true;
  return false;
}

function leavesProgram(handler: Node, { infer }: RuleContext): boolean {
  for (const call of handler.descendants("call")) if (LEAVING.has(infer.callee(call) ?? "")) return true;
  return false;
}

/**
 * The exception is handed on (a future's set_exception, a list, the caller), not only written down. A cancellation has no
 * text: who is given that alone, by `str(error)` or in an f-string, doesn't hear of one.
 */
function usesException(clause: Node, handler: Node, { infer }: RuleContext): boolean {
  for (const call of handler.descendants("call")) if (infer.callee(call) === "sys.exc_info") return true;
  const name = aliasOf(clause);
  if (name === undefined) return false;
  for (const id of handler.descendants("identifier")) {
    if (id.text !== name || id.field === "attribute" || isKeyword(id) || isTextOf(id)) continue;
    const call = id.closest("call", "expression_statement");
    if (call?.kind !== "call" || !logs(lastNameOf(call))) return true;
  }
  return false;
}

/** `str(error)`, `f"{error}"` */
function isTextOf(id: Node): boolean {
  const { parent } = id;
  if (parent?.kind === "interpolation") return parent.named.length === 1;
  const call = parent?.kind === "argument_list" && parent.named.length === 1 ? parent.parent : undefined;
  return call?.kind === "call" && call.child("function")?.text === "str";
}

/**
 * Whoever cancels a task waits for it, and catches what that raises; and who counts cancellations, or raises later,
 * knows what he does.
 */
function isExpected(
  { what }: Caught,
  statement: Node,
  definition: Node,
  raised: Raised,
  context: RuleContext,
): boolean {
  const body = statement.child("body")!;
  if (what !== "everything" && awaitsCancelledByFile(body, definition, context.infer)) return true;
  if (cancelsFrom(definition, context.infer) < body.end) return true;
  const isReplacedLater = raised.kind === "replaced" && raised.by.start > statement.end;
  if (!isReplacedLater && raisesLater(definition, statement)) return true;
  // Waiting for tasks and futures that somebody else may have cancelled.
  return (
    [...body.descendants("await")].every((node) => isHeldElsewhere(node.named[0], context)) &&
    ![...body.subtree()].some(
      (node) =>
        ["for_statement", "with_statement"].includes(node.kind) && node.hasToken("async") && !isLimit(node, context),
    )
  );
}

/**
 * From where on a function can be said to expect cancellations: from its first cancelling call, or all of it where it
 * counts them.
 */
const cancelsFrom = rememberedAsInferred((definition, infer) => {
  let first = Infinity;
  for (const call of ownNodes(definition, CALLS)) {
    if (uncancels(call, infer)) return -1;
    const method = call.child("function")?.child("attribute")?.text;
    if (method !== undefined && /cancel/.test(method) && method !== "get_cancelled_exc_class")
      first = Math.min(first, call.start);
  }
  return first;
});

/** `async with asyncio.timeout(...)`, which waits for nothing itself. */
function isLimit(statement: Node, { infer }: RuleContext): boolean {
  const items = statement.children.find((child) => child.kind === "with_clause")?.named ?? [];
  return (
    items.length > 0 &&
    items.every(
      (item) =>
        infer.row(item.child("value")?.kind === "as_pattern" ? item.child("value")!.named[0]! : item.child("value")!)
          ?.bounds === "block",
    )
  );
}

/**
 * A task or future, not a coroutine that the cancellation would strike here: a name, also in wait_for() and its kind.
 */
function isHeldElsewhere(awaited: Node | undefined, context: RuleContext): boolean {
  const { infer } = context;
  if (awaited === undefined) return false;
  if (awaited.kind !== "call") return true;
  // What is shielded goes on for itself, and who writes so knows that a cancellation comes here.
  if (infer.callee(awaited) === "asyncio.shield") return true;
  if (waitsForHeld(awaited, context)) return true;
  const row = infer.row(awaited);
  if (row?.cancelledByClosing === true) return true;
  const waits = row?.givesFirstArgument === true || row?.tasks === "gathers" || row?.tasks === "waits";
  return (
    waits &&
    (awaited
      .child("arguments")
      ?.named.filter((argument) => argument.kind !== "keyword_argument" && argument.kind !== "dictionary_splat")
      .every((argument) => argument.kind !== "call" && [...argument.descendants("call")].length === 0) ??
      false)
  );
}

/** A function of the file that awaits nothing but a task that it keeps where others reach it, and may cancel it. */
function waitsForHeld(call: Node, { infer }: RuleContext): boolean {
  const callee = call.child("function");
  if (callee === undefined) return false;
  const value = infer.value(callee);
  if (value !== undefined) return value.kind === "function" && awaitsHeldAlone(value.definition.node);
  // A method of an object that isn't known: those of the file that are called so.
  const method = callee.child("attribute")?.text;
  const definitions =
    method === undefined
      ? []
      : [...infer.identifiers(method)].flatMap((id) => (id.field === "name" ? (id.parent ?? []) : []));
  return (
    definitions.length > 0 &&
    definitions.every((definition) => definition.kind === "function_definition" && awaitsHeldAlone(definition))
  );
}

function awaitsHeldAlone(definition: Node): boolean {
  if (!definition.hasToken("async")) return false;
  const awaited = [...ownNodes(definition, AWAITS)].map((one) => one.named[0]);
  return (
    awaited.length > 0 &&
    awaited.every(
      (one) =>
        one?.kind === "attribute" || (one?.kind === "identifier" && attributeKeeping(one, definition) !== undefined),
    )
  );
}
