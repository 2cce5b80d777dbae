import type { Infer } from "../model/infer";
import { awaitsIn, holdsLock } from "../model/shared/races";
import { placeOf } from "../model/shared/places";
import type { Node } from "../syntax/tree";
import type { Wait } from "./wait";

/** What undoes what a method, or a value, says. */
const OPPOSITE: ReadonlyMap<string, string> = new Map([
  ["set", "clear"],
  ["clear", "set"],
  ["True", "False"],
  ["False", "True"],
]);

/** A flag, and which way it is turned. */
interface Turn {
  readonly flag: Node;
  readonly to: string;
}

/**
 * What a function says by a flag before it waits for another thread, process or future, and what others may take back
 * meanwhile: who is waited for may never see it. In words that end a sentence.
 */
export function takenBack(wait: Wait, infer: Infer): string | undefined {
  const call = [wait.at, ...wait.at.descendants("call")].find((node) => infer.row(node)?.blocks === "wait");
  if (call === undefined) return undefined;
  for (const node of wait.function.descendants("call", "assignment")) {
    if (node.end > wait.at.start) continue;
    const turn = turnBy(node);
    const place = turn === undefined ? undefined : placeOf(turn.flag, wait.function, infer);
    if (turn === undefined || place === undefined || !isTurnedElsewhere(turn, infer)) continue;
    return `other tasks run while it waits: ${place.label} may be changed back meanwhile`;
  }
  return undefined;
}

/** `stop.set()`, `self.running = False`. */
function turnBy(node: Node): Turn | undefined {
  const [flag, to] =
    node.kind === "call"
      ? [node.child("function")?.child("object"), node.child("function")?.child("attribute")?.text]
      : [node.child("left"), node.child("right")?.text];
  if (flag === undefined || to === undefined || !OPPOSITE.has(to)) return undefined;
  if (node.kind === "call" && node.child("arguments")?.named.length !== 0) return undefined;
  return flag.kind === "attribute" || flag.kind === "identifier" ? { flag, to } : undefined;
}

/** Whether the file turns a flag of that name the other way, and not only as it makes the object. */
function isTurnedElsewhere({ flag, to }: Turn, infer: Infer): boolean {
  const name = lastName(flag);
  for (const id of infer.identifiers(name.text)) {
    const place = id.field === "attribute" ? id.parent! : id;
    const method = place.field === "object" ? place.parent?.parent : undefined;
    const node = method?.kind === "call" ? method : place.field === "left" ? place.parent : undefined;
    const turn = node === undefined ? undefined : turnBy(node);
    if (turn === undefined || turn.to !== OPPOSITE.get(to) || turn.flag !== place) continue;
    const function_ = place.closest("function_definition");
    if (function_ !== undefined && function_.child("name")?.text !== "__init__") return true;
  }
  return false;
}

function lastName(place: Node): Node {
  return place.child("attribute") ?? place;
}

/**
 * A lock of tasks that nobody has seen held so far, as what it is held for waited for nothing, and that the file asks
 * whether it is.
 */
export function seenHeld({ at, function: function_ }: Wait, infer: Infer): string | undefined {
  for (const around of at.ancestors()) {
    if (around === function_) return undefined;
    const lock = around.child("body")?.contains(at) === true ? holdsLock(around, infer) : undefined;
    if (lock === undefined || awaitsIn(around.child("body")!)) continue;
    const name = lastName(lock).text;
    for (const id of infer.identifiers("locked")) {
      const asked = id.field === "attribute" ? id.parent?.child("object") : undefined;
      if (asked !== undefined && lastName(asked).text === name)
        return `others now see ${lock.text} held: so far ${asked.text}.locked() was never true for them`;
    }
  }
  return undefined;
}
