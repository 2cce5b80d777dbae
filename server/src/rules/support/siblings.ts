import type { RuleContext } from "../contract";
import type { Gathering, Spawn } from "../../fixes/task-group/gathering";
import { ownNodes } from "../../model/definitions";
import type { Kind } from "../../syntax/kinds.generated";
import type { Node } from "../../syntax/tree";
import { cancellationNamed } from "./cancellation";
import { asks, closes, lastNameOf, logs, setsUp, tells, works } from "./closing";

const CALLS: ReadonlySet<Kind> = new Set(["call"]);
const RAISES: ReadonlySet<Kind> = new Set(["raise_statement"]);
const LOOPS: ReadonlySet<Kind> = new Set(["while_statement", "for_statement"]);
const ASSIGNS: ReadonlySet<Kind> = new Set(["assignment", "augmented_assignment"]);
const NAMES_OUTSIDE: ReadonlySet<Kind> = new Set(["nonlocal_statement", "global_statement"]);

/**
 * Whether the code shows what an error of one does harm to, as the others run on: what they work with is closed or
 * given back meanwhile, or they change something, or may be at it for long. Where short questions alone are asked,
 * those that are left over end by themselves.
 */
export function areMissed({ awaiting }: Gathering, spawns: readonly Spawn[], context: RuleContext): boolean {
  if (spawns.length > 0 && spawns.every(({ coroutine }) => asks(lastNameOf(coroutine))))
    return areGivenWhatEnds(awaiting, spawns);
  return endsSomething(awaiting) || spawns.some(({ coroutine }) => isAtStake(coroutine, context));
}

/** Whether something ends with the function, or is given back, as an error passes. */
export function endsSomething(awaiting: Node): boolean {
  let child = awaiting;
  for (const around of awaiting.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.kind === "with_statement" && child.field === "body") return true;
    if (around.kind === "try_statement" && child.field === "body" && around.named.some(givesBack)) return true;
    child = around;
  }
  return false;
}

/** A `finally` that does more than to set a flag back, or a handler that closes or gives back something. */
function givesBack(clause: Node): boolean {
  if (clause.kind !== "finally_clause" && clause.kind !== "except_clause") return false;
  return [...clause.descendants("call")].some((call) =>
    clause.kind === "finally_clause" ? !logs(lastNameOf(call)) : closes(lastNameOf(call)),
  );
}

/** `async with pool.acquire() as conn:` around coroutines that use `conn`: whoever gets it next finds it in use. */
function areGivenWhatEnds(awaiting: Node, spawns: readonly Spawn[]): boolean {
  let child = awaiting;
  for (const around of awaiting.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (
      around.kind === "with_statement" &&
      child.field === "body" &&
      boundBy(around).some((name) => spawns.some(({ node }) => mentions(node, name)))
    )
      return true;
    child = around;
  }
  return false;
}

function boundBy(with_: Node): readonly string[] {
  const clause = with_.children.find(({ kind }) => kind === "with_clause");
  return [...(clause?.descendants("as_pattern_target") ?? [])].map(({ text }) => text);
}

function mentions(node: Node, name: string): boolean {
  for (const id of node.descendants("identifier")) if (id.text === name && id.field !== "attribute") return true;
  return false;
}

/** Whether a coroutine changes something, or goes on for long, as its body shows, or its name. */
function isAtStake(coroutine: Node, context: RuleContext): boolean {
  const callee = coroutine.kind === "call" ? coroutine.child("function") : undefined;
  const value = callee === undefined ? undefined : context.infer.value(callee);
  if (value?.kind === "function" && doesMuch(value.definition.node)) return true;
  return isWork(lastNameOf(coroutine));
}

function doesMuch(function_: Node): boolean {
  for (const loop of ownNodes(function_, LOOPS)) {
    if (loop.kind === "for_statement" ? loop.hasToken("async") : [...loop.descendants("await")].length > 0) return true;
  }
  for (const assignment of ownNodes(function_, ASSIGNS)) if (changesAnObject(assignment.child("left"))) return true;
  if ([...ownNodes(function_, NAMES_OUTSIDE)].length > 0) return true;
  for (const call of ownNodes(function_, CALLS))
    if (call.parent?.kind === "await" && isWork(lastNameOf(call))) return true;
  return false;
}

/** `self.senders = ...`, `self.results[key] = ...`: what others see. */
function changesAnObject(target: Node | undefined): boolean {
  return target?.kind === "attribute" || (target?.kind === "subscript" && target.child("value")?.kind === "attribute");
}

function isWork(name: string): boolean {
  return works(name) || tells(name) || closes(name) || setsUp(name);
}

/**
 * Whether a coroutine of the file cancels itself to say that it is done: a group takes no notice of that, and waits on
 * for the others.
 */
export function cancelsItself({ coroutine }: Spawn, context: RuleContext): boolean {
  const callee = coroutine.kind === "call" ? coroutine.child("function") : undefined;
  const value = callee === undefined ? undefined : context.infer.value(callee);
  if (value?.kind !== "function") return false;
  for (const raise of ownNodes(value.definition.node, RAISES)) {
    const raised = raise.named[0];
    const type = raised?.kind === "call" ? raised.child("function") : raised;
    if (type === undefined || raise.closest("except_clause", "function_definition")?.kind === "except_clause") continue;
    if (cancellationNamed(type, context) !== undefined) return true;
  }
  return false;
}
