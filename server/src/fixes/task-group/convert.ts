import type { Tells } from "../../model/tells";
import type { Node } from "../../syntax/tree";
import { mayBeOlder } from "../../config/python";
import type { FixBuilder, FixContext } from "../builder";
import type { Offer, Refusal } from "../fix";
import { whoTellsErrors } from "./callers";
import { type Collection, collected, suspends, tied } from "./collection";
import { Conversion } from "./conversion";
import type { Gathering, Part } from "./gathering";
import { enclosingGroup } from "./existing";
import { type Handlers, handlersAround, rewriteHandlers } from "./handlers";
import { hoisting } from "./hoist";
import { promisesErrors } from "./mention";
import { Names } from "./names";
import { planResults, type Resolved, type Results } from "./results";

export const TITLE = "Wrap in TaskGroup";
const FIRST_TITLE = "Wrap in TaskGroup, raising the first error itself";
const DIFFERENCE = "If one task fails, the others are cancelled and an ExceptionGroup is raised";
const FIRST_DIFFERENCE = "If one task fails, the others are cancelled and its error is raised as before";
/** A TaskGroup goes on without it, where gather() raised CancelledError; so does who reads its result. */
const CANCELLED = "a task that is cancelled alone no longer ends the wait";

/** Functions that end something: what they leave half done stays open. */
const CLEANS_UP =
  /^_*(?:async_?|a)?(?:close|stop|shut_?down|clean_?up|tear_?down|unstage|disconnect|release|dispose|finali[sz]e|_aexit_)/;

/** What comes out where a task fails: a group of errors, or the first one itself as by gather(). */
type Raised = "group" | "first error";

/**
 * Turns `await gather(...)` into a TaskGroup, or says why that can't be right. Where somebody in sight tells errors
 * apart, the way that raises the first one itself comes before the group. Where only callers that aren't in sight may,
 * it isn't worth its lines.
 */
export function wrapInTaskGroup(gathering: Gathering, context: FixContext): readonly Offer[] {
  const tells = whoTells(gathering, context);
  const group = wrapped(gathering, context, "group", tells);
  if (group === undefined) return [];
  // Within a group of the code's own every error comes out in a group.
  const isEnough = tells === "nobody" || (tells === "unknown" && group.kind === "fix");
  if (isEnough || gathering.how === "waits" || enclosingGroup(gathering.awaiting, context.infer)) return [group];
  const first = wrapped(gathering, context, "first error", tells);
  const offers = first === undefined ? [group] : [first, group];
  const fixes = offers.filter(({ kind }) => kind === "fix");
  return fixes.length > 0 ? fixes : [group];
}

/** The same with a group of errors, or the reason why that can't be right. */
export function wrapInGroup(gathering: Gathering, context: FixContext): Offer | undefined {
  return wrapped(gathering, context, "group", whoTells(gathering, context));
}

function wrapped(gathering: Gathering, context: FixContext, raised: Raised, tells: Tells): Offer | undefined {
  const refuse = (reason: string): Refusal => ({ kind: "refusal", title: TITLE, reason });
  const unfit = whyNoGroup(gathering, context);
  if (unfit !== undefined) return refuse(unfit);
  const { awaiting } = gathering;
  const definition = awaiting.closest("function_definition");
  if (definition === undefined) return undefined;
  const place = hoisting(awaiting, context.infer);
  if (place.kind === "impossible") return refuse(place.reason);
  const keepsError = raised === "first error";
  // The first error itself is handled as before.
  const handlers = keepsError ? undefined : handlersOfGroup(awaiting, definition, context);
  if (typeof handlers === "string") return refuse(handlers);
  const written = write(gathering, place.statement, definition, keepsError, context);
  if (typeof written === "string") return refuse(written);
  const { builder, resolved, results } = written;
  if (handlers?.kind === "exact") rewriteHandlers(handlers.clauses, builder);
  const note = handlers?.note;
  const unsure = resolved.find(({ part, collection }) => !isSure(part, collection));
  const notes = [
    ...notesOf(gathering, unsure, place.moved),
    note,
    !keepsError && tells !== "nobody" ? "callers that expect the error itself must expect the group" : undefined,
  ].filter((note) => note !== undefined);
  const isSafe = notes.length === 0 && !keepsError;
  return builder.build({
    title: keepsError ? FIRST_TITLE : TITLE,
    applicability: isSafe ? "safe" : "unsafe",
    ...(isSafe
      ? {}
      : {
          differs: differenceOf({
            takesUnsure: unsure !== undefined,
            catchesElse: note !== undefined,
            keepsError,
            tells,
          }),
        }),
    annotation: [
      keepsError ? FIRST_DIFFERENCE : DIFFERENCE,
      ...(results.isDropped && gathering.how !== "waits" ? [CANCELLED] : []),
      ...notes,
    ].join("; "),
  });
}

/** Why no group can do what the call does, wherever it stands. */
function whyNoGroup({ returnExceptions, awaiting, how }: Gathering, context: FixContext): string | undefined {
  const name = awaiting.closest("function_definition")?.child("name")?.text ?? "";
  if (how !== "waits" && returnExceptions === undefined && CLEANS_UP.test(name))
    return "what cleans up is to be done to its end: a TaskGroup would cancel the rest where one fails; gather with return_exceptions=True, and raise what failed behind it";
  const python = context.settings?.python;
  if (python !== undefined && mayBeOlder(python, [3, 11]))
    return `asyncio.TaskGroup needs Python 3.11, and the project supports ${python.join(".")}`;
  if (returnExceptions === undefined) return undefined;
  return "a TaskGroup has nothing like return_exceptions=True: each coroutine would have to handle its own errors";
}

