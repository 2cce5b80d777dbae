import type { RuleContext } from "../../contract";
import type { Gathering, Spawn } from "../../../fixes/task-group/gathering";
import { ownNodes } from "../../../model/definitions";
import { isStub } from "../../../model/idle";
import type { Kind } from "../../../syntax/kinds.generated";
import type { Node } from "../../../syntax/tree";
import { cancellationNamed } from "./cancellation";
import { asks, changes, closes, lastNameOf, logs, takesLong } from "../values/closing";
import { CALLS, LOOPS, RAISES } from "../../../syntax/node-kinds";

const ASSIGNS: ReadonlySet<Kind> = new Set(["assignment", "augmented_assignment"]);
const NAMES_OUTSIDE: ReadonlySet<Kind> = new Set(["nonlocal_statement", "global_statement"]);

/** Whether what comes of the coroutines is asked for where all of them are waited for. */
function areAsked({ awaiting, how }: Gathering): boolean {
  return how !== "awaits" && awaiting.parent?.kind !== "expression_statement";
}

/**
 * Whether the code shows what an error of one does harm to, as the others run on: what they work with is closed or
 * given back meanwhile, or they change something, or are at it for long. Where short questions alone are asked, or
 * what is called isn't known to do more, those that are left over end by themselves.
 */
export function areMissed(gathering: Gathering, spawns: readonly Spawn[], context: RuleContext): boolean {
  const { awaiting } = gathering;
  if (areGivenWhatEnds(awaiting, spawns)) return true;
  const called = calledIn(gathering, spawns);
  if (called.length > 0 && called.every((callee) => asks(nameOf(callee)))) return false;
  return (
    endsSomething(gathering, spawns, context) ||
    called.some((callee) => isAtStake(callee, areAsked(gathering), context))
  );
}

/** Whether the coroutines of the file send requests, and what these answer is asked for where all are waited for. */
export function areRequests(gathering: Gathering, spawns: readonly Spawn[], { infer }: RuleContext): boolean {
  if (!areAsked(gathering)) return false;
  return calledIn(gathering, spawns).some((callee) => {
    const value = infer.value(callee);
    if (value?.kind !== "function") return false;
    // What takes a limit of time waits for somebody else.
    return [...ownNodes(value.definition.node, CALLS)].some((call) => {
      const row = infer.row(call);
      return row?.kind === "function" && row.timeout !== undefined;
    });
  });
}

/** Whether something that the coroutines work with is given back as an error passes. */
export function endsSomething({ awaiting, parts }: Gathering, spawns: readonly Spawn[], context: RuleContext): boolean {
  let child = awaiting;
  let names: ReadonlySet<string> | undefined;
  for (const around of awaiting.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.kind === "try_statement" && child.field === "body") {
      names ??= namesIn([...spawns.map(({ node }) => node), ...parts.map(({ node }) => node)], context);
      for (const clause of around.named) if (givesBack(clause, names)) return true;
    }
    child = around;
  }
  return false;
}

/** The names that coroutines are made with, and those that functions within the same one take from there. */
function namesIn(nodes: readonly Node[], context: RuleContext): ReadonlySet<string> {
  const found = new Set<string>();
  for (const node of nodes) {
    for (const id of node.descendants("identifier")) if (id.field !== "attribute") found.add(id.text);
    for (const call of node.descendants("call")) {
      const callee = call.child("function");
      const value = callee?.kind === "identifier" ? context.infer.value(callee) : undefined;
      if (value?.kind !== "function" || value.definition.node.closest("function_definition") === undefined) continue;
      for (const id of value.definition.node.descendants("identifier"))
        if (id.field !== "attribute") found.add(id.text);
    }
  }
  // An object's own is more than this one attribute of it.
  for (const own of ["self", "cls"]) found.delete(own);
  return found;
}

/** The functions whose coroutines are waited for. */
function calledIn({ parts }: Gathering, spawns: readonly Spawn[]): readonly Node[] {
  const called = spawns.map(({ coroutine }) => (coroutine.kind === "call" ? coroutine.child("function") : undefined));
  const mapped = parts.map((part) => (part.kind === "map" ? part.function : undefined));
  return [...called, ...mapped].filter((callee) => callee !== undefined);
}

