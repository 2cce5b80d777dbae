import type { Infer } from "../model/infer";
import { isProgram } from "../model/one-shot";
import { mayFollow, surelyRunsBeside, turnOf } from "../model/shared/order";
import { type DiskChange, diskChanges } from "../model/shared/disk-changes";
import { overlap } from "../model/shared/places";
import { holdsLock, restsOn } from "../model/shared/races";
import { touchesOf } from "../model/shared/touches";
import type { Node } from "../syntax/tree";
import { sameCommand } from "./same-command";
import { isSamePath } from "./same-path";
import type { Threaded } from "./threaded";
import { awaitsBetween } from "./wait";

/**
 * What others may meet half done, in words that end a sentence: code that blocked was done with it before anybody else
 * had a turn. Where every call is given a path of its own, nothing in sight says that two are the same.
 */
export function metHalfDone(threaded: Threaded, infer: Infer): string | undefined {
  const function_ = threaded.first.closest("function_definition");
  if (function_ === undefined || isUnderLock(threaded.first, function_, infer) || isProgram(function_, infer))
    return undefined;
  for (const call of callsIn(threaded)) {
    if (sameCommand(call, function_, infer) !== undefined)
      return "the same command may be started again, or another beside it, before it is done";
  }
  for (const { path, gradual, call } of changesIn(threaded, infer)) {
    if (!gradual || !(isSamePath(path, function_, infer) || isLookedFor(call, threaded, function_, infer))) continue;
    const text = path.text.replace(/\s+/g, " ");
    return `others may find what is at ${text.length > 40 ? "the path" : text} half done, or do it at the same time`;
  }
  return undefined;
}

/**
 * What a function notes behind what a thread does on a disk, in words that end a sentence: a task that is cancelled
 * meanwhile leaves the note out, and the thread goes on. Code that blocked came to the note.
 */
export function notNoted(threaded: Threaded, infer: Infer): string | undefined {
  const { last } = threaded;
  const function_ = last.closest("function_definition");
  if (function_ === undefined || [...changesIn(threaded, infer)].length === 0) return undefined;
  const end = turnOf(last, last.end);
  for (const { node, at, does, onDisk, place } of touchesOf(function_, infer)) {
    if (does !== "changes" || onDisk || at <= end || !mayFollow(last, node) || !surelyRunsBeside(node, last)) continue;
    const isOwn =
      place.path[0] !== "self" && place.path[0] !== "cls" && isOfCall(node, place.path[0]!, function_, infer);
    if (isOwn || awaitsBetween(end, at, node, function_)) continue;
    return `a cancellation while it waits leaves ${place.label} as it is, though the thread goes on`;
  }
  return undefined;
}

/** Whether a name stands for what this call of the function was given. */
function isOfCall(node: Node, name: string, function_: Node, infer: Infer): boolean {
  const bound = infer.module.scopes(node.tree).of(node).bindings.get(name) ?? [];
  return bound.some(({ node: at }) => function_.contains(at));
}

function* changesIn({ first, last }: Threaded, infer: Infer): Iterable<DiskChange & { readonly call: Node }> {
  for (const call of callsIn({ first, last })) for (const change of diskChanges(call, infer)) yield { ...change, call };
}

/**
 * Whether the function asks before if what a call makes is there already, and takes that for what it would make: then
 * others come to the same path, and find it there from its first byte on.
 */
function isLookedFor(call: Node, { first, last }: Threaded, function_: Node, infer: Infer): boolean {
  const touches = touchesOf(function_, infer).filter(({ onDisk }) => onDisk);
  const wait = { function: function_, start: first.start, end: last.end, at: first };
  return touches.some(
    (change) =>
      change.node === call &&
      change.does === "changes" &&
      touches.some(
        (look) =>
          look.does === "looks" &&
          look.reads !== true &&
          look.at < first.start &&
          overlap(look.place, change.place) &&
          restsOn(look, change, wait),
      ),
  );
}

function* callsIn({ first, last }: Threaded): Iterable<Node> {
  for (let node: Node | undefined = first; node !== undefined; node = node === last ? undefined : node.next)
    for (const part of node.subtree()) if (part.kind === "call") yield part;
}

function isUnderLock(node: Node, function_: Node, infer: Infer): boolean {
  for (const around of node.ancestors()) {
    if (around === function_) return false;
    if (holdsLock(around, infer) !== undefined) return true;
  }
  return false;
}
