import type { RuleContext } from "../contract";
import type { TimeoutValue } from "../../fixes/time-limit";
import type { Timeout } from "../../model/library/index";
import type { Node } from "../../syntax/tree";
import type { NetworkCall } from "./network-call";

/** The limit that the same function of a library is given elsewhere in the file, nearest first: what fits there fits here. */
export function timeoutBeside(call: NetworkCall, timeout: Timeout, { infer }: RuleContext): TimeoutValue | undefined {
  let nearest: Node | undefined;
  for (const id of infer.identifiers(timeout.parameter)) {
    const keyword = id.field === "name" && id.parent?.kind === "keyword_argument" ? id.parent : undefined;
    const value = keyword?.child("value");
    const other = keyword?.parent?.parent;
    if (value === undefined || other?.kind !== "call" || (value.kind !== "integer" && value.kind !== "float")) continue;
    if (infer.row(other) !== call.row || !(Number(value.text.replaceAll("_", "")) > 0)) continue;
    if (nearest === undefined || distance(value, call.call) < distance(nearest, call.call)) nearest = value;
  }
  return nearest === undefined ? undefined : { text: nearest.text, selection: { start: 0, end: nearest.text.length } };
}

function distance(one: Node, other: Node): number {
  return one.tree === other.tree ? Math.abs(one.start - other.start) : Infinity;
}