/** The handlers that meet a group of errors then, or why they can't. */
function handlersOfGroup(
  awaiting: Node,
  definition: Node,
  context: FixContext,
): Extract<Handlers, { readonly kind: "exact" }> | string {
  const handlers = handlersAround(awaiting, context.infer, context.settings?.python);
  if (handlers.kind === "refused") return handlers.reason;
  return promisesErrors(definition)
    ? "the docstring says which errors it raises, and a TaskGroup raises a group of them"
    : handlers;
}

interface Written {
  readonly builder: FixBuilder;
  readonly resolved: readonly Resolved[];
  readonly results: Results;
}

/** Writes the group in the place of a statement, or says why it can't be written. */
function write(
  gathering: Gathering,
  statement: Node,
  definition: Node,
  keepsError: boolean,
  context: FixContext,
): Written | string {
  const names = new Names(definition, context.module);
  const resolved = resolve(gathering, statement, names, context);
  if (typeof resolved === "string") return resolved;
  if (containsYield(gathering.call)) return "a yield must not stand in a TaskGroup";
  const results = planResults(gathering, statement, names, resolved);
  if (typeof results === "string") return results;
  const builder = new Conversion(
    gathering,
    statement,
    { definition, names, resolved, results, keepsError },
    context,
  ).run();
  return typeof builder === "string" ? builder : { builder, resolved, results };
}

/** What is to be looked at, be it a group of errors that is raised or the first one. */
function notesOf(
  { parts }: Gathering,
  unsure: Resolved | undefined,
  moved: string | undefined,
): readonly (string | undefined)[] {
  return [
    unsure === undefined
      ? undefined
      : `create_task() takes coroutines alone: make sure that ${calleeText(unsure)} gives one`,
    moved === undefined ? undefined : `${moved} is read after the tasks are done`,
    awaitsLate(parts) ? "the first tasks start while later arguments are awaited" : undefined,
  ];
}

/**
 * Who may tell an error from a group of errors: a handler around that looks at it, what the docstring promises,
 * callers.
 */
function whoTells({ awaiting }: Gathering, context: FixContext): Tells {
  const handlers = handlersAround(awaiting, context.infer, context.settings?.python);
  if (handlers.kind === "refused") return "somebody";
  if (handlers.endsInLog === true) return "nobody";
  if (handlers.note !== undefined) return "somebody";
  const definition = awaiting.closest("function_definition");
  return definition !== undefined && promisesErrors(definition) ? "somebody" : whoTellsErrors(awaiting, context);
}

interface Difference {
  readonly takesUnsure: boolean;
  readonly catchesElse: boolean;
  readonly keepsError: boolean;
  readonly tells: Tells;
}

/** What differs in few words, what may fail first. */
function differenceOf({ takesUnsure, catchesElse, keepsError, tells }: Difference): string {
  if (takesUnsure) return "coroutines only";
  if (catchesElse) return "handlers catch groups";
  if (keepsError) return "the others are cancelled";
  return tells === "nobody" ? "tasks start in another order" : "raises an ExceptionGroup";
}

function isSure(part: Part, collection: Collection | undefined): boolean {
  if (collection !== undefined) return collection.spawns.every((spawn) => spawn.sure);
  if (part.kind === "one" || part.kind === "each") return part.spawn.sure;
  return part.kind === "map" && part.sure;
}

function calleeText({ part, collection }: Resolved): string {
  const spawn =
    collection?.spawns.find((one) => !one.sure) ??
    (part.kind === "one" || part.kind === "each" ? part.spawn : undefined);
  const callee = part.kind === "map" ? (part.function ?? part.iterable) : spawn?.coroutine.child("function");
  return callee === undefined || callee.text.length > 40 || /[\n\r]/.test(callee.text)
    ? "each call"
    : `${callee.text}()`;
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
function resolve(
  gathering: Gathering,
  statement: Node,
  names: Names,
  context: FixContext,
): readonly Resolved[] | string {
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
    if (found.kind === "elsewhere")
      return `it isn't known what ${part.node.text} holds: a TaskGroup takes new coroutines alone`;
    const coroutines =
      found.kind === "tangled"
        ? found.coroutines
        : notMovable(found.collection, statement, gathering.timeout !== undefined);
    if (coroutines !== undefined && part.starred) {
      // They are started where gather() would have: one by one, from the list.
      resolved.push({
        part: {
          kind: "map",
          node: part.node,
          function: undefined,
          iterable: part.node,
          sure: coroutines.every((spawn) => spawn.sure),
        },
        collection: undefined,
      });
      continue;
    }
    if (found.kind === "tangled") return found.reason;
    resolved.push({ part, collection: found.collection });
  }
  return resolved;
}

/**
 * The coroutines of a list that can't be started where they are made, since they would run before gather() starts them.
 */
function notMovable(collection: Collection, statement: Node, isLimited: boolean): Collection["spawns"] | undefined {
  if (collection.spawns.some((spawn) => spawn.create !== undefined)) return undefined;
  const begins = collection.binding.start < collection.first.start ? collection.binding : collection.first;
  return isLimited || suspends(begins, statement) || tied(begins, statement) !== undefined
    ? collection.spawns
    : undefined;
}
