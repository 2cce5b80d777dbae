import type { Infer } from "../model/infer";
import { surelyRunsBeside } from "../model/shared/order";
import type { SharedPlace } from "../model/shared/places";
import { isRunBetween, isUnderLock } from "../model/shared/races";
import { type Touch, touchesOf } from "../model/shared/touches";
import type { Node } from "../syntax/tree";
import type { Wait } from "./wait";

/** Functions that have the object for themselves, as nobody else holds it yet. */
const MAKES_OBJECT = /^__(?:init|new|post_init|init_subclass|attrs_post_init|set_name)__$/;

/**
 * What a function reads, or sets, before it waits and reads again behind that, in words that end a sentence: code that
 * blocked saw one value, and now somebody else may have set another.
 */
export function readAgain(wait: Wait, infer: Infer, sure: readonly Node[]): string | undefined {
  if (sure.some((statement) => statement.contains(wait.at))) return undefined;
  const touches = rootsOf(touchesOf(wait.function, infer));
  const isSet = new Map<string, boolean>();
  const isSetMeanwhile = (touch: Touch): boolean => {
    const { label } = touch.place;
    const known = isSet.get(label) ?? isSetElsewhere(touch, infer);
    isSet.set(label, known);
    return known;
  };
  for (const behind of touches) {
    if (behind.does !== "looks" || behind.at < wait.end || !isSetMeanwhile(behind)) continue;
    for (const before of touches) {
      if (before.at >= wait.end || before.place.label !== behind.place.label) continue;
      if (!isRunBetween(before, behind, wait, touches) || isUnderLock(before, behind, infer)) continue;
      return `other tasks run while it waits: ${behind.place.label}, which is read again behind it, may be another by then`;
    }
  }
  return undefined;
}

/**
 * What a function sets before it waits and sets again behind that, in words that end a sentence: others may see what
 * stands there in between, and a cancellation leaves it so.
 */
export function leftHalfway(wait: Wait, infer: Infer): string | undefined {
  const touches = rootsOf(touchesOf(wait.function, infer));
  for (const before of touches) {
    if (before.at > wait.start || !sets(before)) continue;
    const behind = touches.find(
      (touch) =>
        sets(touch) &&
        touch.at >= wait.end &&
        touch.place.label === before.place.label &&
        isRunBetween(before, touch, wait, []) &&
        surelyRunsBeside(touch.node, wait.at) &&
        touch.node.closest("finally_clause", "function_definition")?.kind !== "finally_clause",
    );
    if (behind === undefined || !isReadElsewhere(before, wait, infer)) continue;
    return `a cancellation while it waits leaves ${before.place.label} as it is set before`;
  }
  return undefined;
}

/** Attributes of the object, and variables of the module that functions give new values, as wholes. */
function rootsOf(touches: readonly Touch[]): readonly Touch[] {
  return touches.flatMap((touch) => {
    const place = touch.onDisk ? undefined : rootOf(touch.place);
    // Who puts something into what is there has not looked at what it is.
    if (place === undefined || (touch.does === "changes" && !sets(touch))) return [];
    const isWhole = touch.place.path.length === place.path.length;
    return isWhole || touch.does === "looks" ? [{ ...touch, place }] : [];
  });
}

function rootOf({ path }: SharedPlace): SharedPlace | undefined {
  const [first, second] = path;
  if (first === undefined) return undefined;
  if (first !== "self" && first !== "cls") return { path: [first], label: first };
  return second?.startsWith(".") === true ? { path: [first, second], label: first + second } : undefined;
}

/** `self.key = key`, and no method that changes what it holds. */
function sets({ does, node }: Touch): boolean {
  return does === "changes" && (node.parent?.kind === "assignment" || node.parent?.kind === "augmented_assignment");
}

/** Whether another function that may run meanwhile sets it, or the same one, called again. */
function isSetElsewhere({ place, node }: Touch, infer: Infer): boolean {
  for (const id of infer.identifiersIfFew(place.path.at(-1)!.replace(/^\./, ""))) {
    const target = targetAt(id, place);
    const around = target?.closest("function_definition");
    if (target === undefined || around === undefined || !isSameOwner(target, node, infer)) continue;
    if (MAKES_OBJECT.test(around.child("name")?.text ?? "")) continue;
    if (place.path.length > 1 || infer.module.scopes(target.tree).of(target).globals.has(target.text)) return true;
  }
  return false;
}

function isReadElsewhere({ place, node }: Touch, wait: Wait, infer: Infer): boolean {
  for (const id of infer.identifiersIfFew(place.path.at(-1)!.replace(/^\./, ""))) {
    const used = id.field === "attribute" ? id.parent! : id;
    if (used.text !== place.label || used.field === "left" || !isSameOwner(used, node, infer)) continue;
    if (used.tree !== wait.function.tree || !wait.function.contains(used)) return true;
  }
  return false;
}

function targetAt(id: Node, { label }: SharedPlace): Node | undefined {
  const target = id.field === "attribute" ? id.parent! : id;
  return target.field === "left" && target.text === label ? target : undefined;
}

/** Whether `self` is of one class at both places. */
function isSameOwner(one: Node, other: Node, infer: Infer): boolean {
  return !/^(?:self|cls)\b/.test(one.text) || ownerOf(one, infer) === ownerOf(other, infer);
}

function ownerOf(node: Node, { module }: Infer): Node | undefined {
  let method: Node | undefined;
  for (const around of node.ancestors()) if (around.kind === "function_definition") method = around;
  return method === undefined ? undefined : module.function(method).owner?.node;
}
