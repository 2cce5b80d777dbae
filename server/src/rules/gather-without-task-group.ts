import { mayBeOlder } from "../config/python";
import type { Finding, Rule, RuleContext } from "./contract";
import { isUsedAt } from "../fixes/imported";
import { type Collected, collected } from "../fixes/task-group/collection";
import { wrapInTaskGroup } from "../fixes/task-group/convert";
import { type Gathering, readAwaitedItems, readGathering, type Spawn } from "../fixes/task-group/gathering";
import { Names } from "../fixes/task-group/names";
import { asyncFunctionAround } from "../model/execution";
import { isOverAtOnce } from "../model/idle";
import { namesOf, word } from "../model/mentions";
import { hasErrorsTaken, neverFails } from "../model/never-fails";
import type { Node } from "../syntax/tree";
import { isAnsweredByCaller, isAnsweredByName } from "./support/tasks/answered-errors";
import { cancelsOthers } from "./support/tasks/cancels-others";
import { asks, lastNameOf } from "./support/values/closing";
import { areEnds, isClosing } from "./support/tasks/ends-together";
import { areKeptApart } from "./support/tasks/kept-apart";
import { isMeantSo, isOneForEach, isSaidNeverToFail } from "./support/tasks/meant-so";
import { endsProgram, errorEndsProgram } from "./support/when/ends-program";
import { areMissed, areRequests, cancelsItself, endsSomething, leavesOwnTask } from "./support/tasks/siblings";
import { stuckWhereOneFails } from "./support/tasks/waits-for-others";
import { statementOf } from "../syntax/statements";

export const gatherWithoutTaskGroup: Rule = {
  name: "gather-without-task-group",
  kinds: ["await", "list_comprehension", "for_statement"],
  needs: [
    [word("async")],
    namesOf((row) => row.tasks === "gathers" || row.tasks === "waits" || row.tasks === "starts"),
  ],
  check(node, context) {
    const gathering = node.kind === "await" ? readGathering(node, context.infer) : readAwaitedItems(node);
    if (gathering === undefined || asyncFunctionAround(node) === undefined) return undefined;
    if (isGivenCoroutines(gathering, context)) return failingWait(gathering, context);
    if (leavesErrors(gathering, node) || !startsSeveral(gathering, context) || isSaidNeverToFail(gathering))
      return undefined;
    const spawns = spawnsOf(gathering, context);
    if (areBetterWithout(gathering, spawns, context) || areTheirOwn(gathering, spawns)) return undefined;
    if (mayBeLogged(gathering, spawns, context) || isMeantSo(gathering, spawns) || gainsNothing(gathering, context))
      return undefined;
    if (raises(gathering) && (endsProgram(gathering.awaiting, context) || cancelsOthers(gathering, context)))
      return undefined;
    const group = groupIn(node, context);
    const message = messageOf(gathering, group);
    const harm = harmOf(gathering, spawns, group, context);
    if (message === undefined || harm === "none") return undefined;
    return {
      at: gathering.call,
      message,
      ...worthOf(harm, gathering, spawns, context),
      fixes: () => wrapInTaskGroup(gathering, context),
    };
  },
};

/** Whether a decorator may log the errors that are given back: that nobody sees them can't be said then. */
function mayBeLogged({ returnExceptions }: Gathering, spawns: readonly Spawn[], { infer }: RuleContext): boolean {
  return returnExceptions !== undefined && spawns.some(({ coroutine }) => hasErrorsTaken(coroutine, infer));
}

/**
 * Whether a group would be no good to what is started: one is no coroutine, all of it closes things, one stops the
 * others itself or has a task of its own, or the errors of each are kept from the others.
 */
function areBetterWithout(gathering: Gathering, spawns: readonly Spawn[], context: RuleContext): boolean {
  const { awaiting } = gathering;
  if (spawns.some(isObject) || (spawns.length > 0 && spawns.every(isClosing))) return true;
  if (awaiting.parent?.kind === "expression_statement" && areEnds(spawns, context)) return true;
  if (spawns.some((spawn) => cancelsItself(spawn, context))) return true;
  return (
    raises(gathering) && (spawns.some((spawn) => leavesOwnTask(spawn, context)) || areKeptApart(gathering, spawns))
  );
}

/** Whether errors are left to whoever looks at the tasks, as wait() does: only where nobody looks are they lost. */
function leavesErrors(gathering: Gathering, node: Node): boolean {
  return gathering.how === "waits" && (node.parent?.kind !== "expression_statement" || asksAfterwards(gathering));
}

/** How much harm the code shows to come of it that the others run on. */
function harmOf(
  gathering: Gathering,
  spawns: readonly Spawn[],
  group: string | undefined,
  context: RuleContext,
): "some" | "faint" | "none" {
  if (!raises(gathering)) return isFaint(gathering, spawns, context) ? "faint" : "some";
  if (!areMissed(gathering, spawns, context)) {
    // Answers that are asked for together: where one fails, the requests of the others are for nothing.
    return group === "a TaskGroup" && areRequests(gathering, spawns, context) ? "faint" : "none";
  }
  const isLittle =
    errorEndsProgram(gathering.awaiting, context) ||
    isAnswered(gathering, context) ||
    (isOneForEach(gathering) && !endsSomething(gathering, spawns, context));
  if (!isLittle) return "some";
  // To bring another library's group in is worth more than a hint.
  return group === "a TaskGroup" ? "faint" : "none";
}

