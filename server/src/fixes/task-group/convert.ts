import type { Node } from "../../syntax/tree";
import type { FixContext } from "../builder";
import type { Offer, Refusal } from "../fix";
import { mayTellErrors } from "./callers";
import { type Collection, collected, suspends, tied } from "./collection";
import { Conversion } from "./conversion";
import type { Gathering, Part } from "./gathering";
import { enclosingGroup } from "./existing";
import { type Handlers, handlersAround, rewriteHandlers } from "./handlers";
import { hoisting } from "./hoist";
import { promisesErrors } from "./mention";
import { Names } from "./names";
import { planResults, type Resolved } from "./results";

export const TITLE = "Wrap in TaskGroup";
const DIFFERENCE = "If one task fails, the others are cancelled and an ExceptionGroup is raised";
/** Where somebody may tell errors apart: by their class, or as a framework answers with them. */
const KEPT = "If one task fails, the others are cancelled and its error is raised as before";
/** A TaskGroup goes on without it, where gather() raised CancelledError; so does who reads its result. */
const CANCELLED = "a task that is cancelled alone no longer ends the wait";

/**
 * Turns `await gather(...)` into a TaskGroup, or says why that can't be right.
 *
 * @param mayKeepError whether the first error may be raised itself, where somebody may tell it from a group of errors
 */
export function wrapInTaskGroup(gathering: Gathering, context: FixContext, mayKeepError = true): Offer | undefined {
  const { awaiting, call } = gathering;
  const python = context.settings?.python;
  const refuse = (reason: string): Refusal => ({ kind: "refusal", title: TITLE, reason });
  if (python !== undefined && (python[0] < 3 || (python[0] === 3 && python[1] < 11)))
    return refuse(`asyncio.TaskGroup needs Python 3.11, and the project supports ${python.join(".")}`);
  if (gathering.returnExceptions !== undefined)
    return refuse("a TaskGroup has nothing like return_exceptions=True: each coroutine would have to handle its own errors");
  const definition = awaiting.closest("function_definition");
  if (definition === undefined) return undefined;
  const place = hoisting(awaiting, context.infer);
  if (place.kind === "impossible") return refuse(place.reason);
  const { statement } = place;
  const handlers = handlersAround(awaiting, context.infer, python);
  const keepsError = mayKeepError && gathering.how !== "waits" && isToldApart(awaiting, handlers, definition, context);
  if (!keepsError && handlers.kind === "refused") return refuse(handlers.reason);
  if (!keepsError && promisesErrors(definition)) return refuse("the docstring says which errors it raises, and a TaskGroup raises a group of them");
  const names = new Names(definition, context.module);
  const resolved = resolve(gathering, statement, names, context);
  if (typeof resolved === "string") return refuse(resolved);
  if (containsYield(call)) return refuse("a yield must not stand in a TaskGroup");
  const results = planResults(gathering, statement, names, resolved);
  if (typeof results === "string") return refuse(results);
  const edit = new Conversion(gathering, statement, { definition, names, resolved, results, keepsError }, context);
  const builder = edit.run();
  if (typeof builder === "string") return refuse(builder);
  const note = keepsError || handlers.kind === "refused" ? undefined : handlers.note;
  if (!keepsError && handlers.kind === "exact") rewriteHandlers(handlers.clauses, builder);
  const unsure = resolved.find(({ part, collection }) => !isSure(part, collection));
  const notes = [
    unsure === undefined ? undefined : `create_task() takes coroutines alone: make sure that ${calleeText(unsure)} gives one`,
    place.moved === undefined ? undefined : `${place.moved} is read after the tasks are done`,
    awaitsLate(gathering.parts) ? "the first tasks start while later arguments are awaited" : undefined,
    note,
    !keepsError && mayTellErrors(awaiting, context) ? "callers that expect the error itself must expect the group" : undefined,
  ].filter((note) => note !== undefined);
  return builder.build({
    title: TITLE,
    applicability: notes.length === 0 && !keepsError ? "safe" : "unsafe",
    ...(notes.length === 0 && !keepsError
      ? {}
      : { differs: keepsError && notes.length === 0 ? "the others are cancelled" : differenceOf(unsure !== undefined, note !== undefined) }),
    annotation: [keepsError ? KEPT : DIFFERENCE, ...(results.isDropped && gathering.how !== "waits" ? [CANCELLED] : []), ...notes].join("; "),
  });
}

