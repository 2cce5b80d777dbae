import { ownNodes } from "../model/definitions";
import type { Infer } from "../model/infer";
import { rememberedAsInferred, rememberedOf } from "../model/remembered";
import { diskChanges } from "../model/shared/disk-changes";
import { mayFollow, surelyRunsBeside, turnOf } from "../model/shared/order";
import { ASSIGNMENTS, CALLS } from "../syntax/node-kinds";
import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { DELETES, ENDS, isName, takenIn } from "./takings";
import type { Threaded } from "./threaded";
import { awaitsBetween, type Wait } from "./wait";

/** A `try` that takes something away at its end, or a call that has that done later. */
interface Cleanup {
  readonly at: Node;
  readonly names: ReadonlySet<string>;
  readonly said: string;
}

const TRIES: ReadonlySet<Kind> = new Set(["try_statement"]);

/** What is told, as a function, how something is undone at the end: at the program's, or at that of a stack. */
const TOLD_BY_NAME: ReadonlySet<string> = new Set(["atexit.register", "weakref.finalize"]);
const TOLD = /^(?:callback|push_async_callback|push_async_exit|add_?(?:Async)?Cleanup|addfinalizer|add_finalizer)$/;

/** What begins something that goes on until it is ended. */
const BEGINS = /^(?:acquire|connect|open|start|login|lock|flock|lockf|mount|bind|listen)$/;

/**
 * What a thread makes, and what is told only behind it how that goes away, in words that end a sentence: a task that is
 * cancelled meanwhile comes no further. Code that blocked could not be cancelled in between.
 */
export function madeMeanwhile(threaded: Threaded, infer: Infer): string | undefined {
  const { first, last } = threaded;
  const function_ = last.closest("function_definition");
  if (function_ === undefined) return undefined;
  const cleanups = cleanupsBehind(last, last.end, function_, infer);
  if (cleanups.length === 0) return undefined;
  const made = new Set(madeIn(threaded, infer));
  return leftBy(cleanups, first, (name) => made.has(name));
}

/** What was made just before a wait, and is cleared away by what stands behind that. In words that end a sentence. */
export function madeBefore(wait: Wait, moved: readonly Threaded[], infer: Infer): string | undefined {
  const cleanups = cleanupsBehind(wait.at, wait.end, wait.function, infer);
  if (cleanups.length === 0) return undefined;
  const made = new Set(madeJustBefore(wait, moved));
  return leftBy(cleanups, wait.at, (name) => made.has(name));
}

function leftBy(cleanups: readonly Cleanup[], at: Node, isMade: (name: string) => boolean): string | undefined {
  for (const { names, said } of cleanups) {
    for (const name of names)
      if (isMade(name) && !isClearedAround(at, name))
        return `a cancellation while it waits leaves ${name} to nobody: ${said} comes later`;
  }
  return undefined;
}

/** The cleanups that begin behind a place which always comes to them, and doesn't wait on its way. */
function cleanupsBehind(at: Node, end: number, function_: Node, infer: Infer): readonly Cleanup[] {
  const all = [...finallyBlocks(function_), ...registrations(function_, infer)];
  const from = turnOf(at, end);
  return all.filter(
    ({ at: cleanup }) =>
      cleanup.start >= end &&
      mayFollow(at, cleanup) &&
      surelyRunsBeside(cleanup, at) &&
      !awaitsBetween(from, turnOf(cleanup, cleanup.start), cleanup, function_),
  );
}

const finallyBlocks = rememberedOf((function_): readonly Cleanup[] =>
  [...ownNodes(function_, TRIES)].flatMap((at) => {
    const block = at.named.find(({ kind }) => kind === "finally_clause");
    const names = block === undefined ? [] : clearedIn(block);
    return names.length === 0 ? [] : [{ at, names: new Set(names), said: "the try whose finally block sees to it" }];
  }),
);

function clearedIn(block: Node): readonly string[] {
  return [...takenIn(block, DELETES), ...takenIn(block, ENDS)];
}

const registrations = rememberedAsInferred((function_, infer): readonly Cleanup[] => {
  const found: Cleanup[] = [];
  for (const at of ownNodes(function_, CALLS)) {
    const callee = at.child("function");
    const method = callee?.child("attribute")?.text ?? "";
    if (callee === undefined || !(TOLD.test(method) || TOLD_BY_NAME.has(infer.callee(at) ?? ""))) continue;
    const names = new Set<string>();
    for (const given of at.child("arguments")?.named ?? []) {
      const value = infer.value(given);
      const told = value?.kind === "function" ? value.definition.node : given;
      for (const part of told.subtree()) if (isName(part)) names.add(part.text);
    }
    found.push({ at, names, said: `${callee.text}()` });
  }
  return found;
});

/** The names of what calls make on a disk, begin, or give. */
function* madeIn({ first, last }: Threaded, infer: Infer): Iterable<string> {
  for (let node: Node | undefined = first; node !== undefined; node = node === last ? undefined : node.next) {
    for (const part of node.subtree()) {
      if (part.kind === "call") yield* madeByCall(part, infer);
      // `path = file.name`: what the thread gives back.
      if (part.kind === "assignment") yield* namesOf(part.child("left"), infer);
    }
  }
  const given = last.parent?.kind === "assignment" && last.field === "right" ? last.parent : undefined;
  yield* namesOf(given?.child("left"), infer);
}

function* madeByCall(call: Node, infer: Infer): Iterable<string> {
  const callee = call.child("function");
  const name = (callee?.child("attribute") ?? callee)?.text ?? "";
  if (DELETES.test(name) || ENDS.test(name)) return;
  for (const { path } of diskChanges(call, infer)) yield* namesOf(path, infer);
  if (!BEGINS.test(name)) return;
  yield* namesOf(callee?.child("object"), infer);
  for (const given of call.child("arguments")?.named ?? []) yield* namesOf(given, infer);
}

/** The variables and attributes of an expression, as they are written. */
function* namesOf(node: Node | undefined, infer: Infer): Iterable<string> {
  for (const part of node?.subtree() ?? []) {
    if (!isName(part) || part.field === "attribute" || /^(?:self|cls)$/.test(part.text)) continue;
    if (infer.name(part) === undefined) yield part.text;
  }
}

/** Names that are given what a call gives, without a wait up to this one. */
function* madeJustBefore(wait: Wait, moved: readonly Threaded[]): Iterable<string> {
  const until = turnOf(wait.at, wait.start);
  for (const assignment of ownNodes(wait.function, ASSIGNMENTS)) {
    const left = assignment.child("left");
    if (moved.some(({ first, last }) => assignment.start >= first.start && assignment.end <= last.end)) continue;
    if (assignment.end > wait.start || left === undefined || !isName(left)) continue;
    const right = assignment.child("right");
    const made = right?.kind === "await" ? right.named[0] : right;
    if (made?.kind !== "call" || !mayFollow(assignment, wait.at)) continue;
    if (!awaitsBetween(assignment.end, until, wait.at, wait.function)) yield left.text;
  }
}

/** Whether what is there before is cleared away in any case. */
function isClearedAround(at: Node, name: string): boolean {
  let child = at;
  for (const around of at.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.kind === "try_statement" && child.field === "body") {
      const block = around.named.find(({ kind }) => kind === "finally_clause");
      if (block !== undefined && clearedIn(block).includes(name)) return true;
    }
    child = around;
  }
  return false;
}
