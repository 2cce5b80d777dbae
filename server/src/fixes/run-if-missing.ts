import { ownNodes } from "../model/definitions";
import type { Infer } from "../model/infer";
import { pathUses } from "../model/library/paths";
import type { BlockingKind } from "../model/library/row";
import { rememberedOf } from "../model/remembered";
import { leaves, turnOf } from "../model/shared/order";
import { holdsLock } from "../model/shared/races";
import { IFS, PAUSES } from "../syntax/node-kinds";
import type { Node } from "../syntax/tree";
import type { Wait } from "./wait";

const ASKS = /exists|isfile|isdir|is_file|is_dir|stat|listdir|access/;

/** What may put on the disk what was missing there, without a word of it in the code. */
const MAKES: ReadonlySet<BlockingKind> = new Set(["subprocess", "http", "network"]);

/**
 * What is run because something isn't on the disk yet, in words that end a sentence: until it is there, others find it
 * missing as well, and run the same beside it.
 */
export function runIfMissing(wait: Wait, infer: Infer): string | undefined {
  const kind = [wait.at, ...wait.at.descendants("call")]
    .map((node) => (node.kind === "call" ? infer.row(node)?.blocks : undefined))
    .find((blocks) => blocks !== undefined);
  if (kind === undefined || !MAKES.has(kind) || isAlone(wait, infer)) return undefined;
  for (const statement of ifsOf(wait.function)) {
    if (statement.start > wait.at.start) continue;
    const look = lookFor(statement, wait, infer);
    if (look === undefined || isAwaitedBetween(statement, wait)) continue;
    return `others that find ${look.text} missing while it waits run it as well`;
  }
  return undefined;
}

/** The conditions that ask about a path, as their words say. */
const ifsOf = rememberedOf((function_) =>
  [...ownNodes(function_, IFS)].filter((statement) => ASKS.test(statement.child("condition")?.text ?? "")),
);

/** The path whose being missing leads to the wait: it is run where that isn't there, or behind a return where it is. */
function lookFor(statement: Node, { at }: Wait, infer: Infer): Node | undefined {
  const condition = statement.child("condition");
  const consequence = statement.child("consequence");
  if (condition === undefined || consequence === undefined || condition.contains(at)) return undefined;
  const isWithin = statement.contains(at);
  if (!isWithin && !(statement.parent?.contains(at) === true && leaves(consequence))) return undefined;
  const ifMissing = isWithin && consequence.contains(at);
  for (const call of [condition, ...condition.descendants("call")]) {
    if (call.kind !== "call" || isDenied(call, condition) !== ifMissing) continue;
    const use = pathUses(infer.callee(call) ?? "").find(({ does }) => does === "looks");
    const path = use?.path === "object" ? call.child("function")?.child("object") : call.child("arguments")?.named[0];
    if (use !== undefined && path !== undefined) return path;
  }
  return undefined;
}

function isDenied(call: Node, condition: Node): boolean {
  for (let node: Node | undefined = call; node !== undefined; node = node.parent) {
    if (node.kind === "not_operator") return true;
    if (node === condition) return false;
  }
  return false;
}

function isAlone({ at, function: function_ }: Wait, infer: Infer): boolean {
  for (const around of at.ancestors()) {
    if (around === function_) return false;
    if (holdsLock(around, infer) !== undefined) return true;
  }
  return false;
}

/** Where it was waited for something since, others could come in between before. */
function isAwaitedBetween(statement: Node, wait: Wait): boolean {
  for (const pause of ownNodes(wait.function, PAUSES)) {
    const turn = pause.kind === "await" || pause.hasToken("async") ? turnOf(pause, pause.start) : undefined;
    if (turn !== undefined && turn > statement.start && turn < wait.start) return true;
  }
  return false;
}