/**
 * Whether somebody may tell an error from a group of errors: a handler around that looks at it, the docstring, or callers. Within a
 * group of the code's own it comes out in a group anyway.
 */
function isToldApart(awaiting: Node, handlers: Handlers, definition: Node, context: FixContext): boolean {
  if (handlers.kind === "refused" || handlers.note !== undefined) return true;
  return !enclosingGroup(awaiting, context.infer) && (promisesErrors(definition) || mayTellErrors(awaiting, context));
}

/** The notes in few words, what may fail first. */
function differenceOf(takesUnsure: boolean, catchesElse: boolean): string {
  if (takesUnsure) return "coroutines only";
  return catchesElse ? "handlers catch groups" : "tasks start in another order";
}

function isSure(part: Part, collection: Collection | undefined): boolean {
  if (collection !== undefined) return collection.spawns.every((spawn) => spawn.sure);
  if (part.kind === "one" || part.kind === "each") return part.spawn.sure;
  return part.kind === "map" && part.sure;
}

function calleeText({ part, collection }: Resolved): string {
  const spawn = collection?.spawns.find((one) => !one.sure) ?? (part.kind === "one" || part.kind === "each" ? part.spawn : undefined);
  const callee = part.kind === "map" ? (part.function ?? part.iterable) : spawn?.coroutine.child("function");
  return callee === undefined || callee.text.length > 40 || /[\n\r]/.test(callee.text) ? "each call" : `${callee.text}()`;
}

/** Whether a task would start before something that gather() waited for first. */
function awaitsLate(parts: readonly Part[]): boolean {
  return parts.some((part, i) => {
    for (const inner of part.node.descendants("await")) {
      // A comprehension that awaits its items awaits none of them any more.
      const isOfItem = part.kind === "each" && part.spawn.node.contains(inner) && !part.spawn.coroutine.contains(inner);
      if (inner !== part.node && !isOfItem && (i > 0 || part.kind === "each")) return true;
    }
    for (const clause of part.node.descendants("for_in_clause")) if (clause.hasToken("async")) return true;
    return false;
  });
}

function containsYield(call: Node): boolean {
  for (const _ of call.descendants("yield")) return true;
  return false;
}

/** The parts with where their names got what they hold. */
function resolve(gathering: Gathering, statement: Node, names: Names, context: FixContext): readonly Resolved[] | string {
  const seen = new Set<string>();
  const resolved: Resolved[] = [];
  for (const part of gathering.parts) {
    if (part.kind === "other") return part.reason;
    if (part.node.kind === "identifier") {
      if (seen.has(part.node.text)) return `${part.node.text} is given twice, and a TaskGroup runs a coroutine once`;
      seen.add(part.node.text);
    }
    if (part.kind !== "name") {
      resolved.push({ part, collection: undefined });
      continue;
    }
    const found = collected(part.node, statement, names, context.module, context.infer);
    if (found.kind === "elsewhere") return `it isn't known what ${part.node.text} holds: a TaskGroup takes new coroutines alone`;
    const coroutines = found.kind === "tangled" ? found.coroutines : notMovable(found.collection, statement, gathering.timeout !== undefined);
    if (coroutines !== undefined && part.starred) {
      // They are started where gather() would have: one by one, from the list.
      resolved.push({
        part: { kind: "map", node: part.node, function: undefined, iterable: part.node, sure: coroutines.every((spawn) => spawn.sure) },
        collection: undefined,
      });
      continue;
    }
    if (found.kind === "tangled") return found.reason;
    resolved.push({ part, collection: found.collection });
  }
  return resolved;
}

/** The coroutines of a list that can't be started where they are made, since they would run before gather() starts them. */
function notMovable(collection: Collection, statement: Node, isLimited: boolean): Collection["spawns"] | undefined {
  if (collection.spawns.some((spawn) => spawn.create !== undefined)) return undefined;
  const begins = collection.binding.start < collection.first.start ? collection.binding : collection.first;
  return isLimited || suspends(begins, statement) || tied(begins, statement) !== undefined ? collection.spawns : undefined;
}
