import { asyncFunctionAround } from "../model/execution";
import type { Infer } from "../model/infer";
import { turnOf } from "../model/shared/order";
import { awaitsIn, isRunBetween, isUnderLock, restsOn } from "../model/shared/races";
import { isResized, touchesOf } from "../model/shared/touches";
import { seenHeld, takenBack } from "./meanwhile";
import { runIfMissing } from "./run-if-missing";
import { onStoppedLoop } from "./stopped-loop";
import { leftHalfway, readAgain } from "./torn-state";
import { madeBefore } from "./unregistered";
import { placeOf } from "../model/shared/places";
import type { Kind } from "../syntax/kinds.generated";
import { isSuite } from "../syntax/statements";
import type { Node } from "../syntax/tree";
import type { Threaded } from "./threaded";
import type { Wait } from "./wait";

export type { Wait };

/**
 * The wait that an edit brings where there was none; undefined where it writes no `await`, or the code there awaited
 * before.
 */
export function waitOf(node: Node, start: number, end: number, text: string): Wait | undefined {
  if (!/\bawait /.test(text) && text !== "async ") return undefined;
  if (/\b(?:await|async)\b/.test(node.tree.text.slice(start, end))) return undefined;
  const at = outermostFrom(node.tree.at(start, end), start);
  const function_ = asyncFunctionAround(at);
  if (function_ === undefined) return undefined;
  // `async ` stands in front of a header, whose value is what is waited for.
  const until = text === "async " ? (at.child("body")?.start ?? at.end) : isSuite(at) ? end : Math.max(end, at.end);
  return { function: function_, start: turnOf(at, start), end: turnOf(at, until), at };
}

/** The wait for whole statements that run elsewhere. */
export function waitFor(first: Node, last: Node): Wait | undefined {
  const function_ = asyncFunctionAround(first);
  return function_ === undefined
    ? undefined
    : { function: function_, start: turnOf(first, first.start), end: turnOf(last, last.end), at: first };
}

/** What the fixes of a file share. */
interface Setting {
  readonly infer: Infer;
  /** Whether cancelling ends every wait of a scope, as in anyio and trio, and not the one that is under way alone. */
  readonly cancelsEveryWait: boolean;
  /** Statements that no longer look before they change anything. */
  readonly sure: readonly Node[];
  /** What goes to a thread as a whole. */
  readonly moved: readonly Threaded[];
}

/**
 * What else may happen while a fix waits where the code blocked before, in words that end a sentence; undefined where
 * nothing that the function shows rests on it.
 */
export function harmOfWaiting(wait: Wait, setting: Setting): string | undefined {
  const meanwhile =
    changedMeanwhile(wait, setting) ??
    loopedOver(wait, setting.infer) ??
    takenBack(wait, setting.infer) ??
    runIfMissing(wait, setting.infer) ??
    readAgain(wait, setting.infer, setting.sure) ??
    leftHalfway(wait, setting.infer) ??
    madeBefore(wait, setting.moved, setting.infer) ??
    cutOff(wait, setting);
  const harms = [meanwhile, onStoppedLoop(wait, setting.infer), seenHeld(wait, setting.infer), swallowed(wait)].filter(
    (harm) => harm !== undefined,
  );
  return harms.length === 0 ? undefined : harms.join("; ");
}

/** A look and a change that rests on it, with the new wait between them. */
function changedMeanwhile(wait: Wait, { infer, sure }: Setting): string | undefined {
  const touches = touchesOf(wait.function, infer);
  for (const change of touches) {
    if (change.does !== "changes") continue;
    for (const look of touches) {
      if (look.does !== "looks" || look.node === change.node || sure.some((statement) => statement.contains(look.node)))
        continue;
      if (
        !isRunBetween(look, change, wait, touches) ||
        !restsOn(look, change, wait) ||
        isUnderLock(look, change, infer)
      )
        continue;
      return `other tasks run while it waits: ${change.place.label} may change meanwhile`;
    }
  }
  return undefined;
}

const LOOPS: ReadonlySet<Kind> = new Set([
  "for_statement",
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
]);
/** What goes through its argument, or its object, as it is. */
const LIVE: ReadonlySet<string> = new Set(["items", "values", "keys", "enumerate", "reversed", "zip", "filter", "map"]);

