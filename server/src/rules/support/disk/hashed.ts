import type { RuleContext } from "../../contract";
import { ownNodes } from "../../../model/definitions";
import type { Row } from "../../../model/library/index";
import { CALLS, LOOPS } from "../../../syntax/node-kinds";
import type { Node } from "../../../syntax/tree";
import { madeBy } from "../values/origin";
import { opensFile } from "./file-reach";
import { holdsBytes, writes } from "./moved";

/** What hashes all of an open file by itself. */
const HASHES_FILE = "hashlib.file_digest";

/**
 * Whether all of a file that a call opens is hashed, piece by piece: whoever writes it so expects files that don't fit
 * into memory.
 */
export function isHashedWhole(call: Node, row: Row, function_: Node, context: RuleContext): boolean {
  if (!opensFile(row) || !holdsBytes(call, row) || writes(call, row, context)) return false;
  for (const other of ownNodes(function_, CALLS))
    if (other.start > call.start && hashes(other, function_, context)) return true;
  return false;
}

/** `digest.update(piece)` in a loop, `hashlib.file_digest(file, "sha256")`. */
function hashes(call: Node, function_: Node, context: RuleContext): boolean {
  const callee = call.child("function");
  if (callee?.child("attribute")?.text !== "update") return context.infer.callee(call) === HASHES_FILE;
  const made = madeBy(callee.child("object"), context);
  return made !== undefined && isInLoop(call, function_) && context.infer.callee(made)?.startsWith("hashlib.") === true;
}

function isInLoop(node: Node, function_: Node): boolean {
  for (const around of node.ancestors()) {
    if (around === function_) return false;
    if (LOOPS.has(around.kind)) return true;
  }
  return false;
}