/** A `finally` that does something with one of these names, or a handler that closes or removes it. */
function givesBack(clause: Node, names: ReadonlySet<string>): boolean {
  if (clause.kind !== "finally_clause" && clause.kind !== "except_clause") return false;
  return [...clause.descendants("call")].some((call) => {
    const name = lastNameOf(call);
    const isGiven = clause.kind === "finally_clause" ? !logs(name) : closes(name) || REMOVES.test(name);
    return isGiven && [...call.descendants("identifier")].some((id) => id.field !== "attribute" && names.has(id.text));
  });
}

const REMOVES = /^rm(?:tree|dir)?$/;

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

/** Functions of the file that are awaited are followed so far. */
const MAX_AWAITED = 3;

/**
 * Whether a coroutine changes something, or goes on for long, as its body shows. One that isn't written yet may
 * do anything, and one that isn't in sight it counts where what it gives is asked for.
 */
export function isAtStake(callee: Node, areAsked: boolean, context: RuleContext): boolean {
  const value = context.infer.value(callee);
  if (value?.kind !== "function") return areAsked && (takesLong(nameOf(callee)) || changes(nameOf(callee)));
  const { node } = value.definition;
  return isStub(node) ? !asks(nameOf(callee)) : doesMuch(node, context, 0);
}

function doesMuch(function_: Node, context: RuleContext, depth: number): boolean {
  for (const loop of ownNodes(function_, LOOPS)) {
    if (loop.kind === "for_statement" ? loop.hasToken("async") : [...loop.descendants("await")].length > 0) return true;
  }
  for (const assignment of ownNodes(function_, ASSIGNS))
    if (changesAnObject(assignment.child("left"), function_)) return true;
  if ([...ownNodes(function_, NAMES_OUTSIDE)].length > 0) return true;
  for (const call of ownNodes(function_, CALLS)) {
    const callee = call.parent?.kind === "await" ? call.child("function") : undefined;
    if (callee !== undefined && isWorkWithin(callee, context, depth)) return true;
  }
  return false;
}

/** Whether what a coroutine awaits changes something, or goes on for long. */
function isWorkWithin(callee: Node, context: RuleContext, depth: number): boolean {
  const name = nameOf(callee);
  if (changes(name) || takesLong(name)) return true;
  const value = depth < MAX_AWAITED ? context.infer.value(callee) : undefined;
  return value?.kind === "function" && doesMuch(value.definition.node, context, depth + 1);
}

function nameOf(callee: Node): string {
  return (callee.child("attribute") ?? callee).text;
}

/** `self.senders = ...`, `self.results[key] = ...`: what others see, unless the function has made the object itself. */
function changesAnObject(target: Node | undefined, function_: Node): boolean {
  let object = target?.kind === "subscript" ? target.child("value") : target;
  if (object?.kind !== "attribute") return false;
  while (object?.kind === "attribute") object = object.child("object");
  const root = object?.kind === "identifier" ? object.text : undefined;
  if (root === undefined) return false;
  for (const { named } of ownNodes(function_, ASSIGNS)) if (named[0]?.text === root) return false;
  return true;
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

/**
 * Whether a coroutine of the file waits for a task that it starts itself: a group that cancels it would leave that one
 * running, with nobody who knows of it, unless it is ended as the coroutine goes.
 */
export function leavesOwnTask({ coroutine }: Spawn, { infer }: RuleContext): boolean {
  const callee = coroutine.kind === "call" ? coroutine.child("function") : undefined;
  const value = callee === undefined ? undefined : infer.value(callee);
  if (value?.kind !== "function") return false;
  const { node } = value.definition;
  for (const start of ownNodes(node, CALLS)) {
    if (infer.row(start)?.tasks !== "starts" || start.parent?.kind !== "assignment") continue;
    const task = start.parent.child("left");
    if (task?.kind === "identifier" && isWaitedFor(task, node) && !isEnded(task, node)) return true;
  }
  return false;
}

/** Whether a function gives a task, among others, to what waits without ending it: `asyncio.wait((task, stopped))`. */
function isWaitedFor(task: Node, function_: Node): boolean {
  return [...function_.descendants("await")].some((waiting) => {
    const call = waiting.named[0];
    return call?.kind === "call" && lastNameOf(call) === "wait" && names(task, call);
  });
}

function isEnded(task: Node, function_: Node): boolean {
  return [...function_.descendants("call")].some((call) => lastNameOf(call) === "cancel" && names(task, call));
}

function names(name: Node, within: Node): boolean {
  return [...within.descendants("identifier")].some(({ text, field }) => text === name.text && field !== "attribute");
}