/** A loop over a container that the file puts things into or takes things from, and that did not wait before. */
function loopedOver({ at, function: function_ }: Wait, infer: Infer): string | undefined {
  let child = at;
  for (const around of at.ancestors()) {
    if (around === function_) return undefined;
    const clause =
      around.kind === "for_statement" ? around : around.named.find((part) => part.kind === "for_in_clause");
    const iterable = clause?.child("right");
    if (
      LOOPS.has(around.kind) &&
      iterable !== undefined &&
      child !== iterable &&
      !clause!.hasToken("async") &&
      !awaitsIn(around)
    ) {
      const container = containerOf(iterable);
      const place = placeOf(container, function_, infer);
      const name = container.kind === "attribute" ? container.child("attribute")!.text : container.text;
      const isShared =
        place !== undefined &&
        (container.kind !== "identifier" || place.path[0] !== name || !isParameter(container, infer));
      if (isShared && isResized(name, infer))
        return `other tasks run while it waits: ${place.label} may change while the loop goes through it`;
    }
    child = around;
  }
  return undefined;
}

/** The container that a loop goes through without taking a copy. */
function containerOf(iterable: Node): Node {
  let node = iterable;
  while (node.kind === "call") {
    const callee = node.child("function");
    const name = (callee?.child("attribute") ?? callee)?.text ?? "";
    const inner = callee?.child("object") ?? node.child("arguments")?.named.at(-1);
    if (!LIVE.has(name) || inner === undefined) break;
    node = inner;
  }
  return node;
}

function isParameter(name: Node, infer: Infer): boolean {
  const bindings = infer.module.scopes(name.tree).of(name).bindings.get(name.text) ?? [];
  return bindings.some(({ source }) => source.kind === "parameter");
}

/** The first wait in a `try` whose handler takes a cancellation as well, and goes on. */
function swallowed({ at, function: function_ }: Wait): string | undefined {
  let child = at;
  for (const around of at.ancestors()) {
    if (around === function_) return undefined;
    if (around.kind === "try_statement" && child.field === "body" && !awaitsIn(child)) {
      const handler = around.named.find((part) => part.kind === "except_clause" && endsCancellation(part));
      if (handler !== undefined && !raisesAgain(handler))
        return `a cancellation while it waits ends in the "${headerOf(handler)}" around it`;
    }
    child = around;
  }
  return undefined;
}

/** Whether every way out of a handler, as far as its last statement says, raises. */
function raisesAgain(handler: Node): boolean {
  return handler.children.find(isSuite)?.named.at(-1)?.kind === "raise_statement";
}

const CATCHES_CANCELLATION = /\b(?:CancelledError|Cancelled|BaseException|get_cancelled_exc_class)\b/;

/** A wait among what is done at the end, which a cancellation, or one more of them, cuts short. */
function cutOff({ at, function: function_ }: Wait, { cancelsEveryWait }: Setting): string | undefined {
  for (const around of at.ancestors()) {
    if (around === function_) return undefined;
    if (around.kind !== "finally_clause" && !(around.kind === "except_clause" && endsCancellation(around))) continue;
    const where = around.kind === "finally_clause" ? "finally block" : "handler";
    return cancelsEveryWait
      ? `a cancelled scope ends the wait at once and leaves the ${where} unfinished`
      : `a cancellation while it waits leaves the ${where} unfinished`;
  }
  return undefined;
}

/**
 * Why a wait can't stand where it does: where a cancellation ends every wait of its scope, what is done at the end is
 * left at the first of them, unless a scope of its own shields it.
 */
export function whyCutShort(wait: Wait, setting: Pick<Setting, "cancelsEveryWait">): string | undefined {
  if (!setting.cancelsEveryWait) return undefined;
  for (const around of wait.at.ancestors()) {
    if (
      around.kind === "with_statement" &&
      /\bshield\s*=\s*True\b/.test(around.named.find((child) => child.kind === "with_clause")?.text ?? "")
    )
      return undefined;
    if (around === wait.function) break;
    if (around.kind === "finally_clause")
      return "A cancelled scope ends the wait at once, and what stands behind it in the finally block is not done: shield it first";
  }
  return undefined;
}

function endsCancellation(clause: Node): boolean {
  const header = headerOf(clause);
  return CATCHES_CANCELLATION.test(header) || /^except\s*:/.test(header);
}

/** What a clause says, its colon included. */
function headerOf(clause: Node): string {
  return clause.tree.text.slice(clause.start, clause.children.find(({ kind }) => kind === ":")?.end ?? clause.end);
}

/** The largest expression that begins where the edit does: what is awaited, with all that is evaluated before. */
function outermostFrom(node: Node, start: number): Node {
  let outermost = node;
  while (outermost.parent !== undefined && outermost.parent.start >= start && !isSuite(outermost.parent)) {
    const { parent } = outermost;
    if (
      /_statement$|^assignment$|^augmented_assignment$|_clause$|^with_item$|^decorated_definition$|^expression_list$/.test(
        parent.kind,
      )
    )
      break;
    outermost = parent;
  }
  return outermost;
}