/** What brings to its end what somebody has written: where that fails, the rest of it is lost, and nobody knows. */
const DRAINS = /(?:^|_)(?:stdout|stderr|output|drain|flush)(?:_|$)/;

function worthOf(
  harm: "some" | "faint",
  gathering: Gathering,
  spawns: readonly Spawn[],
  context: RuleContext,
): Pick<Finding, "severity" | "atLeast"> & { readonly message?: string } {
  if (harm === "faint") return { severity: "hint" };
  const stuck = raises(gathering) ? stuckWhereOneFails(spawns, context) : undefined;
  if (stuck !== undefined)
    return {
      atLeast: "warning",
      message: `when what fills ${stuck.queue} fails, ${stuck.waiting}() waits for ever; a group cancels and awaits it`,
    };
  return gathering.how === "waits" && spawns.some(drains) ? { atLeast: "warning" } : {};
}

function drains({ coroutine }: Spawn): boolean {
  return DRAINS.test(lastNameOf(coroutine));
}

function failingWait(gathering: Gathering, context: RuleContext): Finding {
  return {
    at: gathering.call,
    message: "wait() takes tasks alone from Python 3.11 on: given a coroutine, it raises TypeError",
    fails: true,
    fixes: () => wrapInTaskGroup(gathering, context),
  };
}

/** Whether wait() is given what is surely a coroutine, on a Python that doesn't take one. */
function isGivenCoroutines({ how, parts }: Gathering, { settings }: RuleContext): boolean {
  const { python } = settings;
  const takesThem = python !== undefined && python[0] === 3 && python[1] < 11;
  return (
    how === "waits" &&
    !takesThem &&
    parts.some(
      (part) => (part.kind === "one" || part.kind === "each") && part.spawn.sure && part.spawn.create === undefined,
    )
  );
}

/**
 * Whether a group could do nothing: none of them fails, or none can be stopped, as they run in threads or are over at
 * once.
 */
function gainsNothing(gathering: Gathering, context: RuleContext): boolean {
  const spawns = gathering.parts.map((part) => spawnsOf({ ...gathering, parts: [part] }, context));
  if (spawns.length === 0 || spawns.some((some) => some.length === 0)) return false;
  const coroutines = spawns.flat().map(({ coroutine }) => coroutine);
  return (
    coroutines.every((coroutine) => runsInThread(coroutine, context) || isOverAtOnce(coroutine, context.infer)) ||
    coroutines.every((coroutine) => neverFails(coroutine, context.infer))
  );
}

function runsInThread(coroutine: Node, { infer }: RuleContext): boolean {
  if (coroutine.kind !== "call") return false;
  const row = infer.row(coroutine);
  return (row?.calls !== undefined && row.use === "await") || lastNameOf(coroutine) === "run_in_executor";
}

/** Whether the first error of a coroutine comes out where all are waited for. */
function raises({ how, returnExceptions }: Gathering): boolean {
  return how === "awaits" || (how === "gathers" && returnExceptions === undefined);
}

/**
 * What would cancel the others: asyncio's own group, or anyio's in a file that uses it; undefined where the project's
 * Python has none.
 */
function groupIn(node: Node, context: RuleContext): string | undefined {
  const { python } = context.settings;
  if (!mayBeOlder(python, [3, 11])) return "a TaskGroup";
  return isUsedAt(context, "anyio", node) ? "anyio.create_task_group()" : undefined;
}

function messageOf({ how, returnExceptions, awaiting }: Gathering, group: string | undefined): string | undefined {
  if (how === "waits") {
    const others = group === undefined ? "nobody looks at the tasks for it" : `${group} does, and cancels the others`;
    return `wait() raises nothing of what its tasks raise; ${others}`;
  }
  if (how === "awaits")
    return group === undefined
      ? undefined
      : `the other tasks run on when one of these fails; ${group} cancels and awaits them`;
  if (returnExceptions === undefined) {
    return group === undefined
      ? undefined
      : `gather() lets the others run on when one fails; ${group} cancels and awaits them`;
  }
  // Where the results are read, the errors among them are; where they aren't, the errors are lost.
  if (returnExceptions.kind !== "true" || awaiting.parent?.kind !== "expression_statement") return undefined;
  return "return_exceptions=True hides every error here: nobody looks at the results";
}

/** Whether a handler, here or of a caller, says the error itself, which a group would hide in another. */
function isAnswered({ awaiting }: Gathering, context: RuleContext): boolean {
  return isAnsweredByName(awaiting) || isAnsweredByCaller(awaiting, context);
}

/**
 * Whether a handler names what is raised, or little comes of it that the others run on: short questions, and parts that
 * are each for themselves.
 */
