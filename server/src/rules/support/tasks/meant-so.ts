import type { Gathering, Spawn } from "../../../fixes/task-group/gathering";
import { rememberedOf } from "../../../model/remembered";
import { statementOf } from "../../../syntax/statements";
import type { Node } from "../../../syntax/tree";
import { closes, lastNameOf, setsUp, tells } from "../values/closing";

/**
 * Whether the code says that the others shall go on: by `return_exceptions=False`, or as it tells several others one
 * thing.
 */
export function isMeantSo(gathering: Gathering, spawns: readonly Spawn[]): boolean {
  const { call, parts, awaiting } = gathering;
  const given = call.kind === "call" ? (call.child("arguments")?.named ?? []) : [];
  if (
    given.some(
      (argument) => argument.child("name")?.text === "return_exceptions" && argument.child("value")?.kind === "false",
    )
  )
    return true;
  if (standsInCleanup(awaiting)) return true;
  if (
    spawns.length > 0 &&
    spawns.every(({ coroutine }) => isItem(coroutine, parts) && LISTENS.test(lastNameOf(coroutine)))
  )
    return true;
  if (!isForEach(gathering) || spawns.length === 0) return false;
  return spawns.every(({ coroutine }) => {
    const name = lastNameOf(coroutine);
    return tells(name) || closes(name) || isItem(coroutine, parts) || (isOfItem(coroutine) && setsUp(name));
  });
}

/** What is called that somebody has registered: whoever else is told, it is told too. */
const LISTENS = /callback|handler|listener|subscriber|observer|hook|^cb$/i;

/**
 * Whether the same is done for each of several, and nobody asks for what comes of it: often one has nothing to do with
 * the others.
 */
function isForEach({ parts, awaiting }: Gathering): boolean {
  const several = parts.every((part) => part.kind === "each" || (part.kind === "name" && part.starred));
  return parts.length > 0 && several && awaiting.parent?.kind === "expression_statement";
}

/** As `isForEach`, where the first error is told after all: what is lost is that the others are stopped. */
export function isOneForEach(gathering: Gathering): boolean {
  return gathering.how === "gathers" && gathering.returnExceptions === undefined && isForEach(gathering);
}

/** `subscriber(chunk) for subscriber in subscribers`: each of several is told itself. */
function isItem(coroutine: Node, parts: Gathering["parts"]): boolean {
  const callee = coroutine.kind === "call" ? coroutine.child("function") : undefined;
  if (callee?.kind !== "identifier") return false;
  return parts.some(
    (part) =>
      part.kind === "each" &&
      [...part.node.descendants("for_in_clause")].some((clause) => clause.child("left")?.text === callee.text),
  );
}

/** A method of one of several objects, not of the one at hand. */
function isOfItem(coroutine: Node): boolean {
  const object = coroutine.child("function")?.child("object");
  return object !== undefined && object.text !== "self" && object.text !== "cls";
}

/** What answers for an error or an end of something else. */
const ANSWERS_FOR_END =
  /^_*(?:async_?)?on_\w*(?:error|fail|failed|failure|cancel|cancelled|close|closed|stop|stopped)$/;

/**
 * Whether all of it is to be tried, whatever comes of a part: it stands in a `finally`, or in a function that gives
 * something back or ends it.
 */
function standsInCleanup(node: Node): boolean {
  for (const around of node.ancestors()) {
    const name = around.kind === "function_definition" ? around.child("name")?.text : undefined;
    if (name !== undefined) return closes(name) || ANSWERS_FOR_END.test(name);
    if (around.kind === "finally_clause") return true;
  }
  return false;
}

/** `# Note: this never raises`, in the call or above it. */
export function isSaidNeverToFail({ awaiting }: Gathering): boolean {
  const statement = statementOf(awaiting);
  // What a limit is put around is still what the comment above it speaks of.
  let outer = statement;
  while (outer.parent?.parent?.kind === "with_statement" && outer.parent.named[0] === outer)
    outer = outer.parent.parent;
  const { text } = statement.tree;
  // A comment that begins a block stands outside of it in the tree.
  for (const comment of reassurancesIn(awaiting.closest("function_definition") ?? statement)) {
    const isAbove = [statement, outer].some(
      (one) => comment.end < one.start && /^[^\n]*\n[ \t]*$/.test(text.slice(comment.end, one.start)),
    );
    if (isAbove || statement.contains(comment)) return true;
  }
  return false;
}

/** The comments that say of something that it doesn't fail. */
const reassurancesIn = rememberedOf((around: Node) =>
  [...around.descendants("comment")].filter(({ text }) => /never raise|(?:not|n't) raise/i.test(text)),
);