function isFaint(gathering: Gathering, spawns: readonly Spawn[], context: RuleContext): boolean {
  if (isAnswered(gathering, context)) return true;
  const onlyAsk =
    gathering.how !== "waits" && spawns.length > 0 && spawns.every(({ coroutine }) => asks(lastNameOf(coroutine)));
  return onlyAsk && !areMissed(gathering, spawns, context);
}

/**
 * Whether the same is done, last of all, for each of what the object holds: that one fails is no reason to leave the
 * others as they are.
 */
function areTheirOwn(gathering: Gathering, spawns: readonly Spawn[]): boolean {
  const statement = statementOf(gathering.awaiting);
  const body = statement.closest("function_definition")?.child("body");
  if (!isOneForEach(gathering) || statement.parent !== body || body?.named.at(-1) !== statement) return false;
  return spawns.length > 0 && spawns.every(({ node }) => isOfObject(itemsAround(node)));
}

/** What the loop or comprehension around a coroutine goes through. */
function itemsAround(node: Node): Node | undefined {
  const loop = node.closest("for_statement", "list_comprehension", "generator_expression", "function_definition");
  return loop?.child("right") ?? loop?.named.find(({ kind }) => kind === "for_in_clause")?.child("right");
}

/** `self.books`, `list(self.books.values())` */
function isOfObject(items: Node | undefined): boolean {
  if (items?.kind === "attribute" && items.child("object")?.text === "self") return true;
  return items?.kind === "call" && [...items.descendants("attribute")].some(isOfObject);
}

/** Whether it starts its coroutines itself, or waits for what the function started; and for more than one of them. */
function startsSeveral({ parts, awaiting, returnExceptions, how }: Gathering, context: RuleContext): boolean {
  const isSingle =
    parts.length === 1 && (parts[0]!.kind === "one" || (parts[0]!.kind === "name" && !parts[0]!.starred));
  if (isSingle) return false;
  if (parts.some((part) => part.kind === "one" || part.kind === "each" || part.kind === "map")) return true;
  const definition = awaiting.closest("function_definition");
  // Waiting for tasks that were cancelled before is what return_exceptions=True is for.
  if (definition === undefined || returnExceptions !== undefined) return false;
  const names = new Names(definition, context.module);
  const found = parts.flatMap((part) =>
    part.kind === "name" ? [collected(part.node, statementOf(awaiting), names, context.module, context.infer)] : [],
  );
  if (found.length === 1 && parts.length === 1 && holdsOne(found[0]!, awaiting)) return false;
  if (how === "awaits")
    return found.every(
      (one) => one.kind === "made here" && one.collection.spawns.every((spawn) => spawn.create !== undefined),
    );
  if (how === "waits" && found.some((one) => one.kind !== "made here" || one.collection.usedLater)) return false;
  return found.some(
    (one) => one.kind !== "elsewhere" && !(one.kind === "made here" && one.collection.spawns.every(isResult)),
  );
}

/** Whether what is waited for is one task alone, which is put into a list once. */
function holdsOne(found: Collected, awaiting: Node): boolean {
  const spawns = found.kind === "made here" ? found.collection.spawns : found.kind === "tangled" ? found.spawns : [];
  const [spawn] = spawns ?? [];
  return spawn !== undefined && spawns!.length === 1 && loopAround(spawn.node) === loopAround(awaiting);
}

function loopAround(node: Node): Node | undefined {
  return node.closest("for_statement", "while_statement", "list_comprehension", "generator_expression");
}

/** `task.result()`: what another task gave, started by whom it may. */
function isResult({ coroutine }: Spawn): boolean {
  return coroutine.kind === "call" && coroutine.child("function")?.child("attribute")?.text === "result";
}

/** Whether the function goes on with what the tasks were made for, and so may see by it what came of them. */
function asksAfterwards({ awaiting, parts }: Gathering): boolean {
  const definition = awaiting.closest("function_definition");
  const sources = parts.flatMap((part) =>
    part.kind === "each"
      ? [...part.node.descendants("for_in_clause")].map((clause) => clause.child("right")?.text)
      : [],
  );
  if (sources.length === 0) return false;
  for (const loop of definition?.descendants("for_statement", "for_in_clause") ?? []) {
    if (loop.start > awaiting.end && sources.includes(loop.child("right")?.text)) return true;
  }
  return false;
}

/** What is waited for, as far as it is made here. */
function spawnsOf({ parts, awaiting }: Gathering, context: RuleContext): readonly Spawn[] {
  const definition = awaiting.closest("function_definition");
  const names = definition === undefined ? undefined : new Names(definition, context.module);
  return parts.flatMap((part) => {
    if (part.kind === "one" || part.kind === "each") return [part.spawn];
    if (part.kind !== "name" || names === undefined) return [];
    const found = collected(part.node, statementOf(awaiting), names, context.module, context.infer);
    if (found.kind === "made here") return found.collection.spawns;
    return found.kind === "tangled" ? (found.spawns ?? []) : [];
  });
}

/**
 * An object that can be awaited, as its class's name says, or what runs elsewhere already: a TaskGroup takes neither.
 */
function isObject({ coroutine, create, sure }: Spawn): boolean {
  return !sure && create === undefined && /^(?:_*[A-Z]|submit$)/.test(lastNameOf(coroutine));
}
